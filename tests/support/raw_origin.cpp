// SPDX-License-Identifier: MIT
#include "support/raw_origin.h"

#include "base/text.h"
#include "http/request_parser.h"
#include "http/response_parser.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace cachescope::test {

namespace {

constexpr timeval longestWait{ 10, 0 };

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

void prepare(int descriptor)
{
    const int on = 1;
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &longestWait, sizeof longestWait);
    ::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &longestWait, sizeof longestWait);
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

/** Feeds `bytes` until one message ends; how many bytes it took, or 0 when it is not whole. */
template <typename Parser> std::size_t wholeMessage(Parser &parser, std::string_view bytes)
{
    std::string_view input = bytes;
    for (;;) {
        const http::Event event = parser.feed(input);
        if (event.kind == http::EventKind::End)
            return bytes.size() - input.size();
        if (event.kind == http::EventKind::NeedMore || event.kind == http::EventKind::Error)
            return 0;
    }
}

} // namespace

RawPeer::~RawPeer()
{
    close();
}

int RawPeer::connectTo(std::uint16_t port)
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    prepare(descriptor);
    const sockaddr_in address = loopback(port);
    if (::connect(descriptor, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
        ::close(descriptor);
        return -1;
    }
    return descriptor;
}

void RawPeer::write(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t sent = ::send(m_descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

bool RawPeer::fill()
{
    std::array<char, 64 * 1024> piece;
    const ssize_t size = ::recv(m_descriptor, piece.data(), piece.size(), 0);
    if (size <= 0) {
        m_lastEnd = size == 0 ? End::Fin : errno == ECONNRESET ? End::Reset : End::Timeout;
        return false;
    }
    m_buffer.append(piece.data(), static_cast<std::size_t>(size));
    return true;
}

std::string RawPeer::readRequest()
{
    for (;;) {
        http::RequestLimits limits;
        limits.bodyBytes = 1ULL << 40;
        http::RequestParser parser(limits);
        if (const std::size_t size = wholeMessage(parser, m_buffer); size > 0) {
            std::string message = m_buffer.substr(0, size);
            m_buffer.erase(0, size);
            return message;
        }
        if (!fill())
            return {};
    }
}

std::string RawPeer::readResponse(bool isHead)
{
    for (;;) {
        http::ResponseParser parser;
        parser.start(
            isHead ? http::ResponseParser::RequestKind::Head : http::ResponseParser::RequestKind::Ordinary);
        if (const std::size_t size = wholeMessage(parser, m_buffer); size > 0) {
            std::string message = m_buffer.substr(0, size);
            m_buffer.erase(0, size);
            return message;
        }
        if (!fill())
            return std::exchange(m_buffer, {});
    }
}

std::string RawPeer::readUntil(std::string_view mark)
{
    for (;;) {
        const std::size_t at = m_buffer.find(mark);
        if (at != std::string::npos) {
            std::string text = m_buffer.substr(0, at + mark.size());
            m_buffer.erase(0, at + mark.size());
            return text;
        }
        if (!fill())
            return std::exchange(m_buffer, {});
    }
}

std::string RawPeer::readSome(std::size_t count)
{
    while (m_buffer.size() < count && fill()) { }
    std::string text = m_buffer.substr(0, count);
    m_buffer.erase(0, text.size());
    return text;
}

RawPeer::Rest RawPeer::readToEnd()
{
    while (fill()) { }
    return { std::exchange(m_buffer, {}), m_lastEnd };
}

void RawPeer::finish()
{
    ::shutdown(m_descriptor, SHUT_WR);
}

void RawPeer::close()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
}

void RawPeer::reset()
{
    const linger atOnce{ 1, 0 };
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    close();
}

RawOrigin::RawOrigin(Script script)
    : m_script(std::move(script))
{
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    ::bind(m_listener, reinterpret_cast<sockaddr *>(&address), size);
    ::listen(m_listener, 1024);
    ::getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size);
    m_port = ntohs(address.sin_port);
    m_acceptor = std::thread(&RawOrigin::accept, this);
}

RawOrigin::~RawOrigin()
{
    ::shutdown(m_listener, SHUT_RDWR);
    m_acceptor.join();
    ::close(m_listener);
    std::vector<std::thread> threads;
    {
        const std::lock_guard lock(m_mutex);
        for (const int descriptor : m_open)
            ::shutdown(descriptor, SHUT_RDWR);
        threads.swap(m_threads);
    }
    for (std::thread &thread : threads)
        thread.join();
}

void RawOrigin::setScript(Script script)
{
    const std::lock_guard lock(m_mutex);
    m_script = std::move(script);
}

void RawOrigin::accept()
{
    for (;;) {
        const int descriptor = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (descriptor < 0)
            return;
        prepare(descriptor);
        ++m_connections;
        const std::lock_guard lock(m_mutex);
        m_open.push_back(descriptor);
        m_threads.emplace_back([this, descriptor, script = m_script] {
            {
                RawPeer peer(descriptor);
                script(peer);
                // Off the list before the number can belong to another connection.
                const std::lock_guard inner(m_mutex);
                std::erase(m_open, descriptor);
            }
        });
    }
}

RawMessage::RawMessage(std::string_view bytes)
{
    const std::size_t end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos) {
        head = bytes;
        return;
    }
    head = bytes.substr(0, end + 4);
    body = bytes.substr(end + 4);
    if (head.starts_with("HTTP/1."))
        status = std::atoi(head.c_str() + 9);
    if (base::equalIgnoringCase(field("transfer-encoding"), "chunked")) {
        http::ChunkedReader reader;
        std::string_view input = body;
        std::string plain;
        for (http::Event event = reader.feed(input); event.kind == http::EventKind::Body;
             event = reader.feed(input))
            plain += event.body;
        body = plain;
    }
}

std::string RawMessage::field(std::string_view name) const
{
    for (const std::string_view line : base::split(head, '\n')) {
        const std::size_t colon = line.find(':');
        if (colon != std::string_view::npos && base::equalIgnoringCase(line.substr(0, colon), name)) {
            std::string_view value = line.substr(colon + 1);
            if (value.ends_with('\r'))
                value.remove_suffix(1);
            return std::string(base::trim(value));
        }
    }
    return {};
}

} // namespace cachescope::test

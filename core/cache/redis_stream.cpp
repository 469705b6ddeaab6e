// SPDX-License-Identifier: MIT
#include "cache/redis_stream.h"

#include "cache/redis_tls.h"

#include <openssl/ssl.h>

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

namespace cachescope::cache {

namespace {

using base::ErrorCode;
using TimePoint = RedisStream::TimePoint;

constexpr std::size_t chunkBytes = std::size_t{ 32 } << 10;

tl::unexpected<base::Error> fail(const std::string &what)
{
    return base::failure(ErrorCode::Unavailable, what);
}

std::string errorText(int code)
{
    std::array<char, 128> text{};
    return ::strerror_r(code, text.data(), text.size());
}

/** False: the deadline has passed, the wait was interrupted, or the socket is broken. */
bool wait(int socket, short events, int interrupt, TimePoint deadline)
{
    using namespace std::chrono;
    while (true) {
        const auto left = duration_cast<microseconds>(deadline - steady_clock::now()).count();
        if (left <= 0)
            return false;
        std::array<pollfd, 2> descriptors{ pollfd{ socket, events, 0 }, pollfd{ interrupt, POLLIN, 0 } };
        const timespec time{ left / 1'000'000, static_cast<long>(left % 1'000'000) * 1000 };
        const int ready = ::ppoll(descriptors.data(), descriptors.size(), &time, nullptr);
        if (ready > 0)
            return descriptors[1].revents == 0;
        if (ready == 0 || errno != EINTR)
            return false;
    }
}

/** A connected, non-blocking socket, or -1 with the reason in `reason`. */
int connectTo(const addrinfo &address, TimePoint deadline, int interrupt, std::string &reason)
{
    const int socket = ::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (socket < 0) {
        reason = errorText(errno);
        return -1;
    }
    int code = ::connect(socket, address.ai_addr, address.ai_addrlen) == 0 ? 0 : errno;
    if (code == EINPROGRESS) {
        socklen_t size = sizeof code;
        if (!wait(socket, POLLOUT, interrupt, deadline))
            code = ETIMEDOUT;
        else if (::getsockopt(socket, SOL_SOCKET, SO_ERROR, &code, &size) != 0)
            code = errno;
    }
    if (code != 0) {
        reason = errorText(code);
        ::close(socket);
        return -1;
    }
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return socket;
}

} // namespace

/** What OpenSSL reads from and writes to are two buffers in memory: sockets stay ours, with their deadlines and
 * without SIGPIPE. */
struct RedisStream::Tls
{
    explicit Tls(TlsSession given)
        : session(std::move(given))
    {
        SSL_set_bio(session.get(), in, out);
    }
    TlsSession session;
    BIO *const in = BIO_new(BIO_s_mem()); ///< Both belong to the session.
    BIO *const out = BIO_new(BIO_s_mem());
};

RedisStream::RedisStream(int socket, int interrupt)
    : m_socket(socket)
    , m_interrupt(interrupt)
{ }

RedisStream::~RedisStream()
{
    ::close(m_socket);
}

base::Result<std::unique_ptr<RedisStream>> RedisStream::connect(
    const RedisNode &node, const RedisAddress &address, TimePoint deadline, int interrupt)
{
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV | AI_ADDRCONFIG;
    addrinfo *found = nullptr;
    const int code = ::getaddrinfo(node.host.c_str(), std::to_string(node.port).c_str(), &hints, &found);
    if (code != 0)
        return fail(std::string(::gai_strerror(code)) + '.');
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> addresses(found, &::freeaddrinfo);
    std::string reason;
    int socket = -1;
    for (const addrinfo *one = found; one != nullptr && socket < 0; one = one->ai_next)
        socket = connectTo(*one, deadline, interrupt, reason);
    if (socket < 0)
        return fail(reason + '.');
    std::unique_ptr<RedisStream> stream(new RedisStream(socket, interrupt));
    if (address.transport == RedisAddress::Transport::Tls) {
        if (auto done = stream->startTls(node, address, deadline); !done)
            return tl::unexpected(done.error());
    }
    return stream;
}

bool RedisStream::waitFor(short events, TimePoint deadline) const
{
    return wait(m_socket, events, m_interrupt, deadline);
}

base::Result<> RedisStream::sendRaw(std::string_view bytes, TimePoint deadline)
{
    while (!bytes.empty()) {
        const ssize_t sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        } else if (sent < 0 && errno == EINTR) {
            continue;
        } else if (sent < 0 && errno != EAGAIN) {
            return fail(errorText(errno) + '.');
        } else if (!waitFor(POLLOUT, deadline)) {
            return fail("it takes no more bytes in time.");
        }
    }
    return {};
}

base::Result<std::size_t> RedisStream::receiveRaw(std::span<char> into, TimePoint deadline)
{
    while (true) {
        const ssize_t got = ::recv(m_socket, into.data(), into.size(), 0);
        if (got > 0)
            return static_cast<std::size_t>(got);
        if (got == 0)
            return fail("it closed the connection.");
        if (errno == EINTR)
            continue;
        if (errno != EAGAIN)
            return fail(errorText(errno) + '.');
        if (!waitFor(POLLIN, deadline))
            return fail("no answer in time.");
    }
}

base::Result<> RedisStream::startTls(const RedisNode &node, const RedisAddress &address, TimePoint deadline)
{
    auto session = openTlsSession(node, address);
    if (!session)
        return tl::unexpected(session.error());
    m_tls = std::make_unique<Tls>(std::move(*session));
    SSL *const ssl = m_tls->session.get();
    while (true) {
        const int done = SSL_connect(ssl);
        const int why = SSL_get_error(ssl, done);
        if (done != 1 && why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) {
            const base::Error error = tlsError(ssl);
            (void)flushTls(deadline); // The alert that says why to the server's log, too.
            return tl::unexpected(error);
        }
        if (auto sent = flushTls(deadline); !sent)
            return sent;
        if (done == 1) {
            // In TLS 1.3 we are through before the server has judged us, and a reset may swallow its alert.
            if (address.certificateFile.empty())
                m_firstReplyHint = " If it asks for a certificate of ours: ?cert=FILE&key=FILE.";
            return {};
        }
        if (auto fed = feedTls(deadline); !fed)
            return fail("no TLS with it: " + fed.error().message);
    }
}

/** Sends what OpenSSL has for the server. */
base::Result<> RedisStream::flushTls(TimePoint deadline)
{
    std::array<char, chunkBytes> buffer;
    while (true) {
        const int size = BIO_read(m_tls->out, buffer.data(), static_cast<int>(buffer.size()));
        if (size <= 0)
            return {};
        if (auto sent = sendRaw({ buffer.data(), static_cast<std::size_t>(size) }, deadline); !sent)
            return sent;
    }
}

base::Result<> RedisStream::feedTls(TimePoint deadline)
{
    std::array<char, chunkBytes> buffer;
    const auto got = receiveRaw(buffer, deadline);
    if (!got)
        return tl::unexpected(got.error());
    if (BIO_write(m_tls->in, buffer.data(), static_cast<int>(*got)) != static_cast<int>(*got))
        return fail("there is no memory for TLS.");
    return {};
}

base::Result<> RedisStream::send(std::string_view bytes, TimePoint deadline)
{
    if (!m_tls)
        return sendRaw(bytes, deadline);
    while (!bytes.empty()) {
        std::size_t taken = 0;
        const std::string_view part = bytes.substr(0, chunkBytes);
        if (SSL_write_ex(m_tls->session.get(), part.data(), part.size(), &taken) != 1)
            return tl::unexpected(tlsError(m_tls->session.get()));
        bytes.remove_prefix(taken);
        if (auto sent = flushTls(deadline); !sent)
            return fail(sent.error().message + m_firstReplyHint);
    }
    return {};
}

base::Result<std::size_t> RedisStream::receive(std::span<char> into, TimePoint deadline)
{
    if (!m_tls)
        return receiveRaw(into, deadline);
    auto got = receiveTls(into, deadline);
    if (!got)
        return fail(got.error().message + m_firstReplyHint);
    m_firstReplyHint.clear();
    return got;
}

base::Result<std::size_t> RedisStream::receiveTls(std::span<char> into, TimePoint deadline)
{
    SSL *const ssl = m_tls->session.get();
    while (true) {
        std::size_t got = 0;
        const int done = SSL_read_ex(ssl, into.data(), into.size(), &got);
        const int why = SSL_get_error(ssl, done);
        if (auto sent = flushTls(deadline); !sent) // Answers to new keys and the like.
            return tl::unexpected(sent.error());
        if (done == 1)
            return got;
        if (why == SSL_ERROR_ZERO_RETURN)
            return fail("it closed the connection.");
        if (why != SSL_ERROR_WANT_READ)
            return tl::unexpected(tlsError(ssl));
        if (auto fed = feedTls(deadline); !fed)
            return tl::unexpected(fed.error());
    }
}

} // namespace cachescope::cache

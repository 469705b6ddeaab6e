// SPDX-License-Identifier: MIT
#include "proxy/tcp_stream.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

namespace cachescope::proxy {

namespace {

/** A buffer that a large answer has blown up is given back. */
constexpr std::size_t longestKeptBuffer = 64 * 1024;

} // namespace

bool TcpStream::adopt(int descriptor)
{
    close();
    m_descriptor = descriptor;
    m_end = End::None;
    m_leaving = m_over = m_broken = false;
    m_readable = true; // Whatever came before now has no edge of its own.
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (m_poll.add(descriptor, *this))
        return true;
    close();
    return false;
}

std::size_t TcpStream::read(char *data, std::size_t size)
{
    if (!m_readable || m_descriptor < 0)
        return 0;
    for (;;) {
        const ssize_t taken = ::recv(m_descriptor, data, size, 0);
        if (taken > 0) {
            // A short read has emptied the kernel's buffer: what comes next has an edge of its own.
            m_readable = static_cast<std::size_t>(taken) == size || m_leaving;
            return static_cast<std::size_t>(taken);
        }
        if (taken < 0 && errno == EINTR)
            continue;
        m_readable = false;
        if (taken == 0)
            m_end = End::Orderly;
        else if (errno != EAGAIN && errno != EWOULDBLOCK)
            m_end = End::Reset;
        m_leaving = m_leaving || m_end != End::None;
        return 0;
    }
}

/** Returns how many bytes the kernel took. */
std::size_t TcpStream::sendNow(std::string_view first, std::string_view second)
{
    const std::size_t size = first.size() + second.size();
    std::size_t sent = 0;
    while (sent < size) {
        const std::string_view head = first.substr(std::min(sent, first.size()));
        const std::string_view tail = second.substr(sent - (first.size() - head.size()));
        // sendmsg() takes no const pointers, but only reads.
        std::array<iovec, 2> pieces{ { { const_cast<char *>(head.data()), head.size() },
                                       { const_cast<char *>(tail.data()), tail.size() } } };
        msghdr message{};
        message.msg_iov = pieces.data();
        message.msg_iovlen = pieces.size();
        const ssize_t taken = ::sendmsg(m_descriptor, &message, MSG_NOSIGNAL);
        if (taken > 0) {
            sent += static_cast<std::size_t>(taken);
        } else if (errno != EINTR) {
            m_broken = errno != EAGAIN && errno != EWOULDBLOCK;
            break;
        }
    }
    return sent;
}

void TcpStream::send(std::string_view bytes)
{
    send(bytes, {});
}

void TcpStream::send(std::string_view first, std::string_view second)
{
    if (m_descriptor < 0 || m_broken)
        return;
    const std::size_t sent = m_waiting.empty() ? sendNow(first, second) : 0;
    if (m_broken)
        return;
    const std::size_t ofFirst = std::min(sent, first.size());
    m_waiting.append(first.substr(ofFirst));
    m_waiting.append(second.substr(sent - ofFirst));
}

void TcpStream::sendWaiting()
{
    m_sent += sendNow(std::string_view(m_waiting).substr(m_sent));
    if (m_sent < m_waiting.size() && !m_broken) {
        if (m_sent > m_waiting.size() / 2) {
            m_waiting.erase(0, m_sent);
            m_sent = 0;
        }
        return;
    }
    m_sent = 0;
    if (m_waiting.capacity() > longestKeptBuffer)
        std::string().swap(m_waiting);
    else
        m_waiting.clear();
}

void TcpStream::pollEvents(std::uint32_t events)
{
    if (m_descriptor < 0)
        return;
    const bool leaving = (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
    m_leaving = m_leaving || leaving;
    m_over = m_over || (events & (EPOLLHUP | EPOLLERR)) != 0;
    // First what came: an early answer must not be lost to a failing write.
    if (leaving || (events & EPOLLIN) != 0) {
        m_readable = true;
        m_owner.streamReadable();
    }
    if ((events & EPOLLOUT) != 0 && m_descriptor >= 0 && !m_waiting.empty()) {
        sendWaiting();
        m_owner.streamWritten();
    }
}

void TcpStream::shutDownWriting()
{
    if (m_descriptor >= 0)
        ::shutdown(m_descriptor, SHUT_WR);
}

void TcpStream::reset()
{
    const linger atOnce{ 1, 0 };
    if (m_descriptor >= 0)
        ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    close();
}

void TcpStream::close()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
    m_readable = false;
    m_waiting.clear();
    m_sent = 0;
}

} // namespace cachescope::proxy

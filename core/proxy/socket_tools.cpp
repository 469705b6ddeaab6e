// SPDX-License-Identifier: MIT
#include "proxy/socket_tools.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace cachescope::proxy {

namespace {

int descriptorOf(const QTcpSocket &socket)
{
    return static_cast<int>(socket.socketDescriptor());
}

} // namespace

void setNoDelay(QTcpSocket &socket)
{
    socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
}

int duplicate(const QTcpSocket &socket)
{
    const int descriptor = descriptorOf(socket);
    return descriptor < 0 ? -1 : ::fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
}

void SocketWitness::watch(const QTcpSocket &socket)
{
    release();
    m_descriptor = duplicate(socket);
}

bool SocketWitness::endedProperly() const
{
    tcp_info info{};
    socklen_t size = sizeof info;
    if (m_descriptor < 0 || ::getsockopt(m_descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) != 0)
        return false;
    // After a RST the kernel is at TCP_CLOSE at once. After a FIN it waits for our side, which Qt's close() does
    // not end while this handle is open.
    return info.tcpi_state != TCP_CLOSE;
}

std::size_t SocketWitness::readRest(char *data, std::size_t size)
{
    if (m_descriptor < 0)
        return 0;
    const ssize_t taken = ::recv(m_descriptor, data, size, MSG_DONTWAIT);
    return taken > 0 ? static_cast<std::size_t>(taken) : 0;
}

void SocketWitness::release()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
}

} // namespace cachescope::proxy

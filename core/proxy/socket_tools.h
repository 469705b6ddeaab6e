// SPDX-License-Identifier: MIT
#pragma once

#include <QTcpSocket>

namespace cachescope::proxy {

/** Sends small pieces at once: the whole point of a stream is that each token arrives when it is made. */
void setNoDelay(QTcpSocket &socket);

/**
 * Gives bytes to the kernel at once, past the socket's own buffer, which must be empty: that spares a copy and the
 * switching of a write notifier on and off. Plain TCP without a proxy only. Returns how many the kernel took; the
 * rest, and any error, is for QTcpSocket::write() to deal with.
 */
std::size_t sendNow(const QTcpSocket &socket, std::string_view bytes);

/** Ends a connection by RST, so that no reader can take what it got for a whole message. */
void resetConnection(QTcpSocket &socket);

/** Sends FIN but goes on reading, so that an answer is not lost to a RST while the peer still sends. */
void shutDownWriting(QTcpSocket &socket);

/**
 * A second handle on a socket's connection, to see after Qt closed its own how it ended: QTcpSocket reports RST and
 * FIN as one error, yet only FIN ends a close-delimited body properly; and what arrived before a failed write can
 * still be read.
 */
class SocketWitness
{
public:
    SocketWitness() = default;
    ~SocketWitness() { release(); }
    SocketWitness(const SocketWitness &) = delete;
    SocketWitness &operator=(const SocketWitness &) = delete;

    void watch(const QTcpSocket &socket);
    bool isWatching() const { return m_descriptor >= 0; }
    /** True when the peer ended its side by FIN. */
    bool endedProperly() const;
    /** Reads what the kernel still holds; 0 at the end or on errors. */
    std::size_t readRest(char *data, std::size_t size);
    void release();

private:
    int m_descriptor = -1;
};

} // namespace cachescope::proxy

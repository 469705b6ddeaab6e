// SPDX-License-Identifier: MIT
#pragma once

#include <QTcpSocket>

namespace cachescope::proxy {

/** Sends small pieces at once: the whole point of a stream is that each token arrives when it is made. */
void setNoDelay(QTcpSocket &socket);

/** A second descriptor of the socket's connection, the caller's to close; -1 when there is none to be had. */
int duplicate(const QTcpSocket &socket);

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

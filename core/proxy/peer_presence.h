// SPDX-License-Identifier: MIT
#pragma once

namespace cachescope::proxy {

/** What became of the peer of a connection on which it has sent its FIN. */
enum class PeerPresence
{
    Reads, ///< It only ended its sending side and waits for its answer.
    Gone, ///< It closed the connection, or its program ended.
    Unknown ///< It is on another machine, or the kernel does not tell.
};

/**
 * Asks the kernel whether anybody still holds the other end of this connection. A FIN alone does not say it:
 * shutdown(SHUT_WR) and close() send the same (RFC 9293, section 3.6), and no byte may be put into an answer just
 * to find out. On loopback the other end's socket is in this kernel's table, with an inode while a program holds it
 * (sock_diag(7)). A few microseconds; any thread.
 */
PeerPresence peerPresence(int descriptor);

} // namespace cachescope::proxy

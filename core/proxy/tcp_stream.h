// SPDX-License-Identifier: MIT
#pragma once

#include "proxy/socket_poll.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace cachescope::proxy {

/** What a TcpStream tells its owner. */
class StreamOwner
{
public:
    virtual ~StreamOwner() = default;
    /** There are bytes to read, or the peer has ended its side. */
    virtual void streamReadable() = 0;
    /** Some of the bytes that had to wait are with the kernel now. */
    virtual void streamWritten() = 0;
};

/**
 * A connected plain TCP socket without Qt in between: reads go straight into the reader's buffer, writes straight
 * to the kernel; only what it does not take at once is kept here. Lives on one worker's thread; its owner is
 * destroyed by the event loop, never while events are handed out (see SocketPoll).
 */
class TcpStream final : private PollTarget
{
public:
    /** How the peer ended its side. */
    enum class End
    {
        None,
        Orderly, ///< By FIN.
        Reset ///< By RST, or the connection was lost.
    };

    TcpStream(SocketPoll &poll, StreamOwner &owner)
        : m_poll(poll)
        , m_owner(owner)
    { }
    ~TcpStream() override { close(); }
    TcpStream(const TcpStream &) = delete;
    TcpStream &operator=(const TcpStream &) = delete;

    /** Takes over a connected descriptor: makes it non-blocking and sends small pieces without delay. False (and
     * the descriptor is closed) when the kernel refuses. */
    bool adopt(int descriptor);
    bool isOpen() const { return m_descriptor >= 0; }
    int descriptor() const { return m_descriptor; }

    /** Reads what there is, at most `size`; 0 when there is nothing now, or nothing more (see end()). */
    std::size_t read(char *data, std::size_t size);
    /** The kernel may hold bytes that were not read. */
    bool mayHaveInput() const { return m_readable; }
    /** The peer has ended its side; bytes may still be there to be read. */
    bool isPeerLeaving() const { return m_leaving; }
    /** The connection is over in both directions: reset, lost, or ended by both sides. */
    bool isOver() const { return m_over || m_end == End::Reset; }
    /** Known once everything before it was read. */
    End end() const { return m_end; }

    /** Sends, or keeps what the kernel does not take now. Errors show as the peer's end, by an event. */
    void send(std::string_view bytes);
    /** Both, the one behind the other, in one go. */
    void send(std::string_view first, std::string_view second);
    std::size_t waitingBytes() const { return m_waiting.size() - m_sent; }

    /** Sends FIN but goes on reading, so that an answer is not lost to a RST while the peer still sends. */
    void shutDownWriting();
    /** Ends the connection by RST, so that no reader can take what it got for a whole message. */
    void reset();
    void close();

private:
    void pollEvents(std::uint32_t events) override;
    std::size_t sendNow(std::string_view first, std::string_view second = {});
    void sendWaiting();

    SocketPoll &m_poll;
    StreamOwner &m_owner;
    int m_descriptor = -1;
    std::string m_waiting; ///< From m_sent on: not yet taken by the kernel.
    std::size_t m_sent = 0;
    End m_end = End::None;
    bool m_readable = false;
    bool m_leaving = false;
    bool m_over = false;
    bool m_broken = false; ///< Sending failed.
};

} // namespace cachescope::proxy

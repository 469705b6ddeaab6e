// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace cachescope::test {

/** One end of a connection under a test's full control. Blocking, with a ten-second limit on every wait. */
class RawPeer
{
public:
    explicit RawPeer(int descriptor)
        : m_descriptor(descriptor)
    { }
    ~RawPeer();
    RawPeer(const RawPeer &) = delete;
    RawPeer &operator=(const RawPeer &) = delete;

    /** Connects to 127.0.0.1:port. */
    static int connectTo(std::uint16_t port);

    void write(std::string_view bytes);
    /** Reads until a whole request (by Content-Length or chunks) is there; empty at the connection's end. */
    std::string readRequest();
    /** Reads until the text holds `mark`; what came until then. */
    std::string readUntil(std::string_view mark);
    /** Reads one whole response (by its framing); `isHead`: one without a body. Empty when there was none. */
    std::string readResponse(bool isHead = false);
    /** Reads exactly this many bytes (fewer at the end). */
    std::string readSome(std::size_t count);

    enum class End
    {
        Fin,
        Reset,
        Timeout,
    };
    struct Rest
    {
        std::string bytes;
        End end = End::Timeout;
    };
    /** Reads to the connection's end and tells how it ended. */
    Rest readToEnd();

    void finish(); ///< FIN for our side; reading goes on.
    void close(); ///< Closes both sides by FIN.
    void reset(); ///< RST.
    int descriptor() const { return m_descriptor; }

private:
    bool fill();
    int m_descriptor;
    std::string m_buffer;
    End m_lastEnd = End::Timeout;
};

/** A raw-socket server on a free loopback port whose connections are played by a script, a thread each. */
class RawOrigin
{
public:
    using Script = std::function<void(RawPeer &)>;
    explicit RawOrigin(Script script);
    ~RawOrigin();

    std::uint16_t port() const { return m_port; }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(m_port); }
    int connections() const { return m_connections; }
    void setScript(Script script);

private:
    void accept();
    Script m_script;
    int m_listener = -1;
    std::uint16_t m_port = 0;
    std::atomic<int> m_connections{ 0 };
    std::mutex m_mutex;
    std::vector<std::thread> m_threads; ///< under m_mutex
    std::vector<int> m_open; ///< under m_mutex
    std::thread m_acceptor;
};

/** Head and body of a raw message, split. */
struct RawMessage
{
    explicit RawMessage(std::string_view bytes);
    std::string head; ///< With its blank line.
    std::string body; ///< Chunk framing taken off.
    int status = 0; ///< Of a response.
    /** The first field of this name, or "". */
    std::string field(std::string_view name) const;
};

} // namespace cachescope::test

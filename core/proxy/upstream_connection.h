// SPDX-License-Identifier: MIT
#pragma once

#include "http/response_parser.h"
#include "proxy/settings.h"
#include "proxy/socket_tools.h"
#include "proxy/tcp_stream.h"

#include <QObject>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

class QNetworkProxy;
class QSslError;

namespace cachescope::proxy {

/** Why an upstream call failed. */
struct UpstreamFailure
{
    enum class Kind
    {
        Refused, ///< No connection: refused, unreachable, name not found.
        ConnectTimeout, ///< Neither connected nor encrypted in time.
        Tls, ///< Certificate or handshake.
        FirstByteTimeout,
        Stalled, ///< No byte for the idle time within an answer.
        Closed, ///< Closed or reset, within the answer or before it.
        Malformed, ///< What came is no proper HTTP/1.1.
    };
    Kind kind = Kind::Closed;
    std::string message;
    bool beforeAnyByte = false; ///< Not one byte of an answer had come.
    bool reused = false; ///< The connection had served a call before.
};

/** What a call hears from its upstream connection. All on the worker's thread. */
class UpstreamListener
{
public:
    virtual ~UpstreamListener() = default;
    virtual void upstreamConnected() = 0; ///< Only for connections that were not connected yet.
    virtual void upstreamHead(http::ResponseParser &answer) = 0;
    virtual void upstreamBody(std::string_view bytes) = 0;
    virtual void upstreamEnd(const http::Fields &trailers)
        = 0; ///< Properly; the connection is no longer the call's.
    virtual void upstreamFailed(const UpstreamFailure &failure) = 0; ///< The connection is no longer the call's.
    virtual void upstreamBatchEnd() = 0; ///< Everything that came with one read was reported.
    virtual void upstreamWritable() = 0; ///< The write buffer has room again.
};

/** Bounds of one upstream connection's waiting, in milliseconds. */
struct UpstreamTimes
{
    std::int64_t connect = 10'000;
    std::int64_t firstByte = 600'000;
    std::int64_t idle = 75'000;
};

/**
 * One connection to an upstream's origin, plain or TLS, that carries one call at a time. Strict: what it cannot
 * read ends it. It never follows, retries or decodes. Qt's sockets find the host, connect, speak TLS and go through
 * proxies; a plain connection straight to the origin is taken from them once it stands. Owned by its pool; lives on
 * one worker's thread.
 */
class UpstreamConnection final : public QObject, private StreamOwner
{
public:
    enum class State
    {
        Connecting,
        Idle,
        Busy,
        Dead
    };

    UpstreamConnection(
        SocketPoll &poll, const Origin &origin, const UpstreamTimes &times, std::string poolKey,
        std::int64_t nowMs);
    ~UpstreamConnection() override;

    void open(const QNetworkProxy &proxy);
    const std::string &poolKey() const { return m_poolKey; }
    State state() const { return m_state; }
    bool hasServed() const { return m_served; }
    std::int64_t idleSince() const { return m_lastActivity; }

    /** Gives the connection to a call; from here on the listener hears of everything. */
    void assign(UpstreamListener &listener, http::ResponseParser::RequestKind kind, std::int64_t nowMs);
    /** The call takes its hands off: the connection is closed, for an answer may be under way. */
    void abandon();
    /** Queues bytes of the request; sent once connected. `whole`: nothing of it is missing now. */
    void write(std::string_view bytes) { write(bytes, {}); }
    void write(std::string_view first, std::string_view second);
    void requestComplete() { m_requestComplete = true; }
    void flush();
    bool isCongested() const;
    /** Stops and resumes reading, for a client that is slower than its upstream. */
    void pause();
    void resume();
    /** Looks after time-outs; called by the worker every quarter of a second. */
    void tick(std::int64_t nowMs);

    /** Called when a call ended properly (`reusable`) or the connection died. Set by the pool. */
    std::function<void(UpstreamConnection &, bool reusable)> released;

private:
    void onConnected();
    void takeOver();
    void streamReadable() override { onReadyRead(); }
    void streamWritten() override { onBytesWritten(); }
    void onReadyRead();
    void onClosed();
    void onSslErrors(const QList<QSslError> &errors);
    void onBytesWritten();
    void writeToSocket(std::string_view first, std::string_view second = {});
    std::size_t waitingBytes() const;
    std::size_t read(char *data, std::size_t size);
    void readAvailable();
    bool deliverRest();
    bool deliver(std::string_view bytes);
    void reportEnd();
    void fail(UpstreamFailure::Kind kind, std::string message);
    void failClosed();
    void die();

    Origin m_origin;
    UpstreamTimes m_times;
    std::string m_poolKey;
    std::string m_way; ///< For messages: where to, and through which proxy.
    /** Through a proxy. Qt's SOCKS5 (6.4) keeps the last bytes to itself if it meets a full buffer, so there the
     * buffer is bounded only while nobody reads. */
    bool m_detour = false;
    TcpStream m_stream; ///< Plain TCP straight to the origin; else closed.
    std::unique_ptr<QTcpSocket> m_socket; ///< Until a plain connection stands; for all others to the end.
    SocketWitness m_witness;
    http::ResponseParser m_parser;
    UpstreamListener *m_listener = nullptr;
    State m_state = State::Connecting;
    std::string m_unsent; ///< Bytes of a request that came before the connection was up.
    std::string m_tlsMessage;
    std::int64_t m_lastActivity;
    std::int64_t m_now;
    bool m_served = false;
    bool m_requestComplete = false;
    bool m_answerBegun = false;
    bool m_paused = false;
    bool m_closed = false;
    bool m_wasCongested = false;
};

} // namespace cachescope::proxy

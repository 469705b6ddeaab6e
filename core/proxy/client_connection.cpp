// SPDX-License-Identifier: MIT
#include "proxy/client_connection.h"

#include "http/chunked.h"
#include "proxy/dispatch.h"
#include "proxy/peer_presence.h"
#include "proxy/worker.h"

#include <array>

namespace cachescope::proxy {

namespace {

constexpr std::size_t congestedBytes = 256 * 1024;
constexpr std::size_t relievedBytes = 64 * 1024;
constexpr std::int64_t lingerMs = 2'000;
constexpr std::size_t scratchBytes = 64 * 1024;
/** Then the others have their turn. */
constexpr int readsAtOnce = 8;
/** Output larger than this is not gathered further but handed to the socket. */
constexpr std::size_t gatherBytes = 64 * 1024;

using Scratch = std::array<char, scratchBytes>;

Scratch &scratch()
{
    thread_local const std::unique_ptr<Scratch> buffer = std::make_unique<Scratch>();
    return *buffer;
}

} // namespace

ClientConnection::ClientConnection(Worker &worker, qintptr descriptor)
    : m_worker(worker)
    , m_stream(worker.poll(), *this)
    , m_parser(worker.settings()->requestLimits)
    , m_lastProgress(worker.nowMs())
{
    if (!m_stream.adopt(static_cast<int>(descriptor)))
        QMetaObject::invokeMethod(this, &ClientConnection::closed, Qt::QueuedConnection);
}

ClientConnection::~ClientConnection()
{
    if (m_exchange)
        letGo();
}

/** The client is gone, or its request is bad: the exchange ends, unless others listen to it. */
void ClientConnection::letGo()
{
    m_exchange->clientGone();
    if (m_exchange->livesOn())
        m_worker.adopt(std::move(m_exchange));
    else
        m_retired = std::move(m_exchange);
}

/** True when nothing of the request is still to come. */
bool ClientConnection::isRequestWhole() const
{
    return m_requestComplete || m_parser.framing() == http::BodyFraming::None;
}

bool ClientConnection::canRead() const
{
    return !m_dead && !m_closing && !m_lingering && !m_requestPaused && !(m_exchange && m_requestComplete)
        && !(m_closeAfter && !m_exchange);
}

void ClientConnection::streamReadable()
{
    processInput();
    if (m_stream.isPeerLeaving() && !m_peerEnded)
        peerLeft();
}

/**
 * The client has ended its side. If it only ended its sending (RFC 9112, section 9.6 lets it) it gets every answer
 * that it is owed; if it is gone, its call must not go on.
 */
void ClientConnection::peerLeft()
{
    if (m_dead)
        return;
    const bool unread = m_stream.end() == TcpStream::End::None || !m_input.empty();
    const bool answerOwed = m_exchange ? isRequestWhole() || unread : unread && canRead();
    if (m_stream.isOver() || (!answerOwed && m_stream.waitingBytes() == 0)) {
        closed();
        return;
    }
    if (!answerOwed)
        m_closing = true;
    const PeerPresence presence = peerPresence(m_stream.descriptor());
    if (presence == PeerPresence::Gone) {
        closed();
        return;
    }
    // A client elsewhere is asked by a byte that is no part of the answer: one that is gone resets the connection.
    if (!m_peerEnded && presence == PeerPresence::Unknown && m_exchange)
        sendContinue();
    m_peerEnded = true;
}

void ClientConnection::processInput()
{
    if (m_lingering) {
        discardInput();
        if (m_peerEnded)
            peerLeft();
        return;
    }
    if (m_processing)
        return;
    m_processing = true;
    m_lastProgress = m_worker.nowMs();
    for (int reads = 0; canRead(); ++reads) {
        if (reads == readsAtOnce) {
            QMetaObject::invokeMethod(this, &ClientConnection::processInput, Qt::QueuedConnection);
            break;
        }
        std::string held;
        std::string_view bytes;
        if (!m_input.empty()) {
            held = std::move(m_input);
            m_input.clear();
            bytes = held;
        } else {
            const std::size_t size = m_stream.read(scratch().data(), scratchBytes);
            if (size == 0)
                break;
            bytes = { scratch().data(), size };
        }
        consume(bytes);
        if (!bytes.empty())
            m_input.assign(bytes);
    }
    m_processing = false;
    if (m_peerEnded)
        peerLeft();
}

void ClientConnection::consume(std::string_view &bytes)
{
    while (canRead()) {
        const http::Event event = m_parser.feed(bytes);
        if (!takeEvent(event))
            break;
    }
    if (!m_exchange && !m_parser.isIdle()) {
        if (m_headStart == 0)
            m_headStart = m_worker.nowMs();
    } else {
        m_headStart = 0;
    }
}

/** False when there is nothing more to take. */
bool ClientConnection::takeEvent(const http::Event &event)
{
    switch (event.kind) {
    case http::EventKind::NeedMore:
        return false;
    case http::EventKind::Head:
        startExchange();
        return true;
    case http::EventKind::Body:
        if (m_exchange)
            m_exchange->requestBody(event.body);
        return true;
    case http::EventKind::End:
        m_requestComplete = true;
        if (m_exchange)
            m_exchange->requestEnd(m_parser.trailers());
        return true;
    case http::EventKind::Error:
        requestFailed();
        return false;
    }
    return false;
}

void ClientConnection::startExchange()
{
    m_requestComplete = m_answerBegun = m_requestPaused = false;
    m_closeAfter = m_closeAfter || !m_parser.wantsKeepAlive();
    m_exchange = dispatchRequest(*this, m_worker);
}

void ClientConnection::requestFailed()
{
    if (m_exchange && m_answerBegun) {
        cutAnswer();
        return;
    }
    if (m_exchange)
        letGo();
    m_closeAfter = m_unreadable = true;
    rejectMalformed(*this, m_parser.error());
    linger();
}

void ClientConnection::sendContinue()
{
    if (m_parser.head().versionMinor > 0 && !m_answerBegun)
        m_stream.send("HTTP/1.1 100 Continue\r\n\r\n");
}

void ClientConnection::resumeRequest()
{
    if (!m_requestPaused)
        return;
    m_requestPaused = false;
    QMetaObject::invokeMethod(this, &ClientConnection::processInput, Qt::QueuedConnection);
}

void ClientConnection::beginAnswer(const http::ResponseHead &head, http::BodyFraming framing)
{
    http::appendFields(beginHead(head.status, head.reason, framing), head.fields);
    endHead();
}

std::string &ClientConnection::beginHead(int status, std::string_view reason, http::BodyFraming framing)
{
    m_answerBegun = true;
    m_framing = framing;
    const bool isOld = m_parser.head().versionMinor == 0;
    if (framing == http::BodyFraming::UntilClose)
        m_framing = http::BodyFraming::Chunked;
    if (m_framing == http::BodyFraming::Chunked && isOld)
        m_framing = http::BodyFraming::UntilClose;
    if (isOld || !isRequestWhole())
        m_closeAfter = true;
    m_out.append("HTTP/1.1 ");
    m_out.append(std::to_string(status)).append(" ").append(reason).append("\r\n");
    return m_out;
}

void ClientConnection::endHead()
{
    if (m_framing == http::BodyFraming::Chunked)
        m_out.append("Transfer-Encoding: chunked\r\n");
    if (m_closeAfter)
        m_out.append("Connection: close\r\n");
    m_out.append("\r\n");
}

void ClientConnection::sendBody(std::string_view bytes)
{
    if (bytes.empty() || m_dead)
        return;
    if (m_framing == http::BodyFraming::Chunked)
        http::appendChunk(m_out, bytes);
    else
        m_out.append(bytes);
    if (m_out.size() > gatherBytes)
        flush();
}

void ClientConnection::flush()
{
    if (m_dead || m_out.empty())
        return;
    m_lastProgress = m_worker.nowMs();
    m_stream.send(m_out);
    m_out.clear();
    if (isCongested())
        m_wasCongested = true;
}

bool ClientConnection::isCongested() const
{
    return m_stream.waitingBytes() > congestedBytes;
}

void ClientConnection::endAnswer(const http::Fields &trailers)
{
    if (m_framing == http::BodyFraming::Chunked)
        http::appendLastChunk(m_out, trailers);
    flush();
    retire();
}

void ClientConnection::answer(http::ResponseHead head, std::string_view body)
{
    head.fields.set("Content-Length", std::to_string(body.size()));
    beginAnswer(head, http::BodyFraming::Length);
    answerBody(body);
}

void ClientConnection::answerBody(std::string_view body)
{
    if (m_parser.head().method != "HEAD")
        m_out.append(body);
    flush();
    retire();
}

/** The exchange has ended; go on with the next request or close. */
void ClientConnection::retire()
{
    m_retired = std::move(m_exchange);
    if (m_dead)
        return;
    if (m_closeAfter) {
        closeAfterAnswer();
        return;
    }
    if (m_peerEnded && m_input.empty() && !m_stream.mayHaveInput()) {
        closeAfterAnswer();
        return;
    }
    // While input is being processed the loop there goes on by itself; from an upstream's event it must be started
    // again.
    if (!m_processing && (!m_input.empty() || m_stream.mayHaveInput()))
        QMetaObject::invokeMethod(this, &ClientConnection::processInput, Qt::QueuedConnection);
}

void ClientConnection::closeAfterAnswer()
{
    if (m_unreadable || !isRequestWhole()) {
        linger();
        return;
    }
    m_closing = true;
    if (m_stream.waitingBytes() == 0)
        closed();
}

/** Closes our side and reads on for a while: a RST now could overtake the answer (RFC 9112, section 9.6). */
void ClientConnection::linger()
{
    if (m_lingering || m_dead)
        return;
    m_lingering = true;
    m_input.clear();
    m_lastProgress = m_worker.nowMs();
    if (m_stream.waitingBytes() == 0)
        m_stream.shutDownWriting();
    discardInput();
}

void ClientConnection::discardInput()
{
    while (m_stream.read(scratch().data(), scratchBytes) > 0) { }
}

void ClientConnection::cutAnswer()
{
    if (m_dead)
        return;
    flush();
    resetClient();
}

void ClientConnection::resetClient()
{
    m_stream.reset();
    closed();
}

void ClientConnection::streamWritten()
{
    m_lastProgress = m_worker.nowMs();
    const std::size_t waiting = m_stream.waitingBytes();
    if (m_lingering && waiting == 0)
        m_stream.shutDownWriting();
    if (m_closing && waiting == 0) {
        closed();
        return;
    }
    if (m_wasCongested && waiting < relievedBytes) {
        m_wasCongested = false;
        if (m_exchange)
            m_exchange->clientWritable();
    }
}

/** The connection is over, whoever ended it. */
void ClientConnection::closed()
{
    if (m_dead)
        return;
    m_dead = true;
    m_stream.close();
    if (m_exchange)
        letGo();
    m_worker.removeLater(*this);
}

void ClientConnection::finishUp()
{
    m_closeAfter = true;
    if (!m_exchange && !m_lingering && m_stream.waitingBytes() == 0)
        closed();
    else if (!m_exchange && !m_lingering)
        m_closing = true;
}

void ClientConnection::tick(std::int64_t nowMs)
{
    if (m_dead)
        return;
    if (m_peerEnded && peerPresence(m_stream.descriptor()) == PeerPresence::Gone) {
        closed();
        return;
    }
    const std::int64_t idle = m_worker.idleMs();
    if (m_lingering) {
        if (nowMs - m_lastProgress > lingerMs)
            resetClient();
        return;
    }
    const bool waitsForClient = m_stream.waitingBytes() > 0 || (m_exchange ? !m_requestComplete : true);
    const bool headTooSlow = m_headStart != 0 && nowMs - m_headStart > idle;
    if (!headTooSlow && (!waitsForClient || m_requestPaused || nowMs - m_lastProgress <= idle))
        return;
    const bool mayTell = !m_answerBegun && (m_exchange || m_headStart != 0) && m_stream.waitingBytes() == 0;
    if (!mayTell) {
        // Idle between requests, or a client that does not read.
        if (m_exchange || m_stream.waitingBytes() > 0)
            resetClient();
        else
            closed();
        return;
    }
    if (m_exchange)
        letGo();
    m_closeAfter = m_unreadable = true;
    rejectMalformed(*this, { 408, "the request did not arrive in time" });
    linger();
}

} // namespace cachescope::proxy

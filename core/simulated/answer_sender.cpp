// SPDX-License-Identifier: MIT
#include "simulated/answer_sender.h"

#include "base/clock.h"
#include "http/chunked.h"

#include <algorithm>
#include <sys/socket.h>

namespace cachescope::simulated {

namespace {

constexpr qint64 mostUnsentBytes = 512 * 1024;
constexpr int blankLineCount = 5;
constexpr auto blankLinePause = std::chrono::milliseconds(40);
constexpr auto dripPause = std::chrono::milliseconds(1);

std::int64_t now()
{
    return base::SystemClock::instance().monotonic();
}

} // namespace

AnswerSender::AnswerSender(QTcpSocket &socket, Backend &backend, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_backend(backend)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &AnswerSender::tick);
    connect(&m_socket, &QTcpSocket::bytesWritten, this, [this] {
        if (m_phase == Phase::Streaming && !m_timer.isActive() && m_socket.bytesToWrite() <= mostUnsentBytes)
            tick();
    });
}

void AnswerSender::start(Answer answer, const Request &request)
{
    m_answer = std::move(answer);
    m_request = request;
    m_next = 0;
    m_begun = false;
    m_blankLines = 0;
    m_drip.clear();
    m_dripped = 0;
    m_coder.reset();
    m_phase = Phase::Thinking;
    m_faultAt = m_answer.stream ? std::max<std::size_t>(1, m_answer.stream->steps.size() / 2) : 0;
    if (m_answer.coding == "gzip")
        m_coder.emplace();
    if (m_answer.fault == Fault::BlankLines) {
        begin();
        wait(blankLinePause);
        return;
    }
    wait(m_answer.think);
}

void AnswerSender::wait(std::chrono::microseconds time)
{
    m_due = now() + time.count();
    m_timer.start(std::chrono::ceil<std::chrono::milliseconds>(time));
}

void AnswerSender::tick()
{
    if (m_socket.state() != QAbstractSocket::ConnectedState)
        m_phase = Phase::Over;
    switch (m_phase) {
    case Phase::Thinking:
        if (m_answer.fault == Fault::BlankLines && m_blankLines < blankLineCount)
            return sendBlankLines();
        begin();
        if (m_phase != Phase::Thinking)
            return;
        m_phase = Phase::Streaming;
        if (m_answer.stream)
            sendSteps();
        else
            sendWhole();
        return;
    case Phase::Streaming:
        return sendSteps();
    case Phase::Dripping:
        return drip();
    case Phase::Idle:
    case Phase::Over:
        return;
    }
}

/** Sends the head, or does what a fault puts in its place. */
void AnswerSender::begin()
{
    if (m_begun)
        return;
    m_begun = true;
    m_backend.begun(m_answer);
    switch (m_answer.fault) {
    case Fault::HangBeforeHead:
        return hang();
    case Fault::ResetBeforeHead:
        return reset();
    case Fault::CloseBeforeHead:
        return close();
    case Fault::GarbageHead:
        sendRaw(std::string("HTTP/1.1 two hundred\r\nContent\x00-Type json\r\n\r\n", 46));
        return close();
    default:
        break;
    }
    std::string body = m_answer.body;
    if (m_answer.fault == Fault::ErrorEvent && !m_answer.stream)
        body = R"({"error":{"message":"The server had an error","type":"server_error","param":null,"code":null}})";
    if (m_answer.fault == Fault::GarbageJson && !m_answer.stream)
        body = body.substr(0, body.size() / 2) + "\x01 }}";
    if (m_coder && !m_answer.stream) {
        body = m_coder->code(body);
        body += m_coder->finish();
    }
    m_answer.body = std::move(body);
    std::string head = "HTTP/1.1 " + std::to_string(m_answer.status) + ' ';
    head.append(http::reasonPhrase(m_answer.status)).append("\r\n");
    http::appendFields(head, m_answer.fields);
    if (m_coder)
        head += "content-encoding: gzip\r\n";
    appendFraming(head, m_answer.body.size());
    sendRaw(head + "\r\n");
}

void AnswerSender::appendFraming(std::string &head, std::size_t length)
{
    const Fault fault = m_answer.fault;
    const bool chunkFault = fault == Fault::BadChunk || fault == Fault::NoLastChunk || fault == Fault::BlankLines
        || fault == Fault::LengthAndChunked;
    const bool unknownLength = m_answer.stream || chunkFault;
    if (!m_request.chunksUnderstood && unknownLength)
        m_framing = Framing::UntilClose;
    else
        m_framing = unknownLength ? Framing::Chunked : Framing::Length;
    if (m_framing == Framing::Chunked)
        head += "transfer-encoding: chunked\r\n";
    if (fault == Fault::WrongLength)
        length += 100;
    if (m_framing == Framing::Length || fault == Fault::LengthAndChunked)
        head += "content-length: " + std::to_string(length) + "\r\n";
    if (fault == Fault::TwoLengths)
        head += "content-length: " + std::to_string(length + 7) + "\r\n";
    if (m_framing == Framing::UntilClose || !m_request.keepAlive)
        head += "connection: close\r\n";
}

void AnswerSender::sendWhole()
{
    if (m_request.isHead)
        return end();
    const std::string &body = m_answer.body;
    switch (m_answer.fault) {
    case Fault::Cut:
    case Fault::Reset:
    case Fault::HangMidStream:
    case Fault::BadChunk:
        send(std::string_view(body).substr(0, body.size() / 2));
        return strike();
    default:
        send(body);
        return end();
    }
}

void AnswerSender::sendSteps()
{
    Stream &stream = *m_answer.stream;
    const std::int64_t time = now();
    std::string events;
    while (m_next < stream.steps.size()) {
        if (strikesNow()) {
            send(events);
            return strike();
        }
        Stream::Step &step = stream.steps[m_next];
        if (step.after.count() > 0) {
            const std::int64_t due = m_due + step.after.count();
            if (due > time) {
                send(events);
                m_timer.start(std::chrono::ceil<std::chrono::milliseconds>(std::chrono::microseconds(due - time)));
                return;
            }
            m_due = due;
        }
        if (!(step.terminal && m_answer.fault == Fault::NoTerminal))
            events += stream.bytes(m_next);
        step.text = {}; // sent: not needed any more
        ++m_next;
        if (events.size() > 16 * 1024) {
            send(events);
            events.clear();
            if (m_socket.bytesToWrite() > mostUnsentBytes)
                return; // bytesWritten goes on
        }
    }
    send(events);
    end();
}

bool AnswerSender::strikesNow()
{
    if (m_next != m_faultAt)
        return false;
    switch (m_answer.fault) {
    case Fault::Cut:
    case Fault::Reset:
    case Fault::HangMidStream:
    case Fault::BadChunk:
    case Fault::ErrorEvent:
    case Fault::GarbageJson:
        return true;
    default:
        return false;
    }
}

/** The fault that waits in the middle of the answer. */
void AnswerSender::strike()
{
    switch (m_answer.fault) {
    case Fault::Cut:
        if (m_framing == Framing::Chunked)
            sendRaw("40\r\ndata: {\"id\":\"cut"); // a chunk that announces more than comes
        return close();
    case Fault::Reset:
        return reset();
    case Fault::BadChunk:
        if (m_framing == Framing::Chunked)
            sendRaw("xyz\r\nthis is no chunk\r\n");
        return close();
    case Fault::ErrorEvent:
        send(m_answer.stream->errorEvent);
        return end();
    case Fault::GarbageJson:
        send("data: {\"id\":\"garbage\",\"choices\":[{\"delta\":{\"content\":\n\n");
        m_faultAt = m_answer.stream->steps.size();
        return sendSteps();
    default:
        return hang();
    }
}

void AnswerSender::sendBlankLines()
{
    ++m_blankLines;
    if (!m_answer.stream)
        send("\n");
    else
        send(m_answer.stream->comment);
    wait(m_blankLines < blankLineCount ? std::chrono::microseconds(blankLinePause) : m_answer.think);
}

void AnswerSender::send(std::string_view content)
{
    if (content.empty() || m_request.isHead)
        return;
    std::string coded;
    if (m_coder && m_answer.stream) {
        coded = m_coder->code(content);
        content = coded;
    }
    std::string framed;
    if (m_framing == Framing::Chunked)
        http::appendChunk(framed, content);
    else
        framed = content;
    sendRaw(std::move(framed));
}

void AnswerSender::sendRaw(std::string bytes)
{
    if (m_answer.fault == Fault::SlowBytes) {
        m_drip += bytes;
        return;
    }
    m_socket.write(bytes.data(), static_cast<qint64>(bytes.size()));
}

void AnswerSender::drip()
{
    if (m_dripped < m_drip.size()) {
        m_socket.write(m_drip.data() + m_dripped, 1);
        m_socket.flush();
        ++m_dripped;
        m_timer.start(dripPause);
        return;
    }
    m_answer.fault = Fault::None;
    m_framing = Framing::Length; // everything, the last chunk included, has been sent
    end();
}

void AnswerSender::end()
{
    if (m_coder && m_answer.stream) {
        const std::string tail = m_coder->finish();
        m_coder.reset();
        send(tail);
    }
    const Fault fault = m_answer.fault;
    if (m_framing == Framing::Chunked && fault != Fault::NoLastChunk && !m_request.isHead) {
        std::string last;
        http::appendLastChunk(last);
        sendRaw(std::move(last));
    }
    if (fault == Fault::SlowBytes) {
        if (m_framing == Framing::UntilClose)
            m_request.keepAlive = false;
        m_phase = Phase::Dripping;
        m_timer.start(dripPause);
        return;
    }
    const bool broken = fault == Fault::NoLastChunk || fault == Fault::WrongLength || fault == Fault::TwoLengths
        || fault == Fault::LengthAndChunked;
    if (broken || m_framing == Framing::UntilClose || !m_request.keepAlive)
        return close();
    m_phase = Phase::Idle;
    Q_EMIT finished();
}

void AnswerSender::close()
{
    m_phase = Phase::Over;
    m_socket.disconnectFromHost(); // sends what is left, then FIN
}

void AnswerSender::reset()
{
    m_phase = Phase::Over;
    m_socket.flush();
    const linger immediately{ 1, 0 }; // close() then sends RST in place of FIN
    ::setsockopt(
        static_cast<int>(m_socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &immediately, sizeof immediately);
    m_socket.abort();
}

void AnswerSender::hang()
{
    m_phase = Phase::Over;
}

} // namespace cachescope::simulated

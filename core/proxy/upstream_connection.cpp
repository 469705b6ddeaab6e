// SPDX-License-Identifier: MIT
#include "proxy/upstream_connection.h"

#include <QNetworkProxy>
#include <QSslConfiguration>
#include <QSslSocket>

#include <array>

namespace cachescope::proxy {

namespace {

constexpr qint64 readBufferBytes = 256 * 1024;
constexpr std::size_t congestedBytes = 256 * 1024;
constexpr std::size_t relievedBytes = 64 * 1024;
constexpr std::size_t scratchBytes = 64 * 1024;
/** Then the others have their turn. */
constexpr int readsAtOnce = 8;

using Scratch = std::array<char, scratchBytes>;

/** One buffer for all connections of a thread: what is read is handed on before the next read. */
Scratch &scratch()
{
    thread_local const std::unique_ptr<Scratch> buffer = std::make_unique<Scratch>();
    return *buffer;
}

std::string place(const Origin &origin)
{
    return origin.host + ":" + std::to_string(origin.port);
}

} // namespace

UpstreamConnection::UpstreamConnection(
    SocketPoll &poll, const Origin &origin, const UpstreamTimes &times, std::string poolKey, std::int64_t nowMs)
    : m_origin(origin)
    , m_times(times)
    , m_poolKey(std::move(poolKey))
    , m_way(place(origin))
    , m_stream(poll, *this)
    , m_lastActivity(nowMs)
    , m_now(nowMs)
{ }

UpstreamConnection::~UpstreamConnection()
{
    if (m_socket)
        m_socket->disconnect(this);
}

void UpstreamConnection::open(const QNetworkProxy &proxy)
{
    if (m_state == State::Dead)
        return;
    const QString host = QString::fromStdString(m_origin.host);
    m_detour = proxy.type() != QNetworkProxy::NoProxy;
    m_way = place(m_origin);
    if (m_detour)
        m_way += " through the proxy " + proxy.hostName().toStdString() + ":" + std::to_string(proxy.port());
    if (m_origin.tls) {
        auto tls = std::make_unique<QSslSocket>();
        connect(tls.get(), &QSslSocket::encrypted, this, &UpstreamConnection::onConnected);
        connect(tls.get(), &QSslSocket::sslErrors, this, &UpstreamConnection::onSslErrors);
        QSslConfiguration settings = QSslConfiguration::defaultConfiguration();
        settings.setProtocol(QSsl::TlsV1_2OrLater);
        settings.setPeerVerifyMode(QSslSocket::VerifyPeer);
        settings.setAllowedNextProtocols({ QByteArrayLiteral("http/1.1") });
        tls->setSslConfiguration(settings);
        m_socket = std::move(tls);
    } else {
        m_socket = std::make_unique<QTcpSocket>();
        connect(m_socket.get(), &QTcpSocket::connected, this, &UpstreamConnection::onConnected);
    }
    m_socket->setProxy(proxy);
    if (!m_detour)
        m_socket->setReadBufferSize(readBufferBytes);
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &UpstreamConnection::onReadyRead);
    connect(m_socket.get(), &QTcpSocket::bytesWritten, this, &UpstreamConnection::onBytesWritten);
    connect(m_socket.get(), &QTcpSocket::errorOccurred, this, &UpstreamConnection::onClosed);
    connect(m_socket.get(), &QTcpSocket::disconnected, this, &UpstreamConnection::onClosed);
    if (auto *tls = qobject_cast<QSslSocket *>(m_socket.get()))
        tls->connectToHostEncrypted(host, m_origin.port);
    else
        m_socket->connectToHost(host, m_origin.port);
}

void UpstreamConnection::assign(
    UpstreamListener &listener, http::ResponseParser::RequestKind kind, std::int64_t nowMs)
{
    m_listener = &listener;
    m_parser.start(kind);
    m_requestComplete = m_answerBegun = m_paused = m_wasCongested = false;
    m_lastActivity = m_now = nowMs;
    if (m_state == State::Idle)
        m_state = State::Busy;
}

void UpstreamConnection::abandon()
{
    m_listener = nullptr;
    die();
}

void UpstreamConnection::onConnected()
{
    if (!m_origin.tls && !m_detour)
        takeOver();
    else
        setNoDelay(*m_socket);
    if (m_state == State::Dead)
        return;
    m_lastActivity = m_now;
    m_state = m_listener != nullptr ? State::Busy : State::Idle;
    if (m_listener == nullptr)
        return;
    if (!m_unsent.empty()) {
        const std::string bytes = std::move(m_unsent);
        m_unsent.clear();
        writeToSocket(bytes);
        flush();
    }
    if (m_listener != nullptr)
        m_listener->upstreamConnected();
    onBytesWritten(); // The kernel may have taken at once all that had been too much to wait.
}

/** From Qt's socket to a stream of our own. */
void UpstreamConnection::takeOver()
{
    const int descriptor = duplicate(*m_socket);
    QTcpSocket *const socket = m_socket.release(); // It is on the stack.
    socket->disconnect(this);
    socket->abort();
    socket->deleteLater();
    if (descriptor < 0 || !m_stream.adopt(descriptor))
        fail(UpstreamFailure::Kind::Refused, "no connection to " + place(m_origin) + ": too many open files");
}

void UpstreamConnection::write(std::string_view first, std::string_view second)
{
    m_lastActivity = m_now;
    if (m_state == State::Connecting)
        m_unsent.append(first).append(second);
    else if (m_state == State::Busy)
        writeToSocket(first, second);
    if (isCongested())
        m_wasCongested = true;
}

void UpstreamConnection::writeToSocket(std::string_view first, std::string_view second)
{
    if (!m_socket) {
        m_stream.send(first, second);
        return;
    }
    for (const std::string_view bytes : { first, second })
        m_socket->write(bytes.data(), static_cast<qint64>(bytes.size()));
}

void UpstreamConnection::flush()
{
    if (m_state != State::Busy || !m_socket)
        return;
    // A large body goes out by the event loop instead: it reads before it writes, so that an early answer is not
    // lost.
    if (waitingBytes() <= relievedBytes)
        m_socket->flush();
    else if (!m_witness.isWatching() && !m_origin.tls)
        m_witness.watch(*m_socket);
}

std::size_t UpstreamConnection::waitingBytes() const
{
    if (m_state == State::Connecting)
        return m_unsent.size();
    return m_socket ? static_cast<std::size_t>(m_socket->bytesToWrite()) : m_stream.waitingBytes();
}

bool UpstreamConnection::isCongested() const
{
    return waitingBytes() > congestedBytes;
}

void UpstreamConnection::onBytesWritten()
{
    m_lastActivity = m_now;
    if (m_wasCongested && waitingBytes() < relievedBytes && m_listener != nullptr) {
        m_wasCongested = false;
        m_listener->upstreamWritable();
    }
}

void UpstreamConnection::pause()
{
    m_paused = true;
    if (m_socket && m_detour)
        m_socket->setReadBufferSize(readBufferBytes);
}

void UpstreamConnection::resume()
{
    if (!m_paused)
        return;
    m_paused = false;
    if (m_socket && m_detour)
        m_socket->setReadBufferSize(0);
    readAvailable();
}

void UpstreamConnection::onReadyRead()
{
    if (m_listener == nullptr) {
        // B4: bytes that no call asked for. Nothing that comes after them can be trusted.
        char byte = 0;
        if (read(&byte, 1) > 0 || m_closed)
            die();
        return;
    }
    readAvailable();
}

/** Bytes that came, at most `size`; 0 when there are none now. */
std::size_t UpstreamConnection::read(char *data, std::size_t size)
{
    if (!m_socket) {
        const std::size_t taken = m_stream.read(data, size);
        m_closed = m_closed || m_stream.end() != TcpStream::End::None;
        return taken;
    }
    const qint64 taken = m_socket->read(data, static_cast<qint64>(size));
    return taken > 0 ? static_cast<std::size_t>(taken) : 0;
}

/** Reads and delivers what there is. The listener may end the call, and with it this object's claim on it, at any
 * event. */
void UpstreamConnection::readAvailable()
{
    Scratch &buffer = scratch();
    for (int reads = 0; m_listener != nullptr && !m_paused; ++reads) {
        if (reads == readsAtOnce) {
            QMetaObject::invokeMethod(this, &UpstreamConnection::onReadyRead, Qt::QueuedConnection);
            return;
        }
        const std::size_t size = read(buffer.data(), buffer.size());
        if (size == 0)
            break;
        m_lastActivity = m_now;
        m_answerBegun = true;
        if (!deliver({ buffer.data(), size }))
            return;
        m_listener->upstreamBatchEnd();
    }
    if (m_closed && !m_paused && m_listener != nullptr)
        failClosed();
}

/** False when the call has ended. */
bool UpstreamConnection::deliver(std::string_view bytes)
{
    for (;;) {
        const http::Event event = m_parser.feed(bytes);
        switch (event.kind) {
        case http::EventKind::NeedMore:
            return true;
        case http::EventKind::Head:
            if (m_socket && m_parser.framing() == http::BodyFraming::UntilClose)
                m_witness.watch(*m_socket);
            m_listener->upstreamHead(m_parser);
            break;
        case http::EventKind::Body:
            m_listener->upstreamBody(event.body);
            break;
        case http::EventKind::End:
            m_served = bytes.empty();
            reportEnd();
            return false;
        case http::EventKind::Error:
            fail(
                UpstreamFailure::Kind::Malformed,
                place(m_origin) + " sent what is no proper HTTP/1.1 answer: " + m_parser.error().message);
            return false;
        }
        if (m_listener == nullptr)
            return false;
    }
}

void UpstreamConnection::reportEnd()
{
    UpstreamListener *listener = std::exchange(m_listener, nullptr);
    // An answer that came before the whole request was sent leaves the connection in the middle of that request.
    const bool reusable = m_served && m_requestComplete && m_parser.canKeepAlive() && !m_closed
        && waitingBytes() == 0 && (!m_socket || m_socket->bytesAvailable() == 0);
    m_state = State::Idle;
    m_witness.release();
    m_lastActivity = m_now;
    listener->upstreamEnd(m_parser.trailers());
    if (reusable)
        released(*this, true);
    else
        die();
}

void UpstreamConnection::onClosed()
{
    if (m_closed || m_state == State::Dead)
        return;
    m_closed = true;
    if (m_listener == nullptr) {
        die();
        return;
    }
    if (m_state == State::Connecting) {
        if (!m_tlsMessage.empty())
            fail(UpstreamFailure::Kind::Tls, m_tlsMessage);
        else if (m_socket->error() == QAbstractSocket::SslHandshakeFailedError)
            fail(
                UpstreamFailure::Kind::Tls,
                "TLS with " + m_way + " failed: " + m_socket->errorString().toStdString());
        else
            fail(
                UpstreamFailure::Kind::Refused,
                "no connection to " + m_way + ": " + m_socket->errorString().toStdString()
                    + "; check the upstream's url and the network");
        return;
    }
    if (!m_paused)
        readAvailable();
}

/** The peer closed and everything it sent has been read; what is left is to tell a proper end from a cut one. */
void UpstreamConnection::failClosed()
{
    if (!deliverRest())
        return;
    const bool orderly = m_socket ? m_witness.endedProperly() : m_stream.end() == TcpStream::End::Orderly;
    if (m_parser.framing() == http::BodyFraming::UntilClose && orderly
        && m_parser.finish().kind == http::EventKind::End) {
        m_served = false;
        reportEnd();
        return;
    }
    m_parser.finish();
    fail(
        UpstreamFailure::Kind::Closed,
        place(m_origin) + ": "
            + (m_parser.error().message.empty() ? std::string("the connection was reset within the answer")
                                                : m_parser.error().message));
}

/** What Qt's socket left with the kernel when it closed. False when the call has ended by it. */
bool UpstreamConnection::deliverRest()
{
    Scratch &buffer = scratch();
    while (m_witness.isWatching() && m_listener != nullptr) {
        const std::size_t size = m_witness.readRest(buffer.data(), buffer.size());
        if (size == 0)
            break;
        m_answerBegun = true;
        if (!deliver({ buffer.data(), size }))
            return false;
    }
    return true;
}

void UpstreamConnection::onSslErrors(const QList<QSslError> &errors)
{
    // Nothing is ignored, and no setting makes it so: a key would go to whoever answers.
    QStringList names;
    for (const QSslError &error : errors) {
        const QString name = error.errorString();
        if (!names.contains(name))
            names.append(name);
    }
    m_tlsMessage = "the certificate of " + place(m_origin)
        + " is refused: " + names.join(QStringLiteral("; ")).toStdString();
}

void UpstreamConnection::fail(UpstreamFailure::Kind kind, std::string message)
{
    UpstreamListener *listener = std::exchange(m_listener, nullptr);
    const UpstreamFailure failure{ kind, std::move(message), !m_answerBegun, m_served };
    die();
    if (listener != nullptr)
        listener->upstreamFailed(failure);
}

void UpstreamConnection::die()
{
    if (m_state == State::Dead)
        return;
    m_state = State::Dead;
    m_witness.release();
    m_stream.close();
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket->abort();
    }
    released(*this, false);
}

void UpstreamConnection::tick(std::int64_t nowMs)
{
    m_now = nowMs;
    const std::int64_t waited = nowMs - m_lastActivity;
    if (m_listener == nullptr)
        return;
    if (m_state == State::Connecting) {
        if (waited > m_times.connect)
            fail(
                UpstreamFailure::Kind::ConnectTimeout,
                m_way + " did not complete a connection in " + std::to_string(m_times.connect / 1000) + " s");
    } else if (m_answerBegun ? (!m_paused && waited > m_times.idle) : waited > m_times.firstByte) {
        fail(
            m_answerBegun ? UpstreamFailure::Kind::Stalled : UpstreamFailure::Kind::FirstByteTimeout,
            place(m_origin) + " sent nothing for " + std::to_string(waited / 1000) + " s");
    }
}

} // namespace cachescope::proxy

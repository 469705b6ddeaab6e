// SPDX-License-Identifier: MIT
#include "loadtest/load_connection.h"

#include <QSslSocket>

namespace cachescope::loadtest {

namespace {

constexpr qint64 nanosPerMicro = 1000;
constexpr int lowestSuccess = 200, highestSuccess = 299;

} // namespace

LoadConnection::LoadConnection(
    const Target &target, const std::string &headers, std::chrono::milliseconds timeout, Done done)
    : m_target(target)
    , m_headers(headers)
    , m_timeout(timeout)
    , m_done(std::move(done))
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] { finish("timeout"); });
}

LoadConnection::~LoadConnection()
{
    if (m_socket)
        m_socket->disconnect(this);
}

void LoadConnection::send(const std::string &body, std::int64_t lateMicros)
{
    m_busy = true;
    m_lateMicros = lateMicros;
    m_firstByteMicros = -1;
    m_clock.start();
    m_deadline.start(m_timeout);
    m_request = "POST " + m_target.path + " HTTP/1.1\r\nHost: " + m_target.authority() + "\r\n" + m_headers
        + "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    m_parser.start(http::ResponseParser::RequestKind::Ordinary);
    m_reused = m_ready;
    if (m_ready)
        write();
    else
        connectSocket();
}

void LoadConnection::connectSocket()
{
    m_ready = false;
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket.release()->deleteLater(); // We may stand in one of its signals.
    }
    const QString host = QString::fromStdString(m_target.host);
    const auto connected = [this] {
        m_ready = true;
        m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        write();
    };
    if (m_target.tls) {
        auto *socket = new QSslSocket;
        m_socket.reset(socket);
        connect(socket, &QSslSocket::encrypted, this, connected);
        socket->connectToHostEncrypted(host, m_target.port);
    } else {
        m_socket = std::make_unique<QTcpSocket>();
        connect(m_socket.get(), &QTcpSocket::connected, this, connected);
        m_socket->connectToHost(host, m_target.port);
    }
    connect(m_socket.get(), &QTcpSocket::readyRead, this, &LoadConnection::read);
    connect(m_socket.get(), &QTcpSocket::disconnected, this, &LoadConnection::closed);
    connect(m_socket.get(), &QTcpSocket::errorOccurred, this, [this] { closed(); });
}

void LoadConnection::write()
{
    m_socket->write(m_request.data(), static_cast<qint64>(m_request.size()));
}

void LoadConnection::read()
{
    const QByteArray bytes = m_socket->readAll();
    std::string_view rest(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    while (m_busy) {
        const http::Event event = m_parser.feed(rest);
        switch (event.kind) {
        case http::EventKind::NeedMore:
            return;
        case http::EventKind::Head:
            break;
        case http::EventKind::Body:
            if (m_firstByteMicros < 0)
                m_firstByteMicros = m_lateMicros + m_clock.nsecsElapsed() / nanosPerMicro;
            break;
        case http::EventKind::End:
            m_ready = m_parser.canKeepAlive();
            finish({});
            return;
        case http::EventKind::Error:
            finish("malformed answer");
            return;
        }
    }
}

void LoadConnection::closed()
{
    const bool wasReady = m_ready;
    m_ready = false;
    if (!m_busy)
        return;
    if (wasReady && m_reused && m_parser.isUntouched()) {
        m_reused = false;
        connectSocket();
        return;
    }
    if (!wasReady) {
        finish("connect: " + m_socket->errorString().toStdString());
        return;
    }
    finish(m_parser.finish().kind == http::EventKind::End ? std::string() : "cut answer");
}

bool LoadConnection::answeredByCache() const
{
    const http::Fields &fields = m_parser.head().fields;
    // Cache-Status is RFC 9211's; X-Cache is what nginx setups and several gateways use instead.
    for (http::ListMembers members(fields.value("Cache-Status")); const auto member = members.next();) {
        const std::string padded = std::string(*member) + ";";
        if (padded.find("; hit;") != std::string::npos || padded.find(";hit;") != std::string::npos)
            return true;
    }
    return fields.hasToken("X-Cache", "HIT") || fields.hasToken("X-Cache-Status", "HIT");
}

void LoadConnection::finish(std::string error)
{
    if (!m_busy)
        return;
    m_busy = false;
    m_deadline.stop();
    Outcome outcome;
    outcome.latencyMicros = m_lateMicros + m_clock.nsecsElapsed() / nanosPerMicro;
    outcome.firstByteMicros = m_firstByteMicros;
    const int status = m_parser.head().status;
    if (error.empty() && (status < lowestSuccess || status > highestSuccess))
        error = "HTTP " + std::to_string(status);
    outcome.hit = error.empty() && answeredByCache();
    outcome.error = std::move(error);
    if (!outcome.error.empty() && outcome.error.rfind("HTTP ", 0) != 0)
        m_ready = false; // The rest of a broken answer must not be taken for the next one's.
    m_done(*this, std::move(outcome));
}

} // namespace cachescope::loadtest

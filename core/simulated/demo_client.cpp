// SPDX-License-Identifier: MIT
#include "simulated/demo_client.h"

#include <QHostAddress>

namespace cachescope::simulated {

namespace {

constexpr auto longestCall = std::chrono::minutes(5);

} // namespace

DemoClient::DemoClient(std::uint16_t port, std::string bytes, DemoApi api, QObject *parent)
    : QObject(parent)
    , m_request(std::move(bytes))
    , m_api(api)
{
    m_parser.start(http::ResponseParser::RequestKind::Ordinary);
    connect(&m_socket, &QTcpSocket::connected, this, [this] {
        m_socket.write(m_request.data(), static_cast<qint64>(m_request.size()));
        m_request = {};
    });
    connect(&m_socket, &QTcpSocket::readyRead, this, &DemoClient::read);
    connect(&m_socket, &QTcpSocket::disconnected, this, &DemoClient::closed);
    connect(&m_socket, &QTcpSocket::errorOccurred, this, &DemoClient::closed);
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] { end(0); });
    m_deadline.start(longestCall);
    m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
}

void DemoClient::read()
{
    const QByteArray bytes = m_socket.readAll();
    std::string_view rest(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    while (!m_ended) {
        const http::Event event = m_parser.feed(rest);
        if (event.kind == http::EventKind::NeedMore)
            return;
        take(event);
    }
}

void DemoClient::closed()
{
    if (m_ended)
        return;
    if (m_socket.isOpen())
        read();
    if (!m_ended)
        take(m_parser.finish());
    end(0);
}

void DemoClient::take(http::Event event)
{
    if (event.kind == http::EventKind::Body)
        m_body.append(event.body);
    else if (event.kind == http::EventKind::End)
        end(m_parser.head().status);
    else if (event.kind == http::EventKind::Error)
        end(0);
}

void DemoClient::end(int status)
{
    if (m_ended)
        return;
    m_ended = true;
    Q_EMIT finished(readDemoReply(m_api, status, m_parser.head().fields.value("content-type"), m_body));
    deleteLater();
}

} // namespace cachescope::simulated

// SPDX-License-Identifier: MIT
#include "simulated/connection.h"

namespace cachescope::simulated {

namespace {

constexpr qint64 readBufferBytes = 256 * 1024;

} // namespace

Connection::Connection(QTcpSocket *socket, Backend &backend, std::atomic<std::int64_t> &calls, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_backend(backend)
    , m_calls(calls)
    , m_sender(*socket, backend, this)
{
    m_socket->setParent(this);
    m_socket->setReadBufferSize(readBufferBytes);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    connect(m_socket, &QTcpSocket::readyRead, this, &Connection::read);
    connect(m_socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
    // Queued, so that a long pipeline does not nest calls.
    connect(&m_sender, &AnswerSender::finished, this, &Connection::read, Qt::QueuedConnection);
}

void Connection::read()
{
    if (m_sender.isBusy() || m_refused || !m_socket->isOpen())
        return; // the socket's own buffer holds back the rest
    const QByteArray bytes = m_socket->readAll();
    m_input.append(bytes.constData(), static_cast<std::size_t>(bytes.size()));
    takeInput();
}

void Connection::takeInput()
{
    std::string_view rest = m_input;
    while (!m_sender.isBusy() && !m_refused) {
        const http::Event event = m_parser.feed(rest);
        if (event.kind == http::EventKind::NeedMore)
            break;
        switch (event.kind) {
        case http::EventKind::Head:
            headRead();
            break;
        case http::EventKind::Body:
            m_body.append(event.body);
            break;
        case http::EventKind::End:
            requestRead();
            break;
        default:
            refuse();
            break;
        }
    }
    m_input.erase(0, m_input.size() - rest.size());
}

void Connection::headRead()
{
    m_body.clear();
    if (m_parser.head().fields.hasToken("expect", "100-continue"))
        m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
}

void Connection::requestRead()
{
    const http::RequestHead &head = m_parser.head();
    const AnswerSender::Request request{ head.method == "HEAD", head.versionMinor >= 1, m_parser.wantsKeepAlive() };
    ++m_calls;
    m_sender.start(m_backend.answer(head, m_body), request);
    m_body = {};
}

void Connection::refuse()
{
    m_refused = true;
    const auto &error = m_parser.error();
    std::string answer = "HTTP/1.1 " + std::to_string(error.status) + ' ';
    answer.append(http::reasonPhrase(error.status));
    answer += "\r\ncontent-type: text/plain\r\nconnection: close\r\ncontent-length: "
        + std::to_string(error.message.size() + 1) + "\r\n\r\n" + error.message + '\n';
    m_socket->write(answer.data(), static_cast<qint64>(answer.size()));
    m_socket->disconnectFromHost();
}

} // namespace cachescope::simulated

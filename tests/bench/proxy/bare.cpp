// SPDX-License-Identifier: MIT
#include "roles.h"

#include "base/digest.h"
#include "http/request_parser.h"

#include <QCoreApplication>
#include <QTcpServer>
#include <QTcpSocket>

#include <cstdio>
#include <memory>

namespace cachescope::bench {

namespace {

/** One connection of the bare server. */
class BareConnection final : public QObject
{
public:
    BareConnection(QTcpSocket *socket, const std::string &answer)
        : QObject(socket)
        , m_socket(socket)
        , m_answer(answer)
    {
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        connect(socket, &QTcpSocket::readyRead, this, &BareConnection::read);
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    }

private:
    void read()
    {
        static char buffer[65536];
        for (qint64 size = m_socket->read(buffer, sizeof buffer); size > 0;
             size = m_socket->read(buffer, sizeof buffer))
            take({ buffer, static_cast<std::size_t>(size) });
    }

    void take(std::string_view bytes)
    {
        for (;;) {
            const http::Event event = m_parser.feed(bytes);
            if (event.kind == http::EventKind::NeedMore || event.kind == http::EventKind::Error)
                return;
            if (event.kind == http::EventKind::Body)
                m_body.append(event.body);
            if (event.kind == http::EventKind::End) {
                m_digest = base::sha256(m_body);
                m_body.clear();
                m_socket->write(m_answer.data(), static_cast<qint64>(m_answer.size()));
                m_socket->flush();
            }
        }
    }

    QTcpSocket *m_socket;
    const std::string &m_answer;
    http::RequestParser m_parser;
    std::string m_body;
    base::Digest m_digest{};
};

} // namespace

int runBare(std::size_t answerBytes)
{
    int count = 0;
    QCoreApplication application(count, nullptr);
    const std::string body = chatAnswer(answerBytes);
    const std::string answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
        + std::to_string(body.size()) + "\r\n\r\n" + body;
    QTcpServer server;
    QObject::connect(&server, &QTcpServer::newConnection, &server, [&] {
        while (QTcpSocket *socket = server.nextPendingConnection())
            new BareConnection(socket, answer);
    });
    server.listen(QHostAddress::LocalHost, 0);
    std::printf("listening %d\n", server.serverPort());
    std::fflush(stdout);
    return QCoreApplication::exec();
}

} // namespace cachescope::bench

// SPDX-License-Identifier: MIT
#pragma once

#include <QCoreApplication>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <string>

namespace cachescope::test {

/** A redis-server of the test's own on loopback, without files; ended with the object. */
class RedisServer
{
public:
    static bool isInstalled() { return !QStandardPaths::findExecutable("redis-server").isEmpty(); }

    enum class Transport
    {
        Plain,
        Tls ///< The one port speaks TLS; `options` name the files.
    };

    explicit RedisServer(const QStringList &options = {}, Transport transport = Transport::Plain)
        : m_port(freePort())
    {
        m_options
            = QStringList{ "--bind",       "127.0.0.1", "--port", QString::number(m_port), "--save",     "",
                           "--appendonly", "no",        "--dir",  m_directory.path(),      "--loglevel", "warning" }
            + options;
        if (transport == Transport::Tls)
            m_options += { "--port", "0", "--tls-port", QString::number(m_port) };
        start();
    }
    ~RedisServer() { stop(); }

    /** A port that is free now; also ten thousand above, for a cluster's bus. */
    static quint16 freePort()
    {
        while (true) {
            QTcpServer probe, bus;
            probe.listen(QHostAddress::LocalHost);
            if (probe.serverPort() < 55'000 && bus.listen(QHostAddress::LocalHost, probe.serverPort() + 10'000))
                return probe.serverPort();
        }
    }

    void start()
    {
        m_process.start("redis-server", m_options);
        for (int tries = 0; tries < 500 && m_process.state() != QProcess::NotRunning; ++tries) {
            QTcpSocket socket;
            socket.connectToHost("127.0.0.1", m_port);
            if (socket.waitForConnected(200))
                return;
            m_process.waitForFinished(20); // Lets it get on; it is not meant to finish.
        }
    }
    void stop()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    quint16 port() const { return m_port; }
    qint64 processId() const { return m_process.processId(); }
    QString directory() const { return m_directory.path(); }
    std::string address(const std::string &user = {}) const
    {
        return "redis://" + (user.empty() ? "" : user + '@') + "127.0.0.1:" + std::to_string(m_port);
    }
    /** Sends one command in its inline form and returns the first line of the reply. */
    QByteArray command(const QByteArray &line) const
    {
        const QByteArray reply = exchange(line, [](const QByteArray &text) { return text.contains('\n'); });
        return reply.left(reply.indexOf('\r'));
    }
    /** The same for a command that is answered with one text: its first line and the whole text. */
    QByteArray commandText(const QByteArray &line) const
    {
        return exchange(line, [](const QByteArray &text) {
            const qsizetype head = text.indexOf('\n');
            return head >= 0 && (text[0] != '$' || text.size() >= head + 1 + text.mid(1, head - 2).toInt() + 2);
        });
    }

private:
    template <typename IsWhole> QByteArray exchange(const QByteArray &line, IsWhole isWhole) const
    {
        QTcpSocket socket;
        socket.connectToHost("127.0.0.1", m_port);
        socket.waitForConnected(5000);
        socket.write(line + "\r\n");
        QByteArray reply;
        while (!isWhole(reply) && socket.waitForReadyRead(5000))
            reply += socket.readAll();
        return reply;
    }

    QTemporaryDir m_directory;
    QStringList m_options;
    QProcess m_process;
    quint16 m_port = 0;
};

} // namespace cachescope::test

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

    explicit RedisServer(const QStringList &options = {})
    {
        QTcpServer probe; // A port that is free now.
        probe.listen(QHostAddress::LocalHost);
        m_port = probe.serverPort();
        probe.close();
        m_options
            = QStringList{ "--bind",       "127.0.0.1", "--port", QString::number(m_port), "--save",     "",
                           "--appendonly", "no",        "--dir",  m_directory.path(),      "--loglevel", "warning" }
            + options;
        start();
    }
    ~RedisServer() { stop(); }

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
    std::string address(const std::string &user = {}) const
    {
        return "redis://" + (user.empty() ? "" : user + '@') + "127.0.0.1:" + std::to_string(m_port);
    }
    /** Sends one command in its inline form and returns the first line of the reply. */
    QByteArray command(const QByteArray &line) const
    {
        QTcpSocket socket;
        socket.connectToHost("127.0.0.1", m_port);
        socket.waitForConnected(5000);
        socket.write(line + "\r\n");
        QByteArray reply;
        while (!reply.contains('\n') && socket.waitForReadyRead(5000))
            reply += socket.readAll();
        return reply.left(reply.indexOf('\r'));
    }

private:
    QTemporaryDir m_directory;
    QStringList m_options;
    QProcess m_process;
    quint16 m_port = 0;
};

} // namespace cachescope::test

// SPDX-License-Identifier: MIT
#include "ui/handover.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalServer>
#include <QLocalSocket>

#include <algorithm>

namespace cachescope::ui {

namespace {

constexpr qint64 longestQuestion = 64 * 1024;
const QByteArray taken = QByteArrayLiteral("ok\n");

QString socketPath(const QString &dataDirectory)
{
    // A relative path would be a name among the temporary files to QLocalServer.
    return QDir(dataDirectory).absoluteFilePath(QStringLiteral("window.socket"));
}

QByteArray toLine(const WindowOptions &options)
{
    const QJsonObject object{ { QStringLiteral("files"), QJsonArray::fromStringList(options.files) },
                              { QStringLiteral("page"), options.page },
                              { QStringLiteral("filter"), options.filter },
                              { QStringLiteral("range"), options.range },
                              { QStringLiteral("call"), static_cast<qint64>(options.call) },
                              { QStringLiteral("minimized"), options.minimized } };
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

WindowOptions fromLine(const QByteArray &line)
{
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    WindowOptions options;
    options.page = object.value(QLatin1String("page")).toString();
    for (const QJsonValue &file : object.value(QLatin1String("files")).toArray())
        options.files << file.toString();
    options.filter = object.value(QLatin1String("filter")).toString();
    options.range = object.value(QLatin1String("range")).toString();
    options.call = object.value(QLatin1String("call")).toInteger();
    options.minimized = object.value(QLatin1String("minimized")).toBool();
    return options;
}

} // namespace

HandoverServer::HandoverServer(const QString &dataDirectory, QObject *parent)
    : QObject(parent)
    , m_server(new QLocalServer(this))
{
    // Not with UserAccessOption: that makes it elsewhere and renames it. The directory is 0700 and the umask 077.
    const QString path = socketPath(dataDirectory);
    QLocalServer::removeServer(path);
    connect(m_server, &QLocalServer::newConnection, this, &HandoverServer::take);
    m_server->listen(path);
}

QString HandoverServer::problem() const
{
    return m_server->isListening() ? QString() : m_server->errorString();
}

void HandoverServer::take()
{
    while (QLocalSocket *peer = m_server->nextPendingConnection()) {
        connect(peer, &QLocalSocket::disconnected, peer, &QObject::deleteLater);
        const auto read = [this, peer] {
            if (!peer->canReadLine()) {
                if (peer->bytesAvailable() > longestQuestion)
                    peer->abort();
                return;
            }
            const WindowOptions options = fromLine(peer->readLine(longestQuestion));
            peer->write(taken);
            peer->disconnectFromServer(); // After what was written has gone.
            Q_EMIT asked(options);
        };
        connect(peer, &QLocalSocket::readyRead, this, read);
        read(); // It may have come before the signal was connected.
    }
}

bool handOver(const QString &dataDirectory, const WindowOptions &options, int timeoutMs)
{
    QElapsedTimer passed;
    passed.start();
    const auto left = [&] { return static_cast<int>(std::max<qint64>(0, timeoutMs - passed.elapsed())); };
    QLocalSocket socket;
    socket.connectToServer(socketPath(dataDirectory));
    if (!socket.waitForConnected(left()))
        return false;
    socket.write(toLine(options));
    while (!socket.canReadLine() && socket.waitForReadyRead(left())) { }
    return socket.readLine() == taken;
}

} // namespace cachescope::ui

#include "moc_handover.cpp"

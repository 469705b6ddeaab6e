// SPDX-License-Identifier: MIT
#pragma once

#include "simulated/simulated_provider.h"

#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <memory>

namespace cachescope::ui::test {

inline constexpr int patienceMs = 20'000; // Other tests have the processors, too.

/** The real program on a data directory of its own, with a simulated provider as `openai`. */
struct Served
{
    QTemporaryDir home;
    std::unique_ptr<simulated::SimulatedProvider> provider;
    std::unique_ptr<QProcess> process;
    QByteArray url;

    Served()
    {
        simulated::SimulatedProvider::Settings settings;
        settings.firstToken = std::chrono::milliseconds(0);
        settings.tokensPerSecond = 0;
        provider = *simulated::SimulatedProvider::start(settings);
        start();
    }
    ~Served() { end(); }
    QString directory() const { return home.filePath(QStringLiteral("data")); }
    QString configFile() const { return home.filePath(QStringLiteral("config.json")); }
    QStringList arguments(const QString &command) const
    {
        QStringList words;
        if (!command.isEmpty())
            words << command;
        return words << QStringLiteral("--data-dir") << directory();
    }
    std::unique_ptr<QProcess> launch(const QStringList &arguments) const
    {
        auto program = std::make_unique<QProcess>();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("CACHESCOPE_CONFIG"), configFile());
        program->setProcessEnvironment(environment);
        program->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        program->start(qEnvironmentVariable("CACHESCOPE_BIN"), arguments);
        return program;
    }
    void start()
    {
        process = launch(
            arguments(QStringLiteral("serve"))
            << QStringLiteral("--port") << QStringLiteral("0") << QStringLiteral("--upstream")
            << QStringLiteral("openai=") + QString::fromStdString(provider->url()));
        QVERIFY2(process->waitForStarted(), qPrintable(process->errorString()));
        while (!process->canReadLine() && process->waitForReadyRead(patienceMs)) { }
        const QByteArray line = process->readLine().trimmed();
        QVERIFY2(line.startsWith("listening on "), line.constData());
        url = line.mid(qstrlen("listening on "));
    }
    void kill()
    {
        ::kill(static_cast<pid_t>(process->processId()), SIGKILL);
        process->waitForFinished(patienceMs);
    }
    void end()
    {
        if (!process || process->state() == QProcess::NotRunning)
            return;
        process->terminate();
        process->waitForFinished(patienceMs);
    }
    /** The reply to a question to the model. */
    std::unique_ptr<QNetworkReply> call(const QString &question)
    {
        QNetworkRequest request(QUrl(QString::fromLatin1(url) + QStringLiteral("/openai/v1/chat/completions")));
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
        request.setRawHeader("Authorization", "Bearer sk-of-a-test");
        const QString body = QStringLiteral(
            R"({"model":"gpt-5-mini","temperature":0,"messages":[{"role":"user","content":"%1"}]})");
        std::unique_ptr<QNetworkReply> reply(m_network.post(request, body.arg(question).toUtf8()));
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        if (!reply->isFinished())
            finished.wait(patienceMs);
        return reply;
    }
    QByteArray cacheStatusOf(const QString &question) { return call(question)->rawHeader("Cache-Status"); }
    int statusOf(const QString &question)
    {
        return call(question)->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    }
    QByteArray configuration() const
    {
        QFile file(configFile());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private:
    QNetworkAccessManager m_network;
};

} // namespace cachescope::ui::test

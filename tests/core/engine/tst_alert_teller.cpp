// SPDX-License-Identifier: MIT
#include "engine/alert_teller.h"

#include <QFile>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QtTest>

#include <nlohmann/json.hpp>

namespace cachescope::engine {

using insight::AlertNotice;
using insight::AlertTell::command;
using insight::AlertTell::webhook;
using namespace std::chrono_literals;

/** A web server on a free port of this machine that answers as told and keeps what it was sent. */
class Receiver : public QObject
{
    Q_OBJECT

public:
    Receiver()
    {
        const bool listens = m_server.listen(QHostAddress::LocalHost);
        Q_ASSERT(listens);
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = m_server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        });
    }

    std::string address() const { return "http://127.0.0.1:" + std::to_string(m_server.serverPort()) + secretPath; }
    void close() { m_server.close(); }

    static constexpr const char *secretPath = "/services/T0SECRET/B0SECRET/XsecretX";
    QList<QByteArray> answers; ///< One for each request; the last one for all further. Empty: no answer at all.
    QList<QByteArray> heads, bodies;

private:
    void read(QTcpSocket *socket)
    {
        QByteArray &got = m_got[socket];
        got += socket->readAll();
        const qsizetype end = got.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        const QByteArray head = got.left(end).toLower();
        const qsizetype length
            = head.mid(head.indexOf("content-length:") + 15).split('\r').first().trimmed().toInt();
        if (got.size() < end + 4 + length)
            return;
        heads.append(got.left(end));
        bodies.append(got.mid(end + 4));
        m_got.remove(socket);
        if (answers.isEmpty())
            return;
        const QByteArray answer = answers.size() > 1 ? answers.takeFirst() : answers.first();
        if (answer.isEmpty())
            return; // Keeps silent.
        socket->write("HTTP/1.1 " + answer + "\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
        socket->disconnectFromHost();
    }

    QTcpServer m_server;
    QHash<QTcpSocket *, QByteArray> m_got;
};

class AlertTellerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void postsInSlacksFormat();
    void triesAgainWhileTheOtherSideIsBusy();
    void givesUpWhatIsRefused_data();
    void givesUpWhatIsRefused();
    void aSilentServerTimesOut();
    void nobodyThereIsAProblemWithoutTheAddress();
    void orderIsKept();
    void runsTheCommandWithoutAShell();
    void failingCommandsAreCounted_data();
    void failingCommandsAreCounted();
    void withoutChannelsNothingHappens();
    void endsWhileSomethingWaits();

private:
    static AlertTeller::Pace quick()
    {
        AlertTeller::Pace pace;
        pace.firstPause = 1ms;
        pace.longestPause = 20ms;
        pace.tries = 4;
        return pace;
    }
    static AlertNotice notice(const std::string &name = "Reads fell")
    {
        AlertNotice made;
        made.rule = insight::defaultAlertRule(insight::AlertMetric::PrefixRead);
        made.rule.name = name;
        made.value = 0.5;
        made.threshold = 0.6;
        return made;
    }
    static void checkHidesAddress(const AlertTeller &teller, const QSignalSpy &told)
    {
        QVERIFY(teller.delivery().problem.find("SECRET") == std::string::npos);
        for (const auto &signal : told)
            QVERIFY(!signal.at(2).toString().contains(QStringLiteral("secret"), Qt::CaseInsensitive));
    }
};

#ifndef Q_MOC_RUN

void AlertTellerTest::postsInSlacksFormat()
{
    Receiver receiver;
    receiver.answers = { "200 OK" };
    AlertTeller teller(quick());
    QSignalSpy told(&teller, &AlertTeller::told);
    teller.setChannels({ base::Secret(receiver.address()), {}, "USD" });
    teller.tell(notice(), webhook);
    QTRY_COMPARE(told.size(), 1);
    QVERIFY(told.first().at(2).toString().isEmpty());
    QCOMPARE(receiver.bodies.size(), 1);
    const auto message = nlohmann::json::parse(receiver.bodies.first().toStdString());
    QVERIFY(message.at("text").get<std::string>().starts_with("Reads fell: prefix read 50 %"));
    QVERIFY(message.at("blocks").is_array());
    QVERIFY(receiver.heads.first().toLower().contains("content-type: application/json"));
    QCOMPARE(teller.delivery().delivered, 1);
    QCOMPARE(teller.delivery().problem, std::string());
}

void AlertTellerTest::triesAgainWhileTheOtherSideIsBusy()
{
    Receiver receiver;
    receiver.answers = { "500 Oops", "429 Slow down\r\nRetry-After: 1", "503 Later", "200 OK" };
    AlertTeller teller(quick());
    QSignalSpy told(&teller, &AlertTeller::told);
    teller.setChannels({ base::Secret(receiver.address()), {}, "USD" });
    teller.tell(notice(), webhook);
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(receiver.bodies.size(), 4);
    QCOMPARE(teller.delivery().delivered, 1);
    QCOMPARE(teller.delivery().failed, 0);

    receiver.answers = { "502 Bad" };
    teller.tell(notice(), webhook);
    QTRY_COMPARE(told.size(), 2);
    QCOMPARE(receiver.bodies.size(), 8); // Four tries, then given up.
    QCOMPARE(teller.delivery().failed, 1);
    QCOMPARE(teller.delivery().problem, std::string("The webhook answered 502."));
    checkHidesAddress(teller, told);
}

void AlertTellerTest::givesUpWhatIsRefused_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("problem");
    QTest::newRow("gone") << QByteArray("404 Not Found") << "The webhook answered 404.";
    QTest::newRow("forbidden") << QByteArray("403 Forbidden") << "The webhook answered 403.";
    QTest::newRow("redirect") << QByteArray("302 Found\r\nLocation: http://127.0.0.1:1/other")
                              << "The webhook answered with a redirect (302), which is not followed.";
}

void AlertTellerTest::givesUpWhatIsRefused()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, problem);
    Receiver receiver;
    receiver.answers = { answer };
    AlertTeller teller(quick());
    QSignalSpy told(&teller, &AlertTeller::told);
    teller.setChannels({ base::Secret(receiver.address()), {}, "USD" });
    teller.tell(notice(), webhook);
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(told.first().at(2).toString(), problem);
    QCOMPARE(receiver.bodies.size(), 1);
    QCOMPARE(teller.delivery().failed, 1);
}

void AlertTellerTest::aSilentServerTimesOut()
{
    Receiver receiver;
    receiver.answers = { "" };
    AlertTeller::Pace pace = quick();
    pace.answerTimeout = 50ms;
    pace.tries = 2;
    AlertTeller teller(pace);
    QSignalSpy told(&teller, &AlertTeller::told);
    teller.setChannels({ base::Secret(receiver.address()), {}, "USD" });
    teller.tell(notice(), webhook);
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(
        told.first().at(2).toString(), QStringLiteral("The webhook was not reached: it did not answer in time."));
    QCOMPARE(receiver.bodies.size(), 2);
}

void AlertTellerTest::nobodyThereIsAProblemWithoutTheAddress()
{
    Receiver receiver;
    const std::string address = receiver.address();
    receiver.close();
    AlertTeller teller(quick());
    QSignalSpy told(&teller, &AlertTeller::told);
    teller.setChannels({ base::Secret(address), {}, "USD" });
    teller.tell(notice(), webhook);
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(
        told.first().at(2).toString(), QStringLiteral("The webhook was not reached: the connection was refused."));
    checkHidesAddress(teller, told);
}

void AlertTellerTest::orderIsKept()
{
    Receiver receiver;
    receiver.answers = { "500 Oops", "200 OK" };
    AlertTeller teller(quick());
    QSignalSpy told(&teller, &AlertTeller::told);
    teller.setChannels({ base::Secret(receiver.address()), {}, "USD" });
    for (int i = 0; i < 5; ++i)
        teller.tell(notice("rule " + std::to_string(i)), webhook);
    QTRY_COMPARE(told.size(), 5);
    for (int i = 0; i < 5; ++i)
        QCOMPARE(told.at(i).at(1).toString(), QStringLiteral("rule %1").arg(i));
    QCOMPARE(teller.delivery().pending, 0);
}

void AlertTellerTest::runsTheCommandWithoutAShell()
{
    QTemporaryDir directory;
    const QString script = directory.filePath(QStringLiteral("note.sh"));
    const QString output = directory.filePath(QStringLiteral("out.txt"));
    QFile file(script);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("#!/bin/sh\nprintf '%s\\n' \"$1\" > \"$2\"\ncat >> \"$2\"\n");
    file.close();
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    AlertTeller teller(quick());
    QSignalSpy told(&teller, &AlertTeller::told);
    const std::string odd = "$(touch /tmp/should-not-exist); `id` \"quoted\" *";
    teller.setChannels({ {}, { script.toStdString(), odd, output.toStdString() }, "USD" });
    teller.tell(notice(), command | webhook);
    QTRY_COMPARE(told.size(), 1);
    QVERIFY2(told.first().at(2).toString().isEmpty(), qPrintable(told.first().at(2).toString()));
    QFile result(output);
    QVERIFY(result.open(QIODevice::ReadOnly));
    QCOMPARE(result.readLine().trimmed(), QByteArray::fromStdString(odd));
    const auto json = nlohmann::json::parse(result.readAll().toStdString());
    QCOMPARE(json.at("rule").get<std::string>(), std::string("Reads fell"));
}

void AlertTellerTest::failingCommandsAreCounted_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("argument");
    QTest::addColumn<QString>("problem");
    QTest::newRow("missing") << "/no/such/program"
                             << ""
                             << "The alert command could not be started.";
    QTest::newRow("code") << "/bin/false"
                          << ""
                          << "The alert command ended with code 1.";
    QTest::newRow("hangs") << "/bin/sleep"
                           << "1000"
                           << "The alert command took too long and was ended.";
}

void AlertTellerTest::failingCommandsAreCounted()
{
    QFETCH(QString, program);
    QFETCH(QString, argument);
    QFETCH(QString, problem);
    AlertTeller::Pace pace = quick();
    pace.commandTimeout = argument.isEmpty() ? 60s : 50ms;
    AlertTeller teller(pace);
    QSignalSpy told(&teller, &AlertTeller::told);
    teller.setChannels({ {}, { program.toStdString(), argument.toStdString() }, "USD" });
    teller.tell(notice(), command);
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(told.first().at(2).toString(), problem);
    QCOMPARE(teller.delivery().failed, 1);
}

void AlertTellerTest::withoutChannelsNothingHappens()
{
    AlertTeller teller(quick());
    QSignalSpy told(&teller, &AlertTeller::told);
    teller.tell(notice(), command | webhook);
    teller.setChannels({ {}, { "/bin/true" }, "USD" });
    teller.tell(notice(), command);
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(told.first().at(0).toInt(), static_cast<int>(command));
}

void AlertTellerTest::endsWhileSomethingWaits()
{
    Receiver receiver;
    receiver.answers = { "" };
    {
        AlertTeller teller(quick());
        teller.setChannels({ base::Secret(receiver.address()), { "/bin/sleep", "1000" }, "USD" });
        for (int i = 0; i < 3; ++i)
            teller.tell(notice(), webhook | command);
        QTRY_VERIFY(!receiver.bodies.isEmpty());
    }
}

#endif

} // namespace cachescope::engine

QTEST_GUILESS_MAIN(cachescope::engine::AlertTellerTest)
#include "tst_alert_teller.moc"

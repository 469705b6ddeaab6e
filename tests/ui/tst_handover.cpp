// SPDX-License-Identifier: MIT
#include "ui/handover.h"

#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

using namespace cachescope::ui;

/** A second start and the window that it finds. */
class TestHandover : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;

    /** As the second process does it; the loop of the first one turns meanwhile. */
    bool handOverElsewhere(const WindowOptions &options)
    {
        std::atomic<int> result{ -1 };
        std::thread second([&] { result = handOver(m_directory.path(), options, 5000); });
        const bool ended = QTest::qWaitFor([&] { return result >= 0; }, 10'000);
        second.join();
        return ended && result == 1;
    }

private Q_SLOTS:
    void tellsTheFirstWindowWhatToShow()
    {
        HandoverServer server(m_directory.path());
        QCOMPARE(server.problem(), QString());
        WindowOptions got;
        connect(&server, &HandoverServer::asked, this, [&got](const WindowOptions &options) { got = options; });
        WindowOptions wanted;
        wanted.page = QStringLiteral("requests");
        wanted.filter = QStringLiteral("model:\"a b\"\ncost>1");
        wanted.range = QStringLiteral("24h");
        wanted.call = 9'007'199'254'740'993; // More than a double holds.
        wanted.minimized = true;
        QVERIFY(handOverElsewhere(wanted));
        QCOMPARE(got.page, wanted.page);
        QCOMPARE(got.filter, wanted.filter);
        QCOMPARE(got.range, wanted.range);
        QCOMPARE(got.call, wanted.call);
        QVERIFY(got.minimized);
    }

    void aRelativeDirectoryIsTheSameOne()
    {
        const QString before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(m_directory.path()));
        const HandoverServer server(QStringLiteral("."));
        QVERIFY(QDir::setCurrent(before));
        QCOMPARE(server.problem(), QString());
        QVERIFY(handOverElsewhere({}));
    }

    void nobodyThereIsSaid()
    {
        QTemporaryDir empty;
        QVERIFY(!handOver(empty.path(), {}, 1000));
    }

    void aKilledWindowsSocketIsTakenOver()
    {
        {
            QFile left(m_directory.filePath(QStringLiteral("window.socket")));
            QVERIFY(left.open(QIODevice::WriteOnly));
        }
        HandoverServer server(m_directory.path());
        QCOMPARE(server.problem(), QString());
        QVERIFY(handOverElsewhere({}));
    }

    void aSocketThatSaysTooMuchIsDropped()
    {
        HandoverServer server(m_directory.path());
        QSignalSpy asked(&server, &HandoverServer::asked);
        QLocalSocket chatter;
        chatter.connectToServer(m_directory.filePath(QStringLiteral("window.socket")));
        QVERIFY(chatter.waitForConnected());
        chatter.write(QByteArray(200'000, 'x'));
        QTRY_COMPARE(chatter.state(), QLocalSocket::UnconnectedState);
        QCOMPARE(asked.count(), 0);
        QVERIFY(handOverElsewhere({}));
    }
};

QTEST_GUILESS_MAIN(TestHandover)
#include "tst_handover.moc"

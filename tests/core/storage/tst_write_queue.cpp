// SPDX-License-Identifier: MIT
#include "storage/schema.h"
#include "write_queue_tools.h"

#include <QTemporaryDir>
#include <QtTest>

#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace cachescope;
using namespace cachescope::storage;
using namespace std::chrono_literals;
using base::ErrorCode;

namespace {

class CountingParticipant : public Participant
{
public:
    base::Result<> beforeCommit(Database &database) override
    {
        ++before;
        return database.execute(
            "INSERT INTO meta VALUES ('sum', 1) ON CONFLICT (key) DO UPDATE SET value = value + 1");
    }
    void committed() override { ++commits; }
    void rolledBack() override { ++rollBacks; }
    std::atomic<int> before{ 0 }, commits{ 0 }, rollBacks{ 0 };
};

/** Lets a test hold the writer thread at a known place. */
struct Gate
{
    std::atomic<bool> reached{ false }, open{ false };
    WriteQueue::Job job()
    {
        return [this](Database &) -> base::Result<> {
            reached = true;
            reached.notify_all();
            open.wait(false);
            return {};
        };
    }
    void release()
    {
        open = true;
        open.notify_all();
    }
};

} // namespace

/** Jobs are written together, in order, within limits, and whatever the disk does. */
class WriteQueueTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::string m_path;

    std::unique_ptr<WriteQueue> start(WriteQueue::Limits limits = {})
    {
        auto queue = WriteQueue::start(m_path, limits);
        if (!queue)
            qWarning("%s", queue.error().message.c_str());
        return queue ? *std::move(queue) : nullptr;
    }

private Q_SLOTS:
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_path = m_directory->filePath(QStringLiteral("log.sqlite")).toStdString();
    }

    void writesWhatIsSubmitted()
    {
        auto queue = start();
        for (int i = 0; i < 1000; ++i)
            QVERIFY(queue->submit(insertMeta(std::to_string(i), i), 10));
        QVERIFY(queue->drain(10s));
        QCOMPARE(countMeta(m_path), 1000);
        const WriteStatus status = queue->status();
        QCOMPARE(status.writtenJobs, 1000);
        QCOMPARE(status.queuedJobs, 0);
        QCOMPARE(status.queuedBytes, 0);
        QCOMPARE(status.droppedJobs, 0);
        QCOMPARE(status.lag.count(), 0);
        QVERIFY(status.state == WriteStatus::State::Working);
        QVERIFY(status.message.empty());
    }

    void commitsWithoutBeingAsked()
    {
        auto queue = start({ .longestDelay = 1ms });
        QVERIFY(queue->submit(insertMeta("a", 1), 1));
        QTRY_COMPARE(countMeta(m_path), 1);
    }

    void writesTheRestWhenItEnds()
    {
        start({ .longestDelay = std::chrono::hours(1) })->submit(insertMeta("a", 1), 1);
        QCOMPARE(countMeta(m_path), 1);
    }

    void jobsThatWaitTogetherShareATransaction()
    {
        auto queue = start();
        auto participant = std::make_shared<CountingParticipant>();
        queue->attach(participant);
        Gate gate;
        queue->submit(gate.job(), 0);
        gate.reached.wait(false);
        for (int i = 0; i < 500; ++i)
            queue->submit(insertMeta(std::to_string(i), i), 1);
        gate.release();
        QVERIFY(queue->drain(10s));
        QCOMPARE(participant->before.load(), 2);
        QCOMPARE(participant->commits.load(), 2);
    }

    void aFailingJobLeavesItsNeighbours()
    {
        auto queue = start();
        auto participant = std::make_shared<CountingParticipant>();
        queue->attach(participant);
        Gate gate;
        std::atomic<int> dropped = 0;
        queue->submit(gate.job(), 0);
        for (int i = 0; i < 100; ++i) {
            if (i % 40 == 7) {
                queue->submit(
                    [](Database &database) -> base::Result<> {
                        if (auto first = database.execute("INSERT INTO meta VALUES ('half', 1)"); !first)
                            return first;
                        return database.execute("INSERT INTO nowhere VALUES (1)");
                    },
                    5, [&] { ++dropped; });
            } else if (i == 50) {
                queue->submit([](Database &) -> base::Result<> { throw std::bad_alloc(); }, 5, [&] { ++dropped; });
            } else {
                queue->submit(insertMeta(std::to_string(i), i), 1, [&] { ++dropped; });
            }
        }
        gate.release();
        QVERIFY(queue->drain(10s));
        QCOMPARE(dropped.load(), 4);
        QCOMPARE(countMeta(m_path), 96 + 1); // and the participant's own row
        QCOMPARE(queue->status().droppedJobs, 4);
        QCOMPARE(queue->status().writtenJobs, 97);
        QVERIFY(participant->rollBacks > 0);
        // What the participant adds up is written once for each transaction that was committed.
        auto reader = Database::open(m_path, OpenMode::ReadOnly);
        QCOMPARE(**reader->integer("SELECT value FROM meta WHERE key = 'sum'"), participant->commits.load());
    }

    void aFullQueueRefusesAndCounts()
    {
        auto queue = start({ .jobs = 10, .bytes = 100 });
        Gate gate;
        queue->submit(gate.job(), 0);
        gate.reached.wait(false);
        int accepted = 0;
        for (int i = 0; i < 20; ++i)
            accepted += queue->submit(insertMeta(std::to_string(i), i), 1) ? 1 : 0;
        QCOMPARE(accepted, 9);
        QCOMPARE(queue->status().droppedJobs, 11);
        QVERIFY(queue->status().lag.count() > 0);
        gate.release();
        QVERIFY(queue->drain(10s));
        QVERIFY(!queue->submit(insertMeta("large", 1), 101));
        QVERIFY(queue->submit(insertMeta("fits", 1), 100));
    }

    void aHalfFullQueueSaysSo()
    {
        auto queue = start({ .jobs = 10, .bytes = 100 });
        Gate gate;
        queue->submit(gate.job(), 0);
        gate.reached.wait(false);
        QVERIFY(queue->submit(insertMeta("half", 1), 50));
        QVERIFY(!queue->isHalfFull());
        QVERIFY(queue->submit(insertMeta("more", 1), 1));
        QVERIFY(queue->isHalfFull());
        gate.release();
        QVERIFY(queue->drain(10s));
        QVERIFY(!queue->isHalfFull());
    }

    void drainGivesUpInTime()
    {
        auto queue = start();
        Gate gate;
        queue->submit(gate.job(), 0);
        QVERIFY(!queue->drain(1ms));
        gate.release();
        QVERIFY(queue->drain(10s));
    }

    void aLockedDatabaseIsWaitedFor()
    {
        auto queue = start();
        auto other = Database::open(m_path, OpenMode::ReadWrite);
        QVERIFY(other->execute("BEGIN IMMEDIATE"));
        queue->submit(insertMeta("a", 1), 1);
        QTRY_VERIFY(queue->status().state == WriteStatus::State::Degraded);
        QVERIFY(queue->status().message.find("locked") != std::string::npos);
        QCOMPARE(queue->status().queuedJobs, 1);
        QVERIFY(other->execute("ROLLBACK"));
        QTRY_VERIFY(queue->drain(100ms));
        QVERIFY(queue->status().state == WriteStatus::State::Working);
        QVERIFY(queue->status().message.empty());
        QCOMPARE(queue->status().droppedJobs, 0);
        QCOMPARE(countMeta(m_path), 1);
    }

    void aFullDiskIsWaitedFor()
    {
        // ulimit -f stands for the full disk; SIGXFSZ is ignored as the program does.
        ::signal(SIGXFSZ, SIG_IGN);
        auto queue = start({ .jobs = 50 });
        rlimit before{};
        ::getrlimit(RLIMIT_FSIZE, &before);
        rlimit tight = before;
        tight.rlim_cur = 300 << 10;
        ::setrlimit(RLIMIT_FSIZE, &tight);
        const std::string large(100'000, 'x');
        int accepted = 0;
        for (int i = 0; i < 80; ++i)
            accepted += queue->submit(insertMeta(large + std::to_string(i), i), 1) ? 1 : 0;
        QTRY_VERIFY(queue->status().state == WriteStatus::State::Degraded);
        QVERIFY(queue->status().message.find("log.sqlite") != std::string::npos);
        QVERIFY(queue->status().queuedJobs <= 50);
        ::setrlimit(RLIMIT_FSIZE, &before);
        QTRY_VERIFY(queue->drain(100ms));
        QVERIFY(queue->status().state == WriteStatus::State::Working);
        QCOMPARE(countMeta(m_path), accepted);
        QCOMPARE(queue->status().droppedJobs, 80 - accepted);
    }

    void endsInTimeOnADeadDisk()
    {
        auto queue = start({ .stopTimeout = 50ms });
        auto other = Database::open(m_path, OpenMode::ReadWrite);
        QVERIFY(other->execute("BEGIN IMMEDIATE"));
        std::atomic<int> dropped = 0;
        queue->submit(insertMeta("a", 1), 1, [&] { ++dropped; });
        QElapsedTimer timer;
        timer.start();
        queue.reset();
        QCOMPARE(dropped.load(), 1);
    }

    void aRemovedFileIsMadeAnew()
    {
        auto queue = start();
        auto participant = std::make_shared<CountingParticipant>();
        queue->attach(participant);
        queue->submit(insertMeta("a", 1), 1);
        QVERIFY(queue->drain(10s));
        for (const char *suffix : { "", "-wal", "-shm" })
            ::unlink((m_path + suffix).c_str());
        int number = 0;
        QTRY_VERIFY_WITH_TIMEOUT(
            (queue->submit(insertMeta("b" + std::to_string(++number), 1), 1), queue->drain(1s), fileExists(m_path)),
            10'000);
        QVERIFY(queue->status().message.find("moved or removed") != std::string::npos);
        QVERIFY(participant->rollBacks > 0);
        QVERIFY(countMeta(m_path) > 0);
    }

    void theWriteAheadLogStaysSmall()
    {
        auto queue = start();
        const std::string large(50'000, 'x');
        for (int i = 0; i < 2'000; ++i) {
            QVERIFY(queue->submit(insertMeta(large + std::to_string(i), i), 50'000));
            if (i % 200 == 0)
                QVERIFY(queue->drain(10s));
        }
        QVERIFY(queue->drain(10s));
        QVERIFY(QFileInfo(QString::fromStdString(m_path + "-wal")).size() < 64 << 20);
        QVERIFY(queue->status().message.empty());
    }

    void aReaderThatStaysIsNamed()
    {
        auto queue = start();
        queue->submit(insertMeta("first", 1), 1);
        QVERIFY(queue->drain(10s));
        auto reader = Database::open(m_path, OpenMode::ReadOnly);
        QVERIFY(reader->execute("BEGIN"));
        QCOMPARE(**reader->integer("SELECT count(*) FROM meta"), 1);
        const std::string large(100'000, 'x');
        for (int i = 0; i < 800; ++i) {
            QVERIFY(queue->submit(insertMeta(large + std::to_string(i), i), 100'000));
            if (i % 100 == 0)
                QVERIFY(queue->drain(10s));
        }
        QVERIFY(queue->drain(10s));
        QTRY_VERIFY(queue->status().message.find("reading an old state") != std::string::npos);
        QVERIFY(queue->status().state == WriteStatus::State::Working);
        QVERIFY(reader->execute("ROLLBACK"));
        queue->submit(insertMeta("last", 1), 1);
        QVERIFY(queue->drain(10s));
        QTRY_VERIFY(queue->status().message.empty());
    }

    void whatWasDeletedIsGoneFromAllFiles()
    {
        const std::string secret = "a-prompt-nobody-may-find-again";
        auto queue = start();
        queue->submit(insertMeta(secret, 1), 1);
        QVERIFY(queue->drain(10s));
        QVERIFY((bytesOf(m_path) + bytesOf(m_path + "-wal")).find(secret) != std::string::npos);
        queue->truncateLogAfterCommit();
        queue->submit([](Database &database) { return database.execute("DELETE FROM meta"); }, 1);
        QVERIFY(queue->drain(10s));
        QTRY_VERIFY((bytesOf(m_path) + bytesOf(m_path + "-wal")).find(secret) == std::string::npos);
    }

    void manyThreadsSubmitAtOnce()
    {
        auto queue = start();
        std::vector<std::thread> threads;
        std::atomic<int> accepted = 0;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&, t] {
                for (int i = 0; i < 2'000; ++i) {
                    accepted += queue->submit(insertMeta(std::to_string(t * 10'000 + i), i), 1) ? 1 : 0;
                    if (i % 500 == 0)
                        queue->drain(1ms);
                    (void)queue->status();
                }
            });
        for (std::thread &thread : threads)
            thread.join();
        QVERIFY(queue->drain(20s));
        QCOMPARE(countMeta(m_path), accepted.load());
        QCOMPARE(accepted.load(), 8'000);
    }
};

QTEST_GUILESS_MAIN(WriteQueueTest)
#include "tst_write_queue.moc"

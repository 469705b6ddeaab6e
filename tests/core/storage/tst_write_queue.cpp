// SPDX-License-Identifier: MIT
#include "storage/schema.h"
#include "storage/write_queue.h"

#include <QTemporaryDir>
#include <QtTest>

#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <random>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace cachescope;
using namespace cachescope::storage;
using namespace std::chrono_literals;
using base::ErrorCode;

namespace {

WriteQueue::Job insertMeta(std::string key, std::int64_t value)
{
    return [key = std::move(key), value](Database &database) -> base::Result<> {
        auto statement = database.cached("INSERT OR IGNORE INTO meta VALUES (?, ?)");
        if (!statement)
            return tl::unexpected(statement.error());
        (*statement)->bind(1, std::string_view(key));
        (*statement)->bind(2, value);
        return (*statement)->run();
    };
}

std::int64_t countMeta(const std::string &path)
{
    auto reader = Database::open(path, OpenMode::ReadOnly);
    if (!reader)
        return -1;
    return reader->integer("SELECT count(*) FROM meta")->value_or(-1);
}

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

std::vector<std::string> filesLike(const std::string &path, const char *part)
{
    std::vector<std::string> found;
    const QFileInfo info(QString::fromStdString(path));
    for (const QString &name : info.dir().entryList({ info.fileName() + QLatin1String(part) + '*' }))
        found.push_back(info.dir().filePath(name).toStdString());
    return found;
}

std::string bytesOf(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    return { std::istreambuf_iterator<char>(file), {} };
}

void writeBytes(const std::string &path, const std::string &bytes)
{
    std::ofstream(path, std::ios::binary | std::ios::trunc)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

} // namespace

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

    void aNewerFileStopsTheStart()
    {
        start().reset();
        auto database = Database::open(m_path, OpenMode::ReadWrite);
        QVERIFY(database->execute("PRAGMA user_version = 77"));
        database = base::failure(ErrorCode::Internal, "closed");
        const std::string before = bytesOf(m_path);
        const auto queue = WriteQueue::start(m_path, {});
        QCOMPARE(queue.error().code, ErrorCode::TooNew);
        QVERIFY(bytesOf(m_path) == before);
    }

    void linksAndMissingDirectoriesStopTheStart()
    {
        QCOMPARE(::symlink("/tmp/elsewhere.sqlite", m_path.c_str()), 0);
        const auto link = WriteQueue::start(m_path, {});
        QCOMPARE(link.error().code, ErrorCode::Unreadable);
        const auto missing = WriteQueue::start(m_directory->path().toStdString() + "/no/log.sqlite", {});
        QVERIFY(!missing);
        QVERIFY(!missing.error().message.empty());
    }

    void damagedFilesAreSetAsideAndNothingIsLost_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 0; seed < 100; ++seed)
            QTest::addRow("%d", seed) << seed;
    }
    void damagedFilesAreSetAsideAndNothingIsLost()
    {
        QFETCH(int, seed);
        std::mt19937 random(static_cast<unsigned int>(seed));
        {
            auto queue = start();
            for (int i = 0; i < 300; ++i)
                queue->submit(insertMeta(std::string(200, 'k') + std::to_string(i), i), 1);
        }
        std::string bytes = bytesOf(m_path);
        QVERIFY(bytes.size() > 100'000);
        damage(bytes, seed % 8, random);
        writeBytes(m_path, bytes);
        const auto queue = WriteQueue::start(m_path, {});
        QVERIFY2(queue, queue ? "" : queue.error().message.c_str());
        const auto aside = filesLike(m_path, ".damaged");
        if (aside.empty()) {
            // Damage that hits no structure: the file still works as a whole.
            QVERIFY((*queue)->status().message.empty());
            QVERIFY(countMeta(m_path) >= 0);
        } else {
            QVERIFY((*queue)->status().message.find(aside.front()) != std::string::npos);
            QVERIFY(bytesOf(aside.front()) == bytes);
            QCOMPARE(countMeta(m_path), 0);
        }
        // Kinds whose damage cannot be overlooked.
        if (const int kind = seed % 8; kind == 0 || kind == 2 || kind == 4 || kind == 6)
            QVERIFY(!aside.empty());
        QVERIFY((*queue)->submit(insertMeta("works", 1), 1));
        QVERIFY((*queue)->drain(10s));
        QCOMPARE((*queue)->status().droppedJobs, 0);
    }

private:
    static void damage(std::string &bytes, int kind, std::mt19937 &random)
    {
        const auto page = [&] { return 1 + random() % (bytes.size() / 4096 - 1); };
        switch (kind) {
        case 0: // zeroed header
            bytes.replace(0, 100, 100, '\0');
            break;
        case 1: // cut within the file
            bytes.resize(random() % bytes.size());
            break;
        case 2: // not a database
            for (std::size_t i = 0; i < 16; ++i)
                bytes[i] = static_cast<char>(random());
            break;
        case 3: // a page overwritten
            for (std::size_t i = page() * 4096, end = i + 4096; i < end; ++i)
                bytes[i] = static_cast<char>(random());
            break;
        case 4: // root page of the schema overwritten
            for (std::size_t i = 100; i < 4096; ++i)
                bytes[i] = static_cast<char>(random());
            break;
        case 5: // single bits
            for (int i = 0; i < 50; ++i)
                bytes[100 + random() % (bytes.size() - 100)] ^= static_cast<char>(1 << random() % 8);
            break;
        case 6: // schema version that the tables do not have: none
            bytes.replace(60, 4, 4, '\0');
            break;
        default: // a page copied over another
            bytes.replace(page() * 4096, 4096, bytes.substr(page() * 4096, 4096));
            break;
        }
    }

private Q_SLOTS:
    void setAsideNeverOverwrites()
    {
        for (int i = 0; i < 3; ++i) {
            writeBytes(m_path, "not a database, number " + std::to_string(i) + std::string(2000, 'x'));
            QVERIFY(WriteQueue::start(m_path, {}));
            QVERIFY(countMeta(m_path) == 0);
            for (const char *suffix : { "", "-wal", "-shm" })
                ::unlink((m_path + suffix).c_str());
        }
        QCOMPARE(filesLike(m_path, ".damaged").size(), std::size_t{ 3 });
    }

    void killedAtRandomItKeepsWhatItAcknowledged()
    {
        std::mt19937 random(11);
        for (int round = 0; round < 25; ++round) {
            int acknowledged[2] = {};
            QCOMPARE(::pipe(acknowledged), 0);
            const pid_t child = ::fork();
            if (child == 0) {
                auto queue = WriteQueue::start(m_path, { .longestDelay = 1ms });
                for (std::int64_t i = 0; queue; ++i) {
                    for (int j = 0; j < 20; ++j)
                        (*queue)->submit(
                            insertMeta(std::to_string(round) + "." + std::to_string(i * 20 + j), 1), 1);
                    if ((*queue)->drain(5s) && ::write(acknowledged[1], &i, sizeof i) < 0)
                        break;
                }
                ::_exit(1);
            }
            ::close(acknowledged[1]);
            std::int64_t last = -1;
            const std::int64_t enough = random() % 30;
            while (last < enough && ::read(acknowledged[0], &last, sizeof last) == sizeof last) { }
            ::usleep(static_cast<useconds_t>(random() % 3000));
            ::kill(child, SIGKILL);
            ::waitpid(child, nullptr, 0);
            while (::read(acknowledged[0], &last, sizeof last) == sizeof last) { }
            ::close(acknowledged[0]);
            QVERIFY(check(m_path));
            auto reader = Database::open(m_path, OpenMode::ReadOnly);
            const auto rows
                = **reader->integer("SELECT count(*) FROM meta WHERE key LIKE '" + std::to_string(round) + ".%'");
            QVERIFY2(rows >= (last + 1) * 20, std::to_string(rows).c_str());
        }
        QVERIFY(filesLike(m_path, ".damaged").empty());
    }
};

QTEST_GUILESS_MAIN(WriteQueueTest)
#include "tst_write_queue.moc"

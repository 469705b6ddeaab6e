// SPDX-License-Identifier: MIT
#include "storage/schema.h"
#include "write_queue_tools.h"

#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <random>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace cachescope;
using namespace cachescope::storage;
using namespace std::chrono_literals;
using base::ErrorCode;

/** Files that cannot be used: refused, or set aside with nothing lost. */
class DamagedStoreTest : public QObject
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
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        m_path = m_directory->filePath(QStringLiteral("log.sqlite")).toStdString();
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

QTEST_GUILESS_MAIN(DamagedStoreTest)
#include "tst_damaged_store.moc"

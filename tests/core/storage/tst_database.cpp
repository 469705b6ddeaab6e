// SPDX-License-Identifier: MIT
#include "storage/database.h"
#include "storage/directory_lock.h"
#include "storage/schema.h"

#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <sqlite3.h>

using namespace cachescope;
using namespace cachescope::storage;
using base::ErrorCode;

namespace {

mode_t modeOf(const std::string &path)
{
    struct stat facts = {};
    return ::stat(path.c_str(), &facts) == 0 ? facts.st_mode & 0777 : 0;
}

std::string text(const base::Error &error)
{
    return error.message;
}

} // namespace

class DatabaseTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;
    std::string path(const char *name) const { return m_directory.filePath(QString::fromUtf8(name)).toStdString(); }

private Q_SLOTS:
    void writesAndReads()
    {
        auto database = Database::open({}, OpenMode::InMemory);
        QVERIFY(database);
        QVERIFY(database->execute("CREATE TABLE t (a, b, c, d)"));
        auto insert = database->cached("INSERT INTO t VALUES (?, ?, ?, ?)");
        QVERIFY(insert);
        (*insert)->bind(1, std::int64_t{ 1 } << 62);
        (*insert)->bind(2, std::string_view("nul\0inside", 10));
        (*insert)->bindBlob(3, std::string_view("\x00\xff", 2));
        (*insert)->bindOptional(4, std::optional<std::int64_t>());
        QVERIFY((*insert)->run());
        auto select = database->prepare("SELECT a, b, c, d, 0.5 FROM t");
        QVERIFY(select && select->step());
        QCOMPARE(select->integer(0), std::int64_t{ 1 } << 62);
        QCOMPARE(select->text(1).size(), std::size_t{ 10 });
        QCOMPARE(select->blob(2), std::string_view("\x00\xff", 2));
        QVERIFY(select->isNull(3));
        QCOMPARE(select->real(4), 0.5);
        QVERIFY(!select->step());
        QVERIFY(select->ok());
    }

    void emptyTextIsNotNull()
    {
        auto database = Database::open({}, OpenMode::InMemory);
        auto select = database->prepare("SELECT ?1 IS NULL, ?2 IS NULL");
        select->bind(1, std::string_view());
        select->bindBlob(2, std::string_view());
        QVERIFY(select->step());
        QCOMPARE(select->integer(0), 0);
        QCOMPARE(select->integer(1), 0);
    }

    void errorsNameFileAndWords()
    {
        auto database = Database::open(path("errors.sqlite"), OpenMode::ReadWrite);
        QVERIFY(database);
        const auto bad = database->execute("SELEC");
        QVERIFY(!bad);
        QVERIFY(text(bad.error()).find("errors.sqlite") != std::string::npos);
        QVERIFY(text(bad.error()).find("syntax error") != std::string::npos);
        QVERIFY(database->execute("CREATE TABLE u (a UNIQUE)"));
        auto insert = database->prepare("INSERT INTO u VALUES (1)");
        QVERIFY(insert->run());
        const auto twice = insert->run();
        QVERIFY(!twice);
        QVERIFY(text(twice.error()).find("UNIQUE") != std::string::npos);
    }

    void filesArePrivateWhateverTheUmask_data()
    {
        QTest::addColumn<int>("mask");
        QTest::newRow("000") << 0;
        QTest::newRow("022") << 022;
        QTest::newRow("077") << 077;
    }
    void filesArePrivateWhateverTheUmask()
    {
        QFETCH(int, mask);
        const std::string directory = path(("umask" + std::to_string(mask)).c_str()) + "/a/b";
        const mode_t before = ::umask(static_cast<mode_t>(mask));
        const auto made = ensurePrivateDirectory(directory);
        const std::string file = directory + "/log.sqlite";
        {
            auto database = Database::open(file, OpenMode::ReadWrite);
            QVERIFY(made && database && migrate(*database));
            QCOMPARE(modeOf(directory), mode_t{ 0700 });
            for (const char *suffix : { "", "-wal", "-shm" })
                QCOMPARE(modeOf(file + suffix), mode_t{ 0600 });
        }
        ::umask(before);
    }

    void takesRightsFromWhatWasOpenToOthers()
    {
        const std::string directory = path("open");
        ::mkdir(directory.c_str(), 0755);
        ::chmod(directory.c_str(), 0755);
        const std::string file = directory + "/log.sqlite";
        for (const char *suffix : { "", "-wal" })
            ::close(::open((file + suffix).c_str(), O_CREAT | O_WRONLY, 0644));
        QVERIFY(ensurePrivateDirectory(directory));
        QVERIFY(Database::open(file, OpenMode::ReadWrite));
        QCOMPARE(modeOf(directory), mode_t{ 0700 });
        QCOMPARE(modeOf(file), mode_t{ 0600 });
    }

    void refusesLinks()
    {
        const std::string target = path("target.sqlite");
        ::close(::open(target.c_str(), O_CREAT | O_WRONLY, 0600));
        const std::string link = path("link.sqlite");
        QCOMPARE(::symlink(target.c_str(), link.c_str()), 0);
        for (const OpenMode mode : { OpenMode::ReadWrite, OpenMode::ReadOnly }) {
            const auto opened = Database::open(link, mode);
            QVERIFY(!opened);
            QCOMPARE(opened.error().code, ErrorCode::Unreadable);
        }
        QCOMPARE(::mkdir(path("real").c_str(), 0700), 0);
        QCOMPARE(::symlink(path("real").c_str(), path("linked").c_str()), 0);
        const auto refused = ensurePrivateDirectory(path("linked"));
        QVERIFY(!refused);
        QVERIFY(text(refused.error()).find("is a link") != std::string::npos);
    }

    void entersADirectoryBehindALink()
    {
        // A home directory may lie behind a link; only the last part must be none.
        QCOMPARE(::mkdir(path("home").c_str(), 0700), 0);
        QCOMPARE(::symlink(path("home").c_str(), path("alias").c_str()), 0);
        QVERIFY(ensurePrivateDirectory(path("alias") + "/data"));
        QVERIFY(Database::open(path("alias") + "/data/log.sqlite", OpenMode::ReadWrite));
    }

    void refusesWhatBelongsToAnother()
    {
        if (::geteuid() != 0)
            QSKIP("only root can give a directory away");
        const std::string directory = path("foreign");
        ::mkdir(directory.c_str(), 0700);
        QCOMPARE(::chown(directory.c_str(), 65534, 65534), 0);
        const auto refused = ensurePrivateDirectory(directory);
        QVERIFY(!refused);
        QVERIFY(text(refused.error()).find("another user") != std::string::npos);
        const std::string file = path("foreign.sqlite");
        ::close(::open(file.c_str(), O_CREAT | O_WRONLY, 0600));
        QCOMPARE(::chown(file.c_str(), 65534, 65534), 0);
        QVERIFY(!Database::open(file, OpenMode::ReadWrite));
    }

    void refusesAFileInPlaceOfADirectory()
    {
        ::close(::open(path("plain").c_str(), O_CREAT | O_WRONLY, 0600));
        QCOMPARE(ensurePrivateDirectory(path("plain")).error().code, ErrorCode::Unreadable);
        QVERIFY(!ensurePrivateDirectory(path("plain") + "/below"));
        QCOMPARE(ensurePrivateDirectory({}).error().code, ErrorCode::InvalidInput);
    }

    void aMissingFileIsNotFoundForReaders()
    {
        const auto opened = Database::open(path("missing.sqlite"), OpenMode::ReadOnly);
        QCOMPARE(opened.error().code, ErrorCode::NotFound);
        const auto nowhere = Database::open(path("no/where.sqlite"), OpenMode::ReadOnly);
        QCOMPARE(nowhere.error().code, ErrorCode::NotFound);
    }

    void readersDoNotWriteAndDoNotCheckpoint()
    {
        const std::string file = path("reader.sqlite");
        auto writer = Database::open(file, OpenMode::ReadWrite);
        QVERIFY(writer && migrate(*writer));
        QVERIFY(writer->execute("INSERT INTO meta VALUES ('a', 1)"));
        struct stat before = {};
        ::stat((file + "-wal").c_str(), &before);
        {
            auto reader = Database::open(file, OpenMode::ReadOnly);
            QVERIFY(reader);
            QCOMPARE(**reader->integer("SELECT value FROM meta"), 1);
            QVERIFY(!reader->execute("DELETE FROM meta"));
            QVERIFY(!reader->execute("PRAGMA user_version = 9"));
        }
        struct stat after = {};
        ::stat((file + "-wal").c_str(), &after);
        QVERIFY(before.st_size > 0);
        QCOMPARE(after.st_size, before.st_size);
    }

    void readersWorkWithoutAWriter()
    {
        const std::string file = path("alone.sqlite");
        {
            auto writer = Database::open(file, OpenMode::ReadWrite);
            QVERIFY(writer && migrate(*writer));
        }
        QVERIFY(!fileExists(file + "-wal"));
        auto reader = Database::open(file, OpenMode::ReadOnly);
        QVERIFY(reader);
        QCOMPARE(**reader->integer("PRAGMA user_version"), schemaVersion);
    }

    void interruptStopsAStatement()
    {
        auto database = Database::open({}, OpenMode::InMemory);
        sqlite3_progress_handler(
            database->handle(), 1000,
            [](void *self) {
                static_cast<Database *>(self)->interrupt();
                return 0;
            },
            &*database);
        const auto endless = database->integer(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n");
        QCOMPARE(endless.error().code, ErrorCode::Cancelled);
    }

    void theLockIsHeldByOneProcess()
    {
        const std::string directory = path("locked");
        {
            auto lock = DirectoryLock::acquire(directory);
            QVERIFY(lock);
            const auto second = DirectoryLock::acquire(directory);
            QCOMPARE(second.error().code, ErrorCode::Unavailable);
            QVERIFY(text(second.error()).find(std::to_string(::getpid())) != std::string::npos);
            DirectoryLock moved = *std::move(lock);
            QVERIFY(!DirectoryLock::acquire(directory));
        }
        QVERIFY(DirectoryLock::acquire(directory));
        QCOMPARE(modeOf(directory + "/lock"), mode_t{ 0600 });
    }

    void theLockGoesWithItsProcess()
    {
        const std::string directory = path("killed");
        int ready[2] = {};
        QCOMPARE(::pipe(ready), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            auto lock = DirectoryLock::acquire(directory);
            (void)!::write(ready[1], lock ? "y" : "n", 1);
            ::pause();
            ::_exit(0);
        }
        char answer = 0;
        QCOMPARE(::read(ready[0], &answer, 1), ssize_t{ 1 });
        QCOMPARE(answer, 'y');
        QVERIFY(!DirectoryLock::acquire(directory));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        QVERIFY(DirectoryLock::acquire(directory));
        ::close(ready[0]);
        ::close(ready[1]);
    }

    /** Its first thread is gone, another one, as of idle priority on a busy machine, still holds the files. */
    void theLockOfAnEndingProcessIsWaitedFor()
    {
        const std::string directory = path("ending");
        int ready[2] = {};
        QCOMPARE(::pipe(ready), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            auto lock = DirectoryLock::acquire(directory);
            std::thread([] {
                ::usleep(400'000);
                ::_exit(0);
            }).detach();
            (void)!::write(ready[1], lock ? "y" : "n", 1);
            ::syscall(SYS_exit, 0);
        }
        char answer = 0;
        QCOMPARE(::read(ready[0], &answer, 1), ssize_t{ 1 });
        QCOMPARE(answer, 'y');
        const QString stat = QStringLiteral("/proc/%1/stat").arg(child);
        QTRY_VERIFY([&] {
            QFile file(stat);
            return file.open(QIODevice::ReadOnly) && file.readAll().contains(") Z ");
        }());
        const auto lock = DirectoryLock::acquire(directory);
        QVERIFY2(lock, lock ? "" : text(lock.error()).c_str());
        ::waitpid(child, nullptr, 0);
        ::close(ready[0]);
        ::close(ready[1]);
    }

    void migratesFromNothingAndTwiceIsOnce()
    {
        auto database = Database::open(path("migrate.sqlite"), OpenMode::ReadWrite);
        QVERIFY(migrate(*database));
        QCOMPARE(**database->integer("PRAGMA user_version"), schemaVersion);
        QVERIFY(database->execute("INSERT INTO meta VALUES ('kept', 7)"));
        QVERIFY(migrate(*database));
        QCOMPARE(**database->integer("SELECT value FROM meta WHERE key = 'kept'"), 7);
    }

    void invalidationsOfBeforeStay()
    {
        auto database = Database::open(path("before.sqlite"), OpenMode::ReadWrite);
        QVERIFY(migrate(*database, migrationSteps().first(6)));
        QVERIFY(database->execute(
            "INSERT INTO invalidation VALUES (1, 'u', 1, 2, 0, 0, '{}', 'command', 1, 2, 0, 0, 0, 0)"));
        QVERIFY(migrate(*database));
        QCOMPARE(**database->integer("SELECT count(*) FROM invalidation WHERE cause = ''"), 1);
        QCOMPARE(**database->integer("SELECT count(*) FROM cache_prompt"), 0);
        QCOMPARE(**database->integer("SELECT count(prompt_size) FROM cache_entry"), 0);
    }

    void aNewerFileIsLeftAlone()
    {
        const std::string file = path("newer.sqlite");
        auto database = Database::open(file, OpenMode::ReadWrite);
        QVERIFY(migrate(*database));
        QVERIFY(database->execute("PRAGMA user_version = 1000"));
        QCOMPARE(migrate(*database).error().code, ErrorCode::TooNew);
        QCOMPARE(check(file).error().code, ErrorCode::TooNew);
    }

    void anotherProgramsFileIsNotOurs()
    {
        const std::string file = path("other.sqlite");
        auto database = Database::open(file, OpenMode::ReadWrite);
        QVERIFY(database->execute("CREATE TABLE recipes (soup)"));
        QCOMPARE(migrate(*database).error().code, ErrorCode::Corrupt);
        QCOMPARE(check(file).error().code, ErrorCode::Corrupt);
        QVERIFY(database->execute("PRAGMA user_version = 1"));
        QCOMPARE(check(file).error().code, ErrorCode::Corrupt);
    }

    void aMissingTableIsDamage()
    {
        const std::string file = path("lacking.sqlite");
        auto database = Database::open(file, OpenMode::ReadWrite);
        QVERIFY(migrate(*database));
        QVERIFY(check(file));
        QVERIFY(database->execute("CREATE VIEW mine AS SELECT 1"));
        QVERIFY(check(file));
        QVERIFY(database->execute("DROP TABLE chunk"));
        QCOMPARE(check(file).error().code, ErrorCode::Corrupt);
    }

    void aFailedStepLeavesTheOldVersion()
    {
        auto database = Database::open(path("failing.sqlite"), OpenMode::ReadWrite);
        const MigrationStep steps[] = { { 1, "CREATE TABLE a (x); INSERT INTO a VALUES (1)" },
                                        { 2, "CREATE TABLE b (y); INSERT INTO nowhere VALUES (1)" } };
        QVERIFY(!migrate(*database, steps));
        QCOMPARE(**database->integer("PRAGMA user_version"), 1);
        QCOMPARE(**database->integer("SELECT count(*) FROM sqlite_schema WHERE name = 'b'"), 0);
        const MigrationStep repaired[] = { steps[0], { 2, "CREATE TABLE b (y); ALTER TABLE a ADD COLUMN z" } };
        QVERIFY(migrate(*database, repaired));
        QCOMPARE(**database->integer("PRAGMA user_version"), 2);
        QCOMPARE(**database->integer("SELECT x FROM a WHERE z IS NULL"), 1);
    }

    void aKillDuringMigrationLeavesOldOrNew()
    {
        // The child dies at the n-th step of SQLite's virtual machine, for ever larger n until it gets through.
        const MigrationStep steps[] = { migrationSteps().front(),
                                        { 2,
                                          "ALTER TABLE meta ADD COLUMN extra INTEGER;"
                                          "CREATE TABLE later (a); INSERT INTO later SELECT value FROM meta" } };
        bool finished = false;
        int deaths = 0;
        for (int operations = 20; !finished; operations += operations / 3) {
            const std::string file = path(("kill" + std::to_string(operations)).c_str());
            const pid_t child = ::fork();
            if (child == 0) {
                auto database = Database::open(file, OpenMode::ReadWrite);
                sqlite3_progress_handler(
                    database->handle(), operations,
                    [](void *) {
                        ::kill(::getpid(), SIGKILL);
                        return 0;
                    },
                    nullptr);
                const bool done = database && migrate(*database, steps);
                ::_exit(done ? 0 : 1);
            }
            int status = 0;
            ::waitpid(child, &status, 0);
            finished = WIFEXITED(status);
            QVERIFY(!finished || WEXITSTATUS(status) == 0);
            deaths += finished ? 0 : 1;
            auto database = Database::open(file, OpenMode::ReadWrite);
            QVERIFY(database);
            const auto version = **database->integer("PRAGMA user_version");
            const auto tables = **database->integer("SELECT count(*) FROM sqlite_schema WHERE name = 'meta'");
            const auto later = **database->integer("SELECT count(*) FROM sqlite_schema WHERE name = 'later'");
            QCOMPARE(tables, version >= 1 ? 1 : 0);
            QCOMPARE(later, version >= 2 ? 1 : 0);
            QVERIFY(migrate(*database, steps));
            QCOMPARE(**database->integer("SELECT count(*) FROM later"), 0);
        }
        QVERIFY(deaths > 5);
    }
};

QTEST_GUILESS_MAIN(DatabaseTest)
#include "tst_database.moc"

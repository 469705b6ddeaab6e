// SPDX-License-Identifier: MIT
#include "storage/batch_writer.h"

#include "storage/schema.h"

#include <sqlite3.h>

#include <exception>
#include <sys/stat.h>
#include <unistd.h>

namespace cachescope::storage {

namespace {

using base::ErrorCode;

/** Up to this size every page is looked at when the file is opened. */
constexpr std::int64_t smallFile = std::int64_t{ 64 } << 20;
constexpr std::int64_t passiveCheckpointBytes = std::int64_t{ 16 } << 20;
constexpr std::int64_t largestQuietWalBytes = std::int64_t{ 64 } << 20;
constexpr std::chrono::seconds lookInterval{ 1 };
/** With the queue's own delay, a power failure takes nothing that is older than two seconds. */
constexpr std::chrono::seconds syncInterval{ 1 };
constexpr std::chrono::minutes mendInterval{ 1 };
/** So long after an error of the disk nothing that it says of the file is believed. */
constexpr std::chrono::seconds distrustInterval{ 10 };

std::int64_t sizeOf(const std::string &path)
{
    struct stat facts = {};
    return ::stat(path.c_str(), &facts) == 0 ? static_cast<std::int64_t>(facts.st_size) : 0;
}

bool isDamage(int status)
{
    return (status & 0xff) == SQLITE_CORRUPT || (status & 0xff) == SQLITE_NOTADB;
}

/** SQLite's words without the advice to restart, where that is done here. */
std::string damageOf(const base::Error &error)
{
    return error.message.substr(0, error.message.find("; restart"));
}

/** A disk that gives errors can make SQLite call a sound file damaged: only what three looks confirm is. */
base::Result<> checkThrice(const std::string &path, CheckDepth depth)
{
    constexpr int looks = 3;
    auto checked = check(path, depth);
    for (int look = 1; look < looks && !checked && checked.error().code == ErrorCode::Corrupt; ++look)
        checked = check(path, depth);
    return checked;
}

std::string suspectMark(const std::string &path)
{
    return path + ".suspect";
}

} // namespace

BatchWriter::BatchWriter(std::string path)
    : m_path(std::move(path))
{ }

BatchWriter::~BatchWriter() = default;

bool BatchWriter::isTransient(const base::Error &error)
{
    // NotFound: the directory is away, as when its disk was unmounted.
    return error.code == ErrorCode::Unavailable || error.code == ErrorCode::Unreadable
        || error.code == ErrorCode::NotFound;
}

base::Result<> BatchWriter::open()
{
    auto opened = openChecked();
    if (opened || opened.error().code != ErrorCode::Corrupt)
        return opened;
    m_database.reset();
    auto target = setAside(m_path);
    if (!target)
        return tl::unexpected(target.error());
    m_notice = "The log was damaged and has been set aside as " + *target + "; a fresh one begins. ("
        + damageOf(opened.error()) + ")";
    return openFile();
}

base::Result<> BatchWriter::openChecked()
{
    const std::string mark = suspectMark(m_path);
    const bool thorough = fileExists(mark) || sizeOf(m_path) <= smallFile;
    if (auto checked = checkThrice(m_path, thorough ? CheckDepth::Full : CheckDepth::Quick); !checked) {
        if (checked.error().code == ErrorCode::Corrupt)
            ::unlink(mark.c_str());
        return checked;
    }
    auto opened = openFile();
    if (opened && thorough)
        ::unlink(mark.c_str());
    return opened;
}

base::Result<> BatchWriter::openFile()
{
    auto database = Database::open(m_path, OpenMode::ReadWrite);
    if (!database)
        return tl::unexpected(database.error());
    if (auto migrated = migrate(*database); !migrated)
        return migrated;
    auto pageSize = database->integer("PRAGMA page_size");
    if (!pageSize)
        return tl::unexpected(pageSize.error());
    m_pageSize = pageSize->value_or(0);
    m_database.emplace(*std::move(database));
    // Replaces SQLite's automatic checkpoint: ours waits until the commit's jobs are accounted for.
    sqlite3_wal_hook(
        m_database->handle(),
        [](void *pages, sqlite3 *, const char *, int count) {
            *static_cast<int *>(pages) = count;
            return SQLITE_OK;
        },
        &m_walPages);
    m_lastLook = std::chrono::steady_clock::now();
    return {};
}

bool BatchWriter::fileMoved()
{
    const auto now = std::chrono::steady_clock::now();
    if (now - m_lastLook < lookInterval)
        return false;
    m_lastLook = now;
    return m_database->isReplaced();
}

void BatchWriter::forget(std::span<const std::shared_ptr<Participant>> participants)
{
    m_database.reset();
    m_walPages = 0;
    m_unsyncedSince.reset();
    for (const auto &participant : participants)
        participant->rolledBack();
}

base::Result<> BatchWriter::ensureOpen(std::span<const std::shared_ptr<Participant>> participants)
{
    if (m_database && !fileMoved())
        return {};
    if (m_database)
        m_notice = m_path + " was moved or removed while in use; a fresh log begins there.";
    forget(participants);
    auto opened = openFile();
    m_damaged = !opened && opened.error().code == ErrorCode::Corrupt;
    return opened;
}

base::Result<> BatchWriter::runAll(
    std::span<const QueuedJob> jobs, std::span<const std::shared_ptr<Participant>> participants)
{
    if (auto begun = m_database->execute("BEGIN IMMEDIATE"); !begun)
        return begun;
    try {
        for (const QueuedJob &job : jobs)
            if (auto done = job.work->run(*m_database); !done)
                return done;
        for (const auto &participant : participants)
            if (auto done = participant->beforeCommit(*m_database); !done)
                return done;
    } catch (const std::exception &exception) {
        return base::failure(ErrorCode::Internal, std::string("A log job failed: ") + exception.what() + ".");
    }
    return m_database->execute("COMMIT");
}

base::Result<> BatchWriter::attempt(
    std::span<const QueuedJob> jobs, std::span<const std::shared_ptr<Participant>> participants)
{
    if (auto opened = ensureOpen(participants); !opened)
        return opened;
    auto done = runAll(jobs, participants);
    const int status = done ? SQLITE_OK : sqlite3_errcode(m_database->handle()) & 0xff;
    m_damaged = isDamage(status);
    if (status == SQLITE_IOERR)
        m_lastDiskError = std::chrono::steady_clock::now();
    if (done) {
        if (!m_unsyncedSince)
            m_unsyncedSince = std::chrono::steady_clock::now();
        for (const auto &participant : participants)
            participant->committed();
        return done;
    }
    if (sqlite3_get_autocommit(m_database->handle()) == 0)
        (void)m_database->execute("ROLLBACK");
    for (const auto &participant : participants)
        participant->rolledBack();
    return done;
}

BatchWriter::Damage BatchWriter::mendDamage(
    const base::Error &error, std::span<const std::shared_ptr<Participant>> participants)
{
    const auto now = std::chrono::steady_clock::now();
    if (error.code != ErrorCode::Corrupt || !m_damaged || (m_lastMended && now < *m_lastMended + mendInterval))
        return Damage::None;
    if (m_lastDiskError && now < *m_lastDiskError + distrustInterval)
        return Damage::Unclear;
    if (m_database) // What waits in the write-ahead log stays beside the file, for whoever tries to save it.
        sqlite3_db_config(m_database->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    forget(participants);
    const auto checked = checkThrice(m_path, CheckDepth::Full);
    if (!checked && checked.error().code != ErrorCode::Corrupt) {
        m_lastDiskError = now;
        return Damage::Unclear; // The next attempt meets the damage again, or does not.
    }
    m_lastMended = now;
    m_damaged = false;
    if (checked)
        return Damage::Mended;
    auto target = setAside(m_path);
    if (!target) {
        m_notice = target.error().message;
        return Damage::None;
    }
    m_notice = "The log was found damaged while in use and has been set aside as " + *target
        + "; a fresh one begins. (" + damageOf(checked.error()) + ")";
    return Damage::Mended;
}

std::optional<std::chrono::steady_clock::time_point> BatchWriter::syncDue() const
{
    return m_unsyncedSince ? std::optional(*m_unsyncedSince + syncInterval) : std::nullopt;
}

base::Result<bool> BatchWriter::syncWhenDue()
{
    const auto now = std::chrono::steady_clock::now();
    if (!m_database || !m_unsyncedSince || now < *m_unsyncedSince + syncInterval)
        return false;
    if (auto synced = m_database->syncLog(); !synced) {
        m_unsyncedSince = now;
        return tl::unexpected(synced.error());
    }
    m_unsyncedSince.reset();
    return true;
}

bool BatchWriter::checkpoint(bool truncate)
{
    if (!m_database || (!truncate && m_walPages * m_pageSize < passiveCheckpointBytes))
        return true;
    int left = 0;
    int written = 0;
    const bool full = truncate || m_walPages * m_pageSize >= largestQuietWalBytes;
    sqlite3 *handle = m_database->handle();
    // A reader that stays must not stall the writer: try, and say so if it grows too large.
    sqlite3_busy_timeout(handle, 0);
    const int status = sqlite3_wal_checkpoint_v2(
        handle, "main", full ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, &left, &written);
    sqlite3_busy_timeout(handle, 1000);
    if (status == SQLITE_OK && full)
        m_walPages = 0;
    if (m_walPages * m_pageSize >= largestQuietWalBytes)
        m_warning = "A program has been reading an old state of the log for long, so that " + m_path
            + "-wal cannot be emptied and grows; end that program.";
    else
        m_warning.clear();
    return status == SQLITE_OK;
}

void BatchWriter::markSuspect()
{
    // Without the mark the next start looks less closely; nothing else depends on it.
    (void)preparePrivateFile(suspectMark(m_path));
}

} // namespace cachescope::storage

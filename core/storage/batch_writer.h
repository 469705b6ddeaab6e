// SPDX-License-Identifier: MIT
#pragma once

#include "storage/write_queue.h"

#include <atomic>
#include <chrono>
#include <optional>
#include <span>
#include <vector>

namespace cachescope::storage {

/** Work on its way, with what it holds in memory. */
struct QueuedJob
{
    std::shared_ptr<Work> work;
    std::int64_t bytes = 0;
};

/**
 * The writer thread's connection: runs jobs in one transaction, notices when the file went away or is damaged,
 * brings what was committed to the disk, and checkpoints.
 * Used by WriteQueue's thread alone.
 */
class BatchWriter
{
public:
    explicit BatchWriter(std::string path);
    ~BatchWriter();
    BatchWriter(const BatchWriter &) = delete;
    BatchWriter &operator=(const BatchWriter &) = delete;

    /** Opens and migrates. A damaged file is set aside; `notice` then says so. */
    base::Result<> open();
    /** All jobs in one transaction, or none. */
    base::Result<> attempt(
        std::span<const QueuedJob> jobs, std::span<const std::shared_ptr<Participant>> participants);
    /** Brings the write-ahead log into the file when it has grown; empties it when `truncate`. False: a reader kept
     * it from being emptied. */
    bool checkpoint(bool truncate);

    enum class Damage
    {
        None, ///< The error has another cause.
        Unclear, ///< The file cannot be examined now: as for any transient error.
        Mended ///< The file was set aside (kept, under another name), or proved sound: try the same jobs again.
    };
    /**
     * After an error: when SQLite called the file damaged and every page looked at confirms it, sets it aside and
     * begins a fresh one. A failing disk can make a sound file look damaged, and may damage whatever is on it:
     * hence the second look, and at most one a minute.
     */
    Damage mendDamage(const base::Error &error, std::span<const std::shared_ptr<Participant>> participants);

    /** When what was committed has to be on the disk itself; nothing while it is. */
    std::optional<std::chrono::steady_clock::time_point> syncDue() const;
    /** Does so when it is time, and says whether it did. An error is tried again after the same while. */
    base::Result<bool> syncWhenDue();

    const std::string &notice() const { return m_notice; }
    /** Set while the write-ahead log cannot be emptied because someone reads an old state of the file. */
    const std::string &warning() const { return m_warning; }
    /** Leaves a mark beside the file, so that the next start looks at every page. */
    void markSuspect();

    /** Whether the same work may succeed later without anybody changing it. */
    static bool isTransient(const base::Error &error);

private:
    base::Result<> openChecked();
    base::Result<> openFile();
    base::Result<> ensureOpen(std::span<const std::shared_ptr<Participant>> participants);
    bool fileMoved();
    void forget(std::span<const std::shared_ptr<Participant>> participants);
    base::Result<> runAll(
        std::span<const QueuedJob> jobs, std::span<const std::shared_ptr<Participant>> participants);

    std::string m_path;
    std::optional<Database> m_database;
    std::string m_notice, m_warning;
    int m_walPages = 0;
    std::int64_t m_pageSize = 0;
    bool m_damaged = false; ///< SQLite's own verdict on the last transaction.
    std::chrono::steady_clock::time_point m_lastLook;
    std::optional<std::chrono::steady_clock::time_point> m_lastMended, m_lastDiskError;
    std::optional<std::chrono::steady_clock::time_point> m_unsyncedSince;
};

} // namespace cachescope::storage

// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "storage/database.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace cachescope::storage {

/** What the writer does and what was lost; a snapshot. */
struct WriteStatus
{
    enum class State
    {
        Working,
        Degraded,
        Stopped
    };
    State state = State::Working;
    std::int64_t queuedJobs = 0, queuedBytes = 0; ///< Including those whose transaction is not committed yet.
    std::int64_t writtenJobs = 0, droppedJobs = 0, failedTransactions = 0;
    std::chrono::microseconds lag{ 0 }; ///< Age of the oldest job that is not yet committed.
    /** One sentence for the window: why it is degraded, or what happened at the start (a file set aside). Empty
     * while there is nothing to say. */
    std::string message;
};

/**
 * Something that keeps state beside the transactions: a dictionary of ids, sums to be written once a transaction.
 * All calls come on the writer thread.
 */
class Participant
{
public:
    virtual ~Participant() = default;
    /** After the last job of a transaction, before its commit. An error fails the transaction. */
    virtual base::Result<> beforeCommit(Database &database) = 0;
    /** The transaction is on its way to disk. */
    virtual void committed() = 0;
    /** Nothing of the transaction happened, or nobody knows; the file may even be another one now. Forget what came
     * from it. */
    virtual void rolledBack() = 0;
};

/**
 * Something to be written. It may run more than once, because a commit that reports an error may still have
 * happened: running must not change what it writes, and must see for itself that it is already done.
 */
class Work
{
public:
    virtual ~Work() = default;
    /** Runs on the writer thread inside a transaction. An error rolls this work back, not its neighbours. */
    virtual base::Result<> run(Database &database) = 0;
    /** Called once if accepted work will never be written, on the writer thread. */
    virtual void dropped() { }
};

/**
 * The one thread and the one connection that write and checkpoint (SQLite 3.40.1 must not have two,
 * reliability.md 2.3). Those jobs that wait together share a transaction. Submitting
 * never blocks: a full queue (jobs or bytes) refuses the job and counts it. A failed transaction is retried job by
 * job with back-off while the disk is full or locked (jobs stay queued within the bounds); calls never wait for any
 * of this. Thread-safe.
 */
class WriteQueue
{
public:
    using Job = std::function<base::Result<>(Database &)>; ///< As Work::run.
    using Dropped = std::function<void()>; ///< As Work::dropped.
    struct Limits
    {
        std::int64_t jobs = 200'000;
        std::int64_t bytes = std::int64_t{ 256 } << 20;
        std::chrono::milliseconds longestDelay{
            200
        }; ///< A job is committed at most this long after it came, load permitting.
        std::chrono::milliseconds stopTimeout{ 5000 }; ///< How long the destructor tries to write what is queued.
    };

    /** Opens (creating, migrating; a damaged file is set aside with a message in `status().message`) and starts the
     * thread. TooNew: the file is left alone. The caller holds the DirectoryLock. */
    static base::Result<std::unique_ptr<WriteQueue>> start(const std::string &path, Limits limits);
    ~WriteQueue(); ///< Drains, then stops.

    /** `bytes`: what the work holds in memory. False: refused and counted (`dropped` is not called). */
    bool submit(std::shared_ptr<Work> work, std::int64_t bytes);
    bool submit(Job job, std::int64_t bytes, Dropped dropped = {});
    /** From now on this takes part in every transaction. */
    void attach(std::shared_ptr<Participant> participant);
    /** Waits until all that was submitted before is committed or failed; false when `timeout` passed first. */
    bool drain(std::chrono::milliseconds timeout);
    /** After the next commit the whole write-ahead log goes into the file and is emptied, so that what was deleted
     * is gone from it, too. Submit the deletion first. */
    void truncateLogAfterCommit();
    /** More than half of the room for waiting bytes is taken; soon jobs will be refused. */
    bool isHalfFull() const;
    WriteStatus status() const;
    const std::string &path() const;

private:
    struct State;
    explicit WriteQueue(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace cachescope::storage

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
    std::int64_t queuedJobs = 0, queuedBytes = 0;
    std::int64_t writtenJobs = 0, droppedJobs = 0, failedTransactions = 0;
    std::chrono::microseconds lag{ 0 }; ///< Age of the oldest job that is not yet committed.
    std::string message; ///< Why it is degraded: one sentence for the window; empty while working.
};

/**
 * The one thread and the one connection that write and checkpoint (SQLite 3.40.1 must not have two,
 * reliability.md 2.3). Jobs are closures over values; those that wait together share a transaction. Submitting
 * never blocks: a full queue (jobs or bytes) refuses the job and counts it. A failed transaction is retried job by
 * job with back-off while the disk is full or locked (jobs stay queued within the bounds); calls never wait for any
 * of this. Thread-safe.
 */
class WriteQueue
{
public:
    /** Runs on the writer thread inside a transaction. An error rolls this job back, not its neighbours. */
    using Job = std::function<base::Result<>(Database &)>;
    struct Limits
    {
        std::int64_t jobs = 200'000;
        std::int64_t bytes = std::int64_t{ 256 } << 20;
        std::chrono::milliseconds longestDelay{
            200
        }; ///< A job is committed at most this long after it came, load permitting.
    };

    /** Opens (creating, migrating; a damaged file is set aside with a message in `status().message`) and starts the
     * thread. */
    static base::Result<std::unique_ptr<WriteQueue>> start(const std::string &path, Limits limits);
    ~WriteQueue(); ///< Drains as `drain`, then stops.

    /** `bytes`: what the job holds in memory. False: dropped and counted. */
    bool submit(Job job, std::int64_t bytes);
    /** Waits until all that was submitted before is committed or failed; false when `timeout` passed first. */
    bool drain(std::chrono::milliseconds timeout);
    WriteStatus status() const;
    const std::string &path() const;

private:
    struct State;
    explicit WriteQueue(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace cachescope::storage

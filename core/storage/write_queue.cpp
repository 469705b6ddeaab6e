// SPDX-License-Identifier: MIT
#include "storage/write_queue.h"

#include "base/background.h"
#include "storage/batch_writer.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

namespace cachescope::storage {

namespace {

using std::chrono::steady_clock;

constexpr std::size_t largestBatchJobs = 8'192;
constexpr std::int64_t largestBatchBytes = std::int64_t{ 16 } << 20;
constexpr std::chrono::milliseconds firstBackOff{ 100 };
constexpr std::chrono::milliseconds longestBackOff{ 2'000 };

/** Jobs that came together and share a transaction. */
struct Batch
{
    std::vector<QueuedJob> jobs;
    std::int64_t bytes = 0;
    steady_clock::time_point since; ///< Of the first one.

    bool isFull() const { return jobs.size() >= largestBatchJobs || bytes >= largestBatchBytes; }
};

class FunctionWork : public Work
{
public:
    FunctionWork(WriteQueue::Job job, WriteQueue::Dropped dropped)
        : m_job(std::move(job))
        , m_dropped(std::move(dropped))
    { }
    base::Result<> run(Database &database) override { return m_job(database); }
    void dropped() override
    {
        if (m_dropped)
            m_dropped();
    }

private:
    const WriteQueue::Job m_job;
    const WriteQueue::Dropped m_dropped;
};

} // namespace

struct WriteQueue::State
{
    State(std::string file, Limits bounds)
        : path(std::move(file))
        , limits(bounds)
        , writer(path)
    { }

    const std::string path;
    const Limits limits;

    mutable std::mutex mutex; // guards everything down to `participants`
    std::condition_variable wake; // for the writer
    std::condition_variable progress; // for drain()
    std::deque<Batch> queue; // all full, but for the last
    std::uint64_t accepted = 0, settled = 0;
    WriteStatus counts; // queuedJobs and queuedBytes include the batch in hand
    std::string degradedMessage, notice, warning;
    std::optional<steady_clock::time_point> oldestInHand;
    bool writerSleeps = false, hurry = false, stopping = false, truncate = false;
    steady_clock::time_point stopDeadline;
    std::vector<std::shared_ptr<Participant>> participants;

    BatchWriter writer; // the thread's own, with the next
    bool syncFailed = false;
    std::thread thread;

    void loop();
    bool batchIsFull() const { return !queue.empty() && queue.front().isFull(); }
    Batch takeBatch(std::unique_lock<std::mutex> &lock);
    void write(std::span<QueuedJob> jobs);
    void settle(std::span<QueuedJob> jobs, const base::Error *failure);
    void sync();
    bool waitToRetry(const base::Error &error, std::chrono::milliseconds &backOff);
};

/** Waits for work and for company to it, at most `longestDelay`; empty when the queue is to end or something
 * committed has to go to disk. */
Batch WriteQueue::State::takeBatch(std::unique_lock<std::mutex> &lock)
{
    writerSleeps = true;
    const auto isNeeded = [this] { return !queue.empty() || stopping; };
    if (const auto due = writer.syncDue())
        wake.wait_until(lock, *due, isNeeded);
    else
        wake.wait(lock, isNeeded);
    if (!queue.empty()) {
        const auto deadline = queue.front().since + limits.longestDelay;
        wake.wait_until(lock, deadline, [this] { return batchIsFull() || stopping || hurry; });
    }
    writerSleeps = false;
    Batch batch;
    if (!queue.empty()) {
        batch = std::move(queue.front());
        queue.pop_front();
        oldestInHand = batch.since;
    }
    hurry = hurry && !queue.empty();
    return batch;
}

void WriteQueue::State::loop()
{
    base::runInBackground("log writer");
    std::unique_lock lock(mutex);
    for (;;) {
        Batch batch = takeBatch(lock);
        if (batch.jobs.empty() && stopping)
            break;
        lock.unlock();
        if (!batch.jobs.empty())
            write(batch.jobs);
        batch.jobs.clear(); // what they hold ends here, outside of the lock
        sync();
        lock.lock();
        oldestInHand.reset();
        const bool truncateNow = std::exchange(truncate, truncate && !queue.empty()) && queue.empty();
        lock.unlock();
        const bool emptied = writer.checkpoint(truncateNow);
        lock.lock();
        truncate = truncate || (truncateNow && !emptied);
        warning = writer.warning();
        progress.notify_all();
    }
    counts.state = WriteStatus::State::Stopped;
}

void WriteQueue::State::write(std::span<QueuedJob> jobs)
{
    std::vector<std::shared_ptr<Participant>> taking;
    {
        const std::scoped_lock lock(mutex);
        taking = participants;
    }
    std::chrono::milliseconds backOff = firstBackOff;
    for (;;) {
        auto done = writer.attempt(jobs, taking);
        if (done) {
            settle(jobs, nullptr);
            return;
        }
        const auto damage = writer.mendDamage(done.error(), taking);
        if (damage == BatchWriter::Damage::Mended)
            continue;
        if (damage == BatchWriter::Damage::Unclear || BatchWriter::isTransient(done.error())) {
            if (waitToRetry(done.error(), backOff))
                continue;
            settle(jobs, &done.error());
            return;
        }
        // One of the jobs is at fault: halving finds it in few steps, and its neighbours get through.
        if (jobs.size() == 1) {
            settle(jobs, &done.error());
            return;
        }
        write(jobs.first(jobs.size() / 2));
        jobs = jobs.subspan(jobs.size() / 2);
    }
}

void WriteQueue::State::settle(std::span<QueuedJob> jobs, const base::Error *failure)
{
    if (failure != nullptr) {
        for (const QueuedJob &job : jobs)
            job.work->dropped();
        if (failure->code == base::ErrorCode::Corrupt)
            writer.markSuspect();
    }
    std::int64_t bytes = 0;
    for (const QueuedJob &job : jobs)
        bytes += job.bytes;
    const auto count = static_cast<std::int64_t>(jobs.size());
    const std::scoped_lock lock(mutex);
    counts.queuedJobs -= count;
    counts.queuedBytes -= bytes;
    settled += jobs.size();
    notice = writer.notice();
    if (failure == nullptr) {
        counts.writtenJobs += count;
        counts.state = WriteStatus::State::Working;
        degradedMessage.clear();
        return;
    }
    counts.droppedJobs += count;
    ++counts.failedTransactions;
    if (failure->code == base::ErrorCode::Corrupt) {
        counts.state = WriteStatus::State::Degraded;
        degradedMessage = failure->message;
    }
}

/** A disk that takes writes but does not keep them is as bad as one that takes none. */
void WriteQueue::State::sync()
{
    const auto synced = writer.syncWhenDue();
    const std::scoped_lock lock(mutex);
    if (synced) {
        if (*synced && std::exchange(syncFailed, false)) {
            counts.state = WriteStatus::State::Working;
            degradedMessage.clear();
        }
        return;
    }
    syncFailed = true;
    ++counts.failedTransactions;
    counts.state = WriteStatus::State::Degraded;
    degradedMessage = "The log's last seconds may not be on the disk: " + synced.error().message;
}

/** False when the time to give up has come. */
bool WriteQueue::State::waitToRetry(const base::Error &error, std::chrono::milliseconds &backOff)
{
    std::unique_lock lock(mutex);
    ++counts.failedTransactions;
    counts.state = WriteStatus::State::Degraded;
    degradedMessage = "The log cannot be written and waits in memory: " + error.message;
    auto until = steady_clock::now() + backOff;
    if (stopping) {
        if (steady_clock::now() >= stopDeadline)
            return false;
        until = std::min(until, stopDeadline);
        wake.wait_until(lock, until, [] { return false; });
    } else {
        wake.wait_until(lock, until, [this] { return stopping || hurry; });
        hurry = false;
    }
    backOff = std::min(backOff * 2, longestBackOff);
    return true;
}

WriteQueue::WriteQueue(std::unique_ptr<State> state)
    : m_state(std::move(state))
{ }

base::Result<std::unique_ptr<WriteQueue>> WriteQueue::start(const std::string &path, Limits limits)
{
    auto state = std::make_unique<State>(path, limits);
    if (auto opened = state->writer.open(); !opened)
        return tl::unexpected(opened.error());
    state->notice = state->writer.notice();
    state->thread = std::thread([raw = state.get()] { raw->loop(); });
    return std::unique_ptr<WriteQueue>(new WriteQueue(std::move(state)));
}

WriteQueue::~WriteQueue()
{
    {
        const std::scoped_lock lock(m_state->mutex);
        m_state->stopping = true;
        m_state->stopDeadline = steady_clock::now() + m_state->limits.stopTimeout;
    }
    m_state->wake.notify_all();
    m_state->thread.join();
}

bool WriteQueue::submit(std::shared_ptr<Work> work, std::int64_t bytes)
{
    State &state = *m_state;
    const std::scoped_lock lock(state.mutex);
    if (state.stopping || state.counts.queuedJobs >= state.limits.jobs
        || state.counts.queuedBytes + bytes > state.limits.bytes) {
        ++state.counts.droppedJobs;
        return false;
    }
    const bool first = state.queue.empty();
    if (first || state.queue.back().isFull())
        state.queue.push_back({ .jobs = {}, .bytes = 0, .since = steady_clock::now() });
    Batch &batch = state.queue.back();
    batch.jobs.push_back({ std::move(work), bytes });
    batch.bytes += bytes;
    ++state.counts.queuedJobs;
    state.counts.queuedBytes += bytes;
    ++state.accepted;
    if (state.writerSleeps && (first || batch.isFull()))
        state.wake.notify_one();
    return true;
}

bool WriteQueue::submit(Job job, std::int64_t bytes, Dropped dropped)
{
    return submit(std::make_shared<FunctionWork>(std::move(job), std::move(dropped)), bytes);
}

void WriteQueue::attach(std::shared_ptr<Participant> participant)
{
    const std::scoped_lock lock(m_state->mutex);
    m_state->participants.push_back(std::move(participant));
}

bool WriteQueue::drain(std::chrono::milliseconds timeout)
{
    State &state = *m_state;
    std::unique_lock lock(state.mutex);
    const std::uint64_t target = state.accepted;
    state.hurry = true;
    state.wake.notify_one();
    return state.progress.wait_for(lock, timeout, [&] { return state.settled >= target; });
}

void WriteQueue::truncateLogAfterCommit()
{
    const std::scoped_lock lock(m_state->mutex);
    m_state->truncate = true;
}

bool WriteQueue::isHalfFull() const
{
    const std::scoped_lock lock(m_state->mutex);
    return m_state->counts.queuedBytes > m_state->limits.bytes / 2;
}

WriteStatus WriteQueue::status() const
{
    const State &state = *m_state;
    const std::scoped_lock lock(state.mutex);
    WriteStatus status = state.counts;
    auto oldest = state.oldestInHand;
    if (!oldest && !state.queue.empty())
        oldest = state.queue.front().since;
    if (oldest)
        status.lag = std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - *oldest);
    for (const std::string *message : { &state.degradedMessage, &state.warning, &state.notice })
        if (status.message.empty())
            status.message = *message;
    return status;
}

const std::string &WriteQueue::path() const
{
    return m_state->path;
}

} // namespace cachescope::storage

// SPDX-License-Identifier: MIT
#include "requestlog/request_log.h"

#include "requestlog/log_writer.h"
#include "requestlog/repricing.h"
#include "requestlog/retention.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace cachescope::requestlog {

namespace {

using base::Result;
using storage::Database;

constexpr std::int64_t cleanUpInterval = 10 * minuteMicros;

std::int64_t bytesOf(const CallStart &start)
{
    std::size_t bytes = sizeof(CallRecord) + start.target.size() + start.session.size() + start.firstText.size();
    for (const std::string &tag : start.tags)
        bytes += tag.size() + sizeof tag;
    return static_cast<std::int64_t>(bytes);
}

std::int64_t bytesOf(const CallEnd &end)
{
    return static_cast<std::int64_t>(
        end.requestHead.size() + end.responseHead.size() + end.requestBody.size() + end.responseBody.size()
        + end.usage.rawJson.size() + end.diagnosticsJson.size() + end.errorMessage.size());
}

/** Where an earlier process left off. */
struct Past
{
    std::int64_t lastId = 0, latestStart = 0, stepBack = 0;
};

Result<Past> pastOf(const std::string &path)
{
    auto database = Database::open(path, storage::OpenMode::ReadOnly);
    if (!database)
        return tl::unexpected(database.error());
    Past past;
    const std::pair<const char *, std::int64_t *> queries[]
        = { { "SELECT max(coalesce((SELECT max(id) FROM request), 0), "
              "coalesce((SELECT value FROM meta WHERE key = 'last_id'), 0))",
              &past.lastId },
            { "SELECT max(started_at) FROM request", &past.latestStart },
            { "SELECT value FROM meta WHERE key = 'step_back'", &past.stepBack } };
    for (const auto &[sql, value] : queries) {
        auto number = database->integer(sql);
        if (!number)
            return tl::unexpected(number.error());
        *value = number->value_or(std::numeric_limits<std::int64_t>::min());
    }
    past.stepBack = std::max<std::int64_t>(past.stepBack, 0);
    return past;
}

/** The writer's side and what is counted; outlives the log while work waits in the queue. */
struct Shared
{
    explicit Shared(storage::WriteQueue &writeQueue, const base::Clock &time)
        : queue(writeQueue)
        , clock(time)
    { }
    storage::WriteQueue &queue;
    const base::Clock &clock;
    std::shared_ptr<LogWriter> writer = std::make_shared<LogWriter>();
    std::atomic<std::int64_t> dropped{ 0 };
    std::atomic<bool> cleaning{ false };
    std::int64_t nextCleanUp = 0; // by the monotonic clock; guarded by mutex
    std::mutex mutex; // guards retention and closing, and the clock's use against its end
    Retention retention;
    bool closing = false;

    /** What a step of the clean-up works with; nothing when the log has ended (its clock may be gone). */
    std::optional<std::pair<Retention, base::UnixMicros>> terms()
    {
        const std::scoped_lock lock(mutex);
        return closing ? std::nullopt : std::optional(std::pair(retention, clock.wall()));
    }
    bool cleanUpIsDue()
    {
        const std::scoped_lock lock(mutex);
        if (closing || clock.monotonic() < nextCleanUp)
            return false;
        nextCleanUp = clock.monotonic() + cleanUpInterval;
        return true;
    }
};

/** A call on its way into the log: the row of an ended one. `start` is fixed when it becomes live, `end` before it
 * is queued. */
class Call : public storage::Work
{
public:
    Call(std::shared_ptr<Shared> common, CallStart start, CallJournal::Entry place)
        : shared(std::move(common))
        , entry(std::move(place))
    {
        record.start = std::move(start);
    }
    Result<> run(Database &database) override { return shared->writer->finish(database, record.start, record.end); }
    void dropped() override { ++shared->dropped; }

    const std::shared_ptr<Shared> shared;
    /** The queue lets go of this work after its commit: until then the call stays in the journal. */
    const CallJournal::Entry entry;
    CallRecord record;
    std::atomic<bool> finishQueued{ false };
};

/** Open rows of the calls that began since the last such work; those that have ended meanwhile get their row at
 * once from their own. */
class OpenRows : public storage::Work
{
public:
    explicit OpenRows(std::shared_ptr<LogWriter> writer)
        : m_writer(std::move(writer))
    { }
    /** False when its writing has begun: the call needs another work. Quick: never waits for the writer. */
    bool add(const std::shared_ptr<Call> &call)
    {
        const std::scoped_lock lock(m_mutex);
        if (m_begun)
            return false;
        // While the writer is stuck, calls come and go.
        if (m_calls.size() >= m_sweepAt) {
            std::erase_if(m_calls, [](const auto &gone) { return gone.expired(); });
            m_sweepAt = std::max(leastSwept, 2 * m_calls.size());
        }
        m_calls.push_back(call);
        return true;
    }
    Result<> run(Database &database) override
    {
        {
            const std::scoped_lock lock(m_mutex);
            m_begun = true;
        }
        for (const auto &weak : m_calls) {
            const auto call = weak.lock();
            if (!call || call->finishQueued)
                continue;
            if (auto opened = m_writer->open(database, call->record.start); !opened)
                return opened;
        }
        return {};
    }

private:
    static constexpr std::size_t leastSwept = 1'024;

    const std::shared_ptr<LogWriter> m_writer;
    std::mutex m_mutex;
    bool m_begun = false; // under m_mutex; once it is set, m_calls is the writer's
    std::size_t m_sweepAt = leastSwept;
    std::vector<std::weak_ptr<Call>> m_calls; // who is still open is held by `live`
};

/** Calls that ended elsewhere; their numbers here are given. Tells what became of them when it ran. */
class ImportedCalls : public storage::Work
{
public:
    ImportedCalls(
        std::shared_ptr<LogWriter> writer, std::vector<CallRecord> calls, std::vector<std::int64_t> ids,
        std::shared_ptr<RequestLog::ImportNumbers> numbers)
        : m_writer(std::move(writer))
        , m_calls(std::move(calls))
        , m_ids(std::move(ids))
        , m_numbers(std::move(numbers))
    { }
    Result<> run(Database &database) override
    {
        counts = {};
        for (std::size_t i = 0; i < m_calls.size(); ++i) {
            CallRecord call = m_calls[i];
            const std::int64_t there = std::exchange(call.start.id, m_ids[i]);
            const auto paid = m_numbers->here.find(call.end.hitOf);
            call.end.hitOf = paid == m_numbers->here.end() ? 0 : paid->second;
            auto written = m_writer->import(database, call);
            if (!written)
                return tl::unexpected(written.error());
            m_numbers->here[there] = *written;
            ++(*written == m_ids[i] ? counts.imported : counts.known);
        }
        done = true;
        return {};
    }

    RequestLog::ImportCounts counts; // the writer's until the queue is drained, then the waiting thread's
    bool done = false;

private:
    const std::shared_ptr<LogWriter> m_writer;
    const std::vector<CallRecord> m_calls;
    const std::vector<std::int64_t> m_ids;
    const std::shared_ptr<RequestLog::ImportNumbers> m_numbers;
};

void submitRepricingStep(
    const std::shared_ptr<Shared> &shared, const std::string &uid, std::shared_ptr<const providers::PriceBook> book)
{
    shared->queue.submit(
        [shared, uid, book](Database &database) -> Result<> {
            const auto terms = shared->terms();
            if (!terms)
                return {};
            auto more = shared->writer->reprice(database, uid, *book, terms->second);
            if (!more)
                return tl::unexpected(more.error());
            if (*more)
                submitRepricingStep(shared, uid, book);
            return {};
        },
        0);
}

void submitCleanUpStep(const std::shared_ptr<Shared> &shared)
{
    const bool accepted = shared->queue.submit(
        [shared](Database &database) -> Result<> {
            const auto terms = shared->terms();
            if (!terms)
                return {};
            auto more = cleanUpStep(database, terms->first, terms->second);
            if (!more)
                return tl::unexpected(more.error());
            if (*more) {
                submitCleanUpStep(shared);
            } else {
                // What was removed shall not stay readable in the write-ahead log.
                shared->queue.truncateLogAfterCommit();
                shared->cleaning = false;
            }
            return {};
        },
        0, [shared] { shared->cleaning = false; });
    if (!accepted)
        shared->cleaning = false;
}

void startCleanUp(const std::shared_ptr<Shared> &shared)
{
    if (!shared->cleaning.exchange(true))
        submitCleanUpStep(shared);
}

} // namespace

struct RequestLog::State
{
    std::shared_ptr<Shared> shared;
    std::shared_ptr<CallJournal> journal; ///< Null when its file cannot be used.
    std::atomic<std::int64_t> unannounced{ 0 };
    std::atomic<bool> storeBodies{ true };

    struct Live
    {
        std::shared_ptr<Call> call;
        LiveCall::Phase phase = LiveCall::Phase::Waiting;
        std::int64_t receivedBytes = 0;
        int chunks = 0;
    };
    mutable std::mutex liveMutex; // guards down to live
    std::shared_ptr<OpenRows> openRows; // the one that waits in the queue
    std::int64_t nextId = 1;
    base::UnixMicros latestStart = std::numeric_limits<base::UnixMicros>::min();
    std::map<std::int64_t, Live> live;

    std::mutex listenerMutex; // guards the listeners; held while they are called
    std::map<int, Listener> listeners;
    int nextListener = 1;
    std::atomic<int> listenerCount{ 0 };

    std::int64_t numberFor(base::UnixMicros startedAt);
    void finish(const std::shared_ptr<Call> &call, CallEnd end);
    void tellListeners(const CallRecord &record);
};

/** Under liveMutex. */
std::int64_t RequestLog::State::numberFor(base::UnixMicros startedAt)
{
    if (startedAt < latestStart)
        shared->writer->noteStepBack(latestStart - startedAt);
    else
        latestStart = startedAt;
    return nextId++;
}

void RequestLog::State::finish(const std::shared_ptr<Call> &call, CallEnd end)
{
    if (!storeBodies) {
        end.requestBody.clear();
        end.responseBody.clear();
    }
    call->record.end = std::move(end);
    // From here on the call is only read, by listeners here and by the writer.
    if (shared->queue.submit(call, bytesOf(call->record.start) + bytesOf(call->record.end)))
        call->finishQueued = true;
    else
        ++shared->dropped;
    tellListeners(call->record);
}

void RequestLog::State::tellListeners(const CallRecord &record)
{
    if (listenerCount == 0)
        return;
    const std::scoped_lock lock(listenerMutex);
    for (const auto &[handle, listener] : listeners)
        listener(record);
}

RequestLog::RequestLog(std::unique_ptr<State> state)
    : m_state(std::move(state))
{ }

RequestLog::~RequestLog()
{
    // What is queued is written by the queue, which outlives us; the clock may not.
    const std::scoped_lock lock(m_state->shared->mutex);
    m_state->shared->closing = true;
}

Result<std::unique_ptr<RequestLog>> RequestLog::create(
    storage::WriteQueue &queue, const base::Clock &clock, Retention retention)
{
    auto past = pastOf(queue.path());
    if (!past)
        return tl::unexpected(past.error());
    auto state = std::make_unique<State>();
    state->shared = std::make_shared<Shared>(queue, clock);
    state->nextId = past->lastId + 1;
    state->latestStart = past->latestStart;
    state->shared->writer->noteStepBack(past->stepBack);
    std::unique_ptr<RequestLog> log(new RequestLog(std::move(state)));
    log->setRetention(retention);
    const std::shared_ptr<Shared> shared = log->m_state->shared;
    // A weak pointer: the queue holds the writer, the writer must not hold what holds the writer.
    shared->writer->onCommitted([weak = std::weak_ptr(shared)] {
        const auto held = weak.lock();
        if (held && held->cleanUpIsDue())
            startCleanUp(held);
    });
    shared->nextCleanUp = clock.monotonic();
    queue.attach(shared->writer);
    auto leftovers = std::make_shared<std::vector<CallJournal::Leftover>>();
    // Without a journal the log is still a log; how many calls went without is counted.
    if (auto opened = CallJournal::open(queue.path() + "-calls")) {
        log->m_state->journal = std::move(opened->journal);
        *leftovers = std::move(opened->leftovers);
    }
    for (CallJournal::Leftover &leftover : *leftovers)
        leftover.start.id = log->m_state->nextId++;
    // The work holds the calls' places in the journal: they are free when their rows are committed.
    queue.submit(
        [writer = shared->writer, last = past->lastId, leftovers](Database &database) -> Result<> {
            if (auto recovered = writer->recover(database, last); !recovered)
                return recovered;
            for (const CallJournal::Leftover &leftover : *leftovers)
                if (auto added = writer->addLost(database, leftover.start); !added)
                    return added;
            return {};
        },
        0);
    return log;
}

CallJournal::Entry RequestLog::announce(const CallStart &start)
{
    CallJournal::Entry entry;
    if (m_state->journal)
        entry = CallJournal::enter(m_state->journal, start);
    if (!entry)
        ++m_state->unannounced;
    return entry;
}

std::int64_t RequestLog::unannounced() const
{
    return m_state->unannounced;
}

std::int64_t RequestLog::open(CallStart start, CallJournal::Entry entry)
{
    auto call = std::make_shared<Call>(m_state->shared, std::move(start), std::move(entry));
    const std::scoped_lock lock(m_state->liveMutex);
    const std::int64_t id = m_state->numberFor(call->record.start.startedAt);
    call->record.start.id = id;
    m_state->live.emplace(id, State::Live{ .call = call });
    if (m_state->openRows && m_state->openRows->add(call))
        return id;
    m_state->openRows = std::make_shared<OpenRows>(m_state->shared->writer);
    m_state->openRows->add(call);
    // Refused: rows are missing only if the process dies before their calls end; `finish` writes all of them.
    if (!m_state->shared->queue.submit(m_state->openRows, 0))
        m_state->openRows.reset();
    return id;
}

void RequestLog::phase(std::int64_t id, LiveCall::Phase phase)
{
    const std::scoped_lock lock(m_state->liveMutex);
    if (const auto found = m_state->live.find(id); found != m_state->live.end())
        found->second.phase = phase;
}

void RequestLog::progress(std::int64_t id, std::int64_t receivedBytes, int chunks)
{
    const std::scoped_lock lock(m_state->liveMutex);
    if (const auto found = m_state->live.find(id); found != m_state->live.end()) {
        found->second.receivedBytes = receivedBytes;
        found->second.chunks = chunks;
    }
}

void RequestLog::finish(std::int64_t id, CallEnd end)
{
    std::shared_ptr<Call> call;
    {
        const std::scoped_lock lock(m_state->liveMutex);
        const auto found = m_state->live.find(id);
        if (found == m_state->live.end())
            return;
        call = std::move(found->second.call);
        m_state->live.erase(found);
    }
    m_state->finish(call, std::move(end));
}

std::int64_t RequestLog::record(CallStart start, CallEnd end, CallJournal::Entry entry)
{
    auto call = std::make_shared<Call>(m_state->shared, std::move(start), std::move(entry));
    std::int64_t id = 0;
    {
        const std::scoped_lock lock(m_state->liveMutex);
        id = m_state->numberFor(call->record.start.startedAt);
    }
    call->record.start.id = id;
    m_state->finish(call, std::move(end));
    return id;
}

std::vector<LiveCall> RequestLog::live() const
{
    const std::scoped_lock lock(m_state->liveMutex);
    std::vector<LiveCall> calls;
    calls.reserve(m_state->live.size());
    for (const auto &[id, live] : m_state->live)
        calls.push_back({ .start = live.call->record.start,
                          .phase = live.phase,
                          .receivedBytes = live.receivedBytes,
                          .chunks = live.chunks });
    return calls;
}

std::int64_t RequestLog::openCount() const
{
    const std::scoped_lock lock(m_state->liveMutex);
    return static_cast<std::int64_t>(m_state->live.size());
}

std::int64_t RequestLog::droppedRows() const
{
    return m_state->shared->dropped;
}

bool RequestLog::isBehind() const
{
    return m_state->shared->queue.isHalfFull();
}

int RequestLog::subscribe(Listener listener)
{
    const std::scoped_lock lock(m_state->listenerMutex);
    m_state->listeners.emplace(m_state->nextListener, std::move(listener));
    ++m_state->listenerCount;
    return m_state->nextListener++;
}

void RequestLog::unsubscribe(int handle)
{
    const std::scoped_lock lock(m_state->listenerMutex);
    m_state->listenerCount -= static_cast<int>(m_state->listeners.erase(handle));
}

void RequestLog::setRetention(Retention retention)
{
    m_state->storeBodies = retention.bodies;
    const std::scoped_lock lock(m_state->shared->mutex);
    m_state->shared->retention = retention;
}

void RequestLog::cleanUp()
{
    startCleanUp(m_state->shared);
}

Result<RequestLog::ImportCounts> RequestLog::importCalls(
    std::vector<CallRecord> calls, const std::shared_ptr<ImportNumbers> &numbers)
{
    constexpr std::int64_t mostKept = std::int64_t{ 1 } << 40;
    constexpr std::chrono::seconds patience{ 60 };
    std::vector<std::int64_t> ids;
    std::int64_t bytes = 0;
    {
        const std::scoped_lock lock(m_state->liveMutex);
        if (!numbers->keeps)
            numbers->keeps = m_state->nextId == 1;
        for (CallRecord &call : calls) {
            const std::int64_t wanted = call.start.id;
            if (*numbers->keeps && wanted > m_state->nextId && wanted < mostKept)
                m_state->nextId = wanted;
            ids.push_back(m_state->numberFor(call.start.startedAt));
            if (!m_state->storeBodies) {
                call.end.requestBody.clear();
                call.end.responseBody.clear();
            }
            bytes += bytesOf(call.start) + bytesOf(call.end);
        }
    }
    const auto work
        = std::make_shared<ImportedCalls>(m_state->shared->writer, std::move(calls), std::move(ids), numbers);
    storage::WriteQueue &queue = m_state->shared->queue;
    if (!queue.submit(work, bytes) || !queue.drain(patience) || !work->done)
        return base::failure(
            base::ErrorCode::Unavailable,
            "The log does not take the imported calls: " + queue.status().message
                + " Free space on the disk and import the file again; what is there is not imported twice.");
    return work->counts;
}

std::string RequestLog::reprice(
    TimeRange range, std::shared_ptr<const providers::PriceBook> book, const std::string &origin)
{
    Repricing record;
    const auto terms = m_state->shared->terms();
    record.startedAt = terms ? terms->second : 0;
    record.uid = base::Uid::create(record.startedAt).toString();
    record.origin = origin;
    record.book = book->version();
    record.currency = book->currency();
    record.range = range;
    m_state->shared->queue.submit([record](Database &database) { return beginRepricing(database, record); }, 0);
    submitRepricingStep(m_state->shared, record.uid, std::move(book));
    return record.uid;
}

void RequestLog::setPinned(std::int64_t id, bool pinned)
{
    m_state->shared->queue.submit(
        [writer = m_state->shared->writer, id, pinned](Database &database) {
            return writer->setPinned(database, id, pinned);
        },
        0);
}

void RequestLog::setNote(std::int64_t id, std::string note)
{
    const auto bytes = static_cast<std::int64_t>(note.size());
    m_state->shared->queue.submit(
        [writer = m_state->shared->writer, id, note = std::move(note)](Database &database) {
            return writer->setNote(database, id, note);
        },
        bytes);
}

} // namespace cachescope::requestlog

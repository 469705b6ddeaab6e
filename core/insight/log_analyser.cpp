// SPDX-License-Identifier: MIT
#include "insight/log_analyser.h"

#include "insight/call_analyst.h"
#include "requestlog/call_way.h"
#include "requestlog/query.h"

#include <pthread.h>
#include <sched.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_set>

namespace cachescope::insight {

namespace {

using base::Result;
using requestlog::CallInsight;
using requestlog::CallRecord;
using requestlog::CallState;
using storage::Database;

constexpr std::int64_t scannedAtOnce = 1'000;
constexpr std::size_t writtenAtOnce = 100;
constexpr std::int64_t lookedBack = 20'000; ///< Ids behind the cursor where calls that ended late are looked for.
constexpr int ticksBetweenSweeps = 25;
constexpr std::int64_t microsPerSecond = 1'000'000;

/** Which calls a sweep looks for: ended upstream with a reported usage, not analysed. */
constexpr const char *unanalysed
    = "state != 0 AND outcome IN (1, 3) AND (flags >> 6 & 3) = 1 AND (flags >> 8 & 31) = 0";

/** The thread gets what nobody else wants, save while it holds what others wait for. */
class Priority
{
public:
    static void setLow() { set(SCHED_IDLE); }
    Priority() { set(SCHED_OTHER); }
    ~Priority() { set(SCHED_IDLE); }
    Priority(const Priority &) = delete;
    Priority &operator=(const Priority &) = delete;

private:
    static void set(int policy)
    {
        const sched_param none{};
        // Refused in some containers: then it runs like others, which is slower for them, not wrong.
        (void)::pthread_setschedparam(::pthread_self(), policy, &none);
    }
};

} // namespace

struct LogAnalyser::State
{
    State(storage::WriteQueue &to, Settings given)
        : queue(to)
        , settings(std::move(given))
    { }

    storage::WriteQueue &queue;
    Settings settings;
    tokens::ModelTable models;

    mutable std::mutex mutex; ///< Protects the status and the two flags.
    std::condition_variable wake, idle;
    AnalysisStatus status;
    bool stopping = false, caughtUp = false;
    std::shared_ptr<const std::vector<LogProblem>> problems; ///< Under the mutex, too.
    std::thread thread;

    // The thread's own.
    std::unique_ptr<requestlog::Reader> reader;
    std::unique_ptr<Database> database;
    std::unique_ptr<CallAnalyst> analyst;
    std::int64_t cursor = 0; ///< Every call up to here was looked at.
    std::int64_t savedCursor = 0;
    std::unordered_set<std::int64_t> submitted; ///< Since the last sweep: their rows may not tell yet.
    std::vector<CallInsight> found; ///< Not handed over yet.

    void run();
    bool isStopping() const
    {
        const std::lock_guard lock(mutex);
        return stopping;
    }
    Result<> open();
    Result<> rebuild();
    Result<> follow();
    Result<> sweep();
    Result<> lookForProblems();
    std::int64_t problemsAt = 0; ///< When they were last looked for (monotonic); 0: never.
    std::int64_t analysedAtProblems = -1;
    struct Row
    {
        std::int64_t id = 0, startedAt = 0;
        bool isOpen = false, wanted = false;
    };
    Result<std::vector<Row>> rowsAfter(std::int64_t id);
    Result<std::vector<std::int64_t>> idsOf(const std::string &sql);
    Result<> passOver(std::int64_t newest);
    Result<> analyse(const std::vector<std::int64_t> &ids);
    std::string asSent(std::int64_t id, std::string body);
    bool handOver();
    void note(std::int64_t newest);
};

Result<> LogAnalyser::State::open()
{
    auto opened = requestlog::Reader::open(settings.databasePath);
    if (!opened)
        return tl::unexpected(opened.error());
    reader = std::move(*opened);
    auto connection = Database::open(settings.databasePath, storage::OpenMode::ReadOnly);
    if (!connection)
        return tl::unexpected(connection.error());
    database = std::make_unique<Database>(std::move(*connection));
    CallAnalyst::Sources sources;
    sources.readBody = [this](std::int64_t id) -> Result<std::string> {
        auto contents = reader->contents(id);
        if (!contents)
            return contents.error().code == base::ErrorCode::NotFound ? Result<std::string>(std::string())
                                                                      : tl::unexpected(contents.error());
        return asSent(id, std::move(contents->requestBody));
    };
    sources.readRecord = [this](std::int64_t id) -> Result<std::optional<CallRecord>> {
        auto rows = reader->rows({ id });
        if (!rows)
            return tl::unexpected(rows.error());
        return rows->empty() ? std::optional<CallRecord>() : std::optional(std::move(rows->front()));
    };
    sources.prices = settings.prices;
    analyst = std::make_unique<CallAnalyst>(models, std::move(sources), settings.index);
    auto from = database->integer("SELECT value FROM meta WHERE key = 'insight_below'");
    if (!from)
        return tl::unexpected(from.error());
    cursor = savedCursor = from->value_or(0);
    return {};
}

/** The log keeps the client's own body; what the provider's cache met may have had marks put into it. */
std::string LogAnalyser::State::asSent(std::int64_t id, std::string body)
{
    auto statement = database->cached("SELECT way FROM request_detail WHERE id = ?1");
    if (!statement)
        return body;
    (*statement)->bind(1, id);
    const std::string way((*statement)->step() ? (*statement)->text(0) : std::string_view());
    (*statement)->reset();
    if (way.find("\"splices\"") == std::string::npos)
        return body;
    auto sent = requestlog::bodyAsSent(body, requestlog::callWayFromJson(way));
    return sent ? *std::move(sent) : body;
}

Result<std::vector<std::int64_t>> LogAnalyser::State::idsOf(const std::string &sql)
{
    auto statement = database->prepare(sql);
    if (!statement)
        return tl::unexpected(statement.error());
    std::vector<std::int64_t> ids;
    while (statement->step())
        ids.push_back(statement->integer(0));
    if (!statement->ok())
        return tl::unexpected(statement->error());
    return ids;
}

/** The index as it was before the program ended: the newest analysed calls, oldest first. */
Result<> LogAnalyser::State::rebuild()
{
    {
        const std::lock_guard lock(mutex);
        status.rebuilding = true;
    }
    auto ids = idsOf(
        "SELECT id FROM request NOT INDEXED WHERE id <= " + std::to_string(cursor)
        + " AND (flags >> 8 & 31) NOT IN (0, 17) ORDER BY id DESC LIMIT " + std::to_string(settings.rebuiltFrom));
    if (!ids)
        return tl::unexpected(ids.error());
    std::reverse(ids->begin(), ids->end());
    for (const std::int64_t id : *ids) {
        if (isStopping())
            break;
        auto rows = reader->rows({ id });
        if (!rows)
            return tl::unexpected(rows.error());
        if (rows->empty())
            continue;
        if (auto kept = analyst->remember(rows->front()); !kept)
            return kept;
    }
    const std::lock_guard lock(mutex);
    status.rebuilding = false;
    return {};
}

Result<std::vector<LogAnalyser::State::Row>> LogAnalyser::State::rowsAfter(std::int64_t id)
{
    auto statement = database->cached("SELECT id, started_at, state, outcome, flags FROM request WHERE id > ?1 "
                                      "ORDER BY id LIMIT ?2");
    if (!statement)
        return tl::unexpected(statement.error());
    (*statement)->bind(1, id);
    (*statement)->bind(2, scannedAtOnce);
    std::vector<Row> rows;
    while ((*statement)->step()) {
        const std::int64_t outcome = (*statement)->integer(3), flags = (*statement)->integer(4);
        const bool open = (*statement)->integer(2) == 0;
        rows.push_back(
            { (*statement)->integer(0), (*statement)->integer(1), open,
              !open && (outcome == 1 || outcome == 3) && (flags >> 6 & 3) == 1 && (flags >> 8 & 31) == 0 });
    }
    if (!(*statement)->ok())
        return tl::unexpected((*statement)->error());
    (*statement)->reset();
    return rows;
}

/** Too far behind: what nobody will wait for is left out. */
Result<> LogAnalyser::State::passOver(std::int64_t newest)
{
    if (newest - cursor <= settings.mostPending)
        return {};
    const std::int64_t to = newest - settings.mostPending / 4;
    auto count = database->integer(
        "SELECT count(*) FROM request NOT INDEXED WHERE id > " + std::to_string(cursor)
        + " AND id <= " + std::to_string(to) + " AND " + unanalysed);
    if (!count)
        return tl::unexpected(count.error());
    cursor = to;
    const std::lock_guard lock(mutex);
    status.passedOver += count->value_or(0);
    return {};
}

Result<> LogAnalyser::State::follow()
{
    if (!found.empty() && !handOver())
        return {};
    if (database->isReplaced()) { // Numbers go on in the new file, so the place reached stays right.
        auto next = Database::open(settings.databasePath, storage::OpenMode::ReadOnly);
        if (!next)
            return tl::unexpected(next.error());
        *database = std::move(*next);
    }
    auto newest = database->integer("SELECT max(id) FROM request");
    if (!newest)
        return tl::unexpected(newest.error());
    note(newest->value_or(0));
    if (auto passed = passOver(newest->value_or(0)); !passed)
        return passed;
    bool more = true;
    while (more && !isStopping()) {
        auto rows = rowsAfter(cursor);
        if (!rows)
            return tl::unexpected(rows.error());
        const base::UnixMicros now = settings.clock->wall();
        std::vector<std::int64_t> wanted;
        std::int64_t reached = cursor;
        more = std::ssize(*rows) == scannedAtOnce;
        for (const Row &row : *rows) {
            const std::int64_t age = now - row.startedAt;
            const bool unsettled = age >= 0 && age < settings.settle.count() * microsPerSecond;
            if (unsettled || (row.isOpen && age < settings.longestWait.count() * microsPerSecond)) {
                more = false;
                break;
            }
            reached = row.id;
            if (row.wanted)
                wanted.push_back(row.id);
        }
        if (auto done = analyse(wanted); !done)
            return done;
        if (isStopping())
            return {};
        cursor = reached;
        if (!handOver())
            return {};
        note(newest->value_or(0));
    }
    const std::lock_guard lock(mutex);
    caughtUp = true;
    return {};
}

/** Calls that ended after the cursor had passed them. */
Result<> LogAnalyser::State::sweep()
{
    auto ids = idsOf(
        "SELECT id FROM request NOT INDEXED WHERE id <= " + std::to_string(cursor) + " AND id > "
        + std::to_string(cursor - lookedBack) + " AND " + unanalysed + " ORDER BY id");
    if (!ids)
        return tl::unexpected(ids.error());
    std::erase_if(*ids, [this](std::int64_t id) { return submitted.contains(id); });
    submitted.clear();
    if (auto done = analyse(*ids); !done)
        return done;
    (void)handOver();
    return {};
}

/** Now and then, when nothing else waits, and only if there were new calls. */
Result<> LogAnalyser::State::lookForProblems()
{
    const std::int64_t now = settings.clock->monotonic();
    const std::int64_t every = settings.problemsEvery.count() * microsPerSecond;
    const AnalysisStatus before = [this] {
        const std::lock_guard lock(mutex);
        return status;
    }();
    if (every == 0 || before.pending > scannedAtOnce || before.analysed == analysedAtProblems
        || (problemsAt != 0 && now - problemsAt < every))
        return {};
    problemsAt = now;
    analysedAtProblems = before.analysed;
    ProblemQuery query;
    query.isCancelled = [this] { return isStopping(); };
    auto looked = findProblems(*reader, models, *settings.prices(), query);
    if (!looked)
        return tl::unexpected(looked.error());
    {
        const std::lock_guard lock(mutex);
        problems = std::make_shared<const std::vector<LogProblem>>(*std::move(looked));
    }
    if (settings.changed)
        settings.changed();
    return {};
}

Result<> LogAnalyser::State::analyse(const std::vector<std::int64_t> &ids)
{
    for (const std::int64_t id : ids) {
        if (isStopping())
            return {};
        auto rows = reader->rows({ id });
        if (!rows)
            return tl::unexpected(rows.error());
        if (rows->empty() || !CallAnalyst::isAnalysed(rows->front()))
            continue;
        auto insight = analyst->analyse(rows->front());
        if (!insight)
            return tl::unexpected(insight.error());
        found.push_back(*std::move(insight));
        if (found.size() >= writtenAtOnce)
            (void)handOver();
    }
    return {};
}

/** To the log's writer. False: it has no room now; all is kept for the next time. */
bool LogAnalyser::State::handOver()
{
    if (found.empty() && cursor == savedCursor)
        return true;
    if (queue.isHalfFull() && found.size() < writtenAtOnce * 20)
        return false; // Calls come first.
    std::int64_t bytes = 256;
    for (const CallInsight &insight : found)
        bytes += static_cast<std::int64_t>(sizeof(CallInsight) + insight.facts.size() + insight.place.size());
    const auto insights = std::make_shared<const std::vector<CallInsight>>(found);
    const auto write = [insights, below = cursor](Database &to) -> Result<> {
        for (const CallInsight &insight : *insights)
            if (auto written = requestlog::writeInsight(to, insight); !written)
                return written;
        return to.execute(
            "INSERT INTO meta VALUES ('insight_below', " + std::to_string(below)
            + ") ON CONFLICT (key) DO UPDATE SET value = max(value, excluded.value)");
    };
    bool taken = false;
    {
        const Priority normal; // Its lock is one that calls take, too.
        taken = queue.submit(write, bytes);
    }
    if (!taken)
        return false;
    for (const CallInsight &insight : found)
        submitted.insert(insight.id);
    savedCursor = cursor;
    {
        const std::lock_guard lock(mutex);
        status.analysed += std::ssize(found);
    }
    const bool news = !found.empty();
    found.clear();
    if (news && settings.changed)
        settings.changed();
    return true;
}

void LogAnalyser::State::note(std::int64_t newest)
{
    const std::lock_guard lock(mutex);
    status.pending = std::max<std::int64_t>(newest - cursor, 0);
    status.rememberedPrompts = static_cast<std::int64_t>(analyst->index().prompts());
    status.indexBytes = static_cast<std::int64_t>(analyst->index().bytes());
}

void LogAnalyser::State::run()
{
    Priority::setLow();
    (void)::pthread_setname_np(::pthread_self(), "analysis");
    bool rebuilt = false;
    for (int tick = 0;; ++tick) {
        Result<> done;
        if (!reader)
            done = open();
        if (done && !rebuilt) {
            done = rebuild();
            rebuilt = done.has_value();
        }
        if (done)
            done = follow();
        if (done && tick % ticksBetweenSweeps == ticksBetweenSweeps - 1)
            done = sweep();
        if (done)
            done = lookForProblems();
        if (!done) // The file may be another one now (damage, set aside): begin anew with the next tick.
            reader.reset();
        std::unique_lock lock(mutex);
        status.problem = done ? std::string() : done.error().message;
        idle.notify_all();
        wake.wait_for(lock, settings.pace, [this] { return stopping; });
        if (stopping)
            return;
    }
}

LogAnalyser::LogAnalyser(std::unique_ptr<State> state)
    : m_state(std::move(state))
{ }

std::unique_ptr<LogAnalyser> LogAnalyser::start(storage::WriteQueue &queue, Settings settings)
{
    std::unique_ptr<LogAnalyser> analyser(new LogAnalyser(std::make_unique<State>(queue, std::move(settings))));
    analyser->m_state->thread = std::thread([state = analyser->m_state.get()] { state->run(); });
    return analyser;
}

LogAnalyser::~LogAnalyser()
{
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->stopping = true;
    }
    m_state->wake.notify_all();
    m_state->thread.join();
}

AnalysisStatus LogAnalyser::status() const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->status;
}

std::shared_ptr<const std::vector<LogProblem>> LogAnalyser::problems() const
{
    const std::lock_guard lock(m_state->mutex);
    return m_state->problems;
}

bool LogAnalyser::waitUntilIdle(std::chrono::milliseconds timeout)
{
    std::unique_lock lock(m_state->mutex);
    m_state->caughtUp = false;
    return m_state->idle.wait_for(lock, timeout, [this] { return m_state->caughtUp; });
}

} // namespace cachescope::insight

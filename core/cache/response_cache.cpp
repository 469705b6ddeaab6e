// SPDX-License-Identifier: MIT
#include "cache/response_cache.h"

#include "base/redact.h"
#include "cache/background.h"
#include "cache/disk_store.h"
#include "cache/memory_tier.h"
#include "cache/refusals.h"
#include "cache/withheld.h"
#include "providers/answer.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <mutex>
#include <utility>

namespace cachescope::cache {

namespace {

using base::Digest;
using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::seconds;

constexpr std::chrono::milliseconds longestStart{ 50 };
constexpr std::chrono::milliseconds hitsDelay{ 1000 };
/** So long is an invalidation held against answers that come from the team: they are known here only when they
 * come. */
constexpr std::chrono::hours longestShared{ 24 * 30 };
/** A date may lie this far ahead before the clock counts as set back. */
constexpr microseconds clockSlack = seconds(60);

/** The rough weight of a job that is only a digest. */
constexpr std::int64_t smallJobBytes = 128;

} // namespace

/** What jobs and the reader share; outlives the cache while a job waits in the queue. */
struct Shared
{
    explicit Shared(ResponseCache::Settings settings)
        : memory(settings.memoryBytes)
        , maxBytes(settings.maxBytes)
    { }
    MemoryTier memory;
    DiskIndex index;
    std::atomic<std::int64_t> maxBytes;
    std::atomic<std::int64_t> diskEvictions{ 0 }, damaged{ 0 }, withheld{ 0 };
};

struct ResponseCache::State
{
    State(storage::WriteQueue &writes, const base::Clock &time, Settings settings, std::unique_ptr<SharedTier> tier)
        : queue(writes)
        , clock(time)
        , shared(std::make_shared<Shared>(settings))
        , team(std::move(tier))
        , background([this] { flushHits(); })
    { }

    storage::WriteQueue &queue;
    const base::Clock &clock;
    const std::shared_ptr<Shared> shared;
    Refusals refusals;
    std::function<void(const Entry &)> storedHook;
    std::atomic<bool> stopping{ false };
    mutable std::mutex messageMutex;
    std::string message;
    std::unique_ptr<storage::Database> reader; ///< The background thread's own.
    const std::unique_ptr<SharedTier> team; ///< Null: this machine's answers only. Its threads use what is above.
    Background background; ///< Last: its thread uses everything above.

    bool isFresh(base::UnixMicros storedAt, base::UnixMicros expiresAt) const;
    std::int64_t deadlineOf(const Entry &entry) const;
    Found lookUp(const Digest &canonical);

    void load();
    EntryPointer read(const Digest &canonical);
    EntryPointer adopt(EntryPointer entry);
    storage::Database *openReader();
    void report(const base::Error &error);
    void removeFromDisk(const Digest &canonical);
    void offerAgain(const std::vector<EntryRow> &rows);
    void write(const EntryPointer &entry);
    void trimDisk();
    void flushHits();
};

/** Dates alone decide, and an entry from the future never is fresh: a clock that was set back must not make entries
 * eternal. */
bool ResponseCache::State::isFresh(base::UnixMicros storedAt, base::UnixMicros expiresAt) const
{
    const base::UnixMicros now = clock.wall();
    return storedAt <= now + clockSlack.count() && now < expiresAt;
}

/** Memory also counts real time, which no clock setting changes. */
std::int64_t ResponseCache::State::deadlineOf(const Entry &entry) const
{
    const std::int64_t lifetime = entry.expiresAt - entry.storedAt;
    const std::int64_t left = std::clamp<std::int64_t>(entry.expiresAt - clock.wall(), 0, lifetime);
    return clock.monotonic() + left;
}

ResponseCache::Found ResponseCache::State::lookUp(const Digest &canonical)
{
    Found found;
    if (MemoryTier::Hit hit = shared->memory.find(canonical); hit.entry) {
        const base::UnixMicros now = clock.wall();
        const bool fresh = isFresh(hit.entry->storedAt, hit.entry->expiresAt) && clock.monotonic() < hit.deadline;
        found.freshness = fresh ? Freshness::Fresh : Freshness::Stale;
        found.age = duration_cast<seconds>(microseconds(std::max<std::int64_t>(0, now - hit.entry->storedAt)));
        found.timeLeft = duration_cast<seconds>(
            microseconds(std::max<std::int64_t>(0, fresh ? hit.entry->expiresAt - now : 0)));
        found.entry = std::move(hit.entry);
        return found;
    }
    const auto record = shared->index.find(canonical);
    if (record && record->written) {
        const bool fresh = !record->stale && isFresh(record->storedAt, record->expiresAt);
        found.freshness = fresh ? Freshness::Fresh : Freshness::Stale;
        found.onDisk = true;
    } else if (!record && team && team->isReachable()) {
        found.freshness = Freshness::Fresh; // Perhaps; fetch() will tell.
        found.onDisk = true;
    }
    return found;
}

void ResponseCache::State::report(const base::Error &error)
{
    const std::scoped_lock lock(messageMutex);
    message = "Cached answers on disk cannot be read, memory serves alone: " + error.message;
}

storage::Database *ResponseCache::State::openReader()
{
    if (reader && reader->isReplaced())
        reader.reset();
    if (!reader) {
        auto opened = storage::Database::open(queue.path(), storage::OpenMode::ReadOnly);
        if (!opened) {
            report(opened.error());
            return nullptr;
        }
        reader = std::make_unique<storage::Database>(std::move(*opened));
    }
    return reader.get();
}

void ResponseCache::State::load()
{
    storage::Database *database = openReader();
    if (database == nullptr) {
        shared->index.endLoading();
        return;
    }
    const auto done = readIndex(*database, [this](const Digest &canonical, const DiskRecord &record) {
        shared->index.load(canonical, record);
        return !stopping.load(std::memory_order_relaxed);
    });
    shared->index.endLoading();
    if (!done) {
        report(done.error());
        reader.reset();
    }
    if (shared->index.bytes() > shared->maxBytes)
        trimDisk();
}

EntryPointer ResponseCache::State::read(const Digest &canonical)
{
    const auto record = shared->index.find(canonical);
    if (stopping || !record || !record->written || record->stale)
        return {};
    storage::Database *database = openReader();
    if (database == nullptr)
        return {};
    auto found = getEntry(*database, canonical);
    if (!found && found.error().code == base::ErrorCode::Corrupt) {
        ++shared->damaged;
        shared->index.eraseIf(canonical, record->token);
        removeFromDisk(canonical);
        return {};
    }
    if (!found) {
        report(found.error());
        reader.reset(); // The next read tries a new connection.
        return {};
    }
    {
        const std::scoped_lock lock(messageMutex);
        message.clear();
    }
    if (!*found) { // Removed by another program, or its transaction was rolled back.
        shared->index.eraseIf(canonical, record->token);
        return {};
    }
    const auto entry = std::make_shared<const Entry>(std::move(**found));
    shared->memory.insertIfAbsent(entry, deadlineOf(*entry));
    // Removed while it was read: it must not come back. (remove() clears the index first, then the memory.)
    if (!shared->index.holds(canonical, record->token)) {
        shared->memory.removeExactly(entry);
        return {};
    }
    return entry;
}

/** Takes an answer of another member in, unless what was invalidated here would come back by it. */
EntryPointer ResponseCache::State::adopt(EntryPointer entry)
{
    if (!entry || stopping || !isFresh(entry->storedAt, entry->expiresAt) || refusals.refuses(*entry, clock.wall()))
        return {};
    shared->memory.insertIfAbsent(entry, deadlineOf(*entry));
    return entry;
}

void ResponseCache::State::removeFromDisk(const Digest &canonical)
{
    queue.submit(
        [canonical](storage::Database &database) { return removeEntry(database, canonical); }, smallJobBytes);
}

/** What was taken back is the team's again, too: setting it aside deleted it there. */
void ResponseCache::State::offerAgain(const std::vector<EntryRow> &rows)
{
    if (!team)
        return;
    for (const EntryRow &row : rows) {
        if (row.state != EntryState::Live || !isFresh(row.storedAt, row.expiresAt))
            continue;
        background.run([this, canonical = row.canonical] {
            storage::Database *const database = stopping ? nullptr : openReader();
            if (database == nullptr)
                return;
            if (auto found = getEntry(*database, canonical); found && *found)
                team->put(std::make_shared<const Entry>(std::move(**found)));
        });
    }
}

/** Queues the entry's way to the disk. */
void ResponseCache::State::write(const EntryPointer &entry)
{
    const Digest canonical = entry->canonical;
    const std::uint64_t token = shared->index.announce(canonical, entry->storedAt, entry->expiresAt);
    if (static_cast<std::int64_t>(entry->body.size()) > shared->maxBytes) {
        shared->index.eraseIf(canonical, token);
        removeFromDisk(canonical); // An older, smaller answer to the same question.
        return;
    }
    const auto job = [common = shared, entry, token](storage::Database &database) -> base::Result<> {
        if (!common->index.holds(entry->canonical, token))
            return {}; // Removed or replaced while it waited.
        if (assembledHoldsSecret(*entry)) {
            ++common->withheld;
            common->index.eraseIf(entry->canonical, token);
            common->memory.removeExactly(entry);
            return removeEntry(database, entry->canonical);
        }
        const auto bytes = putEntry(database, *entry);
        if (!bytes)
            return tl::unexpected(bytes.error());
        common->index.markWritten(entry->canonical, token, *bytes);
        return {};
    };
    const auto dropped = [common = shared, canonical, token] { common->index.eraseIf(canonical, token); };
    if (!queue.submit(job, memoryBytes(*entry), dropped))
        dropped();
    if (shared->index.bytes() + memoryBytes(*entry) > shared->maxBytes)
        trimDisk();
}

/** Makes room for a tenth, so that it is not done for every entry. */
void ResponseCache::State::trimDisk()
{
    const auto job = [common = shared, now = clock.wall()](storage::Database &database) -> base::Result<> {
        const std::int64_t limit = common->maxBytes;
        if (common->index.bytes() <= limit)
            return {};
        for (const Digest &victim : common->index.takeVictims(limit - limit / 10, now)) {
            ++common->diskEvictions;
            if (auto done = removeEntry(database, victim); !done)
                return done;
        }
        return {};
    };
    queue.submit(job, smallJobBytes);
}

void ResponseCache::State::flushHits()
{
    auto hits = shared->index.takeHits();
    if (hits.empty())
        return;
    const auto bytes = static_cast<std::int64_t>(hits.size() * sizeof hits.front());
    queue.submit(
        [saved = std::move(hits)](storage::Database &database) { return saveHits(database, saved); }, bytes);
}

ResponseCache::ResponseCache(std::unique_ptr<State> state)
    : m_state(std::move(state))
{ }

base::Result<std::unique_ptr<ResponseCache>> ResponseCache::create(
    storage::WriteQueue &queue, const base::Clock &clock, Settings settings, std::unique_ptr<SharedTier> team)
{
    auto state = std::make_unique<State>(queue, clock, settings, std::move(team));
    if (state->team)
        state->refusals.rememberFor(longestShared);
    auto loaded = std::make_shared<std::promise<void>>();
    State *const raw = state.get();
    raw->background.run([raw, loaded] {
        raw->load();
        loaded->set_value();
    });
    loaded->get_future().wait_for(longestStart);
    return std::unique_ptr<ResponseCache>(new ResponseCache(std::move(state)));
}

ResponseCache::~ResponseCache()
{
    m_state->stopping = true;
}

ResponseCache::Found ResponseCache::find(const Digest &canonical)
{
    return m_state->lookUp(canonical);
}

void ResponseCache::fetch(const Digest &canonical, std::function<void(EntryPointer)> done)
{
    State *const state = m_state.get();
    if (state->team && !state->shared->index.find(canonical)) {
        state->team->get(canonical, [state, done = std::move(done)](EntryPointer entry) {
            done(state->adopt(std::move(entry)));
        });
        return;
    }
    m_state->background.run([state, canonical, done = std::move(done)] { done(state->read(canonical)); });
}

bool ResponseCache::store(Entry entry)
{
    if (entry.storedAt == 0)
        entry.storedAt = m_state->clock.wall();
    if (entry.expiresAt <= entry.storedAt)
        return false;
    if (m_state->refusals.refuses(entry, m_state->clock.wall()))
        return false;
    if (holdsSecret(entry)) {
        ++m_state->shared->withheld;
        return false;
    }
    entry.firstText = base::redactText(std::move(entry.firstText));
    entry.promptText = base::redactText(std::move(entry.promptText));
    const auto shared = std::make_shared<const Entry>(std::move(entry));
    m_state->write(shared); // First the index, then memory: read() relies on that order.
    m_state->shared->memory.insert(shared, m_state->deadlineOf(*shared));
    if (m_state->storedHook)
        m_state->storedHook(*shared);
    if (m_state->team)
        m_state->team->put(shared);
    return true;
}

bool ResponseCache::hasTeam() const
{
    return m_state->team != nullptr;
}

void ResponseCache::takeTurn(
    const Digest &canonical, std::chrono::milliseconds longest, std::function<void(Turn)> done)
{
    if (!m_state->team) {
        done({});
        return;
    }
    State *const state = m_state.get();
    state->team->takeTurn(canonical, longest, [state, done = std::move(done)](Turn turn) {
        if (turn.kind == Turn::Kind::Answered) {
            turn.entry = state->adopt(std::move(turn.entry));
            if (!turn.entry)
                turn.kind = Turn::Kind::Alone;
        }
        done(std::move(turn));
    });
}

void ResponseCache::endTurn(const Digest &canonical, std::string token)
{
    if (m_state->team)
        m_state->team->endTurn(canonical, std::move(token));
}

void ResponseCache::tellTeam(const std::string &text)
{
    if (m_state->team)
        m_state->team->tell(text);
}

void ResponseCache::listenToTeam(SharedTier::Listener listener)
{
    if (m_state->team)
        m_state->team->listen(std::move(listener));
}

void ResponseCache::forgetShared()
{
    MemoryTier &memory = m_state->shared->memory;
    for (const EntryPointer &entry : memory.select([](const Entry &) { return true; })) {
        if (!m_state->shared->index.find(entry->canonical))
            memory.removeExactly(entry);
    }
}

void ResponseCache::forgetShared(const Selector &selector, base::UnixMicros storedUntil)
{
    const base::UnixMicros now = m_state->clock.wall();
    const auto found = m_state->shared->memory.select([&](const Entry &entry) {
        const std::string tags = joinedTags(entry);
        return entry.storedAt <= storedUntil && selector.matches(factsOf(entry, tags), now);
    });
    for (const EntryPointer &entry : found) {
        if (m_state->shared->index.find(entry->canonical))
            continue; // Ours, or on its way to our disk.
        m_state->shared->memory.removeExactly(entry);
        if (m_state->team)
            m_state->team->erase({ entry->canonical });
    }
}

void ResponseCache::setStoredHook(std::function<void(const Entry &)> hook)
{
    m_state->storedHook = std::move(hook);
}

void ResponseCache::recordHit(const Digest &canonical)
{
    if (m_state->shared->index.countHit(canonical, m_state->clock.wall()))
        m_state->background.wakeAfter(hitsDelay);
}

void ResponseCache::remove(const Digest &canonical)
{
    m_state->shared->index.erase(canonical);
    m_state->shared->memory.remove(canonical);
    m_state->removeFromDisk(canonical);
    if (m_state->team)
        m_state->team->erase({ canonical });
    m_state->queue.truncateLogAfterCommit(); // Gone from all files, not only from the table.
}

void ResponseCache::clear()
{
    m_state->shared->index.clear();
    m_state->shared->memory.clear();
    m_state->queue.submit(removeAllEntries, smallJobBytes);
    m_state->queue.truncateLogAfterCommit();
}

void ResponseCache::setAside(const std::vector<Digest> &canonicals, EntryState state)
{
    for (const Digest &canonical : canonicals) {
        if (state == EntryState::Stale)
            m_state->shared->index.markStale(canonical);
        else
            m_state->shared->index.erase(canonical);
        m_state->shared->memory.remove(canonical);
    }
    if (m_state->team)
        m_state->team->erase(canonicals);
}

void ResponseCache::restore(const std::vector<EntryRow> &rows)
{
    for (const EntryRow &row : rows) {
        DiskRecord record;
        record.storedAt = row.storedAt;
        record.expiresAt = row.expiresAt;
        record.lastHitAt = row.lastHitAt;
        record.hits = row.hits;
        record.bytes = row.bytes;
        record.stale = row.state == EntryState::Stale;
        record.pinned = row.pinned;
        m_state->shared->index.restore(row.canonical, record);
    }
    m_state->offerAgain(rows);
}

std::int64_t ResponseCache::setAsideInMemory(
    const Selector &selector, const std::set<Digest> &kept, base::UnixMicros storedUntil)
{
    const base::UnixMicros now = m_state->clock.wall();
    const auto found = m_state->shared->memory.select([&](const Entry &entry) {
        const std::string tags = joinedTags(entry);
        return entry.storedAt <= storedUntil && !kept.contains(entry.canonical)
            && selector.matches(factsOf(entry, tags), now);
    });
    std::int64_t removed = 0;
    for (const EntryPointer &entry : found) {
        // What is on disk was judged there, with its hits and its pin.
        if (const auto record = m_state->shared->index.find(entry->canonical); record && record->written)
            continue;
        m_state->shared->index.erase(entry->canonical);
        m_state->shared->memory.removeExactly(entry);
        if (m_state->team)
            m_state->team->erase({ entry->canonical });
        ++removed;
    }
    return removed;
}

void ResponseCache::refuseOlder(const std::string &id, const Selector &selector, base::UnixMicros at)
{
    m_state->refusals.add(id, selector, at);
}

void ResponseCache::acceptAgain(const std::string &id)
{
    m_state->refusals.remove(id);
}

void ResponseCache::setPinned(const Digest &canonical, bool pinned)
{
    m_state->shared->index.setPinned(canonical, pinned);
}

void ResponseCache::setSettings(Settings settings)
{
    m_state->shared->memory.setLimit(settings.memoryBytes);
    m_state->shared->maxBytes = settings.maxBytes;
    if (m_state->shared->index.bytes() > settings.maxBytes)
        m_state->trimDisk();
}

CacheStatus ResponseCache::status() const
{
    const Shared &shared = *m_state->shared;
    CacheStatus status;
    status.entries = shared.index.entries();
    status.bytes = shared.index.bytes();
    status.memoryEntries = shared.memory.entries();
    status.memoryBytes = shared.memory.bytes();
    status.evictions = shared.diskEvictions + shared.memory.evictions();
    status.rejectedDamaged = shared.damaged;
    status.withheldSecrets = shared.withheld;
    {
        const std::scoped_lock lock(m_state->messageMutex);
        status.message = m_state->message;
    }
    if (m_state->team) {
        status.team = m_state->team->status();
        if (status.message.empty())
            status.message = status.team.message;
    }
    if (const storage::WriteStatus writes = m_state->queue.status();
        status.message.empty() && writes.state == storage::WriteStatus::State::Degraded)
        status.message = "Answers are cached in memory only: " + writes.message;
    return status;
}

std::shared_ptr<const std::string> ResponseCache::inForm(
    const EntryPointer &entry, const providers::CallFacts &facts)
{
    const bool usageMatters = entry->api == providers::Api::OpenAiChat && facts.form == providers::AnswerForm::Sse;
    const bool includeUsage = usageMatters && facts.includeUsage;
    if (entry->form == facts.form && (!usageMatters || entry->includeUsage == includeUsage))
        return { entry, &entry->body };
    if (!entry->contentEncoding.empty())
        return {};
    if (const auto known = m_state->shared->memory.variant(entry, facts.form, includeUsage))
        return known->text;

    std::optional<std::string> text = entry->form == providers::AnswerForm::Json
        ? entry->body
        : providers::streamToJson(entry->api, entry->body);
    if (text && facts.form != providers::AnswerForm::Json) {
        // A usage chunk that was asked for cannot be made up.
        const bool known = !includeUsage || entry->usage.source == providers::UsageSource::Reported;
        text = known ? providers::jsonToStream(facts, *text) : std::nullopt;
    }
    MemoryTier::Variant variant{ facts.form, includeUsage, nullptr };
    if (text)
        variant.text = std::make_shared<const std::string>(std::move(*text));
    auto result = variant.text;
    m_state->shared->memory.addVariant(entry, std::move(variant));
    return result;
}

} // namespace cachescope::cache

// SPDX-License-Identifier: MIT
#include "insight/call_analyst.h"

#include "insight/extra_cost.h"
#include "insight/insight_facts.h"
#include "insight/rule_of_reason.h"
#include "prompt/cache_points.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>

namespace cachescope::insight {

namespace {

using base::Result;
using providers::CachingMode;
using providers::CachingRules;
using requestlog::CallInsight;
using requestlog::CallRecord;
using requestlog::Outcome;
using namespace std::chrono_literals;
using std::chrono::seconds;

constexpr int leastVotes = 3; ///< Of eight marks of a sketch: prompts of one make.
constexpr std::size_t mostCandidates = 4;
constexpr std::size_t mostFamilyMarks = 2'000'000;
constexpr std::size_t mostSessions = 500'000;

/** Whose cache: entries are private to an account at an upstream. */
std::uint64_t accountOf(const CallRecord &record)
{
    return mixed(hashOf(record.start.upstream), hashOf(record.start.credential));
}
std::uint64_t scopeOf(const CallRecord &record)
{
    return mixed(accountOf(record), hashOf(record.start.model));
}
std::uint64_t sessionOf(const CallRecord &record)
{
    return mixed(accountOf(record), hashOf("session " + record.start.session));
}
IndexedCall indexed(const CallRecord &record)
{
    const base::UnixMicros start = record.start.startedAt;
    const std::int64_t first = std::max(record.end.firstByteMicros, record.end.firstTokenMicros);
    return { record.start.id, start, start + (first >= 0 ? first : record.end.totalMicros) };
}

/** Provider's tokens for one of ours: what it reported for the whole input against our count of it. */
double scaleOf(const CallRecord &record, const KnownPrompt &call)
{
    const auto reported = static_cast<double>(record.end.usage.tokens.input());
    const auto counted = static_cast<double>(call.layout.total);
    return counted > 0 && reported > 0 ? std::clamp(reported / counted, 0.25, 4.0) : 1.0;
}

std::int64_t scaled(std::int64_t tokens, double scale)
{
    return std::llround(static_cast<double>(tokens) * scale);
}

bool whiteSpaceOnly(const Reuse &reuse)
{
    for (const prompt::ComparedBlock &block : reuse.comparison.blocks) {
        if (!block.b || *block.b != reuse.shared)
            continue;
        if (block.relation != prompt::Relation::Reordered)
            return false;
        return std::all_of(block.lines.begin(), block.lines.end(), [](const prompt::ComparedLine &line) {
            return line.kind != prompt::ComparedLine::Kind::Changed || line.changedB.empty();
        });
    }
    return false;
}

/** What kind of block the first difference stands in. */
requestlog::MissReason placeOf(const Reuse &reuse, const KnownPrompt &earlier, const KnownPrompt &later)
{
    const auto kindAt = [&](const KnownPrompt &call) {
        const auto &segments = call.prompt->segments();
        return reuse.shared < segments.size() ? segments[reuse.shared].kind : prompt::SegmentKind::Message;
    };
    const auto a = kindAt(earlier), b = kindAt(later);
    const auto either = [&](prompt::SegmentKind kind) { return a == kind || b == kind; };
    if (either(prompt::SegmentKind::Schema))
        return requestlog::MissReason::Parameters;
    if (either(prompt::SegmentKind::Tool))
        return requestlog::MissReason::Tools;
    return either(prompt::SegmentKind::System) ? requestlog::MissReason::System : requestlog::MissReason::History;
}

bool speaksOfSummary(std::string_view text)
{
    std::string lower(text.substr(0, 2'000));
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    constexpr std::string_view words[] = { "summar",
                                           "compact",
                                           "condensed",
                                           "conversation so far",
                                           "earlier conversation",
                                           "previous conversation",
                                           "zusammenfass" };
    return std::any_of(std::begin(words), std::end(words), [&](std::string_view word) {
        return lower.find(word) != std::string::npos;
    });
}

/** Something of the earlier conversation goes on: a later message is still there, or the new beginning says that it
 * sums it up. Else it is another conversation. */
bool goesOn(const Reuse &reuse, const KnownPrompt &later)
{
    const auto &segments = later.prompt->segments();
    for (const prompt::ComparedBlock &block : reuse.comparison.blocks) {
        const bool message
            = block.b && *block.b >= reuse.shared && segments[*block.b].kind == prompt::SegmentKind::Message;
        const bool same = block.relation == prompt::Relation::Equal || block.relation == prompt::Relation::Moved;
        if (message && ((same && block.a) || speaksOfSummary(segments[*block.b].text.text())))
            return true;
    }
    return false;
}

/** Much shorter, and most of the earlier past is gone: a summary took its place. */
bool isCompacted(const Reuse &reuse, const KnownPrompt &earlier, const KnownPrompt &later)
{
    constexpr std::int64_t leastDropped = 500;
    const auto inPast = reuse.shared < earlier.prompt->segments().size()
        && earlier.prompt->segments()[reuse.shared].kind == prompt::SegmentKind::Message;
    return inPast && reuse.dropped >= leastDropped && reuse.dropped * 10 >= reuse.history * 6
        && later.layout.total * 10 < earlier.layout.total * 8 && goesOn(reuse, later);
}

} // namespace

struct CallAnalyst::Candidate
{
    CallRecord record;
    std::shared_ptr<const KnownPrompt> prompt;
    Reuse reuse;
    bool sameModel = true;
    seconds idle{ 0 }, lifetime{ 0 }, longest{ 0 };
    bool lifetimePublished = true, ready = true;

    bool isAlive() const { return idle <= std::max(lifetime, longest) && ready; }
};

CallAnalyst::CallAnalyst(const tokens::ModelTable &models, Sources sources, PrefixIndex::Limits limits)
    : m_models(models)
    , m_sources(std::move(sources))
    , m_prompts(models, m_sources.readBody)
    , m_index(limits)
{ }
CallAnalyst::~CallAnalyst() = default;

bool CallAnalyst::isAnalysed(const CallRecord &record)
{
    const requestlog::CallEnd &end = record.end;
    const bool upstream = end.outcome == Outcome::Miss || end.outcome == Outcome::Bypass;
    return upstream && end.state != requestlog::CallState::Open
        && end.usage.source == providers::UsageSource::Reported && end.usage.tokens.input() > 0
        && prompt::formOf(record.start.api).has_value();
}

/** Ids of earlier calls that may explain this one, each once: same beginning, same session, same make. */
std::vector<std::int64_t> CallAnalyst::candidates(const CallRecord &record, const KnownPrompt &call)
{
    std::vector<std::int64_t> ids;
    const auto add = [&](std::int64_t id) {
        if (id > 0 && id != record.start.id && std::ranges::find(ids, id) == ids.end()
            && ids.size() < mostCandidates)
            ids.push_back(id);
    };
    if (const auto match = m_index.best(scopeOf(record), call.stream.ids))
        add(match->call.id);
    if (!record.start.session.empty())
        if (const auto found = m_sessions.find(sessionOf(record)); found != m_sessions.end())
            add(found->second);
    std::map<std::int64_t, int, std::greater<>> votes; // Newest first.
    for (const std::uint64_t mark : call.sketch) {
        if (const auto found = m_families.find(mixed(accountOf(record), mark)); found != m_families.end())
            for (const std::int64_t id : found->second.ids)
                ++votes[id];
    }
    for (const auto &[id, count] : votes)
        if (count >= leastVotes)
            add(id);
    return ids;
}

Result<std::optional<CallAnalyst::Candidate>> CallAnalyst::look(
    std::int64_t id, const CallRecord &record, const KnownPrompt &call, const CachingRules &rules)
{
    auto row = m_sources.readRecord(id);
    if (!row)
        return tl::unexpected(row.error());
    if (!*row || (*row)->start.api != record.start.api)
        return std::optional<Candidate>();
    auto prompt = m_prompts.get(id, record.start.api, record.start.model);
    if (!prompt)
        return tl::unexpected(prompt.error());
    if (!*prompt)
        return std::optional<Candidate>();
    Candidate candidate;
    candidate.record = **std::move(row);
    candidate.prompt = *std::move(prompt);
    candidate.reuse = reuseOf(*candidate.prompt, call, rules);
    candidate.sameModel = candidate.record.start.model == record.start.model;
    noteTimes(candidate, record, rules);
    return std::optional(std::move(candidate));
}

/** When the candidate's entry was last used, how long such an entry lives, and whether it could be read yet. */
void CallAnalyst::noteTimes(Candidate &candidate, const CallRecord &record, const CachingRules &rules) const
{
    const KnownPrompt &earlier = *candidate.prompt;
    std::size_t depth = earlier.stream.ids.size();
    candidate.lifetime = rules.timesToLive.empty() ? seconds(5min) : rules.timesToLive.front();
    candidate.lifetimePublished = !rules.timesToLive.empty();
    for (const prompt::CachePoint &point : prompt::cachePoints(*earlier.prompt, earlier.layout)) {
        if (!point.mark)
            continue;
        depth = earlier.stream.ends[point.segment];
        candidate.lifetime = *point.mark;
    }
    const bool promised = rules.mode == CachingMode::Explicit; // Others keep longer when they can.
    if (!promised)
        candidate.longest = rules.exactAtBreakpoint ? seconds(24h) : std::max<seconds>(candidate.lifetime, 1h);
    if (earlier.prompt->parameters().promptCacheRetention == "24h") {
        candidate.lifetime = std::max<seconds>(candidate.lifetime, 30min);
        candidate.longest = 24h;
    }
    const std::uint64_t scope = scopeOf(candidate.record);
    const base::UnixMicros now = record.start.startedAt;
    const IndexedCall used = m_index.newestSharing(scope, earlier.stream.ids, depth);
    const base::UnixMicros last = std::max(used.startedAt, candidate.record.start.startedAt);
    // Up to the next second: an entry of five minutes is gone after five minutes and a bit.
    candidate.idle = std::chrono::ceil<seconds>(std::chrono::microseconds(std::max<std::int64_t>(0, now - last)));
    candidate.ready = indexed(candidate.record).readyAt <= now
        || m_index.newestReady(scope, earlier.stream.ids, depth, now).id != 0;
}

Result<std::optional<CallAnalyst::Candidate>> CallAnalyst::choose(
    const CallRecord &record, const KnownPrompt &call, const CachingRules &rules)
{
    std::vector<Candidate> found;
    for (const std::int64_t id : candidates(record, call)) {
        auto candidate = look(id, record, call, rules);
        if (!candidate)
            return tl::unexpected(candidate.error());
        if (*candidate && (*candidate)->reuse.sameText > 0)
            found.push_back(**std::move(candidate));
    }
    if (found.empty())
        return std::optional<Candidate>();
    std::int64_t most = 0;
    const bool anySame
        = std::ranges::any_of(found, [](const Candidate &one) { return one.sameModel && one.reuse.couldRead > 0; });
    for (const Candidate &one : found)
        if (one.sameModel || !anySame)
            most = std::max(most, one.reuse.couldRead);
    // Of those that offered about as much: one that could be read as it was, then the newest.
    const auto rank = [&](const Candidate &one) {
        const bool fits = one.sameModel || !anySame;
        const bool much = one.reuse.couldRead * 20 >= most * 19;
        const bool whole = much && one.isAlive() && one.reuse.readable * 20 >= most * 19;
        return std::tuple(
            fits, much, whole, one.reuse.couldRead > 0 ? 0 : one.reuse.sameText, one.record.start.startedAt);
    };
    const auto best = std::ranges::max_element(
        found, [&](const Candidate &a, const Candidate &b) { return rank(a) < rank(b); });
    return std::optional(std::move(*best));
}

Evidence CallAnalyst::evidenceOf(
    const CallRecord &record, const KnownPrompt &call, const CachingRules &rules, const Candidate *earlier) const
{
    const double scale = scaleOf(record, call);
    Evidence evidence;
    evidence.input = record.end.usage.tokens.input();
    evidence.reported = record.end.usage.tokens.cacheRead;
    evidence.minimum = rules.minimumTokens;
    evidence.step = rules.incrementTokens;
    evidence.exactCount = call.layout.exact;
    evidence.caches = rules.mode != CachingMode::None || evidence.reported > 0;
    evidence.asks = asksForCaching(call, rules);
    evidence.rulesPublished = rules.unverified.empty() && (rules.minimumTokens > 0 || rules.incrementTokens > 0);
    evidence.rememberedAll = m_index.evicted() == 0;
    if (earlier == nullptr)
        return evidence;
    const Reuse &reuse = earlier->reuse;
    evidence.hasEarlier = true;
    evidence.otherModel = !earlier->sameModel;
    evidence.readable = scaled(reuse.readable, scale);
    evidence.couldRead = scaled(reuse.couldRead, scale);
    evidence.sameText = scaled(reuse.sameText, scale);
    evidence.idle = earlier->idle;
    evidence.lifetime = earlier->lifetime;
    evidence.longestLifetime = earlier->longest;
    evidence.lifetimePublished = earlier->lifetimePublished;
    evidence.ready = earlier->ready;
    evidence.differs = reuse.differs;
    evidence.where = placeOf(reuse, *earlier->prompt, call);
    evidence.whiteSpaceOnly = whiteSpaceOnly(reuse);
    const ParameterChange change = parameterChange(*earlier->prompt->prompt, *call.prompt);
    evidence.parameters = !change.names.empty() && change.from < reuse.limit && change.from <= reuse.shared;
    evidence.parametersPublished = change.published;
    evidence.compacted
        = earlier->record.start.session == record.start.session && isCompacted(reuse, *earlier->prompt, call);
    return evidence;
}

Result<CallInsight> CallAnalyst::analyse(const CallRecord &record)
{
    CallInsight insight;
    insight.id = record.start.id;
    insight.startedAt = record.start.startedAt;
    insight.reported = record.end.usage.tokens.cacheRead;
    auto prompt = m_prompts.get(record.start.id, record.start.api, record.start.model);
    if (!prompt)
        return tl::unexpected(prompt.error());
    if (!*prompt) {
        insight.reason = MissReason::NoBody;
        insight.facts = factsToJson({});
        return insight;
    }
    const auto book = m_sources.prices();
    const CachingRules rules = providers::cachingRules(*book, record.start.upstream, record.start.model);
    auto earlier = choose(record, **prompt, rules);
    if (!earlier)
        return tl::unexpected(earlier.error());
    const Candidate *const with = *earlier ? &**earlier : nullptr;
    const Evidence evidence = evidenceOf(record, **prompt, rules, with);
    const Judgement verdict = judge(evidence);
    insight.reason = verdict.reason;
    insight.certainty = verdict.certainty;
    insight.predicted = verdict.predicted;
    insight.again = verdict.again;
    if (verdict.again > 0)
        insight.extra = extraCost(record, verdict.again, *book);
    describe(insight, record, **prompt, with, evidence);
    keep(record, **prompt);
    return insight;
}

void CallAnalyst::describe(
    CallInsight &insight, const CallRecord &record, const KnownPrompt &call, const Candidate *earlier,
    const Evidence &evidence) const
{
    Facts facts;
    if (const auto provider = readDiagnostics(record.end.diagnosticsJson)) {
        facts.providerWord = provider->word;
        insight.providerSays = agree(*provider, insight.reason) ? requestlog::ProviderSays::Agrees
                                                                : requestlog::ProviderSays::Differs;
    }
    if (earlier != nullptr) {
        insight.comparedWith = earlier->record.start.id;
        noteDifference(facts, insight, *earlier->prompt, call, earlier->reuse, scaleOf(record, call));
        facts.idleSeconds = evidence.idle.count();
        facts.lifetimeSeconds = evidence.lifetime.count();
        facts.modelBefore = earlier->sameModel ? std::string() : earlier->record.start.model;
        facts.parameters = parameterChange(*earlier->prompt->prompt, *call.prompt).names;
        const auto book = m_sources.prices();
        const RuleQuestion question{ *earlier->prompt,   call,
                                     earlier->reuse,     record.start.upstream,
                                     record.start.model, evidence.idle.count(),
                                     facts.parameters };
        RuleOfReason rule = ruleOf(insight.reason, question, m_models, *book);
        insight.rule = std::move(rule.id);
        facts.fix = std::move(rule.fix);
        facts.fixIsSafe = rule.safe;
    }
    facts.minimum = evidence.minimum;
    facts.input = evidence.input;
    insight.facts = factsToJson(facts);
}

Result<> CallAnalyst::remember(const CallRecord &record)
{
    auto prompt = m_prompts.get(record.start.id, record.start.api, record.start.model);
    if (!prompt)
        return tl::unexpected(prompt.error());
    if (*prompt)
        keep(record, **prompt);
    return {};
}

void CallAnalyst::keep(const CallRecord &record, const KnownPrompt &call)
{
    // The maps beside the index hold numbers alone; at their bound they begin anew, and calls find each other by
    // their beginnings until they have filled again.
    if (m_families.size() > mostFamilyMarks)
        m_families.clear();
    if (m_sessions.size() > mostSessions)
        m_sessions.clear();
    m_index.add(scopeOf(record), call.stream.ids, indexed(record));
    if (!record.start.session.empty())
        m_sessions[sessionOf(record)] = record.start.id;
    for (const std::uint64_t mark : call.sketch) {
        Family &family = m_families[mixed(accountOf(record), mark)];
        if (family.ids[0] == record.start.id)
            continue;
        family.ids[1] = family.ids[0];
        family.ids[0] = record.start.id;
    }
}

} // namespace cachescope::insight

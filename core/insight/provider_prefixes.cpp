// SPDX-License-Identifier: MIT
#include "insight/provider_prefixes.h"

#include "providers/caching_rules.h"
#include "providers/prompt_start.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace cachescope::insight {

namespace {

using base::ErrorCode;
using base::failure;
using requestlog::CallRecord;
using std::chrono::microseconds;
using std::chrono::steady_clock;

constexpr std::size_t firstWordsBytes = 160;
constexpr std::size_t rowsAtATime = 200;
constexpr std::int64_t scannedRows = 50'000;
constexpr std::chrono::seconds usualLifetime{ 300 }, longLifetime{ 3600 };

/** Upstream, model, credential, session, system text: a cache keeps these apart, or begins anew with each. */
using Group = std::tuple<std::string, std::string, std::string, std::string, std::uint64_t>;

/** What one call tells of the cache. */
struct Evidence
{
    std::int64_t tokens = 0;
    bool read = false, written = false, reported = false;
};

Evidence evidenceOf(const CallRecord &call, const providers::CachingRules &rules)
{
    using providers::CachingMode;
    const providers::TokenUsage &tokens = call.end.usage.tokens;
    Evidence evidence;
    evidence.read = tokens.cacheRead > 0;
    evidence.written = tokens.cacheWrite() > 0;
    evidence.reported = evidence.read || evidence.written;
    evidence.tokens = tokens.cacheRead + tokens.cacheWrite();
    const bool automatic = rules.mode == CachingMode::Automatic || rules.mode == CachingMode::AutomaticAndExplicit;
    if (!automatic || tokens.input() < std::max<std::int64_t>(rules.minimumTokens, 1))
        return evidence;
    const std::int64_t step = std::max<std::int64_t>(1, rules.incrementTokens);
    const std::int64_t left = tokens.input() / step * step;
    if (left > evidence.tokens) {
        evidence.tokens = left;
        evidence.written = true;
    }
    return evidence;
}

std::chrono::seconds lifetimeOf(const CallRecord &call, const providers::CachingRules &rules)
{
    if (call.end.usage.tokens.cacheWrite1h > 0)
        return longLifetime;
    return rules.timesToLive.empty() ? usualLifetime : rules.timesToLive.front();
}

/** Gathers calls into prefixes; newest calls come first. */
class Gatherer
{
public:
    Gatherer(requestlog::Reader &reader, const providers::PriceBook &prices, const PrefixQuery &query)
        : m_reader(reader)
        , m_prices(prices)
        , m_query(query)
        , m_deadline(steady_clock::now() + query.time)
    { }

    void add(const CallRecord &call)
    {
        const auto &start = call.start;
        const providers::CachingRules &rules = rulesFor(start.upstream, start.model);
        const Evidence evidence = evidenceOf(call, rules);
        if (evidence.tokens <= 0)
            return;
        Group group{ start.upstream, start.model, start.credential, start.session, 0 };
        // A session is one conversation; without one, the system text tells what belongs together.
        providers::PromptStart prompt;
        if (start.session.empty() || !m_prefixes.contains(group)) {
            prompt = beginningOf(call);
            if (start.session.empty())
                std::get<4>(group) = prompt.systemHash;
        }
        ProviderPrefix &prefix = m_prefixes[group];
        if (prefix.newestCall == 0)
            begin(prefix, call, rules, prompt);
        prefix.tokens = std::max(prefix.tokens, evidence.tokens);
        prefix.reads += evidence.read ? 1 : 0;
        prefix.writes += evidence.written ? 1 : 0;
        prefix.readTokens += call.end.usage.tokens.cacheRead;
        prefix.reported = prefix.reported || evidence.reported;
    }

    PrefixReport report() &&
    {
        PrefixReport report;
        for (auto &[group, prefix] : m_prefixes) {
            if (prefix.isAlive(m_query.now))
                report.prefixes.push_back(std::move(prefix));
        }
        std::stable_sort(report.prefixes.begin(), report.prefixes.end(), [](const auto &a, const auto &b) {
            return a.lastUsed > b.lastUsed;
        });
        report.stoppedEarly = m_late;
        return report;
    }

private:
    const providers::CachingRules &rulesFor(const std::string &upstream, const std::string &model)
    {
        const auto known = m_rules.find({ upstream, model });
        if (known != m_rules.end())
            return known->second;
        return m_rules.emplace(std::pair(upstream, model), providers::cachingRules(m_prices, upstream, model))
            .first->second;
    }

    providers::PromptStart beginningOf(const CallRecord &call)
    {
        if (steady_clock::now() > m_deadline) {
            m_late = true;
            return {};
        }
        const auto contents = m_reader.contents(call.start.id);
        return contents ? providers::promptStart(call.start.api, contents->requestBody, firstWordsBytes)
                        : providers::PromptStart{};
    }

    static void begin(
        ProviderPrefix &prefix, const CallRecord &call, const providers::CachingRules &rules,
        const providers::PromptStart &prompt)
    {
        const auto &start = call.start;
        prefix.upstream = start.upstream;
        prefix.model = start.model;
        prefix.credential = start.credential;
        prefix.session = start.session;
        prefix.project = start.project;
        prefix.firstWords = prompt.text.empty() ? start.firstText : prompt.text;
        prefix.newestCall = start.id;
        prefix.lastUsed = start.startedAt;
        prefix.lifetime = lifetimeOf(call, rules);
        prefix.lifetimeKnown = !rules.timesToLive.empty();
        prefix.expires = start.startedAt + microseconds(prefix.lifetime).count();
    }

    requestlog::Reader &m_reader;
    const providers::PriceBook &m_prices;
    const PrefixQuery &m_query;
    const steady_clock::time_point m_deadline;
    std::map<std::pair<std::string, std::string>, providers::CachingRules> m_rules;
    std::map<Group, ProviderPrefix> m_prefixes;
    bool m_late = false;
};

} // namespace

base::Result<PrefixReport> providerPrefixes(
    requestlog::Reader &reader, const providers::PriceBook &prices, const PrefixQuery &query,
    const std::function<bool()> &cancelled)
{
    const auto upstreamCalls = requestlog::Filter::parse("cache:miss,bypass");
    if (!upstreamCalls)
        return failure(ErrorCode::Internal, upstreamCalls.error().message);
    const auto ids = reader.newestIds(*upstreamCalls, query.calls, scannedRows);
    if (!ids)
        return tl::unexpected(ids.error());
    Gatherer gatherer(reader, prices, query);
    const base::UnixMicros oldest = query.now - microseconds(query.back).count();
    for (std::size_t at = 0; at < ids->size(); at += rowsAtATime) {
        if (cancelled())
            return failure(ErrorCode::Cancelled, "Nobody wants the prefixes any more.");
        const std::size_t end = std::min(at + rowsAtATime, ids->size());
        const auto rows = reader.rows(
            { ids->begin() + static_cast<std::ptrdiff_t>(at), ids->begin() + static_cast<std::ptrdiff_t>(end) });
        if (!rows)
            return tl::unexpected(rows.error());
        for (const CallRecord &call : *rows) {
            if (call.start.startedAt >= oldest && call.start.startedAt <= query.now)
                gatherer.add(call);
        }
    }
    PrefixReport report = std::move(gatherer).report();
    report.stoppedEarly = report.stoppedEarly || static_cast<int>(ids->size()) == query.calls;
    return report;
}

} // namespace cachescope::insight

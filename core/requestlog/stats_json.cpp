// SPDX-License-Identifier: MIT
#include "requestlog/export.h"
#include "requestlog/record_json.h"

namespace cachescope::requestlog {

namespace {

Json percentilesJson(const Percentiles &percentiles)
{
    return { { "p50", millisOrNull(percentiles.p50) },
             { "p95", millisOrNull(percentiles.p95) },
             { "p99", millisOrNull(percentiles.p99) } };
}

template <typename T> Json orNull(const std::optional<T> &value)
{
    return value ? Json(*value) : Json(nullptr);
}

/** A sum is unknown when there were calls to be paid and none of their prices is known. */
Json sumOrNull(const Totals &totals, base::Money sum)
{
    const bool nothingKnown
        = totals.unpriced > 0 && totals.billed == base::Money() && totals.withoutCache == base::Money();
    return nothingKnown ? Json(nullptr) : Json(sum.toDecimal());
}

/** The members that the whole and each group share. */
void addTotals(Json &json, const Totals &totals)
{
    const auto of = [&](Outcome outcome) { return totals.byOutcome[static_cast<std::size_t>(outcome)]; };
    json["requests"] = totals.requests();
    json["hits"] = of(Outcome::Hit);
    json["coalesced"] = of(Outcome::Coalesced);
    json["misses"] = of(Outcome::Miss);
    json["bypassed"] = of(Outcome::Bypass);
    json["errors"] = of(Outcome::Error);
    json["hit_rate"] = orNull(totals.hitRate());
    json["prefix_read_rate"] = orNull(totals.prefixReadRate());
    json["latency_ms"] = percentilesJson(totals.total);
    json["ttft_ms"] = percentilesJson(totals.firstToken);
    json["tokens"] = { { "fresh", totals.tokens.fresh },
                       { "cache_read", totals.tokens.cacheRead },
                       { "cache_write", totals.tokens.cacheWrite() },
                       { "output", totals.tokens.output },
                       { "reasoning", totals.tokens.reasoning } };
    json["usd"] = { { "without_cache", sumOrNull(totals, totals.withoutCache) },
                    { "billed", sumOrNull(totals, totals.billed) },
                    { "avoided", totals.avoided.toDecimal() } };
    json["unpriced_requests"] = totals.unpriced;
}

} // namespace

base::Result<std::string> statsJson(Reader &reader, TimeRange range, std::optional<GroupBy> by)
{
    const auto totals = reader.totals(range, Filter());
    if (!totals)
        return tl::unexpected(totals.error());
    Json json = { { "since", isoTime(range.begin) }, { "until", isoTime(range.end) } };
    addTotals(json, *totals);
    json["groups"] = Json::array();
    if (by) {
        const auto groups = reader.groups(range, *by, Filter(), 10'000);
        if (!groups)
            return tl::unexpected(groups.error());
        for (const Group &group : *groups) {
            Json one = { { "key", group.key } };
            addTotals(one, group.totals);
            json["groups"].push_back(std::move(one));
        }
    }
    return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

} // namespace cachescope::requestlog

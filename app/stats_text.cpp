// SPDX-License-Identifier: MIT
#include "stats_text.h"

#include <algorithm>
#include <cstdio>

namespace cachescope::app {

namespace {

using requestlog::Outcome;
using requestlog::Percentiles;
using requestlog::Totals;

std::string percent(const std::optional<double> &share)
{
    if (!share)
        return "-";
    char text[16];
    std::snprintf(text, sizeof text, "%.1f%%", *share * 100);
    return text;
}

std::string seconds(std::int64_t micros)
{
    if (micros < 0)
        return "-";
    char text[24];
    std::snprintf(
        text, sizeof text, micros < 1'000'000 ? "%.1f ms" : "%.2f s",
        micros < 1'000'000 ? static_cast<double>(micros) / 1e3 : static_cast<double>(micros) / 1e6);
    return text;
}

std::string percentiles(const Percentiles &values)
{
    return seconds(values.p50) + " / " + seconds(values.p95) + " / " + seconds(values.p99);
}

std::string padded(std::string text, std::size_t width, bool right)
{
    if (text.size() < width)
        text.insert(right ? 0 : text.size(), width - text.size(), ' ');
    return text;
}

void line(std::string &out, const char *name, const std::string &value)
{
    out += padded(name, 22, false) + value + "\n";
}

std::int64_t count(const Totals &totals, Outcome outcome)
{
    return totals.byOutcome[static_cast<std::size_t>(outcome)];
}

std::string money(const Totals &totals, base::Money amount)
{
    // A total with unpriced calls in it is a lower bound and says so.
    return (totals.unpriced > 0 ? ">= " : "") + amount.toFixed(4);
}

std::string totalsBlock(const Totals &totals)
{
    std::string out;
    line(out, "requests", std::to_string(totals.requests()));
    line(out, "  hits", std::to_string(count(totals, Outcome::Hit)));
    line(out, "  coalesced", std::to_string(count(totals, Outcome::Coalesced)));
    line(out, "  misses", std::to_string(count(totals, Outcome::Miss)));
    line(out, "  bypassed", std::to_string(count(totals, Outcome::Bypass)));
    line(out, "  errors", std::to_string(count(totals, Outcome::Error)));
    line(out, "local hit rate", percent(totals.hitRate()));
    line(out, "prefix read", percent(totals.prefixReadRate()));
    line(out, "first token", percentiles(totals.firstToken) + "  (p50 / p95 / p99, without hits)");
    line(out, "whole answer", percentiles(totals.total));
    line(out, "tokens fresh", std::to_string(totals.tokens.fresh));
    line(out, "  cache read", std::to_string(totals.tokens.cacheRead));
    line(out, "  cache write", std::to_string(totals.tokens.cacheWrite()));
    line(
        out, "  output",
        std::to_string(totals.tokens.output) + " (reasoning " + std::to_string(totals.tokens.reasoning) + ")");
    line(out, "without any cache", money(totals, totals.withoutCache + totals.avoided));
    line(out, "billed", money(totals, totals.billed));
    line(out, "avoided locally", money(totals, totals.avoided));
    if (totals.unpriced > 0)
        line(out, "without a price", std::to_string(totals.unpriced) + " requests");
    return out;
}

} // namespace

base::Result<std::string> statsText(
    requestlog::Reader &reader, requestlog::TimeRange range, std::optional<requestlog::GroupBy> by)
{
    const auto totals = reader.totals(range, {});
    if (!totals)
        return tl::unexpected(totals.error());
    std::string out = totalsBlock(*totals);
    if (!by)
        return out;
    const auto groups = reader.groups(range, *by, {});
    if (!groups)
        return tl::unexpected(groups.error());
    std::size_t width = 12;
    for (const requestlog::Group &group : *groups)
        width = std::max(width, group.key.size() + 2);
    out += "\n" + padded("", width, false) + "  requests    hits    read        billed       avoided\n";
    for (const requestlog::Group &group : *groups) {
        const Totals &sums = group.totals;
        out += padded(group.key.empty() ? "(none)" : group.key, width, false)
            + padded(std::to_string(sums.requests()), 10, true) + padded(percent(sums.hitRate()), 8, true)
            + padded(percent(sums.prefixReadRate()), 8, true) + padded(money(sums, sums.billed), 14, true)
            + padded(money(sums, sums.avoided), 14, true) + "\n";
    }
    return out;
}

} // namespace cachescope::app

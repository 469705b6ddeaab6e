// SPDX-License-Identifier: MIT
#include "requestlog/sums.h"

#include <limits>

namespace cachescope::requestlog {

namespace {

void accumulate(std::int64_t &sum, std::int64_t value)
{
    std::int64_t result = 0;
    if (__builtin_add_overflow(sum, value, &result))
        result = value > 0 ? std::numeric_limits<std::int64_t>::max() : std::numeric_limits<std::int64_t>::min();
    sum = result;
}

void accumulate(providers::TokenUsage &sum, const providers::TokenUsage &tokens)
{
    accumulate(sum.fresh, tokens.fresh);
    accumulate(sum.cacheRead, tokens.cacheRead);
    accumulate(sum.cacheWrite5m, tokens.cacheWrite5m);
    accumulate(sum.cacheWrite1h, tokens.cacheWrite1h);
    accumulate(sum.cacheWriteOther, tokens.cacheWriteOther);
    accumulate(sum.output, tokens.output);
    accumulate(sum.reasoning, tokens.reasoning);
}

bool wentUpstream(Outcome outcome)
{
    return outcome != Outcome::Hit && outcome != Outcome::Coalesced;
}

bool isIncomplete(CallState state)
{
    return state == CallState::Cut || state == CallState::NoTerminalEvent || state == CallState::ClientGone
        || state == CallState::Lost;
}

std::int64_t pico(const std::optional<base::Money> &money)
{
    return money ? money->pico() : 0;
}

Percentiles percentilesOf(const Histogram &histogram)
{
    return { histogram.count(), histogram.percentile(0.5), histogram.percentile(0.95), histogram.percentile(0.99) };
}

} // namespace

CallFigures figuresOf(const CallEnd &end)
{
    CallFigures figures;
    figures.outcome = end.outcome;
    figures.state = end.state;
    figures.status = end.status;
    figures.attempts = end.attempts;
    figures.usageSource = end.usage.source;
    figures.tokens = end.usage.tokens;
    figures.billed = end.billed;
    figures.withoutCache = end.withoutCache;
    figures.avoided = end.avoided;
    figures.totalMicros = end.totalMicros;
    figures.firstTokenMicros = end.firstTokenMicros;
    return figures;
}

void Sums::add(const CallFigures &figures)
{
    ++calls;
    if (wentUpstream(figures.outcome)) {
        accumulate(tokens, figures.tokens);
        if (figures.usageSource != providers::UsageSource::None && !figures.billed)
            ++unpriced;
    }
    if (isIncomplete(figures.state))
        ++incomplete;
    accumulate(retries, figures.attempts > 1 ? figures.attempts - 1 : 0);
    if (figures.status == 429 || figures.status == 529)
        ++rateLimited;
    accumulate(billed, pico(figures.billed));
    accumulate(withoutCache, pico(figures.withoutCache));
    accumulate(avoided, pico(figures.avoided));
    firstToken.add(figures.firstTokenMicros);
    total.add(figures.totalMicros);
}

void Sums::merge(const Sums &other)
{
    accumulate(calls, other.calls);
    accumulate(unpriced, other.unpriced);
    accumulate(incomplete, other.incomplete);
    accumulate(retries, other.retries);
    accumulate(rateLimited, other.rateLimited);
    accumulate(tokens, other.tokens);
    accumulate(billed, other.billed);
    accumulate(withoutCache, other.withoutCache);
    accumulate(avoided, other.avoided);
    firstToken.merge(other.firstToken);
    total.merge(other.total);
}

Totals OutcomeSums::toTotals() const
{
    Totals totals;
    Sums all;
    Histogram firstToken;
    Histogram total;
    for (std::size_t i = 0; i < byOutcome.size(); ++i) {
        const Sums &sums = byOutcome[i];
        totals.byOutcome[i] = sums.calls;
        all.merge(sums);
        if (static_cast<Outcome>(i) == Outcome::Hit) {
            totals.hitTotal = percentilesOf(sums.total);
        } else {
            firstToken.merge(sums.firstToken);
            total.merge(sums.total);
        }
    }
    totals.tokens = all.tokens;
    totals.billed = base::Money::fromPico(all.billed);
    totals.withoutCache = base::Money::fromPico(all.withoutCache);
    totals.avoided = base::Money::fromPico(all.avoided);
    totals.unpriced = all.unpriced;
    totals.incomplete = all.incomplete;
    totals.retries = all.retries;
    totals.rateLimited = all.rateLimited;
    totals.firstToken = percentilesOf(firstToken);
    totals.total = percentilesOf(total);
    return totals;
}

Sums readSums(const storage::Statement &statement, int firstColumn)
{
    Sums sums;
    int column = firstColumn;
    for (std::int64_t *value : { &sums.calls, &sums.unpriced, &sums.incomplete, &sums.retries, &sums.rateLimited,
                                 &sums.tokens.fresh, &sums.tokens.cacheRead, &sums.tokens.cacheWrite5m,
                                 &sums.tokens.cacheWrite1h, &sums.tokens.cacheWriteOther, &sums.tokens.output,
                                 &sums.tokens.reasoning, &sums.billed, &sums.withoutCache, &sums.avoided })
        *value = statement.integer(column++);
    sums.firstToken = Histogram::fromBlob(statement.blob(column++)).value_or(Histogram());
    sums.total = Histogram::fromBlob(statement.blob(column)).value_or(Histogram());
    return sums;
}

void bindSums(storage::Statement &statement, int firstIndex, const Sums &sums)
{
    int index = firstIndex;
    for (const std::int64_t value :
         { sums.calls, sums.unpriced, sums.incomplete, sums.retries, sums.rateLimited, sums.tokens.fresh,
           sums.tokens.cacheRead, sums.tokens.cacheWrite5m, sums.tokens.cacheWrite1h, sums.tokens.cacheWriteOther,
           sums.tokens.output, sums.tokens.reasoning, sums.billed, sums.withoutCache, sums.avoided })
        statement.bind(index++, value);
    statement.bindBlob(index++, sums.firstToken.toBlob());
    statement.bindBlob(index, sums.total.toBlob());
}

std::int64_t Totals::requests() const
{
    std::int64_t sum = 0;
    for (const std::int64_t count : byOutcome)
        sum += count;
    return sum;
}

std::optional<double> Totals::hitRate() const
{
    const auto of = [this](Outcome outcome) { return byOutcome[static_cast<std::size_t>(outcome)]; };
    const std::int64_t served = of(Outcome::Hit) + of(Outcome::Coalesced);
    const std::int64_t all = served + of(Outcome::Miss);
    if (all == 0)
        return {};
    return static_cast<double>(served) / static_cast<double>(all);
}

std::optional<double> Totals::prefixReadRate() const
{
    const std::int64_t input = tokens.input();
    if (input <= 0)
        return {};
    return static_cast<double>(tokens.cacheRead) / static_cast<double>(input);
}

base::Money Totals::savedNet() const
{
    return withoutCache - billed + avoided;
}

} // namespace cachescope::requestlog

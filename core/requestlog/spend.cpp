// SPDX-License-Identifier: MIT
#include "requestlog/spend.h"

#include "requestlog/sums.h"

#include <limits>

namespace cachescope::requestlog {

namespace {

__extension__ using Wide = __int128;

void accumulate(std::int64_t &sum, std::int64_t value)
{
    std::int64_t result = 0;
    if (__builtin_add_overflow(sum, value, &result))
        result = value > 0 ? std::numeric_limits<std::int64_t>::max() : std::numeric_limits<std::int64_t>::min();
    sum = result;
}

void accumulate(base::Money &sum, base::Money value)
{
    std::int64_t pico = sum.pico();
    accumulate(pico, value.pico());
    sum = base::Money::fromPico(pico);
}

/** Part `index` of `count`: the difference of two fractions of the whole, so that neighbours leave no gap. */
std::int64_t part(std::int64_t whole, int index, int count)
{
    const Wide before = Wide{ whole } * index / count;
    const Wide after = Wide{ whole } * (index + 1) / count;
    return static_cast<std::int64_t>(after - before);
}

base::Money part(base::Money whole, int index, int count)
{
    return base::Money::fromPico(part(whole.pico(), index, count));
}

} // namespace

SpendSums SpendSums::without(const SpendSums &part) const
{
    SpendSums rest = *this;
    for (std::int64_t SpendSums::*const member :
         { &SpendSums::calls, &SpendSums::unpriced, &SpendSums::fresh, &SpendSums::cacheRead,
           &SpendSums::cacheWrite, &SpendSums::output })
        rest.*member -= part.*member;
    for (base::Money SpendSums::*const member :
         { &SpendSums::billed, &SpendSums::costRead, &SpendSums::costWrite, &SpendSums::costOutput,
           &SpendSums::costUnsplit, &SpendSums::withoutCache, &SpendSums::avoided })
        rest.*member = rest.*member - part.*member;
    return rest;
}

void SpendSums::add(const SpendSums &other)
{
    accumulate(calls, other.calls);
    accumulate(unpriced, other.unpriced);
    accumulate(fresh, other.fresh);
    accumulate(cacheRead, other.cacheRead);
    accumulate(cacheWrite, other.cacheWrite);
    accumulate(output, other.output);
    accumulate(billed, other.billed);
    accumulate(costRead, other.costRead);
    accumulate(costWrite, other.costWrite);
    accumulate(costOutput, other.costOutput);
    accumulate(costUnsplit, other.costUnsplit);
    accumulate(withoutCache, other.withoutCache);
    accumulate(avoided, other.avoided);
}

SpendSums SpendSums::share(int index, int count) const
{
    SpendSums share = *this;
    for (std::int64_t SpendSums::*const tokens :
         { &SpendSums::fresh, &SpendSums::cacheRead, &SpendSums::cacheWrite, &SpendSums::output })
        share.*tokens = part(this->*tokens, index, count);
    for (base::Money SpendSums::*const money :
         { &SpendSums::billed, &SpendSums::costRead, &SpendSums::costWrite, &SpendSums::costOutput,
           &SpendSums::costUnsplit, &SpendSums::withoutCache, &SpendSums::avoided })
        share.*money = part(this->*money, index, count);
    return share;
}

SpendSums spendOf(const CallFigures &figures, const std::optional<CostParts> &parts)
{
    SpendSums sums;
    sums.calls = 1;
    if (figures.outcome != Outcome::Hit && figures.outcome != Outcome::Coalesced) {
        sums.fresh = figures.tokens.fresh;
        sums.cacheRead = figures.tokens.cacheRead;
        sums.cacheWrite = figures.tokens.cacheWrite();
        sums.output = figures.tokens.output;
        sums.unpriced = figures.usageSource != providers::UsageSource::None && !figures.billed ? 1 : 0;
    }
    sums.billed = figures.billed.value_or(base::Money());
    sums.withoutCache = figures.withoutCache.value_or(base::Money());
    sums.avoided = figures.avoided.value_or(base::Money());
    if (parts && parts->sum() == sums.billed) {
        sums.costRead = parts->cacheRead;
        sums.costWrite = parts->cacheWrite;
        sums.costOutput = parts->output;
    } else {
        sums.costUnsplit = sums.billed;
    }
    return sums;
}

} // namespace cachescope::requestlog

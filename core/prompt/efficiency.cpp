// SPDX-License-Identifier: MIT
#include "prompt/efficiency.h"

#include "prompt/cache_points.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>

namespace cachescope::prompt {

namespace {

constexpr std::array<std::int64_t, 8> steps{ 16, 32, 64, 128, 256, 512, 1024, 2048 };
constexpr double bestShareLost = 0.01;

std::uint64_t mixed(std::uint64_t hash, std::uint64_t value)
{
    // SplitMix64's finaliser over both: any bit changes all.
    std::uint64_t z = hash * 0x9e3779b97f4a7c15ULL + value + 0x7f4a7c159e3779b9ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

/** Calls `each` with the running hash after every token of the prompt, wrapping included. */
void eachPrefix(const Prompt &prompt, const TokenLayout &layout, const std::function<void(std::uint64_t)> &each)
{
    std::uint64_t hash = 0;
    std::string buffer;
    for (const TokenLayout::SegmentTokens &place : layout.segments) {
        const Segment &segment = prompt.segments()[place.segment];
        const std::uint64_t kind
            = mixed(static_cast<std::uint64_t>(segment.kind), std::hash<std::string>{}(segment.role));
        hash = mixed(hash, kind); // Also where no token stands for the wrapping.
        for (std::int64_t i = 0; i < place.wrapping; ++i)
            each(hash = mixed(hash, kind));
        if (segment.kind == SegmentKind::Media)
            hash = mixed(hash, std::hash<std::string_view>{}(contentOf(prompt, segment, buffer)));
        for (std::int64_t i = 0; i < place.media; ++i)
            each(hash = mixed(hash, kind));
        for (const tokens::Token &token : place.tokens)
            each(hash = mixed(hash, token.id));
    }
}

double shiftOf(double before, double after)
{
    if (before == after)
        return 0;
    return before == 0 ? 1 : (after - before) / before;
}

} // namespace

EfficiencyMeter::EfficiencyMeter(providers::CachingRules rules)
    : m_rules(std::move(rules))
{
    for (const std::int64_t step : steps)
        m_steps.push_back({ step, 0, {} });
}

void EfficiencyMeter::add(std::shared_ptr<const Prompt> prompt, TokenLayout layout)
{
    addSteps(*prompt, layout);
    m_totals.push_back(layout.total);
    if (!m_first) {
        m_first = std::move(prompt);
        m_firstLayout = std::move(layout);
        return;
    }
    Divergence found = diverge(*m_first, m_firstLayout, *prompt, layout, m_rules);
    if (!m_least || found.sharedTokens < m_least->sharedTokens) {
        m_least = std::move(found);
        m_endedBy = m_totals.size() - 1;
    }
}

void EfficiencyMeter::addSteps(const Prompt &prompt, const TokenLayout &layout)
{
    // The stream is in the tokenizer's tokens, the steps are in the model's.
    std::array<std::int64_t, steps.size()> kept{}; // Steps passed so far.
    std::array<std::int64_t, steps.size()> read{}; // Of these, from the beginning on, known ones.
    std::int64_t taken = 0;
    eachPrefix(prompt, layout, [&](std::uint64_t hash) {
        ++taken;
        const double modelTokens = static_cast<double>(taken) * layout.factor;
        for (std::size_t i = 0; i < steps.size(); ++i) {
            if (modelTokens < static_cast<double>((kept[i] + 1) * steps[i]))
                break; // Every later step is a multiple of this one.
            kept[i] = static_cast<std::int64_t>(modelTokens) / steps[i];
            if (!m_steps[i].known.insert(hash).second)
                read[i] = kept[i];
        }
    });
    for (std::size_t i = 0; i < steps.size(); ++i)
        m_steps[i].readTokens += read[i] * steps[i];
}

Efficiency EfficiencyMeter::result() const
{
    Efficiency result;
    result.prompts = m_totals.size();
    if (m_totals.empty())
        return result;
    std::vector<std::int64_t> sorted = m_totals;
    std::sort(sorted.begin(), sorted.end());
    result.totalTokens = std::accumulate(sorted.begin(), sorted.end(), std::int64_t{ 0 });
    result.averageTokens = static_cast<double>(result.totalTokens) / static_cast<double>(sorted.size());
    result.medianTokens
        = (static_cast<double>(sorted[(sorted.size() - 1) / 2]) + static_cast<double>(sorted[sorted.size() / 2]))
        / 2;
    result.laterTokens = result.totalTokens - m_totals.front();
    result.leastTokens = sorted.front();
    result.mostTokens = sorted.back();
    if (m_totals.size() == 1) {
        // Alone it shares all of itself.
        const Divergence none = diverge(*m_first, m_firstLayout, *m_first, m_firstLayout, m_rules);
        result.sharedTokens = none.sharedTokens;
        result.cacheableTokens = none.cacheableTokens;
    }
    if (m_least) {
        result.sharedTokens = m_least->sharedTokens;
        result.cacheableTokens = m_least->cacheableTokens;
        result.endedBy = m_endedBy;
        result.endsAt = m_least->at;
    }
    for (const Steps &step : m_steps)
        result.granularities.push_back({ step.step, step.readTokens, step.known.size() });
    const auto finest = static_cast<double>(result.granularities.front().readTokens);
    const double enough = finest - bestShareLost * static_cast<double>(result.laterTokens);
    for (const Efficiency::Granularity &granularity : result.granularities) {
        if (finest > 0 && static_cast<double>(granularity.readTokens) >= enough)
            result.bestStep = granularity.step;
    }
    return result;
}

EfficiencyBaseline baselineOf(const Efficiency &efficiency)
{
    EfficiencyBaseline baseline;
    baseline.averageTokens = efficiency.averageTokens;
    baseline.sharedTokens = static_cast<double>(efficiency.sharedTokens);
    for (const Efficiency::Granularity &granularity : efficiency.granularities) {
        if (granularity.step == efficiency.bestStep && efficiency.laterTokens > 0)
            baseline.readShare
                = static_cast<double>(granularity.readTokens) / static_cast<double>(efficiency.laterTokens);
    }
    return baseline;
}

std::vector<Shift> shiftsFrom(const EfficiencyBaseline &baseline, const EfficiencyBaseline &now)
{
    std::vector<Shift> shifts{
        { "average_tokens", baseline.averageTokens, now.averageTokens, 0 },
        { "shared_tokens", baseline.sharedTokens, now.sharedTokens, 0 },
        { "read_share", baseline.readShare, now.readShare, 0 },
    };
    for (Shift &shift : shifts)
        shift.share = shiftOf(shift.before, shift.after);
    std::stable_sort(shifts.begin(), shifts.end(), [](const Shift &a, const Shift &b) {
        return std::abs(a.share) > std::abs(b.share);
    });
    return shifts;
}

} // namespace cachescope::prompt

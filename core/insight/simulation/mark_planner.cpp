// SPDX-License-Identifier: MIT
#include "insight/simulation/prefix_replay.h"

#include <algorithm>

namespace cachescope::insight {

namespace {

constexpr std::int32_t shortLifetime = 300;
// Factors on the input price (prompt-caching rules, 6.4): a write for 5 minutes 1.25, for an hour 2, a read 0.1.
constexpr double shortPremium = 0.25, longPremium = 1.0, saving = 0.9;
/** Blocks between two marks at the growing end: fewer than the look-back of 20, so that a turn is found again. */
constexpr std::size_t stride = 15;
constexpr std::uint32_t seenAgain = 2;

} // namespace

MarkPlanner::MarkPlanner(const Traffic &traffic, const Variant &variant)
    : m_traffic(traffic)
    , m_seconds(variant.lifetime ? static_cast<std::int32_t>(variant.lifetime->count()) : shortLifetime)
    , m_visits(traffic.trie.nodeCount(), 0)
    , m_reuse(traffic.families.size(), 0)
{
    const double premium = m_seconds > shortLifetime ? longPremium : shortPremium;
    m_leastReuse = premium / (premium + saving);
    const auto leafOf = [&](const TrafficCall &call) {
        const TrafficPrompt &prompt = traffic.prompts[call.prompt];
        return variant.tools == ToolOrder::ByName ? prompt.sortedLeaf : prompt.leaf;
    };
    const auto counts = [&](const TrafficCall &call) {
        return call.prompt != nowhere && traffic.groups[call.group].kind == PrefixKind::Marks;
    };
    for (const TrafficCall &call : traffic.calls) {
        if (!counts(call))
            continue;
        for (std::uint32_t at = leafOf(call); at != nowhere; at = traffic.trie.node(at).parent)
            ++m_visits[at];
    }
    std::vector<std::uint32_t> calls(traffic.families.size(), 0), again(traffic.families.size(), 0);
    for (const TrafficCall &call : traffic.calls) {
        if (!counts(call) || traffic.prompts[call.prompt].family == nowhere)
            continue;
        const std::uint32_t family = traffic.prompts[call.prompt].family;
        ++calls[family];
        again[family] += m_visits[leafOf(call)] >= seenAgain ? 1 : 0;
    }
    for (std::size_t i = 0; i < calls.size(); ++i)
        m_reuse[i] = calls[i] == 0 ? 0 : static_cast<double>(again[i]) / calls[i];
}

void MarkPlanner::plan(
    const TrafficPrompt &prompt, const TrafficGroup &group, std::span<const std::uint32_t> path,
    std::vector<TrafficMark> &marks) const
{
    marks.clear();
    const auto bits = [&](std::size_t depth) { return m_traffic.trie.node(path[depth]).bits; };
    const auto isPoint
        = [&](std::size_t depth) { return depth + 1 >= path.size() || (bits(depth + 1) & NodeBit::goesOn) == 0; };
    const auto mayStand
        = [&](std::size_t depth) { return isPoint(depth) && (bits(depth) & NodeBit::unmarkable) == 0; };
    const auto mark = [&](std::size_t depth) {
        if (marks.empty() || marks.back().depth < depth)
            marks.push_back({ static_cast<std::uint32_t>(depth), m_seconds });
    };
    const std::size_t most = group.rules.maxMarks > 0 ? static_cast<std::size_t>(group.rules.maxMarks) : 4;
    std::size_t tools = 0;
    while (tools < path.size() && (bits(tools) & NodeBit::tool) != 0)
        ++tools;
    // Behind what stays the same for many calls; not behind text that no other call has.
    if (tools > 0 && m_visits[path[tools - 1]] >= seenAgain && mayStand(tools - 1))
        mark(tools - 1);
    const std::size_t fixed = prompt.fixedDepth;
    if (fixed > tools && m_visits[path[fixed - 1]] >= seenAgain && mayStand(fixed - 1))
        mark(fixed - 1);
    if (path.size() <= fixed || prompt.family == nowhere || m_reuse[prompt.family] < m_leastReuse)
        return;
    std::size_t last = path.size();
    while (last > fixed && !mayStand(last - 1))
        --last;
    if (last <= fixed)
        return;
    --last;
    // One further back, so that an end of some turns ago is still within reach.
    std::size_t back = last, points = 0;
    while (back > fixed && points < stride)
        points += mayStand(--back) ? 1 : 0;
    if (points == stride && marks.size() + 2 <= most)
        mark(back);
    if (marks.size() < most)
        mark(last);
}

} // namespace cachescope::insight

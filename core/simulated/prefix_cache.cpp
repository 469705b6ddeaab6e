// SPDX-License-Identifier: MIT
#include "simulated/prefix_cache.h"

#include <algorithm>
#include <optional>

namespace cachescope::simulated {

namespace {

constexpr std::size_t mostEntries = 500'000;
constexpr std::int64_t lookBack = 20; // rules, section 6.2: positions looked at, the mark's own included
constexpr std::size_t firstBreakpoints = 2; // rules, section 3.3, as the guide has it
constexpr std::size_t latestBreakpoints = 50;
constexpr std::size_t earlierEnds = 20;
constexpr std::size_t mostWrites = 4;
constexpr std::uint64_t implicitKind = 0x1111;
constexpr std::uint64_t explicitKind = 0x2222;

PrefixCache::Plan::Entry entry(std::uint64_t key, const CacheRules &rules)
{
    return { key, rules.idle, rules.longest, true };
}

} // namespace

PrefixCache::Plan PrefixCache::look(
    const CountedPrompt &prompt, const CacheRules &rules, std::uint64_t scope, Memory memory)
{
    Plan plan;
    plan.use.total = prompt.total;
    plan.startedAt = m_clock.wall();
    m_forgetful = memory == Memory::Forgetful;
    switch (rules.mode) {
    case CacheMode::Increments:
        lookIncrements(prompt, rules, scope, plan);
        break;
    case CacheMode::Units:
        lookUnits(prompt, rules, scope, plan);
        break;
    case CacheMode::Breakpoints:
        lookBreakpoints(prompt, rules, scope, plan);
        break;
    case CacheMode::Marks:
        lookMarks(prompt, rules, scope, plan);
        break;
    case CacheMode::None:
        break;
    }
    return plan;
}

void PrefixCache::begin(const Plan &plan)
{
    for (const Plan::Entry &written : plan.entries) {
        Kept &kept = m_entries[written.key];
        const bool alive = kept.writtenAt != 0 && plan.startedAt < kept.expires;
        kept.readable = written.readable || (alive && kept.readable);
        kept.idle = written.idle.count();
        kept.longest = written.longest.count();
        kept.writtenAt = plan.startedAt;
        kept.expires = plan.startedAt + kept.idle;
    }
    if (m_entries.size() > mostEntries)
        cleanUp();
}

const PrefixCache::Kept *PrefixCache::find(std::uint64_t key) const
{
    const auto it = m_entries.find(key);
    if (m_forgetful || it == m_entries.end())
        return nullptr;
    const base::UnixMicros now = m_clock.wall();
    const Kept &kept = it->second;
    const bool alive = now < kept.expires && (kept.longest == 0 || now < kept.writtenAt + kept.longest);
    return alive ? &kept : nullptr;
}

void PrefixCache::touch(std::uint64_t key)
{
    // What has expired is gone, whatever else is read; only a new write brings it back.
    if (find(key) != nullptr) {
        Kept &kept = m_entries.at(key);
        kept.expires = m_clock.wall() + kept.idle;
    }
}

void PrefixCache::lookIncrements(
    const CountedPrompt &prompt, const CacheRules &rules, std::uint64_t scope, Plan &plan)
{
    std::size_t found = prompt.increments.size();
    while (found > 0 && !find(mix(scope, prompt.increments[found - 1])))
        --found;
    const std::int64_t read = static_cast<std::int64_t>(found) * rules.increment;
    if (read >= rules.minimum) {
        plan.use.read = read;
        for (std::size_t i = 0; i < found; ++i)
            touch(mix(scope, prompt.increments[i]));
    }
    if (prompt.total < rules.minimum)
        return;
    const std::size_t from = plan.use.read > 0 ? found : 0;
    for (std::size_t i = from; i < prompt.increments.size(); ++i)
        plan.entries.push_back(entry(mix(scope, prompt.increments[i]), rules));
}

/**
 * DeepSeek's guide: a unit is kept at the end of an input, and where two requests were seen to part; it matches
 * only as a whole. So A+B then A+C finds nothing, and A+D after that finds A.
 */
void PrefixCache::lookUnits(const CountedPrompt &prompt, const CacheRules &rules, std::uint64_t scope, Plan &plan)
{
    const auto &chains = prompt.increments;
    std::size_t unit = 0, seen = 0;
    for (std::size_t i = chains.size(); i > 0; --i) {
        const Kept *kept = find(mix(scope, chains[i - 1]));
        if (kept && seen == 0)
            seen = i;
        if (kept && kept->readable) {
            unit = i;
            break;
        }
    }
    const std::int64_t read = static_cast<std::int64_t>(unit) * rules.increment;
    if (read >= rules.minimum) {
        plan.use.read = read;
        touch(mix(scope, chains[unit - 1]));
    }
    for (std::size_t i = 1; i <= chains.size(); ++i) {
        Plan::Entry written = entry(mix(scope, chains[i - 1]), rules);
        written.readable = i == chains.size() || i == seen || i == unit;
        plan.entries.push_back(written);
    }
}

void PrefixCache::lookBreakpoints(
    const CountedPrompt &prompt, const CacheRules &rules, std::uint64_t scope, Plan &plan)
{
    std::vector<std::size_t> marks, ends;
    for (std::size_t i = 0; i < prompt.blocks.size(); ++i) {
        if (prompt.blocks[i].mark)
            marks.push_back(i);
        if (prompt.blocks[i].messageEnd)
            ends.push_back(i);
    }
    const auto key
        = [&](std::size_t block, std::uint64_t kind) { return mix(mix(scope, kind), prompt.blocks[block].chain); };
    std::optional<std::uint64_t> found; // What is read is renewed, and nothing on the way to it.
    const auto consider = [&](std::size_t block, std::uint64_t kind) {
        if (prompt.blocks[block].end <= plan.use.read || !find(key(block, kind)))
            return;
        found = key(block, kind);
        plan.use.read = prompt.blocks[block].end;
    };
    for (std::size_t i = 0; i < marks.size(); ++i) {
        if (i < firstBreakpoints || i + latestBreakpoints >= marks.size()) {
            consider(marks[i], explicitKind);
            if (prompt.implicitBreakpoints)
                consider(marks[i], implicitKind);
        }
    }
    std::vector<std::pair<std::size_t, std::uint64_t>> writes;
    if (prompt.implicitBreakpoints && !ends.empty()) {
        for (std::size_t i = ends.size(); i > 0 && i + earlierEnds >= ends.size(); --i)
            consider(ends[i - 1], implicitKind);
        writes.emplace_back(ends.back(), implicitKind);
    }
    for (auto mark = marks.rbegin(); mark != marks.rend() && writes.size() < mostWrites; ++mark)
        writes.emplace_back(*mark, explicitKind);
    if (found)
        touch(*found);
    std::int64_t reach = plan.use.read;
    for (const auto &[block, kind] : writes) {
        if (prompt.blocks[block].end < rules.minimum)
            continue;
        reach = std::max(reach, prompt.blocks[block].end);
        plan.entries.push_back(entry(key(block, kind), rules));
    }
    plan.use.write30m = reach - plan.use.read;
}

void PrefixCache::lookMarks(const CountedPrompt &prompt, const CacheRules &rules, std::uint64_t scope, Plan &plan)
{
    const auto key = [&](std::size_t block) { return mix(scope, prompt.blocks[block].chain); };
    std::optional<std::size_t> found;
    for (std::size_t i = prompt.blocks.size(); i > 0; --i) {
        if (!prompt.blocks[i - 1].mark)
            continue;
        for (std::int64_t step = 0; step < lookBack && step < static_cast<std::int64_t>(i); ++step) {
            const std::size_t at = i - 1 - static_cast<std::size_t>(step);
            if (prompt.blocks[at].end <= plan.use.read)
                break;
            if (!find(key(at)))
                continue;
            plan.use.read = prompt.blocks[at].end;
            found = at;
            break;
        }
    }
    if (found)
        touch(key(*found));
    std::int64_t written = plan.use.read;
    for (std::size_t i = 0; i < prompt.blocks.size(); ++i) {
        const CountedPrompt::Block &block = prompt.blocks[i];
        if (!block.mark || block.end < rules.minimum)
            continue;
        if (block.end <= plan.use.read) {
            touch(key(i));
            continue;
        }
        (*block.mark > std::chrono::minutes(5) ? plan.use.write1h : plan.use.write5m) += block.end - written;
        written = block.end;
        plan.entries.push_back({ key(i), *block.mark, {}, true });
    }
}

void PrefixCache::cleanUp()
{
    const base::UnixMicros now = m_clock.wall();
    std::erase_if(m_entries, [&](const auto &item) { return item.second.expires <= now; });
    while (m_entries.size() > mostEntries)
        m_entries.erase(m_entries.begin());
}

} // namespace cachescope::simulated

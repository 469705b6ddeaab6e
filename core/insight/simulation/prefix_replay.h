// SPDX-License-Identifier: MIT
#pragma once

#include "insight/simulation/traffic.h"
#include "insight/simulation/variant.h"

#include <cstdint>
#include <span>
#include <vector>

namespace cachescope::insight {

/** What a provider's cache did for one call; tokens by our count. */
struct PrefixUse
{
    std::int64_t read = 0;
    std::int64_t write5m = 0, write1h = 0, writeOther = 0;
    std::int64_t waitMicros = 0; ///< At the warm gate.
};

/** Where marks go under MarkPlaces::Best: learnt from the whole traffic. */
class MarkPlanner
{
public:
    MarkPlanner(const Traffic &traffic, const Variant &variant);
    /** Fills `marks` for a call with that path. */
    void plan(
        const TrafficPrompt &prompt, const TrafficGroup &group, std::span<const std::uint32_t> path,
        std::vector<TrafficMark> &marks) const;

private:
    const Traffic &m_traffic;
    std::int32_t m_seconds;
    double m_leastReuse; ///< Share of a family's calls that must go on from an end for its mark to pay.
    std::vector<std::uint32_t> m_visits; ///< Calls through a place, by place.
    std::vector<double> m_reuse; ///< By family.
};

/**
 * The prefix caches of all providers of a log under one variant, call by call in the order of their starts: the
 * rules of core/prompt's PrefixMemory over places and steps of the tree, in constant time for each step of a
 * prompt. What a call writes can be read from its first byte on. One owner.
 */
class PrefixReplay
{
public:
    PrefixReplay(const Traffic &traffic, const Variant &variant);
    ~PrefixReplay();

    /** The call goes upstream. `firstByteMicros`: from its start. */
    PrefixUse call(const TrafficCall &call, std::int64_t firstByteMicros);
    /** Makes entries up to the depth live on until just after `now`, if they ever were: keep-warm. */
    void keepWarm(const TrafficPrompt &prompt, const TrafficGroup &group, base::UnixMicros now);
    /** How long an entry at the end of the fixed part lives, in microseconds; 0: none is made there. */
    std::int64_t fixedLifetime(const TrafficPrompt &prompt, const TrafficGroup &group) const;

private:
    struct Entry
    {
        std::int64_t expires = 0, visible = 0, written = 0;
        std::int64_t idle = 0;
        std::int64_t longest = 0; ///< 0: as long as it is used.
        bool readable = true; ///< DeepSeek: kept as a unit.
        bool isAlive(std::int64_t now) const { return now < expires && (longest == 0 || now < written + longest); }
        bool isReadable(std::int64_t now) const { return isAlive(now) && visible <= now; }
    };
    /** A call while it is looked up. */
    struct Look
    {
        Look(const TrafficPrompt &ofPrompt, const TrafficGroup &ofGroup, std::int64_t at, std::int64_t answersAfter)
            : prompt(ofPrompt)
            , group(ofGroup)
            , now(at)
            , firstByte(answersAfter)
        { }
        const TrafficPrompt &prompt;
        const TrafficGroup &group;
        std::int64_t now, firstByte, gate = 0;
        std::int64_t minimum = 0;
        std::uint32_t leaf = nowhere;
        std::int64_t pending = 0; ///< The moment for which waiting would help; 0: none.
        PrefixUse use;
    };
    void steps(Look &look);
    void units(Look &look);
    void marks(Look &look);
    void ends(Look &look);
    void messages(Look &look);
    void windows(Look &look);
    void once(Look &look);
    void write(Entry &entry, const Look &look, std::int64_t idle, std::int64_t longest) const;
    /** Notes an entry that is being written; false: it cannot be waited for. */
    void notePending(Look &look, const Entry &entry) const;
    void collectPath(const Look &look);
    void addWritten(Look &look, std::int64_t tokens) const;
    std::int64_t idleOf(const Look &look) const;
    std::int64_t longestOf(const Look &look) const;
    std::int64_t tokensAt(std::size_t depth) const;
    void marksOf(const Look &look);
    bool isPoint(std::size_t depth) const;

    const Traffic &m_traffic;
    Variant m_variant;
    std::optional<MarkPlanner> m_planner;
    std::vector<Entry> m_steps, m_nodes, m_ends, m_pieces;
    // Of the call at hand; kept to save allocations.
    std::vector<std::uint32_t> m_path, m_points, m_touched, m_written;
    std::vector<TrafficMark> m_marks;
};

} // namespace cachescope::insight

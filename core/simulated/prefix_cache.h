// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "simulated/cache_rules.h"
#include "simulated/prompt.h"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace cachescope::simulated {

/** A prompt with its tokens counted and its prefixes hashed. Counts are cumulative, in the model's tokens. */
struct CountedPrompt
{
    struct Block
    {
        std::int64_t end = 0; ///< Tokens up to and including this block.
        std::uint64_t chain = 0; ///< Hash of everything up to and including this block.
        bool messageEnd = false;
        std::optional<std::chrono::seconds> mark;
    };
    std::vector<Block> blocks;
    std::vector<std::uint64_t> increments; ///< Hash of the first (i + 1) * increment tokens.
    std::int64_t total = 0; ///< The closing tokens included.
    bool implicitBreakpoints = true;
};

/** Counts `prompt`; hashes at every `increment` tokens when that is larger than 1. */
CountedPrompt countPrompt(
    const Prompt &prompt, const ModelTokenizer &tokenizer, std::int64_t increment, TokenCounter &counter);

/** Input tokens of one call by what the cache did with them; they add up to `total`. */
struct CacheUse
{
    std::int64_t total = 0;
    std::int64_t read = 0;
    std::int64_t write5m = 0;
    std::int64_t write1h = 0;
    std::int64_t write30m = 0;
    std::int64_t fresh() const { return total - read - write5m - write1h - write30m; }
};

/**
 * The prefix cache of a provider, by the published rules (prompt-caching rules, sections 3, 6, 8 and 10). Holds
 * hashes only. Entries belong to a scope (credential and model). One owner; not thread-safe.
 */
class PrefixCache
{
public:
    explicit PrefixCache(const base::Clock &clock)
        : m_clock(clock)
    { }

    /** What a call reads and will write. */
    struct Plan
    {
        CacheUse use;
        struct Entry
        {
            std::uint64_t key = 0;
            std::chrono::microseconds idle{};
            std::chrono::microseconds longest{};
            bool readable = true; ///< False: seen, but not kept as a unit yet (DeepSeek).
        };
        std::vector<Entry> entries;
        base::UnixMicros startedAt = 0;
    };
    enum class Memory
    {
        Sound,
        Forgetful ///< Finds nothing this once: caches are best effort.
    };

    /** Looks a prompt up at the start of its call, and renews what it reads. */
    Plan look(
        const CountedPrompt &prompt, const CacheRules &rules, std::uint64_t scope, Memory memory = Memory::Sound);
    /** The answer has begun: what the plan writes can be read from now on. */
    void begin(const Plan &plan);
    std::size_t size() const { return m_entries.size(); }

private:
    struct Kept
    {
        base::UnixMicros expires = 0;
        base::UnixMicros writtenAt = 0;
        std::int64_t idle = 0;
        std::int64_t longest = 0;
        bool readable = true;
    };
    const Kept *find(std::uint64_t key) const;
    void touch(std::uint64_t key);
    void lookIncrements(const CountedPrompt &prompt, const CacheRules &rules, std::uint64_t scope, Plan &plan);
    void lookUnits(const CountedPrompt &prompt, const CacheRules &rules, std::uint64_t scope, Plan &plan);
    void lookBreakpoints(const CountedPrompt &prompt, const CacheRules &rules, std::uint64_t scope, Plan &plan);
    void lookMarks(const CountedPrompt &prompt, const CacheRules &rules, std::uint64_t scope, Plan &plan);
    void cleanUp();

    const base::Clock &m_clock;
    std::unordered_map<std::uint64_t, Kept> m_entries;
    bool m_forgetful = false;
};

} // namespace cachescope::simulated

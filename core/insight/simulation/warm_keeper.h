// SPDX-License-Identifier: MIT
#pragma once

#include "insight/simulation/prefix_replay.h"
#include "providers/price_book.h"

#include <functional>
#include <unordered_map>

namespace cachescope::insight {

/**
 * Keeps the fixed beginnings of prompts warm by reading them again shortly before they expire, for a limited time
 * after each call, and only those for which that saved net money over the whole log.
 */
class WarmKeeper
{
public:
    WarmKeeper(
        const Traffic &traffic, const Variant &variant, PrefixReplay &prefixes, const providers::PriceBook &prices);

    /** Reads made on behalf of a call. */
    struct Pings
    {
        std::size_t call = 0;
        std::int64_t tokens = 0; ///< That each reads.
        std::int64_t count = 0;
    };
    using Spend = std::function<void(const Pings &)>;
    /** To be told before a call goes upstream: counts what was spent since the last one and renews the entries. */
    void before(std::size_t call, const Spend &spend);
    /** After the last call. */
    void finish(const Spend &spend);

private:
    struct Start
    {
        std::size_t lastCall = 0;
        base::UnixMicros lastAt = 0;
        std::int64_t lifetime = 0, tokens = 0;
        std::int64_t gainPico = 0; ///< Over the whole log.
        bool used = false;
    };
    std::uint32_t startOf(const TrafficPrompt &prompt) const;
    std::int64_t pingsIn(std::int64_t gap, const Start &start) const;
    void weigh(const providers::PriceBook &prices);

    const Traffic &m_traffic;
    Variant m_variant;
    PrefixReplay &m_prefixes;
    std::int64_t m_horizon;
    std::unordered_map<std::uint32_t, Start> m_starts; ///< By place of the fixed part's end.
};

} // namespace cachescope::insight

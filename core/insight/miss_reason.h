// SPDX-License-Identifier: MIT
#pragma once

#include "providers/caching_rules.h"
#include "requestlog/call_insight.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cachescope::insight {

using requestlog::Certainty;
using requestlog::MissReason;

/** Everything that the reason of one call is judged by, beside the earlier call that fits best. Tokens are the
 * provider's: counted ones are scaled to the input that it reported. A plain value. */
struct Evidence
{
    std::int64_t input = 0, reported = 0; ///< As reported: all input, and read from the cache.
    std::int64_t minimum = 0; ///< Smallest prefix that is kept; 0: none published.
    std::int64_t step = 0;
    bool exactCount = false; ///< The tokenizer is the model's own.
    bool caches = true; ///< A prompt cache is known for this model.
    bool asks = true; ///< The call asks for caching, where that must be asked for.

    bool hasEarlier = false; ///< There is an earlier call that has something in common. Below: of it.
    bool otherModel = false;
    std::int64_t readable = 0; ///< As both were sent, by the rules, entry alive and ready.
    std::int64_t couldRead = 0; ///< Had nothing changed before the last mark both share.
    std::int64_t sameText = 0; ///< Without regard to floors and marks.
    std::chrono::seconds idle{ 0 }; ///< Start to start, since the entry was last used.
    std::chrono::seconds lifetime{ 0 };
    /** Longest that such an entry may live: where providers keep more than they promise. 0: as `lifetime`. */
    std::chrono::seconds longestLifetime{ 0 };
    bool lifetimePublished = true;
    bool ready = true; ///< Its entry could be read when the call started.
    bool differs = false; ///< A block before the last shared mark differs.
    requestlog::MissReason where = MissReason::History; ///< Of `differs`: Tools, System, History, Parameters.
    bool whiteSpaceOnly = false; ///< Of `differs`: the same JSON, written differently.
    bool parameters = false; ///< Parameters of the provider's key differ, and take effect before the difference.
    bool parametersPublished = true;
    bool compacted = false; ///< The history was replaced by something much shorter.
    bool rulesPublished = true; ///< Floors, steps and modes are first-hand facts.
    bool rememberedAll = true; ///< The index had to forget nothing: "first" is not a gap in its memory.
};

struct Judgement
{
    MissReason reason = MissReason::Unknown;
    Certainty certainty = Certainty::Possible;
    std::int64_t predicted = 0; ///< Tokens that could have been read.
    std::int64_t again = 0; ///< Paid again; 0 unless the reason is a fault.
};

/** Judges in the order of the enumeration (docs/why.md). Any thread. */
Judgement judge(const Evidence &evidence);

/** Below this, a difference between what was foreseen and what was read says nothing. */
std::int64_t toleranceOf(const Evidence &evidence, std::int64_t tokens);

/** What the provider itself says of a call's cache, in our words. */
struct ProviderVerdict
{
    std::string word; ///< The provider's own: "tools_changed".
    std::optional<MissReason> reason; ///< Nothing for a word that we do not know.
    std::int64_t missedTokens = -1; ///< -1: not said.
};
/** From a call's diagnostics (prompt-caching rules, 3.6 and 6.7); nothing when they hold no verdict. */
std::optional<ProviderVerdict> readDiagnostics(std::string_view json);
/** Whether the provider's verdict and ours can both be true. */
bool agree(const ProviderVerdict &provider, MissReason reason);

} // namespace cachescope::insight

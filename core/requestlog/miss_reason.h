// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

namespace cachescope::requestlog {

/**
 * Why the provider's prefix cache gave a call what it gave, in the order in which the reasons are tried
 * (docs/why.md). The numbers are stored: never renumber, at most 31.
 */
enum class MissReason : std::uint8_t
{
    NotAnalysed = 0, ///< Not yet, or nothing to say: answered locally, failed, or no prompt.
    Read = 1, ///< What could be read was read.
    First = 2, ///< No earlier call of its kind.
    BelowMinimum = 3, ///< Shorter than the provider keeps.
    NoMark = 4, ///< The provider caches on request, and the call does not ask.
    Idle = 5, ///< The entry's lifetime had passed, start to start.
    Model = 6,
    Parameters = 7, ///< One of those that belong to the provider's key.
    Tools = 8,
    System = 9,
    History = 10, ///< An earlier message changed, went or moved.
    Compacted = 11, ///< The history was summed up: no fault.
    Breakpoint = 12, ///< The same text, but no mark where an entry ends.
    Parallel = 13, ///< Started before the first of its kind had begun to be answered.
    NotKept = 14, ///< All was as it should be; the provider had the entry no more, or elsewhere.
    Unknown = 15, ///< Nothing explains it.
    NoCache = 16, ///< No prompt cache is known for this model.
    NoBody = 17, ///< Cannot be told: the request's body was not stored, or is no JSON of its API.
};
inline constexpr MissReason lastMissReason = MissReason::NoBody;

/** As in the filter `why:`, in exports and metrics: "tools", "below-minimum"; empty for NotAnalysed. */
constexpr std::string_view missReasonName(MissReason reason)
{
    constexpr std::string_view names[]
        = { "",           "read",       "first",    "below-minimum", "no-mark",  "idle",
            "model",      "parameters", "tools",    "system",        "history",  "compacted",
            "breakpoint", "parallel",   "not-kept", "unknown",       "no-cache", "no-body" };
    return names[static_cast<std::size_t>(reason) < std::size(names) ? static_cast<std::size_t>(reason) : 0];
}

/** Something went wrong that cost tokens. A first call, a compaction or a switch of the model is no fault. */
constexpr bool isFault(MissReason reason)
{
    switch (reason) {
    case MissReason::NotAnalysed:
    case MissReason::Read:
    case MissReason::First:
    case MissReason::Model:
    case MissReason::Compacted:
    case MissReason::NoCache:
    case MissReason::NoBody:
        return false;
    default:
        return true;
    }
}

} // namespace cachescope::requestlog

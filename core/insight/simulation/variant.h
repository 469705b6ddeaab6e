// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::insight {

/** How prefixes are matched in a what-if. */
enum class Matching : std::uint8_t
{
    AsProvider, ///< By the provider's published rules.
    Steps, ///< In whole steps of some tokens, without marks.
    Messages, ///< At the ends of blocks and messages, without marks.
    Windows, ///< Pieces cut by a window that slides over the tokens, found wherever they stand. No provider has it.
};

/** What becomes of the local response cache in a what-if. */
enum class LocalCache : std::uint8_t
{
    AsNow, ///< Every call hits or misses as it did.
    On,
    Off
};

enum class ToolOrder : std::uint8_t
{
    AsSent,
    ByName
};

enum class MarkPlaces : std::uint8_t
{
    AsSent,
    Best, ///< Anthropic: behind tools, system and the growing end, never on text that changes.
};

/** One set of settings to replay the log under. Defaults are "as now". A plain value. */
struct Variant
{
    std::string name; ///< For people; empty: made from the settings.
    std::optional<std::chrono::seconds> lifetime; ///< Of the provider's entries.
    Matching matching = Matching::AsProvider;
    std::int64_t stepTokens = 0; ///< With Matching::Steps: a multiple of 64.
    ToolOrder tools = ToolOrder::AsSent;
    MarkPlaces marks = MarkPlaces::AsSent;
    /** Calls that would read what a call under way is just writing wait for its first byte, at most this long. */
    std::optional<std::chrono::milliseconds> warmGate;
    /** The fixed beginning of each family is read again before it expires, for at most this long after a call. */
    std::optional<std::chrono::seconds> keepWarm;
    LocalCache local = LocalCache::AsNow;
    std::optional<std::chrono::seconds> localLifetime;
    std::vector<std::string> volatileFields; ///< JSON Pointers left out of the local cache's key.

    /** True when nothing is changed. */
    bool isAsNow() const;
    /** True when the local cache has to be imitated instead of taken from the log. */
    bool changesLocalCache() const;
    friend bool operator==(const Variant &, const Variant &) = default;
};

/**
 * Reads "[NAME:]KEY=VALUE,…": ttl=1h, granularity=128|message|window, tools=sorted, marks=best, gate=10s,
 * keep-warm=1h, local=on|off, local-ttl=7d, volatile=/metadata (repeatable). InvalidInput names the part and what
 * is known. Empty settings are "as now".
 */
base::Result<Variant> parseVariant(std::string_view text);
/** The settings alone, in the form that parseVariant reads; empty for "as now". */
std::string settingsOf(const Variant &variant);
/** "lifetime 1 h, tools sorted"; "as now". English, for the command. */
std::string describe(const Variant &variant);

/** "90s", "5m", "1h", "7d", "250ms" as milliseconds; nothing when malformed or negative. */
std::optional<std::chrono::milliseconds> parseDuration(std::string_view text);
/** "250ms", "90s", "5m", "1h", "7d": the shortest that parseDuration reads. */
std::string durationText(std::chrono::milliseconds duration);

} // namespace cachescope::insight

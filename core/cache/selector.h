// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/digest.h"
#include "base/money.h"
#include "base/result.h"
#include "cache/entry_filter.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::cache {

/** What selectors are compared with; views into a row or an entry. */
struct EntryFacts
{
    base::Digest canonical{};
    std::string_view upstream, model, project, nameSpace, version, firstText;
    std::string_view promptText; ///< Beginning of the prompt; empty for entries from before it was kept.
    std::string_view tags; ///< Separated by commas.
    base::UnixMicros storedAt = 0, expiresAt = 0;
    std::int64_t hits = 0;
    std::uint64_t systemHash = 0;
    std::int64_t filledBy = 0; ///< Log id of the call that stored it.
    std::optional<base::Money> cost{}; ///< Of that call.
    bool stale = false, pinned = false;
};

/** Which entries a list shows; a selector, too. */
enum class EntryCondition : std::uint8_t
{
    Fresh, ///< Served.
    Stale, ///< Set aside: asked anew.
    Expired,
    Pinned,
};

/**
 * Which cached answers are meant: those that match every member that is set. Texts match whole, with `*` for any
 * characters; `key` is what Cache-Status shows (or more of its digits).
 */
struct Selector
{
    std::optional<std::string> key, prefixText, model, upstream, project, tag, nameSpace, version;
    /** 16 hex digits of a system text's hash; `systemNot` means entries that have another one. */
    std::optional<std::string> system, systemNot;
    std::optional<std::string> filter; ///< In the log's language; `judge` decides it.
    std::optional<EntryCondition> condition;
    std::optional<std::chrono::microseconds> olderThan; ///< Age since storing.
    std::optional<std::chrono::microseconds> ttlLeftBelow; ///< Of what is still fresh.
    std::optional<std::int64_t> hitsBelow;
    bool all = false; ///< Everything: said on purpose, never by leaving all others out.
    /** Set by Invalidator before it uses a selector with a filter; without it such a selector matches nothing. */
    EntryJudge judge;

    bool isEmpty() const;
    bool matches(const EntryFacts &entry, base::UnixMicros now) const;
    /** As a JSON object with the names of the admin API, members in a fixed order; for the history. */
    std::string toJson() const;
    /** What toJson() wrote. Corrupt for anything else. */
    static base::Result<Selector> fromJson(std::string_view json);
    /** The command that does the same: `--model M --older-than 3600s`. */
    std::string toArguments() const;
};

/**
 * Reads a selector member by its name in the admin API (`key`, `prefix_text`, `model`, `upstream`, `project`,
 * `tag`, `namespace`, `version`, `system`, `system_not`, `filter`, `state`, `older_than`, `ttl_left_below`,
 * `hits_below`, `all`). False for a name that is no selector; an error for a value that cannot be meant.
 */
base::Result<bool> setSelector(Selector &selector, std::string_view name, const std::string &value);
/** Names that setSelector knows, for messages. */
const std::vector<std::string_view> &selectorNames();

/** How much of a prompt's beginning is kept beside its answer: `prefix_text` can ask for no more. Bytes. */
inline constexpr std::size_t longestPrefixText = 2000;

/** `*` in a pattern stands for any characters. */
bool matchesPattern(std::string_view pattern, std::string_view text);

/** "90s", "30m", "24h", "7d", "2w". */
std::optional<std::chrono::microseconds> parseAge(std::string_view text);

/** A system text's hash as selectors write it. */
std::string systemHashText(std::uint64_t hash);

} // namespace cachescope::cache

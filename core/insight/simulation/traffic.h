// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/money.h"
#include "insight/simulation/prefix_trie.h"
#include "prompt/prompt.h"
#include "providers/caching_rules.h"
#include "providers/usage.h"
#include "requestlog/record.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace cachescope::insight {

/** How a provider's cache works, as far as a replay is concerned. */
enum class PrefixKind : std::uint8_t
{
    None,
    Steps, ///< Whole steps of the token stream (OpenAI before GPT-5.6, Gemini).
    Units, ///< DeepSeek: kept at the end of an input and where two were seen to part; found only as a whole.
    Marks, ///< Anthropic.
    Ends, ///< Ends of messages, and marks (GPT-5.6).
};

/** Calls that can share a provider's cache: one upstream, model, credential and shape. */
struct TrafficGroup
{
    std::string upstream, model, credential;
    prompt::PromptForm form = prompt::PromptForm::PlainText;
    providers::CachingRules rules;
    PrefixKind kind = PrefixKind::None;
    double factor = 1; ///< Tokens of the model for one of the tokenizer.
    /** Tokens that the provider reports for one of ours: the median over the group's calls. */
    double scale = 1;
    std::int64_t unit = baseStep; ///< Tokens of a step in the tree.
    std::int64_t step = baseStep; ///< Of the provider: a multiple of `unit`.
    bool stepPublished = true; ///< False: 64 is assumed.
    std::chrono::seconds idle{ 300 }; ///< How long an unused entry is kept.
    bool idlePublished = true; ///< False: chosen so that the log is reproduced best.
};

/** A mark in a call, by the place that it stands behind. */
struct TrafficMark
{
    std::uint32_t depth = 0; ///< Index in the path.
    std::int32_t seconds = 0;
};

/** A prompt as calls with the same body share it. */
struct TrafficPrompt
{
    std::uint32_t leaf = nowhere; ///< Nowhere: the body is not known.
    std::uint32_t sortedLeaf = nowhere; ///< With the tools in the order of their names.
    std::int32_t tokens = 0; ///< Total in the model's tokens by our count.
    std::uint32_t family = nowhere;
    std::uint32_t fixedDepth = 0; ///< Places that are tools or system text, from the beginning.
    std::uint32_t marksBegin = 0, endsBegin = 0; ///< Into Traffic::marks and Traffic::ends.
    std::uint16_t marks = 0, ends = 0;
    bool explicitMode = false; ///< OpenAI: only marks count.
    bool dayRetention = false; ///< OpenAI: prompt_cache_retention is "24h".
};

/** A call of the log, with what a replay needs. */
struct TrafficCall
{
    std::int64_t logId = 0; ///< Number in the log, or of the line of a file.
    base::UnixMicros startedAt = 0;
    std::int64_t firstByteMicros = 0, totalMicros = 0;
    std::uint32_t prompt = nowhere; ///< Into Traffic::prompts.
    std::uint32_t group = nowhere;
    std::uint32_t client = 0, serviceTier = 0; ///< Into Traffic::names.
    std::uint32_t key = nowhere; ///< Of the local cache: equal keys ask the same question. Nowhere: has none.
    std::uint32_t volatileKey = nowhere; ///< The same without the volatile fields.
    std::uint32_t day = 0; ///< Into Traffic::days.
    std::int64_t hitOf = 0; ///< Log number of the call that filled the entry.
    providers::TokenUsage usage; ///< As logged; of a local hit what the answer once used.
    std::int64_t billedPico = 0; ///< As the log has it.
    requestlog::Outcome outcome = requestlog::Outcome::Miss;
    bool usageKnown = false; ///< Reported by the provider.
    bool succeeded = false;
    bool storable = false; ///< Its answer may be kept locally.
    bool cacheOff = false; ///< It passed the local cache by because that was off.
};

/** A recurring kind of prompt: the same program, model and beginning. */
struct PromptFamily
{
    std::uint32_t group = nowhere;
    std::string client;
    std::string title; ///< First words of what makes it up, for people.
    std::int64_t calls = 0;
};

/** A day of the log (in UTC unless told otherwise). */
struct TrafficDay
{
    std::int64_t number = 0; ///< Days since 1970-01-01 in the zone asked for.
    std::int64_t calls = 0;
};

/** What could not be taken into a replay, counted. */
struct LeftOut
{
    std::int64_t withoutBody = 0; ///< Never stored or cleaned up.
    std::int64_t unreadable = 0; ///< No prompt that we know, or damaged.
    std::int64_t withoutUsage = 0; ///< The provider reported none.
    std::int64_t unpriced = 0;
    std::int64_t total() const { return withoutBody + unreadable + withoutUsage + unpriced; }
};

/** A log as a replay wants it. Immutable once loaded; any number of threads may read. */
struct Traffic
{
    std::vector<TrafficCall> calls; ///< In the order of their starts.
    std::vector<TrafficPrompt> prompts;
    std::vector<TrafficMark> marks;
    std::vector<std::uint32_t> ends; ///< Depths where GPT-5.6 may end an entry unasked.
    std::vector<TrafficGroup> groups;
    std::vector<PromptFamily> families;
    std::vector<std::string> names; ///< Clients and service tiers.
    std::vector<TrafficDay> days;
    PrefixTrie trie;
    std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>>
        pieces; ///< By segment: number of the piece and its tokens.
    std::uint32_t pieceCount = 0;
    std::uint32_t keyCount = 0;
    std::unordered_map<std::int64_t, std::uint32_t> byLogId; ///< Of calls that were answered upstream.
    LeftOut leftOut;
    bool hasActual = true; ///< False: plain bodies, nobody knows what they cost.
    std::vector<std::string> notes; ///< What was assumed, a sentence each.

    base::UnixMicros begin() const { return calls.empty() ? 0 : calls.front().startedAt; }
    base::UnixMicros end() const { return calls.empty() ? 0 : calls.back().startedAt; }
};

} // namespace cachescope::insight

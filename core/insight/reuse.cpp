// SPDX-License-Identifier: MIT
#include "insight/reuse.h"

#include "prompt/cache_points.h"
#include "prompt/prefix_memory.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace cachescope::insight {

namespace {

using prompt::CachePoint;
using prompt::ComparedBlock;
using prompt::ComparedLine;
using prompt::Prompt;
using prompt::PromptForm;
using prompt::Relation;
using prompt::SegmentKind;
using prompt::TokenLayout;
using providers::CachingMode;

bool bySteps(const providers::CachingRules &rules)
{
    return rules.mode == CachingMode::Automatic && !rules.exactAtBreakpoint;
}

/** The last segment that an entry of this call can reach to; nothing when it leaves none. */
std::optional<std::size_t> lastEntry(const KnownPrompt &call, const providers::CachingRules &rules)
{
    if (rules.mode == CachingMode::None || call.layout.segments.empty())
        return {};
    if (bySteps(rules))
        return call.layout.segments.size() - 1;
    const bool ends = rules.mode != CachingMode::Explicit && !call.prompt->parameters().explicitCacheMode;
    std::optional<std::size_t> last;
    for (const CachePoint &point : prompt::cachePoints(*call.prompt, call.layout)) {
        if (point.mark || (ends && point.messageEnd))
            last = point.segment;
    }
    return last;
}

std::size_t tokensWithin(const TokenLayout::SegmentTokens &place, prompt::ByteRange range)
{
    const auto first = std::lower_bound(
        place.tokens.begin(), place.tokens.end(), range.begin,
        [](const tokens::Token &token, std::size_t byte) { return token.begin < byte; });
    const auto last
        = std::lower_bound(first, place.tokens.end(), range.end, [](const tokens::Token &token, std::size_t byte) {
              return token.begin < byte;
          });
    return static_cast<std::size_t>(last - first);
}

/** Tokens of a block on one side that the other side has, too; in the tokenizer's own. */
enum class Side
{
    Earlier,
    Later
};
std::int64_t commonTokens(const ComparedBlock &block, const TokenLayout::SegmentTokens &place, Side side)
{
    switch (block.relation) {
    case Relation::Equal:
    case Relation::Moved:
        return static_cast<std::int64_t>(place.tokens.size()) + place.media;
    case Relation::OnlyA:
    case Relation::OnlyB:
        return 0;
    case Relation::Changed:
    case Relation::Reordered:
        break;
    }
    std::int64_t tokens = 0;
    for (const ComparedLine &line : block.lines) {
        if (line.kind != ComparedLine::Kind::Equal && line.kind != ComparedLine::Kind::Changed)
            continue;
        const prompt::ByteRange whole = side == Side::Later ? line.b : line.a;
        tokens += static_cast<std::int64_t>(tokensWithin(place, { whole.begin, whole.end + 1 }));
        for (const prompt::ByteRange &changed : side == Side::Later ? line.changedB : line.changedA)
            tokens -= static_cast<std::int64_t>(tokensWithin(place, changed));
    }
    // Below this, what is equal is so by chance: another text of the same kind, not a version of this one.
    constexpr std::int64_t leastPercent = 75;
    const auto all = static_cast<std::int64_t>(place.tokens.size());
    return tokens * 100 >= all * leastPercent || block.relation == Relation::Reordered ? tokens : 0;
}

std::vector<std::string_view> sortedWords(std::string_view text)
{
    std::vector<std::string_view> words;
    const auto isWordByte
        = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (c & 0x80) != 0; };
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && isWordByte(text[end]))
            ++end;
        if (end > at)
            words.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    std::sort(words.begin(), words.end());
    return words;
}

/** A changed block whose lines say the same words in another order: a list out of a set or a map. */
bool sameWords(const ComparedBlock &block, const KnownPrompt &earlier, const KnownPrompt &later)
{
    const std::string_view a = earlier.prompt->segments()[*block.a].text.text();
    const std::string_view b = later.prompt->segments()[*block.b].text.text();
    std::string before, after; // Lines may have changed places, too.
    for (const ComparedLine &line : block.lines) {
        if (line.kind == ComparedLine::Kind::Equal)
            continue;
        before.append(a.substr(line.a.begin, line.a.size())).push_back('\n');
        after.append(b.substr(line.b.begin, line.b.size())).push_back('\n');
    }
    const auto words = sortedWords(before);
    return words.size() > 1 && words == sortedWords(after);
}

/** Nothing but the order of blocks, members or words differs at the first difference. */
bool isOrderOnly(const Reuse &reuse, const KnownPrompt &earlier, const KnownPrompt &later)
{
    if (reuse.comparison.orderOnly)
        return true;
    for (const ComparedBlock &block : reuse.comparison.blocks) {
        if (!block.a || !block.b || *block.b != reuse.shared)
            continue;
        return block.relation == Relation::Moved || block.relation == Relation::Reordered
            || (block.relation == Relation::Changed && sameWords(block, earlier, later));
    }
    return false;
}

std::int64_t toStep(double tokens, const providers::CachingRules &rules)
{
    const auto whole = static_cast<std::int64_t>(std::llround(tokens));
    return bySteps(rules) && rules.incrementTokens > 1 ? whole - whole % rules.incrementTokens : whole;
}

bool isWhole(const ComparedBlock &block)
{
    return block.relation == Relation::Equal || block.relation == Relation::Moved;
}

/** Of the earlier call's marks the last one whose block the later call has, too: what lies behind it was never in
 * an entry that both could use. */
std::optional<std::size_t> lastSharedMark(
    const KnownPrompt &earlier, const prompt::Comparison &comparison, std::size_t newest)
{
    std::optional<std::size_t> last;
    for (const CachePoint &point : prompt::cachePoints(*earlier.prompt, earlier.layout)) {
        const bool shared = point.mark
            && std::any_of(comparison.blocks.begin(), comparison.blocks.end(), [&](const ComparedBlock &block) {
                                return block.a == point.segment && block.b && (isWhole(block) || *block.b < newest);
                            });
        if (shared)
            last = point.segment;
    }
    return last;
}

/** What the earlier call's past lost: compaction takes most of it away. */
void countDropped(const KnownPrompt &earlier, Reuse &reuse)
{
    double dropped = 0, history = 0;
    const std::size_t tail = newestMessage(*earlier.prompt);
    for (const ComparedBlock &block : reuse.comparison.blocks) {
        if (!block.a || earlier.prompt->segments()[*block.a].kind != SegmentKind::Message)
            continue;
        const auto size = static_cast<double>(earlier.layout.segments[*block.a].tokens.size());
        history += size;
        if (*block.a >= tail && block.relation == Relation::Changed)
            continue;
        if (block.relation == Relation::OnlyA)
            dropped += size;
        else if (block.relation == Relation::Changed)
            dropped += size
                - static_cast<double>(commonTokens(block, earlier.layout.segments[*block.a], Side::Earlier));
    }
    reuse.dropped = std::llround(dropped * earlier.layout.factor);
    reuse.history = std::llround(history * earlier.layout.factor);
}

} // namespace

std::size_t newestMessage(const Prompt &prompt)
{
    const auto &segments = prompt.segments();
    std::size_t first = segments.size();
    while (first > 0) {
        const prompt::Segment &segment = segments[first - 1];
        const bool said = segment.kind == SegmentKind::Message || segment.kind == SegmentKind::Media;
        if (!said || segment.role == "assistant" || segment.role == "model")
            break;
        // A run of tool results answers one message.
        const bool same = first == segments.size() || segment.message == segments[first].message
            || (segment.role == "tool" && segments[first].role == "tool");
        if (!same)
            break;
        --first;
    }
    return first;
}

bool asksForCaching(const KnownPrompt &call, const providers::CachingRules &rules)
{
    if (rules.mode == CachingMode::Explicit
        || (rules.mode == CachingMode::AutomaticAndExplicit && call.prompt->parameters().explicitCacheMode))
        return lastEntry(call, rules).has_value();
    return true;
}

Reuse reuseOf(const KnownPrompt &earlier, const KnownPrompt &later, const providers::CachingRules &rules)
{
    Reuse reuse;
    reuse.comparison = prompt::compare(*earlier.prompt, earlier.layout, *later.prompt, later.layout, rules);
    reuse.readable = reuse.comparison.divergence.cacheableTokens;
    const auto shared = prompt::sharedPrefix(*earlier.prompt, earlier.layout, *later.prompt, later.layout);
    reuse.shared = shared.segments;
    reuse.sharedTokens = shared.modelTokens;
    const std::size_t tail = newestMessage(*later.prompt);
    const auto entryOfEarlier = rules.mode == CachingMode::Explicit
        ? lastSharedMark(earlier, reuse.comparison, tail)
        : lastEntry(earlier, rules);
    const auto entryOfLater = lastEntry(later, rules);
    double sameText = 0, reachable = 0;
    for (const ComparedBlock &block : reuse.comparison.blocks) {
        if (!block.a || !block.b)
            continue;
        if (!isWhole(block) && *block.b >= tail)
            continue; // What is new in every call is nobody's fault.
        const TokenLayout::SegmentTokens &place = later.layout.segments[*block.b];
        const auto tokens = static_cast<double>(commonTokens(block, place, Side::Later) + place.wrapping);
        sameText += tokens;
        if (!entryOfEarlier || !entryOfLater || *block.a > *entryOfEarlier || *block.b > *entryOfLater)
            continue;
        reachable += tokens;
        reuse.limit = std::max(reuse.limit, *block.b + 1);
    }
    reuse.sameText = std::llround(sameText * later.layout.factor);
    reuse.differs = reuse.shared < reuse.limit;
    if (entryOfEarlier) {
        const std::int64_t could = toStep(reachable * later.layout.factor, rules);
        reuse.couldRead = could >= rules.minimumTokens ? std::max(could, reuse.readable) : reuse.readable;
    }
    reuse.orderOnly = isOrderOnly(reuse, earlier, later);
    countDropped(earlier, reuse);
    return reuse;
}

ParameterChange parameterChange(const Prompt &earlier, const Prompt &later)
{
    const auto &a = earlier.parameters(), &b = later.parameters();
    ParameterChange change;
    const auto hold = [&change](const std::string &before, const std::string &after, const char *name) {
        if (before != after)
            change.names += (change.names.empty() ? "" : ", ") + std::string(name);
    };
    const auto firstOf = [&later](auto matches) {
        const auto &segments = later.segments();
        return static_cast<std::size_t>(std::find_if(segments.begin(), segments.end(), matches) - segments.begin());
    };
    switch (later.form()) {
    case PromptForm::AnthropicMessages: // Prompt-caching rules, 6.5.
        hold(a.speed, b.speed, "speed");
        change.from = firstOf([](const auto &segment) { return segment.kind != SegmentKind::Tool; });
        if (!change.names.empty())
            break;
        hold(a.toolChoice, b.toolChoice, "tool_choice");
        hold(a.thinking, b.thinking, "thinking");
        hold(a.reasoningEffort, b.reasoningEffort, "effort");
        change.from = firstOf([](const auto &segment) {
            return segment.kind == SegmentKind::Message || segment.kind == SegmentKind::Media;
        });
        break;
    case PromptForm::Gemini: // Not published; what configures tools is taken to stand at the beginning.
        hold(a.toolChoice, b.toolChoice, "toolConfig");
        hold(a.cachedContent, b.cachedContent, "cachedContent");
        change.published = false;
        break;
    default: // 3.5
        hold(a.parallelToolCalls, b.parallelToolCalls, "parallel_tool_calls");
        hold(a.reasoningEffort, b.reasoningEffort, "reasoning.effort");
        hold(a.verbosity, b.verbosity, "text.verbosity");
        hold(a.responseFormat, b.responseFormat, "response_format");
        if (b.explicitCacheMode && !a.explicitCacheMode) // What the implicit mode wrote is not read in this one.
            hold("implicit", "explicit", "prompt_cache_options.mode");
        if (change.names.empty()) {
            hold(a.promptCacheKey, b.promptCacheKey, "prompt_cache_key");
            change.published = change.names.empty();
        }
        break;
    }
    if (change.names.empty())
        change.from = later.segments().size();
    return change;
}

} // namespace cachescope::insight

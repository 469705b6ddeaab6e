// SPDX-License-Identifier: MIT
#include "base/digest.h"
#include "prompt/lint/cache_costs.h"
#include "prompt/lint/cache_marks.h"
#include "prompt/lint/request_json.h"
#include "prompt/lint/structure_checks.h"
#include "prompt/lint/words.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace cachescope::prompt {

namespace {

constexpr std::size_t fewestCalls = 5;
/** OpenAI: "keep below ~15 requests per minute for one prefix and key" (prompt-caching rules, 3.4). */
constexpr int busiestMinute = 15;
constexpr std::int64_t minuteMs = 60'000;
/** An entry lives five minutes at least; a call that follows so soon and reads nothing reached another machine. */
constexpr std::int64_t surelyAliveMs = 5 * minuteMs;
/** Share of such misses above which a missing key is worth a warning. */
constexpr double manyMisses = 0.3;

bool takesKey(const LintContext &context)
{
    const std::string_view provider = context.card ? std::string_view(context.card->provider) : context.upstream;
    if (provider == "xai") // Chat takes a header instead, which a body cannot show.
        return context.prompt.form() == PromptForm::OpenAiResponses;
    const bool isOpenAiShape
        = context.prompt.form() == PromptForm::OpenAiChat || context.prompt.form() == PromptForm::OpenAiResponses;
    return isOpenAiShape && (provider == "openai" || provider == "azure" || provider == "mistral");
}

/** A key for everything that begins alike: of tools and system text. */
std::string suggestedKey(const Prompt &prompt)
{
    base::Sha256 digest;
    for (const Segment &segment : prompt.segments())
        if (segment.kind != SegmentKind::Message && segment.kind != SegmentKind::Media)
            digest.addField(segment.text.text());
    const base::Digest full = digest.finish();
    return "prefix-" + base::toHex(full.data(), 6);
}

/** A variable in the key that names something of one call. */
bool isPerCall(std::string_view key)
{
    constexpr std::array<std::string_view, 8> words{ "uuid", "request", "random", "time",
                                                     "now",  "date",    "nonce",  "trace" };
    const std::size_t open = key.find("{{");
    return open != std::string_view::npos
        && std::ranges::any_of(words, [&](auto word) { return key.find(word, open) != std::string_view::npos; });
}

struct KeyUse
{
    std::size_t calls = 0, withKey = 0;
    std::set<std::string> keys;
    int busiest = 0; ///< Most calls of one key within a minute.
    std::size_t soon = 0, missed = 0; ///< Calls soon after another; those of them that read nothing.
    bool isCacheable = false; ///< Some call read something: the beginnings are alike enough.
    bool isPoor() const
    {
        return isCacheable && soon >= fewestCalls
            && static_cast<double>(missed) > manyMisses * static_cast<double>(soon);
    }
};
KeyUse useOf(const LogEvidence &log)
{
    KeyUse use;
    std::map<std::string, std::vector<std::int64_t>> times;
    std::optional<std::int64_t> before;
    for (const ObservedCall *call : paidCalls(log)) {
        ++use.calls;
        use.isCacheable |= call->cacheRead > 0;
        if (before && call->startedMs - *before <= surelyAliveMs) {
            ++use.soon;
            use.missed += call->cacheRead == 0 ? 1U : 0U;
        }
        before = call->startedMs;
        const std::string key = call->prompt ? call->prompt->parameters().promptCacheKey : std::string();
        if (key.empty())
            continue;
        ++use.withKey;
        use.keys.insert(key);
        auto &starts = times[key];
        starts.push_back(call->startedMs); // Ascending, as the calls are.
        const auto first = std::ranges::upper_bound(starts, call->startedMs - minuteMs);
        use.busiest = std::max(use.busiest, static_cast<int>(starts.end() - first));
    }
    return use;
}

void reportMissing(const LintContext &context, Reporter &reporter, const KeyUse &use)
{
    if (context.layout.total < std::max<std::int64_t>(context.rules.minimumTokens, 1024))
        return;
    const JsonValue root = requestJson(context.prompt);
    const bool isPoor = use.isPoor();
    reporter.report(
        context.prompt.segments().front().source,
        "No prompt_cache_key: calls with the same beginning may reach different machines and miss each other's "
        "entries."
            + (isPoor ? " " + std::to_string(use.missed) + " of " + std::to_string(use.soon)
                       + " logged calls within five minutes of another read nothing."
                      : std::string()),
        "no prompt_cache_key",
        { { "Add a key for this beginning",
            true,
            { memberInsertion(
                context.prompt.bytes(), root, "prompt_cache_key", "\"" + suggestedKey(context.prompt) + "\"") } } },
        isPoor ? Severity::Warning : Severity::Info);
}

} // namespace

void checkCacheKey(const LintContext &context, Reporter &reporter)
{
    const JsonValue root = requestJson(context.prompt);
    if (!takesKey(context) || context.prompt.segments().empty() || root.raw.empty())
        return;
    const KeyUse use = context.log ? useOf(*context.log) : KeyUse();
    const std::string &key = context.prompt.parameters().promptCacheKey;
    if (key.empty()) {
        reportMissing(context, reporter, use);
        return;
    }
    const JsonValue value = member(root, "prompt_cache_key");
    const std::string stable = suggestedKey(context.prompt);
    const bool isNewEachTime = use.withKey >= fewestCalls && use.keys.size() == use.withKey && key != stable;
    if (isPerCall(key) || isNewEachTime) {
        reporter.report(
            value.member,
            "The prompt_cache_key is new in each call, so calls with the same beginning are kept apart: use one "
            "key for "
            "a workflow or a conversation.",
            "key per call",
            { { "Use a key for this beginning", true, { { value.range(), "\"" + stable + "\"" } } } });
        return;
    }
    if (use.busiest > busiestMinute)
        reporter.report(
            value.member,
            std::to_string(use.busiest) + " calls within a minute share this key. Above about "
                + std::to_string(busiestMinute)
                + " they overflow to other machines and miss: split the key, for example by user or shard.",
            "busy key");
}

} // namespace cachescope::prompt

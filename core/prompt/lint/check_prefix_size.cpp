// SPDX-License-Identifier: MIT
#include "prompt/lint/cache_marks.h"
#include "prompt/lint/structure_checks.h"
#include "prompt/lint/words.h"

#include <algorithm>
#include <cmath>

namespace cachescope::prompt {

namespace {

using providers::CachingMode;

/** Share of the minimum within which a prefix counts as near it. */
constexpr double nearShare = 0.1;
/** What a warning may assume where the minimum is not known first-hand (prompt-caching rules, 6.3). */
constexpr std::int64_t surelyTooShort = 512;

bool isText(const Prompt &prompt)
{
    return prompt.form() == PromptForm::PlainText || prompt.form() == PromptForm::Template;
}

bool isMinimumSure(const LintContext &context)
{
    return std::ranges::find(context.rules.unverified, "min_cacheable_tokens") == context.rules.unverified.end();
}

std::string minimumText(const LintContext &context)
{
    return (isMinimumSure(context) ? "the minimum of " : "the assumed minimum of ")
        + tokensText(context.rules.minimumTokens);
}

/** Highest count that the estimate leaves open. */
std::int64_t atMost(const LintContext &context, std::int64_t tokens)
{
    return std::llround(static_cast<double>(tokens) * (1 + context.layout.errorShare));
}

/** First later segment at whose end a mark would reach the minimum, before anything that changes. */
std::optional<std::size_t> laterPlace(const LintContext &context, std::size_t after)
{
    const std::size_t end = std::min(firstChangingSegment(context), context.prompt.segments().size());
    for (std::size_t i = after + 1; i < end; ++i) {
        const bool reaches = context.layout.segments[i].end >= context.rules.minimumTokens;
        if (reaches && !context.prompt.segments()[i].mark)
            return i;
    }
    return {};
}

std::vector<Fix> shortMarkFixes(const LintContext &context, const PlacedMark &mark)
{
    std::vector<Fix> fixes;
    if (const auto place = laterPlace(context, mark.segment)) {
        std::vector<TextEdit> edits = markSegment(context.prompt, *place, textOf(context.prompt, mark));
        if (!edits.empty()) {
            edits.push_back(markRemoval(context.prompt, mark));
            sortEdits(edits);
            fixes.push_back(
                { "Move the mark behind " + context.prompt.segments()[*place].label, false, std::move(edits) });
        }
    }
    fixes.push_back({ "Drop the mark", true, { markRemoval(context.prompt, mark) } });
    return fixes;
}

void checkShortMarks(const LintContext &context, Reporter &reporter)
{
    const auto marks = marksOf(context);
    const std::int64_t minimum = context.rules.minimumTokens;
    const bool anyReaches = std::ranges::any_of(
        marks, [&](const PlacedMark &mark) { return atMost(context, mark.tokens) >= minimum; });
    for (const PlacedMark &mark : marks) {
        if (atMost(context, mark.tokens) >= minimum)
            continue;
        const bool isSure = isMinimumSure(context) || atMost(context, mark.tokens) < surelyTooShort;
        const Severity severity = anyReaches ? Severity::Info : isSure ? Severity::Error : Severity::Warning;
        reporter.report(
            mark.source,
            "This mark covers " + tokensText(mark.tokens) + ", less than " + minimumText(context) + ": "
                + (anyReaches ? "it takes a slot and never makes an entry."
                              : "nothing is cached, without any error."),
            tokensText(mark.tokens) + " of " + grouped(minimum), shortMarkFixes(context, mark), severity);
    }
}

/** Automatic caching: worth a word only when there is something to gain, that is a prompt of about that size. */
void checkShortStablePart(const LintContext &context, Reporter &reporter)
{
    const std::int64_t minimum = context.rules.minimumTokens;
    const CacheablePrefix &prefix = context.prefix;
    if (isText(context.prompt) || prefix.end.cause == PrefixEnd::Cause::EndOfPrompt || !firstVariable(context))
        return;
    if (atMost(context, prefix.stableTokens) >= minimum || prefix.totalTokens < minimum)
        return;
    const ByteRange place = firstVariable(context)->source;
    reporter.report(
        place,
        "Only " + tokensText(prefix.stableTokens) + " stand before {{" + firstVariable(context)->name
            + "}}, less than " + minimumText(context) + ": none of the " + grouped(prefix.totalTokens)
            + " are ever read from the cache. Put fixed text first.",
        tokensText(prefix.stableTokens) + " of " + grouped(minimum), {}, Severity::Info);
}

bool isNear(const LintContext &context, std::int64_t tokens)
{
    const auto minimum = static_cast<double>(context.rules.minimumTokens);
    const auto count = static_cast<double>(tokens);
    const double error = context.layout.errorShare;
    const bool isJustAbove = count >= minimum && count < minimum * (1 + nearShare);
    const bool isOpen = error > 0 && count * (1 - error) < minimum && count * (1 + error) >= minimum;
    return isJustAbove || isOpen;
}

void reportNear(const LintContext &context, Reporter &reporter, ByteRange place, std::int64_t tokens)
{
    const std::string count = (context.layout.exact ? "" : "about ") + tokensText(tokens);
    reporter.report(
        place,
        "The cached part is " + count + ", close to " + minimumText(context)
            + ": a few words less, and every call is paid in full without any notice. Check the exact count, or "
              "put "
              "more fixed text before it.",
        tokensText(tokens) + " near " + grouped(context.rules.minimumTokens));
}

} // namespace

void checkBelowMinimum(const LintContext &context, Reporter &reporter)
{
    if (context.rules.minimumTokens <= 0)
        return;
    if (context.rules.mode == CachingMode::Automatic)
        checkShortStablePart(context, reporter);
    else
        checkShortMarks(context, reporter);
}

void checkNearMinimum(const LintContext &context, Reporter &reporter)
{
    if (context.rules.minimumTokens <= 0 || isText(context.prompt))
        return;
    if (context.rules.mode != CachingMode::Automatic) {
        const auto marks = marksOf(context);
        if (!marks.empty() && isNear(context, marks.back().tokens))
            reportNear(context, reporter, marks.back().source, marks.back().tokens);
    } else if (firstVariable(context) && isNear(context, context.prefix.stableTokens)) {
        reportNear(context, reporter, firstVariable(context)->source, context.prefix.stableTokens);
    }
}

} // namespace cachescope::prompt

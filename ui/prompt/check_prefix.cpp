// SPDX-License-Identifier: MIT
#include "ui/prompt/check_prefix.h"

#include "base/clock.h"
#include "prompt/lint/evidence.h"
#include "ui/format/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <map>

namespace cachescope::ui {

using prompt::CacheablePrefix;
using prompt::PrefixEnd;
using prompt::Severity;

namespace {

/** Words of this file for the translators. */
class CheckWords
{
    Q_DECLARE_TR_FUNCTIONS(CheckWords)
};

constexpr std::size_t mostSets = 50;

PrefixEnd endAt(const prompt::Divergence &found, const prompt::Prompt &prompt)
{
    PrefixEnd end;
    if (!found.at)
        return end;
    end.cause = PrefixEnd::Cause::Difference;
    end.culprit = found.at->segment;
    end.sourceByte = found.at->byteA;
    for (std::size_t i = 0; i < prompt.segments().size(); ++i) {
        if (prompt.segments()[i].label == found.at->segment)
            end.segment = i;
    }
    return end;
}

/** By what stands in the prompt: its variables, and changing text that is certain (a clock written out). */
CacheablePrefix bySight(const PromptReport &report)
{
    const CacheablePrefix byVariables = prompt::staticPrefix(*report.prompt, report.layout, report.rules);
    std::optional<std::int64_t> least;
    PrefixEnd end;
    for (const ShownFinding &shown : report.findings) {
        const prompt::Finding &finding = shown.finding;
        if (!finding.rule.starts_with("DYN") || finding.severity != Severity::Error || !shown.isInText)
            continue;
        for (std::size_t i = 0; i < report.prompt->segments().size(); ++i) {
            const prompt::Segment &segment = report.prompt->segments()[i];
            if (finding.range.begin < segment.source.begin || finding.range.begin >= segment.source.end)
                continue;
            const std::size_t decoded = segment.text.fromSource(finding.range.begin);
            const auto &all = report.layout.segments[i].tokens;
            const auto index = static_cast<std::size_t>(
                std::find_if(
                    all.begin(), all.end(), [decoded](const tokens::Token &token) { return token.end > decoded; })
                - all.begin());
            const std::int64_t here = report.layout.upTo(i, index);
            if (!least || here < *least) {
                least = here;
                end = { PrefixEnd::Cause::Difference, finding.evidence, i, finding.range.begin };
            }
        }
    }
    if (!least || *least >= byVariables.stableTokens)
        return byVariables;
    return prompt::applyRules(*report.prompt, report.layout, report.rules, *least, end);
}

/** What the first value set's prompt shares with the others'. */
void sample(const CheckInput &input, PromptReport &report)
{
    report.valueSets = static_cast<int>(input.values.size());
    std::shared_ptr<const prompt::Prompt> first;
    prompt::TokenLayout firstLayout;
    std::optional<std::int64_t> shared;
    PrefixEnd end;
    for (std::size_t i = 0; i < input.values.size() && i < mostSets; ++i) {
        const auto filled = report.prompt->withValues(input.values[i]);
        if (!filled)
            continue;
        auto layout = prompt::layOut(**filled, report.choice.model, *input.models);
        if (!layout)
            continue;
        if (!first) {
            first = *filled;
            firstLayout = std::move(*layout);
            continue;
        }
        const auto found = prompt::diverge(*first, firstLayout, **filled, *layout, report.rules);
        const std::int64_t here = found.at ? found.sharedTokens : std::min(found.totalTokensA, found.totalTokensB);
        if (!shared || here < *shared) {
            shared = here;
            end = endAt(found, *report.prompt);
        }
    }
    if (!shared)
        return;
    report.sampled = prompt::applyRules(
        *report.prompt, report.layout, report.rules, std::min(*shared, report.layout.total), end);
}

/** What most of the logged calls share with this prompt, and the least that one did. */
void observe(const CheckInput &input, PromptReport &report)
{
    if (!input.log)
        return;
    std::map<std::int64_t, int> lengths;
    std::map<std::int64_t, PrefixEnd> ends;
    for (const prompt::ObservedCall &call : input.log->calls) {
        if (!call.prompt || lengths.size() > mostSets)
            continue;
        const auto layout = prompt::layOut(*call.prompt, report.choice.model, *input.models);
        if (!layout)
            continue;
        const auto found = prompt::diverge(*report.prompt, report.layout, *call.prompt, *layout, report.rules);
        const std::int64_t shared
            = found.at ? found.sharedTokens : std::min(found.totalTokensA, found.totalTokensB);
        ++lengths[shared];
        ends.emplace(shared, endAt(found, *report.prompt));
        ++report.observedCalls;
    }
    if (lengths.empty())
        return;
    const auto usual = std::max_element(
        lengths.begin(), lengths.end(), [](const auto &a, const auto &b) { return a.second < b.second; });
    report.observedAgreeing = usual->second;
    report.observedLeast = lengths.begin()->first;
    report.observed = prompt::applyRules(
        *report.prompt, report.layout, report.rules, std::min(usual->first, report.layout.total),
        ends[usual->first]);
}

/** The place in the document behind the first `tokens` tokens. */
int placeOfTokens(std::int64_t tokens, const DocumentPlaces &places, const PromptReport &report)
{
    const auto &segments = report.layout.segments;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (tokens > segments[i].end && i + 1 < segments.size())
            continue;
        const auto &all = segments[i].tokens;
        const double inside
            = static_cast<double>(std::max<std::int64_t>(0, tokens - segments[i].begin)) / report.layout.factor;
        const auto count = static_cast<std::size_t>(std::llround(inside));
        if (count >= all.size())
            return places.ofDecoded(i, report.prompt->segments()[i].text.text().size());
        return places.ofDecoded(i, all[count].begin);
    }
    return 0;
}

/** Up to here a prompt could be the same in every call: behind it is what changes by design. */
std::int64_t couldBeStable(const BandList &bands, const PromptReport &report)
{
    const auto &variables = report.prompt->variables();
    if (bands.hasHeads && !bands.bands.empty() && bands.bands.back().movable)
        return report.layout.segments[bands.bands.back().first].begin;
    if (variables.empty())
        return report.layout.total;
    const prompt::Variable &last = variables.back();
    const auto &place = report.layout.segments[last.segment];
    const auto index = static_cast<std::size_t>(
        std::find_if(
            place.tokens.begin(), place.tokens.end(),
            [&](const tokens::Token &token) { return token.end > last.decoded.begin; })
        - place.tokens.begin());
    // With one variable only, all fixed text behind it is what it spoils.
    return variables.size() == 1 ? report.layout.total : report.layout.upTo(last.segment, index);
}

QString noteFor(const PromptReport &report)
{
    const PrefixEnd &end = report.strictest.end;
    const auto money = [&]() -> QString {
        for (const ShownFinding &shown : report.findings) {
            if (shown.finding.perDay && shown.finding.range.begin <= end.sourceByte
                && end.sourceByte <= shown.finding.range.end)
                return CheckWords::tr(", %1 per day").arg(format::money(shown.finding.perDay));
        }
        return {};
    };
    if (report.strictest.stableTokens >= report.spoiledUntil)
        return {};
    if (report.endsAtVariable())
        return CheckWords::tr("The prefix ends here: {{%1}} differs in every call%2")
            .arg(format::text(report.prompt->variables().front().name), money());
    return CheckWords::tr("The prefix ends here: calls differ%1").arg(money());
}

void markZones(const BandList &bands, const DocumentPlaces &places, PromptReport &report)
{
    const std::int64_t stable = report.strictest.stableTokens;
    report.spoiledUntil = std::max(stable, couldBeStable(bands, report));
    report.marks.stableEnd = placeOfTokens(stable, places, report);
    report.marks.spoiledEnd = placeOfTokens(report.spoiledUntil, places, report);
    report.marks.note = noteFor(report);
    if (!report.marks.note.isEmpty())
        report.marks.notePlace = places.ofByte(report.strictest.end.sourceByte).position;
}

void stateBreakpoints(PromptReport &report)
{
    int number = 0;
    const auto &segments = report.prompt->segments();
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (!segments[i].mark)
            continue;
        BreakpointRow row{ i, ++number, lifetimeText(segments[i].mark->ttl), {}, BreakpointRow::Tone::Good };
        if (row.lifetime.isEmpty() && !report.rules.timesToLive.empty())
            row.lifetime = CheckWords::tr("%1 min").arg(report.rules.timesToLive.front().count() / 60);
        const ShownFinding *worst = nullptr;
        for (const ShownFinding &shown : report.findings) {
            const prompt::ByteRange &range = shown.finding.range;
            const prompt::ByteRange &mark = segments[i].mark->source;
            const bool touches = range.begin < mark.end && mark.begin < range.end;
            if (touches && shown.finding.rule.starts_with("BRK")
                && (!worst || shown.finding.severity > worst->finding.severity))
                worst = &shown;
        }
        if (worst) {
            row.state = format::text(worst->finding.rule);
            row.tone = worst->finding.severity == Severity::Error ? BreakpointRow::Tone::Error
                                                                  : BreakpointRow::Tone::Warning;
        } else if (report.layout.segments[i].end > report.strictest.stableTokens) {
            row.state = CheckWords::tr("behind what changes");
            row.tone = BreakpointRow::Tone::Warning;
        } else if (report.layout.segments[i].end < report.rules.minimumTokens) {
            row.state = CheckWords::tr("below the minimum of %1").arg(format::number(report.rules.minimumTokens));
            row.tone = BreakpointRow::Tone::Warning;
        } else {
            row.state = CheckWords::tr("on stable text");
        }
        report.breakpoints.push_back(std::move(row));
    }
}

void price(const CheckInput &input, PromptReport &report)
{
    const std::int64_t cacheable = report.strictest.cacheableTokens;
    const std::int64_t total = report.layout.total;
    const bool writes = report.rules.mode == providers::CachingMode::Explicit
        || report.rules.mode == providers::CachingMode::AutomaticAndExplicit;
    const bool hour = std::any_of(
        report.prompt->segments().begin(), report.prompt->segments().end(),
        [](const prompt::Segment &segment) { return segment.mark && segment.mark->ttl == "1h"; });
    const auto cost
        = [&](std::int64_t fresh, std::int64_t read, std::int64_t written) -> std::optional<base::Money> {
        providers::TokenUsage usage;
        usage.fresh = fresh;
        usage.cacheRead = read;
        (hour ? usage.cacheWrite1h : usage.cacheWrite5m) = written;
        providers::PriceContext context;
        context.startedAt = base::SystemClock::instance().wall();
        context.serviceTier = report.prompt->parameters().serviceTier;
        const auto found = input.prices->cost(report.choice.upstream, report.choice.model, usage, context);
        return found ? std::optional(found->billed) : std::nullopt;
    };
    report.costs.cold = writes ? cost(total - cacheable, 0, cacheable) : cost(total, 0, 0);
    report.costs.warm = cost(total - cacheable, cacheable, 0);
    report.costs.write = writes ? cost(0, 0, cacheable) : cost(cacheable, 0, 0);
    report.costs.read = cost(0, cacheable, 0);
}

} // namespace

void checkPrefix(const CheckInput &input, const BandList &bands, const DocumentPlaces &places, PromptReport &report)
{
    if (report.layout.segments.empty())
        return;
    report.fixed = bySight(report);
    sample(input, report);
    observe(input, report);
    report.strictest = report.fixed;
    for (const auto *other : { &report.sampled, &report.observed }) {
        if (*other && (*other)->stableTokens < report.strictest.stableTokens)
            report.strictest = **other;
    }
    markZones(bands, places, report);
    stateBreakpoints(report);
    price(input, report);
}

} // namespace cachescope::ui

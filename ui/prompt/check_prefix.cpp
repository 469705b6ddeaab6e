// SPDX-License-Identifier: MIT
#include "ui/prompt/check_prefix.h"

#include "base/clock.h"
#include "prompt/lint/evidence.h"
#include "prompt/price_step.h"
#include "ui/format/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

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

/** Tokens before a place of the text; the token that it cuts is not counted. */
std::int64_t tokensUpTo(const PromptReport &report, std::size_t segment, std::size_t sourceByte)
{
    const std::size_t decoded = report.prompt->segments()[segment].text.fromSource(sourceByte);
    const auto &all = report.layout.segments[segment].tokens;
    const auto index = std::find_if(
        all.begin(), all.end(), [decoded](const tokens::Token &token) { return token.end > decoded; });
    return report.layout.upTo(segment, static_cast<std::size_t>(index - all.begin()));
}

/** Changing text that is certain (a clock written out), by the first one; nothing when there is none. */
std::optional<CacheablePrefix> bySight(const PromptReport &report)
{
    std::optional<std::int64_t> least;
    PrefixEnd end;
    for (const ShownFinding &shown : report.findings) {
        const prompt::Finding &finding = shown.finding;
        const prompt::RuleInfo *rule = prompt::findRule(finding.rule);
        const bool isSeen = finding.rule.starts_with("DYN") && rule && !rule->needsLog; // The log has its own view.
        if (!isSeen || finding.severity != Severity::Error || !shown.isInText)
            continue;
        for (std::size_t i = 0; i < report.prompt->segments().size(); ++i) {
            const prompt::ByteRange place = report.prompt->segments()[i].source;
            if (finding.range.begin < place.begin || finding.range.begin >= place.end)
                continue;
            const std::int64_t here = tokensUpTo(report, i, finding.range.begin);
            if (!least || here < *least) {
                least = here;
                end = { PrefixEnd::Cause::Difference, finding.evidence, i, finding.range.begin };
            }
        }
    }
    if (!least)
        return {};
    return prompt::applyRules(*report.prompt, report.layout, report.rules, *least, end);
}

/** The sampled prefix with its tokens counted in the text as it stands, like all other figures of the window. */
void sample(const CheckInput &input, PromptReport &report)
{
    auto found
        = prompt::sampledPrefix(*report.prompt, input.values, report.choice.model, *input.models, report.rules);
    if (!found)
        report.notes << format::text(found.error().message);
    if (!found || !*found)
        return;
    const PrefixEnd &end = (*found)->prefix.end;
    const bool isEnded = !end.culprit.empty();
    const std::int64_t stable = isEnded ? tokensUpTo(report, end.segment, end.sourceByte) : report.layout.total;
    PrefixEnd own = end;
    own.cause = isEnded ? PrefixEnd::Cause::Variable : PrefixEnd::Cause::EndOfPrompt;
    (*found)->prefix = prompt::applyRules(*report.prompt, report.layout, report.rules, stable, own);
    report.views.sampled = std::move(*found);
}

void observe(const CheckInput &input, PromptReport &report)
{
    if (!input.log)
        return;
    auto found = prompt::observedPrefix(
        *report.prompt, report.layout, *input.log, report.choice.model, *input.models, report.rules);
    if (found)
        report.views.observed = std::move(*found);
    else
        report.notes << format::text(found.error().message);
}

/** What text that is written out ends, no values can make stable. */
void chooseStrictest(PromptReport &report)
{
    const auto seen = bySight(report);
    report.views.fixed = prompt::staticPrefix(*report.prompt, report.layout, report.rules);
    if (seen && seen->stableTokens < report.views.fixed.stableTokens)
        report.views.fixed = *seen;
    if (seen && report.views.sampled && seen->stableTokens < report.views.sampled->prefix.stableTokens)
        report.views.sampled->prefix = *seen;
    report.view = report.views.strictest();
    report.strictest = report.views.prefix(report.view);
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
    // With one variable only, all fixed text behind it is what it spoils.
    return variables.size() == 1 ? report.layout.total : tokensUpTo(report, last.segment, last.source.begin);
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
    if (report.view == prompt::PrefixView::Observed)
        return CheckWords::tr("The prefix ends here: logged calls differ%1").arg(money());
    if (const prompt::Variable *variable = report.endVariable())
        return CheckWords::tr("The prefix ends here: {{%1}} differs in every call%2")
            .arg(format::text(variable->name), money());
    return CheckWords::tr("The prefix ends here: this differs in every call%1").arg(money());
}

void markZones(const BandList &bands, const DocumentPlaces &places, PromptReport &report)
{
    const std::int64_t stable = report.strictest.stableTokens;
    report.spoiledUntil = std::max(stable, couldBeStable(bands, report));
    report.marks.stableEnd = placeOfTokens(stable, places, report);
    report.marks.spoiledEnd = placeOfTokens(report.spoiledUntil, places, report);
    report.endLine = places.lineAndColumn(places.ofByte(report.strictest.end.sourceByte).position).first;
    report.marks.note = noteFor(report);
    if (!report.marks.note.isEmpty())
        report.marks.notePlace = places.ofByte(report.strictest.end.sourceByte).position;
}

/** What a rule says of a breakpoint, in few words. */
QString breakpointWords(const std::string_view rule)
{
    const QString id = QString::fromLatin1(rule.data(), static_cast<qsizetype>(rule.size()));
    const std::array<std::pair<QLatin1String, QString>, 9> known{ {
        { QLatin1String("BRK001"), CheckWords::tr("below the minimum: %1") },
        { QLatin1String("BRK002"), CheckWords::tr("near the minimum: %1") },
        { QLatin1String("BRK004"), CheckWords::tr("one too many: %1") },
        { QLatin1String("BRK005"), CheckWords::tr("on changing text: %1") },
        { QLatin1String("BRK006"), CheckWords::tr("too far from the one before: %1") },
        { QLatin1String("BRK007"), CheckWords::tr("longer life behind a shorter one: %1") },
        { QLatin1String("BRK008"), CheckWords::tr("life too short: %1") },
        { QLatin1String("BRK009"), CheckWords::tr("life too long: %1") },
        { QLatin1String("BRK010"), CheckWords::tr("written, never read: %1") },
    } };
    const auto found
        = std::find_if(known.begin(), known.end(), [&](const auto &entry) { return entry.first == id; });
    return found == known.end() ? id : found->second.arg(id);
}

/** "read by 92% of calls": those whose provider read at least up to here; empty when the log knows too few. */
QString readWords(const prompt::LogEvidence *log, std::int64_t tokens)
{
    constexpr std::int64_t fewest = 10;
    constexpr double nearly = 0.95; // Counts of both sides may be estimates.
    if (log == nullptr)
        return {};
    std::int64_t paid = 0, readers = 0;
    for (const prompt::ObservedCall &call : log->calls) {
        paid += call.isPaid() ? 1 : 0;
        readers += call.isPaid() && double(call.cacheRead) >= nearly * double(tokens) ? 1 : 0;
    }
    return paid < fewest || readers == 0
        ? QString()
        : CheckWords::tr("read by %1 of calls").arg(format::percent(double(readers) / double(paid), 0));
}

const ShownFinding *worstAt(const PromptReport &report, const prompt::ByteRange &mark)
{
    const ShownFinding *worst = nullptr;
    for (const ShownFinding &shown : report.findings) {
        const prompt::ByteRange &range = shown.finding.range;
        const bool touches = range.begin < mark.end && mark.begin < range.end;
        if (touches && shown.finding.rule.starts_with("BRK")
            && (!worst || shown.finding.severity > worst->finding.severity))
            worst = &shown;
    }
    return worst;
}

void stateBreakpoints(const CheckInput &input, PromptReport &report)
{
    int number = 0;
    const auto &segments = report.prompt->segments();
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (!segments[i].mark)
            continue;
        const std::int64_t tokens = report.layout.segments[i].end;
        BreakpointRow row{ i, ++number, lifetimeText(segments[i].mark->ttl), {}, BreakpointRow::Tone::Good };
        if (row.lifetime.isEmpty() && !report.rules.timesToLive.empty())
            row.lifetime = CheckWords::tr("%1 min").arg(report.rules.timesToLive.front().count() / 60);
        if (const ShownFinding *worst = worstAt(report, segments[i].mark->source)) {
            row.state = breakpointWords(worst->finding.rule);
            row.tone = worst->finding.severity == Severity::Error ? BreakpointRow::Tone::Error
                                                                  : BreakpointRow::Tone::Warning;
        } else if (tokens > report.strictest.stableTokens) {
            row.state = CheckWords::tr("behind what changes");
            row.tone = BreakpointRow::Tone::Warning;
        } else if (tokens < report.rules.minimumTokens) {
            row.state = CheckWords::tr("below the minimum of %1").arg(format::number(report.rules.minimumTokens));
            row.tone = BreakpointRow::Tone::Warning;
        } else {
            const QString read = readWords(input.log.get(), tokens);
            row.state = read.isEmpty() ? CheckWords::tr("on stable text") : read;
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
    report.priceStep = prompt::firstPriceStep(
        *input.prices, report.choice.upstream, report.choice.model, std::max(total, report.window.value_or(total)));
}

} // namespace

void checkPrefix(const CheckInput &input, const BandList &bands, const DocumentPlaces &places, PromptReport &report)
{
    if (report.layout.segments.empty())
        return;
    sample(input, report);
    observe(input, report);
    chooseStrictest(report);
    markZones(bands, places, report);
    stateBreakpoints(input, report);
    price(input, report);
}

} // namespace cachescope::ui

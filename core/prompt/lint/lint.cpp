// SPDX-License-Identifier: MIT
#include "prompt/lint/lint.h"

#include "prompt/lint/collector.h"
#include "prompt/lint/evidence.h"
#include "prompt/lint/rule_families.h"
#include "prompt/lint/silences.h"
#include "prompt/upstream_of.h"

#include <algorithm>

namespace cachescope::prompt {

namespace {

constexpr std::string_view modelWithoutAny = "gpt-4.1";

/** First segment of the last user message, when something stands before it. */
std::size_t tailOf(const Prompt &prompt)
{
    const auto &segments = prompt.segments();
    if (prompt.form() == PromptForm::PlainText || prompt.form() == PromptForm::Template)
        return segments.size();
    int last = -1;
    for (const Segment &segment : segments) {
        if (segment.kind == SegmentKind::Message && segment.role != "system" && segment.role != "developer")
            last = std::max(last, segment.message);
    }
    const auto tail = std::ranges::find_if(
        segments, [last](const Segment &segment) { return last >= 0 && segment.message == last; });
    return static_cast<std::size_t>(tail - segments.begin());
}

/** Changing content of everything but the past of the conversation, which no rule looks at for it. */
std::vector<std::vector<DynamicPlace>> dynamicContentOf(const Prompt &prompt)
{
    const auto &segments = prompt.segments();
    const std::size_t tail = tailOf(prompt);
    std::vector<std::vector<DynamicPlace>> places(segments.size());
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const bool isPast = segments[i].message >= 0 && i < tail && segments[i].role != "system"
            && segments[i].role != "developer" && tail < segments.size();
        if (!isPast && segments[i].kind != SegmentKind::Media)
            places[i] = findDynamicContent(segments[i].text.text());
    }
    return places;
}

/** The model's layout; when its tokenizer cannot be had, that of the built-in table, with a note. */
TokenLayout layOutOrEstimate(
    const Prompt &prompt, const std::string &model, const tokens::ModelTable &models,
    std::vector<std::string> &notes)
{
    auto layout = layOut(prompt, model, models);
    if (layout)
        return std::move(*layout);
    notes.push_back("The tokens are estimated: " + layout.error().message);
    auto standIn = layOut(prompt, std::string(modelWithoutAny), tokens::ModelTable());
    if (standIn)
        return std::move(*standIn);
    TokenLayout empty;
    empty.segments.resize(prompt.segments().size());
    return empty;
}

bool isAccepted(const LintSettings &settings, const Finding &finding)
{
    return settings.baseline.contains(finding.fingerprint);
}

bool isSwitchedOff(const LintSettings &settings, const Finding &finding)
{
    return settings.silenced.contains(finding.rule) || settings.silenced.contains(finding.rule.substr(0, 3));
}

} // namespace

LintResult lint(
    const Prompt &prompt, const LintSettings &settings, const tokens::ModelTable &models,
    const providers::PriceBook &prices, const LogEvidence *log)
{
    LintResult result;
    if (const auto &problem = prompt.problem()) {
        // Rules for prompts would only stumble over the syntax of a broken request.
        result.notes.push_back(
            "line " + std::to_string(problem->line) + ", column " + std::to_string(problem->column) + ": "
            + problem->message + " Nothing was checked.");
        return result;
    }
    std::string model = settings.model.empty() ? prompt.parameters().model : settings.model;
    const bool isNamed = !model.empty();
    if (!isNamed)
        model = modelWithoutAny;
    const std::string upstream = settings.upstream.empty()
        ? std::string(upstreamOf(prompt.form(), isNamed ? model : ""))
        : settings.upstream;
    const providers::CachingRules rules = providers::cachingRules(prices, upstream, model);
    const TokenLayout layout = layOutOrEstimate(prompt, model, models, result.notes);
    const providers::ModelCard *const card = prices.find(upstream, model);
    if (isNamed && !card)
        result.notes.push_back(
            "unknown model '" + model + "': the caching rules of " + upstream + " apply instead");

    const LintContext context{ prompt,
                               layout,
                               rules,
                               card,
                               upstream,
                               model,
                               staticPrefix(prompt, layout, rules),
                               log,
                               &prices,
                               &models,
                               tailOf(prompt),
                               dynamicContentOf(prompt) };
    Collector collector(context, settings, prices);
    for (const auto family : ruleFamilies()) {
        for (const Rule &rule : family)
            collector.run(rule);
    }
    Silences silences(prompt, settings.today);
    silences.reportUnknownRules(collector);
    for (Finding &finding : collector.take()) {
        finding.silenced = silences.covers(finding);
        if (!finding.silenced && isSwitchedOff(settings, finding)) {
            finding.silenced = true;
            result.switchedOff.insert(finding.rule);
        }
        result.silenced += finding.silenced ? 1 : 0;
        if (!finding.silenced && isAccepted(settings, finding)) {
            finding.silenced = true;
            ++result.baselined;
        }
        if (!finding.silenced || settings.keepSilenced)
            result.findings.push_back(std::move(finding));
    }
    silences.reportUnused(collector);
    for (Finding &finding : collector.take())
        result.findings.push_back(std::move(finding));
    std::ranges::stable_sort(result.findings, {}, [](const Finding &finding) { return finding.range.begin; });
    return result;
}

} // namespace cachescope::prompt

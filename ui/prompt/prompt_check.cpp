// SPDX-License-Identifier: MIT
#include "ui/prompt/prompt_report.h"

#include "base/clock.h"
#include "ui/format/format.h"
#include "ui/prompt/check_prefix.h"
#include "ui/prompt/document_places.h"
#include "ui/prompt/prompt_outline.h"

#include <QCoreApplication>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace cachescope::ui {

using prompt::Severity;

namespace {

/** Words of this file for the translators. */
class CheckWords
{
    Q_DECLARE_TR_FUNCTIONS(CheckWords)
};

void choose(const CheckInput &input, PromptReport &report)
{
    report.choice = chooseModel(*report.prompt, input.model, input.upstream);
    const providers::ModelCard *card = input.prices->find(report.choice.upstream, report.choice.model);
    report.modelKnown = card != nullptr;
    if (card)
        report.window = card->contextWindow;
    report.rules = providers::cachingRules(*input.prices, report.choice.upstream, report.choice.model);
    report.counted = input.models->forModel(report.choice.model);
    if (report.choice.assumed)
        report.notes << CheckWords::tr("The prompt names no model: counted as for %1.")
                            .arg(format::text(report.choice.model));
    else if (!report.modelKnown)
        report.notes << CheckWords::tr("%1 is not in the price book: the rules of %2 apply, its cost is unknown.")
                            .arg(format::text(report.choice.model), format::text(report.choice.upstream));
}

bool count(const CheckInput &input, PromptReport &report)
{
    auto layout = prompt::layOut(*report.prompt, report.choice.model, *input.models);
    if (!layout) {
        report.error = format::text(layout.error().message);
        return false;
    }
    report.layout = std::move(*layout);
    std::int64_t before = 0;
    for (const auto &segment : report.layout.segments) {
        // What is no text counts here, too: wrapping, and the stand-in for an image.
        const auto text = std::llround(static_cast<double>(segment.tokens.size()) * report.layout.factor);
        report.overheads.push_back(segment.end - text - before);
        before = segment.end;
    }
    return true;
}

ShownFinding placed(prompt::Finding finding, const DocumentPlaces &places)
{
    ShownFinding shown;
    const DocumentPlaces::Place begin = places.ofByte(finding.range.begin);
    const DocumentPlaces::Place end = places.ofByte(finding.range.end);
    shown.begin = begin.position;
    shown.end = std::max(begin.position, begin.isInText ? end.position : begin.position);
    shown.isInText = begin.isInText;
    std::tie(shown.line, shown.column) = places.lineAndColumn(shown.begin);
    shown.finding = std::move(finding);
    return shown;
}

void lint(const CheckInput &input, const DocumentPlaces &places, PromptReport &report)
{
    const auto started = std::chrono::steady_clock::now();
    prompt::LintSettings settings = input.settings ? *input.settings : prompt::LintSettings{};
    settings.model = report.choice.model;
    settings.upstream = report.choice.upstream;
    prompt::LintResult result
        = prompt::lint(*report.prompt, settings, *input.models, *input.prices, input.log.get());
    report.lintMicros
        = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started).count();
    report.silenced = result.silenced + result.baselined;
    for (prompt::Finding &finding : result.findings)
        if (finding.severity >= input.showFrom)
            report.findings.push_back(placed(std::move(finding), places));
}

void noteParseProblem(const prompt::ParseProblem &problem, const DocumentPlaces &places, PromptReport &report)
{
    prompt::Finding finding;
    finding.rule = "JSON";
    finding.severity = Severity::Error;
    finding.message = problem.message;
    finding.range = { problem.byte, problem.byte + 1 };
    finding.begin = { problem.line, problem.column };
    finding.end = finding.begin;
    report.parseProblem = placed(std::move(finding), places);
}

void markSquiggles(PromptReport &report)
{
    for (std::size_t i = 0; i < report.findings.size(); ++i) {
        const ShownFinding &shown = report.findings[i];
        if (shown.isInText)
            report.marks.squiggles.push_back(
                { shown.begin, shown.end, shown.finding.severity, static_cast<int>(i) });
    }
    if (report.parseProblem)
        report.marks.squiggles.push_back(
            { report.parseProblem->begin, report.parseProblem->begin + 1, Severity::Error, -1 });
    std::stable_sort(
        report.marks.squiggles.begin(), report.marks.squiggles.end(),
        [](const Squiggle &a, const Squiggle &b) { return a.begin < b.begin; });
}

void markVariables(const DocumentPlaces &places, PromptReport &report)
{
    for (const prompt::Variable &variable : report.prompt->variables()) {
        report.marks.variables.push_back({ places.ofDecoded(variable.segment, variable.decoded.begin),
                                           places.ofDecoded(variable.segment, variable.decoded.end) });
    }
    std::sort(report.marks.variables.begin(), report.marks.variables.end(), [](const auto &a, const auto &b) {
        return a.begin < b.begin;
    });
}

/** The prompt's bytes read anew; when an edit broke the JSON, the prompt as it began, and where it is broken. */
bool readAnew(const CheckInput &input, PromptReport &report)
{
    report.promptBytes = input.snapshot.promptBytes();
    auto parsed = prompt::Prompt::parse(report.promptBytes);
    if (!parsed) {
        report.error = format::text(parsed.error().message);
        report.prompt = input.snapshot.base;
        return false;
    }
    const bool same = (*parsed)->segments().size() == input.snapshot.base->segments().size()
        && ((*parsed)->form() == input.snapshot.base->form() || input.snapshot.base->segments().size() == 1);
    if (same) {
        report.prompt = *parsed;
        return true;
    }
    report.prompt = input.snapshot.base;
    if ((*parsed)->problem()) {
        const DocumentPlaces places(input.snapshot, *input.snapshot.base);
        noteParseProblem(*(*parsed)->problem(), places, report);
    }
    report.notes << CheckWords::tr("The edited tool is not valid JSON; the figures are those from before.");
    return false;
}

} // namespace

int PromptReport::countOf(Severity severity) const
{
    const auto counted_ = std::count_if(findings.begin(), findings.end(), [severity](const ShownFinding &shown) {
        return shown.finding.severity == severity;
    });
    return static_cast<int>(counted_) + (parseProblem && severity == Severity::Error ? 1 : 0);
}

const prompt::Variable *PromptReport::endVariable() const
{
    const auto &variables = prompt->variables();
    const auto found = std::find_if(variables.begin(), variables.end(), [this](const prompt::Variable &variable) {
        return variable.source.begin == strictest.end.sourceByte && variable.name == strictest.end.culprit;
    });
    return found == variables.end() ? nullptr : &*found;
}

std::shared_ptr<const PromptReport> checkPrompt(const CheckInput &input)
{
    auto report = std::make_shared<PromptReport>();
    report->version = input.snapshot.version;
    const bool whole = readAnew(input, *report);
    const DocumentPlaces places(input.snapshot, *report->prompt);
    if (report->prompt->problem() && !report->parseProblem)
        noteParseProblem(*report->prompt->problem(), places, *report);
    choose(input, *report);
    const BandList bands = bandsOf(*report->prompt);
    report->outline = outlineOf(input.snapshot, *report->prompt, bands, places);
    markVariables(places, *report);
    if (!report->error.isEmpty() || !count(input, *report)) {
        markSquiggles(*report);
        return report;
    }
    if (whole)
        lint(input, places, *report);
    markSquiggles(*report);
    checkPrefix(input, bands, places, *report);
    return report;
}

} // namespace cachescope::ui

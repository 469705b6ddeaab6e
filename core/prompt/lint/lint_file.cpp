// SPDX-License-Identifier: MIT
#include "prompt/lint/lint_file.h"

#include "prompt/lint/evidence.h"

#include <algorithm>

namespace cachescope::prompt {

namespace {

constexpr int mostRounds = 20;

std::size_t charactersIn(std::string_view text)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

/** Moves a finding of a line's prompt to where the line stands in the file. */
void moveTo(Finding &finding, const PromptFile::Item &item, std::string_view fileBytes)
{
    if (!item.promptByte) {
        // The prompt is an escaped string inside the line: its places are not the file's.
        finding.range = { item.byte, item.byte };
        finding.begin = finding.end = { item.line, 1 };
        finding.fixes.clear();
        return;
    }
    const std::size_t offset = *item.promptByte;
    const std::size_t columns = charactersIn(fileBytes.substr(item.byte, offset - item.byte));
    const auto move = [&](Prompt::Position &position) {
        if (position.line == 1)
            position.column += columns;
        position.line += item.line - 1;
    };
    finding.range = { finding.range.begin + offset, finding.range.end + offset };
    move(finding.begin);
    move(finding.end);
    for (Fix &fix : finding.fixes) {
        for (TextEdit &edit : fix.edits)
            edit.range = { edit.range.begin + offset, edit.range.end + offset };
    }
}

void lintItem(
    const PromptFile::Item &item, bool isLine, const LintSettings &settings, const LintSources &sources,
    FileReport &report)
{
    if (item.problem) {
        report.problems.push_back(*item.problem);
        return;
    }
    const Prompt &prompt = *item.prompt;
    if (const auto &problem = prompt.problem()) {
        ParseProblem moved = *problem;
        moved.line += isLine ? item.line - 1 : 0;
        report.problems.push_back(std::move(moved));
        report.isRequestOrText = false;
        return;
    }
    const std::string model = settings.model.empty() ? prompt.parameters().model : settings.model;
    const auto models = sources.models(model);
    const auto evidence = sources.evidence ? sources.evidence(prompt, model) : nullptr;
    LintResult result = lint(prompt, settings, *models, *sources.prices, evidence.get());
    for (Finding &finding : result.findings) {
        if (isLine)
            moveTo(finding, item, report.bytes);
        report.findings.push_back(std::move(finding));
    }
    for (std::string &note : result.notes) {
        if (std::ranges::find(report.notes, note) == report.notes.end())
            report.notes.push_back(std::move(note));
    }
    report.silenced += result.silenced;
    report.baselined += result.baselined;
    report.switchedOff.insert(result.switchedOff.begin(), result.switchedOff.end());
}

bool hasSameShape(const FileReport &before, const FileReport &after)
{
    return before.problems.size() == after.problems.size() && before.isRequestOrText == after.isRequestOrText;
}

} // namespace

base::Result<FileReport> lintFile(
    std::string path, std::string bytes, const LintSettings &settings, const LintSources &sources)
{
    FileReport report;
    report.path = std::move(path);
    report.bytes = bytes;
    const auto file = readPromptFile(std::move(bytes));
    if (!file)
        return base::failure(file.error().code, report.path + ": " + file.error().message);
    for (const PromptFile::Item &item : file->items)
        lintItem(item, file->jsonLines, settings, sources, report);
    if (file->jsonLines)
        report.isRequestOrText = true; // One odd line among others is worth a word.
    return report;
}

base::Result<FixedFile> fixFile(
    const std::string &path, std::string bytes, const LintSettings &settings, const LintSources &sources)
{
    FixedFile fixed{ std::move(bytes), 0 };
    auto before = lintFile(path, fixed.bytes, settings, sources);
    if (!before)
        return tl::unexpected(before.error());
    for (int round = 0; round < mostRounds; ++round) {
        const std::vector<TextEdit> edits = safeEdits(before->findings);
        if (edits.empty())
            break;
        auto next = applyEdits(fixed.bytes, edits);
        if (!next || *next == fixed.bytes)
            break;
        auto after = lintFile(path, *next, settings, sources);
        if (!after || !hasSameShape(*before, *after))
            break;
        fixed.fixed
            += std::max(1, static_cast<int>(before->findings.size()) - static_cast<int>(after->findings.size()));
        fixed.bytes = std::move(*next);
        before = std::move(after);
    }
    return fixed;
}

} // namespace cachescope::prompt

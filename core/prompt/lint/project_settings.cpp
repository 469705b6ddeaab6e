// SPDX-License-Identifier: MIT
#include "prompt/lint/project_settings.h"

#include "prompt/lint/silences.h"

#include <algorithm>
#include <array>

namespace cachescope::prompt {

namespace {

bool fitsOneOf(const std::vector<std::string> &globs, std::string_view path)
{
    return std::ranges::any_of(globs, [path](const std::string &glob) { return fitsGlob(glob, path); });
}

bool hasExpired(const ProjectSilence &silence, std::string_view today)
{
    return !silence.until.empty() && !today.empty() && silence.until < today;
}

Finding makeFinding(
    const Prompt &file, std::string_view rule, ByteRange range, std::string message, std::string evidence)
{
    Finding finding;
    const RuleInfo &info = *findRule(rule);
    finding.rule = info.id;
    finding.severity = info.severity;
    finding.message = std::move(message);
    finding.range = range;
    finding.begin = file.position(range.begin);
    finding.end = file.position(range.end);
    finding.segment = "settings";
    finding.evidence = std::move(evidence);
    finding.fingerprint = std::string(rule) + "-" + finding.evidence;
    return finding;
}

std::string joined(const std::vector<std::string> &names)
{
    std::string text;
    for (const std::string &name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

} // namespace

std::optional<Severity> severityFromName(std::string_view name)
{
    for (const Severity severity : { Severity::Off, Severity::Info, Severity::Warning, Severity::Error }) {
        if (severityName(severity) == name)
            return severity;
    }
    return {};
}

LintSettings settingsFor(const ProjectSettings &project, std::string_view path, std::string_view today)
{
    LintSettings settings;
    settings.model = project.model;
    settings.upstream = project.upstream;
    settings.severities = project.rules;
    settings.today = today;
    for (const SettingsOverride &entry : project.overrides) {
        if (!fitsOneOf(entry.files, path))
            continue;
        for (const auto &[rule, severity] : entry.rules)
            settings.severities.insert_or_assign(rule, severity);
        if (!entry.model.empty())
            settings.model = entry.model;
        if (!entry.upstream.empty())
            settings.upstream = entry.upstream;
    }
    for (const ProjectSilence &silence : project.silences) {
        const bool fits = silence.files.empty() || fitsOneOf(silence.files, path);
        if (fits && !hasExpired(silence, today))
            settings.silenced.insert(silence.rules.begin(), silence.rules.end());
    }
    return settings;
}

bool isExcluded(const ProjectSettings &project, std::string_view path)
{
    return fitsOneOf(project.exclude, path);
}

std::vector<Finding> checkProjectSettings(
    const ProjectSettings &project, std::string_view bytes, const std::vector<std::size_t> &idle,
    std::string_view today)
{
    std::vector<Finding> findings;
    const auto file = Prompt::parse(std::string(bytes), PromptForm::PlainText);
    if (!file)
        return findings;
    for (const auto &unknown : project.unknownRules) {
        const std::string nearest(nearestRuleName(unknown.name));
        Finding finding = makeFinding(
            **file, "CFG002", unknown.source,
            "There is no rule '" + unknown.name + "'." + (nearest.empty() ? "" : " Did you mean " + nearest + "?"),
            unknown.name);
        if (!nearest.empty())
            finding.fixes.push_back({ "Write " + nearest, true, { { unknown.source, nearest } } });
        findings.push_back(std::move(finding));
    }
    for (std::size_t i = 0; i < project.silences.size(); ++i) {
        const ProjectSilence &silence = project.silences[i];
        if (hasExpired(silence, today))
            findings.push_back(makeFinding(
                **file, "CFG001", silence.source,
                "This silence of " + joined(silence.rules) + " expired on " + silence.until
                    + " and no longer holds.",
                joined(silence.rules)));
        else if (std::ranges::find(idle, i) != idle.end())
            findings.push_back(makeFinding(
                **file, "CFG001", silence.source,
                "Nothing is silenced for " + joined(silence.rules) + " in the files that were linted.",
                joined(silence.rules)));
    }
    return findings;
}

} // namespace cachescope::prompt

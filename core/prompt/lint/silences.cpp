// SPDX-License-Identifier: MIT
#include "prompt/lint/silences.h"

#include "base/text.h"

#include <algorithm>

namespace cachescope::prompt {

namespace {

constexpr std::string_view everyRule = "all";

std::vector<std::string_view> knownNames()
{
    std::vector<std::string_view> names;
    for (const RuleInfo &rule : ruleCatalogue()) {
        names.push_back(rule.id);
        if (std::ranges::find(names, rule.id.substr(0, 3)) == names.end())
            names.push_back(rule.id.substr(0, 3));
    }
    return names;
}

const RuleInfo &ruleNamed(std::string_view id)
{
    return *findRule(id);
}

Report reportAt(ByteRange place, std::string message, std::string evidence, Fix fix)
{
    Report report;
    report.source = place;
    report.message = std::move(message);
    report.evidence = std::move(evidence);
    report.fixes.push_back(std::move(fix));
    report.tokensAffected = 0;
    return report;
}

} // namespace

bool isRuleName(std::string_view name)
{
    const auto names = knownNames();
    return name == everyRule || std::ranges::find(names, name) != names.end();
}

std::string_view nearestRuleName(std::string_view name)
{
    std::string upper(name);
    std::ranges::transform(
        upper, upper.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    const auto names = knownNames();
    return base::nearestName(upper, names);
}

Silences::Silences(const Prompt &prompt, std::string_view today)
    : m_silences(findSilences(prompt))
    , m_today(today)
{ }

bool Silences::hasExpired(const Silence &silence) const
{
    return !silence.until.empty() && !m_today.empty() && silence.until < m_today;
}

bool Silences::covers(const Finding &finding)
{
    bool covered = false;
    for (Silence &silence : m_silences) {
        const bool isInside = finding.range.begin >= silence.scope.begin && finding.range.begin < silence.scope.end;
        if (!isInside || hasExpired(silence))
            continue;
        for (Silence::Name &name : silence.names) {
            const bool meansIt
                = name.text == everyRule || name.text == finding.rule || name.text == finding.rule.substr(0, 3);
            name.used |= meansIt;
            covered |= meansIt;
        }
    }
    return covered;
}

void Silences::reportUnknownRules(Collector &collector) const
{
    for (const Silence &silence : m_silences) {
        for (const Silence::Name &name : silence.names) {
            if (isRuleName(name.text))
                continue;
            const std::string nearest(nearestRuleName(name.text));
            std::string message = "There is no rule '" + name.text + "': this silences nothing.";
            Fix fix;
            if (!nearest.empty()) {
                message += " Did you mean " + nearest + "?";
                fix = { "Write " + nearest, true, { { name.source, nearest } } };
            }
            collector.reportAs(
                ruleNamed("CFG002"), reportAt(name.source, std::move(message), name.text, std::move(fix)));
        }
    }
}

void Silences::reportUnused(Collector &collector) const
{
    for (const Silence &silence : m_silences) {
        const Fix remove{ "Remove the comment", true, { { silence.comment, "" } } };
        if (hasExpired(silence)) {
            collector.reportAs(
                ruleNamed("CFG001"),
                reportAt(
                    silence.names.empty() ? silence.comment : silence.names.front().source,
                    "This silence expired on " + silence.until + " and no longer holds.", "expired", remove));
            continue;
        }
        const auto isIdle = [&](const Silence::Name &name) {
            const bool ran = name.text.size() == 3 || collector.hasRun(name.text);
            return !name.used && ran && isRuleName(name.text);
        };
        const auto idle = std::ranges::count_if(silence.names, isIdle);
        if (idle == 0)
            continue;
        for (const Silence::Name &name : silence.names) {
            if (!isIdle(name))
                continue;
            const bool isAll = idle == static_cast<std::ptrdiff_t>(silence.names.size());
            collector.reportAs(
                ruleNamed("CFG001"),
                reportAt(
                    name.source, "Nothing here is silenced for " + name.text + ": the comment is of no use.",
                    name.text, isAll && &name == &silence.names.front() ? remove : Fix{}));
        }
    }
}

} // namespace cachescope::prompt

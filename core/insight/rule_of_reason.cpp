// SPDX-License-Identifier: MIT
#include "insight/rule_of_reason.h"

#include "prompt/cache_points.h"
#include "prompt/lint/evidence.h"
#include "prompt/lint/lint.h"

#include <algorithm>

namespace cachescope::insight {

namespace {

using prompt::ComparedBlock;
using prompt::Finding;
using prompt::Relation;
using prompt::SegmentKind;
using requestlog::MissReason;

/** How tools differ: the order of the list, of a tool's members, the set, or a definition. */
std::string_view toolRule(const Reuse &reuse, const KnownPrompt &later)
{
    bool moved = false, members = false, set = false;
    for (const ComparedBlock &block : reuse.comparison.blocks) {
        const bool isTool = block.b && later.prompt->segments()[*block.b].kind == SegmentKind::Tool;
        set = set || block.relation == Relation::OnlyA || (isTool && block.relation == Relation::OnlyB);
        moved = moved || (isTool && block.relation == Relation::Moved);
        members = members || (isTool && block.relation == Relation::Reordered);
        if (block.b && !isTool)
            break; // Tools come first.
    }
    return set ? "TLS003" : moved ? "TLS001" : members ? "TLS002" : "TLS004";
}

/** The finding that covers the first difference best: the narrowest one. */
const Finding *findingAt(const std::vector<Finding> &findings, const RuleQuestion &question)
{
    const auto &at = question.reuse.comparison.divergence.at;
    if (!at)
        return nullptr;
    constexpr std::size_t near = 48; // A clock's first differing digit stands behind its beginning.
    const Finding *best = nullptr;
    for (const Finding &finding : findings) {
        const bool covers = finding.range.begin <= at->byteB + near && at->byteB <= finding.range.end + near;
        const bool changing = finding.rule.starts_with("DYN") || finding.rule.starts_with("TLS")
            || finding.rule.starts_with("HIS") || finding.rule.starts_with("WSP");
        if (covers && changing && (best == nullptr || finding.range.size() < best->range.size()))
            best = &finding;
    }
    return best;
}

const Finding *findingOf(const std::vector<Finding> &findings, std::string_view rule)
{
    const auto found = std::ranges::find(findings, rule, &Finding::rule);
    return found == findings.end() ? nullptr : &*found;
}

std::vector<Finding> lintWith(
    const RuleQuestion &question, const tokens::ModelTable &models, const providers::PriceBook &prices)
{
    prompt::LogEvidence evidence;
    prompt::ObservedCall earlier;
    earlier.prompt = question.earlier.prompt;
    earlier.usageReported = true;
    earlier.model = question.model;
    evidence.calls.push_back(std::move(earlier));
    prompt::LintSettings settings;
    settings.model = question.model;
    settings.upstream = question.upstream;
    return prompt::lint(*question.later.prompt, settings, models, prices, &evidence).findings;
}

RuleOfReason withFix(std::string_view rule, const Finding *finding)
{
    RuleOfReason result{ std::string(rule), {}, false };
    if (finding == nullptr || finding->fixes.empty())
        return result;
    const auto safe = std::ranges::find(finding->fixes, true, &prompt::Fix::safe);
    const prompt::Fix &fix = safe != finding->fixes.end() ? *safe : finding->fixes.front();
    result.fix = fix.title;
    result.safe = fix.safe;
    return result;
}

std::string_view usualRule(MissReason reason, const RuleQuestion &question)
{
    switch (reason) {
    case MissReason::BelowMinimum:
        return "BRK001";
    case MissReason::NoMark:
        return "BRK003";
    case MissReason::Idle: // A longer lifetime can be had for up to an hour.
        return question.idleSeconds <= 3600 ? "BRK008" : "";
    case MissReason::Parameters:
        return question.parameters == "prompt_cache_key" ? "BRK012" : "REQ001";
    case MissReason::Tools:
        return toolRule(question.reuse, question.later);
    case MissReason::System:
        return "DYN009";
    case MissReason::History:
        return "HIS001";
    case MissReason::Compacted:
        return "HIS003";
    case MissReason::Breakpoint:
        return "BRK006";
    case MissReason::Parallel:
        return "BRK011";
    default:
        return "";
    }
}

} // namespace

RuleOfReason ruleOf(
    MissReason reason, const RuleQuestion &question, const tokens::ModelTable &models,
    const providers::PriceBook &prices)
{
    const std::string_view usual = usualRule(reason, question);
    const bool inText
        = reason == MissReason::Tools || reason == MissReason::System || reason == MissReason::History;
    const bool atMarks = reason == MissReason::Breakpoint || reason == MissReason::NoMark;
    if (usual.empty() || (!inText && !atMarks))
        return { std::string(usual), {}, false };
    const std::vector<Finding> findings = lintWith(question, models, prices);
    if (atMarks) {
        const Finding *const changing = findingOf(findings, "BRK005");
        if (reason == MissReason::Breakpoint && changing != nullptr)
            return withFix("BRK005", changing);
        return withFix(usual, findingOf(findings, usual));
    }
    // Order and set of the tools are known better from the comparison than from a place.
    const bool settled = reason == MissReason::Tools && usual != "TLS004";
    const bool isList = question.reuse.orderOnly && !settled;
    if (isList && reason != MissReason::History)
        return withFix("DYN008", findingOf(findings, "DYN008"));
    const Finding *const there = settled ? nullptr : findingAt(findings, question);
    return there != nullptr ? withFix(there->rule, there) : withFix(usual, findingOf(findings, usual));
}

} // namespace cachescope::insight

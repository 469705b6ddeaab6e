// SPDX-License-Identifier: MIT
#include "prompt/lint/output.h"

#include <nlohmann/json.hpp>

namespace cachescope::prompt {

namespace {

using Json = nlohmann::ordered_json;

Json fixesOf(const Finding &finding)
{
    Json fixes = Json::array();
    for (const Fix &fix : finding.fixes) {
        if (!isPrintable(fix))
            continue;
        Json edits = Json::array();
        for (const TextEdit &edit : fix.edits)
            edits.push_back(
                { { "byte", edit.range.begin }, { "end_byte", edit.range.end }, { "text", edit.replacement } });
        fixes.push_back({ { "title", fix.title }, { "safe", fix.safe }, { "edits", std::move(edits) } });
    }
    return fixes;
}

Json toJson(const FileReport &file, const Finding &finding)
{
    const RuleInfo *const rule = findRule(finding.rule);
    return { { "file", file.path },
             { "rule", finding.rule },
             { "name", rule ? rule->name : std::string_view() },
             { "severity", severityName(finding.severity) },
             { "message", finding.message },
             { "segment", finding.segment },
             { "line", finding.begin.line },
             { "column", finding.begin.column },
             { "end_line", finding.end.line },
             { "end_column", finding.end.column },
             { "byte", finding.range.begin },
             { "end_byte", finding.range.end },
             { "evidence", finding.evidence },
             { "tokens_affected", finding.tokensAffected },
             { "usd_per_day", finding.perDay ? Json(finding.perDay->toDecimal()) : Json(nullptr) },
             { "fingerprint", finding.fingerprint },
             { "fixes", fixesOf(finding) } };
}

} // namespace

std::string lintJson(const LintRun &run)
{
    Json findings = Json::array(), problems = Json::array();
    for (const FileReport &file : run.files) {
        for (const Finding &finding : file.findings) {
            if (run.shows(finding))
                findings.push_back(toJson(file, finding));
        }
        for (const ParseProblem &problem : file.problems)
            problems.push_back({ { "file", file.path },
                                 { "line", problem.line },
                                 { "column", problem.column },
                                 { "message", problem.message } });
    }
    const LintCounts counts = countsOf(run);
    const auto loss = lossOf(run);
    const Json root{
        { "files", run.filesLinted },
        { "findings", std::move(findings) },
        { "problems", std::move(problems) },
        { "summary",
          { { "errors", counts.errors },
            { "warnings", counts.warnings },
            { "infos", counts.infos },
            { "silenced", counts.silenced },
            { "baselined", counts.baselined },
            { "fixed", counts.fixed },
            { "fixable", counts.fixable },
            { "usd_per_day", loss ? Json(loss->toDecimal()) : Json(nullptr) } } },
    };
    return root.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace cachescope::prompt

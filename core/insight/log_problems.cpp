// SPDX-License-Identifier: MIT
#include "insight/log_problems.h"

#include "insight/observe_family.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace cachescope::insight {

namespace {

using base::Result;
using prompt::Finding;
using requestlog::CallRecord;

constexpr int consideredIds = 400;

/** The newest call of each program that went upstream with a prompt. */
Result<std::vector<CallRecord>> newestOfPrograms(requestlog::Reader &reader, const ProblemQuery &query)
{
    const auto filter = requestlog::Filter::parse("cache:miss,bypass");
    auto ids = reader.newestIds(filter.value_or(requestlog::Filter()), consideredIds, query.scannedCalls);
    if (!ids)
        return tl::unexpected(ids.error());
    auto rows = reader.rows(*ids);
    if (!rows)
        return tl::unexpected(rows.error());
    std::set<std::tuple<std::string, std::string, std::string>> seen;
    std::vector<CallRecord> newest;
    for (CallRecord &row : *rows) {
        if (!prompt::formOf(row.start.api) || newest.size() >= static_cast<std::size_t>(query.programs))
            continue;
        if (seen.emplace(row.start.client, row.start.upstream, row.start.model).second)
            newest.push_back(std::move(row));
    }
    return newest;
}

std::string placeOf(const Finding &finding, const prompt::Prompt &prompt)
{
    for (const prompt::Segment &segment : prompt.segments()) {
        if (segment.label != finding.segment || finding.range.begin < segment.source.begin
            || finding.range.begin > segment.source.end)
            continue;
        const std::string &text = segment.text.text();
        const std::size_t at = std::min(segment.text.fromSource(finding.range.begin), text.size());
        const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1;
        return line > 1 ? finding.segment + ", line " + std::to_string(line) : finding.segment;
    }
    return finding.segment;
}

LogProblem problemOf(const Finding &finding, const prompt::Prompt &prompt, const CallRecord &call)
{
    LogProblem problem;
    problem.rule = finding.rule;
    problem.severity = finding.severity;
    problem.message = finding.message;
    problem.client = call.start.client;
    problem.place = placeOf(finding, prompt);
    problem.perDay = finding.perDay;
    problem.callId = call.start.id;
    problem.hasFix = !finding.fixes.empty();
    return problem;
}

/** Worth more, then worse. */
bool isBefore(const LogProblem &a, const LogProblem &b)
{
    const base::Money nothing;
    const base::Money left = a.perDay.value_or(nothing), right = b.perDay.value_or(nothing);
    return left != right ? left > right : a.severity != b.severity ? a.severity > b.severity : a.rule < b.rule;
}

} // namespace

Result<std::vector<LogProblem>> findProblems(
    requestlog::Reader &reader, const tokens::ModelTable &models, const providers::PriceBook &prices,
    const ProblemQuery &query)
{
    auto newest = newestOfPrograms(reader, query);
    if (!newest)
        return tl::unexpected(newest.error());
    std::map<std::pair<std::string, std::string>, LogProblem> found; // By rule and client.
    for (const CallRecord &call : *newest) {
        if (query.isCancelled && query.isCancelled())
            break;
        auto contents = reader.contents(call.start.id);
        if (!contents && contents.error().code != base::ErrorCode::NotFound)
            return tl::unexpected(contents.error());
        if (!contents || contents->requestBody.empty())
            continue;
        const auto parsed = prompt::Prompt::parse(std::move(contents->requestBody), prompt::formOf(call.start.api));
        if (!parsed || (*parsed)->problem())
            continue;
        FamilyQuery family;
        family.upstream = call.start.upstream;
        family.model = call.start.model;
        family.calls = 25;
        family.openedBodies = 120;
        family.time = query.timeEach;
        const auto observed = observeFamily(reader, **parsed, family);
        if (!observed)
            return tl::unexpected(observed.error());
        prompt::LintSettings settings;
        settings.model = call.start.model;
        settings.upstream = call.start.upstream;
        for (const Finding &finding :
             prompt::lint(**parsed, settings, models, prices, &observed->evidence).findings) {
            LogProblem problem = problemOf(finding, **parsed, call);
            const auto [place, isNew] = found.emplace(std::pair(problem.rule, problem.client), problem);
            if (!isNew && isBefore(problem, place->second))
                place->second = std::move(problem);
        }
    }
    std::vector<LogProblem> problems;
    for (auto &[key, problem] : found)
        problems.push_back(std::move(problem));
    std::sort(problems.begin(), problems.end(), isBefore);
    if (problems.size() > query.problems)
        problems.resize(query.problems);
    return problems;
}

} // namespace cachescope::insight

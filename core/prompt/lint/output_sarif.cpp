// SPDX-License-Identifier: MIT
#include "prompt/lint/output.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <map>

namespace cachescope::prompt {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char *schemaUri = "https://json.schemastore.org/sarif-2.1.0.json";
constexpr const char *fingerprintName = "cachescopeLint/v1";

/** SARIF knows no "info": section 3.27.10 calls it "note". */
const char *levelOf(Severity severity)
{
    switch (severity) {
    case Severity::Error:
        return "error";
    case Severity::Warning:
        return "warning";
    case Severity::Info:
        return "note";
    case Severity::Off:
        break;
    }
    return "none";
}

/** RFC 3986: what a path may hold stays, the rest is percent-encoded. */
std::string uriOf(std::string_view path)
{
    static constexpr std::string_view digits = "0123456789ABCDEF";
    static constexpr std::string_view kept = "-._~/!$&'()*+,;=@";
    std::string uri = path.starts_with('/') ? "file://" : "";
    for (const char c : path) {
        const bool isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || kept.find(c) != std::string_view::npos;
        if (isPlain) {
            uri.push_back(c);
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        uri += { '%', digits[byte >> 4], digits[byte & 0xf] };
    }
    return uri;
}

/** Lines and columns of many offsets of one file, looked up in ascending order. */
class Places
{
public:
    explicit Places(std::string_view bytes)
        : m_bytes(bytes)
    { }

    void add(std::size_t byte) { m_places.emplace(byte, Prompt::Position{}); }

    void resolve()
    {
        Prompt::Position position;
        std::size_t at = 0;
        for (auto &[byte, target] : m_places) {
            for (; at < std::min(byte, m_bytes.size()); ++at) {
                if (m_bytes[at] == '\n')
                    position = { position.line + 1, 1 };
                else if ((static_cast<unsigned char>(m_bytes[at]) & 0xc0) != 0x80)
                    ++position.column;
            }
            target = position;
        }
    }

    Json region(ByteRange range) const
    {
        const Prompt::Position begin = m_places.at(range.begin), end = m_places.at(range.end);
        return { { "startLine", begin.line },
                 { "startColumn", begin.column },
                 { "endLine", end.line },
                 { "endColumn", end.column } };
    }

private:
    std::string_view m_bytes;
    std::map<std::size_t, Prompt::Position> m_places;
};

Json rulesJson()
{
    Json rules = Json::array();
    for (const RuleInfo &rule : ruleCatalogue()) {
        const std::string page(rulePage(rule.id));
        const std::string help = page.empty() ? std::string(rule.summary) : page;
        rules.push_back(
            { { "id", rule.id },
              { "name", rule.name },
              { "shortDescription", { { "text", rule.summary } } },
              { "fullDescription", { { "text", rule.summary } } },
              { "help", { { "text", help }, { "markdown", help } } },
              { "defaultConfiguration",
                { { "level", levelOf(rule.severity) }, { "enabled", rule.severity != Severity::Off } } },
              { "properties",
                { { "tags", Json::array({ "prompt-cache", std::string(rule.id.substr(0, 3)) }) },
                  { "scope", rule.scope },
                  { "needsLog", rule.needsLog } } } });
    }
    return rules;
}

Json artifact(const FileReport &file)
{
    return { { "uri", uriOf(file.path) } };
}

Json fixJson(const FileReport &file, const Fix &fix, const Places &places)
{
    Json replacements = Json::array();
    for (const TextEdit &edit : fix.edits)
        replacements.push_back({ { "deletedRegion", places.region(edit.range) },
                                 { "insertedContent", { { "text", edit.replacement } } } });
    return {
        { "description", { { "text", fix.title + (fix.safe ? " (safe)" : " (changes what the model reads)") } } },
        { "artifactChanges",
          Json::array({ { { "artifactLocation", artifact(file) }, { "replacements", std::move(replacements) } } }) }
    };
}

Json resultJson(const FileReport &file, const Finding &finding, const Places &places)
{
    const auto &catalogue = ruleCatalogue();
    const auto rule = std::ranges::find(catalogue, finding.rule, &RuleInfo::id);
    Json result{
        { "ruleId", finding.rule },
        { "ruleIndex", rule - catalogue.begin() },
        { "level", levelOf(finding.severity) },
        { "message", { { "text", finding.message } } },
        { "locations",
          Json::array(
              { { { "physicalLocation",
                    { { "artifactLocation", artifact(file) }, { "region", places.region(finding.range) } } },
                  { "logicalLocations", Json::array({ { { "name", finding.segment } } }) } } }) },
        { "partialFingerprints", { { fingerprintName, finding.fingerprint } } },
        { "properties", { { "tokensAffected", finding.tokensAffected }, { "evidence", finding.evidence } } },
    };
    if (finding.perDay)
        result["properties"]["usdPerDay"] = finding.perDay->toDecimal();
    if (!finding.fixes.empty()) {
        Json fixes = Json::array();
        for (const Fix &fix : finding.fixes) {
            if (isPrintable(fix))
                fixes.push_back(fixJson(file, fix, places));
        }
        result["fixes"] = std::move(fixes);
    }
    return result;
}

Places placesOf(const FileReport &file)
{
    Places places(file.bytes);
    const auto add = [&places](ByteRange range) {
        places.add(range.begin);
        places.add(range.end);
    };
    for (const Finding &finding : file.findings) {
        add(finding.range);
        for (const Fix &fix : finding.fixes) {
            for (const TextEdit &edit : fix.edits)
                add(edit.range);
        }
    }
    places.resolve();
    return places;
}

Json notificationsOf(const FileReport &file)
{
    Json notifications = Json::array();
    for (const ParseProblem &problem : file.problems)
        notifications.push_back(
            { { "level", "error" },
              { "message", { { "text", problem.message } } },
              { "locations",
                Json::array(
                    { { { "physicalLocation",
                          { { "artifactLocation", artifact(file) },
                            { "region",
                              { { "startLine", problem.line }, { "startColumn", problem.column } } } } } } }) } });
    return notifications;
}

} // namespace

std::string lintSarif(const LintRun &run)
{
    Json results = Json::array(), notifications = Json::array();
    for (const FileReport &file : run.files) {
        const Places places = placesOf(file);
        for (const Finding &finding : file.findings) {
            if (run.shows(finding))
                results.push_back(resultJson(file, finding, places));
        }
        for (Json &notification : notificationsOf(file))
            notifications.push_back(std::move(notification));
    }
    const bool succeeded = notifications.empty();
    Json invocation{ { "executionSuccessful", succeeded } };
    if (!succeeded)
        invocation["toolExecutionNotifications"] = std::move(notifications);
    const Json driver{ { "name", "Cachescope" },
                       { "version", run.version },
                       { "semanticVersion", run.version },
                       { "rules", rulesJson() } };
    const Json root{ { "$schema", schemaUri },
                     { "version", "2.1.0" },
                     { "runs",
                       Json::array({ { { "tool", { { "driver", driver } } },
                                       { "columnKind", "unicodeCodePoints" },
                                       { "invocations", Json::array({ invocation }) },
                                       { "results", std::move(results) } } }) } };
    return root.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace cachescope::prompt

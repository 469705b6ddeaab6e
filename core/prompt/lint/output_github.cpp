// SPDX-License-Identifier: MIT
#include "prompt/lint/output.h"

namespace cachescope::prompt {

namespace {

/** Escapes of workflow commands: in values also ':' and ','. */
std::string escaped(std::string_view text, bool isProperty)
{
    std::string out;
    for (const char c : text) {
        if (c == '%')
            out += "%25";
        else if (c == '\r')
            out += "%0D";
        else if (c == '\n')
            out += "%0A";
        else if (isProperty && c == ':')
            out += "%3A";
        else if (isProperty && c == ',')
            out += "%2C";
        else
            out.push_back(c);
    }
    return out;
}

const char *commandOf(Severity severity)
{
    return severity == Severity::Error ? "error" : severity == Severity::Warning ? "warning" : "notice";
}

std::string annotation(
    const char *command, std::string_view file, Prompt::Position begin, std::string_view title,
    std::string_view message)
{
    return std::string("::") + command + " file=" + escaped(file, true) + ",line=" + std::to_string(begin.line)
        + ",col=" + std::to_string(begin.column) + ",title=" + escaped(title, true) + "::" + escaped(message, false)
        + "\n";
}

} // namespace

std::string lintGithub(const LintRun &run)
{
    std::string out;
    for (const FileReport &file : run.files) {
        for (const Finding &finding : file.findings) {
            if (!run.shows(finding))
                continue;
            const RuleInfo *const rule = findRule(finding.rule);
            const std::string title
                = std::string(finding.rule) + (rule ? " " + std::string(rule->name) : std::string());
            out += annotation(commandOf(finding.severity), file.path, finding.begin, title, finding.message);
        }
        for (const ParseProblem &problem : file.problems)
            out += annotation(
                "error", file.path, { problem.line, problem.column }, "unreadable prompt", problem.message);
    }
    return out;
}

} // namespace cachescope::prompt

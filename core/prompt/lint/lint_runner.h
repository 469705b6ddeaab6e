// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/lint/lint_file.h"
#include "prompt/lint/lint_project.h"
#include "prompt/lint/output.h"

#include <functional>
#include <string>
#include <vector>

namespace cachescope::prompt {

/** A file to lint, with what holds for it. */
struct LintTask
{
    std::string path; ///< "-" is stdin.
    LintProject *project = nullptr;
    LintSettings settings;
    bool wasNamed = true; ///< False when a folder was named: JSON that is no request is then passed over.
};

enum class LintFixes
{
    Leave,
    ApplySafe
};

/** What came of it: reports in the order of the tasks, and messages about files that could not be read. */
struct LintOutcome
{
    LintRun run;
    std::vector<std::string> errors; ///< Wrong input: exit 2.
    std::vector<std::string> writeErrors; ///< A file that could not be written: exit 3.
};

/**
 * Lints all files on as many threads as the machine has processors. A file that is changed by somebody else while
 * it is being mended is left alone, with a message. When `isCancelled` says true the rest is left out.
 */
LintOutcome lintFiles(
    const std::vector<LintTask> &tasks, const LintSources &sources, LintFixes fixes,
    const std::function<bool()> &isCancelled = {});

/** The files that names on the command line stand for; folders are searched for texts, templates and requests. */
struct LintName
{
    std::string path;
    bool wasNamed = true;
};
std::vector<LintName> findLintFiles(const std::vector<std::string> &names);

enum class KnownProblems
{
    LeaveOut, ///< What the baseline lists.
    Report
};
/**
 * One task a file that its project does not exclude. `model` overrides what projects and prompts say unless empty;
 * `today` is "2026-11-21". Errors: settings or a baseline that cannot be used.
 */
base::Result<std::vector<LintTask>> lintTasks(
    const std::vector<std::string> &names, LintProjects &projects, const std::string &model,
    const std::string &today, KnownProblems known);

} // namespace cachescope::prompt

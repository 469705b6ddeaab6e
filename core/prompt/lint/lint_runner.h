// SPDX-License-Identifier: MIT
#pragma once

#include "lint_project.h"
#include "lint_sources.h"

#include "prompt/lint/output.h"

#include <string>
#include <vector>

namespace cachescope::app {

/** A file to lint, with what holds for it. */
struct LintTask
{
    std::string path; ///< "-" is stdin.
    LintProject *project = nullptr;
    prompt::LintSettings settings;
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
    prompt::LintRun run;
    std::vector<std::string> errors; ///< Wrong input: exit 2.
    std::vector<std::string> writeErrors; ///< A file that could not be written: exit 3.
};

/**
 * Lints all files on as many threads as the machine has processors. A file that is changed by somebody else while
 * it is being mended is left alone, with a message.
 */
LintOutcome lintFiles(const std::vector<LintTask> &tasks, const prompt::LintSources &sources, LintFixes fixes);

/** The files that names on the command line stand for; folders are searched for texts, templates and requests. */
struct LintName
{
    std::string path;
    bool wasNamed = true;
};
std::vector<LintName> findLintFiles(const std::vector<std::string> &names);

} // namespace cachescope::app

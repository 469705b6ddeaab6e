// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/lint/lint_file.h"

#include <string>
#include <string_view>
#include <vector>

namespace cachescope::prompt {

/** All of one run of `cachescope lint`. */
struct LintRun
{
    std::vector<FileReport> files; ///< In the order of the command line.
    Severity showFrom = Severity::Info; ///< Below it findings are counted, not shown.
    std::string version; ///< Of the program.
    std::string currency = "USD"; ///< Of the price book.
    int filesLinted = 0;

    bool shows(const Finding &finding) const { return finding.severity >= showFrom && !finding.silenced; }
};

/** How many of each. */
struct LintCounts
{
    int errors = 0, warnings = 0, infos = 0, silenced = 0, baselined = 0, fixed = 0, problems = 0, fixable = 0;
};
LintCounts countsOf(const LintRun &run);
/** What the shown problems cost a day together; see lossPerDay(). */
std::optional<base::Money> lossOf(const LintRun &run);

/** False when a fix would write a key or token: reports leave such a fix out, whoever reads them. */
bool isPrintable(const Fix &fix);

enum class Colours
{
    Off,
    On
};
/** For people: place, message, the line with carets under the place, the fixes, and a count at the end. */
std::string lintText(const LintRun &run, Colours colours);
/** One JSON document; docs/lint.md has its members. */
std::string lintJson(const LintRun &run);
/** SARIF 2.1.0 (OASIS): one run, with rules, fingerprints and fixes. */
std::string lintSarif(const LintRun &run);
/** Workflow commands that GitHub shows beside the lines of a pull request. */
std::string lintGithub(const LintRun &run);

} // namespace cachescope::prompt

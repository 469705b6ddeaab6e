// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/lint/lint.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cachescope::prompt {

/** What linting one file gave. Findings are in the file's coordinates, also those of a line of JSON Lines. */
struct FileReport
{
    std::string path; ///< As shown.
    std::string bytes; ///< Of the file, for the lines around findings.
    std::vector<Finding> findings;
    std::vector<ParseProblem> problems; ///< What could not be linted: broken JSON, a truncated line.
    std::vector<std::string> notes;
    int silenced = 0, baselined = 0, fixed = 0;
    std::set<std::string_view> switchedOff; ///< See LintResult.
    bool isRequestOrText = true; ///< False for JSON that is no request.
};

/** Where lint gets what it does not own. Called from several threads at once. */
struct LintSources
{
    std::function<std::shared_ptr<const tokens::ModelTable>(const std::string &model)> models;
    std::shared_ptr<const providers::PriceBook> prices;
    /** What the log knows of a prompt; null when there is none. */
    std::function<std::shared_ptr<const LogEvidence>(const Prompt &prompt, const std::string &model)> evidence;
};

/**
 * Lints the bytes of a file: one prompt, or every line of JSON Lines; a line that is no JSON becomes a problem, the
 * others are linted. Errors: binary or too large.
 */
base::Result<FileReport> lintFile(
    std::string path, std::string bytes, const LintSettings &settings, const LintSources &sources);

/**
 * The file's bytes with all safe fixes applied, again and again until none is left (at most twenty rounds). Gives
 * the bytes as they are when a fix would leave another kind of file than before.
 */
struct FixedFile
{
    std::string bytes;
    int fixed = 0; ///< Problems mended.
};
base::Result<FixedFile> fixFile(
    const std::string &path, std::string bytes, const LintSettings &settings, const LintSources &sources);

} // namespace cachescope::prompt

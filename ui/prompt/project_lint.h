// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "prompt/lint/lint.h"
#include "prompt/lint/silence_writer.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cachescope::ui {

/** What a project says for one file. */
struct ProjectLint
{
    prompt::LintSettings settings; ///< With the baseline's problems of this file.
    prompt::Severity showFrom = prompt::Severity::Info;
};

/**
 * What the project's `.cachescope.json` and its baseline say for this file: looked for from its folder upwards, as
 * the command lint does. Nothing when there is none. Errors name the file, the line and the member.
 */
base::Result<std::optional<ProjectLint>> projectSettingsFor(const QString &path);

/** A file as it was before it was changed; for taking the change back. */
struct FileBefore
{
    std::string path;
    std::optional<std::string> bytes; ///< Nothing: there was no such file.
    std::string after;

    /** Puts the old content back, unless somebody has changed the file since. */
    base::Result<> restore() const;
};

/**
 * Silences a rule for a file in the project's settings. Without any a `.cachescope.json` is made at the root of the
 * file's repository, or beside it.
 */
base::Result<std::vector<FileBefore>> silenceInProject(const QString &path, const prompt::SilenceWish &wish);
/** Lists a problem of a file in the project's baseline; makes one, and names it in the settings, where there is
 * none. */
base::Result<std::vector<FileBefore>> addToBaseline(const QString &path, const prompt::Finding &finding);

} // namespace cachescope::ui

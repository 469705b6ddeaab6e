// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "prompt/lint/lint.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::prompt {

/** Name of the file with a project's lint settings; it is looked for from the linted file upwards. */
inline constexpr std::string_view projectSettingsName = ".cachescope.json";

using SeverityMap = std::map<std::string, Severity, std::less<>>;

/** Settings that hold for some files only; later ones win. */
struct SettingsOverride
{
    std::vector<std::string> files; ///< Globs, relative to the settings file.
    SeverityMap rules;
    std::string model, upstream;
};

/** Rules that a project switches off for some files, with a reason and perhaps an end. */
struct ProjectSilence
{
    std::vector<std::string> rules, files; ///< `files` empty: all.
    std::string reason, until; ///< "2027-01-31"
    ByteRange source; ///< In the settings file.
};

/** What a project's `.cachescope.json` says. Its schema: resources/lint/cachescope-lint.schema.json. */
struct ProjectSettings
{
    std::string model, upstream;
    std::optional<Severity> failOn, showFrom;
    SeverityMap rules;
    std::vector<std::string> exclude;
    std::vector<SettingsOverride> overrides;
    std::vector<ProjectSilence> silences;
    std::string baseline; ///< Path as written, relative to the settings file.

    struct UnknownRule
    {
        std::string name;
        ByteRange source; ///< The name without quotes.
    };
    std::vector<UnknownRule> unknownRules; ///< For CFG002.
};

/**
 * Reads it. InvalidInput names the file, the line and the member: no JSON, a member that does not exist (with the
 * nearest one), the wrong kind of value, the same member twice, a severity or date that is none, and settings that
 * contradict each other (failing on what is not shown).
 */
base::Result<ProjectSettings> readProjectSettings(std::string_view json, std::string_view fileName);

/** What holds for one file; `path` is relative to the settings file, with '/'. Expired silences do not hold. */
LintSettings settingsFor(const ProjectSettings &project, std::string_view path, std::string_view today);
bool isExcluded(const ProjectSettings &project, std::string_view path);

/** CFG002 for unknown names and CFG001 for silences that are out of date or whose index is in `idle`. `bytes` is
 * the settings file. */
std::vector<Finding> checkProjectSettings(
    const ProjectSettings &project, std::string_view bytes, const std::vector<std::size_t> &idle,
    std::string_view today);

/**
 * True when a path fits a glob: `*` and `?` stay inside a folder, `**` does not; a pattern without '/' fits the
 * name in any folder, one that ends in '/' or names a folder fits all in it. Linear in practice, never exponential.
 */
bool fitsGlob(std::string_view pattern, std::string_view path);

std::optional<Severity> severityFromName(std::string_view name);

} // namespace cachescope::prompt

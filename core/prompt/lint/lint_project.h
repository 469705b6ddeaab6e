// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "prompt/lint/baseline.h"
#include "prompt/lint/project_settings.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace cachescope::prompt {

/** A project's lint settings with where they stand. */
struct LintProject
{
    std::filesystem::path file; ///< Empty without a settings file.
    std::string bytes;
    ProjectSettings settings;
    std::optional<Baseline> baseline;
    std::filesystem::path baselineFile;
    std::set<std::size_t> usefulSilences; ///< Indices of silences that silenced something in this run.

    /** A linted file as the settings' globs and the baseline see it. */
    std::string relative(const std::filesystem::path &path) const;
    std::string relativeToBaseline(const std::filesystem::path &path) const;
};

/** Finds the settings of files: `.cachescope.json` in the file's folder or the nearest one above. */
class LintProjects
{
public:
    /** `settingsFile` and `baselineFile` hold for all files when they are given. All errors are wrong input. */
    static base::Result<LintProjects> open(const std::string &settingsFile, const std::string &baselineFile);

    base::Result<LintProject *> of(const std::filesystem::path &file);
    /** Those that were found so far. */
    std::vector<LintProject *> all() const;

private:
    base::Result<LintProject *> load(const std::filesystem::path &settingsFile);
    base::Result<void> loadBaseline(LintProject &project);

    std::string m_baselineFile;
    LintProject *m_forAll = nullptr;
    std::map<std::filesystem::path, LintProject *> m_byFolder;
    std::map<std::filesystem::path, std::unique_ptr<LintProject>> m_projects;
};

} // namespace cachescope::prompt

// SPDX-License-Identifier: MIT
#include "prompt/lint/lint_project.h"

#include "base/files.h"

namespace cachescope::prompt {

namespace fs = std::filesystem;

namespace {

std::string relativeTo(const fs::path &folder, const fs::path &path)
{
    return fs::absolute(path).lexically_normal().lexically_relative(folder).generic_string();
}

} // namespace

std::string LintProject::relative(const fs::path &path) const
{
    return relativeTo(file.empty() ? fs::current_path() : file.parent_path(), path);
}

std::string LintProject::relativeToBaseline(const fs::path &path) const
{
    return relativeTo(fs::absolute(baselineFile).lexically_normal().parent_path(), path);
}

base::Result<LintProjects> LintProjects::open(const std::string &settingsFile, const std::string &baselineFile)
{
    LintProjects projects;
    projects.m_baselineFile = baselineFile;
    if (!settingsFile.empty()) {
        const auto project = projects.load(fs::absolute(settingsFile).lexically_normal());
        if (!project)
            return tl::unexpected(project.error());
        projects.m_forAll = *project;
    }
    return projects;
}

base::Result<LintProject *> LintProjects::of(const fs::path &file)
{
    if (m_forAll)
        return m_forAll;
    const fs::path folder = fs::absolute(file).lexically_normal().parent_path();
    if (const auto known = m_byFolder.find(folder); known != m_byFolder.end())
        return known->second;
    fs::path settingsFile;
    for (fs::path at = folder;; at = at.parent_path()) {
        std::error_code ignored;
        if (fs::is_regular_file(at / projectSettingsName, ignored)) {
            settingsFile = at / projectSettingsName;
            break;
        }
        if (at == at.parent_path())
            break;
    }
    const auto project = load(settingsFile);
    if (project)
        m_byFolder.emplace(folder, *project);
    return project;
}

base::Result<LintProject *> LintProjects::load(const fs::path &settingsFile)
{
    auto &slot = m_projects[settingsFile];
    if (slot)
        return slot.get();
    auto project = std::make_unique<LintProject>();
    project->file = settingsFile;
    if (!settingsFile.empty()) {
        auto bytes = base::readInput(settingsFile.string());
        if (!bytes)
            return tl::unexpected(bytes.error());
        auto settings = readProjectSettings(*bytes, settingsFile.string());
        if (!settings)
            return tl::unexpected(settings.error());
        project->bytes = std::move(*bytes);
        project->settings = std::move(*settings);
    }
    if (const auto loaded = loadBaseline(*project); !loaded)
        return tl::unexpected(loaded.error());
    slot = std::move(project);
    return slot.get();
}

base::Result<void> LintProjects::loadBaseline(LintProject &project)
{
    if (!m_baselineFile.empty())
        project.baselineFile = m_baselineFile;
    else if (!project.settings.baseline.empty())
        project.baselineFile = project.file.parent_path() / project.settings.baseline;
    if (project.baselineFile.empty())
        return {};
    const auto bytes = base::readInput(project.baselineFile.string());
    if (!bytes && !m_baselineFile.empty())
        return tl::unexpected(bytes.error());
    if (!bytes)
        return base::failure(
            bytes.error().code, project.file.string() + " names a baseline. " + bytes.error().message);
    auto baseline = Baseline::read(*bytes, project.baselineFile.string());
    if (!baseline)
        return tl::unexpected(baseline.error());
    project.baseline = std::move(*baseline);
    return {};
}

std::vector<LintProject *> LintProjects::all() const
{
    std::vector<LintProject *> projects;
    for (const auto &[path, project] : m_projects) {
        if (project)
            projects.push_back(project.get());
    }
    return projects;
}

} // namespace cachescope::prompt

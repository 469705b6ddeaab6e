// SPDX-License-Identifier: MIT
#include "ui/prompt/project_lint.h"

#include "base/files.h"
#include "prompt/lint/lint_project.h"
#include "ui/format/format.h"

#include <QDate>
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace cachescope::ui {

namespace {

constexpr auto usualBaseline = "lint-baseline.json";

std::string today()
{
    return format::utf8(QDate::currentDate().toString(Qt::ISODate));
}

/** Where a project's settings belong that has none: the root of the repository, else the file's folder. */
std::string newSettingsFile(const QString &path)
{
    const QDir own = QFileInfo(path).absoluteDir();
    const QString name = format::text(prompt::projectSettingsName);
    QDir folder = own;
    while (!folder.exists(QStringLiteral(".git"))) {
        if (folder.isRoot() || !folder.cdUp())
            return format::utf8(own.filePath(name));
    }
    return format::utf8(folder.filePath(name));
}

base::Result<FileBefore> rewrite(const std::string &path, std::string bytes)
{
    FileBefore before{ path, std::nullopt, bytes };
    if (QFile::exists(format::text(path))) {
        auto known = base::readInput(path);
        if (!known)
            return tl::unexpected(known.error());
        before.bytes = *std::move(known);
    }
    if (auto written = base::writeFileAtomically(path, bytes); !written)
        return tl::unexpected(written.error());
    return before;
}

} // namespace

base::Result<std::optional<ProjectLint>> projectSettingsFor(const QString &path)
{
    if (path.isEmpty())
        return std::optional<ProjectLint>();
    auto projects = prompt::LintProjects::open({}, {});
    const std::string file = format::utf8(path);
    const auto project = projects->of(file);
    if (!project)
        return tl::unexpected(project.error());
    if ((*project)->file.empty())
        return std::optional<ProjectLint>();
    ProjectLint found;
    found.settings = prompt::settingsFor((*project)->settings, (*project)->relative(file), today());
    if ((*project)->baseline)
        found.settings.baseline = (*project)->baseline->of((*project)->relativeToBaseline(file));
    found.showFrom = (*project)->settings.showFrom.value_or(prompt::Severity::Info);
    return std::optional(std::move(found));
}

base::Result<> FileBefore::restore() const
{
    const auto now = base::readInput(path);
    if (!now || *now != after)
        return base::failure(base::ErrorCode::Unreadable, path + " has been changed since; it is left as it is.");
    if (bytes)
        return base::writeFileAtomically(path, *bytes);
    QFile::remove(format::text(path));
    return {};
}

base::Result<std::vector<FileBefore>> silenceInProject(const QString &path, const prompt::SilenceWish &wish)
{
    auto projects = prompt::LintProjects::open({}, {});
    const auto project = projects->of(format::utf8(path));
    if (!project)
        return tl::unexpected(project.error());
    const std::string file = (*project)->file.empty() ? newSettingsFile(path) : (*project)->file.string();
    const QDir root = QFileInfo(format::text(file)).absoluteDir();
    auto text
        = prompt::withProjectSilence((*project)->bytes, file, wish, format::utf8(root.relativeFilePath(path)));
    if (!text)
        return tl::unexpected(text.error());
    auto before = rewrite(file, *std::move(text));
    if (!before)
        return tl::unexpected(before.error());
    return std::vector<FileBefore>{ *std::move(before) };
}

base::Result<std::vector<FileBefore>> addToBaseline(const QString &path, const prompt::Finding &finding)
{
    auto projects = prompt::LintProjects::open({}, {});
    const auto known = projects->of(format::utf8(path));
    if (!known)
        return tl::unexpected(known.error());
    prompt::LintProject &project = **known;
    std::vector<FileBefore> changed;
    if (project.baselineFile.empty()) {
        const std::string file = project.file.empty() ? newSettingsFile(path) : project.file.string();
        auto settings = prompt::withBaselineFile(project.bytes, file, usualBaseline);
        if (!settings)
            return tl::unexpected(settings.error());
        auto before = rewrite(file, *std::move(settings));
        if (!before)
            return tl::unexpected(before.error());
        changed.push_back(*std::move(before));
        project.baselineFile = std::filesystem::path(file).parent_path() / usualBaseline;
    }
    prompt::Baseline baseline = project.baseline.value_or(prompt::Baseline());
    baseline.add(project.relativeToBaseline(format::utf8(path)), finding.rule, finding.fingerprint);
    auto before = rewrite(project.baselineFile.string(), baseline.toJson());
    if (!before)
        return tl::unexpected(before.error());
    changed.push_back(*std::move(before));
    return changed;
}

} // namespace cachescope::ui

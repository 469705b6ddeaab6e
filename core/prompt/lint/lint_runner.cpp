// SPDX-License-Identifier: MIT
#include "prompt/lint/lint_runner.h"

#include "base/files.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <optional>
#include <thread>

namespace cachescope::prompt {

namespace fs = std::filesystem;

namespace {

constexpr auto promptExtensions
    = std::to_array<std::string_view>({ ".md", ".markdown", ".txt", ".prompt", ".tmpl", ".tpl", ".j2", ".jinja",
                                        ".jinja2", ".mustache", ".hbs", ".liquid", ".json", ".jsonl", ".ndjson" });

/** What one file gave. */
struct Slot
{
    std::optional<FileReport> report;
    std::string error, writeError;
};

void mend(const LintTask &task, std::string &bytes, const LintSources &sources, int &fixed, Slot &slot)
{
    auto mended = fixFile(task.path, bytes, task.settings, sources);
    if (!mended || mended->bytes == bytes)
        return;
    const auto now = base::readInput(task.path);
    if (!now || *now != bytes) {
        slot.writeError
            = task.path + " was changed by another program while it was being mended; it is left as it is.";
        return;
    }
    if (const auto written = base::writeFileAtomically(task.path, mended->bytes); !written) {
        slot.writeError = written.error().message;
        return;
    }
    fixed = mended->fixed;
    bytes = std::move(mended->bytes);
}

Slot lintOne(const LintTask &task, const LintSources &sources, LintFixes fixes)
{
    Slot slot;
    auto bytes = base::readInput(task.path);
    if (!bytes) {
        slot.error = bytes.error().message;
        return slot;
    }
    int fixed = 0;
    if (fixes == LintFixes::ApplySafe)
        mend(task, *bytes, sources, fixed, slot);
    auto report = lintFile(task.path, std::move(*bytes), task.settings, sources);
    if (!report) {
        slot.error = report.error().message;
        return slot;
    }
    if (!task.wasNamed && !report->isRequestOrText)
        return slot;
    report->fixed = fixed;
    if (report->findings.empty())
        report->bytes.clear(); // Thousands of clean files need not stay in memory.
    slot.report = std::move(*report);
    return slot;
}

bool isHidden(const fs::path &path)
{
    const std::string name = path.filename().string();
    return name.size() > 1 && name.front() == '.';
}

void searchFolder(const std::string &folder, std::vector<LintName> &found)
{
    std::vector<std::string> paths;
    std::error_code error;
    fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, error);
    for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
        std::error_code ignored;
        if (at->is_directory(ignored)) {
            if (isHidden(at->path()) || at->path().filename() == "node_modules")
                at.disable_recursion_pending();
            continue;
        }
        const std::string extension = at->path().extension().string();
        if (at->is_regular_file(ignored) && !isHidden(at->path())
            && std::ranges::find(promptExtensions, extension) != promptExtensions.end())
            paths.push_back(at->path().lexically_normal().string());
    }
    std::ranges::sort(paths);
    for (std::string &path : paths)
        found.push_back({ std::move(path), false });
}

} // namespace

std::vector<LintName> findLintFiles(const std::vector<std::string> &names)
{
    std::vector<LintName> found;
    for (const std::string &name : names) {
        std::error_code ignored;
        if (name != "-" && fs::is_directory(name, ignored))
            searchFolder(name, found);
        else
            found.push_back({ name, true });
    }
    return found;
}

base::Result<std::vector<LintTask>> lintTasks(
    const std::vector<std::string> &names, LintProjects &projects, const std::string &model,
    const std::string &today, KnownProblems known)
{
    std::vector<LintTask> tasks;
    for (LintName &name : findLintFiles(names)) {
        const std::string place = name.path == "-" ? "./stdin" : name.path;
        const auto project = projects.of(place);
        if (!project)
            return tl::unexpected(project.error());
        const std::string relative = (*project)->relative(place);
        if (isExcluded((*project)->settings, relative))
            continue;
        LintTask task{ std::move(name.path), *project, {}, name.wasNamed };
        task.settings = settingsFor((*project)->settings, relative, today);
        if (!model.empty())
            task.settings.model = model;
        if ((*project)->baseline && known == KnownProblems::LeaveOut)
            task.settings.baseline = (*project)->baseline->of((*project)->relativeToBaseline(place));
        tasks.push_back(std::move(task));
    }
    return tasks;
}

LintOutcome lintFiles(
    const std::vector<LintTask> &tasks, const LintSources &sources, LintFixes fixes,
    const std::function<bool()> &isCancelled)
{
    std::vector<Slot> slots(tasks.size());
    std::atomic<std::size_t> next{ 0 };
    const auto work = [&] {
        for (std::size_t i = next++; i < tasks.size() && !(isCancelled && isCancelled()); i = next++)
            slots[i] = lintOne(tasks[i], sources, fixes);
    };
    const std::size_t wanted
        = std::min<std::size_t>(tasks.size(), std::max(1U, std::thread::hardware_concurrency()));
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < wanted; ++i)
        threads.emplace_back(work);
    work();
    threads.clear();

    LintOutcome outcome;
    for (Slot &slot : slots) {
        if (!slot.error.empty())
            outcome.errors.push_back(std::move(slot.error));
        if (!slot.writeError.empty())
            outcome.writeErrors.push_back(std::move(slot.writeError));
        if (slot.report)
            outcome.run.files.push_back(std::move(*slot.report));
    }
    outcome.run.filesLinted = static_cast<int>(outcome.run.files.size());
    return outcome;
}

} // namespace cachescope::prompt

// SPDX-License-Identifier: MIT
#include "command_line.h"
#include "commands.h"
#include "engine_options.h"
#include "lint_sources.h"

#include "base/files.h"
#include "prompt/lint/lint_runner.h"

#include <QDate>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <unistd.h>

namespace cachescope::app {

namespace {

using prompt::Finding;
using prompt::Severity;

constexpr auto formats = std::to_array<std::string_view>({ "text", "json", "sarif", "github" });

void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(QStringLiteral(
        "Finds what keeps prompts out of the provider's cache, and what else is wrong with them.\n"
        "Exit code 1 when a problem is at least as severe as --fail-on, 2 when something could not be read."));
    parser.addPositionalArgument(
        QStringLiteral("FILE"),
        QStringLiteral("Texts, templates, request bodies, JSON Lines of them, folders of them, or - for stdin."),
        QStringLiteral("FILE…"));
    parser.addOptions({
        { QStringLiteral("model"), QStringLiteral("Lint as for model M."), QStringLiteral("M") },
        { QStringLiteral("format"), QStringLiteral("text, json, sarif or github (text)."), QStringLiteral("F"),
          QStringLiteral("text") },
        { QStringLiteral("config"),
          QStringLiteral("Settings of the project instead of the .cachescope.json found upwards."),
          QStringLiteral("FILE") },
        { QStringLiteral("baseline"), QStringLiteral("Leave out the problems that FILE lists."),
          QStringLiteral("FILE") },
        { QStringLiteral("write-baseline"), QStringLiteral("Write today's problems to FILE and accept them."),
          QStringLiteral("FILE") },
        { QStringLiteral("fix"),
          QStringLiteral("Apply the safe fixes: white space, order, marks and parameters.") },
        { QStringLiteral("fail-on"), QStringLiteral("info, warning or error (warning)."),
          QStringLiteral("SEVERITY") },
    });
    DataDirectoryOption::addTo(parser);
}

/** The command line, checked. */
struct Wishes
{
    std::string model, format, writeBaseline;
    std::optional<Severity> failOn;
    prompt::LintFixes fixes = prompt::LintFixes::Leave;
};

base::Result<Wishes> readWishes(const QCommandLineParser &parser)
{
    const auto value = [&parser](const char *name) { return parser.value(QLatin1String(name)).toStdString(); };
    const auto wrong
        = [](std::string message) { return base::failure(base::ErrorCode::InvalidInput, std::move(message)); };
    Wishes wishes;
    wishes.model = value("model");
    wishes.format = value("format");
    wishes.writeBaseline = value("write-baseline");
    if (std::ranges::find(formats, wishes.format) == formats.end())
        return wrong("--format is text, json, sarif or github, not '" + wishes.format + "'.");
    if (parser.isSet(QStringLiteral("fail-on"))) {
        wishes.failOn = prompt::severityFromName(value("fail-on"));
        if (!wishes.failOn || *wishes.failOn == Severity::Off)
            return wrong("--fail-on is info, warning or error, not '" + value("fail-on") + "'.");
    }
    if (parser.isSet(QStringLiteral("fix")))
        wishes.fixes = prompt::LintFixes::ApplySafe;
    if (parser.positionalArguments().isEmpty())
        return wrong("lint wants files or folders: cachescope lint FILE…, or - for standard input.");
    if (wishes.fixes == prompt::LintFixes::ApplySafe && parser.positionalArguments().contains(QLatin1String("-")))
        return wrong("--fix rewrites files and cannot rewrite standard input.");
    if (!wishes.writeBaseline.empty() && parser.isSet(QStringLiteral("baseline")))
        return wrong("give --baseline or --write-baseline, not both.");
    return wishes;
}

/** One task a file that is not excluded. */
base::Result<std::vector<prompt::LintTask>> tasksOf(
    const QCommandLineParser &parser, const Wishes &wishes, prompt::LintProjects &projects)
{
    std::vector<std::string> names;
    for (const QString &name : parser.positionalArguments())
        names.push_back(name.toStdString());
    const auto known
        = wishes.writeBaseline.empty() ? prompt::KnownProblems::LeaveOut : prompt::KnownProblems::Report;
    return prompt::lintTasks(
        names, projects, wishes.model, QDate::currentDate().toString(Qt::ISODate).toStdString(), known);
}

/** Applies the safe fixes of a settings file; what was mended leaves the report. */
void mendSettings(
    const prompt::LintProject &project, prompt::FileReport &report, std::vector<std::string> &writeErrors)
{
    const auto mended = prompt::applyEdits(project.bytes, prompt::safeEdits(report.findings));
    if (!mended || *mended == project.bytes)
        return;
    if (const auto written = base::writeFileAtomically(project.file.string(), *mended); !written) {
        writeErrors.push_back(written.error().message);
        return;
    }
    report.fixed = static_cast<int>(std::erase_if(report.findings, [](const Finding &finding) {
        return std::ranges::any_of(finding.fixes, &prompt::Fix::safe);
    }));
}

/** Findings in the settings files themselves, as reports of their own. */
std::vector<prompt::FileReport> reportsOfSettings(
    const prompt::LintProjects &projects, prompt::LintFixes fixes, std::vector<std::string> &writeErrors)
{
    const std::string today = QDate::currentDate().toString(Qt::ISODate).toStdString();
    std::vector<prompt::FileReport> reports;
    for (prompt::LintProject *project : projects.all()) {
        std::vector<std::size_t> idle;
        for (std::size_t i = 0; i < project->settings.silences.size(); ++i) {
            if (!project->usefulSilences.contains(i))
                idle.push_back(i);
        }
        prompt::FileReport report;
        report.findings = prompt::checkProjectSettings(project->settings, project->bytes, idle, today);
        if (report.findings.empty())
            continue;
        report.path = std::filesystem::proximate(project->file).string();
        report.bytes = project->bytes;
        if (fixes == prompt::LintFixes::ApplySafe)
            mendSettings(*project, report, writeErrors);
        reports.push_back(std::move(report));
    }
    return reports;
}

/** Notes which of a project's silences were of use, by what they kept back in this file. */
void noteUsefulSilences(const prompt::LintTask &task, const prompt::FileReport &report)
{
    for (std::size_t i = 0; i < task.project->settings.silences.size(); ++i) {
        for (const std::string &rule : task.project->settings.silences[i].rules) {
            const bool isOfUse = std::ranges::any_of(report.switchedOff, [&](std::string_view switchedOff) {
                return rule == switchedOff || rule == switchedOff.substr(0, 3);
            });
            if (isOfUse)
                task.project->usefulSilences.insert(i);
        }
    }
}

/** What the project wants to see of a file, and whether the run fails because of it. */
bool applyLevels(const Wishes &wishes, const prompt::ProjectSettings &settings, prompt::FileReport &report)
{
    const Severity failOn = wishes.failOn.value_or(settings.failOn.value_or(Severity::Warning));
    const bool fails
        = failOn != Severity::Off && std::ranges::any_of(report.findings, [failOn](const Finding &finding) {
              return finding.severity >= failOn;
          });
    const Severity showFrom = settings.showFrom.value_or(Severity::Info);
    std::erase_if(report.findings, [showFrom](const Finding &finding) { return finding.severity < showFrom; });
    return fails;
}

base::Result<void> writeBaseline(const std::string &path, const prompt::LintRun &run)
{
    prompt::LintProject place;
    place.baselineFile = path;
    prompt::Baseline baseline;
    for (const prompt::FileReport &file : run.files) {
        for (const Finding &finding : file.findings)
            baseline.add(
                place.relativeToBaseline(file.path == "-" ? "./stdin" : file.path), finding.rule,
                finding.fingerprint);
    }
    return base::writeFileAtomically(path, baseline.toJson());
}

void print(const std::string &format, const prompt::LintRun &run)
{
    const bool colours = ::isatty(STDOUT_FILENO) == 1 && !std::getenv("NO_COLOR");
    const std::string text = format == "json" ? prompt::lintJson(run)
        : format == "sarif"                   ? prompt::lintSarif(run)
        : format == "github"                  ? prompt::lintGithub(run)
                             : prompt::lintText(run, colours ? prompt::Colours::On : prompt::Colours::Off);
    std::fwrite(text.data(), 1, text.size(), stdout);
}

void say(const std::vector<std::string> &messages)
{
    for (const std::string &message : messages)
        std::fprintf(stderr, "cachescope: %s\n", message.c_str());
}

/** What could not be linted, and what was linted in another way than one may think; each note once. */
void sayAboutFiles(const prompt::LintOutcome &outcome, const std::vector<std::string> &general)
{
    std::vector<std::string> notes = general;
    for (const prompt::FileReport &file : outcome.run.files) {
        for (const prompt::ParseProblem &problem : file.problems)
            std::fprintf(
                stderr, "cachescope: %s, line %zu, column %zu: %s\n", file.path.c_str(), problem.line,
                problem.column, problem.message.c_str());
        for (const std::string &note : file.notes) {
            if (std::ranges::find(notes, note) == notes.end())
                notes.push_back(note);
        }
    }
    say(notes);
    say(outcome.errors);
    say(outcome.writeErrors);
}

int finish(
    const Wishes &wishes, const std::vector<prompt::LintTask> &tasks, prompt::LintProjects &projects,
    prompt::LintOutcome &outcome)
{
    bool fails = false;
    bool hasProblems = !outcome.errors.empty();
    std::size_t at = 0;
    for (prompt::FileReport &report : outcome.run.files) {
        while (at < tasks.size() && tasks[at].path != report.path)
            ++at;
        noteUsefulSilences(tasks[at], report);
        hasProblems |= !report.problems.empty();
        fails |= applyLevels(wishes, tasks[at].project->settings, report);
    }
    if (!wishes.writeBaseline.empty()) {
        if (const auto written = writeBaseline(wishes.writeBaseline, outcome.run); !written)
            return fail(ExitCode::runtimeFailure, written.error().message);
        return hasProblems ? ExitCode::wrongUse : ExitCode::success;
    }
    for (prompt::FileReport &report : reportsOfSettings(projects, wishes.fixes, outcome.writeErrors)) {
        fails |= applyLevels(wishes, {}, report);
        outcome.run.files.push_back(std::move(report));
    }
    print(wishes.format, outcome.run);
    if (!outcome.writeErrors.empty())
        return ExitCode::runtimeFailure;
    if (hasProblems)
        return ExitCode::wrongUse;
    return fails ? ExitCode::findings : ExitCode::success;
}

} // namespace

int runLint(int argc, char **argv)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (const auto code = parseArguments(parser, commandArguments("lint", argc, argv)))
        return *code;
    const auto wishes = readWishes(parser);
    if (!wishes)
        return fail(ExitCode::wrongUse, wishes.error().message);
    auto projects = prompt::LintProjects::open(
        parser.value(QStringLiteral("config")).toStdString(),
        parser.value(QStringLiteral("baseline")).toStdString());
    if (!projects)
        return fail(ExitCode::wrongUse, projects.error().message);
    const auto tasks = tasksOf(parser, *wishes, *projects);
    if (!tasks)
        return fail(ExitCode::wrongUse, tasks.error().message);
    if (tasks->empty())
        return fail(ExitCode::wrongUse, "there is nothing to lint: no file fits, or all are excluded.");
    auto models = TokenModels::loadWithConfiguration(parser, {});
    if (!models)
        return fail(exitCodeFor(models.error()), models.error().message);
    std::unique_ptr<requestlog::Reader> log;
    if (auto opened = DataDirectoryOption::openLog(parser))
        log = std::move(*opened);
    else if (parser.isSet(QStringLiteral("data-dir")))
        std::fprintf(stderr, "cachescope: %s\n", opened.error().message.c_str());
    LintSourcesHolder holder(std::move(*models), std::move(log));
    prompt::LintOutcome outcome = prompt::lintFiles(*tasks, holder.sources(), wishes->fixes);
    outcome.run.version = CACHESCOPE_VERSION;
    sayAboutFiles(outcome, holder.notes());
    return finish(*wishes, *tasks, *projects, outcome);
}

} // namespace cachescope::app

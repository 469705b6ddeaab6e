// SPDX-License-Identifier: MIT
#include "ui/prompt/scope_lint.h"

#include "insight/evidence_source.h"
#include "insight/log_lint.h"
#include "prompt/lint/lint_runner.h"
#include "ui/format/format.h"
#include "ui/prompt/prompt_models.h"

#include <QCoreApplication>
#include <QDate>
#include <QDir>
#include <QPointer>
#include <QThreadPool>

namespace cachescope::ui {

namespace {

std::unique_ptr<insight::EvidenceSource> evidenceFrom(const std::string &database)
{
    if (database.empty())
        return nullptr;
    auto reader = requestlog::Reader::open(database);
    // Without a log the rules that need one are silent, as in the command.
    return reader ? std::make_unique<insight::EvidenceSource>(*std::move(reader)) : nullptr;
}

ShownFinding shown(prompt::Finding finding, bool isInText)
{
    ShownFinding made;
    made.line = static_cast<int>(finding.begin.line);
    made.column = static_cast<int>(finding.begin.column);
    made.isInText = isInText;
    made.finding = std::move(finding);
    return made;
}

void addFile(prompt::FileReport &report, prompt::Severity showFrom, const QDir &root, ScopeLint::Result &result)
{
    const QString path = QDir(root).absoluteFilePath(format::text(report.path));
    const QString where = root.relativeFilePath(path);
    for (prompt::Finding &finding : report.findings) {
        if (finding.severity >= showFrom)
            result.problems.push_back(std::make_shared<const OutsideProblem>(
                OutsideProblem{ shown(std::move(finding), true), path, 0, where }));
    }
    for (const prompt::ParseProblem &problem : report.problems) {
        prompt::Finding finding;
        finding.rule = "JSON";
        finding.severity = prompt::Severity::Error;
        finding.message = problem.message;
        finding.begin = finding.end = { problem.line, problem.column };
        result.problems.push_back(std::make_shared<const OutsideProblem>(
            OutsideProblem{ shown(std::move(finding), true), path, 0, where }));
    }
}

ScopeLint::Result lintedFolder(
    const QString &folder, const std::shared_ptr<const tokens::ModelTable> &models,
    const std::shared_ptr<const providers::PriceBook> &prices, const std::string &database,
    const std::function<bool()> &isCancelled)
{
    ScopeLint::Result result;
    auto projects = prompt::LintProjects::open({}, {});
    const std::string today = format::utf8(QDate::currentDate().toString(Qt::ISODate));
    const auto tasks
        = prompt::lintTasks({ format::utf8(folder) }, *projects, {}, today, prompt::KnownProblems::LeaveOut);
    if (!tasks) {
        result.notes << format::text(tasks.error().message);
        return result;
    }
    const auto log = evidenceFrom(database);
    prompt::LintSources sources;
    sources.models = [models](const std::string &) { return models; };
    sources.prices = prices;
    if (log)
        sources.evidence
            = [&log](const prompt::Prompt &prompt, const std::string &model) { return log->of(prompt, model); };
    prompt::LintOutcome outcome = prompt::lintFiles(*tasks, sources, prompt::LintFixes::Leave, isCancelled);
    std::size_t at = 0;
    for (prompt::FileReport &report : outcome.run.files) {
        while (at < tasks->size() && (*tasks)[at].path != report.path)
            ++at;
        const auto showFrom = (*tasks)[at].project->settings.showFrom;
        addFile(report, showFrom.value_or(prompt::Severity::Info), QDir(folder), result);
    }
    result.looked = outcome.run.filesLinted;
    for (const std::string &error : outcome.errors)
        result.notes << format::text(error);
    for (const std::string &note : log ? log->notes() : std::vector<std::string>())
        result.notes << format::text(note);
    return result;
}

ScopeLint::Result lintedLog(
    const std::shared_ptr<const tokens::ModelTable> &models,
    const std::shared_ptr<const providers::PriceBook> &prices, const std::string &database,
    const std::function<bool()> &isCancelled)
{
    ScopeLint::Result result;
    const auto reader = requestlog::Reader::open(database);
    if (!reader) {
        result.notes << format::text(reader.error().message);
        return result;
    }
    auto linted = insight::lintLog(**reader, *models, *prices, {}, isCancelled);
    if (!linted) {
        result.notes << format::text(linted.error().message);
        return result;
    }
    result.looked = static_cast<int>(linted->families.size());
    for (insight::LintedFamily &family : linted->families) {
        QStringList names{ format::text(family.project.empty() ? family.client : family.project),
                           format::text(family.model) };
        names.removeAll(QString());
        for (prompt::Finding &finding : family.findings)
            result.problems.push_back(std::make_shared<const OutsideProblem>(OutsideProblem{
                shown(std::move(finding), false), {}, family.callId, names.join(QStringLiteral(", ")) }));
    }
    if (linted->stoppedEarly)
        result.notes << ScopeLint::tr("The log is large: its newest calls were looked at.");
    return result;
}

} // namespace

ScopeLint::ScopeLint(QObject *parent)
    : QObject(parent)
{ }

ScopeLint::~ScopeLint()
{
    if (m_running)
        *m_running = true;
}

void ScopeLint::stop()
{
    if (!m_running)
        return;
    *m_running = true;
    m_running.reset();
    Q_EMIT changed();
}

void ScopeLint::start(std::function<Result(const Flag &)> work)
{
    if (m_running)
        *m_running = true;
    const Flag flag = std::make_shared<std::atomic<bool>>(false);
    m_running = flag;
    const QPointer<ScopeLint> self(this);
    QThreadPool::globalInstance()->start([self, flag, work = std::move(work)] {
        auto result = std::make_shared<Result>(work(flag));
        QMetaObject::invokeMethod(qApp, [self, flag, result] {
            if (!self || *flag)
                return;
            self->m_running.reset();
            self->m_result = std::move(*result);
            Q_EMIT self->changed();
        });
    });
    Q_EMIT changed();
}

void ScopeLint::lintFolder(const QString &folder, const PromptModels &models, const std::string &database)
{
    start([folder, table = models.table(), prices = models.prices(), database](const Flag &flag) {
        return lintedFolder(folder, table, prices, database, [flag] { return flag->load(); });
    });
}

void ScopeLint::lintLog(const PromptModels &models, const std::string &database)
{
    start([table = models.table(), prices = models.prices(), database](const Flag &flag) {
        return lintedLog(table, prices, database, [flag] { return flag->load(); });
    });
}

} // namespace cachescope::ui

#include "moc_scope_lint.cpp"

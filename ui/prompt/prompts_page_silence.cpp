// SPDX-License-Identifier: MIT
#include "ui/prompt/prompts_page.h"

#include "ui/format/format.h"
#include "ui/prompt/editor_frame.h"
#include "ui/prompt/problem_pane.h"
#include "ui/prompt/project_lint.h"
#include "ui/prompt/prompt_edit.h"
#include "ui/prompt/scope_lint.h"
#include "ui/shell/backend.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>

#include <algorithm>
#include <utility>

namespace cachescope::ui {

namespace {

const auto silenceKey = QLatin1String("fix");

prompt::SilenceReach reachOf(SilencePlace place)
{
    return place == SilencePlace::Line ? prompt::SilenceReach::Line
        : place == SilencePlace::Block ? prompt::SilenceReach::Block
                                       : prompt::SilenceReach::File;
}

} // namespace

SilenceDialog *PromptsPage::silence(EditorFrame &frame, int finding)
{
    const auto report = frame.session().report();
    if (finding < 0 || !isUpToDate(frame) || finding >= static_cast<int>(report->findings.size()))
        return nullptr;
    const prompt::Finding chosen = report->findings[static_cast<std::size_t>(finding)].finding;
    const prompt::SilenceWish probe{ std::string(chosen.rule), {}, {} };
    const auto fits = [&](SilencePlace place) {
        return !prompt::silenceEdits(*report->prompt, chosen, reachOf(place), probe).empty();
    };
    const bool hasFile = !frame.session().path().isEmpty();
    auto *dialog = new SilenceDialog(
        format::text(chosen.rule),
        { fits(SilencePlace::Line), fits(SilencePlace::Block), fits(SilencePlace::File), hasFile, hasFile }, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(
        dialog, &SilenceDialog::chosen, &frame,
        [this, &frame, report, chosen](SilencePlace place, const prompt::SilenceWish &wish) {
            if (place == SilencePlace::Project || place == SilencePlace::Baseline)
                silenceInFiles(frame, chosen, place, wish);
            else if (frame.session().report() == report && isUpToDate(frame))
                applyEdits(
                    frame, prompt::silenceEdits(*report->prompt, chosen, reachOf(place), wish),
                    tr("%1 is silent here.").arg(format::text(wish.rule)));
        });
    dialog->open();
    return dialog;
}

void PromptsPage::silenceInFiles(
    EditorFrame &frame, const prompt::Finding &finding, SilencePlace place, const prompt::SilenceWish &wish)
{
    const QString path = frame.session().path();
    const auto changed
        = place == SilencePlace::Project ? silenceInProject(path, wish) : addToBaseline(path, finding);
    if (!changed) {
        frame.showMessage(silenceKey, MessageKind::Error, format::text(changed.error().message));
        return;
    }
    readSettingsAnew();
    frame.showMessage(
        silenceKey, MessageKind::Good,
        tr("%1 is silent: written to %2.")
            .arg(format::text(finding.rule), QDir::toNativeSeparators(format::text(changed->back().path))),
        { { tr("Undo"), [this, &frame, files = *changed] {
               frame.hideMessage(silenceKey);
               for (auto file = files.rbegin(); file != files.rend(); ++file) {
                   if (const auto restored = file->restore(); !restored)
                       frame.showMessage(silenceKey, MessageKind::Error, format::text(restored.error().message));
               }
               readSettingsAnew();
           } } });
}

void PromptsPage::readSettingsAnew()
{
    for (EditorFrame *frame : frames())
        readProjectSettings(*frame);
    if (m_problems->scope() == ProblemPane::Scope::Folder)
        lintScope();
}

/** The folder whose files are checked: the chosen one, else that of the prompt. */
QString PromptsPage::scopeFolder() const
{
    if (!m_folder.isEmpty())
        return m_folder;
    const EditorFrame *frame = current();
    return frame && !frame->session().path().isEmpty() ? QFileInfo(frame->session().path()).absolutePath()
                                                       : QString();
}

void PromptsPage::lintScope()
{
    const auto scope = m_problems->scope();
    const std::string database = m_context.backend.databasePath();
    if (scope == ProblemPane::Scope::Log && !database.empty()) {
        m_scopeLint->lintLog(m_models, database);
    } else if (scope == ProblemPane::Scope::Folder && !scopeFolder().isEmpty()) {
        m_lintedFolder = scopeFolder();
        m_scopeLint->lintFolder(m_lintedFolder, m_models, database);
    } else {
        m_scopeLint->stop();
        showProblems();
    }
    m_lintedScope = scope;
}

void PromptsPage::showProblems()
{
    const auto scope = m_problems->scope();
    const std::string currency(m_models.prices()->currency());
    if (scope == ProblemPane::Scope::File || scope == ProblemPane::Scope::Open) {
        m_problems->show(frames(), current(), currency);
        return;
    }
    const bool isFolder = scope == ProblemPane::Scope::Folder;
    const bool isMine = m_lintedScope == scope && (!isFolder || m_lintedFolder == scopeFolder());
    const ScopeLint::Result &result = m_scopeLint->result();
    const bool isDone = isMine && !m_scopeLint->isRunning();
    ProblemPane::Outside outside;
    outside.isBusy = isMine && m_scopeLint->isRunning();
    if (isDone)
        outside.problems = result.problems;
    outside.notes = result.notes.join(u'\n');
    outside.state
        = isFolder ? tr("%n file(s)", nullptr, result.looked) : tr("%n kind(s) of calls", nullptr, result.looked);
    if (!result.notes.isEmpty())
        outside.state += QStringLiteral(". ") + result.notes.front();
    outside.nothing = outside.isBusy ? tr("Checking\u2026")
        : isFolder && scopeFolder().isEmpty()
        ? tr("This prompt is in no folder. Save it, or choose the folder to be checked.")
        : !isFolder && m_context.backend.databasePath().empty() ? tr("There is no log yet.")
        : isDone && result.looked == 0 && isFolder              ? tr("No file in this folder holds a prompt.")
        : isDone && result.looked == 0 ? tr("The log holds no call whose request is stored.")
                                       : tr("No problems found. F1 tells what is checked.");
    m_problems->setFolder(
        isFolder && !scopeFolder().isEmpty() ? QDir(scopeFolder()).dirName() : tr("Choose\u2026"));
    m_problems->showOutside(outside, currency);
}

void PromptsPage::chooseScopeFolder()
{
    auto *dialog = new QFileDialog(this, tr("Folder to be checked"), scopeFolder());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &folder) {
        m_folder = folder;
        lintScope();
    });
    dialog->open();
}

void PromptsPage::copyScopeCommand()
{
    QString folder = scopeFolder();
    folder.replace(u'\'', QStringLiteral("'\\''"));
    QGuiApplication::clipboard()->setText(QStringLiteral("cachescope lint --fix '%1'").arg(folder));
    m_context.navigator.showMessage(
        QStringLiteral("prompts.command"), MessageKind::Good,
        tr("Copied. Run it in a terminal: it applies the safe fixes to the files of the folder."));
}

/** Opens what a problem is in, and goes to it once the check has found it there again. */
void PromptsPage::openOutside(const std::shared_ptr<const OutsideProblem> &problem, bool fixes)
{
    const auto go = [this, problem, fixes](EditorFrame &frame) {
        m_wanted = { &frame, problem, fixes, {} };
        goToWanted(frame);
    };
    if (problem->callId > 0) {
        openCall(problem->callId, go);
        return;
    }
    openFiles({ problem->path });
    if (EditorFrame *frame = current(); frame && frame->session().path() == problem->path)
        go(*frame);
}

void PromptsPage::openRule(std::int64_t callId, const QString &rule)
{
    openCall(callId, [this, rule = rule.toStdString()](EditorFrame &frame) {
        m_wanted = { &frame, nullptr, false, rule };
        goToWanted(frame);
    });
}

void PromptsPage::goToWanted(EditorFrame &frame)
{
    if (m_wanted.frame != &frame || !frame.session().isChecked())
        return;
    const Wanted wanted = std::exchange(m_wanted, {});
    const auto report = frame.session().report();
    if (!wanted.problem) {
        const auto &all = report->findings;
        const auto found = std::find_if(
            all.begin(), all.end(), [&wanted](const auto &shown) { return shown.finding.rule == wanted.rule; });
        if (found != all.end())
            goToProblem(frame, static_cast<int>(found - all.begin()));
        return;
    }
    const prompt::Finding &sought = wanted.problem->shown.finding;
    for (int i = 0; i < static_cast<int>(report->findings.size()); ++i) {
        const prompt::Finding &finding = report->findings[static_cast<std::size_t>(i)].finding;
        if (finding.rule != sought.rule || finding.range.begin != sought.range.begin)
            continue;
        goToProblem(frame, i);
        if (wanted.fixes)
            applyFix(frame, i, 0);
        return;
    }
    if (report->parseProblem) {
        goToProblem(frame, -1);
        return;
    }
    // JSON Lines are open as text, and an edited tab has other problems than the file: the line is near enough.
    frame.edit().goTo(frame.edit().document()->findBlockByNumber(wanted.problem->shown.line - 1).position());
    frame.edit().setFocus();
}

void PromptsPage::showProblemMenu(int row, const QPoint &place)
{
    const ProblemModel::Row *chosen = m_problems->model().rowAt(row);
    if (!chosen)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const prompt::Finding &finding = chosen->shown().finding;
    const QString rule = format::text(finding.rule);
    if (EditorFrame *frame = chosen->frame) {
        const int index = chosen->finding;
        connect(menu->addAction(tr("Go there")), &QAction::triggered, frame, [this, frame, index] {
            goToProblem(*frame, index);
        });
        if (index >= 0)
            addFindingActions(*menu, *frame, index);
    } else if (chosen->outside) {
        const auto problem = chosen->outside;
        connect(menu->addAction(tr("Open")), &QAction::triggered, this, [this, problem] {
            openOutside(problem, false);
        });
        if (!finding.fixes.empty())
            connect(
                menu->addAction(tr("Open, and: %1").arg(format::text(finding.fixes.front().title))),
                &QAction::triggered, this, [this, problem] { openOutside(problem, true); });
        connect(menu->addAction(tr("%1: what is this?").arg(rule)), &QAction::triggered, this, [this, rule] {
            showRulePage(rule);
        });
    }
    menu->addSeparator();
    connect(
        menu->addAction(tr("Copy the message")), &QAction::triggered, this,
        [words = format::text(finding.message)] { QGuiApplication::clipboard()->setText(words); });
    menu->popup(place);
}

} // namespace cachescope::ui

// SPDX-License-Identifier: MIT
#include "ui/prompt/prompts_page.h"

#include "prompt/lint/lint_file.h"
#include "ui/format/format.h"
#include "ui/prompt/editor_frame.h"
#include "ui/prompt/fix_preview.h"
#include "ui/prompt/problem_pane.h"
#include "ui/prompt/prompt_edit.h"
#include "ui/prompt/rule_page.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QPointer>
#include <QTextBlock>
#include <QThreadPool>

#include <algorithm>

namespace cachescope::ui {

namespace {

/** Findings that a place in the text is part of; those of its line when there are none. */
std::vector<int> findingsAt(const EditorFrame &frame, int position)
{
    const auto report = frame.session().report();
    std::vector<int> at, onLine;
    const QTextBlock block = frame.edit().document()->findBlock(position);
    for (int i = 0; report && i < static_cast<int>(report->findings.size()); ++i) {
        const ShownFinding &shown = report->findings[static_cast<std::size_t>(i)];
        if (position >= shown.begin && position <= shown.end)
            at.push_back(i);
        else if (shown.begin < block.position() + block.length() && shown.end >= block.position())
            onLine.push_back(i);
    }
    return at.empty() ? onLine : at;
}

} // namespace

bool PromptsPage::isUpToDate(EditorFrame &frame)
{
    if (frame.session().isChecked())
        return true;
    // What the check knows is of an older text: its places would be wrong.
    frame.session().checkNow();
    frame.showMessage(
        QStringLiteral("fix"), MessageKind::Info, tr("The text has just changed; it is being checked. Try again."));
    return false;
}

void PromptsPage::applyBytes(EditorFrame &frame, std::string bytes, const QString &done)
{
    if (const auto replaced = frame.session().document().replaceBytes(std::move(bytes)); !replaced) {
        frame.showMessage(QStringLiteral("fix"), MessageKind::Error, format::text(replaced.error().message));
        return;
    }
    frame.session().checkNow();
    frame.showMessage(
        QStringLiteral("fix"), MessageKind::Good, done, { { tr("Undo"), [&frame] {
                                                               QTextCursor cursor = frame.edit().textCursor();
                                                               frame.session().document().undo(&cursor);
                                                               frame.edit().setTextCursor(cursor);
                                                               frame.hideMessage(QStringLiteral("fix"));
                                                           } } });
}

void PromptsPage::applyEdits(EditorFrame &frame, const std::vector<prompt::TextEdit> &edits, const QString &done)
{
    auto fixed = prompt::applyEdits(frame.session().report()->promptBytes, edits);
    if (fixed)
        applyBytes(frame, std::move(*fixed), done);
    else
        frame.showMessage(QStringLiteral("fix"), MessageKind::Error, format::text(fixed.error().message));
}

void PromptsPage::applyFix(EditorFrame &frame, int finding, std::size_t index)
{
    if (finding < 0 || !isUpToDate(frame))
        return;
    const auto report = frame.session().report();
    const prompt::Finding &chosen = report->findings[static_cast<std::size_t>(finding)].finding;
    if (index >= chosen.fixes.size())
        return;
    const prompt::Fix &fix = chosen.fixes[index];
    const QString title = format::text(fix.title);
    const QString done = tr("%1: %2.").arg(format::text(chosen.rule), title);
    if (fix.edits.size() < 2) {
        applyEdits(frame, fix.edits, done);
        return;
    }
    auto *preview = new FixPreview(
        title, report->promptBytes, fix.edits,
        tr("Change %n place(s)", nullptr, static_cast<int>(fix.edits.size())), this);
    preview->setAttribute(Qt::WA_DeleteOnClose);
    connect(preview, &FixPreview::applied, &frame, [this, &frame, report, edits = fix.edits, done] {
        if (frame.session().report() == report && isUpToDate(frame))
            applyEdits(frame, edits, done);
    });
    preview->open();
}

void PromptsPage::fixAllSafe()
{
    const bool all = m_problems->scope() == ProblemPane::Scope::Open;
    for (EditorFrame *frame : frames()) {
        if ((all || frame == current()) && frame->session().report() && isUpToDate(*frame))
            fixSafely(*frame);
    }
}

/** What `cachescope lint --fix` does, on a worker; put in only if nothing was typed meanwhile. */
void PromptsPage::fixSafely(EditorFrame &frame)
{
    const auto report = frame.session().report();
    const prompt::LintSettings settings = frame.session().lintSettings();
    const prompt::LintSources sources{
        [models = m_models.table()](const std::string &) { return models; }, m_models.prices(),
        [log = frame.session().log()](const prompt::Prompt &, const std::string &) { return log; }
    };
    const QPointer<EditorFrame> wanted(&frame);
    QThreadPool::globalInstance()->start([this, wanted, report, settings, sources] {
        auto fixed = prompt::fixFile("prompt", report->promptBytes, settings, sources);
        QMetaObject::invokeMethod(qApp, [this, wanted, report, fixed = std::move(fixed)] {
            if (!wanted)
                return;
            if (!fixed)
                wanted->showMessage(QStringLiteral("fix"), MessageKind::Error, format::text(fixed.error().message));
            else if (
                report->version == wanted->session().document().version() && fixed->bytes != report->promptBytes)
                applyBytes(
                    *wanted, fixed->bytes,
                    tr("%n problem(s) fixed, safely and in one step.", nullptr, fixed->fixed));
        });
    });
}

void PromptsPage::showFixMenu(int position, const QPoint &place)
{
    EditorFrame *frame = current();
    if (!frame)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto report = frame->session().report();
    for (const int index : findingsAt(*frame, position)) {
        addFindingActions(*menu, *frame, index);
        menu->addSeparator();
    }
    if (menu->isEmpty())
        menu->addAction(tr("Nothing to fix here"))->setEnabled(false);
    addEditActions(*menu);
    menu->popup(place);
}

/** What can be done about a problem of an open prompt. */
void PromptsPage::addFindingActions(QMenu &menu, EditorFrame &frame, int index)
{
    const auto report = frame.session().report();
    const prompt::Finding &finding = report->findings[static_cast<std::size_t>(index)].finding;
    const QString rule = format::text(finding.rule);
    for (std::size_t i = 0; i < finding.fixes.size(); ++i) {
        const prompt::Fix &fix = finding.fixes[i];
        QAction *action = menu.addAction(
            rule + QStringLiteral(": ") + format::text(fix.title) + (fix.safe ? QString() : tr(" (unsafe)")));
        connect(action, &QAction::triggered, &frame, [this, &frame, index, i] {
            showFrame(frame);
            applyFix(frame, index, i);
        });
    }
    connect(menu.addAction(tr("%1: silence\u2026").arg(rule)), &QAction::triggered, &frame, [this, &frame, index] {
        showFrame(frame);
        silence(frame, index);
    });
    connect(menu.addAction(tr("%1: what is this?").arg(rule)), &QAction::triggered, this, [this, rule] {
        showRulePage(rule);
    });
}

void PromptsPage::addEditActions(QMenu &menu)
{
    EditorFrame *frame = current();
    menu.addSeparator();
    const auto add = [&](const QString &words, const QKeySequence &shown, Qt::Key key, Qt::KeyboardModifiers with) {
        QAction *action = menu.addAction(words);
        action->setShortcut(shown);
        action->setShortcutContext(Qt::WidgetShortcut); // Shown; the editor itself acts on the keys.
        connect(action, &QAction::triggered, frame, [frame, key, with] {
            QKeyEvent press(QEvent::KeyPress, key, with);
            QCoreApplication::sendEvent(&frame->edit(), &press);
        });
    };
    add(tr("Undo"), QKeySequence::Undo, Qt::Key_Z, Qt::ControlModifier);
    add(tr("Redo"), QKeySequence::Redo, Qt::Key_Y, Qt::ControlModifier);
    menu.addSeparator();
    add(tr("Cut"), QKeySequence::Cut, Qt::Key_X, Qt::ControlModifier);
    add(tr("Copy"), QKeySequence::Copy, Qt::Key_C, Qt::ControlModifier);
    add(tr("Paste"), QKeySequence::Paste, Qt::Key_V, Qt::ControlModifier);
}

void PromptsPage::goToProblem(EditorFrame &frame, int finding)
{
    const auto report = frame.session().report();
    showFrame(frame);
    const ShownFinding &shown
        = finding < 0 ? *report->parseProblem : report->findings[static_cast<std::size_t>(finding)];
    if (frame.session().isChecked())
        frame.edit().select(shown.begin, shown.end);
    else
        frame.edit().goTo(shown.begin);
    frame.edit().setFocus();
}

void PromptsPage::nextProblem(int step)
{
    EditorFrame *frame = current();
    if (!frame || frame->edit().marks().squiggles.empty())
        return;
    const auto &marks = frame->edit().marks().squiggles;
    const int here = frame->edit().textCursor().selectionStart();
    const Squiggle *target = nullptr;
    if (step > 0) {
        const auto behind
            = std::find_if(marks.begin(), marks.end(), [here](const Squiggle &mark) { return mark.begin > here; });
        target = behind == marks.end() ? &marks.front() : &*behind;
    } else {
        const auto before = std::find_if(
            marks.rbegin(), marks.rend(), [here](const Squiggle &mark) { return mark.begin < here; });
        target = before == marks.rend() ? &marks.back() : &*before;
    }
    frame->edit().select(target->begin, target->end);
    frame->edit().setFocus();
}

void PromptsPage::showRulePage(const QString &rule)
{
    if (!m_rulePage)
        m_rulePage = new RulePage(this);
    m_rulePage->showRule(rule);
    m_rulePage->show();
    m_rulePage->raise();
}

void PromptsPage::silenceHere()
{
    EditorFrame *frame = current();
    if (!frame)
        return;
    const auto here = findingsAt(*frame, frame->edit().textCursor().position());
    if (here.empty())
        frame->showMessage(QStringLiteral("fix"), MessageKind::Info, tr("There is no problem on this line."));
    else
        silence(*frame, here.front());
}

int PromptsPage::problemCount() const
{
    int count = 0;
    for (const EditorFrame *frame : frames()) {
        if (const auto report = frame->session().report())
            count += static_cast<int>(report->findings.size()) + (report->parseProblem ? 1 : 0);
    }
    return count;
}

void PromptsPage::showRuleHere()
{
    EditorFrame *frame = current();
    if (!frame)
        return;
    const auto here = findingsAt(*frame, frame->edit().textCursor().position());
    const auto report = frame->session().report();
    showRulePage(
        here.empty() ? QStringLiteral("DYN001")
                     : format::text(report->findings[static_cast<std::size_t>(here.front())].finding.rule));
}

} // namespace cachescope::ui

// SPDX-License-Identifier: MIT
#include "ui/prompt/prompts_page.h"

#include "ui/prompt/editor_frame.h"
#include "ui/prompt/empty_prompts.h"
#include "ui/prompt/find_replace_bar.h"
#include "ui/prompt/problem_pane.h"
#include "ui/prompt/prompt_edit.h"
#include "ui/prompt/prompt_run.h"
#include "ui/prompt/prompt_tabs.h"
#include "ui/prompt/prompt_tool_bar.h"
#include "ui/prompt/ruler_pane.h"
#include "ui/prompt/scope_lint.h"
#include "ui/theme/icons.h"

#include <QAction>
#include <QHBoxLayout>
#include <QSplitter>
#include <QStackedWidget>
#include <QTextBlock>
#include <QToolButton>
#include <QVBoxLayout>

namespace cachescope::ui {

void PromptsPage::setUpTabs()
{
    m_tabs = new PromptTabs(this);
    m_new = new QToolButton(this);
    m_new->setIcon(icons::icon(QStringLiteral("plus")));
    m_new->setToolTip(tr("New prompt (Ctrl+N)"));
    m_new->setAccessibleName(tr("New prompt"));
    connect(m_new, &QToolButton::clicked, this, &PromptsPage::newFile);
    connect(m_tabs, &PromptTabs::currentChanged, this, &PromptsPage::onTabChanged);
    connect(m_tabs, &PromptTabs::tabCloseRequested, this, &PromptsPage::closeTab);
}

QWidget *PromptsPage::makeWork()
{
    auto *work = new QWidget(this);
    auto *column = new QVBoxLayout(work);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *tabs = new QWidget(work);
    tabs->setProperty("surface", QStringLiteral("window"));
    tabs->setAttribute(Qt::WA_StyledBackground);
    tabs->setFixedHeight(metrics::tabHeight);
    auto *tabRow = new QHBoxLayout(tabs);
    tabRow->setContentsMargins(0, 0, 0, 0);
    tabRow->setSpacing(metrics::iconGap);
    tabRow->addWidget(m_tabs);
    tabRow->addWidget(m_new);
    tabRow->addStretch(1);
    column->addWidget(tabs);
    auto *text = new QWidget(work);
    auto *row = new QHBoxLayout(text);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_outline);
    row->addWidget(m_frames, 1);
    auto *upper = new QWidget(work);
    auto *upperColumn = new QVBoxLayout(upper);
    upperColumn->setContentsMargins(0, 0, 0, 0);
    upperColumn->setSpacing(0);
    upperColumn->addWidget(text, 1);
    upperColumn->addWidget(m_ruler);
    m_splitter = new QSplitter(Qt::Vertical, work);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(upper);
    m_splitter->addWidget(m_problems);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    constexpr int problemsHeight = 180;
    m_splitter->setSizes({ 1000, problemsHeight });
    m_problems->setMinimumHeight(metrics::cardHead + metrics::standardRow);
    column->addWidget(m_splitter, 1);
    return work;
}

void PromptsPage::setUpLayout()
{
    m_tools = new PromptToolBar(this);
    m_tools->hide(); // Until the top bar takes it.
    setUpTabs();
    m_frames = new QStackedWidget(this);
    m_outline = new OutlinePane(this);
    m_ruler = new RulerPane(this);
    m_problems = new ProblemPane(this);
    m_empty = new EmptyPrompts(this);
    m_outer = new QStackedWidget(this);
    m_outer->addWidget(m_empty);
    m_outer->addWidget(makeWork());
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_outer);
    connectParts();
    connectPanes();
    m_empty->setRecentFiles(recentFiles());
}

void PromptsPage::connectParts()
{
    connect(m_tools, &PromptToolBar::tokenDisplayChanged, this, &PromptsPage::setTokenDisplay);
    connect(m_tools, &PromptToolBar::whiteSpaceToggled, this, &PromptsPage::setWhiteSpaceShown);
    connect(m_tools, &PromptToolBar::modelClicked, this, &PromptsPage::chooseModel);
    connect(m_tools, &PromptToolBar::valuesClicked, this, &PromptsPage::chooseValues);
    connect(m_tools, &PromptToolBar::compareClicked, this, &PromptsPage::showCompareMenu);
    connect(m_tools, &PromptToolBar::runClicked, this, &PromptsPage::run);
    connect(m_run, &PromptRun::finished, this, &PromptsPage::onRunFinished);
    connect(m_empty, &EmptyPrompts::newAsked, this, &PromptsPage::newFile);
    connect(m_empty, &EmptyPrompts::openAsked, this, &PromptsPage::chooseFiles);
    connect(m_empty, &EmptyPrompts::callAsked, this, [this] { m_context.navigator.openPage(PageId::Requests); });
    connect(m_empty, &EmptyPrompts::pasteAsked, this, &PromptsPage::pasteAsPrompt);
    connect(m_empty, &EmptyPrompts::sampleAsked, this, &PromptsPage::openSample);
    connect(m_empty, &EmptyPrompts::fileAsked, this, [this](const QString &path) { openFiles({ path }); });
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, &PromptsPage::onFileChanged);
    connect(&m_recovery, &Recovery::failed, this, [this](const QString &sentence) {
        m_context.navigator.showMessage(QStringLiteral("prompts.recovery"), MessageKind::Warning, sentence);
    });
}

void PromptsPage::connectPanes()
{
    connect(m_outline, &OutlinePane::placeAsked, this, [this](int begin) {
        if (EditorFrame *frame = current()) {
            frame->edit().goTo(begin);
            frame->edit().setFocus();
        }
    });
    connect(m_outline, &OutlinePane::foldAsked, this, [this](int begin) {
        EditorFrame *frame = current();
        const QTextBlock heading = frame ? frame->edit().document()->findBlock(begin) : QTextBlock();
        if (heading.isValid())
            frame->edit().setSectionFolded(heading, !frame->edit().isSectionFolded(heading));
    });
    connect(m_ruler, &RulerPane::tokensClicked, this, [this](std::int64_t tokens) {
        if (EditorFrame *frame = current(); frame && frame->edit().tokens().isOn())
            frame->edit().goTo(frame->edit().tokens().positionOf(tokens));
    });
    connect(m_problems, &ProblemPane::scopeChanged, this, [this] {
        lintScope();
        showReport();
    });
    connect(m_scopeLint, &ScopeLint::changed, this, &PromptsPage::showProblems);
    connect(m_problems, &ProblemPane::outsideAsked, this, &PromptsPage::openOutside);
    connect(m_problems, &ProblemPane::menuAsked, this, &PromptsPage::showProblemMenu);
    connect(m_problems, &ProblemPane::folderAsked, this, &PromptsPage::chooseScopeFolder);
    connect(m_problems, &ProblemPane::commandAsked, this, &PromptsPage::copyScopeCommand);
    connect(m_problems, &ProblemPane::problemActivated, this, [this](EditorFrame *frame, int finding) {
        goToProblem(*frame, finding);
    });
    connect(m_problems, &ProblemPane::fixAsked, this, [this](EditorFrame *frame, int finding) {
        showFrame(*frame);
        applyFix(*frame, finding, 0);
    });
    connect(m_problems, &ProblemPane::pageAsked, this, &PromptsPage::showRulePage);
    connect(m_problems, &ProblemPane::fixAllAsked, this, &PromptsPage::fixAllSafe);
}

QAction *PromptsPage::addAction(
    const QString &text, const QList<QKeySequence> &shortcuts, std::function<void()> run)
{
    auto *action = new QAction(text, this);
    action->setShortcuts(shortcuts);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, [run = std::move(run)] { run(); });
    QWidget::addAction(action);
    m_actions.append(action);
    return action;
}

void PromptsPage::setUpActions()
{
    addFileActions();
    addTextActions();
}

void PromptsPage::addFileActions()
{
    const auto keys = [](const char *text) { return QList<QKeySequence>{ QKeySequence(QLatin1String(text)) }; };
    addAction(tr("New prompt"), keys("Ctrl+N"), [this] { newFile(); });
    addAction(tr("Open prompts\u2026"), keys("Ctrl+O"), [this] { chooseFiles(); });
    addAction(tr("Save"), keys("Ctrl+S"), [this] { save(); });
    addAction(tr("Save as\u2026"), keys("Ctrl+Shift+S"), [this] { saveAs(); });
    addAction(tr("Close the tab"), keys("Ctrl+W"), [this] { closeTab(m_frames->currentIndex()); });
    addAction(tr("Next tab"), keys("Ctrl+PgDown"), [this] {
        if (tabCount() > 0)
            m_tabs->setCurrentIndex((m_tabs->currentIndex() + 1) % tabCount());
    });
    addAction(tr("Previous tab"), keys("Ctrl+PgUp"), [this] {
        if (tabCount() > 0)
            m_tabs->setCurrentIndex((m_tabs->currentIndex() + tabCount() - 1) % tabCount());
    });
    addAction(tr("Open the clipboard as a prompt"), {}, [this] { pasteAsPrompt(); });
    addAction(tr("Open the sample with six problems"), {}, [this] { openSample(); });
}

void PromptsPage::addTextActions()
{
    const auto keys = [](const char *text) { return QList<QKeySequence>{ QKeySequence(QLatin1String(text)) }; };
    addAction(tr("Next token display"), keys("Ctrl+Shift+T"), [this] { nextTokenDisplay(); });
    addAction(tr("Show or hide white space"), {}, [this] { setWhiteSpaceShown(!m_whiteSpace); });
    addAction(tr("Replace"), keys("Ctrl+H"), [this] {
        if (EditorFrame *frame = current())
            frame->findBar().open(true);
    });
    addAction(tr("Go to a line or a token\u2026"), keys("Ctrl+G"), [this] { goToPlace(); });
    addAction(tr("Next problem"), keys("F8"), [this] { nextProblem(1); });
    addAction(tr("Previous problem"), keys("Shift+F8"), [this] { nextProblem(-1); });
    addAction(
        tr("Fix what is here"),
        { QKeySequence(QLatin1String("Ctrl+.")), QKeySequence(QLatin1String("Alt+Return")) }, [this] {
            if (EditorFrame *frame = current()) {
                const QRect cursor = frame->edit().cursorRect();
                showFixMenu(
                    frame->edit().textCursor().position(),
                    frame->edit().viewport()->mapToGlobal(cursor.bottomLeft()));
            }
        });
    // The key that gives a full stop with Shift differs between keyboards: what it types counts, too.
    addAction(
        tr("Fix all that is safe"),
        { QKeySequence(QLatin1String("Ctrl+Shift+.")), QKeySequence(QLatin1String("Ctrl+>")),
          QKeySequence(QLatin1String("Ctrl+:")) },
        [this] { fixAllSafe(); });
    addAction(tr("Explain the rule"), keys("F1"), [this] { showRuleHere(); });
    addAction(tr("Silence the problem here\u2026"), {}, [this] { silenceHere(); });
    addAction(tr("Set or remove a breakpoint"), keys("Ctrl+B"), [this] { toggleBreakpoint(); });
    addAction(tr("Compare\u2026"), keys("Ctrl+Shift+D"), [this] { showCompareMenu(); });
    addAction(
        tr("Run: send it through the proxy"),
        { QKeySequence(QLatin1String("Ctrl+Return")), QKeySequence(QLatin1String("Ctrl+Enter")) },
        [this] { run(); });
    addAction(tr("Choose the model"), keys("Ctrl+Shift+M"), [this] { chooseModel(); });
    addAction(tr("Values of the variables"), keys("Ctrl+Shift+V"), [this] { chooseValues(); });
    addAction(
        tr("Values from the last %1 requests").arg(LoggedValues::mostRequests), {}, [this] { takeLoggedValues(); });
    addAction(tr("Fold or unfold this section"), keys("Ctrl+Shift+["), [this] {
        if (EditorFrame *frame = current())
            frame->edit().toggleFoldAtCursor();
    });
    addAction(tr("Show tokens of a large prompt"), {}, [this] {
        if (EditorFrame *frame = current(); frame && frame->hasDisplaysOff())
            frame->turnOnDisplays();
    });
}

} // namespace cachescope::ui

// SPDX-License-Identifier: MIT
#pragma once

#include "ui/shell/page.h"

#include "ui/data/log_service.h"
#include "ui/prompt/editor_marks.h"
#include "ui/prompt/logged_values.h"
#include "ui/prompt/outline_pane.h"
#include "ui/prompt/problem_pane.h"
#include "ui/prompt/prompt_models.h"
#include "ui/prompt/prompt_session.h"
#include "ui/prompt/recovery.h"
#include "ui/prompt/silence_dialog.h"

#include <QFileSystemWatcher>
#include <QPointer>
#include <QStringList>

#include <map>

class QMenu;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace cachescope::ui {

class EditorFrame;
class EmptyPrompts;
class PromptRun;
class PromptTabs;
class PromptToolBar;
class RulePage;
class RulerPane;
class ScopeLint;
struct RunOutcome;

/** Prompts as text that shows what a provider can cache of them; a tab per file. */
class PromptsPage : public Page
{
    Q_OBJECT

public:
    explicit PromptsPage(const PageContext &context, QWidget *parent = nullptr);
    ~PromptsPage() override;

    PageId id() const override { return PageId::Prompts; }
    QString title() const override { return tr("Prompts"); }
    QString iconName() const override { return QStringLiteral("prompts"); }
    bool usesRange() const override { return false; }
    bool usesProxyChips() const override { return false; }
    QWidget *topBarWidget() override;
    QList<QAction *> pageActions() override { return m_actions; }
    void activate() override;
    void refresh() override;
    void focusFind() override;
    QStringList statusFacts() const override;
    QList<PalettePlace> palettePlaces(const QString &typed) override;

    // prompts_page_files.cpp
    /** Opens each file in a tab of its own, or shows the tab that has it. */
    void openFiles(const QStringList &paths);
    /** Opens the request of a logged call as a prompt. */
    void openCall(std::int64_t callId) { openCall(callId, {}); }
    /** The same; `then` gets the tab. */
    void openCall(std::int64_t callId, std::function<void(EditorFrame &)> then);
    /** The same, at the first problem that this rule finds there, as soon as it is found. */
    void openRule(std::int64_t callId, const QString &rule);
    EditorFrame *openText(std::string bytes, const PromptSession::Origin &origin, const QString &copy = {});
    /** False when the user was told that something went wrong, or has to choose a name first. */
    bool save();
    void saveAs();
    void closeTab(int index);

    int tabCount() const;
    EditorFrame *current() const; ///< Null when nothing is open.
    EditorFrame *frameAt(int index) const;
    PromptModels &models() { return m_models; }
    RulerPane &ruler() const { return *m_ruler; }
    OutlinePane &outline() const { return *m_outline; }
    ProblemPane &problems() const { return *m_problems; }
    Recovery &recovery() { return m_recovery; }

    // prompts_page_problems.cpp
    void applyFix(EditorFrame &frame, int finding, std::size_t index);
    void fixAllSafe();
    void nextProblem(int step);
    int problemCount() const; ///< In all open prompts.

    // prompts_page_silence.cpp
    /** Asks where and why; null when there is nothing to silence now. */
    SilenceDialog *silence(EditorFrame &frame, int finding);
    void openOutside(const std::shared_ptr<const OutsideProblem> &problem, bool fixes);

    // prompts_page_commands.cpp
    void toggleBreakpoint();
    void run();

Q_SIGNALS:
    void problemsChanged(int count); ///< In all open prompts.

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    // prompts_page_layout.cpp
    void setUpLayout();
    void setUpTabs();
    QWidget *makeWork();
    void connectParts();
    void connectPanes();
    void setUpActions();
    void addFileActions();
    void addTextActions();
    QAction *addAction(const QString &text, const QList<QKeySequence> &shortcuts, std::function<void()> run);

    // prompts_page.cpp
    void addFrame(std::unique_ptr<PromptSession> session);
    void connectFrame(EditorFrame *frame);
    void onTabChanged();
    void showCurrent();
    void showFrame(EditorFrame &frame);
    void showTab(int index);
    void showReport();
    void onCursorMoved(EditorFrame &frame);
    void setTokenDisplay(TokenDisplay display);
    void setWhiteSpaceShown(bool shown);
    void nextTokenDisplay();
    void goToPlace();
    QList<EditorFrame *> frames() const;

    // prompts_page_files.cpp
    void newFile();
    void chooseFiles();
    void pasteAsPrompt();
    void openSample();
    void rememberRecent(const QString &path);
    QStringList recentFiles() const;
    void restoreUnsaved();
    void onFileChanged(const QString &path);
    void askAboutDisk(EditorFrame &frame);
    void watchFile(const QString &path);
    void readProjectSettings(EditorFrame &frame);
    void offerCalls(EditorFrame &frame);
    void openLine(const QString &path, int line);

    // prompts_page_problems.cpp
    bool isUpToDate(EditorFrame &frame);
    void applyBytes(EditorFrame &frame, std::string bytes, const QString &done);
    void fixSafely(EditorFrame &frame);
    void applyEdits(EditorFrame &frame, const std::vector<prompt::TextEdit> &edits, const QString &done);
    void showFixMenu(int position, const QPoint &place);
    void addEditActions(QMenu &menu);
    void addFindingActions(QMenu &menu, EditorFrame &frame, int index);
    void goToProblem(EditorFrame &frame, int finding);
    void showRulePage(const QString &rule);
    void showRuleHere();
    void silenceHere();

    // prompts_page_silence.cpp
    void silenceInFiles(
        EditorFrame &frame, const prompt::Finding &finding, SilencePlace place, const prompt::SilenceWish &wish);
    void readSettingsAnew();
    QString scopeFolder() const;
    void lintScope();
    void showProblems();
    void chooseScopeFolder();
    void copyScopeCommand();
    void goToWanted(EditorFrame &frame);
    void showProblemMenu(int row, const QPoint &place);

    // prompts_page_commands.cpp
    void chooseModel();
    void toggleBreakpointAt(EditorFrame &frame, std::size_t index, const QString &key);
    void onRunFinished(const RunOutcome &outcome);
    void showRun();

    // prompts_page_values.cpp
    void chooseValues();
    void takeLoggedValues();
    void askForLoggedValues(
        EditorFrame &frame, QObject *owner, std::function<void(const LoggedValues::Answer &)> then);
    void showValues();

    // prompts_page_compare.cpp
    void observe(EditorFrame &frame);
    void showCompareMenu();
    void compareWithDisk(EditorFrame &frame);
    void compareWithBytes(EditorFrame &frame, const QString &name, std::string bytes);
    void compareWith(EditorFrame &frame, const QString &name, std::shared_ptr<const prompt::Prompt> other);

    /** A problem that is to be shown when its tab has been checked. */
    struct Wanted
    {
        QPointer<EditorFrame> frame;
        std::shared_ptr<const OutsideProblem> problem; ///< Null: the first one that `rule` finds.
        bool fixes = false;
        std::string rule;
    };

    PageContext m_context;
    PromptModels m_models;
    Recovery m_recovery;
    LatestQuestion m_callQuestion;
    QFileSystemWatcher m_watcher;
    PromptRun *m_run;
    QPointer<EditorFrame> m_runFrame;
    std::shared_ptr<const PromptReport> m_runReport; ///< What was foreseen of the call under way.
    std::map<EditorFrame *, OutlinePane::Run> m_runs;
    PromptToolBar *m_tools = nullptr;
    PromptTabs *m_tabs = nullptr;
    QToolButton *m_new = nullptr;
    QStackedWidget *m_outer = nullptr; ///< Empty state or work.
    EmptyPrompts *m_empty = nullptr;
    QStackedWidget *m_frames = nullptr;
    QSplitter *m_splitter = nullptr;
    OutlinePane *m_outline = nullptr;
    RulerPane *m_ruler = nullptr;
    ProblemPane *m_problems = nullptr;
    RulePage *m_rulePage = nullptr;
    ScopeLint *m_scopeLint;
    QString m_folder; ///< Chosen for the scope Folder; empty: that of the prompt.
    QString m_lintedFolder; ///< Of the newest run.
    ProblemPane::Scope m_lintedScope = ProblemPane::Scope::File;
    Wanted m_wanted;
    QList<QAction *> m_actions;
    TokenDisplay m_display = TokenDisplay::Tints;
    bool m_whiteSpace = false;
};

} // namespace cachescope::ui

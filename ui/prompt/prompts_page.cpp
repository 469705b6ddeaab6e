// SPDX-License-Identifier: MIT
#include "ui/prompt/prompts_page.h"

#include "ui/format/format.h"
#include "ui/prompt/editor_frame.h"
#include "ui/prompt/find_replace_bar.h"
#include "ui/prompt/problem_pane.h"
#include "ui/prompt/prompt_edit.h"
#include "ui/prompt/prompt_run.h"
#include "ui/prompt/prompt_tabs.h"
#include "ui/prompt/prompt_tool_bar.h"
#include "ui/prompt/ruler_pane.h"
#include "ui/prompt/scope_lint.h"
#include "ui/shell/backend.h"

#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QTextBlock>

namespace cachescope::ui {

namespace {

const auto displayKey = QLatin1String("prompts/tokenDisplay");
const auto whiteSpaceKey = QLatin1String("prompts/whiteSpace");
const auto rateKey = QLatin1String("prompts/callsPerDay");
const auto sizeNoteKey = QLatin1String("prompts/noSizeNote");
const auto splitterKey = QLatin1String("prompts/splitter");

QString recoveryFolder(const std::string &dataDirectory)
{
    return dataDirectory.empty() ? QString() : format::text(dataDirectory) + QStringLiteral("/recovery");
}

} // namespace

PromptsPage::PromptsPage(const PageContext &context, QWidget *parent)
    : Page(parent)
    , m_context(context)
    , m_recovery(recoveryFolder(context.backend.dataDirectory()))
    , m_callQuestion(context.log)
    , m_run(new PromptRun(this))
    , m_scopeLint(new ScopeLint(this))
{
    m_models.configure(context.backend.configuration(), context.backend.prices());
    m_models.calibrate(context.backend.databasePath());
    connect(&context.backend, &Backend::configurationChanged, this, [this] {
        m_models.configure(m_context.backend.configuration(), m_context.backend.prices());
    });
    setAcceptDrops(true);
    setUpLayout();
    setUpActions();
    setTokenDisplay(static_cast<TokenDisplay>(
        m_context.session.value(displayKey, static_cast<int>(TokenDisplay::Tints)).toInt()));
    setWhiteSpaceShown(m_context.session.value(whiteSpaceKey).toBool());
    m_ruler->setCallsPerDay(m_context.session.value(rateKey, m_ruler->callsPerDay()).toInt());
    m_splitter->restoreState(m_context.session.value(splitterKey).toByteArray());
    connect(m_ruler, &RulerPane::callsPerDayChanged, this, [this](int calls) {
        m_context.session.setValue(rateKey, calls);
    });
    showCurrent();
    restoreUnsaved();
}

PromptsPage::~PromptsPage()
{
    m_recovery.flush();
    m_context.session.setValue(splitterKey, m_splitter->saveState());
    // Frames tell of changes while they go; nothing here is to listen any more.
    m_tabs->disconnect(this);
    for (EditorFrame *frame : frames())
        delete frame;
}

QWidget *PromptsPage::topBarWidget()
{
    return m_tools;
}

void PromptsPage::activate()
{
    if (EditorFrame *frame = current()) {
        frame->edit().setFocus();
        askAboutDisk(*frame);
    }
}

void PromptsPage::refresh()
{
    if (EditorFrame *frame = current()) {
        frame->session().checkNow();
        observe(*frame);
    }
    lintScope();
}

void PromptsPage::focusFind()
{
    if (EditorFrame *frame = current())
        frame->findBar().open(false);
}

int PromptsPage::tabCount() const
{
    return m_frames->count();
}

EditorFrame *PromptsPage::frameAt(int index) const
{
    return qobject_cast<EditorFrame *>(m_frames->widget(index));
}

EditorFrame *PromptsPage::current() const
{
    return frameAt(m_frames->currentIndex());
}

QList<EditorFrame *> PromptsPage::frames() const
{
    QList<EditorFrame *> all;
    for (int i = 0; i < tabCount(); ++i)
        all << frameAt(i);
    return all;
}

void PromptsPage::addFrame(std::unique_ptr<PromptSession> session)
{
    auto *frame = new EditorFrame(std::move(session), m_frames);
    frame->setTokenDisplay(m_display);
    frame->edit().setWhiteSpaceShown(m_whiteSpace);
    const int index = m_frames->addWidget(frame);
    m_tabs->addTabFor(index, frame->session().title());
    connectFrame(frame);
    if (m_context.session.value(sizeNoteKey).toBool())
        frame->hideMessage(QStringLiteral("size"));
    showTab(index);
    m_tabs->setCurrentIndex(index);
    onTabChanged();
    frame->edit().setFocus();
    observe(*frame);
}

void PromptsPage::connectFrame(EditorFrame *frame)
{
    PromptSession &session = frame->session();
    connect(
        frame, &EditorFrame::sizeNoteDismissed, this, [this] { m_context.session.setValue(sizeNoteKey, true); });
    connect(&session, &PromptSession::stateChanged, this, [this, frame] { showTab(m_frames->indexOf(frame)); });
    connect(&session, &PromptSession::reportChanged, this, [this, frame] {
        if (frame == current() || m_problems->scope() == ProblemPane::Scope::Open)
            showReport();
        goToWanted(*frame);
        Q_EMIT problemsChanged(problemCount());
    });
    connect(&session, &PromptSession::tokenizerChanged, this, [this, frame] {
        if (frame == current())
            showCurrent();
    });
    connect(&frame->edit(), &QPlainTextEdit::cursorPositionChanged, this, [this, frame] { onCursorMoved(*frame); });
    connect(&frame->edit(), &PromptEdit::squiggleMenuAsked, this, &PromptsPage::showFixMenu);
    connect(&frame->edit(), &PromptEdit::breakpointClicked, this, [this, frame](std::size_t segment) {
        frame->edit().goTo(frame->session().document().end(segment));
    });
}

void PromptsPage::onCursorMoved(EditorFrame &frame)
{
    if (&frame != current())
        return;
    const int position = frame.edit().textCursor().position();
    m_outline->followCursor(position);
    m_problems->followCursor(&frame, position);
    Q_EMIT statusChanged();
}

void PromptsPage::showTab(int index)
{
    EditorFrame *frame = frameAt(index);
    if (!frame)
        return;
    const PromptSession &session = frame->session();
    m_tabs->setTab(
        index, session.title(), session.origin().callId > 0 ? QStringLiteral("requests") : QStringLiteral("file"),
        session.isModified(), session.path().isEmpty() ? tr("Not saved yet") : session.path());
    Q_EMIT statusChanged();
}

void PromptsPage::onTabChanged()
{
    m_frames->setCurrentIndex(m_tabs->currentIndex());
    showCurrent();
    if (EditorFrame *frame = current())
        askAboutDisk(*frame);
}

void PromptsPage::showFrame(EditorFrame &frame)
{
    m_tabs->setCurrentIndex(m_frames->indexOf(&frame));
}

void PromptsPage::showCurrent()
{
    EditorFrame *frame = current();
    m_outer->setCurrentIndex(frame ? 1 : 0);
    m_tools->setUsable(frame != nullptr);
    const ModelChoice choice = frame ? frame->session().model() : ModelChoice{};
    m_tools->setModel(format::text(choice.model), choice.assumed);
    showValues();
    showRun();
    showReport();
}

void PromptsPage::showReport()
{
    EditorFrame *frame = current();
    const std::string currency(m_models.prices()->currency());
    m_ruler->setReport(frame ? frame->session().report() : nullptr, currency);
    m_outline->show(frame);
    if (m_problems->scope() == ProblemPane::Scope::Folder && m_lintedFolder != scopeFolder())
        lintScope();
    showProblems();
    if (frame)
        m_outline->followCursor(frame->edit().textCursor().position());
    Q_EMIT statusChanged();
}

QStringList PromptsPage::statusFacts() const
{
    const EditorFrame *frame = current();
    if (!frame)
        return {};
    const PromptSession &session = frame->session();
    QStringList facts{ session.title() + QStringLiteral(", UTF-8, ")
                       + display::lineEndsName(session.document().lineEnds()) };
    const auto report = session.report();
    if (report && report->layout.total > 0) {
        const bool exact = report->layout.exact;
        facts
            << (exact
                    ? tr("%1 tokens").arg(format::number(report->layout.total))
                    : tr("~%1 tokens \u00B1 %2")
                          .arg(
                              format::number(report->layout.total), format::percent(report->layout.errorShare, 1)));
        const std::int64_t calls = m_models.calibratedFrom(report->choice.model);
        const QString model = format::text(report->choice.model);
        facts
            << (report->counted.exact
                    ? tr("%1: counted with %2").arg(model, format::text(report->counted.tokenizer))
                    : calls > 0
                    ? tr("%1: estimated, calibrated on %n call(s)", nullptr, static_cast<int>(calls)).arg(model)
                    : tr("%1: estimated with %2").arg(model, format::text(report->counted.tokenizer)));
    }
    const QTextCursor cursor = frame->edit().textCursor();
    facts << tr("line %1, column %2").arg(cursor.blockNumber() + 1).arg(cursor.positionInBlock() + 1);
    if (report)
        facts << tr("lint %1").arg(format::duration(report->lintMicros));
    return facts;
}

void PromptsPage::setTokenDisplay(TokenDisplay display)
{
    m_display = display;
    m_context.session.setValue(displayKey, static_cast<int>(display));
    m_tools->setTokenDisplay(display);
    for (EditorFrame *frame : frames())
        frame->setTokenDisplay(display);
}

void PromptsPage::setWhiteSpaceShown(bool shown)
{
    m_whiteSpace = shown;
    m_context.session.setValue(whiteSpaceKey, shown);
    m_tools->setWhiteSpaceShown(shown);
    for (EditorFrame *frame : frames())
        frame->edit().setWhiteSpaceShown(shown);
}

void PromptsPage::nextTokenDisplay()
{
    constexpr int displays = static_cast<int>(TokenDisplay::Heat) + 1;
    setTokenDisplay(static_cast<TokenDisplay>((static_cast<int>(m_display) + 1) % displays));
}

} // namespace cachescope::ui

#include "moc_prompts_page.cpp"

// SPDX-License-Identifier: MIT
#include "ui/prompt/editor_frame.h"

#include "ui/format/format.h"
#include "ui/parts/message_bar.h"
#include "ui/prompt/find_replace_bar.h"
#include "ui/prompt/mini_map.h"
#include "ui/prompt/prompt_edit.h"
#include "ui/prompt/prompt_file.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace cachescope::ui {

EditorFrame::EditorFrame(std::unique_ptr<PromptSession> session, QWidget *parent)
    : QWidget(parent)
    , m_session(std::move(session))
    , m_messages(new QVBoxLayout)
    , m_edit(new PromptEdit(m_session->document(), this))
    , m_map(new MiniMap(*m_edit, this))
    , m_find(new FindReplaceBar(*m_edit, this))
    , m_wanted(TokenDisplay::Tints)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_messages->setContentsMargins(0, 0, 0, 0);
    m_messages->setSpacing(4);
    column->addLayout(m_messages);
    column->addWidget(m_find);
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(m_edit, 1);
    row->addWidget(m_map);
    column->addLayout(row, 1);
    setFocusProxy(m_edit);
    connect(m_session.get(), &PromptSession::reportChanged, this, &EditorFrame::onReport);
    connect(m_session.get(), &PromptSession::tokenizerChanged, this, &EditorFrame::onTokenizer);
    onTokenizer();
    tellOfSize();
}

EditorFrame::~EditorFrame()
{
    // The text knows its document, which the session owns: it goes first.
    delete m_find;
    delete m_map;
    delete m_edit;
}

void EditorFrame::onTokenizer()
{
    m_edit->tokens().setTokenizer(
        m_session->isLarge() ? nullptr : m_session->tokenizer(), m_session->counted().factor);
    m_map->setVisible(!m_session->isLarge());
    setTokenDisplay(m_wanted);
}

void EditorFrame::setTokenDisplay(TokenDisplay display)
{
    m_wanted = display;
    m_edit->setTokenDisplay(m_session->isLarge() ? TokenDisplay::Off : display);
}

void EditorFrame::onReport()
{
    const auto report = m_session->report();
    m_edit->tokens().setOverheads(report->overheads);
    m_edit->bands().setBreakpointStates(report->breakpoints);
    m_edit->setMarks(report->marks);
    tellOfJson();
}

void EditorFrame::tellOfSize()
{
    const QString key = QStringLiteral("size");
    if (!m_session->isLarge()) {
        hideMessage(key);
        return;
    }
    const auto size = static_cast<std::int64_t>(m_session->document().base().bytes().size());
    showMessage(
        key, MessageKind::Info,
        tr("%1: token display, running totals and mini map are off.").arg(format::bytes(size)),
        { { tr("Turn on"), [this] { turnOnDisplays(); } }, { tr("Do not show again"), [this] {
                                                                hideMessage(QStringLiteral("size"));
                                                                Q_EMIT sizeNoteDismissed();
                                                            } } });
}

void EditorFrame::turnOnDisplays()
{
    m_session->allowLarge();
    hideMessage(QStringLiteral("size"));
    onTokenizer();
    m_session->checkNow();
}

void EditorFrame::tellOfJson()
{
    const QString key = QStringLiteral("json");
    const auto report = m_session->report();
    if (!report->parseProblem) {
        hideMessage(key);
        return;
    }
    const prompt::Finding &problem = report->parseProblem->finding;
    const int place = report->parseProblem->begin;
    showMessage(
        key, MessageKind::Warning,
        tr("Line %1, column %2: %3 It is edited as text.")
            .arg(problem.begin.line)
            .arg(problem.begin.column)
            .arg(format::text(problem.message)),
        { { tr("Go there"), [this, place] {
               m_edit->goTo(place);
               m_edit->setFocus();
           } } });
}

void EditorFrame::showMessage(
    const QString &key, MessageKind kind, const QString &sentence, const QList<Action> &actions)
{
    if (MessageBar *old = m_shown.value(key); old && old->sentence() == sentence)
        return;
    hideMessage(key);
    auto *bar = new MessageBar(kind, sentence, MessageBar::Closing::Closable, this);
    m_shown.insert(key, bar);
    m_messages->setContentsMargins(8, 8, 8, 8);
    m_messages->addWidget(bar);
    for (const Action &action : actions)
        connect(bar->addAction(action.words), &QPushButton::clicked, this, [run = action.run] { run(); });
    connect(bar, &MessageBar::closed, this, [this, key] { hideMessage(key); });
}

void EditorFrame::hideMessage(const QString &key)
{
    if (MessageBar *bar = m_shown.take(key)) {
        bar->hide();
        bar->deleteLater();
    }
    if (m_shown.isEmpty())
        m_messages->setContentsMargins(0, 0, 0, 0);
}

QString EditorFrame::messageText(const QString &key) const
{
    const MessageBar *bar = m_shown.value(key);
    return bar ? bar->sentence() : QString();
}

} // namespace cachescope::ui

#include "moc_editor_frame.cpp"

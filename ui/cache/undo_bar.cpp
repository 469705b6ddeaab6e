// SPDX-License-Identifier: MIT
#include "ui/cache/undo_bar.h"

#include "ui/cache/entry_search.h"
#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/labels.h"
#include "ui/parts/message_bar.h"

#include <QPushButton>
#include <QSettings>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace cachescope::ui {

using cache::InvalidateAction;
using cache::Invalidation;

namespace {

constexpr int tickMs = 1000;
const QString closedKey = QStringLiteral("cache/closed-undo");

bool canBeUndone(const Invalidation &past, base::UnixMicros now)
{
    return past.undoneAt == 0 && past.undoUntil > now && past.effect.entries > 0;
}

} // namespace

QString invalidationSentence(const Invalidation &invalidation, base::UnixMicros now)
{
    const QString when = format::isSameDay(invalidation.at, now) ? format::clockTime(invalidation.at)
                                                                 : format::dayAndClock(invalidation.at);
    const QString count = format::number(invalidation.effect.entries);
    const QString which = selectorWords(invalidation.selector);
    const bool stale = invalidation.action == InvalidateAction::Stale;
    const QString what = stale
        ? UndoBar::tr("%1 entries marked stale at %2, %3. They are asked for again on the next call.")
        : UndoBar::tr("%1 entries removed at %2, %3. They are erased when the time for an undo is over.");
    QString sentence = what.arg(count, when, which);
    if (!invalidation.cause.empty())
        sentence = format::coreText(invalidation.cause) + u' ' + sentence;
    return sentence;
}

UndoBar::UndoBar(const base::Clock &clock, QSettings &session, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_session(session)
    , m_timer(new QTimer(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    m_timer->setInterval(tickMs);
    connect(m_timer, &QTimer::timeout, this, &UndoBar::showTimeLeft);
    hide();
}

void UndoBar::setHistory(const std::vector<Invalidation> &history)
{
    const base::UnixMicros now = m_clock.wall();
    const std::string closed = format::utf8(m_session.value(closedKey).toString());
    const auto newest = std::find_if(
        history.begin(), history.end(), [now](const Invalidation &past) { return canBeUndone(past, now); });
    if (newest == history.end() || newest->id == closed)
        return withdraw();
    if (!m_offered || m_offered->id != newest->id)
        offer(*newest);
}

void UndoBar::offer(const Invalidation &invalidation)
{
    delete m_bar;
    m_offered = invalidation;
    m_bar = new MessageBar(
        MessageKind::Good, invalidationSentence(invalidation, m_clock.wall()), MessageBar::Closing::Closable, this);
    m_undo = m_bar->addAction(tr("Undo"), QStringLiteral("undo"));
    if (invalidation.action == InvalidateAction::Stale) {
        QPushButton *show = m_bar->addAction(tr("Show %1").arg(format::number(invalidation.effect.entries)));
        setButtonKind(show, ButtonKind::Quiet);
        connect(show, &QPushButton::clicked, this, &UndoBar::showRequested);
    }
    layout()->addWidget(m_bar);
    connect(m_undo, &QPushButton::clicked, this, [this] {
        if (m_offered)
            Q_EMIT undoRequested(format::text(m_offered->id));
    });
    connect(m_bar, &MessageBar::closed, this, [this] {
        m_session.setValue(closedKey, format::text(m_offered->id));
        // Not from within its own signal.
        QTimer::singleShot(0, this, &UndoBar::withdraw);
    });
    showTimeLeft();
    m_timer->start();
    show();
}

void UndoBar::withdraw()
{
    m_timer->stop();
    m_offered.reset();
    delete m_bar;
    m_bar = nullptr;
    m_undo = nullptr;
    hide();
}

void UndoBar::showTimeLeft()
{
    constexpr std::int64_t second = 1'000'000, minute = 60;
    const std::int64_t left = m_offered ? (m_offered->undoUntil - m_clock.wall()) / second : 0;
    if (left <= 0)
        return withdraw();
    const QString time = QStringLiteral("%1:%2").arg(left / minute).arg(left % minute, 2, 10, QLatin1Char('0'));
    m_undo->setText(tr("Undo, %1 left").arg(time));
}

QString UndoBar::sentence() const
{
    return m_bar ? m_bar->sentence() : QString();
}

} // namespace cachescope::ui

#include "moc_undo_bar.cpp"

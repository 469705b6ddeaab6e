// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "base/clock.h"
#include "cache/invalidator.h"

#include <optional>

class QPushButton;
class QSettings;
class QTimer;

namespace cachescope::ui {

class MessageBar;

/**
 * The newest invalidation that can still be taken back, with the time that is left. What it shows comes from the
 * history in the data file, so it is there after a restart, too.
 */
class UndoBar : public QWidget
{
    Q_OBJECT

public:
    /** `session` remembers what was closed, and outlives the bar. */
    UndoBar(const base::Clock &clock, QSettings &session, QWidget *parent = nullptr);

    /** The history, newest first. */
    void setHistory(const std::vector<cache::Invalidation> &history);
    /** The one that is offered; nothing when none can be taken back. */
    const std::optional<cache::Invalidation> &offered() const { return m_offered; }
    QString sentence() const;
    QPushButton *undoButton() const { return m_undo; }

Q_SIGNALS:
    void undoRequested(const QString &id);
    void showRequested(); ///< The stale entries.

private:
    void offer(const cache::Invalidation &invalidation);
    void withdraw();
    void showTimeLeft();

    const base::Clock &m_clock;
    QSettings &m_session;
    QTimer *m_timer;
    std::optional<cache::Invalidation> m_offered;
    MessageBar *m_bar = nullptr;
    QPushButton *m_undo = nullptr;
};

/** "86 entries marked stale at 14:24, model gpt-5-mini." and what that means. */
QString invalidationSentence(const cache::Invalidation &invalidation, base::UnixMicros now);

} // namespace cachescope::ui

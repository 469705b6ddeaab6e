// SPDX-License-Identifier: MIT
#pragma once

#include <QObject> // First: see ui/format/format.h.

#include "insight/alert_evaluator.h"
#include "ui/shell/page.h"

#include <QTimer>

namespace cachescope::ui {

class Backend;

/** Shows a text outside of the window; a desktop that cannot is no error. */
using ShowOnDesktop = std::function<void(const QString &title, const QString &text)>;
/** By the freedesktop notification service on the session bus; does nothing without a bus. */
ShowOnDesktop desktopNotifications();

/**
 * Tells notices in the window's message bar and on the desktop: there at most one every ten seconds, those in
 * between together. GUI thread.
 */
class AlertAnnouncer : public QObject
{
    Q_OBJECT

public:
    AlertAnnouncer(
        Backend &backend, Navigator &navigator, const base::Clock &clock, ShowOnDesktop desktop,
        QObject *parent = nullptr);

private:
    void take(const insight::AlertNotice &notice);
    void showDesktop(const QString &text);
    void hideWhenOver();

    Backend &m_backend;
    Navigator &m_navigator;
    const base::Clock &m_clock;
    ShowOnDesktop m_desktop;
    QTimer m_pause;
    QStringList m_waiting;
    std::string m_shown; ///< The rule that the message bar is about.
};

} // namespace cachescope::ui

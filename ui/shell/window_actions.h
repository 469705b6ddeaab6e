// SPDX-License-Identifier: MIT
#pragma once

#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QString>

#include <functional>

class QAction;
class QWidget;

namespace cachescope::ui {

/** The window's actions: each has a name, most a shortcut, and all are in the command palette. */
class WindowActions : public QObject
{
    Q_OBJECT

public:
    explicit WindowActions(QWidget *window);

    enum class Typing
    {
        Works, ///< The shortcut also works while a text field has the focus.
        Blocks ///< The field keeps the keys (Alt+arrows, plain letters).
    };
    QAction *add(
        const QString &name, const QList<QKeySequence> &shortcuts, std::function<void()> run,
        Typing typing = Typing::Works);
    const QList<QAction *> &all() const { return m_all; }

private:
    void heedFocus(QWidget *focused);

    QWidget *m_window;
    QList<QAction *> m_all;
    QList<QAction *> m_blockedByTyping;
};

} // namespace cachescope::ui

// SPDX-License-Identifier: MIT
#include "ui/shell/window_actions.h"

#include <QAction>
#include <QApplication>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextEdit>

namespace cachescope::ui {

namespace {

bool takesText(const QWidget *widget)
{
    const auto *line = qobject_cast<const QLineEdit *>(widget);
    const auto *plain = qobject_cast<const QPlainTextEdit *>(widget);
    const auto *rich = qobject_cast<const QTextEdit *>(widget);
    return (line && !line->isReadOnly()) || (plain && !plain->isReadOnly()) || (rich && !rich->isReadOnly());
}

} // namespace

WindowActions::WindowActions(QWidget *window)
    : QObject(window)
    , m_window(window)
{
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *focused) { heedFocus(focused); });
}

QAction *WindowActions::add(
    const QString &name, const QList<QKeySequence> &shortcuts, std::function<void()> run, Typing typing)
{
    auto *action = new QAction(name, this);
    action->setShortcuts(shortcuts);
    connect(action, &QAction::triggered, this, [run = std::move(run)] { run(); });
    m_window->addAction(action);
    m_all.append(action);
    if (typing == Typing::Blocks)
        m_blockedByTyping.append(action);
    return action;
}

void WindowActions::heedFocus(QWidget *focused)
{
    const bool typing = takesText(focused);
    for (QAction *action : m_blockedByTyping)
        action->setShortcutContext(typing ? Qt::WidgetShortcut : Qt::WindowShortcut);
}

} // namespace cachescope::ui

#include "moc_window_actions.cpp"

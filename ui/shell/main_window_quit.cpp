// SPDX-License-Identifier: MIT
#include "ui/shell/main_window.h"

#include "ui/shell/backend.h"

#include <QCloseEvent>
#include <QMessageBox>
#include <QPushButton>

namespace cachescope::ui {

namespace {

constexpr int drainMs = 5000;
constexpr int finishMs = 3'600'000; ///< Calls that the user wants finished; longer than any.

} // namespace

std::optional<int> MainWindow::confirmQuit()
{
    const int open = static_cast<int>(m_backend.openCalls());
    // Calls of another process go on without this window.
    if (open == 0 || m_backend.isDemo() || m_backend.attachment())
        return drainMs;
    QMessageBox question(
        QMessageBox::NoIcon, tr("Quit Cachescope"), tr("%n call(s) are still under way.", nullptr, open),
        QMessageBox::Cancel, this);
    question.setInformativeText(tr("They can be finished first; new calls are refused meanwhile."));
    QPushButton *finish
        = question.addButton(tr("Finish %n call(s), then quit", nullptr, open), QMessageBox::AcceptRole);
    QPushButton *now = question.addButton(tr("End %n call(s) now", nullptr, open), QMessageBox::DestructiveRole);
    question.setDefaultButton(finish);
    question.exec();
    if (question.clickedButton() == now)
        return 0;
    if (question.clickedButton() == finish)
        return finishMs;
    return {};
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    event->ignore();
    if (m_quitting)
        return;
    // Asked by the user, not by the end of the session or a signal: those must not wait for an answer.
    const bool byUser = event->spontaneous() || m_quitAsked;
    m_quitAsked = false;
    const std::optional<int> timeoutMs = byUser ? confirmQuit() : drainMs;
    if (!timeoutMs)
        return;
    m_quitting = true;
    saveSession();
    hide();
    connect(&m_backend, &Backend::stopped, this, &MainWindow::finished);
    m_backend.stop(*timeoutMs);
}

} // namespace cachescope::ui

// SPDX-License-Identifier: MIT
#include "ui/shell/main_window.h"

#include "ui/cache/cache_page.h"
#include "ui/data/dashboard_feed.h"
#include "ui/shell/backend.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/message_area.h"
#include "ui/shell/side_bar.h"
#include "ui/shell/top_bar.h"
#include "ui/shell/window_actions.h"
#include "ui/theme/theme.h"

#include "ui/format/core_words.h"
#include "ui/format/format.h"

#include <QAction>
#include <QApplication>
#include <QSettings>
#include <QStackedWidget>

namespace cachescope::ui {

void MainWindow::addPageActions()
{
    const auto open = [this](const QString &name, const char *keys, PageId id) {
        m_actions->add(name, { QKeySequence(QLatin1String(keys)) }, [this, id] { openPage(id); });
    };
    open(tr("Open Overview"), "Ctrl+1", PageId::Overview);
    open(tr("Open Requests"), "Ctrl+2", PageId::Requests);
    open(tr("Open Prompts"), "Ctrl+3", PageId::Prompts);
    open(tr("Open Cache"), "Ctrl+4", PageId::Cache);
    open(tr("Open Spend"), "Ctrl+5", PageId::Spend);
    open(tr("Open Alerts"), "Ctrl+6", PageId::Alerts);
    open(tr("Open Simulator"), "Ctrl+7", PageId::Simulator);
    open(tr("Open Settings"), "Ctrl+8", PageId::Settings);
    m_actions->add(tr("Refresh"), { QKeySequence(Qt::Key_F5) }, [this] {
        m_open->refresh();
        m_feed->refresh();
    });
    m_actions->add(
        tr("Go to the filter"), { QKeySequence(Qt::CTRL | Qt::Key_L) }, [this] { m_open->focusFilter(); });
    m_actions->add(tr("Find"), { QKeySequence(Qt::CTRL | Qt::Key_F), QKeySequence(Qt::Key_F3) }, [this] {
        m_open->focusFind();
    });
}

void MainWindow::addViewActions()
{
    using Typing = WindowActions::Typing;
    m_actions->add(
        tr("Choose the range of time"), { QKeySequence(Qt::CTRL | Qt::Key_T) }, [this] { m_top->openRangeMenu(); });
    for (const RangePreset preset : { RangePreset::Minutes15, RangePreset::Hour, RangePreset::Hours6,
                                      RangePreset::Day, RangePreset::Week, RangePreset::Month }) {
        m_actions->add(tr("Range: last %1").arg(RangeModel::presetTitle(preset)), {}, [this, preset] {
            m_range.setPreset(preset);
        });
    }
    const auto alt = [](Qt::Key key) { return QList<QKeySequence>{ QKeySequence(Qt::ALT | key) }; };
    m_actions->add(
        tr("Earlier"), alt(Qt::Key_Left), [this] { m_range.shift(-1); }, Typing::Blocks);
    m_actions->add(
        tr("Later"), alt(Qt::Key_Right), [this] { m_range.shift(1); }, Typing::Blocks);
    m_actions->add(
        tr("Zoom in"), alt(Qt::Key_Up), [this] { m_range.zoomByTwo(1); }, Typing::Blocks);
    m_actions->add(
        tr("Zoom out"), alt(Qt::Key_Down), [this] { m_range.zoomByTwo(-1); }, Typing::Blocks);
    m_actions->add(tr("Zoom back"), {}, [this] { m_range.zoomBack(); });
    m_actions->add(tr("Pause or resume refreshing"), {}, [this] { m_range.setPaused(!m_range.isPaused()); });
}

void MainWindow::addProxyActions()
{
    m_actions->add(
        tr("Bypass the cache, or stop bypassing it"), { QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_B) },
        [this] { m_top->setBypass(m_backend.proxyState().kind != engine::ProxyState::Kind::Bypass); });
    m_actions->add(
        tr("Stop storing bodies, or store them again"), { QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_X) },
        [this] { toggleStoring(); });
    m_actions->add(tr("Invalidate cached answers"), { QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_I) }, [this] {
        openPage(PageId::Cache);
        m_cache->toggleInvalidate();
    });
    m_actions->add(tr("Open a window with simulated traffic"), {}, [this] { openDemo(); });
}

void MainWindow::toggleStoring()
{
    const bool store = !m_backend.configuration().log.bodies;
    const auto changed = m_backend.changeSetting("log.bodies", store ? "true" : "false");
    if (!changed) {
        showMessage(
            QStringLiteral("storing"), MessageKind::Error, format::coreText(changed.error().message), {}, {});
        return;
    }
    showMessage(
        QStringLiteral("storing"), store ? MessageKind::Good : MessageKind::Warning,
        store ? tr("Bodies are stored again.")
              : tr("Bodies are no longer stored; times, tokens and money still are."),
        tr("Undo"), [this] { toggleStoring(); });
}

void MainWindow::addWindowActions()
{
    m_actions->add(
        tr("Commands\u2026"), { QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P) }, [this] { openPalette(); });
    m_actions->add(
        tr("Settings"), { QKeySequence(Qt::CTRL | Qt::Key_Comma) }, [this] { openPage(PageId::Settings); });
    m_actions->add(tr("Next pane"), { QKeySequence(Qt::Key_F6) }, [this] { nextPane(); });
    m_actions->add(tr("Full screen"), { QKeySequence(Qt::Key_F11) }, [this] {
        setWindowState(windowState() ^ Qt::WindowFullScreen);
    });
    const auto theme = [this](const QString &name, Theme::Preference preference, const QString &saved) {
        m_actions->add(name, {}, [this, preference, saved] {
            Theme::instance().setPreference(preference);
            m_session.setValue(QStringLiteral("theme"), saved);
        });
    };
    theme(tr("Theme: light"), Theme::Preference::Light, QStringLiteral("light"));
    theme(tr("Theme: dark"), Theme::Preference::Dark, QStringLiteral("dark"));
    theme(tr("Theme: as the desktop"), Theme::Preference::System, QStringLiteral("system"));
    m_actions->add(tr("Quit"), { QKeySequence(Qt::CTRL | Qt::Key_Q) }, [this] {
        m_quitAsked = true;
        close();
    });
}

void MainWindow::openPalette()
{
    QList<QAction *> actions = m_open->pageActions();
    actions.append(m_actions->all());
    auto *palette = new CommandPalette(
        actions, [this](const QString &typed) { return placesFor(typed); }, this);
    palette->show();
}

/** A request by its number, or a place of the open prompt; its page comes forward. */
QList<PalettePlace> MainWindow::placesFor(const QString &typed)
{
    if (!typed.startsWith(u'#'))
        return page(PageId::Prompts)->palettePlaces(typed);
    bool isNumber = false;
    const qint64 id = typed.mid(1).remove(u' ').toLongLong(&isNumber);
    if (!isNumber || id <= 0)
        return {};
    return { { tr("Request #%1").arg(id), tr("Requests"), [this, id] { openCall(id); } },
             { tr("Request #%1 as a prompt").arg(id), tr("Prompts"), [this, id] { openPrompt(id); } } };
}

void MainWindow::nextPane()
{
    // Side bar, top bar, page: F6 goes round them.
    const QList<QWidget *> panes{ m_side, m_top, m_stack->currentWidget() };
    const QWidget *focused = QApplication::focusWidget();
    qsizetype at = 0;
    for (qsizetype i = 0; i < panes.size(); ++i) {
        if (focused && panes[i]->isAncestorOf(focused))
            at = i + 1;
    }
    QWidget *pane = panes[at % panes.size()];
    QWidget *target = pane->nextInFocusChain();
    while (target != pane
           && !(pane->isAncestorOf(target) && target->isVisible() && target->focusPolicy() & Qt::TabFocus))
        target = target->nextInFocusChain();
    target->setFocus(Qt::TabFocusReason);
}

} // namespace cachescope::ui

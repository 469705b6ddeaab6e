// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "ui/data/log_service.h"
#include "ui/data/saved_views.h"
#include "ui/shell/page.h"

#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

class QSettings;
class QStackedWidget;

namespace cachescope::ui {

class Backend;
class CachePage;
class DashboardFeed;
class MessageArea;
class PromptsPage;
class RequestsPage;
class SettingsPage;
class SideBar;
class StatusStrip;
class TopBar;
class WindowActions;

/**
 * The window: side bar, top bar, messages, the open page, status bar. Knows pages only as `Page`. GUI thread; the
 * backend and the session must outlive it.
 */
class MainWindow : public QWidget, private Navigator
{
    Q_OBJECT

public:
    MainWindow(Backend &backend, QSettings &session, const base::Clock &clock);
    ~MainWindow() override;

    void openPage(PageId page) override;
    PageId currentPage() const;
    /** Makes the page on first use: only what is looked at costs time at the start. */
    Page *page(PageId id);
    void openRequests(const QString &filter, std::optional<requestlog::TimeRange> range = {}) override;
    void openCall(std::int64_t callId) override;
    void openPrompt(std::int64_t callId) override;
    void openRule(std::int64_t callId, const QString &rule) override;
    /** Opens files in the prompt editor. */
    void openFiles(const QStringList &paths);
    RangeModel &range() { return m_range; }
    DashboardFeed &feed() { return *m_feed; }
    QString statusText() const;

    /** Shows, hides and remembers geometry, page and range as the session had them. */
    void restoreSession();

Q_SIGNALS:
    /** Everything is drained and saved: the program may end. */
    void finished();

protected:
    void closeEvent(QCloseEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    // Navigator, the rest of it.
    void openSettings(const QString &section) override;
    void showMessage(
        const QString &key, MessageKind kind, const QString &sentence, const QString &actionText,
        std::function<void()> action) override;
    void hideMessage(const QString &key) override;
    void openDemo() override;

    void buildPages();
    void layOut();
    void connectParts();
    void addPageActions();
    void addViewActions();
    void addProxyActions();
    void addWindowActions();
    void openPalette();
    QList<PalettePlace> placesFor(const QString &typed);
    void toggleStoring();
    void nextPane();
    void showFold();
    void showNotices();
    void showAttachment();
    void runProxyHere();
    void showUpstreams();
    void showStatus();
    void countViews();
    void saveSession();
    /** How long open calls may take to end, in ms; nothing: the user stays. */
    std::optional<int> confirmQuit();
    void wake();

    Backend &m_backend;
    QSettings &m_session;
    const base::Clock &m_clock;
    LogService m_log;
    RangeModel m_range;
    SavedViews m_views;
    PageContext m_context;
    std::unique_ptr<DashboardFeed> m_feed;
    WindowActions *m_actions;
    SideBar *m_side;
    TopBar *m_top;
    MessageArea *m_messages;
    QStackedWidget *m_stack;
    StatusStrip *m_status;
    std::vector<Page *> m_pages;
    CachePage *m_cache = nullptr;
    PromptsPage *m_prompts = nullptr;
    RequestsPage *m_requests = nullptr;
    SettingsPage *m_settings = nullptr;
    Page *m_open = nullptr;
    std::vector<std::unique_ptr<LatestQuestion>> m_viewCounts;
    QTimer m_slowTick; ///< Ten seconds: upstream health, view counts, cache state.
    base::UnixMicros m_attachedSince = 0; ///< Start of the run that this window is attached to.
    int m_noticesShown = 0;
    bool m_awake = false; ///< Shown and not minimized: the open page is active.
    bool m_foldedByUser = false;
    bool m_quitAsked = false; ///< The Quit action, which closes the window.
    bool m_quitting = false;
};

} // namespace cachescope::ui

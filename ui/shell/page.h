// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "ui/parts/message_bar.h"
#include "ui/shell/range_model.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

class QAction;
class QSettings;

namespace cachescope::ui {

class Backend;
class LogService;
class SavedViews;

/** The pages that exist. The order is that of the navigation. */
enum class PageId
{
    Overview,
    Requests,
    Prompts,
    Cache,
    Spend,
    Alerts,
    Simulator,
    Settings
};

/** A place that the command palette leads to. */
struct PalettePlace
{
    QString title, detail; ///< What stands left and right.
    std::function<void()> go;
};

/** What a page may ask of the window around it. Implemented by the main window. */
class Navigator
{
public:
    virtual ~Navigator() = default;
    virtual void openPage(PageId page) = 0;
    /** Opens Requests with this filter; the shared range stays unless one is given. */
    virtual void openRequests(const QString &filter, std::optional<requestlog::TimeRange> range = {}) = 0;
    /** Opens Requests with this call selected and its detail open. */
    virtual void openCall(std::int64_t callId) = 0;
    /** Opens the request of a logged call in the prompt editor. */
    virtual void openPrompt(std::int64_t callId) = 0;
    /** The same, at the problem that this rule finds there. */
    virtual void openRule(std::int64_t callId, const QString &rule)
    {
        (void)rule;
        openPrompt(callId);
    }
    /** Opens Settings at a section ("proxy", "providers", "cache", "storage", "appearance"). */
    virtual void openSettings(const QString &section) = 0;
    /** Shows an inline message below the top bar. `key`: a later message with the same key takes its place. */
    virtual void showMessage(
        const QString &key, MessageKind kind, const QString &sentence, const QString &actionText = {},
        std::function<void()> action = {})
        = 0;
    virtual void hideMessage(const QString &key) = 0;
    /** Opens a second window with simulated traffic. */
    virtual void openDemo() = 0;
};

/** What every page works with; handed to its constructor. All outlive the page. */
struct PageContext
{
    Backend &backend;
    LogService &log;
    RangeModel &range;
    Navigator &navigator;
    SavedViews &views;
    QSettings &session; ///< The window's own state (geometry, columns …), not the program's configuration.
    const base::Clock &clock;
};

/**
 * A screen of the window. The shell calls `activate` when it comes into view and `deactivate` when it leaves; a
 * page that is not active asks nothing and changes nothing. GUI thread.
 */
class Page : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    virtual PageId id() const = 0;
    virtual QString title() const = 0; ///< In the top bar and the navigation.
    virtual QString iconName() const = 0;

    virtual void activate() { }
    virtual void deactivate() { }
    /** F5, and each tick of the shared refresh while active. */
    virtual void refresh() { }
    /** The shared range was changed by the user (not by time passing). */
    virtual void rangeChanged() { }
    /** False: the top bar shows `topBarWidget` in place of range and refresh. */
    virtual bool usesRange() const { return true; }
    /** False: the top bar leaves out the proxy's and the cache's state for the page's own part. */
    virtual bool usesProxyChips() const { return true; }
    /** What the status bar says while this page is open; empty: the window's own facts. */
    virtual QStringList statusFacts() const { return {}; }
    virtual QWidget *topBarWidget() { return nullptr; } ///< Owned by the page.
    /** Actions for the command palette and, with shortcuts, the keyboard; valid while the page lives. */
    virtual QList<QAction *> pageActions() { return {}; }
    /** Places in what the page shows for "@block", ":line" and "t:token" as typed; best first. */
    virtual QList<PalettePlace> palettePlaces(const QString &) { return {}; }
    /** Where the keyboard goes for Ctrl+L and Ctrl+F; nothing without such a field. */
    virtual void focusFilter() { }
    virtual void focusFind() { }

Q_SIGNALS:
    void statusChanged(); ///< `statusFacts` has news.
};

} // namespace cachescope::ui

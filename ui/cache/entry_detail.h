// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "cache/invalidator.h"
#include "ui/cache/entry_columns.h"
#include "ui/cache/fresh_compare.h"
#include "ui/data/log_service.h"
#include "ui/shell/page.h"

#include <memory>
#include <optional>

class QLabel;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace cachescope::ui {

class Badge;
class BodyView;
class FactList;
class HourBars;
class KeyPartsView;
class MessageView;

/** One cached answer from all sides. Everything is read off the GUI thread, and only when an entry is shown. */
class EntryDetail : public QWidget
{
    Q_OBJECT

public:
    enum Tab
    {
        Response,
        Request,
        KeyParts,
        Hits,
    };
    explicit EntryDetail(const PageContext &context, QWidget *parent = nullptr);

    void setEntry(const cache::EntryRow &row, const EntryTextStyle &style);
    /** The same entry's figures, read anew: nothing else changes. */
    void updateEntry(const cache::EntryRow &row, const EntryTextStyle &style);
    void clear();
    std::int64_t entryId() const { return m_row ? m_row->id : 0; }
    void openTab(Tab tab);
    Tab currentTab() const;

    BodyView &response() const { return *m_response; }
    FreshCompare &comparison() const { return *m_fresh; }
    KeyPartsView &keyParts() const { return *m_keyParts; }

Q_SIGNALS:
    void pinRequested();
    void entryRequested(const QString &key);
    void callRequested(qint64 callId);

private:
    /** What is read of an entry. */
    struct Contents
    {
        cache::Entry entry;
        std::optional<requestlog::CallRecord> call; ///< That stored it; nothing when it has left the log.
        requestlog::CallContents request;
    };
    QWidget *makeHead();
    QWidget *makeResponsePage();
    QWidget *makeHitsPage();
    void read();
    void onContents(const base::Result<std::shared_ptr<const Contents>> &contents);
    void showRequest(const Contents &contents);
    void showKeyParts(const Contents &contents);
    void findNearest(const Contents &contents);
    void readHits();
    void showHead();
    void showFacts();
    void showHours(const std::vector<requestlog::SeriesPoint> &points);

    PageContext m_context;
    LatestQuestion m_contentsQuestion, m_nearestQuestion, m_hitsQuestion;
    std::optional<cache::EntryRow> m_row;
    EntryTextStyle m_style;

    QTabBar *m_tabs;
    QStackedWidget *m_outer; ///< Hint, or the entry.
    QStackedWidget *m_pages;
    QLabel *m_key = nullptr;
    Badge *m_badge = nullptr;
    QToolButton *m_pin = nullptr;
    BodyView *m_response = nullptr;
    FreshCompare *m_fresh = nullptr;
    MessageView *m_request = nullptr;
    KeyPartsView *m_keyParts = nullptr;
    FactList *m_facts = nullptr;
    HourBars *m_hours = nullptr;
    QLabel *m_hoursText = nullptr;
    QLabel *m_hourList = nullptr;
};

} // namespace cachescope::ui

// SPDX-License-Identifier: MIT
#pragma once

#include "ui/shell/page.h"

#include "ui/data/log_service.h"
#include "ui/requests/call_columns.h"
#include "ui/requests/call_query.h"
#include "ui/requests/call_sums.h"

#include <optional>

class QMenu;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTimer;

namespace cachescope::ui {

class CallModel;
class CallTable;
class CountRow;
class DetailPane;
class EmptyState;
enum class FilterJoin;
class ExportJob;
class FilterBar;
class FilterHelp;
class LiveStrip;

/** The log as a table: filter, live strip, calls, and one call from all sides. */
class RequestsPage : public Page
{
    Q_OBJECT

public:
    explicit RequestsPage(const PageContext &context, QWidget *parent = nullptr);
    ~RequestsPage() override;

    PageId id() const override { return PageId::Requests; }
    QString title() const override { return tr("Requests"); }
    QString iconName() const override { return QStringLiteral("requests"); }
    void activate() override;
    void deactivate() override;
    void refresh() override;
    void rangeChanged() override;
    QList<QAction *> pageActions() override { return m_actions; }
    void focusFilter() override;
    void focusFind() override;

    void setFilter(const QString &filter);
    QString filterText() const;
    /** Selects a call and opens its detail; widens range and filter when the list does not hold it. */
    void openCall(std::int64_t callId);

    CallModel &model() const { return *m_model; }
    CallTable &table() const { return *m_table; }
    FilterBar &filterBar() const { return *m_filter; }
    CountRow &countRow() const { return *m_count; }
    DetailPane &detail() const { return *m_detail; }
    EmptyState *emptyState() const; ///< Null while the table is shown.

private:
    // requests_page_layout.cpp
    void setUpLayout();
    QWidget *makeFilterRow();
    void setUpActions();
    void connectParts();
    void makeRoomForDetail();
    void addAction(const QString &text, const QKeySequence &shortcut, void (RequestsPage::*slot)());

    // requests_page.cpp: the list
    void search();
    CallQuery queryOf(requestlog::TimeRange range) const;
    void sortBy(CallColumn column);
    void onModelState();
    void onCallsAdded(const CallRows &records);
    void onSelected(int row);
    void selectWanted();
    void updateFollow();
    void goToNewest();
    void leaveFollow();
    void readSums();
    void showCounts();
    void showEmptiness();
    void onEmptyAction();
    void tickLive();
    void readValues(const QString &field);

    // requests_page_commands.cpp: what is done to a call or a list
    void showCellMenu(const QModelIndex &cell, const QPoint &at);
    void showCallMenu(const QPoint &at);
    void showReasonToday(int reason);
    void addCallActions(QMenu &menu);
    void joinFilter(const QString &condition, FilterJoin join);
    void filterByCell();
    void copyCell();
    void openAsPrompt();
    void copyAsCurl();
    void togglePin();
    void compareCall(); ///< Ctrl+D: the detail's Compare pane.
    void setPinned(qint64 callId, bool pinned);
    void setNote(qint64 callId, const QString &note);
    void goToFirstOfSession();
    void exportList();
    void showExportMenu(QPushButton *anchor);
    void exportTo(requestlog::ExportFormat format, const requestlog::Filter &filter, requestlog::TimeRange range);
    void saveView();
    void showFilterHelp();

    PageContext m_context;
    CallModel *m_model;
    LatestQuestion m_sumsQuestion;
    LatestQuestion m_wantedQuestion;

    FilterBar *m_filter = nullptr;
    QPushButton *m_helpButton = nullptr;
    FilterHelp *m_help = nullptr;
    LiveStrip *m_live = nullptr;
    CountRow *m_count = nullptr;
    QSplitter *m_splitter = nullptr;
    QStackedWidget *m_stack = nullptr;
    CallTable *m_table = nullptr;
    EmptyState *m_empty = nullptr;
    DetailPane *m_detail = nullptr;
    int m_detailHeight = 340; ///< Of the open detail pane, as the user left it.
    ExportJob *m_export = nullptr;
    QTimer *m_liveTimer = nullptr;
    QList<QAction *> m_actions;

    bool m_active = false;
    bool m_searched = false; ///< There is a result of this session.
    base::UnixMicros m_searchedAt = 0;
    bool m_leftFollow = false; ///< By Esc.
    requestlog::TimeRange m_range; ///< Of the present search, as the counts use it.
    requestlog::SortColumn m_sort = requestlog::SortColumn::Time;
    bool m_ascending = false;
    CallColumn m_sortColumn = CallColumn::Time;
    std::optional<CallSums> m_sums;
    QString m_sumsError;
    std::int64_t m_sumsMicros = 0; ///< How long they took last.
    std::int64_t m_sumsReadAt = 0; ///< Monotonic.
    base::Money m_addedCost; ///< Of calls that came since the sums were read.
    std::int64_t m_addedUnpriced = 0;
    std::int64_t m_selectedId = 0; ///< Selected, or to be selected again after a search.
    std::int64_t m_wantedId = 0; ///< To be selected and opened once it is found.
};

} // namespace cachescope::ui

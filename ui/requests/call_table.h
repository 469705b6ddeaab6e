// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "ui/parts/table_view.h"
#include "ui/requests/call_columns.h"

class QSettings;

namespace cachescope::ui {

class CallModel;

/**
 * The table of calls: tells the model which rows are seen, keeps a current row while there are rows, chooses, moves
 * and fits columns and remembers them. Header menu included; cell menu by `cellMenuRequested`.
 */
class CallTable : public TableView
{
    Q_OBJECT

public:
    /** `session` keeps the columns and outlives the table. */
    CallTable(CallModel &model, QSettings &session, QWidget *parent = nullptr);

    CallModel &calls() const { return m_model; }
    bool isAtNewest() const; ///< Scrolled to the top of a newest-first list.
    /** Selected row, or -1. */
    int selectedRow() const;
    void selectCall(std::int64_t id); ///< And brings it into view, if it is in the list.
    void goToNewest(); ///< Deselects and scrolls to the top.

    void showOrder(CallColumn column, bool ascending); ///< The arrow in the header.
    bool isColumnShown(CallColumn column) const;
    void setColumnShown(CallColumn column, bool shown);
    void fitColumn(CallColumn column); ///< To the rows in view; never asks for all rows.
    void fitAllColumns();
    void resetColumns();
    /** Whether times carry a date, because the range reaches beyond today: wider, unless the user set the columns.
     */
    void setTimesHaveDates(bool dates);
    QMenu *makeColumnMenu(QWidget *parent); ///< Caller shows and deletes it.

Q_SIGNALS:
    void selectedRowChanged(int row); ///< -1: none.
    void positionChanged(); ///< Scrolled, by whomever.
    void newestRequested(); ///< End.
    void leaveRequested(); ///< Esc.
    void sortRequested(cachescope::ui::CallColumn column);
    void cellMenuRequested(const QModelIndex &cell, const QPoint &globalPosition);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;

private:
    void setUpHeader();
    void setUpDelegates();
    void fitToWidth();
    int usualWidth(CallColumn column) const;
    void tellVisibleRows();
    void keepCurrentRow();
    void saveColumns();
    bool restoreColumns();
    void showHeaderMenu(const QPoint &position);

    CallModel &m_model;
    QSettings &m_session;
    bool m_timesHaveDates = false;
    bool m_restoring = false;
    bool m_customised = false; ///< The user has chosen, moved or widened columns: leave them.
};

} // namespace cachescope::ui

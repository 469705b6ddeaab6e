// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "ui/cache/entry_columns.h"
#include "ui/parts/row_delegate.h"
#include "ui/parts/table_view.h"

#include <cstdint>
#include <vector>

class QMenu;
class QSettings;

namespace cachescope::ui {

class EntryModel;

/** Pin and "stale" in the last column. */
class EntryMarkDelegate : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

protected:
    void paintContent(
        QPainter *painter, const QRectF &cell, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override;
};

/**
 * The table of entries: tells the model which rows are seen, keeps selection and place over a new reading, chooses
 * columns and remembers them. Keys: Del, Shift+Del, Ctrl+M, Space, Enter.
 */
class EntryTable : public TableView
{
    Q_OBJECT

public:
    /** `session` keeps the columns and outlives the table. */
    EntryTable(EntryModel &model, QSettings &session, QWidget *parent = nullptr);

    std::vector<std::int64_t> selectedIds() const;
    std::int64_t currentId() const; ///< 0: none selected.
    void selectEntry(std::int64_t id);
    bool isAtTop() const;
    void goToTop();
    void showOrder(EntryColumn column, bool ascending);
    void setColumnShown(EntryColumn column, bool shown);
    bool isColumnShown(EntryColumn column) const; ///< Wanted; where there is no room it may be hidden still.
    QMenu *makeColumnMenu(QWidget *parent); ///< Caller shows and deletes it.

Q_SIGNALS:
    void selectedChanged();
    void positionChanged(); ///< Scrolled, by whomever.
    void sortRequested(cachescope::ui::EntryColumn column);
    void staleRequested(); ///< Del
    void removeRequested(); ///< Shift+Del
    void pinRequested(); ///< Ctrl+M
    void previewRequested(); ///< Space
    void leaveRequested(); ///< Esc
    void menuRequested(const QPoint &globalPosition);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;

private:
    void setUpHeader();
    QStringList wantedColumns() const;
    void tellVisibleRows();
    void fitToWidth();
    void beforeReset();
    void afterReset();

    EntryModel &m_model;
    QSettings &m_session;
    std::vector<std::int64_t> m_selectedBefore; ///< Over a reset.
    std::int64_t m_topBefore = 0;
    bool m_fitting = false;
};

} // namespace cachescope::ui

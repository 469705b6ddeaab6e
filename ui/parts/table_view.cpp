// SPDX-License-Identifier: MIT
#include "ui/parts/table_view.h"

#include "ui/parts/row_delegate.h"
#include "ui/parts/sort_header.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>

namespace cachescope::ui {

TableView::TableView(int rowHeight, QWidget *parent)
    : QTableView(parent)
{
    setHorizontalHeader(new SortHeader(this));
    setItemDelegate(new RowDelegate(this));
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setShowGrid(false);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setHorizontalScrollMode(ScrollPerPixel);
    setEditTriggers(NoEditTriggers);
    setFrameShape(NoFrame);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(rowHeight);
    verticalHeader()->setDefaultSectionSize(rowHeight);
    QHeaderView *header = horizontalHeader();
    header->setFixedHeight(metrics::tableHeader);
    header->setHighlightSections(false);
    header->setFont(Theme::font(TextStyle::CaptionMedium));
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setMinimumSectionSize(24);
}

void TableView::setModel(QAbstractItemModel *model)
{
    QTableView::setModel(model);
    if (!model)
        return;
    // Without a current index, Qt's tables have crashed under screen readers: keep one while rows exist.
    connect(model, &QAbstractItemModel::modelReset, this, &TableView::ensureCurrent);
    connect(model, &QAbstractItemModel::rowsInserted, this, &TableView::ensureCurrent);
    ensureCurrent();
}

void TableView::ensureCurrent()
{
    if (model() && model()->rowCount() > 0 && !currentIndex().isValid() && selectionModel())
        selectionModel()->setCurrentIndex(model()->index(0, 0), QItemSelectionModel::NoUpdate);
}

bool TableView::showsFocusRing(int row) const
{
    return m_keyboardFocus && hasFocus() && currentIndex().row() == row;
}

bool TableView::isFirstVisibleColumn(int column) const
{
    for (int visual = 0; visual < horizontalHeader()->count(); ++visual) {
        const int logical = horizontalHeader()->logicalIndex(visual);
        if (!isColumnHidden(logical))
            return logical == column;
    }
    return false;
}

bool TableView::isLastVisibleColumn(int column) const
{
    for (int visual = horizontalHeader()->count() - 1; visual >= 0; --visual) {
        const int logical = horizontalHeader()->logicalIndex(visual);
        if (!isColumnHidden(logical))
            return logical == column;
    }
    return false;
}

void TableView::updateRow(int row)
{
    if (row >= 0)
        viewport()->update(0, rowViewportPosition(row), viewport()->width(), rowHeight(row));
}

void TableView::setHoveredRow(int row)
{
    if (row == m_hoveredRow)
        return;
    const int before = std::exchange(m_hoveredRow, row);
    updateRow(before);
    updateRow(row);
}

void TableView::mouseMoveEvent(QMouseEvent *event)
{
    setHoveredRow(rowAt(static_cast<int>(event->position().y())));
    QTableView::mouseMoveEvent(event);
}

void TableView::leaveEvent(QEvent *event)
{
    setHoveredRow(-1);
    QTableView::leaveEvent(event);
}

void TableView::focusInEvent(QFocusEvent *event)
{
    m_keyboardFocus = event->reason() != Qt::MouseFocusReason;
    QTableView::focusInEvent(event);
    updateRow(currentIndex().row());
}

void TableView::focusOutEvent(QFocusEvent *event)
{
    QTableView::focusOutEvent(event);
    updateRow(currentIndex().row());
}

void TableView::keyPressEvent(QKeyEvent *event)
{
    m_keyboardFocus = true;
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()
        && event->modifiers() == Qt::NoModifier) {
        Q_EMIT activated(currentIndex());
        return;
    }
    QTableView::keyPressEvent(event);
}

void TableView::mousePressEvent(QMouseEvent *event)
{
    m_keyboardFocus = false;
    QTableView::mousePressEvent(event);
}

void TableView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    updateRow(previous.row());
    updateRow(current.row());
}

void TableView::keepReadable(int column, int leastWidth, const QVector<int> &givingWay)
{
    m_keptColumn = column;
    m_keptWidth = leastWidth;
    m_givingWay.clear();
    for (const int other : givingWay)
        m_givingWay.append({ other, 0 });
    hideWhatDoesNotFit();
}

void TableView::updateGeometries()
{
    QTableView::updateGeometries();
    hideWhatDoesNotFit();
}

void TableView::hideWhatDoesNotFit()
{
    if (m_keptColumn < 0 || m_hiding)
        return;
    m_hiding = true; // Hiding a column ends up here again.
    const QHeaderView *header = horizontalHeader();
    int wanted = m_keptWidth;
    for (int column = 0; column < header->count(); ++column) {
        if (column != m_keptColumn && !isColumnHidden(column))
            wanted += header->sectionSize(column);
    }
    for (GivingWay &other : m_givingWay) {
        if (isColumnHidden(other.column))
            wanted += other.width;
        else
            other.width = header->sectionSize(other.column);
    }
    for (const GivingWay &other : m_givingWay) {
        const bool fits = wanted <= viewport()->width();
        if (!fits)
            wanted -= other.width;
        if (isColumnHidden(other.column) == fits)
            setColumnHidden(other.column, !fits);
    }
    m_hiding = false;
}

} // namespace cachescope::ui

#include "moc_table_view.cpp"

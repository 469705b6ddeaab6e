// SPDX-License-Identifier: MIT
#include "ui/requests/call_table.h"

#include "ui/format/format.h"
#include "ui/requests/call_delegates.h"
#include "ui/requests/call_model.h"
#include "ui/theme/theme.h"

#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QSettings>

#include <algorithm>

namespace cachescope::ui {

namespace {

constexpr int settingsVersion = 1;
const QString settingsKey = QStringLiteral("requests/columns");

} // namespace

CallTable::CallTable(CallModel &model, QSettings &session, QWidget *parent)
    : TableView(metrics::logRow, parent)
    , m_model(model)
    , m_session(session)
{
    setModel(&model);
    setAccessibleName(tr("Requests"));
    setVerticalScrollMode(ScrollPerItem); // pixels of ten million rows leave the scroll bar no resolution
    setUpDelegates();
    setUpHeader();
    connect(&model, &QAbstractItemModel::rowsInserted, this, [this] {
        keepCurrentRow();
        tellVisibleRows();
    });
    connect(&model, &QAbstractItemModel::modelReset, this, [this] { tellVisibleRows(); });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &CallTable::positionChanged);
}

void CallTable::setUpDelegates()
{
    setItemDelegateForColumn(int(CallColumn::Outcome), new OutcomeDelegate(this));
    setItemDelegateForColumn(int(CallColumn::InputBar), new BucketBarDelegate(this));
    setItemDelegateForColumn(int(CallColumn::LatencyBar), new LatencyDelegate(this));
}

void CallTable::setUpHeader()
{
    QHeaderView *header = horizontalHeader();
    header->setAccessibleName(tr("Columns of the requests"));
    header->setSectionsMovable(true);
    header->setSectionsClickable(true);
    header->setStretchLastSection(true);
    header->setTextElideMode(Qt::ElideRight);
    header->setSortIndicatorShown(true);
    showOrder(CallColumn::Time, false);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    m_customised = restoreColumns();
    if (!m_customised)
        resetColumns();
    // Columns also move and change by stretching, hiding and fitting; only the user's own doing is remembered.
    const auto byHand = [this] {
        if (QGuiApplication::mouseButtons() != Qt::NoButton)
            saveColumns();
    };
    connect(header, &QHeaderView::sectionMoved, this, byHand);
    connect(header, &QHeaderView::sectionResized, this, byHand);
    connect(header, &QHeaderView::sectionHandleDoubleClicked, this, [this](int section) {
        fitColumn(CallColumn(section));
    });
    connect(header, &QHeaderView::sectionClicked, this, [this](int section) {
        Q_EMIT sortRequested(CallColumn(section));
    });
    connect(header, &QHeaderView::customContextMenuRequested, this, &CallTable::showHeaderMenu);
}

void CallTable::resetColumns()
{
    m_restoring = true;
    for (int i = 0; i < callColumnCount; ++i) {
        horizontalHeader()->moveSection(horizontalHeader()->visualIndex(i), i);
        const auto &spec = columnSpec(CallColumn(i));
        setColumnWidth(i, usualColumnWidth(CallColumn(i)));
        setColumnHidden(i, !spec.shownAtFirst);
    }
    m_restoring = false;
    m_customised = false;
    m_session.remove(settingsKey);
    fitToWidth();
}

void CallTable::showOrder(CallColumn column, bool ascending)
{
    // Down for "largest first", as everywhere; Qt's own arrow points the other way.
    horizontalHeader()->setSortIndicator(int(column), ascending ? Qt::DescendingOrder : Qt::AscendingOrder);
}

void CallTable::setTimesHaveDates(bool dates)
{
    if (m_timesHaveDates == dates)
        return;
    m_timesHaveDates = dates;
    fitToWidth();
}

int CallTable::usualWidth(CallColumn column) const
{
    if (column != CallColumn::Time || !m_timesHaveDates)
        return usualColumnWidth(column);
    constexpr base::UnixMicros september = 1'758'844'799'000'000; // As wide as dates are.
    const QString widest = format::momentToTheSecond(september, 0);
    return QFontMetrics(Theme::font(TextStyle::Control)).horizontalAdvance(widest) + 2 * metrics::gap + 2;
}

/** In a narrow window the least telling columns step back, so that the money stays in view. */
void CallTable::fitToWidth()
{
    if (m_customised || m_restoring)
        return;
    constexpr int narrowestCause = 130;
    static constexpr CallColumn dispensable[]
        = { CallColumn::LatencyBar, CallColumn::Session, CallColumn::Output,
            CallColumn::Status,     CallColumn::Total,   CallColumn::InputBar };
    m_restoring = true;
    int wanted = 0;
    for (int i = 0; i < callColumnCount; ++i) {
        const auto &spec = columnSpec(CallColumn(i));
        setColumnHidden(i, !spec.shownAtFirst);
        wanted += !spec.shownAtFirst             ? 0
            : CallColumn(i) == CallColumn::Cause ? narrowestCause
                                                 : usualWidth(CallColumn(i));
    }
    for (const CallColumn column : dispensable) {
        if (wanted <= viewport()->width())
            break;
        setColumnHidden(int(column), true);
        wanted -= usualColumnWidth(column);
    }
    setColumnWidth(int(CallColumn::Time), usualWidth(CallColumn::Time));
    // The last column takes the room that is left, and gives it back.
    horizontalHeader()->setStretchLastSection(false);
    setColumnWidth(int(CallColumn::Cause), narrowestCause);
    horizontalHeader()->setStretchLastSection(true);
    m_restoring = false;
}

void CallTable::saveColumns()
{
    if (m_restoring)
        return;
    m_customised = true;
    QStringList columns;
    for (int visual = 0; visual < callColumnCount; ++visual) {
        const int logical = horizontalHeader()->logicalIndex(visual);
        const int width = isColumnHidden(logical) ? 0 : columnWidth(logical);
        columns << QStringLiteral("%1=%2").arg(QLatin1String(columnSpec(CallColumn(logical)).key)).arg(width);
    }
    m_session.setValue(settingsKey, QStringList{ QString::number(settingsVersion) } + columns);
}

bool CallTable::restoreColumns()
{
    const QStringList stored = m_session.value(settingsKey).toStringList();
    if (stored.isEmpty() || stored.front().toInt() != settingsVersion)
        return false;
    m_restoring = true;
    int visual = 0;
    for (int i = 0; i < callColumnCount; ++i)
        setColumnHidden(i, true); // a column that is new since then stays hidden
    for (const QString &entry : stored.mid(1)) {
        const QString key = entry.section(QLatin1Char('='), 0, 0);
        const int width = entry.section(QLatin1Char('='), 1).toInt();
        for (int i = 0; i < callColumnCount; ++i) {
            if (key != QLatin1String(columnSpec(CallColumn(i)).key))
                continue;
            horizontalHeader()->moveSection(horizontalHeader()->visualIndex(i), visual++);
            setColumnHidden(i, width == 0);
            setColumnWidth(i, width > 0 ? width : usualColumnWidth(CallColumn(i)));
        }
    }
    m_restoring = false;
    return visual > 0;
}

bool CallTable::isColumnShown(CallColumn column) const
{
    return !isColumnHidden(int(column));
}

void CallTable::setColumnShown(CallColumn column, bool shown)
{
    m_restoring = true;
    setColumnHidden(int(column), !shown);
    m_restoring = false;
    if (shown && columnWidth(int(column)) == 0)
        setColumnWidth(int(column), usualColumnWidth(column));
    saveColumns();
}

void CallTable::fitColumn(CallColumn column)
{
    const int first = std::max(0, rowAt(0));
    const int last = rowAt(viewport()->height() - 1);
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    int width = horizontalHeader()->sectionSizeHint(int(column));
    for (int row = first; row <= (last < 0 ? model()->rowCount() - 1 : last); ++row) {
        const QModelIndex cell = model()->index(row, int(column));
        width = std::max(width, itemDelegateForIndex(cell)->sizeHint(option, cell).width());
    }
    setColumnWidth(int(column), std::min(width, 600));
    saveColumns();
}

void CallTable::fitAllColumns()
{
    for (int i = 0; i < callColumnCount; ++i) {
        if (!isColumnHidden(i))
            fitColumn(CallColumn(i));
    }
}

QMenu *CallTable::makeColumnMenu(QWidget *parent)
{
    auto *menu = new QMenu(parent);
    for (int i = 0; i < callColumnCount; ++i) {
        const auto column = CallColumn(i);
        QAction *action = menu->addAction(columnName(column));
        action->setCheckable(true);
        action->setChecked(isColumnShown(column));
        action->setToolTip(columnHelp(column));
        connect(action, &QAction::toggled, this, [this, column](bool shown) { setColumnShown(column, shown); });
    }
    menu->addSeparator();
    connect(menu->addAction(tr("Fit all to contents")), &QAction::triggered, this, &CallTable::fitAllColumns);
    connect(menu->addAction(tr("Reset columns")), &QAction::triggered, this, &CallTable::resetColumns);
    return menu;
}

void CallTable::showHeaderMenu(const QPoint &position)
{
    QMenu *menu = makeColumnMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const int section = horizontalHeader()->logicalIndexAt(position);
    QAction *before = menu->actions().first();
    if (section >= 0) {
        const auto column = CallColumn(section);
        auto *fit = new QAction(tr("Fit %1 to contents").arg(columnName(column)), menu);
        connect(fit, &QAction::triggered, this, [this, column] { fitColumn(column); });
        auto *hide = new QAction(tr("Hide %1").arg(columnName(column)), menu);
        connect(hide, &QAction::triggered, this, [this, column] { setColumnShown(column, false); });
        menu->insertActions(before, { fit, hide });
        menu->insertSeparator(before);
    }
    menu->popup(horizontalHeader()->mapToGlobal(position));
}

bool CallTable::isAtNewest() const
{
    return verticalScrollBar()->value() == verticalScrollBar()->minimum();
}

int CallTable::selectedRow() const
{
    const auto rows = selectionModel()->selectedRows();
    return rows.isEmpty() ? -1 : rows.first().row();
}

void CallTable::selectCall(std::int64_t id)
{
    if (const auto row = m_model.rowOf(id))
        selectRow(*row);
}

void CallTable::goToNewest()
{
    clearSelection();
    scrollToTop();
    keepCurrentRow();
    tellVisibleRows();
}

// Without a current index Qt's tables have crashed under a screen reader (UX guide, Qt rules).
void CallTable::keepCurrentRow()
{
    if (m_model.rowCount() == 0 || (currentIndex().isValid() && selectedRow() >= 0))
        return;
    // Nothing selected: the current row is the newest, so that the first arrow key starts there.
    if (currentIndex().row() != 0 && isAtNewest())
        selectionModel()->setCurrentIndex(m_model.index(0, int(CallColumn::Time)), QItemSelectionModel::NoUpdate);
}

void CallTable::tellVisibleRows()
{
    const int first = rowAt(0);
    if (first < 0)
        return;
    const int last = first + viewport()->height() / verticalHeader()->defaultSectionSize() + 1;
    m_model.setVisibleRows(first, last);
}

void CallTable::resizeEvent(QResizeEvent *event)
{
    TableView::resizeEvent(event);
    fitToWidth();
    tellVisibleRows();
}

void CallTable::scrollContentsBy(int dx, int dy)
{
    TableView::scrollContentsBy(dx, dy);
    if (dy != 0)
        tellVisibleRows();
}

void CallTable::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    TableView::selectionChanged(selected, deselected);
    Q_EMIT selectedRowChanged(selectedRow());
}

void CallTable::keyPressEvent(QKeyEvent *event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && selectedRow() < 0
        && currentIndex().isValid())
        selectRow(currentIndex().row());
    if (event->key() == Qt::Key_End && event->modifiers() == Qt::NoModifier)
        return Q_EMIT newestRequested();
    if (event->key() == Qt::Key_Escape)
        return Q_EMIT leaveRequested();
    TableView::keyPressEvent(event);
}

void CallTable::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && !indexAt(event->pos()).isValid())
        clearSelection();
    TableView::mousePressEvent(event);
}

void CallTable::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex cell = byKey ? currentIndex() : indexAt(event->pos());
    if (!cell.isValid())
        return;
    selectRow(cell.row());
    const QPoint at = byKey ? viewport()->mapToGlobal(visualRect(cell).bottomLeft()) : event->globalPos();
    Q_EMIT cellMenuRequested(cell, at);
}

} // namespace cachescope::ui

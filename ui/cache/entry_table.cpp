// SPDX-License-Identifier: MIT
#include "ui/cache/entry_table.h"

#include "ui/cache/entry_model.h"
#include "ui/parts/badge.h"
#include "ui/theme/icons.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QSettings>

#include <algorithm>

namespace cachescope::ui {

namespace {

const QString columnsKey = QStringLiteral("cache/columns");
constexpr int leastWords = 100;

} // namespace

void EntryMarkDelegate::paintContent(
    QPainter *painter, const QRectF &cell, const QStyleOptionViewItem &, const QModelIndex &index) const
{
    qreal left = cell.left();
    if (index.data(EntryModel::PinnedRole).toBool()) {
        constexpr int size = 14;
        icons::paint(
            painter, QRectF(left, cell.top(), size, cell.height()), QStringLiteral("pin"),
            tokenColor(Token::AccentText), size);
        left += size + metrics::iconGap;
    }
    if (const QString word = index.data(Qt::DisplayRole).toString(); !word.isEmpty())
        paintBadge(painter, QRectF(left, cell.top(), cell.right() - left, cell.height()), BadgeKind::Warning, word);
}

EntryTable::EntryTable(EntryModel &model, QSettings &session, QWidget *parent)
    : TableView(metrics::standardRow, parent)
    , m_model(model)
    , m_session(session)
{
    // Before the view's own handlers: they forget what is selected and where the view stands.
    connect(&model, &QAbstractItemModel::modelAboutToBeReset, this, &EntryTable::beforeReset);
    setModel(&model);
    setAccessibleName(tr("Cached answers"));
    setSelectionMode(ExtendedSelection);
    setVerticalScrollMode(ScrollPerItem);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setItemDelegateForColumn(int(EntryColumn::TtlUsed), new ShareDelegate(this));
    setItemDelegateForColumn(int(EntryColumn::Mark), new EntryMarkDelegate(this));
    setUpHeader();
    connect(&model, &QAbstractItemModel::modelReset, this, &EntryTable::afterReset);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &EntryTable::positionChanged);
}

void EntryTable::setUpHeader()
{
    QHeaderView *header = horizontalHeader();
    header->setAccessibleName(tr("Columns of the cached answers"));
    header->setSectionsMovable(false);
    header->setSectionsClickable(true);
    header->setStretchLastSection(false);
    header->setSortIndicatorShown(true);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    for (int i = 0; i < entryColumnCount; ++i) {
        const EntryColumnSpec &spec = entryColumnSpec(EntryColumn(i));
        setColumnWidth(i, spec.width);
        setColumnHidden(i, !spec.shownAtFirst);
    }
    connect(header, &QHeaderView::sectionClicked, this, [this](int section) {
        Q_EMIT sortRequested(EntryColumn(section));
    });
    connect(header, &QHeaderView::customContextMenuRequested, this, [this, header](const QPoint &at) {
        QMenu *menu = makeColumnMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->popup(header->mapToGlobal(at));
    });
}

QStringList EntryTable::wantedColumns() const
{
    QStringList wanted = m_session.value(columnsKey).toStringList();
    for (int i = 0; i < entryColumnCount && !m_session.contains(columnsKey); ++i) {
        if (entryColumnSpec(EntryColumn(i)).shownAtFirst)
            wanted << QString::number(i);
    }
    return wanted;
}

bool EntryTable::isColumnShown(EntryColumn column) const
{
    return wantedColumns().contains(QString::number(int(column)));
}

QMenu *EntryTable::makeColumnMenu(QWidget *parent)
{
    auto *menu = new QMenu(parent);
    for (int i = 0; i < entryColumnCount; ++i) {
        const auto column = EntryColumn(i);
        if (column == EntryColumn::Key || column == EntryColumn::FirstWords)
            continue; // What an entry is known by.
        const QString title = column == EntryColumn::Mark ? tr("Pin and state") : entryColumnTitle(column);
        QAction *action = menu->addAction(title);
        action->setCheckable(true);
        action->setChecked(isColumnShown(column));
        connect(action, &QAction::toggled, this, [this, column](bool on) { setColumnShown(column, on); });
    }
    return menu;
}

void EntryTable::setColumnShown(EntryColumn column, bool shown)
{
    QStringList wanted = wantedColumns();
    const QString name = QString::number(int(column));
    wanted.removeAll(name);
    if (shown)
        wanted << name;
    m_session.setValue(columnsKey, wanted);
    fitToWidth();
}

/** The words take what is left; where that is too little, columns give way for the moment. */
void EntryTable::fitToWidth()
{
    if (m_fitting)
        return;
    m_fitting = true;
    const QStringList wanted = wantedColumns();
    int left = viewport()->width();
    QVector<int> shown;
    for (int i = 0; i < entryColumnCount; ++i) {
        const bool isWanted = wanted.contains(QString::number(i));
        setColumnHidden(i, !isWanted);
        if (isWanted && i != int(EntryColumn::FirstWords)) {
            setColumnWidth(i, entryColumnSpec(EntryColumn(i)).width);
            left -= columnWidth(i);
            shown << i;
        }
    }
    for (const EntryColumn column :
         { EntryColumn::Cost, EntryColumn::Tags, EntryColumn::Namespace, EntryColumn::Upstream,
           EntryColumn::Version, EntryColumn::Project, EntryColumn::Age, EntryColumn::Size, EntryColumn::TtlUsed,
           EntryColumn::Last, EntryColumn::Model }) {
        if (left >= leastWords)
            break;
        if (!shown.contains(int(column)))
            continue;
        left += columnWidth(int(column));
        setColumnHidden(int(column), true);
    }
    setColumnWidth(int(EntryColumn::FirstWords), std::max(left, leastWords));
    m_fitting = false;
}

void EntryTable::showOrder(EntryColumn column, bool ascending)
{
    // Down for "largest first", as everywhere; Qt's own arrow points the other way.
    horizontalHeader()->setSortIndicator(int(column), ascending ? Qt::DescendingOrder : Qt::AscendingOrder);
}

std::vector<std::int64_t> EntryTable::selectedIds() const
{
    std::vector<std::int64_t> ids;
    if (selectionModel() == nullptr)
        return ids;
    for (const QModelIndex &index : selectionModel()->selectedRows())
        ids.push_back(m_model.idAt(index.row()));
    return ids;
}

std::int64_t EntryTable::currentId() const
{
    const QModelIndex current = currentIndex();
    if (!current.isValid() || !selectionModel()->isRowSelected(current.row()))
        return 0;
    return m_model.idAt(current.row());
}

void EntryTable::selectEntry(std::int64_t id)
{
    const auto row = m_model.rowOf(id);
    if (!row)
        return;
    selectRow(*row);
    scrollTo(m_model.index(*row, 0));
}

bool EntryTable::isAtTop() const
{
    return verticalScrollBar()->value() == 0;
}

void EntryTable::goToTop()
{
    clearSelection();
    scrollToTop();
}

void EntryTable::beforeReset()
{
    m_selectedBefore = selectedIds();
    const int top = rowAt(0);
    m_topBefore = top > 0 && top < m_model.rowCount() ? m_model.idAt(top) : 0;
}

/** Nothing moves under the pointer: what was selected and on top is again, where it is still in the list. */
void EntryTable::afterReset()
{
    for (const std::int64_t id : m_selectedBefore) {
        if (const auto row = m_model.rowOf(id))
            selectionModel()->select(
                m_model.index(*row, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
    if (!m_selectedBefore.empty()) {
        if (const auto row = m_model.rowOf(m_selectedBefore.front()))
            selectionModel()->setCurrentIndex(m_model.index(*row, 0), QItemSelectionModel::NoUpdate);
    }
    if (const auto top = m_topBefore != 0 ? m_model.rowOf(m_topBefore) : std::nullopt)
        verticalScrollBar()->setValue(*top);
    tellVisibleRows();
    Q_EMIT selectedChanged();
}

void EntryTable::tellVisibleRows()
{
    const int first = std::max(0, rowAt(0));
    const int shown = viewport()->height() / std::max(1, verticalHeader()->defaultSectionSize()) + 1;
    m_model.setVisibleRows(first, first + shown);
}

void EntryTable::scrollContentsBy(int dx, int dy)
{
    TableView::scrollContentsBy(dx, dy);
    tellVisibleRows();
}

void EntryTable::resizeEvent(QResizeEvent *event)
{
    TableView::resizeEvent(event);
    fitToWidth();
    tellVisibleRows();
}

void EntryTable::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    TableView::selectionChanged(selected, deselected);
    Q_EMIT selectedChanged();
}

void EntryTable::keyPressEvent(QKeyEvent *event)
{
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const bool any = !selectedIds().empty();
    if (event->key() == Qt::Key_Delete && any && modifiers == Qt::NoModifier)
        Q_EMIT staleRequested();
    else if (event->key() == Qt::Key_Delete && any && modifiers == Qt::ShiftModifier)
        Q_EMIT removeRequested();
    else if (event->key() == Qt::Key_M && any && modifiers == Qt::ControlModifier)
        Q_EMIT pinRequested();
    else if (event->key() == Qt::Key_Space && any)
        Q_EMIT previewRequested();
    else if (event->key() == Qt::Key_Escape && any)
        Q_EMIT leaveRequested();
    else
        TableView::keyPressEvent(event);
}

void EntryTable::contextMenuEvent(QContextMenuEvent *event)
{
    if (const QModelIndex at = indexAt(event->pos()); at.isValid() && !selectionModel()->isRowSelected(at.row()))
        selectRow(at.row());
    if (!selectedIds().empty())
        Q_EMIT menuRequested(event->globalPos());
}

} // namespace cachescope::ui

#include "moc_entry_table.cpp"

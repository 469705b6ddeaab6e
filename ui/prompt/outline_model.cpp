// SPDX-License-Identifier: MIT
#include "ui/prompt/outline_model.h"

#include "ui/format/format.h"
#include "ui/parts/row_delegate.h"
#include "ui/theme/tokens.h"

#include <algorithm>

namespace cachescope::ui {

namespace {

constexpr quintptr topLevel = 0; ///< Children carry their band's row plus one.

} // namespace

std::vector<OutlineModel::Band> OutlineModel::bandsOf(const std::vector<Row> &rows)
{
    std::vector<Band> bands;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].entry.isBand)
            bands.push_back({ i, {} });
        else if (!bands.empty())
            bands.back().children.push_back(i);
    }
    return bands;
}

void OutlineModel::setRows(std::vector<Row> rows)
{
    const bool sameShape = rows.size() == m_rows.size()
        && std::equal(rows.begin(), rows.end(), m_rows.begin(), [](const Row &a, const Row &b) {
                               return a.entry.isBand == b.entry.isBand && a.entry.title == b.entry.title;
                           });
    if (!sameShape) {
        beginResetModel();
        m_rows = std::move(rows);
        m_bands = bandsOf(m_rows);
        endResetModel();
        return;
    }
    const std::vector<Row> before = std::exchange(m_rows, std::move(rows));
    for (int band = 0; band < static_cast<int>(m_bands.size()); ++band) {
        const Band &now = m_bands[static_cast<std::size_t>(band)];
        if (!(before[now.row] == m_rows[now.row]))
            Q_EMIT dataChanged(index(band, 0), index(band, ColumnCount - 1));
        for (int child = 0; child < static_cast<int>(now.children.size()); ++child) {
            const std::size_t row = now.children[static_cast<std::size_t>(child)];
            const QModelIndex parentIndex = index(band, 0);
            if (!(before[row] == m_rows[row]))
                Q_EMIT dataChanged(index(child, 0, parentIndex), index(child, ColumnCount - 1, parentIndex));
        }
    }
}

std::size_t OutlineModel::rowOf(const QModelIndex &index) const
{
    const auto row = static_cast<std::size_t>(index.row());
    if (index.internalId() == topLevel)
        return m_bands[row].row;
    return m_bands[index.internalId() - 1].children[row];
}

const OutlineModel::Row *OutlineModel::rowAt(const QModelIndex &index) const
{
    return index.isValid() ? &m_rows[rowOf(index)] : nullptr;
}

QModelIndex OutlineModel::indexOfPosition(int position) const
{
    for (int band = 0; band < static_cast<int>(m_bands.size()); ++band) {
        const Band &now = m_bands[static_cast<std::size_t>(band)];
        const OutlineEntry &entry = m_rows[now.row].entry;
        if (position < entry.begin || position > entry.end)
            continue;
        const QModelIndex parentIndex = index(band, 0);
        for (int child = static_cast<int>(now.children.size()); child-- > 0;) {
            const OutlineEntry &inner = m_rows[now.children[static_cast<std::size_t>(child)]].entry;
            if (position >= inner.begin && position <= inner.end)
                return index(child, 0, parentIndex);
        }
        return parentIndex;
    }
    return {};
}

QModelIndex OutlineModel::index(int row, int column, const QModelIndex &parentIndex) const
{
    if (row < 0 || column < 0 || column >= ColumnCount || row >= rowCount(parentIndex))
        return {};
    return createIndex(
        row, column, parentIndex.isValid() ? static_cast<quintptr>(parentIndex.row()) + 1 : topLevel);
}

QModelIndex OutlineModel::parent(const QModelIndex &child) const
{
    if (!child.isValid() || child.internalId() == topLevel)
        return {};
    return createIndex(static_cast<int>(child.internalId()) - 1, 0, topLevel);
}

int OutlineModel::rowCount(const QModelIndex &parentIndex) const
{
    if (!parentIndex.isValid())
        return static_cast<int>(m_bands.size());
    if (parentIndex.internalId() != topLevel || parentIndex.column() > 0)
        return 0;
    return static_cast<int>(m_bands[static_cast<std::size_t>(parentIndex.row())].children.size());
}

int OutlineModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant OutlineModel::data(const QModelIndex &index, int role) const
{
    const Row *row = rowAt(index);
    if (!row)
        return {};
    const bool isName = index.column() == Name;
    switch (role) {
    case Qt::DisplayRole:
        return isName ? row->entry.title : format::number(row->tokens);
    case Qt::ToolTipRole:
        return tr("%1: lines %2 to %3, %4 tokens")
            .arg(row->entry.title)
            .arg(row->entry.firstLine)
            .arg(row->entry.lastLine)
            .arg(format::number(row->tokens));
    case Qt::AccessibleTextRole:
        return isName ? (row->hasError ? tr("%1, has errors").arg(row->entry.title) : row->entry.title)
                      : tr("%1 tokens").arg(format::number(row->tokens));
    case Qt::TextAlignmentRole:
        return QVariant(isName ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    case MediumRole:
        return row->entry.isBand && isName;
    case ToneRole:
        return static_cast<int>(isName && row->entry.isBand ? Token::Text : Token::Text2);
    case HasErrorRole:
        return isName && row->hasError;
    default:
        return {};
    }
}

QVariant OutlineModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == Name ? tr("Outline") : tr("tokens");
}

} // namespace cachescope::ui

#include "moc_outline_model.cpp"

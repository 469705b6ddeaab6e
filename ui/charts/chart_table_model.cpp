// SPDX-License-Identifier: MIT
#include "ui/charts/chart_table_model.h"

#include "ui/parts/row_delegate.h"

#include <QDateTime>

#include <cmath>

namespace cachescope::ui {

ChartTableModel::ChartTableModel(QVector<ChartSeries> series, ChartUnit unit, QObject *parent)
    : QAbstractTableModel(parent)
    , m_series(std::move(series))
    , m_unit(unit)
{ }

void ChartTableModel::setFrame(const ChartFrame &frame)
{
    const bool sameShape = frame.buckets == m_frame.buckets;
    if (!sameShape)
        beginResetModel();
    m_frame = frame;
    if (!sameShape)
        endResetModel();
    else if (m_frame.buckets > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int ChartTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : m_frame.buckets;
}

int ChartTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_series.size()) + 1;
}

QVariant ChartTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const int bucket = m_frame.buckets - 1 - index.row();
    if (role == Qt::TextAlignmentRole)
        return int((index.column() ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == RawRole)
        return rawValue(index.column(), bucket);
    if (role != Qt::DisplayRole)
        return {};
    if (index.column() == 0)
        return bucketLabel(bucket, m_frame);
    const QVector<double> values = m_frame.values.value(index.column() - 1);
    return valueLabel(values.value(bucket, std::nan("")), m_unit, m_frame.currency);
}

QVariant ChartTableModel::rawValue(int column, int bucket) const
{
    if (column == 0)
        return QDateTime::fromMSecsSinceEpoch(m_frame.bucketStart(bucket) / 1000).toString(Qt::ISODate);
    const double value = m_frame.values.value(column - 1).value(bucket, std::nan(""));
    return std::isfinite(value) ? QVariant(value) : QVariant::fromValue(nullptr);
}

QVariant ChartTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    return section == 0 ? tr("Time") : m_series[section - 1].name;
}

} // namespace cachescope::ui

#include "moc_chart_table_model.cpp"

// SPDX-License-Identifier: MIT
#pragma once

#include "ui/charts/chart_frame.h"

#include <QAbstractTableModel>

namespace cachescope::ui {

/** A chart's values as a table, newest first: what "Show as table" shows. */
class ChartTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    ChartTableModel(QVector<ChartSeries> series, ChartUnit unit, QObject *parent = nullptr);
    void setFrame(const ChartFrame &frame);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVariant rawValue(int column, int bucket) const;

    QVector<ChartSeries> m_series;
    ChartUnit m_unit;
    ChartFrame m_frame;
};

} // namespace cachescope::ui

// SPDX-License-Identifier: MIT
#pragma once

#include "ui/charts/chart_frame.h"

#include <QAbstractButton>

namespace cachescope::ui {

/** One entry of a legend: swatch, name, total. Hidden series are struck through. A click isolates the series. */
class LegendItem : public QAbstractButton
{
    Q_OBJECT

public:
    explicit LegendItem(const ChartSeries &series, QWidget *parent = nullptr);
    void setTotal(const QString &total);
    void setSeriesHidden(bool hidden);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    QString words() const;
    int swatchWidth() const;
    ChartSeries m_series;
    QString m_total;
    bool m_hidden = false;
};

} // namespace cachescope::ui

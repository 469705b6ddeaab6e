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
    /** Whether the total is drawn after the name; without room it is in the tooltip only, never cut. */
    void setTotalShown(bool shown);
    /** Width with the total, shown or not. */
    int fullWidth() const;
    void setSeriesHidden(bool hidden);
    QSize sizeHint() const override;
    QString words() const; ///< As drawn.

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    QString fullWords() const;
    int widthOf(const QString &words) const;
    void updateToolTip();
    int swatchWidth() const;
    ChartSeries m_series;
    QString m_total;
    bool m_hidden = false;
    bool m_totalShown = true;
};

} // namespace cachescope::ui

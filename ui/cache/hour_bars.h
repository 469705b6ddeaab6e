// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "requestlog/query.h"

#include <vector>

namespace cachescope::ui {

/** Calls an hour as bars on a base line; the values are in the tool tip and, whole, in the accessible text. */
class HourBars : public QWidget
{
    Q_OBJECT

public:
    explicit HourBars(int height, QWidget *parent = nullptr);
    void setPoints(std::vector<requestlog::SeriesPoint> points);
    const std::vector<requestlog::SeriesPoint> &points() const { return m_points; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    double step() const;
    std::vector<requestlog::SeriesPoint> m_points;
};

} // namespace cachescope::ui

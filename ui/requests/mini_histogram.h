// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "requestlog/query.h"

#include <vector>

namespace cachescope::ui {

/** When the matching calls were: a row of small bars over the range, the newest in full colour. */
class MiniHistogram : public QWidget
{
    Q_OBJECT

public:
    static constexpr int buckets = 60;

    explicit MiniHistogram(QWidget *parent = nullptr);
    void setPoints(std::vector<requestlog::SeriesPoint> points);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    std::vector<requestlog::SeriesPoint> m_points;
};

} // namespace cachescope::ui

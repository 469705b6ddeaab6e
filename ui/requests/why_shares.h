// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget> // First: see ui/format/format.h.

#include "insight/block_shares.h"

#include <vector>

namespace cachescope::ui {

/** A call's input by its parts: what was read, what was the same and paid for again, what is new. */
class WhyShares : public QWidget
{
    Q_OBJECT

public:
    explicit WhyShares(QWidget *parent = nullptr);
    void setShares(std::vector<insight::BlockShare> shares);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int paintPart(QPainter &painter, const insight::BlockShare &share, int top, std::int64_t most) const;
    void paintLegend(QPainter &painter, int top) const;

    std::vector<insight::BlockShare> m_shares;
};

} // namespace cachescope::ui

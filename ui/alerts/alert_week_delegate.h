// SPDX-License-Identifier: MIT
#pragma once

#include "ui/parts/row_delegate.h"

namespace cachescope::ui {

/** A rule's last seven days as a strip, a gap between days; for AlertModel. */
class AlertWeekDelegate final : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;

protected:
    void paintContent(
        QPainter *painter, const QRectF &cell, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override;
};

} // namespace cachescope::ui

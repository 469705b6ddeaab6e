// SPDX-License-Identifier: MIT
#pragma once

#include "ui/parts/row_delegate.h"

namespace cachescope::ui {

/** A share as a bar with its words behind, one scale for all rows (ShareRole, DisplayRole). */
class SpendShareDelegate : public RowDelegate
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

// SPDX-License-Identifier: MIT
#include "ui/spend/spend_share_delegate.h"

#include "ui/parts/painting.h"

#include <QPainter>

#include <algorithm>

namespace cachescope::ui {

void SpendShareDelegate::paintContent(
    QPainter *painter, const QRectF &cell, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    constexpr qreal barHeight = 6;
    constexpr qreal wordsWidth = 48;
    const QVariant share = index.data(ShareRole);
    const qreal barWidth = cell.width() - wordsWidth;
    if (share.isValid() && barWidth > barHeight) {
        const QRectF bar(cell.left(), cell.center().y() - barHeight / 2, barWidth, barHeight);
        paintStackedBar(painter, bar, { { std::clamp(share.toDouble(), 0.0, 1.0), Token::Fresh, Fill::Solid } }, 1);
    }
    paintWords(painter, cell, option, index);
}

} // namespace cachescope::ui

#include "moc_spend_share_delegate.cpp"

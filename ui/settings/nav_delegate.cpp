// SPDX-License-Identifier: MIT
#include "ui/settings/nav_delegate.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QWidget>

namespace cachescope::ui {

void NavDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool selected = option.state & QStyle::State_Selected;
    const bool enabled = option.state & QStyle::State_Enabled;
    const QRectF ground = QRectF(option.rect).adjusted(0.5, 1.5, -0.5, -1.5);
    if (selected || (enabled && (option.state & QStyle::State_MouseOver))) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(tokenColor(selected ? Token::Selection : Token::Hover));
        painter->drawRoundedRect(ground, metrics::controlRadius, metrics::controlRadius);
    }
    if (selected && option.widget != nullptr && option.widget->hasFocus()) {
        painter->setPen(QPen(tokenColor(Token::Focus), 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(ground.adjusted(1, 1, -1, -1), metrics::controlRadius, metrics::controlRadius);
    }
    painter->setFont(Theme::font(selected ? TextStyle::ControlMedium : TextStyle::Control));
    painter->setPen(tokenColor(!enabled ? Token::Text3 : selected ? Token::Text : Token::Text2));
    const QRect words = option.rect.adjusted(metrics::cardPadding, 0, -metrics::gap, 0);
    painter->drawText(
        words, Qt::AlignVCenter | Qt::AlignLeft,
        painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, words.width()));
    painter->restore();
}

QSize NavDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return { 120, metrics::listRow + 2 };
}

} // namespace cachescope::ui

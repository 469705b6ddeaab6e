// SPDX-License-Identifier: MIT
#include "ui/requests/suggestion_delegate.h"

#include "ui/theme/theme.h"

#include <QPainter>

namespace cachescope::ui {

namespace {

constexpr int nameColumn = 96;

} // namespace

void SuggestionDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    if (option.state & (QStyle::State_Selected | QStyle::State_MouseOver))
        painter->fillRect(option.rect, tokenColor(Token::Selection));
    const QRect cell = option.rect.adjusted(metrics::gap, 0, -metrics::gap, 0);
    const QString help = index.data(HelpRole).toString();
    painter->setFont(Theme::font(TextStyle::Control));
    painter->setPen(tokenColor(Token::Text));
    painter->drawText(cell, Qt::AlignVCenter | Qt::AlignLeft, index.data(Qt::DisplayRole).toString());
    if (!help.isEmpty()) {
        const QRect rest = cell.adjusted(nameColumn, 0, 0, 0);
        painter->setPen(tokenColor(Token::Text3));
        painter->drawText(
            rest, Qt::AlignVCenter | Qt::AlignLeft,
            painter->fontMetrics().elidedText(help, Qt::ElideRight, rest.width()));
    }
    painter->restore();
}

QSize SuggestionDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int width = option.fontMetrics.horizontalAdvance(index.data(Qt::DisplayRole).toString());
    return { width + 2 * metrics::gap, metrics::standardRow };
}

} // namespace cachescope::ui

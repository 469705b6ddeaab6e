// SPDX-License-Identifier: MIT
#include "ui/parts/row_delegate.h"

#include "ui/parts/painting.h"
#include "ui/parts/table_view.h"
#include "ui/theme/icons.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace cachescope::ui {

namespace {

Token tokenOf(const QModelIndex &index, int role, Token fallback)
{
    const QVariant value = index.data(role);
    return value.isValid() ? static_cast<Token>(value.toInt()) : fallback;
}

const TableView *tableOf(const QStyleOptionViewItem &option)
{
    return qobject_cast<const TableView *>(option.widget);
}

TextStyle styleOf(const QModelIndex &index)
{
    if (index.data(MonoRole).toBool())
        return TextStyle::Code;
    return index.data(MediumRole).toBool() || index.data(TotalRowRole).toBool() ? TextStyle::ControlMedium
                                                                                : TextStyle::Control;
}

} // namespace

QColor RowDelegate::ground(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (option.state & QStyle::State_Selected)
        return tokenColor(Token::Selection);
    const TableView *table = tableOf(option);
    if (table && table->hoveredRow() == index.row())
        return tokenColor(Token::Hover);
    return tokenColor(index.data(TotalRowRole).toBool() ? Token::Raised : Token::Panel);
}

void RowDelegate::paintGround(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const QRect cell = option.rect;
    painter->fillRect(cell, ground(option, index));
    const bool total = index.data(TotalRowRole).toBool();
    if (total)
        painter->fillRect(cell.left(), cell.top(), cell.width(), 1, tokenColor(Token::LineStrong));
    else
        painter->fillRect(cell.left(), cell.bottom(), cell.width(), 1, tokenColor(Token::Grid));
    const TableView *table = tableOf(option);
    if (!table || !table->showsFocusRing(index.row()))
        return;
    const QColor ring = tokenColor(Token::Focus);
    painter->fillRect(cell.left(), cell.top(), cell.width(), 2, ring);
    painter->fillRect(cell.left(), cell.bottom() - 1, cell.width(), 2, ring);
    if (table->isFirstVisibleColumn(index.column()))
        painter->fillRect(cell.left(), cell.top(), 2, cell.height(), ring);
    if (table->isLastVisibleColumn(index.column()))
        painter->fillRect(cell.right() - 1, cell.top(), 2, cell.height(), ring);
}

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    paintGround(painter, option, index);
    const QRectF cell = QRectF(option.rect).adjusted(metrics::gap, 0, -metrics::gap, -1);
    painter->setClipRect(option.rect);
    paintContent(painter, cell, option, index);
    painter->restore();
}

void RowDelegate::paintContent(
    QPainter *painter, const QRectF &cell, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    paintWords(painter, cell, option, index);
}

void RowDelegate::paintWords(
    QPainter *painter, const QRectF &cell, const QStyleOptionViewItem &, const QModelIndex &index) const
{
    QRectF room = cell.adjusted(index.data(IndentRole).toInt(), 0, 0, 0);
    const QString iconName = index.data(IconNameRole).toString();
    const QString words = index.data(Qt::DisplayRole).toString();
    if (!iconName.isEmpty()) {
        const QColor color = tokenColor(tokenOf(index, IconTokenRole, Token::Text2));
        constexpr int size = 14;
        if (index.data(IconAfterRole).toBool()) {
            const qreal behind = QFontMetricsF(Theme::font(styleOf(index))).horizontalAdvance(words);
            const qreal left = room.left() + behind + metrics::iconGap;
            icons::paint(painter, QRectF(left, room.top(), size, room.height()), iconName, color, size);
        } else {
            icons::paint(painter, QRectF(room.left(), room.top(), size, room.height()), iconName, color, size);
            room.setLeft(room.left() + size + metrics::iconGap);
        }
    }
    if (words.isEmpty())
        return;
    const QVariant alignment = index.data(Qt::TextAlignmentRole);
    const Qt::Alignment align
        = alignment.isValid() ? Qt::Alignment(alignment.toInt()) : Qt::AlignLeft | Qt::AlignVCenter;
    const QFont font = Theme::font(styleOf(index));
    painter->setFont(font);
    painter->setPen(tokenColor(tokenOf(index, ToneRole, Token::Text)));
    const Qt::TextElideMode elide = index.data(ElideMiddleRole).toBool() ? Qt::ElideMiddle : Qt::ElideRight;
    painter->drawText(
        room, static_cast<int>(align | Qt::AlignVCenter),
        QFontMetricsF(font).elidedText(words, elide, room.width()));
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const QFontMetricsF measure(Theme::font(styleOf(index)));
    int width = static_cast<int>(measure.horizontalAdvance(index.data(Qt::DisplayRole).toString())) + 1;
    if (!index.data(IconNameRole).toString().isEmpty())
        width += 14 + metrics::iconGap;
    width += index.data(IndentRole).toInt();
    return QSize(width + 2 * metrics::gap, metrics::standardRow);
}

void ShareDelegate::paintContent(
    QPainter *painter, const QRectF &cell, const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const QVariant share = index.data(ShareRole);
    if (!share.isValid())
        return;
    constexpr qreal height = 6;
    const QRectF bar(cell.left(), cell.center().y() - height / 2, cell.width(), height);
    const Token color = tokenOf(index, ShareTokenRole, Token::Fresh);
    paintStackedBar(painter, bar, { { std::clamp(share.toDouble(), 0.0, 1.0), color, Fill::Solid } }, 1);
}

} // namespace cachescope::ui

#include "moc_row_delegate.cpp"

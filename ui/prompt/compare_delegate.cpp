// SPDX-License-Identifier: MIT
#include "ui/prompt/compare_delegate.h"

#include "ui/format/format.h"
#include "ui/parts/badge.h"
#include "ui/parts/table_view.h"
#include "ui/theme/icons.h"

#include <QPainter>

namespace cachescope::ui {

using prompt::Relation;

namespace {

constexpr qreal numberWidth = 40;
constexpr qreal signWidth = 18;
constexpr qreal tokensWidth = 76;

BadgeKind badgeOf(Relation relation)
{
    switch (relation) {
    case Relation::OnlyA:
        return BadgeKind::Error;
    case Relation::OnlyB:
        return BadgeKind::Good;
    case Relation::Reordered:
    case Relation::Moved:
        return BadgeKind::Warning;
    default:
        return BadgeKind::Neutral;
    }
}

QColor stronger(Token ground, Token ink)
{
    const QColor a = tokenColor(ground), b = tokenColor(ink);
    constexpr qreal share = 0.25;
    return QColor::fromRgbF(
        static_cast<float>(a.redF() + (b.redF() - a.redF()) * share),
        static_cast<float>(a.greenF() + (b.greenF() - a.greenF()) * share),
        static_cast<float>(a.blueF() + (b.blueF() - a.blueF()) * share));
}

} // namespace

CompareDelegate::CompareDelegate(const CompareModel *model, QObject *parent)
    : RowDelegate(parent)
    , m_model(model)
{ }

qreal CompareDelegate::textWidth(qreal viewWidth, CompareStyle style)
{
    if (style == CompareStyle::Unified)
        return viewWidth - 2 * numberWidth - signWidth - tokensWidth - metrics::gap;
    return (viewWidth - tokensWidth) / 2 - numberWidth - signWidth - metrics::gap;
}

void CompareDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const CompareRow &row = m_model->row(index.row());
    const bool selected = option.state & QStyle::State_Selected;
    const QRectF rect(option.rect);
    painter->save();
    painter->setClipRect(option.rect);
    if (row.kind == CompareRow::Kind::Line) {
        painter->fillRect(rect, selected ? tokenColor(Token::Selection) : tokenColor(Token::Panel));
        paintLine(painter, rect, row, selected);
    } else {
        painter->fillRect(rect, selected ? tokenColor(Token::Selection) : tokenColor(Token::Raised));
        painter->fillRect(QRectF(rect.left(), rect.bottom(), rect.width(), 1), tokenColor(Token::Grid));
        paintTitle(painter, rect, row);
    }
    paintTokens(painter, rect, row.tokens);
    const auto *table = qobject_cast<const TableView *>(option.widget);
    if (table && table->showsFocusRing(index.row())) {
        painter->setPen(QPen(tokenColor(Token::Focus), 2));
        painter->drawRect(rect.adjusted(1, 1, -1, -1));
    }
    painter->restore();
}

void CompareDelegate::paintTitle(QPainter *painter, const QRectF &rect, const CompareRow &row) const
{
    qreal left = rect.left() + metrics::gap;
    constexpr int arrow = 14;
    const bool fold = row.kind == CompareRow::Kind::Fold;
    if (fold) {
        const QString icon = row.open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right");
        icons::paint(
            painter, QRectF(left, rect.top(), arrow, rect.height()), icon, tokenColor(Token::Text2), arrow);
    }
    left += fold ? arrow + metrics::gap : 0;
    const QString word = fold ? QString() : relationWord(row.relation);
    const qreal badge = word.isEmpty() ? 0 : badgeWidth(word) + metrics::gap;
    const QFont font = Theme::font(fold ? TextStyle::Control : TextStyle::ControlMedium);
    const QFontMetricsF measure(font);
    const qreal room = rect.right() - tokensWidth - badge - left;
    const QString title = measure.elidedText(row.title, Qt::ElideMiddle, room);
    painter->setFont(font);
    painter->setPen(tokenColor(fold ? Token::Text2 : Token::Text));
    painter->drawText(QRectF(left, rect.top(), room, rect.height()), Qt::AlignLeft | Qt::AlignVCenter, title);
    if (!word.isEmpty())
        paintBadge(
            painter,
            QRectF(left + measure.horizontalAdvance(title) + metrics::gap, rect.top(), badge, rect.height()),
            badgeOf(row.relation), word);
}

void CompareDelegate::paintLine(QPainter *painter, const QRectF &rect, const CompareRow &row, bool selected) const
{
    if (m_model->style() == CompareStyle::Unified) {
        // Both numbers, then the one text.
        const bool removed = row.a.present && !row.b.present;
        const CompareCell &shown = removed ? row.a : row.b;
        const auto number = [&](const CompareCell &cell, qreal left) {
            if (cell.line == 0)
                return;
            painter->setFont(Theme::font(TextStyle::Caption));
            painter->setPen(tokenColor(Token::Text3));
            painter->drawText(
                QRectF(left, rect.top(), numberWidth - 4, rect.height()), Qt::AlignRight | Qt::AlignVCenter,
                QString::number(cell.line));
        };
        CompareCell text = shown;
        text.line = 0;
        paintCell(
            painter, rect.adjusted(numberWidth, 0, 0, 0), text, removed ? Token::ErrorGround : Token::ReadGround,
            removed ? Token::Error : Token::Read, removed ? QChar(0x2212) : QLatin1Char('+'), selected);
        if (shown.differs && !selected)
            painter->fillRect(
                QRectF(rect.left(), rect.top(), numberWidth, rect.height()),
                tokenColor(removed ? Token::ErrorGround : Token::ReadGround));
        number(row.a, rect.left());
        number(row.b, rect.left() + numberWidth);
        return;
    }
    const qreal half = (rect.width() - tokensWidth) / 2;
    const QRectF left(rect.left(), rect.top(), half, rect.height());
    const QRectF right(rect.left() + half, rect.top(), rect.width() - half, rect.height());
    paintCell(painter, left, row.a, Token::ErrorGround, Token::Error, QChar(0x2212), selected);
    paintCell(painter, right, row.b, Token::ReadGround, Token::Read, QLatin1Char('+'), selected);
    painter->fillRect(QRectF(right.left(), rect.top(), 1, rect.height()), tokenColor(Token::Line));
}

void CompareDelegate::paintCell(
    QPainter *painter, const QRectF &rect, const CompareCell &cell, Token ground, Token ink, QChar sign,
    bool selected) const
{
    if (!cell.present) {
        if (!selected)
            painter->fillRect(rect, tokenColor(Token::Window));
        return;
    }
    if (cell.differs && !selected)
        painter->fillRect(rect, tokenColor(ground));
    painter->setPen(tokenColor(Token::Text3));
    if (cell.line != 0) {
        painter->setFont(Theme::font(TextStyle::Caption));
        painter->drawText(
            QRectF(rect.left(), rect.top(), numberWidth - 4, rect.height()), Qt::AlignRight | Qt::AlignVCenter,
            QString::number(cell.line));
    }
    const QFont font = Theme::font(TextStyle::Code);
    const QFontMetricsF measure(font);
    painter->setFont(font);
    if (cell.differs) {
        painter->setPen(tokenColor(ink));
        painter->drawText(
            QRectF(rect.left() + numberWidth, rect.top(), signWidth, rect.height()), Qt::AlignCenter,
            QString(sign));
    }
    const qreal textLeft = rect.left() + numberWidth + signWidth;
    for (const TextSpan mark : cell.marks) {
        const qreal from = measure.horizontalAdvance(cell.text.left(mark.begin));
        const qreal to = measure.horizontalAdvance(cell.text.left(mark.end));
        painter->fillRect(
            QRectF(textLeft + from, rect.top() + 2, to - from, rect.height() - 4), stronger(ground, ink));
        painter->fillRect(QRectF(textLeft + from, rect.bottom() - 4, to - from, 2), tokenColor(ink));
    }
    painter->setPen(tokenColor(Token::Text));
    painter->drawText(
        QRectF(textLeft, rect.top(), rect.right() - textLeft, rect.height()), Qt::AlignLeft | Qt::AlignVCenter,
        cell.text);
}

void CompareDelegate::paintTokens(QPainter *painter, const QRectF &rect, std::optional<std::int64_t> tokens) const
{
    if (!tokens || !m_model->compared())
        return;
    painter->setFont(Theme::font(TextStyle::Caption));
    painter->setPen(tokenColor(Token::Text2));
    const QString about = m_model->compared()->layoutB.exact ? QString() : QStringLiteral("~");
    painter->drawText(
        QRectF(rect.right() - tokensWidth, rect.top(), tokensWidth - metrics::gap, rect.height()),
        Qt::AlignRight | Qt::AlignVCenter, about + format::number(*tokens));
}

} // namespace cachescope::ui

#include "moc_compare_delegate.cpp"

// SPDX-License-Identifier: MIT
#include "ui/requests/why_shares.h"

#include "ui/format/format.h"
#include "ui/parts/painting.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace cachescope::ui {

namespace {

using insight::BlockShare;

constexpr int headHeight = 24, wordHeight = 18, barHeight = 8, partHeight = 34, legendRow = 18, dot = 8;

QString partName(const BlockShare &share)
{
    switch (share.part) {
    case BlockShare::Part::Tools:
        return WhyShares::tr("tools");
    case BlockShare::Part::System:
        return WhyShares::tr("system");
    case BlockShare::Part::Newest:
        return WhyShares::tr("newest message");
    case BlockShare::Part::Messages:
        break;
    }
    return share.firstMessage == share.lastMessage
        ? WhyShares::tr("message %1").arg(share.firstMessage + 1)
        : WhyShares::tr("messages %1–%2").arg(share.firstMessage + 1).arg(share.lastMessage + 1);
}

QVector<BarPart> barParts(const BlockShare &share)
{
    return { { double(share.read), Token::Read, Fill::Solid },
             { double(share.before), Token::Bypass, Fill::Solid },
             { double(share.again), Token::Write, Fill::Hatched },
             { double(share.fresh), Token::Fresh, Fill::Solid } };
}

} // namespace

WhyShares::WhyShares(QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Blocks, by tokens"));
}

void WhyShares::setShares(std::vector<BlockShare> shares)
{
    m_shares = std::move(shares);
    QStringList words;
    for (const BlockShare &share : m_shares)
        words << tr("%1: %2 tokens, %3 read, %4 the same and not read, %5 new")
                     .arg(
                         partName(share), format::number(share.total), format::number(share.read),
                         format::number(share.before + share.again), format::number(share.fresh));
    setAccessibleDescription(words.join(QStringLiteral("; ")));
    updateGeometry();
    update();
}

QSize WhyShares::sizeHint() const
{
    return { 240, headHeight + int(m_shares.size()) * partHeight + wordHeight + 2 * legendRow + 24 };
}

int WhyShares::paintPart(QPainter &painter, const BlockShare &share, int top, std::int64_t most) const
{
    const QRectF words(metrics::cardPadding, top, width() - 2 * metrics::cardPadding, wordHeight);
    painter.setFont(Theme::font(TextStyle::Control));
    painter.setPen(tokenColor(Token::Text));
    painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, partName(share));
    painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter, format::number(share.total));
    const QRectF bar(words.left(), top + wordHeight, words.width() * double(share.total) / double(most), barHeight);
    paintStackedBar(
        &painter, bar.adjusted(0, 0, 1, 0), barParts(share), double(std::max<std::int64_t>(share.total, 1)));
    return top + partHeight;
}

void WhyShares::paintLegend(QPainter &painter, int top) const
{
    BlockShare sum;
    for (const BlockShare &share : m_shares) {
        sum.read += share.read;
        sum.before += share.before;
        sum.again += share.again;
        sum.fresh += share.fresh;
    }
    struct Entry
    {
        std::int64_t tokens;
        Token color;
        Fill fill;
        QString words;
    };
    const Entry entries[] = { { sum.read, Token::Read, Fill::Solid, tr("read") },
                              { sum.before, Token::Bypass, Fill::Solid, tr("same text") },
                              { sum.again, Token::Write, Fill::Hatched, tr("paid again") },
                              { sum.fresh, Token::Fresh, Fill::Solid, tr("new") } };
    painter.setFont(Theme::font(TextStyle::Caption));
    const QFontMetrics font(painter.font());
    int left = metrics::cardPadding;
    for (const Entry &entry : entries) {
        if (entry.tokens == 0)
            continue;
        const int need = dot + metrics::iconGap + font.horizontalAdvance(entry.words);
        if (left > metrics::cardPadding && left + need > width() - metrics::cardPadding) {
            left = metrics::cardPadding;
            top += legendRow;
        }
        fillBar(&painter, QRectF(left, top + (legendRow - dot) / 2, dot, dot), tokenColor(entry.color), entry.fill);
        painter.setPen(tokenColor(Token::Text2));
        painter.drawText(
            QRectF(left + dot + metrics::iconGap, top, need, legendRow), Qt::AlignLeft | Qt::AlignVCenter,
            entry.words);
        left += need + metrics::cardPadding;
    }
}

void WhyShares::paintEvent(QPaintEvent *)
{
    if (m_shares.empty())
        return;
    QPainter painter(this);
    painter.setFont(Theme::font(TextStyle::CardTitle));
    painter.setPen(tokenColor(Token::Text));
    painter.drawText(
        QRectF(metrics::cardPadding, 0, width() - 2 * metrics::cardPadding, headHeight),
        Qt::AlignLeft | Qt::AlignVCenter, tr("Blocks, by tokens"));
    std::int64_t most = 1, total = 0;
    for (const BlockShare &share : m_shares) {
        most = std::max(most, share.total);
        total += share.total;
    }
    int top = headHeight + metrics::iconGap;
    for (const BlockShare &share : m_shares)
        top = paintPart(painter, share, top, most);
    painter.setPen(tokenColor(Token::Line));
    painter.drawLine(metrics::cardPadding, top, width() - metrics::cardPadding, top);
    const QRectF words(metrics::cardPadding, top + 2, width() - 2 * metrics::cardPadding, wordHeight);
    painter.setFont(Theme::font(TextStyle::ControlMedium));
    painter.setPen(tokenColor(Token::Text));
    painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, tr("Input", "tokens"));
    painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter, format::number(total));
    paintLegend(painter, top + 2 + wordHeight + metrics::iconGap);
}

} // namespace cachescope::ui

#include "moc_why_shares.cpp"

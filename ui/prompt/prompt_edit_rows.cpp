// SPDX-License-Identifier: MIT
#include "ui/prompt/prompt_edit.h"

#include "ui/format/format.h"
#include "ui/prompt/prompt_document.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QTextBlock>

#include <cmath>

namespace cachescope::ui {

namespace {

Token toneToken(BreakpointRow::Tone tone)
{
    switch (tone) {
    case BreakpointRow::Tone::Good:
        return Token::ReadText;
    case BreakpointRow::Tone::Warning:
        return Token::WriteText;
    case BreakpointRow::Tone::Error:
        return Token::ErrorText;
    }
    Q_UNREACHABLE();
}

} // namespace

void PromptEdit::paintRows(QPainter &painter, const QTextBlock &block, const QRectF &place)
{
    const PromptBands::Above above = m_bands->above(block);
    qreal y = place.top();
    if (above.breakpoint) {
        paintBreakpoint(
            painter, QRectF(0, y, viewport()->width(), PromptBands::breakpointHeight), *above.breakpoint);
        y += PromptBands::breakpointHeight;
    }
    if (above.head)
        paintHead(painter, QRectF(0, y, viewport()->width(), PromptBands::headHeight), *above.head);
    if (above.gap > 0)
        painter.fillRect(QRectF(0, y + above.gap / 2, viewport()->width(), 1), tokenColor(Token::Grid));
    if (!block.next().isValid()) {
        const qreal top = place.bottom() - m_bands->heightBelowAll();
        if (const BreakpointRow *last = m_bands->belowAll())
            paintBreakpoint(painter, QRectF(0, top, viewport()->width(), PromptBands::breakpointHeight), *last);
    }
}

void PromptEdit::paintHead(QPainter &painter, const QRectF &row, const Band &band)
{
    const bool folded = m_bands->isFolded(m_bands->bandOf(band.first));
    painter.fillRect(row, tokenColor(Token::Raised));
    painter.fillRect(QRectF(0, row.top(), row.width(), 1), tokenColor(Token::Line));
    painter.fillRect(QRectF(0, row.bottom() - 1, row.width(), 1), tokenColor(Token::Line));
    icons::paint(
        &painter, QRectF(4, row.top(), 16, row.height()),
        folded ? QStringLiteral("chevron-right") : QStringLiteral("chevron-down"), tokenColor(Token::Text2), 14);
    painter.setFont(Theme::font(TextStyle::ControlMedium));
    painter.setPen(tokenColor(Token::Text));
    qreal x = 24;
    painter.drawText(row.adjusted(x, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, band.title);
    x += QFontMetricsF(painter.font()).horizontalAdvance(band.title) + 16;
    painter.setFont(Theme::font(TextStyle::Control));
    painter.setPen(tokenColor(Token::Text2));
    QString caption = band.caption;
    if (folded) {
        const int first = document()->findBlock(m_document.begin(band.first)).blockNumber();
        const int last = document()->findBlock(m_document.end(band.last)).blockNumber();
        caption += (caption.isEmpty() ? QString() : QStringLiteral(", "))
            + tr("%n line(s) folded", nullptr, last - first + 1);
    }
    painter.drawText(row.adjusted(x, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, caption);
    if (m_tokens->isOn()) {
        const std::int64_t tokens
            = m_tokens->tokensUpTo(m_document.end(band.last)) - m_tokens->tokensBefore(band.first);
        painter.drawText(
            row.adjusted(0, 0, -12, 0), Qt::AlignRight | Qt::AlignVCenter,
            //: Behind the figure of a segment.
            tr("%1 tokens").arg(format::number(tokens)));
    }
}

void PromptEdit::paintBreakpoint(QPainter &painter, const QRectF &row, const BreakpointRow &breakpoint)
{
    const QColor color = tokenColor(toneToken(breakpoint.tone));
    icons::paint(&painter, QRectF(0, row.top(), 16, row.height()), QStringLiteral("breakpoint"), color, 14);
    painter.setFont(Theme::font(TextStyle::CaptionMedium));
    painter.setPen(color);
    const QString name = tr("breakpoint %1").arg(breakpoint.number);
    qreal x = 18;
    painter.drawText(row.adjusted(x, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, name);
    x += QFontMetricsF(painter.font()).horizontalAdvance(name) + 12;
    painter.setFont(Theme::font(TextStyle::Caption));
    painter.drawText(row.adjusted(x, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, breakpoint.lifetime);
    const QFontMetricsF metrics(painter.font());
    x += metrics.horizontalAdvance(breakpoint.lifetime) + 10;
    qreal right = row.right() - 12;
    if (!breakpoint.state.isEmpty()) {
        painter.drawText(row.adjusted(0, 0, -12, 0), Qt::AlignRight | Qt::AlignVCenter, breakpoint.state);
        right -= metrics.horizontalAdvance(breakpoint.state) + 20;
        const QString icon = breakpoint.tone == BreakpointRow::Tone::Good ? QStringLiteral("check")
            : breakpoint.tone == BreakpointRow::Tone::Warning             ? QStringLiteral("warning")
                                                                          : QStringLiteral("error");
        icons::paint(&painter, QRectF(right, row.top(), 16, row.height()), icon, color, 14);
        right -= 8;
    }
    QPen dashes(tokenColor(Token::LineStrong), 1);
    dashes.setDashPattern({ 3, 3 });
    painter.setPen(dashes);
    const qreal middle = std::floor(row.center().y()) + 0.5;
    if (right > x)
        painter.drawLine(QPointF(x, middle), QPointF(right, middle));
}

} // namespace cachescope::ui

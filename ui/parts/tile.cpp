// SPDX-License-Identifier: MIT
#include "ui/parts/tile.h"

#include "ui/format/format.h"
#include "ui/parts/badge.h"
#include "ui/parts/painting.h"

#include <QEnterEvent>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace cachescope::ui {

namespace {

constexpr int tileHeight = 88;
constexpr int trendWidth = 72;
constexpr int trendHeight = 36;
constexpr int trendTop = 24;

Token toneToken(Tone tone)
{
    switch (tone) {
    case Tone::Normal:
        return Token::Text;
    case Tone::Second:
        return Token::Text2;
    case Tone::Third:
        return Token::Text3;
    case Tone::Error:
        return Token::ErrorText;
    case Tone::Good:
        return Token::ReadText;
    case Tone::Warning:
        return Token::WriteText;
    case Tone::Link:
        return Token::AccentText;
    }
    Q_UNREACHABLE();
}

} // namespace

Tile::Tile(const QString &name, Token trendColor, QWidget *parent)
    : QAbstractButton(parent)
    , m_trendColor(trendColor)
{
    setText(name);
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize Tile::sizeHint() const
{
    return QSize(196, tileHeight);
}

QSize Tile::minimumSizeHint() const
{
    return QSize(112, tileHeight);
}

void Tile::setContent(const Content &content)
{
    if (m_content == content)
        return;
    m_content = content;
    const QString figure = content.figure.isEmpty() ? tr("no data") : content.figure;
    setAccessibleDescription(figure % QStringLiteral(", ") % content.caption);
    setToolTip(content.caption);
    update();
}

QString Tile::elided(const QString &text, const QFont &font, int width) const
{
    return QFontMetrics(font).elidedText(text, Qt::ElideRight, width);
}

void Tile::paintText(QPainter &painter) const
{
    constexpr int left = metrics::cardPadding;
    const int width = this->width() - 2 * left;
    const bool narrow = this->width() < 168;
    const auto draw = [&](TextStyle style, Token token, int top, int height, int room, const QString &text) {
        const QFont font = Theme::font(style);
        painter.setFont(font);
        painter.setPen(tokenColor(token));
        painter.drawText(
            QRect(left, top, room, height), Qt::AlignLeft | Qt::AlignVCenter, elided(text, font, room));
    };
    draw(TextStyle::Control, Token::Text2, 10, 20, width, text());
    const bool empty = m_content.figure.isEmpty();
    const Token figure = empty || m_content.stale ? Token::Text3 : Token::Text;
    const bool alone = m_content.trend.isEmpty() && !m_content.bar && m_content.badge.isEmpty();
    const int figureRoom = narrow || alone ? width : width - trendWidth - metrics::iconGap;
    draw(TextStyle::TileFigure, figure, 30, 28, figureRoom, empty ? format::missing() : m_content.figure);
    draw(TextStyle::Caption, toneToken(m_content.captionTone), 60, 16, width, m_content.caption);
}

void Tile::paintAside(QPainter &painter) const
{
    constexpr int barHeight = 8;
    constexpr int markHeight = 16;
    constexpr int middle = 44; // Of the figure's line.
    const int right = width() - metrics::cardPadding;
    if (m_content.bar) {
        const QRectF bar(right - trendWidth, middle - barHeight / 2, trendWidth, barHeight);
        const bool over = *m_content.bar > 1;
        paintStackedBar(
            &painter, bar, { { std::clamp(*m_content.bar, 0.0, 1.0), over ? Token::Error : m_trendColor } }, 1);
        if (m_content.barMark) {
            const qreal x = bar.left() + bar.width() * std::clamp(*m_content.barMark, 0.0, 1.0);
            fillBar(
                &painter, QRectF(std::round(x) - 1, middle - markHeight / 2, 2, markHeight),
                tokenColor(*m_content.barMark > 1 ? Token::ErrorText : Token::Text));
        }
    }
    if (!m_content.badge.isEmpty()) {
        const int width = badgeWidth(m_content.badge);
        paintBadge(&painter, QRectF(right - width, middle - 12, width, 24), BadgeKind::Info, m_content.badge);
    }
}

void Tile::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Token ground = underMouse() && isEnabled() ? Token::Raised : Token::Panel;
    const Token border = underMouse() ? Token::LineStrong : Token::Line;
    paintRoundedPanel(&painter, rect(), tokenColor(ground), tokenColor(border), metrics::cardRadius);
    const bool roomForTrend = width() >= 168;
    if (roomForTrend && !m_content.trend.isEmpty()) {
        const QRectF area(width() - metrics::cardPadding - trendWidth, trendTop, trendWidth, trendHeight);
        if (m_content.stale)
            painter.setOpacity(0.5);
        paintSparkline(&painter, area, m_content.trend, tokenColor(m_trendColor));
        painter.setOpacity(1);
    }
    if (roomForTrend)
        paintAside(painter);
    paintText(painter);
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(tokenColor(Token::Focus), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 7, 7);
    }
}

void Tile::enterEvent(QEnterEvent *)
{
    update();
}

void Tile::leaveEvent(QEvent *)
{
    update();
}

} // namespace cachescope::ui

#include "moc_tile.cpp"

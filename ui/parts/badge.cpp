// SPDX-License-Identifier: MIT
#include "ui/parts/badge.h"

#include "ui/theme/theme.h"

#include <QFontMetrics>
#include <QPainter>

#include <cmath>

namespace cachescope::ui {

namespace {

constexpr int badgeHeight = 18;
constexpr int badgePadding = 6;

std::pair<Token, Token> groundAndText(BadgeKind kind)
{
    switch (kind) {
    case BadgeKind::Neutral:
        return { Token::Badge, Token::Text2 };
    case BadgeKind::Good:
        return { Token::ReadGround, Token::ReadText };
    case BadgeKind::Warning:
        return { Token::WriteGround, Token::WriteText };
    case BadgeKind::Error:
        return { Token::ErrorGround, Token::ErrorText };
    case BadgeKind::Info:
        return { Token::FreshGround, Token::FreshText };
    }
    Q_UNREACHABLE();
}

} // namespace

int badgeWidth(const QString &word)
{
    const int wordWidth = QFontMetrics(Theme::font(TextStyle::CaptionMedium)).horizontalAdvance(word);
    return std::max(badgeHeight, wordWidth + 2 * badgePadding);
}

int paintBadge(QPainter *painter, const QRectF &rect, BadgeKind kind, const QString &word)
{
    const auto [ground, ink] = groundAndText(kind);
    const int width = badgeWidth(word);
    const QRectF box(rect.left(), std::round(rect.center().y() - badgeHeight / 2.0), width, badgeHeight);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(tokenColor(ground));
    painter->drawRoundedRect(box, metrics::badgeRadius, metrics::badgeRadius);
    painter->setFont(Theme::font(TextStyle::CaptionMedium));
    painter->setPen(tokenColor(ink));
    painter->drawText(box, Qt::AlignCenter, word);
    painter->restore();
    return width;
}

Badge::Badge(BadgeKind kind, const QString &word, QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setContent(kind, word);
}

void Badge::setContent(BadgeKind kind, const QString &word)
{
    m_kind = kind;
    m_word = word;
    setAccessibleName(word);
    updateGeometry();
    update();
}

QSize Badge::sizeHint() const
{
    return QSize(badgeWidth(m_word), badgeHeight);
}

void Badge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintBadge(&painter, rect(), m_kind, m_word);
}

} // namespace cachescope::ui

#include "moc_badge.cpp"

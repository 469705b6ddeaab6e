// SPDX-License-Identifier: MIT
#include "ui/shell/side_row.h"

#include "ui/parts/badge.h"
#include "ui/parts/painting.h"
#include "ui/theme/icons.h"

#include <QEnterEvent>
#include <QFontMetrics>
#include <QPainter>

namespace cachescope::ui {

namespace {
constexpr int entryHeight = 26;
constexpr int markLeft = 8;
constexpr int wordsLeft = 32;
constexpr int entryLeft = 30;
constexpr int dotEntryLeft = 24;
} // namespace

SideRow::SideRow(Look look, const QString &words, const QString &iconName, QWidget *parent)
    : QAbstractButton(parent)
    , m_look(look)
    , m_iconName(iconName)
{
    setText(words);
    setAccessibleName(words);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void SideRow::setDot(Dot dot, Token color)
{
    m_dot = dot;
    m_dotColor = color;
    update();
}

void SideRow::setDetail(const QString &detail)
{
    if (m_detail == detail)
        return;
    m_detail = detail;
    setAccessibleDescription(detail);
    update();
}

void SideRow::setAlarm(int count)
{
    if (m_alarm == count)
        return;
    m_alarm = count;
    setAccessibleDescription(count > 0 ? tr("%n alert(s) firing", nullptr, count) : QString());
    update();
}

void SideRow::setBadge(const QString &word)
{
    if (m_badge == word)
        return;
    m_badge = word;
    setAccessibleDescription(word);
    update();
}

void SideRow::setDetailMargin(int margin)
{
    m_detailMargin = margin;
    update();
}

void SideRow::setCurrent(bool current)
{
    m_current = current;
    setAccessibleDescription(current ? tr("open") : QString());
    update();
}

void SideRow::setFolded(bool folded)
{
    m_folded = folded;
    setToolTip(folded ? text() : QString());
    update();
}

QSize SideRow::sizeHint() const
{
    return QSize(metrics::sideBarWidth - 16, m_look == Look::Page ? metrics::tabHeight : entryHeight);
}

QSize SideRow::minimumSizeHint() const
{
    return QSize(metrics::tabHeight, sizeHint().height());
}

void SideRow::paintMark(QPainter &painter) const
{
    if (m_dot == Dot::None) {
        const Token color = m_current ? Token::AccentText : Token::Text2;
        icons::paint(&painter, QRectF(markLeft, 0, 16, height()), m_iconName, tokenColor(color));
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    const QPointF centre(markLeft + 5, height() / 2.0);
    const QColor color = tokenColor(m_dotColor);
    painter.setPen(m_dot == Dot::Disc ? QPen(Qt::NoPen) : QPen(color, 1.5));
    painter.setBrush(m_dot == Dot::Disc ? QBrush(color) : QBrush(Qt::NoBrush));
    if (m_dot == Dot::Cross) {
        painter.drawLine(centre - QPointF(3, 3), centre + QPointF(3, 3));
        painter.drawLine(centre - QPointF(3, -3), centre + QPointF(3, -3));
    } else {
        const qreal radius = m_dot == Dot::Disc ? 4 : 3.25;
        painter.drawEllipse(centre, radius, radius);
    }
}

void SideRow::paintAlarm(QPainter &painter) const
{
    if (m_folded) {
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(tokenColor(Token::Error));
        painter.drawEllipse(QPointF(markLeft + 15, height() / 2.0 - 6), 3.5, 3.5);
        painter.restore();
        return;
    }
    const QString count = QString::number(m_alarm);
    const int width = badgeWidth(count);
    paintBadge(&painter, QRectF(this->width() - 8 - width, 0, width, height()), BadgeKind::Error, count);
}

/** A long name is cut for its short count; keys that are longer than the name give way to it. */
bool SideRow::hasRoomForDetail(int room, const QFont &nameFont) const
{
    if (m_detail.isEmpty())
        return false;
    const int detail = QFontMetrics(Theme::font(TextStyle::Caption)).horizontalAdvance(m_detail);
    const int name = QFontMetrics(nameFont).horizontalAdvance(text());
    return detail < name || name + 4 + detail <= room;
}

void SideRow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (m_current)
        paintRoundedPanel(
            &painter, rect(), tokenColor(Token::Panel), tokenColor(Token::Line), metrics::controlRadius);
    else if (underMouse())
        paintRoundedPanel(
            &painter, rect(), tokenColor(Token::Hover), tokenColor(Token::Hover), metrics::controlRadius);
    paintMark(painter);
    if (m_alarm > 0)
        paintAlarm(painter);
    const int left = m_look == Look::Page ? wordsLeft : m_dot == Dot::None ? entryLeft : dotEntryLeft;
    if (!m_folded) {
        TextStyle style = m_look == Look::Page ? TextStyle::Body : TextStyle::Control;
        if (m_current)
            style = TextStyle::CardTitle;
        const QFont font = Theme::font(style);
        int room = width() - left - m_detailMargin;
        if (!m_badge.isEmpty()) {
            room -= badgeWidth(m_badge);
            paintBadge(
                &painter, QRectF(left + room, 0, badgeWidth(m_badge), height()), BadgeKind::Neutral, m_badge);
            room -= 4;
        }
        if (hasRoomForDetail(room, font)) {
            const QFont detailFont = Theme::font(TextStyle::Caption);
            painter.setFont(detailFont);
            painter.setPen(tokenColor(Token::Text3));
            painter.drawText(
                rect().adjusted(0, 0, -m_detailMargin, 0), Qt::AlignRight | Qt::AlignVCenter, m_detail);
            room -= QFontMetrics(detailFont).horizontalAdvance(m_detail) + 4;
        }
        painter.setFont(font);
        painter.setPen(tokenColor(m_current ? Token::Text : Token::Text2));
        const QString words = QFontMetrics(font).elidedText(text(), Qt::ElideRight, room);
        painter.drawText(QRect(left, 0, room, height()), Qt::AlignLeft | Qt::AlignVCenter, words);
    }
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(tokenColor(Token::Focus), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 5, 5);
    }
}

void SideRow::enterEvent(QEnterEvent *)
{
    update();
}

void SideRow::leaveEvent(QEvent *)
{
    update();
}

} // namespace cachescope::ui

#include "moc_side_row.cpp"

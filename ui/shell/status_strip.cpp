// SPDX-License-Identifier: MIT
#include "ui/shell/status_strip.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QFontMetrics>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace cachescope::ui {

namespace {
constexpr int firstLeft = 16;
constexpr int partPadding = 10;
constexpr int dotRoom = 12;
constexpr int iconRoom = 17;
} // namespace

StatusStrip::StatusStrip(QWidget *parent)
    : QWidget(parent)
{
    setFixedHeight(metrics::statusBarHeight);
    setAccessibleName(tr("Status"));
}

void StatusStrip::setParts(const QVector<Part> &parts)
{
    if (m_parts == parts)
        return;
    m_parts = parts;
    setAccessibleDescription(text());
    update();
}

void StatusStrip::setRight(const QString &words)
{
    if (m_right == words)
        return;
    m_right = words;
    update();
}

QString StatusStrip::text() const
{
    QStringList words;
    for (const Part &part : m_parts)
        words.append(part.words);
    return words.join(QStringLiteral(" | "));
}

int StatusStrip::partWidth(const Part &part) const
{
    const QFontMetrics measure(Theme::font(TextStyle::Caption));
    return (part.dot ? dotRoom : part.iconName.isEmpty() ? 0 : iconRoom) + measure.horizontalAdvance(part.words);
}

void StatusStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), tokenColor(Token::Side));
    painter.fillRect(0, 0, width(), 1, tokenColor(Token::Line));
    const QFont font = Theme::font(TextStyle::Caption);
    painter.setFont(font);
    const int rightWidth = QFontMetrics(font).horizontalAdvance(m_right);
    painter.setPen(tokenColor(Token::Text2));
    painter.drawText(rect().adjusted(0, 1, -16, 0), Qt::AlignRight | Qt::AlignVCenter, m_right);
    int left = firstLeft;
    for (const Part &part : m_parts) {
        const int width = partWidth(part);
        if (left + width > this->width() - rightWidth - 32)
            break; // Whole facts only: a cut figure would be a wrong one.
        int words = left;
        if (part.dot) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            painter.setBrush(tokenColor(part.color));
            painter.drawEllipse(QRectF(left, height() / 2.0 - 3.5, 8, 8));
            painter.setRenderHint(QPainter::Antialiasing, false);
            words += dotRoom;
        }
        if (!part.iconName.isEmpty()) {
            icons::paint(&painter, QRectF(left, 1, 14, height() - 1), part.iconName, tokenColor(part.color), 14);
            words += iconRoom;
        }
        painter.setPen(tokenColor(part.dot ? Token::Text2 : part.color));
        painter.drawText(QRect(words, 1, width + 4, height() - 1), Qt::AlignLeft | Qt::AlignVCenter, part.words);
        left += width + partPadding;
        painter.fillRect(left, 6, 1, height() - 11, tokenColor(Token::LineStrong));
        left += partPadding + 1;
    }
}

bool StatusStrip::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    int left = firstLeft;
    for (const Part &part : m_parts) {
        const int end = left + partWidth(part) + partPadding;
        if (help->pos().x() >= left && help->pos().x() < end) {
            QToolTip::showText(help->globalPos(), part.toolTip, this);
            return true;
        }
        left = end + partPadding + 1;
    }
    QToolTip::hideText();
    return true;
}

} // namespace cachescope::ui

#include "moc_status_strip.cpp"

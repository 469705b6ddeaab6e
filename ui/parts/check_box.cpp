// SPDX-License-Identifier: MIT
#include "ui/parts/check_box.h"

#include "ui/parts/painting.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QFontMetrics>
#include <QPainter>

namespace cachescope::ui {

namespace {
constexpr int boxSize = 14;
constexpr int wordsLeft = boxSize + metrics::gap;
constexpr int ringRoom = 2;
} // namespace

QSize CheckBox::sizeHint() const
{
    const QFontMetrics measure(Theme::font(TextStyle::Control));
    return { ringRoom + wordsLeft + measure.horizontalAdvance(text()) + 4, metrics::smallControlHeight };
}

void CheckBox::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QRectF box(ringRoom, (height() - boxSize) / 2, boxSize, boxSize);
    const Token ground = isChecked() ? Token::Accent : Token::Panel;
    const Token edge = isChecked() ? Token::Accent : Token::LineStrong;
    paintRoundedPanel(&painter, box, tokenColor(ground), tokenColor(edge), metrics::badgeRadius);
    if (isChecked())
        icons::paint(&painter, box, QStringLiteral("check"), tokenColor(Token::OnAccent), 14);
    if (hasFocus()) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(tokenColor(Token::Focus), 2));
        painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), metrics::badgeRadius + 1, metrics::badgeRadius + 1);
    }
    painter.setFont(Theme::font(TextStyle::Control));
    painter.setPen(tokenColor(isEnabled() ? Token::Text : Token::TextOff));
    painter.drawText(rect().adjusted(ringRoom + wordsLeft, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, text());
}

} // namespace cachescope::ui

#include "moc_check_box.cpp"

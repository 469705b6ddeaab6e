// SPDX-License-Identifier: MIT
#include "ui/parts/switch.h"

#include "ui/theme/theme.h"

#include <QPainter>

namespace cachescope::ui {

namespace {
constexpr QSizeF track(32, 18);
constexpr int ring = 3; ///< Room for the focus ring around the track.
constexpr qreal knob = 12;
} // namespace

Switch::Switch(QWidget *parent)
    : QAbstractButton(parent)
{
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize Switch::sizeHint() const
{
    return track.toSize() + QSize(2 * ring, 2 * ring);
}

void Switch::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF body(QPointF(ring, ring), track);
    const bool on = isChecked();
    const Token ground = on && isEnabled() ? Token::Accent : Token::Badge;
    painter.setPen(QPen(tokenColor(on && isEnabled() ? Token::Accent : Token::LineStrong), 1));
    painter.setBrush(tokenColor(ground));
    painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), 8.5, 8.5);
    const QRectF dot(on ? body.right() - 3 - knob : body.left() + 3, body.top() + 3, knob, knob);
    painter.setPen(on ? Qt::NoPen : QPen(tokenColor(Token::Text3), 1));
    painter.setBrush(tokenColor(on ? Token::OnAccent : Token::Panel));
    painter.drawEllipse(on ? dot : dot.adjusted(0.5, 0.5, -0.5, -0.5));
    if (hasFocus()) {
        painter.setPen(QPen(tokenColor(Token::Focus), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 11, 11);
    }
}

} // namespace cachescope::ui

#include "moc_switch.cpp"

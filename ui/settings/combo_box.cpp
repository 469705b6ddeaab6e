// SPDX-License-Identifier: MIT
#include "ui/settings/combo_box.h"

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QWheelEvent>

namespace cachescope::ui {

ComboBox::ComboBox(QWidget *parent)
    : QComboBox(parent)
{
    setFocusPolicy(Qt::StrongFocus);
}

void ComboBox::paintEvent(QPaintEvent *event)
{
    QComboBox::paintEvent(event);
    QPainter painter(this);
    icons::paint(
        &painter, QRectF(width() - 24, 0, 16, height()), QStringLiteral("chevron-down"),
        tokenColor(isEnabled() ? Token::Text2 : Token::TextOff), 14);
}

void ComboBox::wheelEvent(QWheelEvent *event)
{
    event->ignore();
}

} // namespace cachescope::ui

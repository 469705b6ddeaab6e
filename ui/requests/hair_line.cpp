// SPDX-License-Identifier: MIT
#include "ui/requests/hair_line.h"

#include "ui/theme/theme.h"

#include <QPainter>

namespace cachescope::ui {

HairLine::HairLine(QWidget *parent)
    : QWidget(parent)
{
    setFixedHeight(1);
}

void HairLine::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), tokenColor(Token::Line));
}

} // namespace cachescope::ui

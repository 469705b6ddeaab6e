// SPDX-License-Identifier: MIT
#pragma once

#include "ui/theme/tokens.h"

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

class QPainter;
class QRectF;

namespace cachescope::ui::icons {

/**
 * An icon of resources/icons (name without ending) drawn in a token's colour. It looks the colour up when it is
 * painted, so it follows a change of theme by itself; disabled it is `text.off`. `on`: colour of the on (checked)
 * state.
 */
QIcon icon(const QString &name, Token color = Token::Text2);
QIcon icon(const QString &name, Token color, Token on);

/**
 * A drawing for painters. `logicalSize` is 14 or 16; `ground` is what the cut-out parts of the filled outcome
 * glyphs show. Cached by name, colours, size and ratio.
 */
QPixmap pixmap(
    const QString &name, const QColor &color, int logicalSize, qreal devicePixelRatio,
    const QColor &ground = Qt::white);

/** Paints an icon centred in `rect` at its device's pixel ratio, aligned to pixels. */
void paint(
    QPainter *painter, const QRectF &rect, const QString &name, const QColor &color, int logicalSize = 16,
    const QColor &ground = Qt::white);

} // namespace cachescope::ui::icons

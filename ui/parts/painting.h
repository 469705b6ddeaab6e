// SPDX-License-Identifier: MIT
#pragma once

#include "ui/theme/tokens.h"

#include <QBrush>
#include <QColor>
#include <QRectF>
#include <QVector>

class QPainter;

namespace cachescope::ui {

/** What a bar shows: a colour, filled or hatched. Hatched means written to a cache or joined, never colour alone.
 */
enum class Fill
{
    Solid,
    Hatched
};

/** Fills a rectangle aligned to pixels, without antialiasing; a hatch starts at the rectangle's corner. */
void fillBar(QPainter *painter, const QRectF &rect, const QColor &color, Fill fill = Fill::Solid);

/** A texture of 4 px diagonals in `color` over a 28 % fill of it; crisp at the ratio. */
QBrush hatchBrush(const QColor &color, qreal devicePixelRatio);

/** One part of a stacked horizontal bar, in any unit. */
struct BarPart
{
    double value = 0;
    Token color = Token::Fresh;
    Fill fill = Fill::Solid;
};

/** A stacked bar, 6 to 8 px high, radius 2, on an empty bar of `grid`. `scale`: the value at full width. */
void paintStackedBar(QPainter *painter, const QRectF &rect, const QVector<BarPart> &parts, double scale);

/** A panel with radius 8 and a 1 px border, drawn on whole pixels. */
void paintRoundedPanel(
    QPainter *painter, const QRectF &rect, const QColor &ground, const QColor &border, qreal radius);

/** Rounds to the device's pixels. */
QRectF alignedToPixels(const QRectF &rect, qreal devicePixelRatio);

/** A line of values with the last one marked; NaN breaks the line. Scaled to its own least and greatest value. */
void paintSparkline(QPainter *painter, const QRectF &rect, const QVector<double> &values, const QColor &color);

} // namespace cachescope::ui

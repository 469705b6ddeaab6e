// SPDX-License-Identifier: MIT
#include "ui/parts/painting.h"

#include "ui/theme/theme.h"

#include <QImage>
#include <QPainter>
#include <QPainterPath>
#include <QPixmapCache>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cachescope::ui {

namespace {

constexpr int hatchPeriod = 4; ///< Logical pixels.
constexpr double hatchStripe = 0.45; ///< Share of the period that the stripe covers.
constexpr double hatchGround = 0.28; ///< Opacity of the fill below.

/** Coverage of a pixel by the stripes, sampled 4 x 4. */
double stripeCoverage(int x, int y, int period)
{
    constexpr int samples = 4;
    int inside = 0;
    for (int sy = 0; sy < samples; ++sy) {
        for (int sx = 0; sx < samples; ++sx) {
            const double along = (x + (sx + 0.5) / samples) + (y + (sy + 0.5) / samples);
            inside += std::fmod(along, period) < period * hatchStripe ? 1 : 0;
        }
    }
    return static_cast<double>(inside) / (samples * samples);
}

QImage hatchImage(const QColor &color, int period)
{
    QImage image(period, period, QImage::Format_ARGB32);
    for (int y = 0; y < period; ++y) {
        for (int x = 0; x < period; ++x) {
            QColor pixel = color;
            const double stripe = stripeCoverage(x, y, period);
            pixel.setAlphaF(static_cast<float>(hatchGround + (1 - hatchGround) * stripe));
            image.setPixelColor(x, y, pixel);
        }
    }
    return image;
}

} // namespace

QBrush hatchBrush(const QColor &color, qreal devicePixelRatio)
{
    const int period = std::max(1, static_cast<int>(std::lround(hatchPeriod * devicePixelRatio)));
    const QString key = QStringLiteral("cachescope/hatch/%1/%2").arg(color.name()).arg(period);
    QPixmap tile;
    if (!QPixmapCache::find(key, &tile)) {
        tile = QPixmap::fromImage(hatchImage(color, period));
        QPixmapCache::insert(key, tile);
    }
    QBrush brush(tile);
    // The texture is in device pixels; scaling it back keeps one texel on one pixel at every ratio.
    brush.setTransform(
        QTransform::fromScale(static_cast<qreal>(hatchPeriod) / period, static_cast<qreal>(hatchPeriod) / period));
    return brush;
}

QRectF alignedToPixels(const QRectF &rect, qreal ratio)
{
    const auto snap = [ratio](qreal value) { return std::round(value * ratio) / ratio; };
    return QRectF(QPointF(snap(rect.left()), snap(rect.top())), QPointF(snap(rect.right()), snap(rect.bottom())));
}

void fillBar(QPainter *painter, const QRectF &rect, const QColor &color, Fill fill)
{
    const qreal ratio = painter->device()->devicePixelRatioF();
    const QRectF aligned = alignedToPixels(rect, ratio);
    if (aligned.isEmpty())
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, false);
    if (fill == Fill::Hatched) {
        painter->setBrushOrigin(aligned.topLeft());
        painter->fillRect(aligned, hatchBrush(color, ratio));
    } else {
        painter->fillRect(aligned, color);
    }
    painter->restore();
}

void paintStackedBar(QPainter *painter, const QRectF &rect, const QVector<BarPart> &parts, double scale)
{
    const qreal ratio = painter->device()->devicePixelRatioF();
    const QRectF whole = alignedToPixels(rect, ratio);
    painter->save();
    QPainterPath clip;
    clip.addRoundedRect(whole, metrics::barRadius, metrics::barRadius);
    painter->setClipPath(clip, Qt::IntersectClip);
    painter->fillRect(whole, tokenColor(Token::Grid));
    double sum = 0;
    qreal left = whole.left();
    for (const BarPart &part : parts) {
        sum += part.value;
        const double share = scale > 0 ? std::clamp(sum / scale, 0.0, 1.0) : 0;
        const qreal right = whole.left() + std::round(whole.width() * share * ratio) / ratio;
        fillBar(
            painter, QRectF(left, whole.top(), right - left, whole.height()), tokenColor(part.color), part.fill);
        left = right;
    }
    painter->restore();
}

void paintRoundedPanel(
    QPainter *painter, const QRectF &rect, const QColor &ground, const QColor &border, qreal radius)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(border, 1));
    painter->setBrush(ground);
    painter->drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius - 0.5, radius - 0.5);
    painter->restore();
}

namespace {

/** The runs of finite values as polylines in `rect`. */
QVector<QPolygonF> polylines(const QRectF &rect, const QVector<double> &values)
{
    double least = std::numeric_limits<double>::infinity();
    double greatest = -least;
    for (const double value : values) {
        if (!std::isfinite(value))
            continue;
        least = std::min(least, value);
        greatest = std::max(greatest, value);
    }
    const double span = greatest - least;
    const double step = values.size() > 1 ? rect.width() / static_cast<double>(values.size() - 1) : 0;
    QVector<QPolygonF> runs;
    bool open = false;
    for (qsizetype i = 0; i < values.size(); ++i) {
        if (!std::isfinite(values[i])) {
            open = false;
            continue;
        }
        if (!open)
            runs.append(QPolygonF());
        open = true;
        const double flat = values[i] > 0 ? 0.5 : 0; // All alike: zero lies on the ground.
        const double height = span > 0 ? (values[i] - least) / span : flat;
        runs.last().append(
            QPointF(rect.left() + step * static_cast<double>(i), rect.bottom() - height * rect.height()));
    }
    return runs;
}

} // namespace

void paintSparkline(QPainter *painter, const QRectF &rect, const QVector<double> &values, const QColor &color)
{
    constexpr qreal dotRadius = 2;
    const QRectF inner = rect.adjusted(1, dotRadius + 1, -dotRadius - 1, -6);
    const QVector<QPolygonF> runs = polylines(inner, values);
    if (runs.isEmpty())
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    QColor area = color;
    area.setAlphaF(0.14F);
    for (const QPolygonF &run : runs) {
        QPolygonF ground = run;
        ground << QPointF(run.last().x(), rect.bottom()) << QPointF(run.first().x(), rect.bottom());
        painter->setPen(Qt::NoPen);
        painter->setBrush(area);
        painter->drawPolygon(ground);
        painter->setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->setBrush(Qt::NoBrush);
        painter->drawPolyline(run);
    }
    painter->setPen(Qt::NoPen);
    painter->setBrush(color);
    painter->drawEllipse(runs.last().last(), dotRadius, dotRadius);
    painter->restore();
}

} // namespace cachescope::ui

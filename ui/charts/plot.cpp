// SPDX-License-Identifier: MIT
#include "ui/charts/plot.h"

#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace cachescope::ui {

double Plot::value(qsizetype index, int bucket) const
{
    return index < frame.values.size() ? frame.values[index].value(bucket, std::nan("")) : std::nan("");
}

qreal Plot::x(double bucket) const
{
    return frame.buckets > 0 ? area.left() + area.width() * bucket / frame.buckets : area.left();
}

qreal Plot::y(double value) const
{
    return scale.top() > 0 ? area.bottom() - area.height() * value / scale.top() : area.bottom();
}

int Plot::bucketAt(qreal at) const
{
    if (frame.buckets <= 0 || area.width() <= 0)
        return 0;
    const int bucket = static_cast<int>(std::floor((at - area.left()) / area.width() * frame.buckets));
    return std::clamp(bucket, 0, frame.buckets - 1);
}

QVector<std::pair<int, int>> Plot::gaps() const
{
    QVector<std::pair<int, int>> result;
    if (gapReason.isEmpty())
        return result;
    const auto known = [this](int bucket) {
        for (qsizetype i = 0; i < series.size(); ++i) {
            if (std::isfinite(value(i, bucket)))
                return true;
        }
        return false;
    };
    int begin = -1;
    for (int bucket = 0; bucket <= frame.buckets; ++bucket) {
        const bool gap = bucket < frame.buckets && !known(bucket);
        if (gap && begin < 0)
            begin = bucket;
        if (!gap && begin >= 0) {
            result.append({ begin, bucket });
            begin = -1;
        }
    }
    return result;
}

void GroundLayer::paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *)
{
    paintShades(painter);
    paintLevelGrounds(painter);
    paintGrid(painter);
    paintGaps(painter);
    paintSpans(painter);
    paintBand(painter);
    painter->setOpacity(m_plot.stale ? 0.5 : 1);
    paintBars(painter);
    painter->setOpacity(1);
    const QRectF base(m_plot.area.left(), m_plot.area.bottom(), m_plot.area.width(), 1);
    fillBar(painter, base, tokenColor(Token::LineStrong));
}

void GroundLayer::paintGrid(QPainter *painter) const
{
    for (int line = 1; line <= m_plot.scale.intervals; ++line) {
        const qreal y = std::round(m_plot.y(m_plot.scale.step * line));
        fillBar(painter, QRectF(m_plot.area.left(), y, m_plot.area.width(), 1), tokenColor(Token::Grid));
    }
}

void GroundLayer::paintShades(QPainter *painter) const
{
    for (int bucket = 0; bucket < m_plot.frame.buckets; ++bucket) {
        if (!m_plot.frame.shaded.value(bucket))
            continue;
        const QRectF day(
            QPointF(m_plot.x(bucket), m_plot.area.top()), QPointF(m_plot.x(bucket + 1), m_plot.area.bottom()));
        fillBar(painter, alignedToPixels(day, painter->device()->devicePixelRatioF()), tokenColor(Token::Hover));
    }
}

void GroundLayer::paintBand(QPainter *painter) const
{
    const ChartFrame &frame = m_plot.frame;
    if (frame.bandSeries < 0 || !m_plot.isVisible(frame.bandSeries))
        return;
    QPolygonF outline;
    for (int bucket = 0; bucket < frame.buckets; ++bucket) {
        if (std::isfinite(frame.bandHigh.value(bucket, std::nan(""))))
            outline.append(QPointF(m_plot.x(bucket + m_plot.pointOffset()), m_plot.y(frame.bandHigh[bucket])));
    }
    for (int bucket = frame.buckets - 1; bucket >= 0; --bucket) {
        if (std::isfinite(frame.bandLow.value(bucket, std::nan(""))))
            outline.append(QPointF(m_plot.x(bucket + m_plot.pointOffset()), m_plot.y(frame.bandLow[bucket])));
    }
    QColor fill = tokenColor(m_plot.series.value(frame.bandSeries).color);
    fill.setAlphaF(0.17F);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(fill);
    painter->drawPolygon(outline);
    painter->restore();
}

void GroundLayer::paintBars(QPainter *painter) const
{
    const qreal ratio = painter->device()->devicePixelRatioF();
    const auto snap = [ratio](qreal value) { return std::round(value * ratio) / ratio; };
    const qreal width = m_plot.frame.buckets > 0 ? m_plot.area.width() / m_plot.frame.buckets : 0;
    const qreal gap = width >= 12 ? 2 : width >= 3 ? 1 : 0;
    for (int bucket = 0; bucket < m_plot.frame.buckets; ++bucket) {
        double sum = 0;
        qreal top = m_plot.area.bottom();
        const qreal left = snap(m_plot.x(bucket));
        const qreal right = snap(m_plot.x(bucket + 1)) - gap;
        for (qsizetype i = 0; i < m_plot.series.size(); ++i) {
            const ChartSeries &series = m_plot.series[i];
            const double value = m_plot.value(i, bucket);
            if (!series.isBar() || !m_plot.isVisible(i) || !(value > 0))
                continue;
            sum += value;
            const qreal next = snap(m_plot.y(sum));
            const Fill fill = series.shape == SeriesShape::HatchedBar ? Fill::Hatched : Fill::Solid;
            fillBar(painter, QRectF(QPointF(left, next), QPointF(right, top)), tokenColor(series.color), fill);
            top = next;
        }
    }
}

void GroundLayer::paintGaps(QPainter *painter) const
{
    constexpr qreal leastForWords = 64;
    for (const auto &[begin, end] : m_plot.gaps()) {
        const QRectF band(
            QPointF(m_plot.x(begin), m_plot.area.top()), QPointF(m_plot.x(end), m_plot.area.bottom()));
        // A single bucket between points is bridged by no band: too thin to be read as one.
        if (band.width() < 8)
            continue;
        fillBar(painter, band, tokenColor(Token::Hover));
        if (band.width() < leastForWords)
            continue;
        painter->setFont(Theme::font(TextStyle::Caption));
        painter->setPen(tokenColor(Token::Text3));
        painter->drawText(band, Qt::AlignCenter, m_plot.gapReason);
    }
}

void paintSwatch(QPainter *painter, const QRectF &rect, const ChartSeries &series, bool hidden)
{
    const QColor color = tokenColor(series.color);
    painter->save();
    if (series.isBar()) {
        const QRectF box(rect.left(), std::round(rect.center().y() - 4), 8, 8);
        if (hidden) {
            painter->setPen(QPen(tokenColor(Token::LineStrong), 1));
            painter->drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5));
        } else {
            fillBar(painter, box, color, series.shape == SeriesShape::HatchedBar ? Fill::Hatched : Fill::Solid);
        }
    } else {
        painter->setRenderHint(QPainter::Antialiasing);
        QPen pen(hidden ? tokenColor(Token::LineStrong) : color, 1.75);
        if (series.shape == SeriesShape::DashedLine)
            pen.setDashPattern({ 3, 2 });
        if (series.shape == SeriesShape::DottedLine)
            pen.setDashPattern({ 1, 1.6 });
        pen.setCapStyle(Qt::FlatCap);
        painter->setPen(pen);
        painter->drawLine(QPointF(rect.left(), rect.center().y()), QPointF(rect.left() + 14, rect.center().y()));
    }
    painter->restore();
}

} // namespace cachescope::ui

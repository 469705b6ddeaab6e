// SPDX-License-Identifier: MIT
#include "ui/charts/plot.h"

#include "ui/format/format.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace cachescope::ui {

namespace {

constexpr qreal tooltipWidthLeast = 112;
constexpr qreal tooltipRow = 16;
constexpr qreal tooltipPadding = 8;

/** One line of the tooltip. */
struct TooltipRow
{
    const ChartSeries *series; ///< Null: the sum.
    QString name;
    QString value;
};

QVector<TooltipRow> tooltipRows(const Plot &plot, int bucket)
{
    QVector<TooltipRow> rows;
    double sum = 0;
    int shownBars = 0;
    const auto addSum = [&] {
        if (shownBars > 1)
            rows.append({ nullptr, QCoreApplication::translate("ChartWords", "all"),
                          valueLabel(sum, plot.unit, plot.frame.currency) });
        shownBars = 0;
    };
    for (qsizetype i = 0; i < plot.series.size(); ++i) {
        if (!plot.isVisible(i))
            continue;
        const double value = plot.value(i, bucket);
        // Lines beside bars are no part of the stack, so its sum comes before them.
        if (!plot.series[i].isBar())
            addSum();
        shownBars += plot.series[i].isBar() ? 1 : 0;
        if (plot.series[i].isBar())
            sum += std::isfinite(value) ? value : 0;
        rows.append({ &plot.series[i], plot.series[i].name, valueLabel(value, plot.unit, plot.frame.currency) });
    }
    addSum();
    return rows;
}

} // namespace

void OverlayLayer::paintLimit(QPainter *painter) const
{
    const ChartFrame &frame = m_plot.frame;
    if (!frame.limit)
        return;
    const qreal y = std::round(m_plot.y(*frame.limit)) + 0.5;
    QPen pen(tokenColor(Token::Error), 1.5);
    pen.setDashPattern({ 8 / 1.5, 4 / 1.5 });
    painter->setPen(pen);
    painter->drawLine(QPointF(m_plot.area.left(), y), QPointF(m_plot.area.right(), y));
    painter->setFont(Theme::font(TextStyle::CaptionMedium));
    painter->setPen(tokenColor(Token::ErrorText));
    // Above the line, or below it where there is no room.
    const qreal top = y - 18 >= 0 ? y - 18 : y + 2;
    painter->drawText(
        QRectF(m_plot.area.left() + 2, top, m_plot.area.width() - 4, 16), Qt::AlignLeft | Qt::AlignVCenter,
        frame.limitWords);
}

void OverlayLayer::paintOpenPart(QPainter *painter) const
{
    const ChartFrame &frame = m_plot.frame;
    if (frame.openFrom < 0 || frame.openFrom >= frame.buckets)
        return;
    const qreal x = std::round(m_plot.x(frame.openFrom));
    fillBar(painter, QRectF(x, m_plot.area.top(), 1, m_plot.area.height()), tokenColor(Token::LineStrong));
    const QRectF room(QPointF(x, m_plot.area.top()), m_plot.area.bottomRight());
    painter->setFont(Theme::font(TextStyle::Caption));
    if (QFontMetricsF(painter->font()).horizontalAdvance(frame.openWords) + 16 > room.width())
        return;
    painter->setPen(tokenColor(Token::Text3));
    painter->drawText(room, Qt::AlignCenter, frame.openWords);
}

void OverlayLayer::paint(QPainter *painter, const QStyleOptionGraphicsItem *, QWidget *)
{
    paintOpenPart(painter);
    paintLimit(painter);
    paintLonePoints(painter);
    paintLevels(painter);
    paintMarks(painter);
    paintAxisLabels(painter);
    paintEndLabels(painter);
    if (m_plot.band) {
        QColor fill = tokenColor(Token::Accent);
        fill.setAlphaF(0.16F);
        const auto [from, to] = *m_plot.band;
        fillBar(
            painter,
            QRectF(
                QPointF(std::min(from, to), m_plot.area.top()), QPointF(std::max(from, to), m_plot.area.bottom())),
            fill);
        return;
    }
    if (m_plot.moment)
        paintCrosshair(painter);
}

void OverlayLayer::paintAxisLabels(QPainter *painter) const
{
    painter->setFont(Theme::font(TextStyle::Caption));
    painter->setPen(tokenColor(Token::Text3));
    const QRectF &area = m_plot.area;
    for (int line = 0; line <= m_plot.scale.intervals; ++line) {
        const double value = m_plot.scale.step * line;
        const QString label = axisLabel(value, m_plot.scale.step, m_plot.unit, m_plot.frame.currency);
        const QRectF box(0, std::round(m_plot.y(value)) - 8, area.left() - 8, 16);
        painter->drawText(box, Qt::AlignRight | Qt::AlignVCenter, label);
    }
    const QFontMetricsF measure(painter->font());
    for (const std::int64_t tick : timeTicks(m_plot.frame)) {
        const QString label = timeLabel(tick, m_plot.frame);
        const double bucket
            = static_cast<double>(tick - m_plot.frame.begin) / static_cast<double>(m_plot.frame.step);
        const qreal width = measure.horizontalAdvance(label);
        const qreal left
            = std::clamp(m_plot.x(bucket) - width / 2, area.left(), m_plot.outline.right() - 8 - width);
        painter->drawText(QPointF(std::round(left), area.bottom() + 16), label);
    }
}

void OverlayLayer::paintEndLabels(QPainter *painter) const
{
    for (qsizetype i = 0; i < m_plot.series.size() && i < m_plot.frame.endLabels.size(); ++i) {
        const QString label = m_plot.frame.endLabels[i];
        int last = m_plot.frame.buckets - 1;
        while (last >= 0 && !std::isfinite(m_plot.value(i, last)))
            --last;
        if (label.isEmpty() || !m_plot.isVisible(i) || last < 0)
            continue;
        painter->setFont(Theme::font(m_plot.series[i].area ? TextStyle::CaptionMedium : TextStyle::Caption));
        painter->setPen(tokenColor(m_plot.series[i].words));
        const qreal x = m_plot.x(last + m_plot.pointOffset());
        const qreal y = m_plot.y(m_plot.value(i, last));
        const qreal width = std::ceil(QFontMetricsF(painter->font()).horizontalAdvance(label));
        const QRectF box(std::round(x - 4 - width), std::round(y - 20), width, 16);
        // On the card's colour: the other line may pass behind.
        fillBar(painter, box.adjusted(-2, 1, 2, -1), tokenColor(Token::Panel));
        painter->drawText(box, Qt::AlignRight | Qt::AlignVCenter, label);
    }
}

void OverlayLayer::paintLonePoints(QPainter *painter) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    for (qsizetype i = 0; i < m_plot.series.size(); ++i) {
        if (m_plot.series[i].isBar() || !m_plot.isVisible(i) || m_plot.place == PointPlace::End)
            continue;
        for (int bucket = 0; bucket < m_plot.frame.buckets; ++bucket) {
            const double value = m_plot.value(i, bucket);
            const bool lone = std::isfinite(value) && !std::isfinite(m_plot.value(i, bucket - 1))
                && !std::isfinite(m_plot.value(i, bucket + 1));
            if (!lone)
                continue;
            painter->setBrush(tokenColor(m_plot.series[i].color));
            painter->drawEllipse(QPointF(m_plot.x(bucket + 0.5), m_plot.y(value)), 2, 2);
        }
    }
    painter->restore();
}

void OverlayLayer::paintCrosshair(QPainter *painter) const
{
    const std::int64_t moment = *m_plot.moment;
    if (moment < m_plot.frame.begin || moment >= m_plot.frame.end())
        return;
    const int bucket = static_cast<int>((moment - m_plot.frame.begin) / m_plot.frame.step);
    const qreal x = std::round(m_plot.x(bucket + m_plot.pointOffset()));
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, false);
    QPen pen(tokenColor(Token::Text2), 1);
    pen.setDashPattern({ 3, 3 });
    painter->setPen(pen);
    painter->drawLine(QPointF(x, m_plot.area.top()), QPointF(x, m_plot.area.bottom()));
    painter->setRenderHint(QPainter::Antialiasing);
    for (qsizetype i = 0; i < m_plot.series.size(); ++i) {
        const double value = m_plot.value(i, bucket);
        if (m_plot.series[i].isBar() || !m_plot.isVisible(i) || !std::isfinite(value))
            continue;
        painter->setPen(QPen(tokenColor(m_plot.series[i].color), 1.5));
        painter->setBrush(tokenColor(Token::Panel));
        painter->drawEllipse(QPointF(x, m_plot.y(value)), 3, 3);
    }
    painter->restore();
    if (m_plot.tooltip)
        paintTooltip(painter, bucket);
}

void OverlayLayer::paintTooltip(QPainter *painter, int bucket) const
{
    const QVector<TooltipRow> rows = tooltipRows(m_plot, bucket);
    const QFontMetricsF measure(Theme::font(TextStyle::CaptionMedium));
    qreal width = tooltipWidthLeast;
    for (const TooltipRow &row : rows)
        width = std::max(width, measure.horizontalAdvance(row.name + row.value) + 44 + 2 * tooltipPadding);
    const qreal height = tooltipRow * static_cast<qreal>(rows.size() + 1) + 2 * tooltipPadding - 2;
    const qreal x = std::round(m_plot.x(bucket + m_plot.pointOffset()));
    // On the emptier side: away from the nearer edge.
    const bool right = x < m_plot.area.center().x();
    const qreal left = right ? x + 10 : x - 10 - width;
    const qreal top = std::clamp(m_plot.area.top() + 8, 0.0, std::max(0.0, m_plot.outline.bottom() - height));
    const QRectF box(std::round(left), std::round(top), std::round(width), height);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(tokenColor(Token::Tip));
    painter->drawRoundedRect(box, metrics::badgeRadius, metrics::badgeRadius);
    QRectF line = box.adjusted(tooltipPadding, tooltipPadding - 1, -tooltipPadding, 0);
    line.setHeight(tooltipRow);
    painter->setFont(Theme::font(TextStyle::CaptionMedium));
    painter->setPen(tokenColor(Token::TipText));
    painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter, bucketLabel(bucket, m_plot.frame));
    for (const TooltipRow &row : rows) {
        line.translate(0, tooltipRow);
        if (row.series) {
            ChartSeries square = *row.series;
            if (!square.isBar())
                square.shape = SeriesShape::Bar;
            paintSwatch(painter, line, square, false);
        }
        painter->setFont(Theme::font(TextStyle::Caption));
        painter->setPen(tokenColor(Token::TipLabel));
        painter->drawText(line.adjusted(14, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, row.name);
        painter->setFont(Theme::font(TextStyle::CaptionMedium));
        painter->setPen(tokenColor(Token::TipText));
        painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, row.value);
    }
    painter->restore();
}

} // namespace cachescope::ui

// SPDX-License-Identifier: MIT
#pragma once

#include "ui/charts/chart_frame.h"

#include <QGraphicsObject>
#include <QRectF>

#include <optional>

namespace cachescope::ui {

/** What the painted layers of a chart share with its adapter; the adapter changes it, then asks for an update. */
struct Plot
{
    QVector<ChartSeries> series;
    QVector<bool> hidden;
    ChartFrame frame;
    ChartUnit unit = ChartUnit::Count;
    PointPlace place = PointPlace::Middle;
    ValueScale scale;
    QRectF area; ///< Where values are drawn, on whole pixels.
    QRectF outline; ///< The whole chart.
    QString gapReason; ///< In words, on a gap in a line chart; empty: gaps are not marked.
    std::optional<std::int64_t> moment; ///< Crosshair.
    bool tooltip = false; ///< The pointer is here.
    std::optional<std::pair<qreal, qreal>> band; ///< Being dragged, in x.
    bool stale = false; ///< Old values: dimmed.
    QVector<ChartLevel> levels;
    QVector<ChartSpan> spans;
    QVector<ChartMark> marks; ///< Ascending by time.

    bool isVisible(qsizetype index) const { return !hidden.value(index) && !frame.absent.value(index); }
    double value(qsizetype index, int bucket) const;
    qreal x(double bucket) const; ///< Position of a bucket's left edge; fractions allowed.
    qreal y(double value) const;
    int bucketAt(qreal x) const; ///< Clamped.
    double pointOffset() const { return place == PointPlace::Middle ? 0.5 : 1; }
    qreal xOf(std::int64_t when) const; ///< Clamped to the area.
    /** Marks that fall together on the screen, as index ranges: first and one past last. */
    QVector<std::pair<qsizetype, qsizetype>> markGroups() const;
    /** The group at this place, or nothing. */
    std::optional<std::pair<qsizetype, qsizetype>> markGroupAt(qreal at) const;
    /** Runs of buckets without any value in lines; only with `gapReason`. First and one past last. */
    QVector<std::pair<int, int>> gaps() const;
};

/** Grid, base line, bars and gaps: below the lines. */
class GroundLayer final : public QGraphicsItem
{
public:
    explicit GroundLayer(const Plot &plot)
        : m_plot(plot)
    { }
    QRectF boundingRect() const override { return m_plot.outline; }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;
    void outlineChanged() { prepareGeometryChange(); }

private:
    void paintGrid(QPainter *painter) const;
    void paintBars(QPainter *painter) const;
    void paintGaps(QPainter *painter) const;
    void paintShades(QPainter *painter) const;
    void paintBand(QPainter *painter) const;
    void paintLevelGrounds(QPainter *painter) const;
    void paintSpans(QPainter *painter) const;
    const Plot &m_plot;
};

/** Axis labels, end labels, crosshair, tooltip and the dragged band: above the lines. */
class OverlayLayer final : public QGraphicsItem
{
public:
    explicit OverlayLayer(const Plot &plot)
        : m_plot(plot)
    { }
    QRectF boundingRect() const override { return m_plot.outline; }
    void paint(QPainter *painter, const QStyleOptionGraphicsItem *option, QWidget *widget) override;
    void outlineChanged() { prepareGeometryChange(); }

private:
    void paintAxisLabels(QPainter *painter) const;
    void paintEndLabels(QPainter *painter) const;
    void paintLimit(QPainter *painter) const;
    void paintOpenPart(QPainter *painter) const;
    void paintLonePoints(QPainter *painter) const;
    void paintLevels(QPainter *painter) const;
    void paintMarks(QPainter *painter) const;
    void paintCrosshair(QPainter *painter) const;
    void paintTooltip(QPainter *painter, int bucket) const;
    const Plot &m_plot;
};

/** The small sample of a series in legends and tooltips. */
void paintSwatch(QPainter *painter, const QRectF &rect, const ChartSeries &series, bool hidden);

} // namespace cachescope::ui

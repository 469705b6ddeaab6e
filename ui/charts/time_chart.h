// SPDX-License-Identifier: MIT
#pragma once

#include "ui/charts/chart_frame.h"

#include <QWidget>

#include <cstdint>
#include <memory>
#include <optional>

namespace cachescope::ui {

class ChartLink;

/**
 * The one adapter over Qt Charts: a chart over time with stacked bars or lines. Axes, lines and areas are Qt
 * Charts'; grid, bars, labels and crosshair are painted in the same scene, because Qt Charts aligns nothing to
 * pixels and has no hatch that survives a fractional ratio. No Qt Charts type leaves this folder. GUI thread.
 */
class TimeChart : public QWidget
{
    Q_OBJECT

public:
    TimeChart(QVector<ChartSeries> series, ChartUnit unit, PointPlace place, QWidget *parent = nullptr);
    ~TimeChart() override;

    const QVector<ChartSeries> &series() const;
    /** Shows new values: one replace a series. Hidden series, crosshair and a drag under way stay. */
    void setFrame(const ChartFrame &frame);
    const ChartFrame &frame() const;
    void setHidden(const QVector<bool> &hidden);
    const QVector<bool> &hidden() const;
    void setGapReason(const QString &words); ///< Marks gaps in lines with this.
    void setStale(bool stale);
    void setLevels(const QVector<ChartLevel> &levels);
    void setSpans(const QVector<ChartSpan> &spans);
    /** Ascending by time. Marks that would cover each other are drawn as one; hovering tells what they are. */
    void setMarks(const QVector<ChartMark> &marks);
    /** What the mark at this place of the widget tells; empty: there is none. */
    QString markText(const QPointF &place) const;
    void setLink(ChartLink *link); ///< Not owned.
    /** Draws the chart as it is shown, without crosshair, into `target`: for files. */
    void drawInto(QPainter *painter, const QRectF &target);

    QSize sizeHint() const override { return QSize(480, 150); }
    QSize minimumSizeHint() const override { return QSize(200, 120); }

Q_SIGNALS:
    /** A part of time was dragged over; microseconds since 1970. */
    void zoomRequested(qint64 begin, qint64 end);
    void zoomBackRequested();
    void bucketActivated(int bucket); ///< A click or Enter on a bucket.

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Scene;
    void layOut();
    void replaceLines();
    void restyle();
    void followLink();
    void pointAt(qreal x);
    void moveCrosshair(int bucketsFurther);
    void finishDrag(qreal x);
    void describe();
    void hoverMark(const QPointF &place);

    std::unique_ptr<Scene> m_scene;
    ChartLink *m_link = nullptr;
    std::optional<qreal> m_dragFrom;
};

} // namespace cachescope::ui

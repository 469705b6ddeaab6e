// SPDX-License-Identifier: MIT
#include "ui/charts/time_chart.h"

#include "ui/charts/chart_link.h"
#include "ui/charts/plot.h"
#include "ui/format/format.h"
#include "ui/theme/theme.h"

#include <QAreaSeries>
#include <QChart>
#include <QChartView>
#include <QFontMetricsF>
#include <QKeyEvent>
#include <QLegend>
#include <QLineSeries>
#include <QMouseEvent>
#include <QToolTip>
#include <QValueAxis>

#include <algorithm>
#include <cmath>
#include <utility>

namespace cachescope::ui {

namespace {

constexpr qreal topRoom = 8;
constexpr qreal bottomRoom = 23; ///< Time labels.
constexpr qreal rightRoom = 8;
constexpr qreal leftPadding = 12;
constexpr qreal labelGap = 8;
constexpr double endLabelHeadroom = 1.12;
constexpr qreal leastDrag = 6; ///< Less is a click.

QPen linePen(const ChartSeries &series)
{
    QPen pen(tokenColor(series.color), 1.75);
    pen.setCapStyle(Qt::FlatCap);
    pen.setJoinStyle(Qt::RoundJoin);
    if (series.shape == SeriesShape::DashedLine)
        pen.setDashPattern({ 3, 2 });
    if (series.shape == SeriesShape::DottedLine)
        pen.setDashPattern({ 1, 1.6 });
    return pen;
}

} // namespace

/** The Qt Charts side. A line with gaps is drawn by several QLineSeries, kept and reused. */
struct TimeChart::Scene
{
    struct Line
    {
        QVector<QLineSeries *> runs;
        QAreaSeries *area = nullptr;
        QLineSeries *areaTop = nullptr;
        QLineSeries *areaBase = nullptr;
    };

    Plot plot;
    QChart *chart = new QChart;
    QChartView *view = nullptr;
    QValueAxis *timeAxis = new QValueAxis;
    QValueAxis *valueAxis = new QValueAxis;
    GroundLayer *ground = nullptr;
    OverlayLayer *overlay = nullptr;
    QVector<Line> lines;

    explicit Scene(QWidget *parent)
        : view(new QChartView(chart, parent))
    {
        view->setFrameShape(QFrame::NoFrame);
        view->setBackgroundBrush(Qt::NoBrush);
        view->setStyleSheet(QStringLiteral("background: transparent"));
        view->setRenderHint(QPainter::Antialiasing);
        view->setRubberBand(QChartView::NoRubberBand);
        view->setFocusPolicy(Qt::NoFocus);
        view->viewport()->setMouseTracking(true);
        chart->setBackgroundVisible(false);
        chart->setPlotAreaBackgroundVisible(false);
        chart->setMargins(QMargins(0, 0, 0, 0));
        chart->legend()->hide();
        chart->setAnimationOptions(QChart::NoAnimation);
        for (QValueAxis *axis : { timeAxis, valueAxis }) {
            axis->setLabelsVisible(false);
            axis->setGridLineVisible(false);
            axis->setLineVisible(false);
        }
        chart->addAxis(timeAxis, Qt::AlignBottom);
        chart->addAxis(valueAxis, Qt::AlignLeft);
        ground = new GroundLayer(plot);
        overlay = new OverlayLayer(plot);
        chart->scene()->addItem(ground);
        chart->scene()->addItem(overlay);
        ground->setZValue(-1);
        overlay->setZValue(100);
    }

    QLineSeries *newLine()
    {
        auto *line = new QLineSeries;
        chart->addSeries(line);
        line->attachAxis(timeAxis);
        line->attachAxis(valueAxis);
        return line;
    }

    void update()
    {
        ground->update();
        overlay->update();
    }
};

TimeChart::TimeChart(QVector<ChartSeries> series, ChartUnit unit, PointPlace place, QWidget *parent)
    : QWidget(parent)
    , m_scene(std::make_unique<Scene>(this))
{
    Plot &plot = m_scene->plot;
    plot.hidden = QVector<bool>(series.size(), false);
    plot.unit = unit;
    plot.place = place;
    m_scene->lines.resize(series.size());
    for (qsizetype i = 0; i < series.size(); ++i) {
        if (!series[i].area)
            continue;
        Scene::Line &line = m_scene->lines[i];
        line.areaTop = new QLineSeries;
        line.areaBase = new QLineSeries;
        line.area = new QAreaSeries(line.areaTop, line.areaBase);
        line.areaTop->setParent(line.area);
        line.areaBase->setParent(line.area);
        m_scene->chart->addSeries(line.area);
        line.area->attachAxis(m_scene->timeAxis);
        line.area->attachAxis(m_scene->valueAxis);
    }
    plot.series = std::move(series);
    setFocusPolicy(Qt::StrongFocus);
    m_scene->view->viewport()->installEventFilter(this);
    connect(&Theme::instance(), &Theme::changed, this, &TimeChart::restyle);
    restyle();
}

TimeChart::~TimeChart() = default;

const QVector<ChartSeries> &TimeChart::series() const
{
    return m_scene->plot.series;
}

const ChartFrame &TimeChart::frame() const
{
    return m_scene->plot.frame;
}

const QVector<bool> &TimeChart::hidden() const
{
    return m_scene->plot.hidden;
}

void TimeChart::setFrame(const ChartFrame &frame)
{
    if (m_scene->plot.frame == frame)
        return;
    m_scene->plot.frame = frame;
    layOut();
    describe();
}

void TimeChart::setHidden(const QVector<bool> &hidden)
{
    m_scene->plot.hidden = hidden;
    layOut();
}

void TimeChart::setGapReason(const QString &words)
{
    m_scene->plot.gapReason = words;
}

void TimeChart::setStale(bool stale)
{
    m_scene->plot.stale = stale;
    for (const Scene::Line &line : m_scene->lines) {
        for (QLineSeries *run : line.runs)
            run->setOpacity(stale ? 0.5 : 1);
    }
    m_scene->update();
}

void TimeChart::setLevels(const QVector<ChartLevel> &levels)
{
    if (m_scene->plot.levels == levels)
        return;
    m_scene->plot.levels = levels;
    layOut();
}

void TimeChart::setSpans(const QVector<ChartSpan> &spans)
{
    m_scene->plot.spans = spans;
    m_scene->update();
}

void TimeChart::setMarks(const QVector<ChartMark> &marks)
{
    if (m_scene->plot.marks == marks)
        return;
    m_scene->plot.marks = marks;
    m_scene->update();
    describe();
}

QString TimeChart::markText(const QPointF &place) const
{
    const Plot &plot = m_scene->plot;
    const auto group = plot.markGroupAt(place.x());
    if (!group)
        return {};
    QStringList lines;
    for (qsizetype i = group->first; i < group->second; ++i)
        lines.append(format::dayAndClock(plot.marks[i].at) % QStringLiteral("  ") % plot.marks[i].detail);
    return lines.join(u'\n');
}

void TimeChart::hoverMark(const QPointF &place)
{
    const QString text = markText(place);
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(m_scene->view->viewport()->mapToGlobal(place.toPoint()), text, this);
}

void TimeChart::setLink(ChartLink *link)
{
    m_link = link;
    connect(link, &ChartLink::changed, this, &TimeChart::followLink);
}

void TimeChart::drawInto(QPainter *painter, const QRectF &target)
{
    Plot &plot = m_scene->plot;
    const auto moment = std::exchange(plot.moment, std::nullopt);
    m_scene->chart->scene()->render(painter, target, QRectF(0, 0, width(), height()));
    plot.moment = moment;
}

void TimeChart::layOut()
{
    Plot &plot = m_scene->plot;
    // Labels at the lines' ends stand above them and need room below the top.
    const double headroom = plot.frame.endLabels.isEmpty() ? 1 : endLabelHeadroom;
    double greatest = greatestValue(plot.series, plot.hidden, plot.frame) * headroom;
    for (const ChartLevel &level : plot.levels)
        greatest = std::max(greatest, level.value * endLabelHeadroom);
    plot.scale = valueScale(greatest, plot.unit);
    const QFontMetricsF measure(Theme::font(TextStyle::Caption));
    qreal labels = 0;
    for (int line = 0; line <= plot.scale.intervals; ++line) {
        const QString label = axisLabel(plot.scale.step * line, plot.scale.step, plot.unit, plot.frame.currency);
        labels = std::max(labels, measure.horizontalAdvance(label));
    }
    const qreal left = std::ceil(leftPadding + labels + labelGap);
    m_scene->ground->outlineChanged();
    m_scene->overlay->outlineChanged();
    plot.outline = QRectF(0, 0, width(), height());
    plot.area = QRectF(left, topRoom, width() - left - rightRoom, height() - topRoom - bottomRoom);
    m_scene->view->setGeometry(rect());
    m_scene->chart->setGeometry(plot.outline);
    m_scene->chart->setPlotArea(plot.area);
    m_scene->timeAxis->setRange(0, std::max(1, plot.frame.buckets));
    m_scene->valueAxis->setRange(0, plot.scale.top());
    replaceLines();
    m_scene->update();
}

void TimeChart::replaceLines()
{
    const Plot &plot = m_scene->plot;
    // What is added later lies on top. The first series does, for where lines coincide (percentiles of few calls)
    // its dots leave the line below visible; the other way round they would vanish.
    for (qsizetype i = plot.series.size(); i-- > 0;) {
        if (plot.series[i].isBar())
            continue;
        QVector<QList<QPointF>> runs;
        bool open = false;
        if (plot.place == PointPlace::End && plot.frame.buckets > 0) {
            runs.append({ QPointF(0, 0) });
            open = true;
        }
        for (int bucket = 0; bucket < plot.frame.buckets && plot.isVisible(i); ++bucket) {
            const double value = plot.value(i, bucket);
            if (!std::isfinite(value)) {
                open = false;
                continue;
            }
            if (!open)
                runs.append(QList<QPointF>());
            open = true;
            runs.last().append(QPointF(bucket + plot.pointOffset(), value));
        }
        Scene::Line &line = m_scene->lines[i];
        while (line.runs.size() < runs.size()) {
            line.runs.append(m_scene->newLine());
            line.runs.last()->setPen(linePen(plot.series[i]));
        }
        for (qsizetype run = 0; run < line.runs.size(); ++run)
            line.runs[run]->replace(run < runs.size() ? runs[run] : QList<QPointF>());
        if (line.area) {
            const QList<QPointF> top = runs.isEmpty() || !plot.isVisible(i) ? QList<QPointF>() : runs.first();
            line.areaTop->replace(top);
            line.areaBase->replace(
                top.isEmpty() ? QList<QPointF>() : QList<QPointF>{ { top.first().x(), 0 }, { top.last().x(), 0 } });
        }
    }
}

void TimeChart::restyle()
{
    for (qsizetype i = 0; i < m_scene->lines.size(); ++i) {
        const ChartSeries &series = m_scene->plot.series[i];
        for (QLineSeries *run : m_scene->lines[i].runs)
            run->setPen(linePen(series));
        if (QAreaSeries *area = m_scene->lines[i].area) {
            QColor fill = tokenColor(series.color);
            fill.setAlphaF(0.14F);
            area->setPen(Qt::NoPen);
            area->setBrush(fill);
        }
    }
    m_scene->update();
}

void TimeChart::resizeEvent(QResizeEvent *)
{
    layOut();
}

void TimeChart::followLink()
{
    Plot &plot = m_scene->plot;
    if (plot.moment == m_link->moment() && plot.tooltip == (m_link->source() == this))
        return;
    plot.moment = m_link->moment();
    plot.tooltip = m_link->source() == this;
    m_scene->overlay->update();
}

void TimeChart::pointAt(qreal x)
{
    const Plot &plot = m_scene->plot;
    if (!m_link || plot.frame.buckets == 0)
        return;
    if (x < plot.area.left() || x > plot.area.right())
        m_link->setMoment({}, nullptr);
    else
        m_link->setMoment(plot.frame.begin + plot.frame.step * plot.bucketAt(x), this);
}

void TimeChart::moveCrosshair(int bucketsFurther)
{
    const Plot &plot = m_scene->plot;
    if (!m_link || plot.frame.buckets == 0)
        return;
    int bucket = plot.frame.buckets - 1;
    if (plot.moment)
        bucket = static_cast<int>((*plot.moment - plot.frame.begin) / plot.frame.step) + bucketsFurther;
    bucket = std::clamp(bucket, 0, plot.frame.buckets - 1);
    m_link->setMoment(plot.frame.begin + plot.frame.step * bucket, this);
    describe();
}

void TimeChart::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Left:
        moveCrosshair(-1);
        return;
    case Qt::Key_Right:
        moveCrosshair(1);
        return;
    case Qt::Key_Escape:
        if (m_link && m_link->moment()) {
            m_link->setMoment({}, nullptr);
            return;
        }
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (const auto moment = m_scene->plot.moment; moment && m_scene->plot.frame.buckets > 0) {
            Q_EMIT bucketActivated(
                static_cast<int>((*moment - m_scene->plot.frame.begin) / m_scene->plot.frame.step));
            return;
        }
        break;
    case Qt::Key_Backspace:
        Q_EMIT zoomBackRequested();
        return;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

void TimeChart::focusInEvent(QFocusEvent *event)
{
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason)
        moveCrosshair(0);
    QWidget::focusInEvent(event);
}

void TimeChart::focusOutEvent(QFocusEvent *event)
{
    if (m_link && m_link->source() == this)
        m_link->setMoment({}, nullptr);
    QWidget::focusOutEvent(event);
}

void TimeChart::finishDrag(qreal x)
{
    Plot &plot = m_scene->plot;
    const qreal from = std::min(*m_dragFrom, x);
    const qreal to = std::max(*m_dragFrom, x);
    m_dragFrom.reset();
    plot.band.reset();
    m_scene->overlay->update();
    if (plot.frame.buckets == 0)
        return;
    if (to - from < leastDrag) {
        Q_EMIT bucketActivated(plot.bucketAt(x));
        return;
    }
    const std::int64_t begin = plot.frame.begin + plot.frame.step * plot.bucketAt(from);
    const std::int64_t end = plot.frame.begin + plot.frame.step * (plot.bucketAt(to) + 1);
    Q_EMIT zoomRequested(begin, end);
}

bool TimeChart::eventFilter(QObject *watched, QEvent *event)
{
    Plot &plot = m_scene->plot;
    switch (event->type()) {
    case QEvent::MouseMove: {
        const qreal x = static_cast<QMouseEvent *>(event)->position().x();
        if (m_dragFrom) {
            plot.band = { *m_dragFrom, std::clamp(x, plot.area.left(), plot.area.right()) };
            m_scene->overlay->update();
        } else {
            pointAt(x);
            hoverMark(static_cast<QMouseEvent *>(event)->position());
        }
        return true;
    }
    case QEvent::MouseButtonPress: {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        if (mouse->button() == Qt::LeftButton)
            m_dragFrom = std::clamp(mouse->position().x(), plot.area.left(), plot.area.right());
        return mouse->button() == Qt::LeftButton;
    }
    case QEvent::MouseButtonRelease:
        if (m_dragFrom)
            finishDrag(static_cast<QMouseEvent *>(event)->position().x());
        return true;
    case QEvent::MouseButtonDblClick:
        m_dragFrom.reset();
        Q_EMIT zoomBackRequested();
        return true;
    case QEvent::Leave:
        if (m_link && m_link->source() == this)
            m_link->setMoment({}, nullptr);
        return false;
    case QEvent::Wheel:
        return true; // The page scrolls, the chart does not. Passed on by the viewport's parent.
    default:
        return QWidget::eventFilter(watched, event);
    }
}

void TimeChart::describe()
{
    const Plot &plot = m_scene->plot;
    if (plot.frame.buckets == 0)
        return;
    int bucket = plot.frame.buckets - 1;
    if (plot.moment && *plot.moment >= plot.frame.begin && *plot.moment < plot.frame.end())
        bucket = static_cast<int>((*plot.moment - plot.frame.begin) / plot.frame.step);
    QStringList parts{ bucketLabel(bucket, plot.frame) };
    for (qsizetype i = 0; i < plot.series.size(); ++i) {
        const QString value = valueLabel(plot.value(i, bucket), plot.unit, plot.frame.currency);
        parts.append(plot.series[i].name % u' ' % value);
    }
    for (const ChartMark &mark : plot.marks) {
        if (mark.at >= plot.frame.begin + plot.frame.step * bucket
            && mark.at < plot.frame.begin + plot.frame.step * (bucket + 1))
            parts.append(mark.detail);
    }
    setAccessibleDescription(parts.join(QStringLiteral(", ")));
}

} // namespace cachescope::ui

#include "moc_time_chart.cpp"

// SPDX-License-Identifier: MIT
#include "ui/simulator/simulator_charts.h"

#include "ui/format/format.h"
#include "ui/parts/painting.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <array>
#include <cmath>

namespace cachescope::ui {

using insight::VariantReport;

namespace {

constexpr int rowHeight = 28;
constexpr int barHeight = 10;
constexpr int axisHeight = 24;
constexpr int labelWidth = 136;
constexpr double perUnit = 1e12;

/** Steps of 1, 2 or 5 times a power of ten that give three to six ticks. */
double niceStep(double span)
{
    if (span <= 0)
        return 1;
    const double raw = span / 4;
    const double power = std::pow(10, std::floor(std::log10(raw)));
    const double lead = raw / power;
    return power * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10);
}

int decimalsFor(double step)
{
    return std::clamp(static_cast<int>(std::ceil(-std::log10(step))), 0, 4);
}

QString axisMoney(double units, double step, const std::string &currency)
{
    return format::withCurrency(format::decimal(units, decimalsFor(step)), currency);
}

struct SeriesLook
{
    Token color, text;
    Fill fill;
};
/** A is blue, B hatched amber, C green; further ones go on like that. */
SeriesLook lookOf(std::size_t variant)
{
    constexpr std::array looks{ SeriesLook{ Token::Fresh, Token::FreshText, Fill::Solid },
                                SeriesLook{ Token::Write, Token::WriteText, Fill::Hatched },
                                SeriesLook{ Token::Read, Token::ReadText, Fill::Solid },
                                SeriesLook{ Token::Output, Token::OutputText, Fill::Hatched } };
    return looks[variant % looks.size()];
}

} // namespace

BandChart::BandChart(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("Cost of each variant with its band"));
}

void BandChart::setAnswer(const SimulationAnswerPointer &answer, const SimulatorWords::Currency &currency)
{
    m_answer = answer;
    m_currency = currency;
    updateGeometry();
    update();
}

QSize BandChart::sizeHint() const
{
    const int rows = m_answer ? static_cast<int>(m_answer->report.variants.size()) : 0;
    return { 400, rows * rowHeight + axisHeight + 16 };
}

void BandChart::paintEvent(QPaintEvent *)
{
    if (!m_answer || m_answer->report.variants.empty())
        return;
    QPainter painter(this);
    const auto &variants = m_answer->report.variants;
    double low = 1e300, high = -1e300;
    for (const VariantReport &variant : variants) {
        const double cost = static_cast<double>(variant.result.sums.cost().pico()) / perUnit;
        low = std::min({ low, cost, variant.band.known ? variant.band.low / perUnit : cost });
        high = std::max({ high, cost, variant.band.known ? variant.band.high / perUnit : cost });
    }
    const double step = niceStep(std::max(high - low, high * 0.02) * 1.2);
    low = std::max(0.0, std::floor((low - step * 0.2) / step) * step);
    high = std::ceil((high + step * 0.2) / step) * step;
    const QRectF area(
        metrics::screenMargin + labelWidth, 8, width() - labelWidth - 3 * metrics::screenMargin,
        static_cast<double>(variants.size()) * rowHeight);
    const auto x = [&](double units) { return area.left() + (units - low) / (high - low) * area.width(); };
    painter.setFont(Theme::font(TextStyle::Caption));
    for (double tick = low; tick <= high + step / 2; tick += step) {
        painter.setPen(tokenColor(Token::Grid));
        const double at = std::round(x(tick)) + 0.5;
        painter.drawLine(QPointF(at, area.top()), QPointF(at, area.bottom()));
        painter.setPen(tokenColor(Token::Text3));
        painter.drawText(
            QRectF(at - 50, area.bottom() + 4, 100, 16), Qt::AlignHCenter | Qt::AlignTop,
            axisMoney(tick, step, m_currency.name));
    }
    for (std::size_t i = 0; i < variants.size(); ++i) {
        const QRectF row(0, area.top() + static_cast<double>(i) * rowHeight, width(), rowHeight);
        const SeriesLook look = lookOf(i);
        painter.setFont(Theme::font(TextStyle::ControlMedium));
        painter.setPen(tokenColor(Token::Text));
        painter.drawText(
            QRectF(metrics::screenMargin, row.top(), 16, rowHeight), Qt::AlignLeft | Qt::AlignVCenter,
            format::text(insight::letterOf(i)));
        painter.setFont(Theme::font(TextStyle::Control));
        painter.setPen(tokenColor(Token::Text2));
        const QRectF words(metrics::screenMargin + 20, row.top(), labelWidth - 28, rowHeight);
        painter.drawText(
            words, Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(
                SimulatorWords::title(variants[i].result.variant), Qt::ElideRight,
                static_cast<int>(words.width())));
        const double middle = row.center().y();
        if (variants[i].band.known) {
            const double left = x(variants[i].band.low / perUnit), right = x(variants[i].band.high / perUnit);
            QColor color = tokenColor(look.color);
            if (look.fill == Fill::Solid)
                color.setAlphaF(0.38F);
            fillBar(
                &painter, QRectF(left, middle - barHeight / 2.0, std::max(right - left, 3.0), barHeight), color,
                look.fill);
        }
        const double at = x(static_cast<double>(variants[i].result.sums.cost().pico()) / perUnit);
        painter.fillRect(QRectF(std::round(at) - 1, middle - 7, 2, 14), tokenColor(look.text));
    }
}

struct SweepChart::Plot
{
    const insight::SweepReport *sweep = nullptr;
    QRectF area;
    double top = 1, step = 1;
    std::size_t points = 0;
    double x(double point) const
    {
        return points < 2 ? area.center().x()
                          : area.left() + point / static_cast<double>(points - 1) * area.width();
    }
    double y(base::Money cost) const
    {
        return area.bottom() - static_cast<double>(cost.pico()) / perUnit / top * area.height();
    }
};

SweepChart::SweepChart(QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Net cost over the values of a setting"));
    setMouseTracking(true);
}

void SweepChart::setAnswer(const SimulationAnswerPointer &answer, const SimulatorWords::Currency &currency)
{
    m_answer = answer;
    m_currency = currency;
    update();
}

SweepChart::Plot SweepChart::plot() const
{
    Plot plot;
    if (!m_answer || !m_answer->report.sweep || m_answer->report.sweep->lines.empty())
        return plot;
    plot.sweep = &*m_answer->report.sweep;
    plot.points = plot.sweep->lines.front().points.size();
    double most = 0;
    for (const insight::SweepLine &line : plot.sweep->lines)
        for (const insight::SweepPoint &point : line.points)
            most = std::max(most, static_cast<double>(point.cost.pico()) / perUnit);
    plot.step = niceStep(std::max(most, 1e-6));
    plot.top = std::ceil(most * 1.02 / plot.step) * plot.step;
    plot.area = QRectF(64, 20, width() - 64 - 32, height() - 20 - 32);
    return plot;
}

void SweepChart::paintAxes(QPainter &painter, const Plot &plot) const
{
    painter.setFont(Theme::font(TextStyle::Caption));
    for (double tick = 0; tick <= plot.top + plot.step / 2; tick += plot.step) {
        const double at = std::round(plot.area.bottom() - tick / plot.top * plot.area.height()) + 0.5;
        painter.setPen(tokenColor(tick == 0 ? Token::LineStrong : Token::Grid));
        painter.drawLine(QPointF(plot.area.left(), at), QPointF(plot.area.right(), at));
        painter.setPen(tokenColor(Token::Text3));
        painter.drawText(
            QRectF(0, at - 8, plot.area.left() - 8, 16), Qt::AlignRight | Qt::AlignVCenter,
            axisMoney(tick, plot.step, m_currency.name));
    }
    const auto &points = plot.sweep->lines.front().points;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const QString words = SimulatorWords::sweepValue(points[i].variant, plot.sweep->parameter);
        painter.drawText(
            QRectF(plot.x(static_cast<double>(i)) - 40, plot.area.bottom() + 6, 80, 16),
            Qt::AlignHCenter | Qt::AlignTop, words);
    }
}

void SweepChart::paintNow(QPainter &painter, const Plot &plot) const
{
    if (!plot.sweep->now)
        return;
    const auto valueAt = [&](std::size_t i) {
        const insight::Variant &variant = plot.sweep->lines.front().points[i].variant;
        const auto value
            = plot.sweep->parameter == insight::SweepParameter::Lifetime ? variant.lifetime : variant.localLifetime;
        return static_cast<double>(value.value_or(std::chrono::seconds(1)).count());
    };
    // The values stand at equal distances; between two of them the place is found by the logarithm.
    const auto now = static_cast<double>(plot.sweep->now->count());
    double place = 0;
    for (std::size_t i = 0; i + 1 < plot.points; ++i) {
        if (now < valueAt(i))
            break;
        const double share = std::log(now / valueAt(i)) / std::log(valueAt(i + 1) / valueAt(i));
        place = static_cast<double>(i) + std::clamp(share, 0.0, 1.0);
    }
    const double at = std::round(plot.x(place)) + 0.5;
    QPen pen(tokenColor(Token::Text), 1, Qt::DotLine);
    painter.setPen(pen);
    painter.drawLine(QPointF(at, plot.area.top() - 6), QPointF(at, plot.area.bottom()));
    painter.setPen(tokenColor(Token::Text2));
    painter.setFont(Theme::font(TextStyle::Caption));
    const QString words = tr("now %1").arg(SimulatorWords::duration(*plot.sweep->now));
    const double width = painter.fontMetrics().horizontalAdvance(words);
    const double left = at + 5 + width > plot.area.right() ? at - 5 - width : at + 5;
    painter.drawText(QRectF(left, plot.area.top() - 14, width + 1, 14), Qt::AlignLeft | Qt::AlignVCenter, words);
}

void SweepChart::paintLines(QPainter &painter, const Plot &plot) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 0; i < plot.sweep->lines.size(); ++i) {
        const insight::SweepLine &line = plot.sweep->lines[i];
        const SeriesLook look = i == 0 ? lookOf(0) : lookOf(2);
        QPolygonF points;
        for (std::size_t p = 0; p < line.points.size(); ++p)
            points << QPointF(plot.x(static_cast<double>(p)), plot.y(line.points[p].cost));
        painter.setPen(QPen(tokenColor(look.color), 1.75, i == 0 ? Qt::SolidLine : Qt::DashLine));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(points);
        painter.setPen(QPen(tokenColor(look.color), 1.75));
        painter.setBrush(tokenColor(Token::Panel));
        for (const QPointF &point : points) {
            if (i == 0)
                painter.drawEllipse(point, 3, 3);
            else
                painter.drawRect(QRectF(point.x() - 3, point.y() - 3, 6, 6));
        }
        // Its name at the end, on the side where the other line is not.
        painter.setFont(Theme::font(TextStyle::Caption));
        painter.setPen(tokenColor(look.text));
        const QString name = i == 0 || !m_answer->report.best
            ? SimulatorWords::title({})
            : SimulatorWords::title(m_answer->report.variants[*m_answer->report.best].result.variant);
        painter.drawText(
            QRectF(plot.area.right() - 180, points.back().y() + (i == 0 ? -20 : 6), 180, 14),
            Qt::AlignRight | Qt::AlignVCenter, painter.fontMetrics().elidedText(name, Qt::ElideRight, 180));
    }
}

void SweepChart::paintEvent(QPaintEvent *)
{
    const Plot shown = plot();
    if (shown.sweep == nullptr || shown.points == 0)
        return;
    QPainter painter(this);
    paintAxes(painter, shown);
    paintNow(painter, shown);
    paintLines(painter, shown);
}

bool SweepChart::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const Plot shown = plot();
    if (shown.sweep == nullptr || shown.points < 2 || shown.area.width() <= 0)
        return true;
    const double share = (help->pos().x() - shown.area.left()) / shown.area.width();
    const auto point = static_cast<std::size_t>(
        std::lround(std::clamp(share, 0.0, 1.0) * static_cast<double>(shown.points - 1)));
    QString words
        = SimulatorWords::sweepValue(shown.sweep->lines.front().points[point].variant, shown.sweep->parameter);
    for (const insight::SweepLine &line : shown.sweep->lines) {
        const insight::SweepPoint &at = line.points[point];
        words += u'\n'
            % tr("%1: %2, read %3, local hits %4, older than 24 h %5")
                  .arg(
                      &line == &shown.sweep->lines.front() ? SimulatorWords::title({}) : format::text(line.name),
                      SimulatorWords::money(at.cost, m_currency), format::percent(at.readShare, 1),
                      format::percent(at.hitShare, 1), format::number(at.olderThanDay));
    }
    QToolTip::showText(help->globalPos(), words, this);
    return true;
}

} // namespace cachescope::ui

#include "moc_simulator_charts.cpp"

// SPDX-License-Identifier: MIT
#include "ui/cache/hour_bars.h"

#include "ui/format/format.h"
#include "ui/parts/painting.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace cachescope::ui {

HourBars::HourBars(int height, QWidget *parent)
    : QWidget(parent)
{
    setFixedHeight(height);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Hits per hour"));
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void HourBars::setPoints(std::vector<requestlog::SeriesPoint> points)
{
    m_points = std::move(points);
    std::int64_t sum = 0, most = 0;
    for (const auto &point : m_points) {
        sum += point.totals.requests();
        most = std::max(most, point.totals.requests());
    }
    setAccessibleDescription(tr("%1 hits in %2 hours, at most %3 in one")
                                 .arg(format::number(sum))
                                 .arg(m_points.size())
                                 .arg(format::number(most)));
    update();
}

QSize HourBars::sizeHint() const
{
    return { 240, height() };
}

double HourBars::step() const
{
    return m_points.empty() ? 1.0 : double(width()) / double(m_points.size());
}

void HourBars::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(0, height() - 1, width(), 1, tokenColor(Token::LineStrong));
    std::int64_t highest = 1;
    for (const auto &point : m_points)
        highest = std::max(highest, point.totals.requests());
    const int room = height() - 1;
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        const std::int64_t count = m_points[i].totals.requests();
        if (count == 0)
            continue;
        const double left = std::floor(double(i) * step()), right = std::floor(double(i + 1) * step()) - 1;
        const double tall = std::max(2.0, double(count) / double(highest) * room); // Something is never nothing.
        fillBar(&painter, QRectF(left, room - tall, std::max(1.0, right - left), tall), tokenColor(Token::Read));
    }
}

bool HourBars::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const auto index = std::size_t(std::max(0.0, double(help->pos().x()) / step()));
    if (index < m_points.size())
        QToolTip::showText(
            help->globalPos(),
            tr("from %1: %2 hits")
                .arg(format::dayAndClock(m_points[index].begin), format::number(m_points[index].totals.requests())),
            this);
    return true;
}

} // namespace cachescope::ui

#include "moc_hour_bars.cpp"

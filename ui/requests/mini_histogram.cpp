// SPDX-License-Identifier: MIT
#include "ui/requests/mini_histogram.h"

#include "ui/format/format.h"
#include "ui/parts/painting.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace cachescope::ui {

namespace {

constexpr int barWidth = 4;
constexpr int barStep = 5;

} // namespace

MiniHistogram::MiniHistogram(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setFixedHeight(22);
    setAccessibleName(tr("Matching calls over time"));
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void MiniHistogram::setPoints(std::vector<requestlog::SeriesPoint> points)
{
    m_points = std::move(points);
    std::int64_t sum = 0;
    for (const auto &point : m_points)
        sum += point.totals.requests();
    setAccessibleDescription(tr("%1 calls in %2 steps").arg(format::number(sum)).arg(m_points.size()));
    update();
}

QSize MiniHistogram::sizeHint() const
{
    return { buckets * barStep, 22 };
}

void MiniHistogram::paintEvent(QPaintEvent *)
{
    std::int64_t highest = 1;
    for (const auto &point : m_points)
        highest = std::max(highest, point.totals.requests());
    QPainter painter(this);
    QColor past = tokenColor(Token::Fresh);
    past.setAlphaF(0.6F);
    const int shown = std::min(int(m_points.size()), width() / barStep);
    const int left = width() - shown * barStep;
    for (int i = 0; i < shown; ++i) {
        const auto &point = m_points[m_points.size() - std::size_t(shown - i)];
        const auto count = point.totals.requests();
        // Something is never drawn as nothing.
        const double tall = count == 0 ? 1 : std::max(2.0, double(count) / double(highest) * height());
        const QColor color = count == 0 ? tokenColor(Token::Grid)
            : i + 1 == shown            ? tokenColor(Token::Fresh)
                                        : past;
        fillBar(&painter, QRectF(left + i * barStep, height() - tall, barWidth, tall), color);
    }
}

bool MiniHistogram::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && !m_points.empty()) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int shown = std::min(int(m_points.size()), width() / barStep);
        const int index = (help->pos().x() - (width() - shown * barStep)) / barStep;
        if (index >= 0 && index < shown) {
            const auto &point = m_points[m_points.size() - std::size_t(shown - index)];
            QToolTip::showText(
                help->globalPos(),
                tr("from %1: %2 calls")
                    .arg(format::timeOfDay(point.begin), format::number(point.totals.requests())),
                this);
        }
        return true;
    }
    return QWidget::event(event);
}

} // namespace cachescope::ui

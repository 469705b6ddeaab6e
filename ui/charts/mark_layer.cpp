// SPDX-License-Identifier: MIT
#include "ui/charts/plot.h"

#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace cachescope::ui {

namespace {

constexpr qreal mergeWithin = 14; ///< Marks nearer than this are one.
constexpr qreal catchWithin = 6; ///< How near the pointer must come.
constexpr qreal head = 8; ///< The mark's triangle.

QPen levelPen(const ChartLevel &level)
{
    QPen pen(tokenColor(level.color), level.shape == SeriesShape::DottedLine ? 1 : 1.75);
    pen.setDashPattern(level.shape == SeriesShape::DottedLine ? QVector<qreal>{ 1, 3 } : QVector<qreal>{ 5, 3 });
    pen.setCapStyle(Qt::FlatCap);
    return pen;
}

QString groupWords(const Plot &plot, std::pair<qsizetype, qsizetype> group)
{
    const auto count = static_cast<int>(group.second - group.first);
    if (count == 1)
        return plot.marks[group.first].words;
    return QCoreApplication::translate("ChartWords", "%n change(s)", nullptr, count);
}

} // namespace

qreal Plot::xOf(std::int64_t when) const
{
    if (frame.step <= 0)
        return area.left();
    const double bucket = static_cast<double>(when - frame.begin) / static_cast<double>(frame.step);
    return std::clamp(x(bucket), area.left(), area.right());
}

QVector<std::pair<qsizetype, qsizetype>> Plot::markGroups() const
{
    QVector<std::pair<qsizetype, qsizetype>> groups;
    for (qsizetype i = 0; i < marks.size(); ++i) {
        if (marks[i].at < frame.begin || marks[i].at >= frame.end())
            continue;
        const bool near = !groups.isEmpty() && xOf(marks[i].at) - xOf(marks[groups.last().first].at) < mergeWithin;
        if (near)
            groups.last().second = i + 1;
        else
            groups.append({ i, i + 1 });
    }
    return groups;
}

std::optional<std::pair<qsizetype, qsizetype>> Plot::markGroupAt(qreal at) const
{
    for (const auto &group : markGroups()) {
        const qreal left = xOf(marks[group.first].at) - catchWithin;
        const qreal right = xOf(marks[group.second - 1].at) + catchWithin;
        if (at >= left && at <= right)
            return group;
    }
    return {};
}

void GroundLayer::paintLevelGrounds(QPainter *painter) const
{
    for (const ChartLevel &level : m_plot.levels) {
        if (level.shade == ChartLevel::Shade::None)
            continue;
        const qreal y = std::clamp(m_plot.y(level.value), m_plot.area.top(), m_plot.area.bottom());
        QRectF side = m_plot.area;
        if (level.shade == ChartLevel::Shade::Below)
            side.setTop(y);
        else
            side.setBottom(y);
        QColor tint = tokenColor(level.color);
        tint.setAlphaF(0.07F);
        painter->fillRect(side, tint);
    }
}

void GroundLayer::paintSpans(QPainter *painter) const
{
    for (const ChartSpan &span : m_plot.spans) {
        if (span.end <= m_plot.frame.begin || span.begin >= m_plot.frame.end())
            continue;
        const qreal left = std::round(m_plot.xOf(span.begin));
        const qreal right = std::max(left + 2, std::round(m_plot.xOf(span.end)));
        painter->save();
        painter->setOpacity(0.45);
        fillBar(
            painter, QRectF(left, m_plot.area.top(), right - left, m_plot.area.height()), tokenColor(Token::Error),
            Fill::Hatched);
        painter->restore();
    }
}

void OverlayLayer::paintLevels(QPainter *painter) const
{
    const QFontMetricsF measure(Theme::font(TextStyle::Caption));
    qreal taken = -100; ///< Where the words before stand.
    for (const ChartLevel &level : m_plot.levels) {
        const qreal y = std::round(m_plot.y(level.value)) + 0.5;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing, false);
        painter->setPen(levelPen(level));
        painter->drawLine(QPointF(m_plot.area.left(), y), QPointF(m_plot.area.right(), y));
        painter->setFont(Theme::font(TextStyle::Caption));
        painter->setPen(tokenColor(level.text));
        // Words stand on the side of the values beyond it, unless that is outside.
        qreal top = level.shade == ChartLevel::Shade::Below ? y + 2 : y - 16;
        if (top + 14 > m_plot.area.bottom())
            top = y - 16;
        if (top < m_plot.area.top())
            top = y + 2;
        if (std::abs(top - taken) < 14)
            top = top > y ? y - 16 : y + 2;
        taken = top;
        const QRectF words(m_plot.area.left() + 6, top, measure.horizontalAdvance(level.words) + 4, 14);
        painter->drawText(words, Qt::AlignLeft | Qt::AlignVCenter, level.words);
        painter->restore();
    }
}

void OverlayLayer::paintMarks(QPainter *painter) const
{
    const QFontMetricsF measure(Theme::font(TextStyle::Caption));
    const QVector<std::pair<qsizetype, qsizetype>> groups = m_plot.markGroups();
    qreal free = m_plot.area.left(); ///< Words must not run into those before.
    for (qsizetype i = 0; i < groups.size(); ++i) {
        const ChartMark &mark = m_plot.marks[groups[i].first];
        const qreal x = std::round(m_plot.xOf(mark.at)) + 0.5;
        const qreal top = m_plot.area.top();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing, false);
        QPen pen(tokenColor(mark.color), 1);
        pen.setDashPattern({ 4, 3 });
        painter->setPen(pen);
        painter->drawLine(QPointF(x, top), QPointF(x, m_plot.area.bottom()));
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(tokenColor(mark.color));
        const QPolygonF triangle{ { { x - head / 2, top }, { x + head / 2, top }, { x, top + head - 2 } } };
        painter->drawPolygon(triangle);
        const QString words = groupWords(m_plot, groups[i]);
        const qreal width = measure.horizontalAdvance(words);
        const qreal next
            = i + 1 < groups.size() ? m_plot.xOf(m_plot.marks[groups[i + 1].first].at) - head : m_plot.area.right();
        const bool right = x + head + width <= next;
        const bool left = !right && x - head - width >= free;
        if (right || left) {
            const QRectF box(right ? x + head : x - head - width, top - 1, width + 1, 14);
            fillBar(painter, box.adjusted(-2, 0, 2, 0), tokenColor(Token::Panel));
            painter->setFont(Theme::font(TextStyle::Caption));
            painter->setPen(tokenColor(mark.text));
            painter->drawText(box, Qt::AlignLeft | Qt::AlignVCenter, words);
        }
        free = right ? x + head + width + head : x + head;
        painter->restore();
    }
}

} // namespace cachescope::ui

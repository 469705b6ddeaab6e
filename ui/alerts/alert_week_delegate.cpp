// SPDX-License-Identifier: MIT
#include "ui/alerts/alert_week_delegate.h"

#include "ui/alerts/alert_model.h"
#include "ui/parts/painting.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace cachescope::ui {

namespace {

constexpr std::int64_t dayMicros = 86'400'000'000;
constexpr int days = 7;
constexpr qreal stripHeight = 14;
constexpr qreal leastWidth = 2; ///< A short alert is seen, too.

struct PartLook
{
    Token color;
    Fill fill = Fill::Solid;
};

PartLook lookOf(insight::AlertPhase phase)
{
    switch (phase) {
    case insight::AlertPhase::Firing:
        return { Token::Error };
    case insight::AlertPhase::Recovering:
        return { Token::Error, Fill::Hatched };
    case insight::AlertPhase::Waiting:
        return { Token::Write };
    case insight::AlertPhase::NoData:
        return { Token::Badge };
    case insight::AlertPhase::Error:
        return { Token::Text3, Fill::Hatched };
    case insight::AlertPhase::Normal:
        break;
    }
    return { Token::ReadGround };
}

} // namespace

void AlertWeekDelegate::paintContent(
    QPainter *painter, const QRectF &cell, const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const auto *model = qobject_cast<const AlertModel *>(index.model());
    if (!model)
        return;
    const auto &history = model->status(index.row()).history;
    const base::UnixMicros end = model->now();
    const base::UnixMicros begin = end - days * dayMicros;
    const qreal top = std::round(cell.center().y() - stripHeight / 2);
    const auto place = [&](base::UnixMicros at) {
        const auto part
            = static_cast<double>(std::clamp(at, begin, end) - begin) / static_cast<double>(end - begin);
        return std::round(cell.left() + cell.width() * part);
    };
    // Before the first record nothing is known.
    fillBar(painter, QRectF(place(begin), top, place(end) - place(begin), stripHeight), tokenColor(Token::Grid));
    for (std::size_t i = 0; i < history.size(); ++i) {
        const base::UnixMicros until = i + 1 < history.size() ? history[i + 1].at : end;
        if (until <= begin)
            continue;
        const PartLook look = lookOf(history[i].phase);
        const bool quiet = history[i].phase == insight::AlertPhase::Normal;
        const qreal left = place(history[i].at);
        const qreal right = std::max(place(until), quiet ? left : left + leastWidth);
        fillBar(
            painter, QRectF(std::min(left, place(end) - (quiet ? 0 : leastWidth)), top, right - left, stripHeight),
            tokenColor(look.color), look.fill);
    }
    for (int day = 1; day < days; ++day)
        fillBar(painter, QRectF(place(begin + day * dayMicros), top, 1, stripHeight), tokenColor(Token::Panel));
}

} // namespace cachescope::ui

#include "moc_alert_week_delegate.cpp"

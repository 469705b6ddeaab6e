// SPDX-License-Identifier: MIT
#include "ui/requests/call_delegates.h"

#include "ui/parts/painting.h"
#include "ui/requests/call_model.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace cachescope::ui {

namespace {

constexpr int barHeight = 8;
constexpr int latencyHeight = 6;

QRectF centredBar(const QRectF &cell, int height)
{
    return { cell.left(), cell.top() + std::round((cell.height() - height) / 2), cell.width(), qreal(height) };
}

/** What was not sent has no fill: a dashed outline as long as the input would have been. */
void paintLocal(QPainter *painter, const QRectF &bar, const InputShares &shares)
{
    const double input = double(shares.read + shares.write + shares.fresh);
    const double share = std::clamp(input / double(shares.scale), 0.0, 1.0);
    const QRectF outline(bar.left(), bar.top(), std::max(8.0, std::round(bar.width() * share)), bar.height());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    QPen pen(tokenColor(Token::Read), 1);
    pen.setDashPattern({ 2, 2 });
    painter->setPen(pen);
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(outline.adjusted(0.5, 0.5, -0.5, -0.5), metrics::barRadius, metrics::barRadius);
    painter->restore();
}

} // namespace

QString outcomeIcon(requestlog::Outcome outcome)
{
    return QStringLiteral("outcome-")
        + QString::fromUtf8(
               requestlog::outcomeName(outcome).data(), qsizetype(requestlog::outcomeName(outcome).size()));
}

Token outcomeColor(requestlog::Outcome outcome)
{
    switch (outcome) {
    case requestlog::Outcome::Hit:
        return Token::Read;
    case requestlog::Outcome::Miss:
        return Token::Fresh;
    case requestlog::Outcome::Coalesced:
        return Token::Coalesced;
    case requestlog::Outcome::Bypass:
        return Token::Bypass;
    case requestlog::Outcome::Error:
        return Token::Error;
    }
    return Token::Text;
}

void OutcomeDelegate::paintContent(
    QPainter *painter, const QRectF &cell, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QVariant value = index.data(CallModel::OutcomeRole);
    if (!value.isValid())
        return;
    const auto outcome = requestlog::Outcome(value.toInt());
    icons::paint(
        painter, cell.adjusted(-metrics::gap, 0, metrics::gap, 0), outcomeIcon(outcome),
        tokenColor(outcomeColor(outcome)), 14, ground(option, index));
}

QSize OutcomeDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return { columnSpec(CallColumn::Outcome).width, metrics::logRow };
}

void BucketBarDelegate::paintContent(
    QPainter *painter, const QRectF &cell, const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const auto shares = index.data(CallModel::SharesRole).value<InputShares>();
    if (!shares.known)
        return;
    const QRectF bar = centredBar(cell, barHeight);
    if (shares.local)
        return paintLocal(painter, bar, shares);
    paintStackedBar(
        painter, bar,
        { { double(shares.read), Token::Read, Fill::Solid },
          { double(shares.write), Token::Write, Fill::Hatched },
          { double(shares.fresh), Token::Fresh, Fill::Solid } },
        double(shares.scale));
}

QSize BucketBarDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return { columnSpec(CallColumn::InputBar).width, metrics::logRow };
}

void LatencyDelegate::paintContent(
    QPainter *painter, const QRectF &cell, const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const auto parts = index.data(CallModel::LatencyRole).value<LatencyParts>();
    if (!parts.known)
        return;
    const QRectF bar = centredBar(cell, latencyHeight);
    const auto first = double(parts.firstToken < 0 ? parts.total : parts.firstToken);
    paintStackedBar(painter, bar, { { first, Token::Fresh, Fill::Solid } }, double(parts.scale));
    // The stream is lighter than the wait for it: output at 55 %.
    const double from = std::clamp(first / double(parts.scale), 0.0, 1.0);
    const double to = std::clamp(double(parts.total) / double(parts.scale), 0.0, 1.0);
    QColor stream = tokenColor(Token::Output);
    stream.setAlphaF(0.55F);
    const qreal left = bar.left() + std::round(bar.width() * from);
    const qreal right = bar.left() + std::round(bar.width() * to);
    fillBar(painter, QRectF(left, bar.top(), right - left, bar.height()), stream);
}

QSize LatencyDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return { columnSpec(CallColumn::LatencyBar).width, metrics::logRow };
}

} // namespace cachescope::ui

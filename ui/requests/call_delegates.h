// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "requestlog/record.h"
#include "ui/parts/row_delegate.h"
#include "ui/theme/tokens.h"

namespace cachescope::ui {

struct InputShares;
struct LatencyParts;

/** Glyph and colour of an outcome, the same wherever one is shown. */
QString outcomeIcon(requestlog::Outcome outcome);
Token outcomeColor(requestlog::Outcome outcome);

/** The outcome as a glyph: shape and colour both tell it; the word is in DisplayRole and the tooltip. */
class OutcomeDelegate final : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void paintContent(
        QPainter *painter, const QRectF &cell, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override;
};

/** Input tokens as read, written (hatched) and fresh on one scale for all rows; dashed for a local answer. */
class BucketBarDelegate final : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void paintContent(
        QPainter *painter, const QRectF &cell, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override;
};

/** Time to the first token, then the stream. */
class LatencyDelegate final : public RowDelegate
{
    Q_OBJECT

public:
    using RowDelegate::RowDelegate;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void paintContent(
        QPainter *painter, const QRectF &cell, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override;
};

} // namespace cachescope::ui

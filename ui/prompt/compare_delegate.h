// SPDX-License-Identifier: MIT
#pragma once

#include "ui/parts/row_delegate.h"
#include "ui/prompt/compare_model.h"

namespace cachescope::ui {

/** Paints the rows of a CompareModel. Signs, underlines and words say what the colours say. */
class CompareDelegate : public RowDelegate
{
    Q_OBJECT

public:
    CompareDelegate(const CompareModel *model, QObject *parent);
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    /** Pixels of a view this wide that are left for a side's text. */
    static qreal textWidth(qreal viewWidth, CompareStyle style);

private:
    void paintTitle(QPainter *painter, const QRectF &rect, const CompareRow &row) const;
    void paintLine(QPainter *painter, const QRectF &rect, const CompareRow &row, bool selected) const;
    void paintCell(
        QPainter *painter, const QRectF &rect, const CompareCell &cell, Token ground, Token ink, QChar sign,
        bool selected) const;
    void paintTokens(QPainter *painter, const QRectF &rect, std::optional<std::int64_t> tokens) const;

    const CompareModel *m_model;
};

} // namespace cachescope::ui

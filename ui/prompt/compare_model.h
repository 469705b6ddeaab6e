// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "ui/prompt/compare_rows.h"

#include <QAbstractTableModel>

namespace cachescope::ui {

/** A comparison's rows, each one cell; the delegate paints numbers, signs and texts. Read aloud as sentences. */
class CompareModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void setCompared(std::shared_ptr<const ComparedPrompts> compared); ///< Null: nothing.
    void setStyle(CompareStyle style);
    /** Room for a side's text in the code face, in pixels. */
    void setTextWidth(qreal width);
    void toggle(int row); ///< Opens or closes a fold.

    const ComparedPrompts *compared() const { return m_compared.get(); }
    CompareStyle style() const { return m_style; }
    const CompareRow &row(int index) const { return m_rows[index]; }
    /** The next row that a difference begins at, after `from` (or before it); -1 when there is none. */
    int nextDifference(int from, bool forward) const;
    int differenceCount() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    void rebuild();
    QString words(const CompareRow &row) const;

    std::shared_ptr<const ComparedPrompts> m_compared;
    CompareStyle m_style = CompareStyle::Unified;
    qreal m_textWidth = 600;
    QSet<quint64> m_open;
    QVector<CompareRow> m_rows;
};

/** "changed", "only the order differs", "only here" …; empty for equal blocks. */
QString relationWord(prompt::Relation relation);

} // namespace cachescope::ui

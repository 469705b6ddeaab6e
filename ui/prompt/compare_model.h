// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "ui/prompt/compare_rows.h"
#include "ui/prompt/wrapped_rows_model.h"

namespace cachescope::ui {

/** A comparison's rows, each one cell; the delegate paints numbers, signs and texts. Read aloud as sentences. */
class CompareModel : public WrappedRowsModel
{
    Q_OBJECT

public:
    using WrappedRowsModel::WrappedRowsModel;

    void setCompared(std::shared_ptr<const ComparedPrompts> compared); ///< Null: nothing.
    void setStyle(CompareStyle style);

    const ComparedPrompts *compared() const { return m_compared.get(); }
    CompareStyle style() const { return m_style; }
    const CompareRow &row(int index) const { return m_rows[index]; }
    /** The next row that a difference begins at, after `from` (or before it); -1 when there is none. */
    int nextDifference(int from, bool forward) const;
    int differenceCount() const;

    QVariant data(const QModelIndex &index, int role) const override;

protected:
    void makeRows(const LineWrapper &wrapper) override;
    qsizetype rowsMade() const override { return m_rows.size(); }
    std::optional<quint64> foldOf(int row) const override;

private:
    QString words(const CompareRow &row) const;

    std::shared_ptr<const ComparedPrompts> m_compared;
    CompareStyle m_style = CompareStyle::Unified;
    QVector<CompareRow> m_rows;
};

/** "changed", "only the order differs", "only here" …; empty for equal blocks. */
QString relationWord(prompt::Relation relation);

} // namespace cachescope::ui

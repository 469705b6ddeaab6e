// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractTableModel> // First: see ui/format/format.h.
#include <QSet>

#include "ui/prompt/wrapped_line.h"

#include <optional>

namespace cachescope::ui {

/**
 * Text as rows of one height in a single column: lines wrapped to a width, and parts that open and close. What the
 * rows are is the heirs' business; they are made anew when width or folds change. GUI thread.
 */
class WrappedRowsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    /** Room for a line's text in the code face, in pixels. */
    void setTextWidth(qreal width);
    void toggle(int row); ///< Opens or closes what this row stands for; nothing for other rows.

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;

protected:
    virtual void makeRows(const LineWrapper &wrapper) = 0; ///< In place of those that there are.
    virtual qsizetype rowsMade() const = 0;
    /** What a row opens and closes; nothing when it does not. */
    virtual std::optional<quint64> foldOf(int row) const = 0;

    void rebuild();
    /** Forgets what was open, and makes the rows. */
    void restart(QSet<quint64> open = {});
    const QSet<quint64> &open() const { return m_open; }

private:
    QSet<quint64> m_open;
    qreal m_textWidth = 600;
};

} // namespace cachescope::ui

// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractItemModel> // First: see ui/format/format.h.

#include "ui/prompt/prompt_report.h"

#include <vector>

namespace cachescope::ui {

/** What a prompt is made of, with tokens: bands, below them their tools and sections. */
class OutlineModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column
    {
        Name,
        Tokens,
        ColumnCount
    };
    /** True for an entry in which something was found that is an error. */
    static constexpr int HasErrorRole = Qt::UserRole + 1;

    using QAbstractItemModel::QAbstractItemModel;

    struct Row
    {
        OutlineEntry entry;
        std::int64_t tokens = 0;
        bool hasError = false;
        friend bool operator==(const Row &a, const Row &b)
        {
            return a.entry.title == b.entry.title && a.entry.isBand == b.entry.isBand
                && a.entry.firstLine == b.entry.firstLine && a.entry.lastLine == b.entry.lastLine
                && a.tokens == b.tokens && a.hasError == b.hasError;
        }
    };
    /** Rows of the same titles are updated in place: selection and folding stay. */
    void setRows(std::vector<Row> rows);
    void clear() { setRows({}); }
    const Row *rowAt(const QModelIndex &index) const;
    /** The innermost entry that holds a place in the document. */
    QModelIndex indexOfPosition(int position) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Band
    {
        std::size_t row = 0; ///< In m_rows.
        std::vector<std::size_t> children;
    };
    std::size_t rowOf(const QModelIndex &index) const;
    static std::vector<Band> bandsOf(const std::vector<Row> &rows);

    std::vector<Row> m_rows;
    std::vector<Band> m_bands;
};

} // namespace cachescope::ui

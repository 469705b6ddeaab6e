// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractTableModel> // First: see ui/format/format.h.

#include "requestlog/query.h"

#include <vector>

namespace cachescope::ui {

/** What broke the prefix cache: faults by the money they cost, and their sum in the last row. */
class CauseTable : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Cause,
        Requests,
        Again,
        Share,
        Extra,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;

    /** Of all reasons only the faults are shown. */
    void setSums(const std::vector<requestlog::ReasonSum> &sums, std::string_view currency);
    /** The filter that lists exactly a row's calls. */
    QString filter(int row) const;
    bool isEmpty() const { return m_rows.empty(); }
    /** "39 requests, $2.19 dearer". */
    QString caption() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    bool isTotal(int row) const { return row == static_cast<int>(m_rows.size()) - 1; }
    QString text(int row, int column) const;
    QString extra(const requestlog::ReasonSum &sum) const;

    std::vector<requestlog::ReasonSum> m_rows; ///< Dearest first; the last one is the total.
    std::string m_currency = "USD";
};

} // namespace cachescope::ui

// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractTableModel> // First: see ui/format/format.h.

#include "requestlog/query.h"

#include <vector>

namespace cachescope::ui {

/** Cost and tokens by model, dearest first; what does not fit is one row, and the last row adds up. */
class ModelTable : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Name,
        Requests,
        Input,
        Read,
        Share,
        Cost,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;

    /** Shows at most `rows` rows, total included. `totals` is the whole range's, for the check of the sum. */
    void setGroups(
        const std::vector<requestlog::Group> &groups, const requestlog::Totals &totals, int rows,
        std::string_view currency);
    /** The filter that lists a row's calls; empty for the total. */
    QString filter(int row) const;
    bool addsUp() const { return m_addsUp; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    enum class Kind
    {
        Model,
        Others,
        Total
    };
    struct Row
    {
        Kind kind = Kind::Model;
        QString name;
        std::int64_t requests = 0, input = 0, read = 0, unpriced = 0;
        base::Money cost;
        void add(const Row &other);
        friend bool operator==(const Row &, const Row &) = default;
    };
    static Row rowOf(const QString &name, Kind kind, const requestlog::Totals &totals);
    QVariant text(const Row &row, int column) const;
    QVariant raw(const Row &row, int column) const; ///< Exact values, for exports.

    std::vector<Row> m_rows;
    base::Money m_dearest;
    std::string m_currency = "USD";
    bool m_addsUp = true;
};

} // namespace cachescope::ui

// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractTableModel> // First: see ui/format/format.h.

#include "insight/log_problems.h"

#include <vector>

namespace cachescope::ui {

/** What the prompt rules find in the log's recent requests, dearest first. */
class FindingTable : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Rule,
        Problem,
        Where,
        PerDay,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setProblems(std::vector<insight::LogProblem> problems, std::string_view currency);
    const insight::LogProblem &problem(int row) const { return m_problems[static_cast<std::size_t>(row)]; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const insight::LogProblem &problem, int column) const;

    std::vector<insight::LogProblem> m_problems;
    std::string m_currency = "USD";
};

} // namespace cachescope::ui

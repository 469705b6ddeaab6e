// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractTableModel> // First: see ui/format/format.h.

#include "ui/spend/spend_report.h"

#include <QSet>

#include <vector>

namespace cachescope::ui {

/** What the calls of a row are found by. */
struct SpendLink
{
    QString filter;
    requestlog::TimeRange range;
};

/** Spending by one group and then another: rows that open and close, and one that adds up. */
class SpendTable : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Name,
        Requests,
        Fresh,
        Write,
        Read,
        Output,
        Unsplit, ///< Hidden while there is no such money.
        Cost,
        Share,
        Saved,
        PerRequest,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setReport(std::shared_ptr<const SpendReport> report);
    bool hasUnsplit() const { return m_report && m_report->total.costUnsplit != base::Money(); }
    /** The sums by which the rows and the month's days were made are others; true when they agree. */
    bool addsUp() const;
    SpendLink link(int row) const;
    bool canOpen(int row) const;
    bool isOpen(int row) const;
    void setOpen(int row, bool open);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row
    {
        const requestlog::SpendRow *parent = nullptr; ///< Set in rows of the second group.
        const requestlog::SpendRow *row = nullptr; ///< Null: the total.
    };
    void listRows();
    const requestlog::SpendSums &sums(const Row &row) const;
    QString name(const Row &row) const;
    QVariant text(const Row &row, int column) const;
    QVariant raw(const Row &row, int column) const;
    QString part(const requestlog::SpendSums &sums, int column) const;
    int tone(const Row &row, int column) const;

    std::shared_ptr<const SpendReport> m_report;
    std::vector<Row> m_rows;
    QSet<QString> m_closed; ///< Names of rows that the user has closed; all others are open.
};

/** What a group is called in menus and column heads. */
QString groupName(requestlog::SpendBy by);
/** The filter for the calls of a row of this group; empty for days and hours, which are ranges. */
QString groupFilter(requestlog::SpendBy by, const std::string &key);

} // namespace cachescope::ui

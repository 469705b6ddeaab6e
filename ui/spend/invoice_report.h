// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractTableModel> // First: see ui/format/format.h.

#include "requestlog/invoice.h"
#include "requestlog/query.h"

#include <string>
#include <vector>

namespace cachescope::ui {

class LogSource;

/** The log's days beside an invoice's, counted as the invoice counts them. On a lane's thread. */
base::Result<requestlog::InvoiceComparison> compareWithLog(LogSource &log, const requestlog::Invoice &invoice);

/** What a reason is called in the table. */
QString invoiceReasonText(requestlog::InvoiceReason reason, const requestlog::Invoice &invoice);

/** Invoice and log by day, with the difference and its likely reason; the last row adds up. */
class InvoiceTable : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Date,
        Billed,
        Logged,
        Difference,
        Reason,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setComparison(
        const requestlog::Invoice &invoice, const requestlog::InvoiceComparison &comparison,
        const std::string &currency);
    /** The calls of a row: its day as the invoice counts days. */
    requestlog::TimeRange range(int row) const;
    QString filter() const; ///< For the invoice's upstream.

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    bool isTotal(int row) const { return row == static_cast<int>(m_comparison.days.size()); }
    std::optional<base::Money> amount(int row, int column) const;
    QString text(int row, int column) const;

    requestlog::Invoice m_invoice;
    requestlog::InvoiceComparison m_comparison;
    std::string m_currency = "USD";
};

} // namespace cachescope::ui

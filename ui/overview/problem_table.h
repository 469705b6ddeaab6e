// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractTableModel> // First: see ui/format/format.h.

#include "requestlog/record.h"

#include <vector>

namespace cachescope::ui {

/** The newest calls that failed or arrived incomplete. */
class ProblemTable : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Status,
        Problem,
        Model,
        Client,
        Time,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setRecords(std::vector<requestlog::CallRecord> records, base::UnixMicros now);
    std::int64_t callId(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const requestlog::CallRecord &record, int column) const;

    std::vector<requestlog::CallRecord> m_records;
    base::UnixMicros m_now = 0;
};

/** What went wrong with a call, in a few words: "rate limit", "answer cut after 3.2 s". */
QString problemWords(const requestlog::CallEnd &end);

} // namespace cachescope::ui

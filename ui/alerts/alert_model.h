// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractTableModel> // First: see ui/format/format.h.

#include "insight/alert_evaluator.h"

#include <memory>
#include <string>

namespace cachescope::ui {

/** The rules with where they stand. GUI thread. */
class AlertModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        State,
        Rule,
        For,
        Value,
        Limit,
        Since,
        Week, ///< The last seven days; painted by AlertWeekDelegate.
        Pause,
        More,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;

    /** Rows keep their order, so a selection stays where it was. */
    void setSnapshot(
        std::shared_ptr<const insight::AlertSnapshot> snapshot, std::string currency, base::UnixMicros now);
    const insight::AlertRuleStatus &status(int row) const;
    int rowOf(const std::string &rule) const; ///< -1: there is none.
    base::UnixMicros now() const { return m_now; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const insight::AlertRuleStatus &status, int column) const;
    QVariant tone(const insight::AlertRuleStatus &status, int column) const;
    QString toolTip(const insight::AlertRuleStatus &status) const;
    static QString icon(const insight::AlertRuleStatus &status, int column);

    std::shared_ptr<const insight::AlertSnapshot> m_snapshot = std::make_shared<insight::AlertSnapshot>();
    std::string m_currency = "USD";
    base::UnixMicros m_now = 0;
};

} // namespace cachescope::ui

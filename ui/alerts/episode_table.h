// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractTableModel> // First: see ui/format/format.h.

#include "base/money.h"
#include "insight/alert_preview.h"

#include <string>

namespace cachescope::ui {

/** The alerts that a rule would have had. */
class EpisodeTable : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Episode,
        Whom,
        Lasted,
        Worst,
        Requests,
        Money,
        Show,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setEpisodes(
        std::vector<insight::AlertPreviewEpisode> episodes, const insight::AlertRule &rule, std::string currency,
        base::UnixMicros now);
    const insight::AlertPreviewEpisode &episode(int row) const { return m_episodes[static_cast<std::size_t>(row)]; }
    const insight::AlertRule &rule() const { return m_rule; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const insight::AlertPreviewEpisode &episode, int column) const;
    QString againstUsual(base::Money dearer) const;
    bool aboutCaches() const;

    std::vector<insight::AlertPreviewEpisode> m_episodes;
    insight::AlertRule m_rule;
    std::string m_currency = "USD";
    base::UnixMicros m_now = 0;
};

/** "8 h 05 min" */
QString longDuration(std::int64_t micros);

} // namespace cachescope::ui

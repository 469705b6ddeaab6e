// SPDX-License-Identifier: MIT
#include "ui/alerts/alert_model.h"

#include "ui/alerts/alert_words.h"
#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/row_delegate.h"

namespace cachescope::ui {

using insight::AlertRuleStatus;

void AlertModel::setSnapshot(
    std::shared_ptr<const insight::AlertSnapshot> snapshot, std::string currency, base::UnixMicros now)
{
    const bool sameRows = snapshot->rules.size() == m_snapshot->rules.size();
    if (!sameRows)
        beginResetModel();
    m_snapshot = std::move(snapshot);
    m_currency = std::move(currency);
    m_now = now;
    if (!sameRows)
        endResetModel();
    else if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

const AlertRuleStatus &AlertModel::status(int row) const
{
    return m_snapshot->rules[static_cast<std::size_t>(row)];
}

int AlertModel::rowOf(const std::string &rule) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (status(row).rule.name == rule)
            return row;
    }
    return -1;
}

int AlertModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_snapshot->rules.size());
}

int AlertModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString AlertModel::text(const AlertRuleStatus &status, int column) const
{
    const insight::AlertState none;
    const insight::AlertState &state = status.entities.empty() ? none : status.entities.front().second;
    switch (column) {
    case State:
        return status.snoozedUntil > m_now && status.firing > 0
            ? tr("%1, snoozed").arg(alerts::lookOf(status).words)
            : alerts::lookOf(status).words;
    case Rule:
        return format::text(status.rule.name);
    case For:
        return alerts::whomText(status);
    case Value:
        if (status.rule.metric == insight::AlertMetric::NoTraffic)
            return state.newestCall > 0 ? tr("last %1").arg(alerts::whenText(state.newestCall, m_now))
                                        : format::missing();
        return state.value ? alerts::valueText(insight::factsOf(status.rule.metric).unit, *state.value, m_currency)
                           : format::missing();
    case Limit:
        return alerts::limitText(status.rule, m_currency);
    case Since:
        return status.phase == insight::AlertPhase::Normal || state.since == 0
            ? QString()
            : alerts::whenText(state.since, m_now);
    default:
        return {};
    }
}

QString AlertModel::icon(const AlertRuleStatus &status, int column)
{
    switch (column) {
    case State:
        return alerts::lookOf(status).iconName;
    case Pause:
        return status.rule.paused ? QStringLiteral("play") : QStringLiteral("pause");
    case More:
        return QStringLiteral("more");
    default:
        return {};
    }
}

QVariant AlertModel::tone(const AlertRuleStatus &status, int column) const
{
    switch (column) {
    case State:
        return static_cast<int>(alerts::lookOf(status).color);
    case For:
    case Limit:
    case Since:
        return static_cast<int>(Token::Text2);
    default:
        return {};
    }
}

QString AlertModel::toolTip(const AlertRuleStatus &status) const
{
    QStringList lines;
    if (!status.problem.empty())
        lines.append(format::coreText(status.problem));
    if (status.snoozedUntil > m_now)
        lines.append(tr("Snoozed until %1").arg(alerts::whenText(status.snoozedUntil, m_now)));
    constexpr std::size_t mostLines = 12;
    const insight::AlertUnit unit = insight::factsOf(status.rule.metric).unit;
    for (std::size_t i = 0; i < status.entities.size() && i < mostLines; ++i) {
        const auto &[entity, state] = status.entities[i];
        if (status.rule.per == insight::AlertPer::Nothing)
            continue;
        const QString value = state.value ? alerts::valueText(unit, *state.value, m_currency) : format::missing();
        lines.append(
            tr("%1: %2, %3")
                .arg(alerts::entityText(status.rule.per, entity), value, alerts::lookOf(state.phase).words));
    }
    if (status.entities.size() > mostLines)
        lines.append(tr("and %n more", nullptr, static_cast<int>(status.entities.size() - mostLines)));
    return lines.join(u'\n');
}

QVariant AlertModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const AlertRuleStatus &status = this->status(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(status, index.column());
    case IconNameRole:
        return icon(status, index.column());
    case IconTokenRole:
        return index.column() == State ? tone(status, State) : QVariant(static_cast<int>(Token::Text2));
    case ToneRole:
        return tone(status, index.column());
    case MediumRole:
        return index.column() == State || index.column() == Rule || index.column() == Value;
    case Qt::TextAlignmentRole:
        return index.column() == Value || index.column() == Since ? QVariant(static_cast<int>(Qt::AlignRight))
                                                                  : QVariant();
    case Qt::ToolTipRole:
        if (index.column() == Pause)
            return status.rule.paused ? tr("Go on with this rule") : tr("Pause this rule");
        return index.column() == More ? tr("More about this rule") : toolTip(status);
    case Qt::AccessibleTextRole:
        if (index.column() == Pause || index.column() == More)
            return data(index, Qt::ToolTipRole);
        return index.column() == Week ? tr("Last 7 days") : text(status, index.column());
    default:
        return {};
    }
}

QVariant AlertModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(
            (section == Value || section == Since ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case State:
        return tr("State");
    case Rule:
        return tr("Rule");
    case For:
        return tr("For");
    case Value:
        return tr("Value");
    case Limit:
        return tr("Limit");
    case Since:
        return tr("Since");
    case Week:
        return tr("Last 7 days");
    default:
        return QString();
    }
}

} // namespace cachescope::ui

#include "moc_alert_model.cpp"

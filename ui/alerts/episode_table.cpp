// SPDX-License-Identifier: MIT
#include "ui/alerts/episode_table.h"

#include "ui/alerts/alert_words.h"
#include "ui/format/format.h"
#include "ui/parts/row_delegate.h"

#include <QCoreApplication>

namespace cachescope::ui {

using insight::AlertMetric;
using insight::AlertPreviewEpisode;

QString longDuration(std::int64_t micros)
{
    const std::int64_t minutes = (micros + 30'000'000) / 60'000'000;
    if (minutes < 60)
        return QCoreApplication::translate("EpisodeTable", "%1 min").arg(minutes);
    if (minutes < 24 * 60)
        return QCoreApplication::translate("EpisodeTable", "%1 h %2 min")
            .arg(minutes / 60)
            .arg(minutes % 60, 2, 10, QLatin1Char('0'));
    return QCoreApplication::translate("EpisodeTable", "%1 d %2 h").arg(minutes / 1440).arg(minutes % 1440 / 60);
}

void EpisodeTable::setEpisodes(
    std::vector<AlertPreviewEpisode> episodes, const insight::AlertRule &rule, std::string currency,
    base::UnixMicros now)
{
    beginResetModel();
    m_episodes = std::move(episodes);
    m_rule = rule;
    m_currency = std::move(currency);
    m_now = now;
    endResetModel();
}

bool EpisodeTable::aboutCaches() const
{
    return m_rule.metric == AlertMetric::PrefixRead || m_rule.metric == AlertMetric::HitRatio;
}

int EpisodeTable::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_episodes.size());
}

int EpisodeTable::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString EpisodeTable::text(const AlertPreviewEpisode &episode, int column) const
{
    switch (column) {
    case Episode:
        return alerts::whenText(episode.begin, m_now);
    case Whom:
        return m_rule.per == insight::AlertPer::Nothing ? QString()
                                                        : alerts::entityText(m_rule.per, episode.entity);
    case Lasted: {
        const QString lasted = longDuration(episode.end - episode.begin);
        return episode.open ? tr("%1, still").arg(lasted) : lasted;
    }
    case Worst:
        return alerts::valueText(insight::factsOf(m_rule.metric).unit, episode.worst, m_currency);
    case Requests:
        return format::number(episode.requests);
    case Money:
        if (!aboutCaches())
            return format::money(episode.billed, 2, m_currency);
        return episode.dearer ? againstUsual(*episode.dearer) : format::missing();
    case Show:
        return tr("show");
    default:
        return {};
    }
}

/** What the caches' bad or good days made of the cost, in words: a minus under "dearer" is easily misread. */
QString EpisodeTable::againstUsual(base::Money dearer) const
{
    const bool less = dearer < base::Money();
    const QString amount = format::money(less ? base::Money() - dearer : dearer, 2, m_currency);
    return less ? tr("~%1 less").arg(amount) : tr("~%1 more").arg(amount);
}

QVariant EpisodeTable::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const AlertPreviewEpisode &episode = this->episode(index.row());
    const bool figure = index.column() >= Worst;
    switch (role) {
    case Qt::DisplayRole:
        return text(episode, index.column());
    case Qt::TextAlignmentRole:
        return figure ? QVariant(static_cast<int>(Qt::AlignRight)) : QVariant();
    case MediumRole:
        return index.column() == Money;
    case ToneRole:
        return index.column() == Show ? QVariant(static_cast<int>(Token::AccentText)) : QVariant();
    case Qt::ToolTipRole:
        if (index.column() == Show)
            return tr("Show these requests");
        return index.column() == Money && aboutCaches() && episode.dearer
            ? tr("Estimated: paid %1, this much more or less than at the usual ratio of these seven days")
                  .arg(format::money(episode.billed, 2, m_currency))
            : QVariant();
    default:
        return {};
    }
}

QVariant EpisodeTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((section >= Worst ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Episode:
        return tr("Episode");
    case Whom:
        return tr("For");
    case Lasted:
        return tr("Lasted");
    case Worst:
        return m_rule.is == insight::AlertComparison::Above ? tr("Highest") : tr("Lowest");
    case Requests:
        return tr("Requests");
    case Money:
        return aboutCaches() ? tr("Against usual") : tr("Cost");
    default:
        return QString();
    }
}

} // namespace cachescope::ui

#include "moc_episode_table.cpp"

// SPDX-License-Identifier: MIT
#include "ui/simulator/simulator_tables.h"

#include "ui/format/format.h"
#include "ui/parts/row_delegate.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace cachescope::ui {

using insight::Saving;
using insight::Variant;

namespace {

QVariant alignment(bool right)
{
    return QVariant((right ? Qt::AlignRight : Qt::AlignLeft) | static_cast<Qt::AlignmentFlag>(Qt::AlignVCenter));
}

/** A name as a value of the filter language. */
QString quoted(const std::string &name)
{
    QString text = format::text(name);
    text.replace(u'\\', QStringLiteral("\\\\")).replace(u'"', QStringLiteral("\\\""));
    return QStringLiteral("\"") % text % QStringLiteral("\"");
}

} // namespace

void SavingTable::setAnswer(
    const SimulationAnswerPointer &answer, std::size_t variant, const SimulatorWords::Currency &currency)
{
    beginResetModel();
    m_answer = answer;
    m_variant = variant;
    m_currency = currency;
    endResetModel();
}

const std::vector<Saving> *SavingTable::savings() const
{
    return m_answer && m_variant < m_answer->report.variants.size() ? &m_answer->report.variants[m_variant].savings
                                                                    : nullptr;
}

QString SavingTable::filter(int row) const
{
    const auto *all = savings();
    if (all == nullptr || row < 0 || static_cast<std::size_t>(row) >= all->size())
        return {};
    const Saving &saving = (*all)[static_cast<std::size_t>(row)];
    QStringList terms;
    if (!saving.client.empty())
        terms << QStringLiteral("client:") % quoted(saving.client);
    if (!saving.model.empty())
        terms << QStringLiteral("model:") % quoted(saving.model);
    return terms.join(u' ');
}

int SavingTable::rowCount(const QModelIndex &parent) const
{
    const auto *all = savings();
    return parent.isValid() || all == nullptr ? 0 : static_cast<int>(all->size()) + 1;
}

int SavingTable::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QString SavingTable::text(const QModelIndex &index) const
{
    const auto &all = *savings();
    const bool isTotal = static_cast<std::size_t>(index.row()) == all.size();
    if (index.column() == Difference)
        return SimulatorWords::signedMoney(
            isTotal ? m_answer->report.variants[m_variant].difference
                    : all[static_cast<std::size_t>(index.row())].difference,
            m_currency);
    if (isTotal)
        return index.column() == Client ? tr("Total") : QString();
    const Saving &saving = all[static_cast<std::size_t>(index.row())];
    if (index.column() == Client)
        return saving.client.empty() ? format::missing() : format::text(saving.client);
    return index.column() == Model ? format::text(saving.model) : QString();
}

QVariant SavingTable::data(const QModelIndex &index, int role) const
{
    const auto *all = savings();
    if (!index.isValid() || all == nullptr)
        return {};
    const bool isTotal = static_cast<std::size_t>(index.row()) == all->size();
    const std::int64_t difference = isTotal ? m_answer->report.variants[m_variant].difference.pico()
                                            : (*all)[static_cast<std::size_t>(index.row())].difference.pico();
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(index);
    case Qt::ToolTipRole:
        return isTotal ? QVariant()
                       : tr(
                           "%n call(s) cost something else", nullptr,
                           static_cast<int>((*all)[static_cast<std::size_t>(index.row())].changedCalls));
    case Qt::TextAlignmentRole:
        return alignment(index.column() == Difference);
    case MediumRole:
        return isTotal || index.column() == Difference;
    case TotalRowRole:
        return isTotal;
    case ToneRole:
        return static_cast<int>(index.column() == Model ? Token::Text2 : Token::Text);
    case ShareTokenRole:
        return static_cast<int>(difference <= 0 ? Token::Read : Token::Error);
    case ShareRole: {
        if (isTotal || all->empty())
            return {};
        const std::int64_t most = std::abs(all->front().difference.pico());
        return most == 0 ? 0.0 : static_cast<double>(std::abs(difference)) / static_cast<double>(most);
    }
    default:
        return {};
    }
}

QVariant SavingTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignment(section == Difference);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Client:
        return tr("Client");
    case Model:
        return tr("Model");
    case Difference:
        return tr("Difference");
    default:
        return QString();
    }
}

void SweepTable::setAnswer(const SimulationAnswerPointer &answer, const SimulatorWords::Currency &currency)
{
    beginResetModel();
    m_answer = answer;
    m_currency = currency;
    endResetModel();
}

int SweepTable::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid() || !m_answer || !m_answer->report.sweep)
        return 0;
    return static_cast<int>(m_answer->report.sweep->lines.front().points.size());
}

int SweepTable::columnCount(const QModelIndex &parent) const
{
    if (parent.isValid() || !m_answer || !m_answer->report.sweep)
        return 0;
    return 1 + figures * static_cast<int>(m_answer->report.sweep->lines.size());
}

QVariant SweepTable::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignment(index.column() > 0);
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    const insight::SweepReport &sweep = *m_answer->report.sweep;
    const auto row = static_cast<std::size_t>(index.row());
    if (index.column() == 0)
        return SimulatorWords::sweepValue(sweep.lines.front().points[row].variant, sweep.parameter);
    const insight::SweepPoint &point
        = sweep.lines[static_cast<std::size_t>((index.column() - 1) / figures)].points[row];
    switch ((index.column() - 1) % figures) {
    case 0:
        return SimulatorWords::money(point.cost, m_currency);
    case 1:
        return format::percent(point.readShare, 1);
    case 2:
        return format::percent(point.hitShare, 1);
    default:
        return format::number(point.olderThanDay);
    }
}

QVariant SweepTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || !m_answer || !m_answer->report.sweep)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignment(section > 0);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    if (section == 0)
        return tr("Value");
    const QString names[figures] = { tr("Cost"), tr("Read"), tr("Hits"), tr("> 24 h") };
    const QString &name = names[(section - 1) % figures];
    const auto line = static_cast<std::size_t>((section - 1) / figures);
    if (line == 0)
        return name;
    return QString(
        name % QStringLiteral(" ")
        % format::text(m_answer->report.best ? insight::letterOf(*m_answer->report.best) : ""));
}

void VariantList::setVariants(const std::vector<Variant> &variants)
{
    beginResetModel();
    m_variants.assign(1, {});
    m_variants.insert(m_variants.end(), variants.begin(), variants.end());
    endResetModel();
}

int VariantList::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_variants.size());
}

int VariantList::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QString VariantList::text(const Variant &variant, int column) const
{
    switch (column) {
    case Name:
        return SimulatorWords::title(variant);
    case Lifetime:
        return variant.lifetime ? SimulatorWords::duration(*variant.lifetime) : tr("as now");
    case Tools:
        return variant.tools == insight::ToolOrder::ByName ? tr("by name") : tr("as sent");
    case Other: {
        Variant rest = variant;
        rest.lifetime.reset();
        rest.tools = insight::ToolOrder::AsSent;
        return rest.isAsNow() ? format::missing() : SimulatorWords::describe(rest);
    }
    default:
        return {};
    }
}

QVariant VariantList::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const auto row = static_cast<std::size_t>(index.row());
    const Variant &variant = m_variants[row];
    const bool removable = row > 0;
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == Letter ? format::text(insight::letterOf(row)) : text(variant, index.column());
    case Qt::AccessibleTextRole:
        if (index.column() == Copy)
            return tr("Copy %1").arg(SimulatorWords::title(variant));
        if (index.column() == Remove)
            return removable ? tr("Remove %1").arg(SimulatorWords::title(variant)) : QString();
        return data(index, Qt::DisplayRole);
    case Qt::ToolTipRole:
        if (index.column() == Copy)
            return tr("Copy this variant");
        if (index.column() == Remove)
            return removable ? tr("Remove this variant") : QString();
        return SimulatorWords::describe(variant);
    case Qt::TextAlignmentRole:
        return index.column() == Letter ? QVariant(Qt::AlignCenter) : alignment(false);
    case MediumRole:
        return index.column() == Letter;
    case IconNameRole:
        if (index.column() == Copy)
            return QStringLiteral("copy");
        return index.column() == Remove && removable ? QVariant(QStringLiteral("close")) : QVariant();
    case IconTokenRole:
        return static_cast<int>(Token::Text2);
    case ToneRole: {
        const bool changed = (index.column() == Lifetime && variant.lifetime)
            || (index.column() == Tools && variant.tools == insight::ToolOrder::ByName)
            || (index.column() == Other && text(variant, Other) != format::missing());
        return static_cast<int>(changed ? Token::AccentText : Token::Text);
    }
    default:
        return {};
    }
}

QVariant VariantList::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignment(false);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Name");
    case Lifetime:
        return tr("Lifetime");
    case Tools:
        return tr("Order of tools");
    case Other:
        return tr("Other");
    default:
        return QString();
    }
}

void AdviceTable::setAnswer(const SimulationAnswerPointer &answer, const SimulatorWords::Currency &currency)
{
    beginResetModel();
    m_answer = answer;
    m_currency = currency;
    endResetModel();
}

int AdviceTable::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_answer ? 0 : static_cast<int>(m_answer->advice.size());
}

int AdviceTable::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QString AdviceTable::text(const insight::FamilyAdvice &advice, int column) const
{
    switch (column) {
    case Family: {
        const QString client = advice.client.empty() ? format::missing() : format::text(advice.client);
        return advice.title.empty() ? client : QString(client % QStringLiteral(": ") % format::text(advice.title));
    }
    case Model:
        return format::text(advice.model);
    case Calls:
        return format::number(advice.calls);
    case Cost:
        return SimulatorWords::money(advice.costNow, m_currency);
    case Advice:
        return SimulatorWords::recommendation(advice);
    default:
        break;
    }
    if (!advice.best)
        return format::missing();
    return SimulatorWords::money(-m_answer->report.perMonth(advice.options[*advice.best].difference), m_currency);
}

QVariant AdviceTable::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const insight::FamilyAdvice &advice = m_answer->advice[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(advice, index.column());
    case Qt::ToolTipRole:
        return index.column() == Family ? text(advice, Family) : QString();
    case Qt::TextAlignmentRole:
        return alignment(index.column() == Calls || index.column() == Cost || index.column() == Saving);
    case MediumRole:
        return index.column() == Saving || (index.column() == Advice && advice.best);
    case ToneRole:
        if (index.column() == Saving && advice.best)
            return static_cast<int>(Token::ReadText);
        return static_cast<int>(index.column() == Model ? Token::Text2 : Token::Text);
    default:
        return {};
    }
}

QVariant AdviceTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignment(section == Calls || section == Cost || section == Saving);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Family:
        return tr("Prompt");
    case Model:
        return tr("Model");
    case Calls:
        return tr("Calls");
    case Cost:
        return tr("Cost now");
    case Advice:
        return tr("Advice");
    default:
        return tr("Saves a month");
    }
}

} // namespace cachescope::ui

#include "moc_simulator_tables.cpp"

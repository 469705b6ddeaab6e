// SPDX-License-Identifier: MIT
#include "ui/overview/model_table.h"

#include "ui/format/format.h"
#include "ui/parts/row_delegate.h"

#include <algorithm>

namespace cachescope::ui {

void ModelTable::Row::add(const Row &other)
{
    requests += other.requests;
    input += other.input;
    read += other.read;
    unpriced += other.unpriced;
    cost += other.cost;
}

ModelTable::Row ModelTable::rowOf(const QString &name, Kind kind, const requestlog::Totals &totals)
{
    Row row;
    row.kind = kind;
    row.name = name;
    row.requests = totals.requests();
    row.input = totals.tokens.input();
    row.read = totals.tokens.cacheRead;
    row.unpriced = totals.unpriced;
    row.cost = totals.billed;
    return row;
}

void ModelTable::setGroups(
    const std::vector<requestlog::Group> &groups, const requestlog::Totals &totals, int rows,
    std::string_view currency)
{
    std::vector<Row> all;
    for (const requestlog::Group &group : groups) {
        const QString name
            = group.key.empty() ? tr("no model", "row of calls without a model") : format::text(group.key);
        all.push_back(rowOf(name, Kind::Model, group.totals));
    }
    std::stable_sort(all.begin(), all.end(), [](const Row &a, const Row &b) { return a.cost > b.cost; });
    const std::size_t room = static_cast<std::size_t>(std::max(2, rows)) - 1;
    if (all.size() > room) {
        Row others;
        others.kind = Kind::Others;
        others.name = tr("%n other(s)", nullptr, static_cast<int>(all.size() - room + 1));
        for (std::size_t i = room - 1; i < all.size(); ++i)
            others.add(all[i]);
        all.resize(room - 1);
        all.push_back(others);
    }
    const base::Money dearest = all.empty() ? base::Money() : all.front().cost;
    Row sum;
    sum.kind = Kind::Total;
    sum.name = tr("Total");
    for (const Row &row : all)
        sum.add(row);
    const Row whole = rowOf(sum.name, Kind::Total, totals);
    m_addsUp = sum == whole;
    if (!all.empty())
        all.push_back(sum);
    const bool sameShape = all.size() == m_rows.size() && currency == m_currency;
    if (!sameShape)
        beginResetModel();
    m_rows = std::move(all);
    m_dearest = dearest;
    m_currency = currency;
    if (!sameShape)
        endResetModel();
    else if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

QString ModelTable::filter(int row) const
{
    const Row &wanted = m_rows[static_cast<std::size_t>(row)];
    if (wanted.kind == Kind::Model)
        return QStringLiteral("model:") % wanted.name;
    if (wanted.kind == Kind::Total)
        return {};
    QStringList parts;
    for (const Row &other : m_rows) {
        if (other.kind == Kind::Model)
            parts.append(QStringLiteral("-model:") % other.name);
    }
    return parts.join(u' ');
}

int ModelTable::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ModelTable::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ModelTable::text(const Row &row, int column) const
{
    switch (column) {
    case Name:
        return row.name;
    case Requests:
        return format::number(row.requests);
    case Input:
        return format::number(row.input);
    case Read:
        return row.input > 0 ? format::percent(static_cast<double>(row.read) / static_cast<double>(row.input))
                             : format::missing();
    case Cost: {
        const bool nothingKnown = row.unpriced > 0 && row.cost == base::Money();
        if (nothingKnown)
            return tr("no price");
        const QString amount = format::money(row.cost, 2, m_currency);
        return row.unpriced > 0 ? QString(QChar(u'\u2265') % amount) : amount;
    }
    default:
        return {};
    }
}

QVariant ModelTable::raw(const Row &row, int column) const
{
    switch (column) {
    case Requests:
        return QVariant::fromValue<qlonglong>(row.requests);
    case Input:
        return QVariant::fromValue<qlonglong>(row.input);
    case Read:
        return QVariant::fromValue<qlonglong>(row.read);
    case Cost:
    case Share:
        return row.unpriced > 0 && row.cost == base::Money() ? QVariant::fromValue(nullptr)
                                                             : QVariant(format::text(row.cost.toDecimal()));
    default:
        return {};
    }
}

QVariant ModelTable::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Row &row = m_rows[static_cast<std::size_t>(index.row())];
    const bool total = row.kind == Kind::Total;
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case RawRole:
        return raw(row, index.column());
    case Qt::TextAlignmentRole:
        return int((index.column() == Name ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        if (index.column() == Cost && row.unpriced > 0)
            return tr(
                "%n call(s) without a known price are not in this sum", nullptr, static_cast<int>(row.unpriced));
        return {};
    case Qt::AccessibleTextRole:
        if (index.column() == Share)
            return text(row, Cost);
        return {};
    case TotalRowRole:
        return total;
    case MediumRole:
        return index.column() == Cost || total;
    case ToneRole:
        if (index.column() == Read && !total)
            return int(Token::ReadText);
        return int(index.column() == Input && !total ? Token::Text2 : Token::Text);
    case IconNameRole:
        return total && index.column() == Name && m_addsUp ? QStringLiteral("check") : QString();
    case IconAfterRole:
        return true;
    case IconTokenRole:
        return int(Token::ReadText);
    case ShareTokenRole:
        return int(Token::Fresh);
    case ShareRole:
        if (total || index.column() != Share || m_dearest <= base::Money())
            return {};
        return static_cast<double>(row.cost.pico()) / static_cast<double>(m_dearest.pico());
    default:
        return {};
    }
}

QVariant ModelTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Name ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Name:
        return tr("Model");
    case Requests:
        return tr("Requests");
    case Input:
        return tr("Input tokens");
    case Read:
        return tr("Read", "column: share of input read from the provider's cache");
    case Cost:
        return tr("Cost");
    default:
        return {};
    }
}

} // namespace cachescope::ui

#include "moc_model_table.cpp"

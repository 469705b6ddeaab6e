// SPDX-License-Identifier: MIT
#include "ui/overview/cause_table.h"

#include "ui/format/format.h"
#include "ui/parts/row_delegate.h"
#include "ui/requests/why_words.h"

#include <algorithm>

namespace cachescope::ui {

using requestlog::MissReason;
using requestlog::ReasonSum;

void CauseTable::setSums(const std::vector<ReasonSum> &sums, std::string_view currency)
{
    std::vector<ReasonSum> rows;
    ReasonSum total;
    for (const ReasonSum &sum : sums) {
        if (!requestlog::isFault(sum.reason) || sum.calls == 0)
            continue;
        rows.push_back(sum);
        total.calls += sum.calls;
        total.again += sum.again;
        total.extra += sum.extra;
        total.unpriced += sum.unpriced;
    }
    std::stable_sort(rows.begin(), rows.end(), [](const ReasonSum &a, const ReasonSum &b) {
        return a.extra != b.extra ? a.extra > b.extra : a.again > b.again;
    });
    if (!rows.empty())
        rows.push_back(total);
    const bool sameShape = rows.size() == m_rows.size();
    if (!sameShape)
        beginResetModel();
    m_rows = std::move(rows);
    m_currency = currency;
    if (!sameShape)
        endResetModel();
    else if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

QString CauseTable::filter(int row) const
{
    const auto name = requestlog::missReasonName(m_rows[static_cast<std::size_t>(row)].reason);
    return isTotal(row) ? QStringLiteral("why:fault") : QStringLiteral("why:") + format::text(name);
}

QString CauseTable::caption() const
{
    if (m_rows.empty())
        return {};
    const ReasonSum &total = m_rows.back();
    const QString requests = tr("%n request(s)", nullptr, static_cast<int>(total.calls));
    return total.extra > base::Money() ? tr("%1, %2 dearer").arg(requests, extra(total)) : requests;
}

int CauseTable::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int CauseTable::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString CauseTable::extra(const ReasonSum &sum) const
{
    if (sum.unpriced > 0 && sum.extra == base::Money())
        return tr("no price");
    const QString amount = format::money(sum.extra, 2, m_currency);
    return sum.unpriced > 0 ? QString(QChar(u'\u2265') % amount) : amount;
}

QString CauseTable::text(int row, int column) const
{
    const ReasonSum &sum = m_rows[static_cast<std::size_t>(row)];
    switch (column) {
    case Cause:
        return isTotal(row) ? tr("Total") : reasonTitle(sum.reason);
    case Requests:
        return format::number(sum.calls);
    case Again:
        return format::number(sum.again);
    case Extra:
        return extra(sum);
    default:
        return {};
    }
}

QVariant CauseTable::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const int row = index.row();
    const ReasonSum &sum = m_rows[static_cast<std::size_t>(row)];
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::TextAlignmentRole:
        return int((index.column() == Cause ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        if (index.column() == Extra && sum.unpriced > 0)
            return tr("%n call(s) without a known price are not in this sum", nullptr, int(sum.unpriced));
        return index.column() == Cause ? tr("Shows these requests: %1").arg(filter(row)) : QString();
    case Qt::AccessibleTextRole:
        return index.column() == Share ? text(row, Extra) : QVariant();
    case TotalRowRole:
        return isTotal(row);
    case MediumRole:
        return index.column() == Extra || isTotal(row);
    case ToneRole:
        return int(index.column() == Again && !isTotal(row) ? Token::Text2 : Token::Text);
    case IconNameRole: // The rows are the sum's only source; it can be trusted where no price is missing.
        return isTotal(row) && index.column() == Cause && sum.unpriced == 0 ? QStringLiteral("check") : QString();
    case IconAfterRole:
        return true;
    case IconTokenRole:
        return int(Token::ReadText);
    case ShareTokenRole:
        return int(Token::Error);
    case ShareRole: {
        const base::Money most = m_rows.front().extra;
        if (isTotal(row) || index.column() != Share || most <= base::Money())
            return {};
        return std::clamp(static_cast<double>(sum.extra.pico()) / static_cast<double>(most.pico()), 0.0, 1.0);
    }
    default:
        return {};
    }
}

QVariant CauseTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Cause ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && section == Again)
        return tr("Input tokens that could have been read from the provider's cache and were paid for again");
    if (role == Qt::ToolTipRole && section == Extra)
        return tr("What these tokens cost beyond reading them");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Cause:
        return tr("Cause");
    case Requests:
        return tr("Requests");
    case Again:
        return tr("Tokens again");
    case Extra:
        return tr("Extra", "column: what it cost more");
    default:
        return {};
    }
}

} // namespace cachescope::ui

#include "moc_cause_table.cpp"

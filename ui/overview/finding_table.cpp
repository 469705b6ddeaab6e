// SPDX-License-Identifier: MIT
#include "ui/overview/finding_table.h"

#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/row_delegate.h"

namespace cachescope::ui {

namespace {

using insight::LogProblem;
using prompt::Severity;

bool sameRow(const LogProblem &a, const LogProblem &b)
{
    return a.rule == b.rule && a.message == b.message && a.client == b.client && a.place == b.place
        && a.callId == b.callId && a.perDay == b.perDay;
}

} // namespace

void FindingTable::setProblems(std::vector<LogProblem> problems, std::string_view currency)
{
    const bool same = currency == m_currency
        && std::equal(problems.begin(), problems.end(), m_problems.begin(), m_problems.end(), sameRow);
    if (same)
        return;
    beginResetModel();
    m_problems = std::move(problems);
    m_currency = currency;
    endResetModel();
}

int FindingTable::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_problems.size());
}

int FindingTable::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString FindingTable::text(const LogProblem &problem, int column) const
{
    switch (column) {
    case Rule:
        return format::text(problem.rule);
    case Problem:
        return format::coreText(problem.message);
    case Where: {
        const QString place = format::text(problem.place);
        const QString client = format::text(problem.client);
        return client.isEmpty() ? place : client % QStringLiteral(", ") % place;
    }
    case PerDay:
        return problem.perDay ? format::money(problem.perDay, 2, m_currency) : tr("unpriced");
    default:
        return {};
    }
}

QVariant FindingTable::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const LogProblem &problem = m_problems[static_cast<std::size_t>(index.row())];
    const bool first = index.column() == Rule;
    switch (role) {
    case Qt::DisplayRole:
        return text(problem, index.column());
    case Qt::ToolTipRole:
        return index.column() == Problem || index.column() == Where ? text(problem, index.column()) : QString();
    case Qt::TextAlignmentRole:
        return int((index.column() == PerDay ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case IconNameRole:
        if (!first)
            return {};
        return problem.severity == Severity::Error  ? QStringLiteral("error")
            : problem.severity == Severity::Warning ? QStringLiteral("warning")
                                                    : QStringLiteral("info");
    case IconTokenRole:
        return int(
            problem.severity == Severity::Error         ? Token::ErrorText
                : problem.severity == Severity::Warning ? Token::WriteText
                                                        : Token::FreshText);
    case MediumRole:
        return first || (index.column() == PerDay && problem.perDay);
    case ToneRole:
        return int(
            index.column() == Where || (index.column() == PerDay && !problem.perDay) ? Token::Text2 : Token::Text);
    default:
        return {};
    }
}

QVariant FindingTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == PerDay ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Rule:
        return tr("Rule");
    case Problem:
        return tr("Problem");
    case Where:
        return tr("Where");
    case PerDay:
        return tr("%1 per day", "column: money").arg(format::currencySymbol(m_currency));
    default:
        return {};
    }
}

} // namespace cachescope::ui

#include "moc_finding_table.cpp"

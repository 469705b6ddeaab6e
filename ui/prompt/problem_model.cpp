// SPDX-License-Identifier: MIT
#include "ui/prompt/problem_model.h"

#include "ui/format/format.h"
#include "ui/parts/row_delegate.h"
#include "ui/prompt/editor_frame.h"
#include "ui/theme/tokens.h"

#include <algorithm>

namespace cachescope::ui {

using prompt::Severity;

QString severityWord(Severity severity)
{
    return severity == Severity::Error  ? ProblemModel::tr("error")
        : severity == Severity::Warning ? ProblemModel::tr("warning")
                                        : ProblemModel::tr("info");
}

QString severityIcon(Severity severity)
{
    return severity == Severity::Error  ? QStringLiteral("error")
        : severity == Severity::Warning ? QStringLiteral("warning")
                                        : QStringLiteral("info");
}

void ProblemModel::setRows(std::vector<Row> rows, const std::string &currency, bool namesFiles)
{
    const auto before = [](const Row &a, const Row &b) {
        const auto &left = a.shown().finding, &right = b.shown().finding;
        const std::int64_t leftMoney = left.perDay ? left.perDay->pico() : 0;
        const std::int64_t rightMoney = right.perDay ? right.perDay->pico() : 0;
        if (leftMoney != rightMoney)
            return leftMoney > rightMoney;
        if (left.severity != right.severity)
            return left.severity > right.severity;
        if (a.outside && b.outside && a.outside->where != b.outside->where)
            return a.outside->where < b.outside->where;
        return a.outside ? left.range.begin < right.range.begin : a.shown().begin < b.shown().begin;
    };
    std::stable_sort(rows.begin(), rows.end(), before);
    const auto same = [](const Row &a, const Row &b) {
        return a.frame == b.frame
            && (a.outside ? a.outside->where : QString()) == (b.outside ? b.outside->where : QString())
            && a.shown().finding.fingerprint == b.shown().finding.fingerprint
            && a.shown().finding.rule == b.shown().finding.rule;
    };
    // The same problems at other places: selection and scroll stay.
    const bool sameRows = rows.size() == m_rows.size() && namesFiles == m_namesFiles
        && std::equal(rows.begin(), rows.end(), m_rows.begin(), same);
    m_currency = currency;
    m_namesFiles = namesFiles;
    if (sameRows) {
        m_rows = std::move(rows);
        if (!m_rows.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

const ProblemModel::Row *ProblemModel::rowAt(int row) const
{
    return row >= 0 && row < rowCount() ? &m_rows[static_cast<std::size_t>(row)] : nullptr;
}

int ProblemModel::rowOfFinding(const EditorFrame *frame, int finding) const
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].frame == frame && m_rows[i].finding == finding)
            return static_cast<int>(i);
    }
    return -1;
}

int ProblemModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ProblemModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ProblemModel::text(const Row &row, int column) const
{
    const ShownFinding &shown = row.shown();
    switch (column) {
    case Rule:
        return format::text(shown.finding.rule);
    case Message:
        return format::text(shown.finding.message);
    case Place: {
        QString place = QStringLiteral("%1:%2").arg(shown.line).arg(shown.column);
        if (!shown.isInText && !shown.finding.segment.empty())
            place = format::text(shown.finding.segment).section(u' ', 0, 0);
        if (row.outside)
            return row.outside->where + u' ' + place;
        return m_namesFiles && row.frame ? row.frame->session().title() + u' ' + place : place;
    }
    case Money:
        return shown.finding.perDay ? format::money(shown.finding.perDay, 2, m_currency) : format::missing();
    case Safety:
        return shown.finding.fixes.empty()     ? tr("by hand")
            : shown.finding.fixes.front().safe ? tr("safe")
                                               : tr("unsafe");
    case FixTitle:
        return shown.finding.fixes.empty() ? QString() : format::text(shown.finding.fixes.front().title);
    default:
        return {};
    }
}

QVariant ProblemModel::data(const QModelIndex &index, int role) const
{
    const Row *row = rowAt(index.row());
    if (!row)
        return {};
    const prompt::Finding &finding = row->shown().finding;
    switch (role) {
    case Qt::DisplayRole:
        return text(*row, index.column());
    case Qt::AccessibleTextRole:
        return index.column() == Icon ? severityWord(finding.severity) : text(*row, index.column());
    case Qt::ToolTipRole:
        if (index.column() == Icon)
            return severityWord(finding.severity);
        return finding.evidence.empty() ? format::text(finding.message)
                                        : format::text(finding.message) + u'\n' + format::text(finding.evidence);
    case IconNameRole:
        return index.column() == Icon ? QVariant(severityIcon(finding.severity)) : QVariant();
    case IconTokenRole:
        return static_cast<int>(
            finding.severity == Severity::Error         ? Token::ErrorText
                : finding.severity == Severity::Warning ? Token::WriteText
                                                        : Token::FreshText);
    case Qt::TextAlignmentRole:
        return QVariant((index.column() == Money ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case MediumRole:
        return index.column() == Rule || (index.column() == Money && finding.perDay);
    case ToneRole:
        if (index.column() == FixTitle)
            return static_cast<int>(Token::AccentText);
        return static_cast<int>(index.column() == Money && !finding.perDay ? Token::Text3 : Token::Text);
    default:
        return {};
    }
}

QVariant ProblemModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Rule:
        return tr("Rule");
    case Message:
        return tr("Problem");
    case Place:
        return tr("Place");
    case Money:
        return tr("a day");
    case Safety:
        return tr("Fix");
    default:
        return {};
    }
}

} // namespace cachescope::ui

#include "moc_problem_model.cpp"

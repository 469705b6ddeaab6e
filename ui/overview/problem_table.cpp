// SPDX-License-Identifier: MIT
#include "ui/overview/problem_table.h"

#include "ui/format/format.h"
#include "ui/parts/row_delegate.h"

#include <QCoreApplication>

namespace cachescope::ui {

namespace {

using requestlog::CallEnd;
using requestlog::CallRecord;
using requestlog::CallState;

/** Context for translations of free functions. */
struct ProblemWords
{
    Q_DECLARE_TR_FUNCTIONS(ProblemWords)
};

bool isIncomplete(const CallEnd &end)
{
    return end.state == CallState::Cut || end.state == CallState::NoTerminalEvent
        || end.state == CallState::ClientGone || end.state == CallState::Lost;
}

bool sameRow(const CallRecord &a, const CallRecord &b)
{
    return a.start.id == b.start.id && a.end.state == b.end.state && a.end.status == b.end.status;
}

QString stateWords(const CallEnd &end)
{
    switch (end.state) {
    case CallState::Cut:
        return ProblemWords::tr("answer cut after %1").arg(format::duration(end.totalMicros));
    case CallState::NoTerminalEvent:
        return ProblemWords::tr("stream without its end");
    case CallState::ClientGone:
        return ProblemWords::tr("client left after %1").arg(format::duration(end.totalMicros));
    case CallState::Lost:
        return ProblemWords::tr("under way when Cachescope ended");
    default:
        return {};
    }
}

} // namespace

QString problemWords(const CallEnd &end)
{
    const QString state = stateWords(end);
    if (!state.isEmpty())
        return state;
    if (!end.errorMessage.empty())
        return format::text(end.errorMessage);
    if (end.status == 429)
        return ProblemWords::tr("rate limit");
    if (end.status == 529)
        return ProblemWords::tr("overloaded");
    return end.errorKind.empty() ? ProblemWords::tr("error") : format::text(end.errorKind);
}

void ProblemTable::setRecords(std::vector<CallRecord> records, base::UnixMicros now)
{
    m_now = now;
    if (std::equal(records.begin(), records.end(), m_records.begin(), m_records.end(), sameRow))
        return;
    beginResetModel();
    m_records = std::move(records);
    endResetModel();
}

std::int64_t ProblemTable::callId(int row) const
{
    return m_records[static_cast<std::size_t>(row)].start.id;
}

int ProblemTable::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_records.size());
}

int ProblemTable::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ProblemTable::text(const CallRecord &record, int column) const
{
    switch (column) {
    case Status:
        return record.end.status > 0 ? QString::number(record.end.status) : format::missing();
    case Problem:
        return problemWords(record.end);
    case Model:
        return format::text(record.start.model);
    case Client:
        return format::text(record.start.client);
    case Time:
        return format::moment(record.start.startedAt, m_now);
    default:
        return {};
    }
}

QVariant ProblemTable::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const CallRecord &record = m_records[static_cast<std::size_t>(index.row())];
    const bool incomplete = isIncomplete(record.end);
    switch (role) {
    case Qt::DisplayRole:
        return text(record, index.column());
    case Qt::ToolTipRole:
        return index.column() == Problem ? text(record, Problem) : QString();
    case Qt::TextAlignmentRole:
        return int((index.column() == Time ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case IconNameRole:
        return index.column() != Status ? QString()
            : incomplete                ? QStringLiteral("warning")
                                        : QStringLiteral("error");
    case IconTokenRole:
        return int(incomplete ? Token::WriteText : Token::ErrorText);
    case MediumRole:
        return index.column() == Status;
    case ToneRole:
        return int(index.column() == Status || index.column() == Problem ? Token::Text : Token::Text2);
    default:
        return {};
    }
}

QVariant ProblemTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Time ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Status:
        return tr("Status");
    case Problem:
        return tr("Problem");
    case Model:
        return tr("Model");
    case Client:
        return tr("Client");
    case Time:
        return tr("Time");
    default:
        return {};
    }
}

} // namespace cachescope::ui

#include "moc_problem_table.cpp"

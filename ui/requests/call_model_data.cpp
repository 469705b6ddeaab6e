// SPDX-License-Identifier: MIT
// What the cells of CallModel say; where its rows come from is in call_model.cpp.
#include "ui/requests/call_model.h"

#include "ui/parts/row_delegate.h"
#include "ui/requests/why_words.h"

#include <algorithm>

namespace cachescope::ui {

using requestlog::CallRecord;

QVariant CallModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= callColumnCount)
        return {};
    const auto column = CallColumn(index.column());
    if (role == IdRole)
        return qint64(idAt(index.row()));
    if (role == Qt::TextAlignmentRole) {
        const Qt::Alignment side = columnSpec(column).rightAligned ? Qt::AlignRight : Qt::AlignLeft;
        return QVariant::fromValue(side | Qt::AlignVCenter);
    }
    const CallRecord *record = m_records.find(idAt(index.row()));
    if (record == nullptr)
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return callText(*record, column, m_style);
    case Qt::ToolTipRole:
        return callToolTip(*record, column, m_style);
    case Qt::AccessibleDescriptionRole:
        return callToolTip(*record, column, m_style);
    case ToneRole:
        return int(callToken(*record, column));
    case MediumRole:
        return isEmphasised(*record, column);
    case IconNameRole:
        if (column != CallColumn::Cause)
            return {};
        if (record->pinned)
            return QStringLiteral("pin");
        return requestlog::isFault(record->reason) ? reasonIcon(record->reason) : QVariant();
    case IconTokenRole:
        return column == CallColumn::Cause && !record->pinned && requestlog::isFault(record->reason)
            ? QVariant(int(Token::ErrorText))
            : QVariant();
    case ElideMiddleRole:
        return column == CallColumn::Session || column == CallColumn::Model || column == CallColumn::ServedModel;
    case OutcomeRole:
        return int(record->end.outcome);
    case SharesRole:
    case LatencyRole:
        return barData(*record, role);
    default:
        return {};
    }
}

QVariant CallModel::barData(const CallRecord &record, int role) const
{
    const auto &end = record.end;
    if (role == LatencyRole) {
        LatencyParts parts;
        parts.known = !answeredLocally(record) && end.totalMicros > 0;
        parts.firstToken = end.firstTokenMicros;
        parts.total = end.totalMicros;
        parts.scale = std::max<std::int64_t>(1, m_scales.latencyMicros());
        return QVariant::fromValue(parts);
    }
    InputShares shares;
    shares.known = hasTokens(record);
    shares.local = answeredLocally(record);
    shares.read = end.usage.tokens.cacheRead;
    shares.write = end.usage.tokens.cacheWrite();
    shares.fresh = end.usage.tokens.fresh;
    shares.scale = std::max<std::int64_t>(1, m_scales.inputTokens());
    return QVariant::fromValue(shares);
}

QVariant CallModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= callColumnCount)
        return {};
    const auto column = CallColumn(section);
    switch (role) {
    case Qt::DisplayRole:
        return columnTitle(column);
    case Qt::ToolTipRole:
        return columnHelp(column);
    case Qt::AccessibleTextRole:
        return columnName(column);
    case Qt::TextAlignmentRole: {
        const Qt::Alignment side = columnSpec(column).rightAligned ? Qt::AlignRight : Qt::AlignLeft;
        return QVariant::fromValue(side | Qt::AlignVCenter);
    }
    default:
        return {};
    }
}

} // namespace cachescope::ui

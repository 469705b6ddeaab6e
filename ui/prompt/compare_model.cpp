// SPDX-License-Identifier: MIT
#include "ui/prompt/compare_model.h"

#include "ui/format/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace cachescope::ui {

using prompt::Relation;

QString relationWord(Relation relation)
{
    switch (relation) {
    case Relation::Equal:
        break;
    case Relation::Changed:
        return CompareModel::tr("changed");
    case Relation::Reordered:
        return CompareModel::tr("order only", "the same JSON members in another order");
    case Relation::Moved:
        return CompareModel::tr("moved");
    case Relation::OnlyA:
        return CompareModel::tr("removed");
    case Relation::OnlyB:
        return CompareModel::tr("added");
    }
    return {};
}

void CompareModel::setCompared(std::shared_ptr<const ComparedPrompts> compared)
{
    m_compared = std::move(compared);
    restart();
}

void CompareModel::setStyle(CompareStyle style)
{
    if (m_style == style)
        return;
    m_style = style;
    rebuild();
}

std::optional<quint64> CompareModel::foldOf(int index) const
{
    const CompareRow &row = m_rows[index];
    return row.kind == CompareRow::Kind::Fold ? std::optional(row.fold) : std::nullopt;
}

void CompareModel::makeRows(const LineWrapper &wrapper)
{
    m_rows.clear();
    if (m_compared)
        m_rows = CompareRows(*m_compared, m_style, open(), wrapper).take();
}

int CompareModel::nextDifference(int from, bool forward) const
{
    for (int at = from + (forward ? 1 : -1); at >= 0 && at < m_rows.size(); at += forward ? 1 : -1) {
        if (m_rows[at].startsDifference)
            return at;
    }
    return -1;
}

int CompareModel::differenceCount() const
{
    return static_cast<int>(
        std::count_if(m_rows.begin(), m_rows.end(), [](const CompareRow &row) { return row.startsDifference; }));
}

QString CompareModel::words(const CompareRow &row) const
{
    if (row.kind == CompareRow::Kind::Fold)
        return row.open ? tr("%1, open").arg(row.title) : tr("%1, closed").arg(row.title);
    if (row.kind == CompareRow::Kind::Block) {
        const QString word = relationWord(row.relation);
        return word.isEmpty() ? row.title : tr("%1: %2", "block, how it differs").arg(row.title, word);
    }
    const auto numbered = [](const CompareCell &cell) {
        return cell.line == 0 ? cell.text : tr("line %1: %2").arg(format::number(qint64(cell.line)), cell.text);
    };
    if (!row.a.differs && !row.b.differs)
        return numbered(row.b.present ? row.b : row.a);
    QStringList parts;
    if (row.a.present)
        parts << tr("removed, %1").arg(numbered(row.a));
    if (row.b.present)
        parts << tr("added, %1").arg(numbered(row.b));
    return parts.join(QLatin1String("; "));
}

QVariant CompareModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size())
        return {};
    const CompareRow &row = m_rows[index.row()];
    if (role == Qt::AccessibleTextRole || role == Qt::DisplayRole)
        return words(row);
    if (role == Qt::ToolTipRole && row.kind == CompareRow::Kind::Fold)
        return row.open ? tr("Close (Enter)") : tr("Open (Enter)");
    return {};
}

} // namespace cachescope::ui

#include "moc_compare_model.cpp"

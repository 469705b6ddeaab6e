// SPDX-License-Identifier: MIT
#include "ui/cache/entry_model.h"

#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/parts/row_delegate.h"

#include <algorithm>

namespace cachescope::ui {

using cache::EntryIds;
using cache::EntryRow;

namespace {

constexpr std::size_t mostRows = 20 * EntryModel::pageSize;
constexpr double nearlyOver = 0.85; ///< Of a lifetime; from here the bar warns.

base::Error noCache()
{
    return { base::ErrorCode::Unavailable, "This window has no cache to show." };
}

} // namespace

EntryModel::EntryModel(LogService &log, cache::EntryControl *invalidator, QObject *parent)
    : QAbstractTableModel(parent)
    , m_log(log)
    , m_invalidator(invalidator)
    , m_question(log)
{ }

void EntryModel::setQuery(const EntryQuery &query)
{
    m_query = query;
    m_fresh = true;
    m_state = State::Reading;
    ask();
    Q_EMIT stateChanged();
}

void EntryModel::refresh()
{
    if (m_state != State::Idle && !m_question.isActive())
        ask();
}

void EntryModel::setFrozen(bool frozen)
{
    const bool thawed = m_frozen && !frozen;
    m_frozen = frozen;
    if (thawed && m_waiting > 0)
        refresh();
}

void EntryModel::ask()
{
    m_question.ask(
        Lane::Cache, this,
        [invalidator = m_invalidator, query = m_query](LogSource &) -> base::Result<EntryIds> {
            if (invalidator == nullptr)
                return tl::unexpected(noCache());
            return invalidator->entryIds(query.selector, query.sort, query.order);
        },
        [this](base::Result<EntryIds> ids) { onIds(std::move(ids)); });
}

void EntryModel::onIds(base::Result<EntryIds> ids)
{
    m_wrongQuestion = !ids && ids.error().code == base::ErrorCode::InvalidInput;
    m_error = ids ? QString() : format::coreText(ids.error().message);
    m_state = ids ? State::Complete : State::Failed;
    if (ids) {
        m_matching = ids->matching;
        m_all = ids->all;
        show(std::move(ids->ids));
        ++m_generation;
        setVisibleRows(m_firstVisible, m_lastVisible);
    }
    Q_EMIT stateChanged();
}

void EntryModel::show(std::vector<std::int64_t> ids)
{
    m_waiting = 0;
    const bool asked = std::exchange(m_fresh, false);
    if (ids == m_ids)
        return;
    if (m_frozen && !asked) {
        const std::unordered_set<std::int64_t> known(m_ids.begin(), m_ids.end());
        m_waiting
            = int(std::count_if(ids.begin(), ids.end(), [&](std::int64_t id) { return !known.contains(id); }));
        return;
    }
    beginResetModel();
    m_ids = std::move(ids);
    endResetModel();
}

void EntryModel::setTextStyle(const EntryTextStyle &style)
{
    m_style = style;
    const int last = std::min(m_lastVisible, rowCount() - 1);
    if (last >= 0)
        Q_EMIT dataChanged(index(std::min(m_firstVisible, last), 0), index(last, entryColumnCount - 1));
}

void EntryModel::setVisibleRows(int first, int last)
{
    m_firstVisible = std::max(first, 0);
    m_lastVisible = std::max(last, m_firstVisible);
    if (rowCount() == 0)
        return;
    const int lastPage = std::min(m_lastVisible, rowCount() - 1) / pageSize;
    for (int page = m_firstVisible / pageSize; page <= lastPage; ++page)
        requestPage(page);
}

void EntryModel::requestPage(int page)
{
    std::vector<std::int64_t> missing;
    const int end = std::min((page + 1) * pageSize, rowCount());
    for (int row = page * pageSize; row < end; ++row) {
        const std::int64_t id = idAt(row);
        const auto held = m_rows.find(id);
        if ((held == m_rows.end() || held->second.generation != m_generation) && !m_asked.contains(id))
            missing.push_back(id);
    }
    if (missing.empty() || m_invalidator == nullptr)
        return;
    m_asked.insert(missing.begin(), missing.end());
    m_log.ask(
        Lane::Cache, this,
        [invalidator = m_invalidator, missing](LogSource &) { return invalidator->entryRows(missing); },
        [this, missing](base::Result<std::vector<EntryRow>> rows) { onRows(missing, std::move(rows)); });
}

void EntryModel::onRows(const std::vector<std::int64_t> &asked, base::Result<std::vector<EntryRow>> rows)
{
    for (const std::int64_t id : asked)
        m_asked.erase(id);
    if (!rows) {
        m_error = format::coreText(rows.error().message);
        m_state = State::Failed;
        Q_EMIT stateChanged();
        return;
    }
    if (m_rows.size() > mostRows)
        forgetFarRows();
    for (EntryRow &row : *rows) {
        const std::int64_t id = row.id;
        m_rows[id] = { std::move(row), m_generation };
    }
    const int last = std::min(rowCount() - 1, m_lastVisible + pageSize);
    if (last >= 0)
        Q_EMIT dataChanged(
            index(std::clamp(m_firstVisible - pageSize, 0, last), 0), index(last, entryColumnCount - 1));
    Q_EMIT rowsRead();
}

void EntryModel::forgetFarRows()
{
    std::unordered_map<std::int64_t, Held> kept;
    const int last = std::min(rowCount() - 1, m_lastVisible + pageSize);
    for (int row = std::max(0, m_firstVisible - pageSize); row <= last; ++row) {
        if (const auto held = m_rows.find(idAt(row)); held != m_rows.end())
            kept.insert(m_rows.extract(held));
    }
    m_rows = std::move(kept);
}

const EntryRow *EntryModel::row(int row) const
{
    return row >= 0 && row < rowCount() ? rowById(idAt(row)) : nullptr;
}

const EntryRow *EntryModel::rowById(std::int64_t id) const
{
    const auto held = m_rows.find(id);
    return held == m_rows.end() ? nullptr : &held->second.row;
}

std::int64_t EntryModel::idAt(int row) const
{
    return m_ids[static_cast<std::size_t>(row)];
}

std::optional<int> EntryModel::rowOf(std::int64_t id) const
{
    const auto found = std::find(m_ids.begin(), m_ids.end(), id);
    return found == m_ids.end() ? std::nullopt : std::optional(int(found - m_ids.begin()));
}

int EntryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_ids.size());
}

int EntryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : entryColumnCount;
}

QVariant EntryModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= entryColumnCount)
        return {};
    const auto column = EntryColumn(index.column());
    if (role == IdRole)
        return qint64(idAt(index.row()));
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            (entryColumnSpec(column).rightAligned ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    const EntryRow *entry = row(index.row());
    if (entry == nullptr)
        return {};
    const bool over = entry->state == cache::EntryState::Stale || entry->expiresAt <= m_style.now;
    switch (role) {
    case Qt::DisplayRole:
        return entryText(*entry, column, m_style);
    case Qt::AccessibleTextRole:
        return column == EntryColumn::Mark ? entryToolTip(*entry, column, m_style)
                                           : entryText(*entry, column, m_style);
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
        return entryToolTip(*entry, column, m_style);
    case ToneRole:
        return int(
            over                                                                  ? Token::Text3
                : column == EntryColumn::Key || column == EntryColumn::FirstWords ? Token::Text2
                                                                                  : Token::Text);
    case MediumRole:
        return column == EntryColumn::Saved && !over;
    case MonoRole:
        return column == EntryColumn::Key;
    case ElideMiddleRole:
        return column == EntryColumn::Model;
    case ShareRole:
        return ttlUsed(*entry, m_style.now);
    case ShareTokenRole:
        return int(ttlUsed(*entry, m_style.now) >= nearlyOver ? Token::Write : Token::Text3);
    case PinnedRole:
        return entry->pinned;
    case StaleRole:
        return over;
    default:
        return {};
    }
}

QVariant EntryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= entryColumnCount)
        return {};
    const auto column = EntryColumn(section);
    switch (role) {
    case Qt::DisplayRole:
        return entryColumnTitle(column);
    case Qt::ToolTipRole:
        return entryColumnHelp(column);
    case Qt::AccessibleTextRole:
        return column == EntryColumn::Mark ? entryColumnHelp(column) : entryColumnTitle(column);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            (entryColumnSpec(column).rightAligned ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    default:
        return {};
    }
}

} // namespace cachescope::ui

#include "moc_entry_model.cpp"

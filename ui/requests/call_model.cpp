// SPDX-License-Identifier: MIT
#include "ui/requests/call_model.h"

#include "ui/format/core_words.h"
#include "ui/format/format.h"
#include "ui/requests/id_batcher.h"

#include <algorithm>

namespace cachescope::ui {

using requestlog::CallRecord;

namespace {

constexpr std::size_t headSize = 4096;
constexpr std::size_t firstScreenRows = 64;
constexpr std::size_t recordRows = 40 * CallModel::pageSize;
/** Numbers below the newest one that are looked at again after a search: calls that were under way meanwhile. */
constexpr std::int64_t searchOverlap = 500;

} // namespace

CallModel::CallModel(LogService &log, QObject *parent)
    : QAbstractTableModel(parent)
    , m_log(log)
    , m_search(log)
    , m_firstScreen(log)
    , m_look(log)
    , m_records(recordRows)
{ }

void CallModel::setQuery(const CallQuery &query, CallIds open)
{
    m_query = query;
    ++m_generation;
    m_state = State::Searching;
    m_searchError.clear();
    m_fresh = true;
    m_capped = false;
    m_asked.clear();
    m_open = std::move(open);
    m_look.cancel();
    m_scales.clear();
    m_firstScreen.cancel();
    m_held.clear();
    m_heldEnd.reset();
    if (!std::exchange(m_waiting, {}).empty())
        Q_EMIT waitingChanged();
    m_search.ask(
        Lane::Search, this,
        [query, this](LogSource &source, JobControl &control) { return search(source, control, query, this); },
        [this](const base::Result<Found> &found) { onSearchEnded(found); });
    Q_EMIT stateChanged();
}

// On the search lane's thread; `self` is touched only in what is delivered.
base::Result<CallModel::Found> CallModel::search(
    LogSource &source, JobControl &control, const CallQuery &query, CallModel *self)
{
    const auto began = std::chrono::steady_clock::now();
    const auto newest = source.newestId();
    if (!newest)
        return tl::unexpected(newest.error());
    IdBatcher batcher([&](CallIds ids) {
        control.deliver([self, ids = std::move(ids)]() mutable { self->onIdsFound(std::move(ids)); });
    });
    const auto done = source.ids(query.range, query.filter, query.sort, query.ascending, [&](const CallIds &batch) {
        // Cancelled just before the query began: that call of `cancel` found nothing to stop.
        if (control.isCancelled())
            source.cancel();
        else
            batcher.add(batch);
    });
    if (!done)
        return tl::unexpected(done.error());
    batcher.flush();
    const auto took = std::chrono::steady_clock::now() - began;
    return Found{ *newest, std::chrono::duration_cast<std::chrono::microseconds>(took).count() };
}

void CallModel::stop()
{
    if (m_state != State::Searching)
        return;
    m_search.cancel();
    m_firstScreen.cancel();
    showHeld({});
    m_state = State::Stopped;
    if (m_fresh)
        clearRows();
    Q_EMIT stateChanged();
}

void CallModel::setTextStyle(const CallTextStyle &style)
{
    m_style = style;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, callColumnCount - 1));
}

void CallModel::setFollowing(bool following)
{
    m_following = following;
    if (!following || m_waiting.empty())
        return;
    insertNewest(std::exchange(m_waiting, {}));
    Q_EMIT waitingChanged();
}

void CallModel::lookForNewer()
{
    // A list by another column, or of the past, or cut short, is a picture of its moment.
    if (m_state != State::Complete || !m_query.live || !m_query.byTime() || m_look.isActive())
        return;
    m_look.ask(
        Lane::Pages, this,
        [after = m_newest, open = m_open, query = m_query](LogSource &source) {
            return findNewerCalls(source, after, open, query);
        },
        [this](base::Result<NewerCalls> newer) { onNewerRead(std::move(newer)); });
}

void CallModel::onNewerRead(base::Result<NewerCalls> newer)
{
    setReadError(newer ? QString() : format::coreText(newer.error().message));
    if (!newer)
        return;
    m_newest = newer->newest;
    m_open = std::move(newer->open);
    if (newer->more)
        QMetaObject::invokeMethod(this, &CallModel::lookForNewer, Qt::QueuedConnection);

    CallRows added, known;
    const auto there = knownAmong(newer->matching);
    for (auto &record : newer->matching)
        (there.contains(record.start.id) ? known : added).push_back(std::move(record));
    // A row that the search found while its call was still open.
    for (auto &record : known) {
        const std::int64_t id = record.start.id;
        m_records.insert({ std::move(record) });
        announceRow(id);
    }
    setVisibleRows(m_firstVisible, m_lastVisible); // what is seen must not be what was forgotten for these
    if (added.empty())
        return;
    CallIds ids;
    for (const auto &record : added)
        ids.push_back(record.start.id);
    Q_EMIT callsAdded(added);
    setScales(added);
    m_records.insert(std::move(added));
    if (m_following || m_query.ascending) {
        insertNewest(std::move(ids));
    } else {
        m_waiting.insert(m_waiting.end(), ids.begin(), ids.end());
        Q_EMIT waitingChanged();
    }
}

void CallModel::insertNewest(CallIds ids)
{
    std::sort(ids.begin(), ids.end());
    if (m_query.ascending) {
        appendIds(ids);
        return;
    }
    // Usually all are newer than what is there: one insertion on top. A long call that ends late finds its place.
    const auto late = std::partition_point(
        ids.begin(), ids.end(), [this](std::int64_t id) { return !m_head.empty() && id < m_head.front(); });
    for (auto it = ids.begin(); it != late; ++it) {
        const auto place = std::lower_bound(m_head.begin(), m_head.end(), *it, std::greater<>());
        const int row = int(place - m_head.begin());
        beginInsertRows({}, row, row);
        m_head.insert(place, *it);
        endInsertRows();
    }
    if (late == ids.end())
        return;
    beginInsertRows({}, 0, int(ids.end() - late) - 1);
    m_head.insert(m_head.begin(), std::make_reverse_iterator(ids.end()), std::make_reverse_iterator(late));
    endInsertRows();
}

void CallModel::clearRows()
{
    m_fresh = false;
    if (rowCount() == 0)
        return;
    beginResetModel();
    m_head = {};
    m_tail.clear();
    m_records.clear();
    endResetModel();
}

void CallModel::appendIds(std::span<const std::int64_t> ids)
{
    const auto room = std::size_t(maxRows - rowCount());
    if (ids.size() > room) {
        ids = ids.first(room);
        m_capped = true;
    }
    if (ids.empty())
        return;
    beginInsertRows({}, rowCount(), rowCount() + int(ids.size()) - 1);
    if (m_tail.size() == 0 && m_head.size() < headSize) {
        const auto piece = ids.first(std::min(ids.size(), headSize - m_head.size()));
        m_head.insert(m_head.end(), piece.begin(), piece.end());
        ids = ids.subspan(piece.size());
    }
    m_tail.append(ids);
    endInsertRows();
}

void CallModel::onIdsFound(CallIds ids)
{
    if (!m_held.empty()) {
        m_held.push_back(std::move(ids));
    } else if (m_fresh) {
        m_held.push_back(std::move(ids));
        readFirstScreen();
    } else {
        showFound(ids);
    }
}

/** The list waits for the rows of its first screen, so that no blank lines are seen meanwhile. */
void CallModel::readFirstScreen()
{
    const CallIds &first = m_held.front();
    const auto end = first.begin() + std::ptrdiff_t(std::min(first.size(), firstScreenRows));
    m_firstScreen.ask(
        Lane::Pages, this, [ids = CallIds(first.begin(), end)](LogSource &source) { return source.rows(ids); },
        [this](base::Result<CallRows> rows) {
            // When they cannot be read the view asks once more, and tells why.
            showHeld(rows ? std::move(*rows) : CallRows());
        });
}

void CallModel::showHeld(CallRows rows)
{
    if (m_held.empty())
        return;
    std::vector<CallIds> held = std::exchange(m_held, {});
    clearRows();
    setScales(rows);
    m_records.insert(std::move(rows));
    for (CallIds &ids : held)
        showFound(std::exchange(ids, {})); // each goes as it is shown: all of them may be 80 MB
    if (const auto ended = std::exchange(m_heldEnd, {}))
        onSearchEnded(*ended);
}

void CallModel::showFound(const CallIds &ids)
{
    // Calls under way are in the strip above the table; they get their place when they end.
    if (m_open.empty()) {
        appendIds(ids);
    } else {
        CallIds ended;
        ended.reserve(ids.size());
        std::copy_if(ids.begin(), ids.end(), std::back_inserter(ended), [this](auto id) {
            return std::find(m_open.begin(), m_open.end(), id) == m_open.end();
        });
        appendIds(ended);
    }
    Q_EMIT stateChanged();
}

void CallModel::onSearchEnded(const base::Result<Found> &found)
{
    if (!m_held.empty()) {
        m_heldEnd = found;
        return;
    }
    if (found) {
        m_state = State::Complete;
        m_searchMicros = found->micros;
        m_newest = std::max<std::int64_t>(0, found->newest - searchOverlap);
        m_newestAtSearch = found->newest + searchOverlap; // some may have come while it ran
        if (m_fresh)
            clearRows();
    } else {
        m_state = State::Failed;
        m_searchError = format::coreText(found.error().message);
    }
    Q_EMIT stateChanged();
}

const CallRecord *CallModel::record(int row) const
{
    return row >= 0 && row < rowCount() ? m_records.find(idAt(row)) : nullptr;
}

std::int64_t CallModel::idAt(int row) const
{
    const auto index = std::size_t(row);
    return index < m_head.size() ? m_head[index] : m_tail.at(index - m_head.size());
}

std::optional<int> CallModel::rowOf(std::int64_t id) const
{
    if (const auto found = std::find(m_head.begin(), m_head.end(), id); found != m_head.end())
        return int(found - m_head.begin());
    for (std::size_t i = 0; i < m_tail.size(); ++i) {
        if (m_tail.at(i) == id)
            return int(m_head.size() + i);
    }
    return {};
}

int CallModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_head.size() + m_tail.size());
}

int CallModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : callColumnCount;
}

} // namespace cachescope::ui

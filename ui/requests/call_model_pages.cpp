// SPDX-License-Identifier: MIT
#include "ui/requests/call_model.h"

#include "ui/format/core_words.h"

#include <algorithm>

namespace cachescope::ui {

using requestlog::CallRecord;

void CallModel::setVisibleRows(int first, int last)
{
    if (rowCount() == 0)
        return;
    m_firstVisible = first;
    m_lastVisible = last;
    const int lastPage = std::min(last, rowCount() - 1) / pageSize;
    for (int page = std::max(first, 0) / pageSize; page <= lastPage; ++page)
        requestPage(page);
}

void CallModel::requestPage(int page)
{
    CallIds missing;
    const int end = std::min((page + 1) * pageSize, rowCount());
    for (int row = page * pageSize; row < end; ++row) {
        const std::int64_t id = idAt(row);
        if (!m_asked.contains(id) && m_records.find(id) == nullptr)
            missing.push_back(id);
    }
    if (missing.empty())
        return;
    m_asked.insert(missing.begin(), missing.end());
    m_log.ask(
        Lane::Pages, this, [missing](LogSource &source) { return source.rows(missing); },
        [this, missing, generation = m_generation](base::Result<CallRows> rows) {
            if (generation == m_generation)
                onRowsRead(missing, std::move(rows));
        });
}

void CallModel::lookForInsights()
{
    CallIds ids;
    const int last = std::min(rowCount() - 1, m_lastVisible + 1);
    for (int row = std::max(0, m_firstVisible); row <= last; ++row) {
        const std::int64_t id = idAt(row);
        const CallRecord *known = m_records.find(id);
        if (known != nullptr && isToBeAnalysed(*known) && !m_asked.contains(id))
            ids.push_back(id);
    }
    if (ids.empty())
        return;
    m_asked.insert(ids.begin(), ids.end());
    m_log.ask(
        Lane::Pages, this, [ids](LogSource &source) { return source.rows(ids); },
        [this, ids, generation = m_generation](base::Result<CallRows> rows) {
            if (generation == m_generation)
                onRowsRead(ids, std::move(rows));
        });
}

void CallModel::onRowsRead(const CallIds &asked, base::Result<CallRows> rows)
{
    for (const auto id : asked)
        m_asked.erase(id);
    setReadError(rows ? QString() : format::coreText(rows.error().message));
    if (!rows || rows->empty())
        return;
    setScales(*rows);
    m_records.insert(std::move(*rows));
    const auto first = rowNearView(asked.front());
    const auto last = rowNearView(asked.back());
    if (first && last)
        Q_EMIT dataChanged(index(*first, 0), index(*last, callColumnCount - 1));
}

void CallModel::announceRow(std::int64_t id)
{
    if (const auto row = rowNearView(id))
        Q_EMIT dataChanged(index(*row, 0), index(*row, callColumnCount - 1));
}

// What is far from the view needs no announcement: it is painted anew when it comes into view.
std::optional<int> CallModel::rowNearView(std::int64_t id) const
{
    const int last = std::min(rowCount() - 1, m_lastVisible + 2 * pageSize);
    for (int row = std::max(0, m_firstVisible - 2 * pageSize); row <= last; ++row) {
        if (idAt(row) == id)
            return row;
    }
    return {};
}

/** Which of these the search had found already. One pass over the list, and only after a search. */
std::unordered_set<std::int64_t> CallModel::knownAmong(const CallRows &records) const
{
    std::unordered_set<std::int64_t> asked, known;
    for (const auto &record : records) {
        if (record.start.id <= m_newestAtSearch)
            asked.insert(record.start.id);
    }
    if (asked.empty())
        return known;
    const std::int64_t lowest = *std::min_element(asked.begin(), asked.end());
    for (int row = 0; row < rowCount() && known.size() < asked.size(); ++row) {
        const std::int64_t id = idAt(row);
        if (id >= lowest && asked.contains(id))
            known.insert(id);
    }
    return known;
}

void CallModel::setScales(const CallRows &rows)
{
    if (m_scales.learn(rows) && rowCount() > 0)
        Q_EMIT dataChanged(
            index(std::min(m_firstVisible, rowCount() - 1), 0),
            index(std::min(m_lastVisible, rowCount() - 1), callColumnCount - 1), { SharesRole, LatencyRole });
}

void CallModel::setReadError(const QString &error)
{
    if (error == m_readError)
        return;
    m_readError = error;
    Q_EMIT readErrorChanged();
}

void CallModel::setMark(std::int64_t id, bool pinned, const std::string &note)
{
    const CallRecord *known = m_records.find(id);
    if (known == nullptr)
        return;
    CallRecord changed = *known;
    changed.pinned = pinned;
    changed.note = note;
    m_records.insert({ std::move(changed) });
    announceRow(id);
}

} // namespace cachescope::ui

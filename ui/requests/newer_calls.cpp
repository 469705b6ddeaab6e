// SPDX-License-Identifier: MIT
#include "ui/requests/newer_calls.h"

#include "ui/data/log_source.h"

#include <algorithm>
#include <span>
#include <unordered_set>

namespace cachescope::ui {

using requestlog::Filter;

namespace {

constexpr int mostAtOnce = 2000;
/** Ids in one question: a filter takes 400 conditions, and those of the query count too. */
constexpr std::size_t idsInOneFilter = 100;

using IdSet = std::unordered_set<std::int64_t>;

/** Adds to `matching` those of the ids that the query's filter finds. */
base::Result<> findMatching(
    LogSource &source, std::span<const std::int64_t> ids, const CallQuery &query, IdSet &matching)
{
    std::string text = "(" + query.filter.text() + ") id:";
    for (const auto id : ids)
        text += std::to_string(id) + ",";
    text.pop_back();
    const auto filter = Filter::parse(text);
    if (!filter)
        return base::failure(base::ErrorCode::Internal, filter.error().message);
    const auto collect = [&](const CallIds &batch) { matching.insert(batch.begin(), batch.end()); };
    return source.ids(query.range, *filter, requestlog::SortColumn::Time, false, collect);
}

/** Leaves of the ids those that the query's filter finds. */
base::Result<> keepMatching(LogSource &source, const CallQuery &query, IdSet &ids)
{
    const CallIds all(ids.begin(), ids.end());
    IdSet matching;
    for (std::size_t at = 0; at < all.size(); at += idsInOneFilter) {
        const auto piece = std::span(all).subspan(at, std::min(idsInOneFilter, all.size() - at));
        if (const auto done = findMatching(source, piece, query, matching); !done)
            return done;
    }
    ids = std::move(matching);
    return {};
}

} // namespace

base::Result<NewerCalls> findNewerCalls(
    LogSource &source, std::int64_t after, const CallIds &open, const CallQuery &query)
{
    const auto newer = source.newerIds(after, Filter(), mostAtOnce);
    if (!newer)
        return tl::unexpected(newer.error());
    NewerCalls result;
    result.newest = after;
    for (const auto id : *newer)
        result.newest = std::max(result.newest, id);
    result.more = newer->size() == std::size_t(mostAtOnce);

    CallIds asked;
    std::copy_if(open.begin(), open.end(), std::back_inserter(asked), [after](auto id) { return id <= after; });
    asked.insert(asked.end(), newer->begin(), newer->end());
    auto rows = source.rows(asked);
    if (!rows)
        return tl::unexpected(rows.error());
    IdSet ended;
    for (const auto &row : *rows) {
        if (row.end.state != requestlog::CallState::Open)
            ended.insert(row.start.id);
    }
    std::copy_if(
        asked.begin(), asked.end(), std::back_inserter(result.open), [&](auto id) { return !ended.contains(id); });
    if (!query.filter.isEmpty() && !ended.empty()) {
        if (const auto kept = keepMatching(source, query, ended); !kept)
            return tl::unexpected(kept.error());
    }
    for (auto &row : *rows) {
        // Imported calls, and the past that the demo makes up, are new in the log but not in time.
        const bool inRange = row.start.startedAt >= query.range.begin && row.start.startedAt < query.range.end;
        if (inRange && ended.contains(row.start.id))
            result.matching.push_back(std::move(row));
    }
    return result;
}

} // namespace cachescope::ui

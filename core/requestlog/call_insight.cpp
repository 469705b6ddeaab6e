// SPDX-License-Identifier: MIT
#include "requestlog/call_insight.h"

#include "requestlog/row.h"

namespace cachescope::requestlog {

namespace {

using base::Result;
using storage::Database;

Result<> bindAndRun(storage::Statement &statement, const CallInsight &insight)
{
    int index = 1;
    for (const std::int64_t value :
         { insight.id, insight.startedAt, static_cast<std::int64_t>(insight.reason),
           static_cast<std::int64_t>(insight.certainty), static_cast<std::int64_t>(insight.providerSays),
           insight.comparedWith, insight.predicted, insight.reported, insight.again, insight.differsAt })
        statement.bind(index++, value);
    statement.bindOptional(
        index++, insight.extra ? std::optional(insight.extra->pico()) : std::optional<std::int64_t>());
    for (const std::string *text : { &insight.rule, &insight.place, &insight.facts })
        statement.bind(index++, *text);
    return statement.run();
}

} // namespace

std::string_view certaintyName(Certainty certainty)
{
    switch (certainty) {
    case Certainty::Certain:
        return "certain";
    case Certainty::Likely:
        return "likely";
    case Certainty::Possible:
        break;
    }
    return "possible";
}

Result<> writeInsight(Database &database, const CallInsight &insight)
{
    static const std::string mark = "UPDATE request SET flags = (flags & ~"
        + std::to_string(RowFlag::reasonMask << RowFlag::reasonShift) + ") | (?2 << "
        + std::to_string(RowFlag::reasonShift) + ") WHERE id = ?1 AND state != 0";
    auto update = database.cached(mark);
    if (!update)
        return tl::unexpected(update.error());
    (*update)->bind(1, insight.id);
    (*update)->bind(2, static_cast<std::int64_t>(insight.reason));
    if (auto marked = (*update)->run(); !marked)
        return marked;
    const bool isThere = database.changes() > 0;
    auto remove = database.cached("DELETE FROM call_insight WHERE id = ?1");
    if (!remove)
        return tl::unexpected(remove.error());
    (*remove)->bind(1, insight.id);
    if (auto removed = (*remove)->run(); !removed || !isThere)
        return removed;
    auto insert = database.cached("INSERT INTO call_insight VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
                                  "?12, ?13, ?14)");
    if (!insert)
        return tl::unexpected(insert.error());
    return bindAndRun(**insert, insight);
}

} // namespace cachescope::requestlog

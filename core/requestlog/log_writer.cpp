// SPDX-License-Identifier: MIT
#include "requestlog/log_writer.h"

#include "requestlog/repricing.h"

#include <vector>

namespace cachescope::requestlog {

namespace {

using base::Result;
using storage::Database;

struct LostRow
{
    std::int64_t id = 0;
    base::UnixMicros startedAt = 0;
    RowKeys keys;
};

Result<std::vector<LostRow>> openRows(Database &database, std::int64_t lastId)
{
    auto select = database.cached(
        "SELECT id, started_at, upstream, model, project, client, session, credential, tags FROM request "
        "WHERE state = 0 AND id <= ?1");
    if (!select)
        return tl::unexpected(select.error());
    (*select)->bind(1, lastId);
    std::vector<LostRow> rows;
    while ((*select)->step())
        rows.push_back(
            { (*select)->integer(0),
              (*select)->integer(1),
              { (*select)->integer(2), (*select)->integer(3), (*select)->integer(4), (*select)->integer(5),
                (*select)->integer(6), (*select)->integer(7), (*select)->integer(8), 0 } });
    if (!(*select)->ok())
        return tl::unexpected((*select)->error());
    (*select)->reset();
    return rows;
}

} // namespace

Result<> LogWriter::open(Database &database, const CallStart &start)
{
    return m_rows.insertOpen(database, start);
}

Result<> LogWriter::finish(Database &database, const CallStart &start, const CallEnd &end)
{
    RowKeys keys;
    auto written = m_rows.finish(database, start, end, keys);
    if (!written)
        return tl::unexpected(written.error());
    if (*written == RowWriter::Written::Now)
        count(start.startedAt, keys, figuresOf(end), end.parts);
    return {};
}

void LogWriter::count(
    base::UnixMicros startedAt, const RowKeys &keys, const CallFigures &figures,
    const std::optional<CostParts> &parts)
{
    m_rollups.add(startedAt, keys, figures);
    m_spend.add(startedAt, keys, spendOf(figures, parts));
}

Result<> LogWriter::recover(Database &database, std::int64_t lastId)
{
    auto rows = openRows(database, lastId);
    if (!rows)
        return tl::unexpected(rows.error());
    if (rows->empty())
        return {};
    auto kind = m_names.idOf(database, NameKind::ErrorKind, "lost");
    if (!kind)
        return tl::unexpected(kind.error());
    auto update = database.cached(
        "UPDATE request SET state = ?2, outcome = ?3, error_kind = ?4 WHERE id = ?1 AND state = 0");
    if (!update)
        return tl::unexpected(update.error());
    for (const LostRow &row : *rows) {
        CallFigures figures;
        figures.state = CallState::Lost;
        figures.outcome = Outcome::Error;
        (*update)->bind(1, row.id);
        (*update)->bind(2, static_cast<std::int64_t>(figures.state));
        (*update)->bind(3, static_cast<std::int64_t>(figures.outcome));
        (*update)->bind(4, *kind);
        if (auto run = (*update)->run(); !run)
            return run;
        count(row.startedAt, row.keys, figures, {});
    }
    return {};
}

Result<> LogWriter::addLost(Database &database, const CallStart &start)
{
    auto select = database.cached("SELECT id FROM request WHERE started_at = ?1 AND uid = ?2");
    if (!select)
        return tl::unexpected(select.error());
    (*select)->bind(1, start.startedAt);
    (*select)->bindBlob(2, { reinterpret_cast<const char *>(start.uid.bytes.data()), start.uid.bytes.size() });
    // Its own number: this work runs again after a commit that nobody knows of.
    const bool known = (*select)->step() && (*select)->integer(0) != start.id;
    const bool readable = (*select)->ok();
    (*select)->reset();
    if (!readable)
        return tl::unexpected((*select)->error());
    if (known)
        return {};
    CallEnd end;
    end.state = CallState::Lost;
    end.outcome = Outcome::Error;
    end.errorKind = "lost";
    end.totalMicros = -1;
    return finish(database, start, end);
}

Result<std::int64_t> LogWriter::import(Database &database, const CallRecord &call)
{
    auto known
        = database.cached("SELECT id FROM request WHERE started_at BETWEEN ?1 AND ?2 AND uid = ?3 AND id != ?4");
    if (!known)
        return tl::unexpected(known.error());
    (*known)->bind(1, call.start.uid.time());
    (*known)->bind(2, call.start.uid.time() + 999);
    (*known)->bindBlob(
        3, { reinterpret_cast<const char *>(call.start.uid.bytes.data()), call.start.uid.bytes.size() });
    (*known)->bind(4, call.start.id); // A run before this one wrote it, but its commit failed or seemed to.
    std::optional<std::int64_t> number;
    if ((*known)->step())
        number = (*known)->integer(0);
    else if (!(*known)->ok())
        return tl::unexpected((*known)->error());
    (*known)->reset();
    if (number)
        return *number;
    if (auto written = finish(database, call.start, call.end); !written)
        return tl::unexpected(written.error());
    if (call.pinned)
        if (auto pinned = setPinned(database, call.start.id, true); !pinned)
            return tl::unexpected(pinned.error());
    if (!call.note.empty())
        if (auto noted = setNote(database, call.start.id, call.note); !noted)
            return tl::unexpected(noted.error());
    return call.start.id;
}

Result<bool> LogWriter::reprice(
    Database &database, const std::string &uid, const providers::PriceBook &book, base::UnixMicros now)
{
    std::vector<PriceChange> changes;
    auto more = repriceStep(database, uid, book, now, changes);
    if (!more)
        return more;
    for (const PriceChange &change : changes) {
        m_rollups.adjust(change.startedAt, change.keys, change.outcome, change.totals);
        m_spend.add(change.startedAt, change.keys, change.spend);
    }
    return more;
}

Result<> LogWriter::setPinned(Database &database, std::int64_t id, bool pinned)
{
    auto update = database.cached(
        "UPDATE request SET flags = CASE WHEN ?2 THEN flags | 8 ELSE flags & ~8 END WHERE id = ?1");
    if (!update)
        return tl::unexpected(update.error());
    (*update)->bind(1, id);
    (*update)->bind(2, std::int64_t{ pinned });
    if (auto run = (*update)->run(); !run || pinned)
        return run;
    // Clean-up has passed this row by while it was pinned; it is to look again.
    auto rewind = database.cached("UPDATE meta SET value = min(value, ?1) WHERE key = 'bodies_cleaned_below'");
    if (!rewind)
        return tl::unexpected(rewind.error());
    (*rewind)->bind(1, id);
    return (*rewind)->run();
}

Result<> LogWriter::setNote(Database &database, std::int64_t id, std::string_view note)
{
    if (auto added = m_texts.add(database, id, note); !added)
        return added;
    auto statement
        = database.cached("INSERT INTO request_detail (id, note) SELECT id, ?2 FROM request WHERE id = ?1 "
                          "ON CONFLICT (id) DO UPDATE SET note = excluded.note");
    if (!statement)
        return tl::unexpected(statement.error());
    (*statement)->bind(1, id);
    if (note.empty())
        (*statement)->bindNull(2);
    else
        (*statement)->bind(2, note);
    return (*statement)->run();
}

Result<> LogWriter::beforeCommit(Database &database)
{
    m_pendingStepBack = m_stepBack;
    if (m_pendingStepBack > m_writtenStepBack)
        if (auto kept = database.execute(
                "INSERT INTO meta VALUES ('step_back', " + std::to_string(m_pendingStepBack)
                + ") ON CONFLICT (key) DO UPDATE SET value = max(value, excluded.value)");
            !kept)
            return kept;
    if (auto written = m_texts.write(database); !written)
        return written;
    if (auto written = m_spend.write(database); !written)
        return written;
    return m_rollups.write(database);
}

void LogWriter::noteStepBack(std::int64_t micros)
{
    std::int64_t known = m_stepBack;
    while (micros > known && !m_stepBack.compare_exchange_weak(known, micros)) { }
}

void LogWriter::committed()
{
    m_rollups.clear();
    m_spend.clear();
    m_writtenStepBack = m_pendingStepBack;
    if (m_committed)
        m_committed();
}

void LogWriter::rolledBack()
{
    m_rollups.clear();
    m_spend.clear();
    m_names.forget();
    m_texts.forget();
    m_writtenStepBack = 0;
}

} // namespace cachescope::requestlog

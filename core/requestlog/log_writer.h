// SPDX-License-Identifier: MIT
#pragma once

#include "providers/price_book.h"
#include "requestlog/rollups.h"
#include "requestlog/row.h"
#include "requestlog/spend_tables.h"
#include "storage/write_queue.h"

#include <atomic>
#include <functional>

namespace cachescope::requestlog {

/**
 * The log's part of the writer thread: rows, names and roll-ups of one transaction. Everything here may run twice
 * for the same call (a commit that failed may have happened) and counts it once.
 */
class LogWriter : public storage::Participant
{
public:
    base::Result<> open(storage::Database &database, const CallStart &start);
    base::Result<> finish(storage::Database &database, const CallStart &start, const CallEnd &end);
    /** Rows up to `lastId` that are still open belong to a process that died: they become Lost, an error. */
    base::Result<> recover(storage::Database &database, std::int64_t lastId);
    /** A row for a call that went upstream before the program died, unless it has one. */
    base::Result<> addLost(storage::Database &database, const CallStart &start);
    base::Result<> setPinned(storage::Database &database, std::int64_t id, bool pinned);
    base::Result<> setNote(storage::Database &database, std::int64_t id, std::string_view note);

    /** Writes a call of another log whole, with pin and note, unless one with its id is there; returns the number
     * that it has here. */
    base::Result<std::int64_t> import(storage::Database &database, const CallRecord &call);
    /** repriceStep, and the sums with it. */
    base::Result<bool> reprice(
        storage::Database &database, const std::string &uid, const providers::PriceBook &book,
        base::UnixMicros now);

    /**
     * A call started this much earlier than one with a smaller id: two threads, a clock that was set. The largest
     * is kept in the file; it tells readers how far the order of ids and of times may differ. Thread-safe.
     */
    void noteStepBack(std::int64_t micros);

    /** Called on the writer thread after each commit. Set before the writer is attached. */
    void onCommitted(std::function<void()> action) { m_committed = std::move(action); }

    base::Result<> beforeCommit(storage::Database &database) override;
    void committed() override;
    void rolledBack() override;

private:
    void count(
        base::UnixMicros startedAt, const RowKeys &keys, const CallFigures &figures,
        const std::optional<CostParts> &parts);

    NameWriter m_names;
    TextBlockWriter m_texts;
    RowWriter m_rows{ m_names, m_texts };
    RollupWriter m_rollups;
    SpendWriter m_spend;
    std::function<void()> m_committed;
    std::atomic<std::int64_t> m_stepBack{ 0 };
    std::int64_t m_writtenStepBack = 0, m_pendingStepBack = 0;
};

} // namespace cachescope::requestlog

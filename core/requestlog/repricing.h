// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/money.h"
#include "base/result.h"
#include "providers/price_book.h"
#include "requestlog/query.h"
#include "requestlog/rollups.h"
#include "requestlog/spend_tables.h"
#include "storage/database.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace cachescope::requestlog {

/** Prices of a range computed anew, and what came of it: a row of `repricing`. */
struct Repricing
{
    std::string uid; ///< As the ids of calls.
    base::UnixMicros startedAt = 0, finishedAt = 0; ///< Not finished: 0.
    std::string origin; ///< Who asked: "command", "window", "admin".
    std::string book, currency; ///< Version of the price book, as its file dates it.
    TimeRange range;
    std::int64_t calls = 0; ///< Looked at: those with tokens.
    std::int64_t changed = 0, newlyPriced = 0, unpriced = 0;
    base::Money billedChange, withoutCacheChange, avoidedChange; ///< New less old.
};

/** Starts one; writer thread. `lastId`: calls beyond it are priced by the new book as they end. */
base::Result<> beginRepricing(storage::Database &database, const Repricing &repricing);

/** The money of a call that changed, for the sums. */
struct PriceChange
{
    base::UnixMicros startedAt = 0;
    RowKeys keys;
    Outcome outcome = Outcome::Miss;
    Sums totals; ///< New less old; no calls.
    SpendSums spend;
};

/**
 * One step: prices the next few thousand calls by `book`, writes them and the record. True while there is more. The
 * place where it goes on is in the record, so a step that runs again does nothing twice. The sums are the caller's
 * to change, by `changes`. Writer thread.
 */
base::Result<bool> repriceStep(
    storage::Database &database, const std::string &uid, const providers::PriceBook &book, base::UnixMicros now,
    std::vector<PriceChange> &changes);

} // namespace cachescope::requestlog

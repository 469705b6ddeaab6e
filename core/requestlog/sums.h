// SPDX-License-Identifier: MIT
#pragma once

#include "requestlog/histogram.h"
#include "requestlog/query.h"
#include "requestlog/record.h"

#include <array>
#include <string_view>

namespace cachescope::requestlog {

/** The facts of one ended call that sums are made of; the same for a call just ended and for a row read back. */
struct CallFigures
{
    Outcome outcome = Outcome::Miss;
    CallState state = CallState::Complete;
    int status = 0;
    std::int64_t attempts = 0;
    providers::UsageSource usageSource = providers::UsageSource::None;
    providers::TokenUsage tokens;
    std::optional<base::Money> billed, withoutCache, avoided;
    std::int64_t totalMicros = -1, firstTokenMicros = -1;
};
CallFigures figuresOf(const CallEnd &end);

/** Sums over calls of one outcome: a row of a roll-up. Additions saturate instead of overflowing. */
struct Sums
{
    std::int64_t calls = 0, unpriced = 0, incomplete = 0, retries = 0, rateLimited = 0;
    providers::TokenUsage tokens; ///< Of calls that went upstream (neither hit nor joined).
    std::int64_t billed = 0, withoutCache = 0, avoided = 0; ///< Pico-units, known parts.
    Histogram firstToken, total;

    void add(const CallFigures &figures);
    void merge(const Sums &other);
    friend bool operator==(const Sums &, const Sums &) = default;
};

/** One set of sums for each outcome. */
struct OutcomeSums
{
    std::array<Sums, outcomeCount> byOutcome;

    Sums &of(Outcome outcome) { return byOutcome[static_cast<std::size_t>(outcome) % outcomeCount]; }
    Totals toTotals() const;
};

/** Columns of a roll-up row behind its key, in the order of `sumColumnNames`. */
inline constexpr std::string_view sumColumnNames
    = "calls, unpriced, incomplete, retries, rate_limited, fresh, cache_read, cache_write_5m, cache_write_1h, "
      "cache_write_other, output, reasoning, billed, without_cache, avoided, first_token, total";
inline constexpr int sumColumnCount = 17;
/** Damaged histograms count as empty; the sums beside them stay. */
Sums readSums(const storage::Statement &statement, int firstColumn);
void bindSums(storage::Statement &statement, int firstIndex, const Sums &sums);

} // namespace cachescope::requestlog

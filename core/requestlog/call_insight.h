// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/money.h"
#include "base/result.h"
#include "requestlog/miss_reason.h"
#include "storage/database.h"

#include <cstdint>
#include <optional>
#include <string>

namespace cachescope::requestlog {

/** How sure a reason is. The numbers are stored. */
enum class Certainty : std::uint8_t
{
    Certain = 0, ///< Follows from bytes, times and published rules.
    Likely = 1, ///< A rule is not published, or an estimate is in it.
    Possible = 2, ///< Nothing contradicts it, nothing proves it.
};
std::string_view certaintyName(Certainty certainty); ///< "certain", "likely", "possible".

/** What the provider's own diagnostics say of our reason. The numbers are stored. */
enum class ProviderSays : std::uint8_t
{
    Nothing = 0,
    Agrees = 1,
    Differs = 2,
};

/** What the analysis found out about one call (core/insight). Tokens are the provider's where it reported some. */
struct CallInsight
{
    std::int64_t id = 0; ///< Log id of the call.
    base::UnixMicros startedAt = 0;
    MissReason reason = MissReason::NotAnalysed;
    Certainty certainty = Certainty::Certain;
    ProviderSays providerSays = ProviderSays::Nothing;
    std::int64_t comparedWith = 0; ///< Log id of the earlier call; 0: none.
    std::int64_t predicted = 0; ///< Tokens that could have been read, by the provider's rules.
    std::int64_t reported = 0; ///< Tokens that were.
    std::int64_t again = 0; ///< Paid again: 0 unless isFault.
    std::int64_t differsAt = -1; ///< Number of the first differing token, from 0; -1: no difference.
    std::optional<base::Money> extra; ///< What `again` cost beyond reading; nothing when the price is unknown.
    std::string rule; ///< Id of the prompt rule that finds this ("TLS001"); empty: none.
    std::string place; ///< Label of the segment that differs ("tools[3] run_checks").
    std::string facts; ///< The rest, as JSON (insight::Facts).
};

/** Sums of one reason over a range. */
struct ReasonSum
{
    MissReason reason = MissReason::NotAnalysed;
    std::int64_t calls = 0, again = 0;
    base::Money extra;
    std::int64_t unpriced = 0; ///< Calls that paid again at an unknown price.
};

/** Keeps or replaces the insight of a call that is in the log and has ended; for one that has gone, nothing. To be
 * run on the writer thread (storage::WriteQueue); running it twice is the same as once. */
base::Result<> writeInsight(storage::Database &database, const CallInsight &insight);

} // namespace cachescope::requestlog

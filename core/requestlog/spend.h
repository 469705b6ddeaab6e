// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/money.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cachescope::requestlog {

struct CallFigures;
struct CostParts;

/**
 * Money and tokens of some calls. Three planes: without any cache, billed, avoided by the local cache. Known parts
 * only; `unpriced` counts the calls that have tokens and no price. Additions saturate.
 */
struct SpendSums
{
    std::int64_t calls = 0, unpriced = 0;
    std::int64_t fresh = 0, cacheRead = 0, cacheWrite = 0, output = 0; ///< Tokens of calls that went upstream.
    base::Money billed, costRead, costWrite, costOutput;
    base::Money costUnsplit; ///< Part of `billed` of which nobody wrote down what it was for (before schema 6).
    base::Money withoutCache; ///< Of calls that went upstream, without the provider's cache.
    base::Money avoided; ///< What local hits and joined calls would have cost.

    base::Money costFresh() const { return billed - costUnsplit - costRead - costWrite - costOutput; }
    base::Money withoutAnyCache() const { return withoutCache + avoided; }
    /** Net of write premiums; negative when writing to caches cost more than reading from them saved. */
    base::Money savedNet() const { return withoutCache - billed + avoided; }

    void add(const SpendSums &other);
    SpendSums without(const SpendSums &part) const;
    /** Share `index` (from 0) of `count` equal ones. All shares add up to the whole exactly, except `calls` and
     * `unpriced`, which stay whole. */
    SpendSums share(int index, int count) const;
    friend bool operator==(const SpendSums &, const SpendSums &) = default;
};

/** What one call adds; the same for a call just ended and for a row read back. */
SpendSums spendOf(const CallFigures &figures, const std::optional<CostParts> &parts);

/** What spending is grouped by. */
enum class SpendBy
{
    Upstream,
    Model,
    Project,
    Tag,
    Client,
    Session,
    Credential,
    Day, ///< Of the local zone.
    Hour,
    Cause ///< MissReason by its name; empty for calls that were not analysed. Reads the calls one by one.
};

/** How a call with several tags counts. */
enum class TagShare
{
    Split, ///< Its money in equal parts: the groups add up.
    Full ///< Whole with each: the groups overlap.
};

/** One row of a breakdown. */
struct SpendRow
{
    std::string key; ///< Name; empty for calls without one; for Day and Hour the local start, ISO 8601.
    base::UnixMicros begin = 0, end = 0; ///< For Day and Hour.
    std::int64_t others = 0; ///< Greater than 0: this row is the sum of that many rows that the limit left out.
    bool forgotten = false; ///< Sessions whose calls are no longer in the log, together.
    SpendSums sums;
    std::vector<SpendRow> children;
};

struct SpendBreakdown
{
    SpendSums total; ///< From sums of their own, not from the rows.
    std::vector<SpendRow> rows; ///< Dearest first; days and hours in their order.
    /** The rows' money and tokens, and each row's children's, add up to it. (Calls do too, unless tags share them.)
     */
    bool addsUp = false;
    bool overlaps = false; ///< Tags, each in full.
};

/** Spending of one local day. */
struct SpendDay
{
    base::UnixMicros begin = 0, end = 0;
    SpendSums sums;
};

/** A model without a known price, and how many calls it had. */
struct UnpricedModel
{
    std::string upstream, model;
    std::int64_t calls = 0;
};

} // namespace cachescope::requestlog

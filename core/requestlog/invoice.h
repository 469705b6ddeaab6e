// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/money.h"
#include "base/result.h"
#include "requestlog/spend.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::requestlog {

/** Whose export a file of costs is. */
enum class InvoiceKind
{
    OpenAi, ///< Costs of platform.openai.com: `start_time_iso`, `amount_value` …; days of UTC.
    Anthropic, ///< Cost of the Claude Console: `usage_date_utc`, `cost_usd` …; days of UTC.
    Plain ///< `date,amount`, with or without that header; days of the local zone.
};

struct InvoiceDay
{
    std::chrono::sys_days date;
    base::Money amount;
};

/** What somebody says was paid, by day. */
struct Invoice
{
    InvoiceKind kind = InvoiceKind::Plain;
    std::string currency; ///< "USD", "EUR" …; empty when the file does not say.
    std::vector<InvoiceDay> days; ///< Ascending, each once.
    base::Money total;
    bool hasUtcDays() const { return kind != InvoiceKind::Plain; }
    /** The upstream whose calls it is about; empty: all. */
    std::string upstream() const;
};

/**
 * Reads a CSV (comma, semicolon or tab; RFC 4180 quotes). Lines of one day are added up. InvalidInput names the
 * line and what is wrong with it, and nothing is taken over: a sum with a line missing would be worse than none.
 */
base::Result<Invoice> readInvoice(std::string_view csv);

/** Why a day of the invoice and the log's may differ. */
enum class InvoiceReason
{
    Agrees, ///< To the cent, or within half a percent.
    ZoneShift, ///< The other zone's day has the amount, or the neighbours make up for it.
    Unpriced, ///< Some calls of that day have no known price.
    OutsideProxy, ///< More was billed than passed here.
    PriceDiffers, ///< The same ratio on many days: another price list, a discount, or a price of another date.
    NotBilled, ///< Passed here, but the invoice has nothing (yet).
    Unexplained
};

/** One day of the log, as the invoice counts days and as the other zone does. */
struct LoggedDay
{
    std::chrono::sys_days date;
    SpendSums sums;
    base::Money otherZone; ///< Billed on the day of the same date in the other zone (UTC or local).
};

struct InvoiceDifference
{
    std::chrono::sys_days date;
    std::optional<base::Money> invoice; ///< Nothing: not on it.
    base::Money logged;
    InvoiceReason reason = InvoiceReason::Agrees;
    base::Money difference() const { return invoice.value_or(base::Money()) - logged; }
};

struct InvoiceComparison
{
    std::vector<InvoiceDifference> days;
    base::Money invoice, logged; ///< The days' sums.
    base::Money difference() const { return invoice - logged; }
};

/** Days of either; `logged` has every day from the invoice's first to its last. */
InvoiceComparison compareInvoice(const Invoice &invoice, const std::vector<LoggedDay> &logged);

} // namespace cachescope::requestlog

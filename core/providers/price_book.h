// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/money.h"
#include "base/result.h"
#include "providers/usage.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::providers {

/** Prices that apply to one call (tier, schedule and date already chosen). A missing rate means: bill at `input`.
 */
struct Rates
{
    base::TokenPrice input;
    std::optional<base::TokenPrice> output;
    std::optional<base::TokenPrice> cacheRead, cacheWrite5m, cacheWrite30m, cacheWrite1h;
    std::optional<base::TokenPrice> cacheStorageHour; ///< For a token of an object and an hour; no part of a call.
};

/** Facts about one model from the price book. */
struct ModelCard
{
    std::string id, provider, name;
    std::vector<std::string> aliases;
    std::optional<std::int64_t> contextWindow, maxOutput;
    std::string cacheMode; ///< "automatic", "explicit", "none".
    std::optional<std::int64_t> minCacheableTokens, cacheIncrementTokens;
    bool explicitMarksSupported = false;
    std::string tokenizer; ///< Name in the book's tokenizer table; empty when unknown.
    std::string asOf; ///< Date of the reading, "2026-10-24".
    std::vector<std::string> unverified;
};

/** Money of one call. `without` is what the same call would have cost with no provider cache at all. */
struct Cost
{
    base::Money billed;
    base::Money withoutCache;
    base::Money input, cacheRead, cacheWrite, output; ///< Parts of `billed`; they add up to it exactly.
};

/** What decides a price beside the model. */
struct PriceContext
{
    base::UnixMicros startedAt = 0;
    std::string_view serviceTier; ///< Of the answer: "priority", "flex", "batch", "" …
    std::string_view inferenceGeo; ///< "us" adds Anthropic's 1.1.
    /** Usage::explicitCache: Alibaba's rate for hits of a marker is half of that for automatic hits. A usage with
       cache writes says it by itself. */
    bool explicitCache = false;
};

/**
 * Prices and caching facts of models: the shipped book with the user's own file over it. Immutable once built, so
 * it is shared between threads by shared_ptr. Lookup, at the upstream's provider only and without regard to case:
 * the exact id or alias, then the id without "models/" or a vendor prefix, then the longest listed id that the name
 * is a dated or numbered edition of ("-2025-04-14", "-0613", "-latest", "-preview-09-2025"). An unknown price is
 * unknown: no guess from a neighbour ("o1-mini" is not "o1").
 *
 * All figures of one book are in its currency. In a CNY book a shipped dollar price counts only where a rule makes
 * it CNY: the model's own CNY list, a relay that bills 1:1, or `cny_per_usd` in the user's file.
 */
class PriceBook
{
public:
    /** The book shipped in the program, in USD. Built on the first call, then shared. Thread-safe. */
    static std::shared_ptr<const PriceBook> shipped();
    /** The shipped book with the user's file over it, member by member (docs/prices.md): what the file does not
     * name stays. Empty text: no file. `currency` is "USD" or "CNY"; empty leaves it to the file, then USD.
     * InvalidInput names the file, the model and the field (or the line). */
    static base::Result<std::shared_ptr<const PriceBook>> withOverrides(
        std::string_view userJson, std::string_view fileName, std::string_view currency = {});
    ~PriceBook();

    /** `upstream` is the configured upstream's name ("anthropic", "holysheep", …). */
    const ModelCard *find(std::string_view upstream, std::string_view model) const;
    std::optional<Rates> rates(
        std::string_view upstream, std::string_view model, std::int64_t promptTokens,
        const PriceContext &context) const;
    /** Nothing when the model or a needed rate is unknown. Rounded to pico-units per bucket, half up. */
    std::optional<Cost> cost(
        std::string_view upstream, std::string_view model, const TokenUsage &usage,
        const PriceContext &context) const;

    std::string_view currency() const; ///< "USD" or "CNY".
    std::string_view version() const; ///< Date of the book, for the record of recomputations.
    std::vector<const ModelCard *> models() const;

    struct Data;
    /** For the factories above; Data is private to the room. */
    explicit PriceBook(std::unique_ptr<Data> data);

private:
    std::unique_ptr<Data> m_data;
};

} // namespace cachescope::providers

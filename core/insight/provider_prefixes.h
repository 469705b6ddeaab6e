// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "providers/price_book.h"
#include "requestlog/query.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace cachescope::insight {

/** A prompt prefix that a provider's cache is taken to hold. */
struct ProviderPrefix
{
    std::string upstream, model, credential, session, project;
    std::string firstWords; ///< How the prompt begins.
    std::int64_t newestCall = 0; ///< Log id of the last call that read or wrote it.
    std::int64_t tokens = 0; ///< The most that a call reported as read or written.
    std::int64_t reads = 0, writes = 0, readTokens = 0; ///< Calls, and tokens over all of them.
    base::UnixMicros lastUsed = 0, expires = 0;
    std::chrono::seconds lifetime{ 0 }; ///< Since the last use.
    bool lifetimeKnown = false; ///< Published by the provider; else the usual five minutes are taken.
    /** The provider reported it; else it is taken from the rules (automatic caches do not report what they write).
     */
    bool reported = false;

    bool isAlive(base::UnixMicros now) const { return now < expires; }
};

/** How much of the log is looked at. */
struct PrefixQuery
{
    base::UnixMicros now = 0;
    int calls = 2000; ///< The newest that went upstream.
    std::chrono::hours back{ 24 }; ///< No published lifetime is longer.
    std::chrono::milliseconds time{ 1500 }; ///< For reading bodies; what is known by then is given.
};

/** What was found, latest use first. */
struct PrefixReport
{
    std::vector<ProviderPrefix> prefixes; ///< Alive ones only.
    bool stoppedEarly = false; ///< A limit of the query was met: there may be more.
};

/**
 * Infers from the calls of the log what prefix caches hold now: by upstream, model, credential, session and system
 * text. A call that reports reads or writes is evidence; where a cache is automatic, a call of at least the
 * smallest length is taken to have left its prompt there. Lifetimes are the providers' published ones (or five
 * minutes), and every use renews them. `cancelled` ends it early with Cancelled. Uses the reader until it returns.
 */
base::Result<PrefixReport> providerPrefixes(
    requestlog::Reader &reader, const providers::PriceBook &prices, const PrefixQuery &query,
    const std::function<bool()> &cancelled);

} // namespace cachescope::insight

// SPDX-License-Identifier: MIT
#pragma once

#include "cache/invalidation_table.h"
#include "cache/invalidator.h"
#include "cache/response_cache.h"

#include <functional>
#include <mutex>
#include <set>
#include <string>

namespace cachescope::cache {

/** The cache as long as it is there. */
struct Invalidator::Target
{
    std::mutex mutex;
    ResponseCache *cache = nullptr;

    template <typename Use> void use(Use with)
    {
        const std::scoped_lock lock(mutex);
        if (cache != nullptr)
            with(*cache);
    }
};

/** What an invalidator in a team has beside. */
struct Invalidator::Team
{
    std::function<void(const base::Error &)> trouble;
    std::mutex mutex;
    std::set<std::string> known; ///< Invalidations that were done here; under the mutex.
    std::set<std::string>
        heard; ///< While told from the beginning: what the server has, undoing with a '-'. The listener's own.
};

// Jobs for the writer thread. They may run twice.

/** Writes an invalidation and sets aside what it means of what was stored until then. */
template <typename Target>
base::Result<> setAside(storage::Database &database, Invalidation head, const Selector &selector, Target &target)
{
    auto affected = affectedBy(database, selector, head.action, head.at);
    if (!affected)
        return tl::unexpected(affected.error());
    const auto isLater = [&](const EntryRow &row) { return row.storedAt > head.at; };
    std::erase_if(affected->rows, isLater);
    std::erase_if(affected->pinned, isLater);
    head.effect = effectOf(*affected, head.at);
    if (auto done = writeInvalidation(database, head, affected->rows); !done)
        return done;
    const auto digestsOf = [](const std::vector<EntryRow> &rows) {
        std::vector<base::Digest> digests;
        digests.reserve(rows.size());
        for (const EntryRow &row : rows)
            digests.push_back(row.canonical);
        return digests;
    };
    target.use([&](ResponseCache &cache) {
        const bool removes = head.action == InvalidateAction::Remove;
        cache.setAside(digestsOf(affected->rows), removes ? EntryState::Removed : EntryState::Stale);
        const std::vector<base::Digest> pinned = digestsOf(affected->pinned);
        cache.setAsideInMemory(selector, { pinned.begin(), pinned.end() }, head.at);
    });
    return {};
}

template <typename Target>
base::Result<> takeBack(storage::Database &database, const std::string &id, base::UnixMicros at, Target &target)
{
    const auto rows = writeUndo(database, id, at);
    if (!rows)
        return tl::unexpected(rows.error());
    target.use([&](ResponseCache &cache) { cache.restore(*rows); });
    return {};
}

} // namespace cachescope::cache

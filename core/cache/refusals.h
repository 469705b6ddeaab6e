// SPDX-License-Identifier: MIT
#pragma once

#include "cache/entry.h"
#include "cache/selector.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

namespace cachescope::cache {

/** What an entry has that a selector asks for; `tags` outlives the facts. */
EntryFacts factsOf(const Entry &entry, std::string_view tags);

/**
 * Recent invalidations, so that an answer that was under way when they came is not kept: it may be the very thing
 * that was to be got rid of. Forgotten after the longest time that an answer may take. Thread-safe; costs one
 * atomic load while there are none.
 */
class Refusals
{
public:
    void add(std::string id, Selector selector, base::UnixMicros at);
    void remove(const std::string &id);
    /** In place of the hour that an answer under way may take. */
    void rememberFor(std::chrono::microseconds time);
    bool refuses(const Entry &entry, base::UnixMicros now);

private:
    struct Refusal
    {
        std::string id;
        Selector selector;
        base::UnixMicros at = 0;
    };
    std::atomic<bool> m_any{ false };
    std::mutex m_mutex;
    std::vector<Refusal> m_refusals;
    std::int64_t m_memoryMicros = std::int64_t{ 3600 } * 1'000'000; ///< Answers of ten minutes are normal.
};

} // namespace cachescope::cache

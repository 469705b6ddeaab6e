// SPDX-License-Identifier: MIT
#pragma once

#include "requestlog/record.h"

#include <cstdint>
#include <list>
#include <unordered_map>
#include <vector>

namespace cachescope::ui {

/**
 * The rows that were read lately, by id, forgotten page by page (least recently used first). Keyed by id, so rows
 * that arrive above shift nothing here. One thread.
 */
class RecordCache
{
public:
    explicit RecordCache(std::size_t rows);

    /** Null when not held. Valid until the next `insert` or `clear`. */
    const requestlog::CallRecord *find(std::int64_t id);
    /** Takes a page of rows; newer data replaces older data of the same id. */
    void insert(std::vector<requestlog::CallRecord> page);
    void clear();

private:
    using Page = std::vector<requestlog::CallRecord>;
    struct Place
    {
        std::list<Page>::iterator page;
        std::size_t index;
    };
    void forgetOldest();

    std::size_t m_capacity; ///< In rows: pages differ in size.
    std::size_t m_rows = 0;
    std::list<Page> m_pages; ///< Most recently used first.
    std::unordered_map<std::int64_t, Place> m_places;
};

} // namespace cachescope::ui

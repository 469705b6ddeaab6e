// SPDX-License-Identifier: MIT
#include "ui/requests/record_cache.h"

namespace cachescope::ui {

RecordCache::RecordCache(std::size_t rows)
    : m_capacity(rows)
{ }

const requestlog::CallRecord *RecordCache::find(std::int64_t id)
{
    const auto place = m_places.find(id);
    if (place == m_places.end())
        return nullptr;
    m_pages.splice(m_pages.begin(), m_pages, place->second.page); // iterators stay valid
    return &(*place->second.page)[place->second.index];
}

void RecordCache::insert(std::vector<requestlog::CallRecord> page)
{
    if (page.empty())
        return;
    m_pages.push_front(std::move(page));
    for (std::size_t i = 0; i < m_pages.front().size(); ++i)
        m_places.insert_or_assign(m_pages.front()[i].start.id, Place{ m_pages.begin(), i });
    m_rows += m_pages.front().size();
    while (m_rows > m_capacity && m_pages.size() > 1)
        forgetOldest();
}

void RecordCache::clear()
{
    m_places.clear();
    m_pages.clear();
    m_rows = 0;
}

void RecordCache::forgetOldest()
{
    const auto oldest = std::prev(m_pages.end());
    for (const auto &record : *oldest) {
        const auto place = m_places.find(record.start.id);
        if (place != m_places.end() && place->second.page == oldest)
            m_places.erase(place);
    }
    m_rows -= oldest->size();
    m_pages.pop_back();
}

} // namespace cachescope::ui

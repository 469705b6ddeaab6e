// SPDX-License-Identifier: MIT
#include "ui/requests/record_cache.h"

namespace cachescope::ui {

RecordCache::RecordCache(std::size_t pages)
    : m_capacity(pages)
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
    while (m_pages.size() > m_capacity)
        forgetOldest();
}

void RecordCache::clear()
{
    m_places.clear();
    m_pages.clear();
}

void RecordCache::forgetOldest()
{
    const auto oldest = std::prev(m_pages.end());
    for (const auto &record : *oldest) {
        const auto place = m_places.find(record.start.id);
        if (place != m_places.end() && place->second.page == oldest)
            m_places.erase(place);
    }
    m_pages.pop_back();
}

} // namespace cachescope::ui

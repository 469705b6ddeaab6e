// SPDX-License-Identifier: MIT
#include "cache/refusals.h"

#include <algorithm>
#include <utility>

namespace cachescope::cache {

EntryFacts factsOf(const Entry &entry, std::string_view tags)
{
    EntryFacts facts{ entry.canonical, entry.upstream,   entry.model,
                      entry.project,   entry.nameSpace,  entry.version,
                      entry.firstText, entry.promptText, tags,
                      entry.storedAt,  entry.expiresAt,  0 };
    facts.systemHash = entry.systemHash;
    facts.filledBy = entry.filledBy;
    facts.cost = entry.cost;
    return facts;
}

void Refusals::add(std::string id, Selector selector, base::UnixMicros at)
{
    const std::scoped_lock lock(m_mutex);
    m_refusals.push_back({ std::move(id), std::move(selector), at });
    m_any = true;
}

void Refusals::remove(const std::string &id)
{
    const std::scoped_lock lock(m_mutex);
    std::erase_if(m_refusals, [&](const Refusal &refusal) { return refusal.id == id; });
    m_any = !m_refusals.empty();
}

void Refusals::rememberFor(std::chrono::microseconds time)
{
    const std::scoped_lock lock(m_mutex);
    m_memoryMicros = time.count();
}

bool Refusals::refuses(const Entry &entry, base::UnixMicros now)
{
    if (!m_any.load(std::memory_order_relaxed))
        return false;
    const base::UnixMicros begun = entry.storedAt - std::max<std::int64_t>(0, entry.originalTotalMicros);
    const std::string tags = joinedTags(entry);
    const EntryFacts facts = factsOf(entry, tags);
    const std::scoped_lock lock(m_mutex);
    std::erase_if(m_refusals, [&](const Refusal &refusal) { return now - refusal.at > m_memoryMicros; });
    m_any = !m_refusals.empty();
    return std::any_of(m_refusals.begin(), m_refusals.end(), [&](const Refusal &refusal) {
        return begun < refusal.at && refusal.selector.matches(facts, now);
    });
}

} // namespace cachescope::cache

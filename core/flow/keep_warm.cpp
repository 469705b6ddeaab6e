// SPDX-License-Identifier: MIT
#include "flow/keep_warm.h"

#include <algorithm>

namespace cachescope::flow {

namespace {

constexpr std::size_t mostGaps = 32;
constexpr std::size_t mostEntries = 2000;
/** So much of a lifetime before its end: a ping has to begin before the entry is gone. */
constexpr std::int64_t marginShare = 10;

} // namespace

std::int64_t KeepWarm::dueAt(const Entry &entry)
{
    return entry.lastTouch + entry.use.lifetimeMicros - entry.use.lifetimeMicros / marginShare;
}

std::optional<double> KeepWarm::chance(
    const std::deque<std::int64_t> &gaps, std::int64_t elapsedMicros, std::int64_t lifetimeMicros)
{
    int longer = 0, within = 0;
    for (const std::int64_t gap : gaps) {
        if (gap <= elapsedMicros)
            continue;
        ++longer;
        within += gap <= elapsedMicros + lifetimeMicros ? 1 : 0;
    }
    if (longer < 2)
        return {};
    return static_cast<double>(within) / longer;
}

void KeepWarm::used(const base::Digest &beginning, const Use &use, Ping ping, std::int64_t nowMicros)
{
    const std::lock_guard lock(m_mutex);
    forgetOldest();
    Entry &entry = m_entries[beginning];
    if (entry.lastUse > 0) {
        entry.gaps.push_back(nowMicros - entry.lastUse);
        if (entry.gaps.size() > mostGaps)
            entry.gaps.pop_front();
    }
    entry.use = use;
    entry.ping = std::move(ping);
    entry.lastUse = entry.lastTouch = nowMicros;
    renewNextDue();
}

bool KeepWarm::pays(const Entry &entry, std::int64_t nowMicros) const
{
    const std::int64_t elapsed = nowMicros - entry.lastUse;
    if (elapsed > entry.use.horizonMicros || nowMicros >= entry.lastTouch + entry.use.lifetimeMicros)
        return false;
    const auto likely = chance(entry.gaps, elapsed, entry.use.lifetimeMicros);
    return likely && *likely * static_cast<double>(entry.use.gainPico) > static_cast<double>(entry.use.pingPico);
}

bool KeepWarm::afford(const Entry &entry, std::int64_t day)
{
    auto &[spentOn, spent] = m_spent[entry.use.upstream];
    if (spentOn != day) {
        spentOn = day;
        spent = 0;
    }
    if (spent + entry.use.pingPico > entry.use.budgetPico)
        return false;
    spent += entry.use.pingPico;
    return true;
}

std::vector<KeepWarm::Ping> KeepWarm::takeDue(
    std::int64_t nowMicros, std::int64_t day, const std::function<bool(const std::string &upstream)> &mayCall)
{
    const std::lock_guard lock(m_mutex);
    std::vector<Ping> pings;
    for (auto &[beginning, entry] : m_entries) {
        if (!entry.ping || dueAt(entry) > nowMicros)
            continue;
        if (pays(entry, nowMicros) && mayCall(entry.use.upstream) && afford(entry, day)) {
            pings.push_back(entry.ping);
            entry.lastTouch = nowMicros;
        } else {
            entry.ping = {};
        }
    }
    renewNextDue();
    return pings;
}

void KeepWarm::clear()
{
    const std::lock_guard lock(m_mutex);
    m_entries.clear();
    renewNextDue();
}

void KeepWarm::renewNextDue()
{
    std::int64_t next = INT64_MAX;
    for (const auto &[beginning, entry] : m_entries) {
        if (entry.ping)
            next = std::min(next, dueAt(entry));
    }
    m_nextDue.store(next, std::memory_order_relaxed);
}

void KeepWarm::forgetOldest()
{
    if (m_entries.size() < mostEntries)
        return;
    const auto oldest
        = std::min_element(m_entries.begin(), m_entries.end(), [](const auto &one, const auto &other) {
              return one.second.lastUse < other.second.lastUse;
          });
    m_entries.erase(oldest);
}

} // namespace cachescope::flow

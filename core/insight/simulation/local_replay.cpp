// SPDX-License-Identifier: MIT
#include "insight/simulation/local_replay.h"

namespace cachescope::insight {

using requestlog::Outcome;

namespace {

constexpr std::int64_t micros = 1'000'000;

} // namespace

LocalReplay::LocalReplay(
    const Traffic &traffic, const Variant &variant, bool onNow, std::chrono::seconds lifetimeNow)
    : m_traffic(traffic)
    , m_on(variant.local == LocalCache::AsNow ? onNow : variant.local == LocalCache::On)
    , m_volatile(!variant.volatileFields.empty())
    , m_lifetime(variant.localLifetime.value_or(lifetimeNow).count() * micros)
    , m_kept(traffic.keyCount)
{ }

std::uint32_t LocalReplay::keyOf(const TrafficCall &call) const
{
    return m_volatile && call.volatileKey != nowhere ? call.volatileKey : call.key;
}

std::optional<LocalReplay::Hit> LocalReplay::look(std::size_t index)
{
    const TrafficCall &call = m_traffic.calls[index];
    const bool mayBeServed = call.outcome == Outcome::Hit || call.outcome == Outcome::Coalesced
        || call.outcome == Outcome::Miss || (call.outcome == Outcome::Bypass && call.cacheOff);
    const std::uint32_t key = keyOf(call);
    if (m_on && mayBeServed && key != nowhere && call.succeeded) {
        const Kept &kept = m_kept[key];
        if (kept.storedAt != 0 && kept.storedAt <= call.startedAt && call.startedAt < kept.expires)
            return Hit{ call.startedAt - kept.storedAt, kept.times.total };
    }
    if (call.outcome == Outcome::Coalesced)
        return Hit{ 0, upstreamTimes(index).total };
    return {};
}

LocalReplay::Times LocalReplay::upstreamTimes(std::size_t index) const
{
    const TrafficCall &call = m_traffic.calls[index];
    if (const auto filler = m_traffic.byLogId.find(call.hitOf);
        call.hitOf != 0 && filler != m_traffic.byLogId.end()) {
        const TrafficCall &from = m_traffic.calls[filler->second];
        return { from.firstByteMicros, from.totalMicros };
    }
    const std::uint32_t key = keyOf(call);
    if (key != nowhere && m_kept[key].storedAt != 0)
        return m_kept[key].times;
    return { call.firstByteMicros, call.totalMicros };
}

void LocalReplay::answered(std::size_t index, const Times &times)
{
    const TrafficCall &call = m_traffic.calls[index];
    const std::uint32_t key = keyOf(call);
    if (key == nowhere || !call.storable || (call.outcome == Outcome::Bypass && !call.cacheOff))
        return;
    Kept &kept = m_kept[key];
    kept.storedAt = call.startedAt + times.total;
    kept.expires = kept.storedAt + m_lifetime;
    kept.times = times;
}

} // namespace cachescope::insight

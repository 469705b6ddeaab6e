// SPDX-License-Identifier: MIT
#include "proxy/upstream_board.h"

#include <algorithm>
#include <vector>

namespace cachescope::proxy {

namespace {

constexpr std::int64_t recentMicros = 5LL * 60 * 1'000'000;

} // namespace

void UpstreamBoard::report(
    std::string_view upstream, std::int64_t firstTokenMicros, std::string_view error, std::int64_t now)
{
    const std::lock_guard lock(m_mutex);
    auto found = m_entries.find(upstream);
    if (found == m_entries.end())
        found = m_entries.emplace(upstream, Entry{}).first;
    Entry &entry = found->second;
    entry.lastCallAt = now;
    entry.failing = !error.empty();
    if (entry.failing)
        entry.lastError = error;
    if (firstTokenMicros >= 0) {
        entry.samples[entry.next] = { now, firstTokenMicros };
        entry.next = (entry.next + 1) % entry.samples.size();
    }
}

std::map<std::string, UpstreamHealth> UpstreamBoard::health(std::int64_t now) const
{
    std::map<std::string, UpstreamHealth> result;
    const std::lock_guard lock(m_mutex);
    for (const auto &[name, entry] : m_entries) {
        UpstreamHealth health;
        health.state = entry.failing                ? UpstreamHealth::State::Failing
            : now - entry.lastCallAt < recentMicros ? UpstreamHealth::State::Ok
                                                    : UpstreamHealth::State::Idle;
        health.lastError = entry.lastError;
        std::vector<std::int64_t> times;
        for (const Sample &sample : entry.samples) {
            if (sample.firstTokenMicros >= 0 && now - sample.at < recentMicros)
                times.push_back(sample.firstTokenMicros);
        }
        if (!times.empty()) {
            const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
            std::nth_element(times.begin(), middle, times.end());
            health.firstTokenP50Micros = *middle;
        }
        result.emplace(name, std::move(health));
    }
    return result;
}

} // namespace cachescope::proxy

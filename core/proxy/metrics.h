// SPDX-License-Identifier: MIT
#pragma once

#include "requestlog/record.h"

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

namespace cachescope::proxy {

/** A Prometheus histogram with fixed bounds in seconds. */
struct DurationHistogram
{
    static constexpr std::array<double, 15> bounds{ 0.0001, 0.00025, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1,
                                                    0.25,   0.5,     1,      2.5,   10,    60,   600 };
    std::array<std::uint64_t, bounds.size() + 1> counts{};
    double sum = 0;
    void add(std::int64_t micros);
};

/** The counters behind /metrics (contract, Metrics). Thread-safe. */
class Metrics
{
public:
    /** One call has ended; `end` holds usage and money. */
    void record(const requestlog::CallStart &start, const requestlog::CallEnd &end);
    /** Text in the Prometheus exposition format 0.0.4; `gauges` are appended by name, and by rule how many alerts
     * fire. */
    std::string render(
        const std::map<std::string, double> &gauges, const std::map<std::string, int> &alertsFiring = {}) const;

private:
    using Outcome = requestlog::Outcome;
    void recordHelp(const std::string &upstream, const requestlog::CallWay &way);
    void renderHelp(std::string &out) const;
    const std::string &modelName(const std::string &model);

    mutable std::mutex m_mutex; ///< everything below is under it
    std::set<std::string, std::less<>> m_models;
    std::map<std::tuple<std::string, std::string, Outcome>, std::uint64_t> m_requests;
    std::map<std::pair<std::string, Outcome>, DurationHistogram> m_durations;
    std::map<Outcome, DurationHistogram> m_overheads;
    std::map<std::string, DurationHistogram> m_firstBytes;
    std::map<std::tuple<std::string, std::string, std::string_view>, std::int64_t> m_tokens;
    std::map<std::pair<std::string, std::string>, base::Money> m_cost;
    std::map<std::tuple<std::string, std::string, std::string_view>, base::Money> m_saved;
    DurationHistogram m_rateLimitWaits;
    std::map<std::string, std::uint64_t> m_shadows; ///< Shadow questions by what came of them.
    std::map<std::pair<std::string, std::string>, std::uint64_t> m_helped; ///< By upstream and kind of help.
    std::map<std::string, std::uint64_t> m_helpRefused; ///< By upstream.
    std::map<std::pair<std::string, std::string>, std::uint64_t> m_gates; ///< By upstream and what came of it.
    DurationHistogram m_gateWaits;
    std::map<std::pair<std::string, std::string>, std::pair<std::uint64_t, base::Money>> m_own; ///< Calls, cost.
    std::uint64_t m_retries = 0;
};

} // namespace cachescope::proxy

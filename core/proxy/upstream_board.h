// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "proxy/proxy_server.h"

#include <array>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace cachescope::proxy {

/** How the upstreams have been doing, for the window. Thread-safe. */
class UpstreamBoard
{
public:
    /** One call that went upstream has ended. `error` empty: it was answered. `now`: monotonic microseconds. */
    void report(std::string_view upstream, std::int64_t firstTokenMicros, std::string_view error, std::int64_t now);
    std::map<std::string, UpstreamHealth> health(std::int64_t now) const;

private:
    struct Sample
    {
        std::int64_t at = 0;
        std::int64_t firstTokenMicros = -1;
    };
    struct Entry
    {
        std::array<Sample, 64> samples{};
        std::size_t next = 0;
        std::int64_t lastCallAt = 0;
        std::string lastError;
        bool failing = false;
    };
    mutable std::mutex m_mutex;
    std::map<std::string, Entry, std::less<>> m_entries; ///< under m_mutex
};

} // namespace cachescope::proxy

// SPDX-License-Identifier: MIT
#pragma once

#include "flow/warm_gate.h"
#include "prompt/splice/mark_places.h"

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace cachescope::proxy {

/** What all workers know together about help for the providers' caches. Thread-safe; bounded. */
class HelpMemory
{
public:
    /** The upstream turned a request down because of this help: it is not tried for ten minutes. */
    void refused(std::string_view upstream, std::string_view model, std::string_view what, std::int64_t nowMicros);
    bool isRefused(
        std::string_view upstream, std::string_view model, std::string_view what, std::int64_t nowMicros) const;

    /** What earlier calls of this lane (upstream, caller, model, client and project) show of a beginning. */
    prompt::Recurrence recurrence(
        const std::string &lane, prompt::PrefixPoint::Level level, const base::Digest &beginning) const;
    /** A call with these beginnings goes upstream. */
    void note(const std::string &lane, const prompt::PrefixPoints &beginnings);

    flow::WarmGate gate; ///< Thread-safe by itself.

private:
    /** The latest beginnings of one level, newest last. */
    using Latest = std::deque<base::Digest>;
    static std::string levelKey(const std::string &lane, prompt::PrefixPoint::Level level);
    static std::string keyOf(std::string_view upstream, std::string_view model, std::string_view what);

    mutable std::mutex m_mutex; ///< everything below is under it
    std::map<std::string, std::int64_t> m_refusals; ///< Until when.
    std::unordered_map<std::string, Latest> m_latest; ///< By lane and level.
    std::unordered_set<base::Digest, base::DigestHash> m_seen, m_seenBefore; ///< Two generations.
};

} // namespace cachescope::proxy

// SPDX-License-Identifier: MIT
#pragma once

#include "flow/keep_warm.h"
#include "flow/object_keeper.h"
#include "flow/warm_gate.h"
#include "prompt/splice/mark_places.h"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace cachescope::proxy {

struct CallHead;

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

    /** An answer that began so; the longest beginning of a later call finds it. */
    void noteAnswer(const std::vector<base::Digest> &beginnings, const std::string &id);
    std::string answerOf(const std::vector<base::Digest> &beginnings) const;

    /** A cached object was made; `head` is how its caller may delete it. */
    void noteObject(const std::string &name, std::shared_ptr<const CallHead> head, std::int64_t expiresMicros);
    /** All that should not have expired; once. */
    std::map<std::string, std::shared_ptr<const CallHead>> takeObjects(std::int64_t nowMicros);

    // Thread-safe by themselves.
    flow::WarmGate gate;
    flow::ObjectKeeper objects;
    flow::KeepWarm warm;

private:
    /** The latest beginnings of one level, newest last. */
    using Latest = std::deque<base::Digest>;
    static std::string levelKey(const std::string &lane, prompt::PrefixPoint::Level level);
    static std::string keyOf(std::string_view upstream, std::string_view model, std::string_view what);

    mutable std::mutex m_mutex; ///< everything below is under it
    std::map<std::string, std::int64_t> m_refusals; ///< Until when.
    std::unordered_map<std::string, Latest> m_latest; ///< By lane and level.
    std::unordered_map<base::Digest, std::string, base::DigestHash> m_answers; ///< Ids of the latest.
    struct OwnedObject
    {
        std::shared_ptr<const CallHead> head;
        std::int64_t expires = 0;
    };
    std::map<std::string, OwnedObject> m_owned;
    std::unordered_set<base::Digest, base::DigestHash> m_seen, m_seenBefore; ///< Two generations.
};

} // namespace cachescope::proxy

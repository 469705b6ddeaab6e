// SPDX-License-Identifier: MIT
#pragma once

#include "cache/background.h"
#include "cache/entry.h"
#include "cache/invalidator.h"

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace cachescope::cache {

/** "When the system prompt of these projects changes, set their older answers aside." Empty lists match all. */
struct SystemRule
{
    std::string name;
    std::vector<std::string> projects, models, upstreams; ///< Patterns with `*`.
    InvalidateAction action = InvalidateAction::Stale;
};

/**
 * Carries out the rules: when an answer is kept whose system text none of the kept answers of the same project,
 * upstream and model had before, the ones with another system text are set aside. Going back to a known text does
 * nothing, so that two prompts in turn do not empty the cache for ever. The first text that is ever seen does
 * nothing either, nor do calls without a system text. In the history as origin "rule", with its cause; can be taken
 * back like any other.
 */
class SystemWatch
{
public:
    /** `invalidator` outlives it. */
    explicit SystemWatch(Invalidator &invalidator, const base::Clock &clock);

    /** What is kept by then is known; what comes later is looked at. Any thread. */
    void setRules(std::vector<SystemRule> rules);
    /** An answer has been kept. Any thread; costs one atomic load while there are no rules, else a short lock. */
    void stored(const Entry &entry);
    /** Waits until all that was stored before has been judged and acted upon; for tests. */
    void finish();

private:
    /** Project, upstream, model. */
    using Group = std::tuple<std::string, std::string, std::string>;
    void learn(base::UnixMicros until);
    void judge(const Group &group, std::uint64_t hash);

    Invalidator &m_invalidator;
    const base::Clock &m_clock;
    std::atomic<bool> m_any{ false };
    std::mutex m_mutex; ///< Protects the rules and what is new.
    std::vector<SystemRule> m_rules;
    std::set<std::pair<Group, std::uint64_t>> m_handled; ///< Passed on already: most answers end here.
    std::map<Group, std::set<std::uint64_t>> m_known; ///< The background thread's own.
    Background m_background; ///< Last: its thread uses everything above.
};

} // namespace cachescope::cache

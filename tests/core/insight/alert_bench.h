// SPDX-License-Identifier: MIT
#pragma once

#include "fake_alert_source.h"
#include "insight/alert_evaluator.h"

#include <algorithm>

namespace cachescope::insight::test {

using namespace std::chrono_literals;

inline constexpr base::UnixMicros hourMicros = 3'600'000'000;

/** An evaluator with a clock moved by hand and a log that says what the test wants. */
class AlertBench
{
public:
    explicit AlertBench(AlertRule rule) { start({ std::move(rule) }); }

    void start(std::vector<AlertRule> rules)
    {
        evaluator = std::make_unique<AlertEvaluator>(clock, source);
        evaluator->restore(memory);
        keep(evaluator->setRules(rules));
        m_rules = std::move(rules);
    }
    /** As if the program ended and began again, `after` later. */
    void restart(std::chrono::microseconds after)
    {
        evaluator.reset();
        clock.advance(after);
        start(m_rules);
    }
    void round() { keep(evaluator->evaluate()); }
    /** Rounds every 30 seconds. */
    void pass(std::chrono::seconds time)
    {
        for (auto left = time; left > 0s; left -= 30s) {
            clock.advance(30s);
            round();
        }
    }
    const AlertState &state(const std::string &entity = {}) { return states.at({ m_rules.front().name, entity }); }
    AlertPhase phase(const std::string &entity = {})
    {
        const AlertSnapshot shown = evaluator->snapshot();
        for (const auto &[name, state] : shown.rules.front().entities) {
            if (name == entity)
                return state.phase;
        }
        return AlertPhase::Normal;
    }
    int told(AlertNotice::Kind kind = AlertNotice::Kind::Fired) const
    {
        return static_cast<int>(std::count_if(
            notices.begin(), notices.end(), [kind](const AlertNotice &notice) { return notice.kind == kind; }));
    }

    base::ManualClock clock{ 1'795'000'000'000'000 }; // 18 November 2026
    FakeAlertSource source;
    std::unique_ptr<AlertEvaluator> evaluator;
    AlertMemory memory; ///< What the store would hold.
    std::map<AlertKey, AlertState> &states = memory.states;
    std::map<std::int64_t, AlertEpisode> episodes;
    std::vector<AlertNotice> notices;

private:
    void keep(AlertChanges changes)
    {
        for (const auto &[key, state] : changes.states)
            memory.states[key] = state;
        for (const AlertKey &key : changes.forgotten)
            memory.states.erase(key);
        for (const auto &[key, episode] : changes.episodes) {
            episodes[episode.id] = episode;
            memory.lastEpisode = std::max(memory.lastEpisode, episode.id);
        }
        for (const auto &[rule, transition] : changes.transitions)
            memory.history[rule].push_back(transition);
        notices.insert(notices.end(), changes.notices.begin(), changes.notices.end());
    }
    std::vector<AlertRule> m_rules;
};

/** Local hit ratio below 0.6 for 15 minutes; recovered above 0.65 for 5. */
inline AlertRule hitRule()
{
    AlertRule rule = defaultAlertRule(AlertMetric::HitRatio);
    rule.name = "hits";
    return rule;
}

inline AlertRule dayBudget()
{
    AlertRule rule = defaultAlertRule(AlertMetric::Spend);
    rule.name = "day";
    rule.period = AlertPeriod::Day;
    rule.alsoAt = { 25 };
    rule.limit = 50;
    rule.recovered = 50;
    return rule;
}

} // namespace cachescope::insight::test

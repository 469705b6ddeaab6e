// SPDX-License-Identifier: MIT
#pragma once

#include "insight/alert_machine.h"
#include "insight/alert_source.h"
#include "requestlog/spend.h"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cachescope::insight {

/** One alert: a rule and an entity of it. */
struct AlertKey
{
    std::string rule, entity;
    friend auto operator<=>(const AlertKey &, const AlertKey &) = default;
};

/** Something to tell. One for each rule, entity and episode (budgets: threshold and period), and reminders. */
struct AlertNotice
{
    enum class Kind : std::uint8_t
    {
        Fired,
        Reminder,
        Recovered,
        NoData, ///< Of rules for which missing data is an alert.
        Test
    } kind
        = Kind::Fired;
    AlertRule rule;
    std::string entity;
    std::optional<double> value;
    double threshold = 0;
    std::int64_t requests = 0;
    base::UnixMicros at = 0, since = 0;
    std::int64_t episode = 0;
};

/** A rule's most urgent phase from a moment on, for the strip of the last days. */
struct AlertTransition
{
    base::UnixMicros at = 0;
    AlertPhase phase = AlertPhase::Normal;
};

/** How a rule stands, for the window. */
struct AlertRuleStatus
{
    AlertRule rule;
    AlertPhase phase = AlertPhase::Normal; ///< The most urgent of its entities'.
    std::string problem; ///< Why it could not be evaluated; empty when it could.
    base::UnixMicros snoozedUntil = 0;
    /** The most urgent one first; all that are not normal, and at least one. */
    std::vector<std::pair<std::string, AlertState>> entities;
    int firing = 0; ///< Entities that fire.
    std::vector<AlertTransition> history; ///< Of the last seven days, oldest first.
};

/** Everything about alerts at one moment; handed to the window as a whole. */
struct AlertSnapshot
{
    base::UnixMicros at = 0; ///< 0: not evaluated yet.
    std::vector<AlertRuleStatus> rules;
    int firing = 0;
};

/** What a round changed, to be kept and told. */
struct AlertChanges
{
    std::vector<std::pair<AlertKey, AlertState>> states; ///< To be written.
    std::vector<AlertKey> forgotten; ///< To be removed, after the states.
    std::vector<std::pair<AlertKey, AlertEpisode>> episodes; ///< Begun or ended.
    std::vector<std::pair<std::string, AlertTransition>> transitions;
    std::vector<AlertNotice> notices;
};

/** What an earlier run left; see AlertStore. */
struct AlertMemory
{
    std::map<AlertKey, AlertState> states;
    std::map<std::string, std::vector<AlertTransition>> history;
    std::map<std::string, base::UnixMicros> snoozed;
    std::int64_t lastEpisode = 0;
};

inline constexpr std::chrono::seconds alertInterval{ 30 };

/**
 * Evaluates all rules over a source. Durations are of awake time: what a suspended machine or a stopped process
 * misses does not count, and a clock that is set back does not bring old calls into a window again. One thread;
 * deterministic for a clock and a source.
 */
class AlertEvaluator
{
public:
    /** Both must outlive it. */
    AlertEvaluator(const base::Clock &clock, AlertSource &source);

    void restore(AlertMemory memory);
    /** States of rules that measure something else now, and of those that are gone, end. */
    AlertChanges setRules(std::vector<AlertRule> rules);
    /** Until then nothing is told of the rule; 0: as ever. */
    void snooze(const std::string &rule, base::UnixMicros until);
    /** One round over all rules that are due. */
    AlertChanges evaluate();
    AlertSnapshot snapshot() const;

private:
    struct RuleState
    {
        std::string problem;
        AlertPhase shown = AlertPhase::Normal;
        std::int64_t dueAt = 0; ///< Monotonic: rules that take long to evaluate are looked at less often.
        std::int64_t lookedAt = -1; ///< Awake time of the last look; -1: none.
        base::UnixMicros trafficSince = 0; ///< Up to when calls were looked for (no traffic).
        std::vector<AlertTransition> history;
        base::UnixMicros snoozedUntil = 0;
    };
    using Readings = std::map<std::string, AlertReading>;

    void watchClock();
    requestlog::TimeRange rangeOf(const AlertRule &rule) const;
    base::Result<requestlog::Filter> filterOf(
        const AlertRule &rule, const std::string &text, requestlog::TimeRange range) const;
    void evaluateRule(const AlertRule &rule, AlertChanges &changes);
    base::Result<Readings> measure(const AlertRule &rule, RuleState &kept);
    base::Result<Readings> measureSums(const AlertRule &rule);
    base::Result<Readings> measureDown(const AlertRule &rule);
    base::Result<Readings> measureTraffic(const AlertRule &rule, RuleState &kept);
    base::Result<Readings> measureForecast(const AlertRule &rule);
    base::Result<requestlog::SpendDay> spentOn(
        requestlog::TimeRange day, const AlertRule &rule, const requestlog::Filter &filter);
    Readings measureDrops(const AlertRule &rule);
    void addSilent(const AlertRule &rule, Readings &readings) const;
    void step(const AlertRule &rule, const std::string &entity, const AlertReading &reading, AlertChanges &changes);
    void renewPeriod(
        const AlertRule &rule, const AlertKey &key, AlertState &state, const AlertReading &reading,
        AlertChanges &changes);
    void tell(
        const AlertRule &rule, const AlertKey &key, AlertState &state, const AlertStep &step,
        AlertChanges &changes);
    void note(const AlertRule &rule, AlertChanges &changes);
    void forgetOld(const AlertRule &rule, const Readings &readings, AlertChanges &changes);

    const base::Clock &m_clock;
    AlertSource &m_source;
    std::vector<AlertRule> m_rules;
    std::map<AlertKey, AlertState> m_states;
    std::map<std::string, RuleState> m_kept;
    std::int64_t m_lastEpisode = 0;

    base::UnixMicros m_wall = 0; ///< Of the round under way.
    std::int64_t m_monotonic = -1;
    std::int64_t m_awakeNow = 0; ///< Awake time since the rule's last look.
    std::int64_t m_awakeTotal = 0;
    base::UnixMicros m_highest = 0; ///< The latest date ever seen.
    std::int64_t m_guardId = 0; ///< After the clock was set back: calls up to this number do not count …
    base::UnixMicros m_guardUntil = 0; ///< … in windows that begin before this date.
    std::deque<std::pair<std::int64_t, std::int64_t>> m_drops; ///< Awake time and count.
    std::map<std::pair<std::string, base::UnixMicros>, requestlog::SpendSums> m_spent; ///< By filter and day.
    base::UnixMicros m_spentAt = 0; ///< Since when m_spent is kept.
    bool m_evaluated = false;
};

} // namespace cachescope::insight

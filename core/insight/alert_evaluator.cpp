// SPDX-License-Identifier: MIT
#include "insight/alert_evaluator.h"

#include <algorithm>

namespace cachescope::insight {

namespace {

using base::Result;
using std::chrono::microseconds;

constexpr std::int64_t secondMicros = 1'000'000;
constexpr std::int64_t dayMicros = 86'400 * secondMicros;
constexpr std::int64_t longestStep = 3 * std::chrono::duration_cast<microseconds>(alertInterval).count();
/** A date that moves by more than this against the passing of time was set. */
constexpr std::int64_t clockTolerance = 60 * secondMicros;
/** A rule may take this part of the time: 1 / 20 of one core. */
constexpr std::int64_t leastPause = 20;
constexpr std::int64_t historyMicros = 7 * dayMicros;
constexpr std::int64_t longestQuiet = 14 * dayMicros; ///< Entities without calls are let go then.

template <typename T> void append(std::vector<T> &to, std::vector<T> from)
{
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

/** Whether an alert is worth keeping: anything but plainly well. */
bool matters(const AlertState &state)
{
    return state.phase != AlertPhase::Normal || state.episode.id != 0;
}

} // namespace

AlertEvaluator::AlertEvaluator(const base::Clock &clock, AlertSource &source)
    : m_clock(clock)
    , m_source(source)
{ }

void AlertEvaluator::restore(AlertMemory memory)
{
    m_states = std::move(memory.states);
    m_lastEpisode = memory.lastEpisode;
    for (auto &[rule, history] : memory.history) {
        if (!history.empty())
            m_kept[rule].shown = history.back().phase;
        m_kept[rule].history = std::move(history);
    }
    for (const auto &[rule, until] : memory.snoozed)
        m_kept[rule].snoozedUntil = until;
}

AlertChanges AlertEvaluator::setRules(std::vector<AlertRule> rules)
{
    AlertChanges changes;
    const base::UnixMicros now = m_clock.wall();
    for (auto it = m_states.begin(); it != m_states.end();) {
        const std::string &name = it->first.rule;
        const auto named = [&name](const AlertRule &rule) { return rule.name == name; };
        const auto next = std::find_if(rules.begin(), rules.end(), named);
        const auto before = std::find_if(m_rules.begin(), m_rules.end(), named);
        const bool otherwise = next == rules.end() || (before != m_rules.end() && before->measuresOtherwise(*next));
        if (!otherwise) {
            ++it;
            continue;
        }
        if (const auto ended = endEpisode(it->second, now, AlertEnd::RuleChanged))
            changes.episodes.emplace_back(it->first, *ended);
        changes.forgotten.push_back(it->first);
        it = m_states.erase(it);
    }
    for (auto &[name, kept] : m_kept) {
        kept.dueAt = 0;
        kept.problem.clear();
    }
    m_rules = std::move(rules);
    return changes;
}

void AlertEvaluator::snooze(const std::string &rule, base::UnixMicros until)
{
    m_kept[rule].snoozedUntil = until;
}

void AlertEvaluator::watchClock()
{
    const base::UnixMicros wall = m_clock.wall();
    const std::int64_t monotonic = m_clock.monotonic();
    const std::int64_t passed = m_monotonic < 0 ? 0 : std::max<std::int64_t>(0, monotonic - m_monotonic);
    m_awakeTotal += std::min(passed, longestStep);
    if (m_monotonic >= 0 && wall - m_wall - passed < -clockTolerance) {
        // Old calls have dates that will come again: they are told apart by their numbers.
        if (const auto newest = m_source.newestId()) {
            m_guardId = *newest;
            m_guardUntil = m_highest;
        }
    }
    m_wall = wall;
    m_monotonic = monotonic;
    m_highest = std::max(m_highest, wall);
}

requestlog::TimeRange AlertEvaluator::rangeOf(const AlertRule &rule) const
{
    if (rule.isBudget()) // To the latest date seen: what was logged before the clock was set back counts, once.
        return { alertPeriodStart(rule.effectivePeriod(), m_wall), std::max(m_wall, m_highest) + 1 };
    return { m_wall - std::chrono::duration_cast<microseconds>(rule.window).count(), m_wall + 1 };
}

Result<requestlog::Filter> AlertEvaluator::filterOf(
    const AlertRule &rule, const std::string &text, requestlog::TimeRange range) const
{
    std::string all = text;
    if (m_guardId > 0 && range.begin < m_guardUntil && !rule.isBudget())
        all = bothFilters(all, "id>" + std::to_string(m_guardId));
    auto filter = requestlog::Filter::parse(all);
    if (!filter)
        return base::failure(base::ErrorCode::InvalidInput, filter.error().message);
    return *std::move(filter);
}

Result<AlertEvaluator::Readings> AlertEvaluator::measureSums(const AlertRule &rule)
{
    const requestlog::TimeRange range = rangeOf(rule);
    const auto filter = filterOf(rule, rule.filter, range);
    if (!filter)
        return tl::unexpected(filter.error());
    const auto groups = m_source.groups(range, rule.per, *filter);
    if (!groups)
        return tl::unexpected(groups.error());
    Readings readings;
    for (const requestlog::Group &group : *groups) {
        AlertReading reading{ AlertReading::Kind::Value, alertValueOf(rule.metric, group.totals),
                              group.totals.requests(), 0 };
        const bool nothing = factsOf(rule.metric).ratio
            && (reading.requests == 0 || reading.value < 0
                || (rule.metric == AlertMetric::PrefixRead && !group.totals.prefixReadRate())
                || (rule.metric == AlertMetric::HitRatio && !group.totals.hitRate()));
        if (nothing || reading.requests < rule.minRequests)
            reading.kind = AlertReading::Kind::TooFew;
        readings[group.key] = reading;
    }
    return readings;
}

Result<AlertEvaluator::Readings> AlertEvaluator::measureDown(const AlertRule &rule)
{
    const requestlog::TimeRange range = rangeOf(rule);
    const auto all = filterOf(rule, bothFilters(rule.filter, "-cache:hit,coalesced"), range);
    const auto bad = filterOf(rule, bothFilters(rule.filter, "status:5xx"), range);
    if (!all || !bad)
        return tl::unexpected(all ? bad.error() : all.error());
    const auto groups = m_source.groups(range, rule.per, *all);
    const auto failed = m_source.groups(range, rule.per, *bad);
    if (!groups || !failed)
        return tl::unexpected(groups ? failed.error() : groups.error());
    Readings readings;
    for (const requestlog::Group &group : *groups) {
        const auto same = std::find_if(
            failed->begin(), failed->end(), [&group](const auto &other) { return other.key == group.key; });
        const std::int64_t calls = group.totals.requests();
        AlertReading reading{ AlertReading::Kind::TooFew, 0, calls, 0 };
        if (calls > 0 && calls >= rule.minRequests) {
            reading.kind = AlertReading::Kind::Value;
            reading.value = same == failed->end()
                ? 0.0
                : static_cast<double>(same->totals.requests()) / static_cast<double>(calls);
        }
        readings[group.key] = reading;
    }
    return readings;
}

Result<AlertEvaluator::Readings> AlertEvaluator::measureTraffic(const AlertRule &rule, RuleState &kept)
{
    constexpr std::int64_t overlap = 10 * 60 * secondMicros; // Calls are written when they end.
    const base::UnixMicros begin
        = kept.trafficSince > 0 ? std::min(kept.trafficSince, m_wall) - overlap : m_wall - historyMicros;
    const auto filter = filterOf(rule, rule.filter, { begin, m_wall });
    if (!filter)
        return tl::unexpected(filter.error());
    const auto newest = m_source.newestCalls({ begin, std::max(m_wall, m_highest) + 1 }, rule.per, *filter);
    if (!newest)
        return tl::unexpected(newest.error());
    kept.trafficSince = m_wall;
    Readings readings;
    const auto add = [&](const std::string &entity, base::UnixMicros call) {
        const AlertKey key{ rule.name, entity };
        const auto known = m_states.find(key);
        AlertState &state = m_states[key];
        const bool first = known == m_states.end() || state.newestCall == 0;
        state.newestCall = std::min(state.newestCall, m_wall); // The clock may have been set back.
        const std::int64_t ago = std::max<std::int64_t>(0, m_wall - call);
        if (call > state.newestCall)
            state.quietMicros = std::min(ago, first ? m_awakeTotal : m_awakeNow);
        else
            state.quietMicros += m_awakeNow;
        state.newestCall = std::max(call, state.newestCall);
        if (rule.per != AlertPer::Nothing && state.quietMicros > longestQuiet)
            return; // It went for good.
        readings[entity]
            = { AlertReading::Kind::Value,
                static_cast<double>(state.quietMicros) / static_cast<double>(secondMicros), 0, state.newestCall };
    };
    for (const auto &[entity, call] : *newest)
        add(entity, call);
    for (const auto &[key, state] : m_states) {
        if (key.rule == rule.name && !readings.contains(key.entity) && state.newestCall > 0)
            add(key.entity, state.newestCall);
    }
    return readings;
}

AlertEvaluator::Readings AlertEvaluator::measureDrops(const AlertRule &rule)
{
    const std::int64_t since = m_awakeTotal - std::chrono::duration_cast<microseconds>(rule.window).count();
    const std::int64_t now = m_source.droppedRows();
    std::int64_t then = now;
    for (const auto &[at, count] : m_drops) {
        if (at >= since) {
            then = count;
            break;
        }
    }
    return { { "",
               { AlertReading::Kind::Value, static_cast<double>(std::max<std::int64_t>(0, now - then)), 0, 0 } } };
}

Result<AlertEvaluator::Readings> AlertEvaluator::measure(const AlertRule &rule, RuleState &kept)
{
    switch (rule.metric) {
    case AlertMetric::Forecast:
        return measureForecast(rule);
    case AlertMetric::UpstreamDown:
        return measureDown(rule);
    case AlertMetric::NoTraffic:
        return measureTraffic(rule, kept);
    case AlertMetric::LogDrops:
        return measureDrops(rule);
    case AlertMetric::DearCall: {
        const requestlog::TimeRange range = rangeOf(rule);
        const auto filter = filterOf(rule, rule.filter, range);
        if (!filter)
            return tl::unexpected(filter.error());
        const auto money = m_source.dearest(range, *filter);
        if (!money)
            return tl::unexpected(money.error());
        const double value = static_cast<double>(money->pico()) / static_cast<double>(base::Money::perUnit);
        return Readings{ { "", { AlertReading::Kind::Value, value, 0, 0 } } };
    }
    default:
        return measureSums(rule);
    }
}

/** Known entities that this round says nothing of: a sum of nothing is zero, a ratio of nothing is unknown. */
void AlertEvaluator::addSilent(const AlertRule &rule, Readings &readings) const
{
    const bool ratio = factsOf(rule.metric).ratio || rule.metric == AlertMetric::NoTraffic;
    const AlertReading nothing{ ratio ? AlertReading::Kind::TooFew : AlertReading::Kind::Value, 0, 0, 0 };
    for (auto it = m_states.lower_bound({ rule.name, "" }); it != m_states.end() && it->first.rule == rule.name;
         ++it)
        readings.try_emplace(it->first.entity, nothing);
    if (rule.per == AlertPer::Nothing)
        readings.try_emplace("", nothing);
}

void AlertEvaluator::renewPeriod(
    const AlertRule &rule, const AlertKey &key, AlertState &state, const AlertReading &reading,
    AlertChanges &changes)
{
    const base::UnixMicros period = alertPeriodStart(rule.effectivePeriod(), m_wall);
    if (state.period == period)
        return;
    if (state.period == 0 || period > state.period) {
        if (const auto ended = endEpisode(state, m_wall, AlertEnd::PeriodOver))
            changes.episodes.emplace_back(key, *ended);
        state.toldLevel = 0;
        state.breachMicros = -1;
    } else if (reading.kind == AlertReading::Kind::Value) {
        // The clock was set back: what has been told in that period is not known any more, so it counts as told.
        state.toldLevel = std::max(state.toldLevel, rule.levelOf(reading.value));
    }
    state.period = period;
}

void AlertEvaluator::tell(
    const AlertRule &rule, const AlertKey &key, AlertState &state, const AlertStep &step, AlertChanges &changes)
{
    AlertNotice notice{ AlertNotice::Kind::Fired, rule,   key.entity,          state.value,     rule.limit,
                        state.requests,           m_wall, state.episode.begin, state.episode.id };
    const bool silent = rule.paused || m_kept[rule.name].snoozedUntil > m_wall;
    if (step.ended) {
        notice.kind = AlertNotice::Kind::Recovered;
        notice.since = step.ended->begin;
        notice.episode = step.ended->id;
        const bool told = state.toldLevel > 0;
        if (!rule.isBudget())
            state.toldLevel = 0;
        if (told && rule.tellRecovered && !silent && step.ended->why == AlertEnd::Recovered)
            changes.notices.push_back(notice);
        return;
    }
    const bool missing = state.phase == AlertPhase::NoData && rule.noData == AlertNoData::Fire;
    if (state.episode.id == 0 || silent || (state.phase != AlertPhase::Firing && !missing))
        return;
    const int level = rule.isBudget() && state.value ? rule.levelOf(*state.value) : 1;
    notice.threshold = rule.thresholdOf(level);
    const std::int64_t remind = std::chrono::duration_cast<microseconds>(rule.remind).count();
    if (level > state.toldLevel) {
        notice.kind = missing ? AlertNotice::Kind::NoData : AlertNotice::Kind::Fired;
        state.toldLevel = level;
    } else if (remind > 0 && state.toldAt > 0 && state.sinceTold >= remind) {
        notice.kind = AlertNotice::Kind::Reminder;
    } else {
        return;
    }
    state.toldAt = m_wall;
    state.sinceTold = 0;
    changes.notices.push_back(std::move(notice));
}

void AlertEvaluator::step(
    const AlertRule &rule, const std::string &entity, const AlertReading &reading, AlertChanges &changes)
{
    const AlertKey key{ rule.name, entity };
    AlertState &state = m_states[key];
    const bool mattered = matters(state);
    const int told = state.toldLevel;
    const base::UnixMicros periodBefore = state.period;
    if (state.since == 0)
        state.since = m_wall;
    if (rule.isBudget())
        renewPeriod(rule, key, state, reading, changes);
    const AlertStep done = advance(rule, state, reading, m_wall, m_awakeNow, m_lastEpisode + 1);
    if (done.episodeBegan) {
        ++m_lastEpisode;
        changes.episodes.emplace_back(key, state.episode);
    }
    if (done.ended)
        changes.episodes.emplace_back(key, *done.ended);
    tell(rule, key, state, done, changes);
    if (done.phaseChanged || matters(state) || mattered || told != state.toldLevel || periodBefore != state.period
        || rule.metric == AlertMetric::NoTraffic)
        changes.states.emplace_back(key, state);
}

/** Entities that came and went (sessions, mostly) are not kept for ever. */
void AlertEvaluator::forgetOld(const AlertRule &rule, const Readings &readings, AlertChanges &changes)
{
    for (auto it = m_states.lower_bound({ rule.name, "" }); it != m_states.end() && it->first.rule == rule.name;) {
        const AlertState &state = it->second;
        const auto reading = readings.find(it->first.entity);
        const bool seen
            = reading != readings.end() && (reading->second.requests > 0 || rule.metric == AlertMetric::NoTraffic);
        const bool done = state.episode.id == 0
            && (state.phase == AlertPhase::Normal || state.silentMicros >= alertSilenceEndsMicros
                || (state.phase == AlertPhase::NoData && rule.per != AlertPer::Nothing));
        // A budget remembers what it told until its period is over.
        const bool remembers = rule.isBudget() && state.toldLevel > 0;
        if (rule.per == AlertPer::Nothing || seen || !done || remembers) {
            ++it;
            continue;
        }
        changes.forgotten.push_back(it->first);
        it = m_states.erase(it);
    }
}

void AlertEvaluator::note(const AlertRule &rule, AlertChanges &changes)
{
    AlertPhase worst = AlertPhase::Normal;
    for (auto it = m_states.lower_bound({ rule.name, "" }); it != m_states.end() && it->first.rule == rule.name;
         ++it) {
        if (urgencyOf(it->second.phase) > urgencyOf(worst))
            worst = it->second.phase;
    }
    RuleState &kept = m_kept[rule.name];
    // The last one before the days shown says how they begin.
    while (kept.history.size() > 1 && kept.history[1].at < m_wall - historyMicros)
        kept.history.erase(kept.history.begin());
    if (worst == kept.shown && !kept.history.empty())
        return;
    kept.shown = worst;
    kept.history.push_back({ m_wall, worst });
    changes.transitions.emplace_back(rule.name, kept.history.back());
}

void AlertEvaluator::evaluateRule(const AlertRule &rule, AlertChanges &changes)
{
    RuleState &kept = m_kept[rule.name];
    if (m_monotonic < kept.dueAt)
        return;
    m_awakeNow = kept.lookedAt < 0 ? 0 : m_awakeTotal - kept.lookedAt;
    kept.lookedAt = m_awakeTotal;
    auto readings = measure(rule, kept);
    kept.problem = readings ? std::string() : readings.error().message;
    if (readings) {
        addSilent(rule, *readings);
    } else {
        readings.emplace();
        const AlertReading error{ AlertReading::Kind::Error, 0, 0, 0 };
        for (auto it = m_states.lower_bound({ rule.name, "" }); it != m_states.end() && it->first.rule == rule.name;
             ++it)
            (*readings)[it->first.entity] = error;
        if (readings->empty())
            (*readings)[""] = error;
    }
    for (const auto &[entity, reading] : *readings)
        step(rule, entity, reading, changes);
    if (kept.problem.empty())
        forgetOld(rule, *readings, changes);
    note(rule, changes);
    kept.dueAt = m_monotonic + (m_clock.monotonic() - m_monotonic) * leastPause;
}

AlertChanges AlertEvaluator::evaluate()
{
    constexpr std::size_t mostDrops = 3'000;
    AlertChanges changes;
    watchClock();
    m_drops.emplace_back(m_awakeTotal, m_source.droppedRows());
    if (m_drops.size() > mostDrops)
        m_drops.pop_front();
    for (const AlertRule &rule : m_rules) {
        if (!rule.paused)
            evaluateRule(rule, changes);
        else
            m_kept[rule.name].lookedAt = -1; // What passes meanwhile does not count.
    }
    m_evaluated = true;
    return changes;
}

AlertSnapshot AlertEvaluator::snapshot() const
{
    AlertSnapshot snapshot;
    snapshot.at = m_evaluated ? m_wall : 0;
    for (const AlertRule &rule : m_rules) {
        AlertRuleStatus status;
        status.rule = rule;
        if (const auto kept = m_kept.find(rule.name); kept != m_kept.end()) {
            status.problem = kept->second.problem;
            status.snoozedUntil = kept->second.snoozedUntil;
            status.history = kept->second.history;
        }
        for (auto it = m_states.lower_bound({ rule.name, "" }); it != m_states.end() && it->first.rule == rule.name;
             ++it) {
            status.entities.emplace_back(it->first.entity, it->second);
            const bool missing = it->second.phase == AlertPhase::NoData && rule.noData == AlertNoData::Fire;
            if (!rule.paused && (it->second.phase == AlertPhase::Firing || missing))
                ++status.firing;
        }
        // The most urgent first; among equals the one that is nearest to the limit or farthest beyond it.
        std::stable_sort(status.entities.begin(), status.entities.end(), [&rule](const auto &a, const auto &b) {
            const int first = urgencyOf(a.second.phase);
            const int second = urgencyOf(b.second.phase);
            if (first != second || !a.second.value || !b.second.value)
                return first != second ? first > second : a.second.value && !b.second.value;
            return rule.is == AlertComparison::Above ? *a.second.value > *b.second.value
                                                     : *a.second.value < *b.second.value;
        });
        if (!status.entities.empty())
            status.phase = status.entities.front().second.phase;
        snapshot.firing += status.firing;
        snapshot.rules.push_back(std::move(status));
    }
    return snapshot;
}

} // namespace cachescope::insight

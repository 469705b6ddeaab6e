// SPDX-License-Identifier: MIT
#include "fake_alert_source.h"
#include "insight/alert_evaluator.h"

#include <QtTest>

#include <random>
#include <set>

namespace cachescope::insight {

using test::FakeAlertSource;
using test::hits;
using test::spent;
using namespace std::chrono_literals;

constexpr base::UnixMicros hourMicros = 3'600'000'000;

/** An evaluator with a clock moved by hand and a log that says what the test wants. */
class Bench
{
public:
    explicit Bench(AlertRule rule) { start({ std::move(rule) }); }

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
AlertRule hitRule()
{
    AlertRule rule = defaultAlertRule(AlertMetric::HitRatio);
    rule.name = "hits";
    return rule;
}

AlertRule dayBudget()
{
    AlertRule rule = defaultAlertRule(AlertMetric::Spend);
    rule.name = "day";
    rule.period = AlertPeriod::Day;
    rule.alsoAt = { 25 };
    rule.limit = 50;
    rule.recovered = 50;
    return rule;
}

class AlertEngineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void waitsThenFiresOnce();
    void aShortDipIsNoAlert();
    void staysUntilWellForLongEnough();
    void flappingIsOneEpisode();
    void tooFewCallsSayNothing();
    void missingDataAsTheRuleSays_data();
    void missingDataAsTheRuleSays();
    void errorsAreSeenApartAndLoseNothing();
    void oneNoticeForEachEntity();
    void entitiesThatEndAreForgotten();
    void budgetsTellOnceForThresholdAndPeriod();
    void aBudgetThatFallsAndRisesIsToldOnce();
    void remindsAgain();
    void snoozeHoldsTheNoticeBack();
    void aRestartNeitherRepeatsNorForgets();
    void suspendAndStoppedProcessDoNotCount();
    void aClockSetForwardFiresNothing();
    void aClockSetBackFiresNothing();
    void noTrafficCountsWakingTimeOnly();
    void logDropsWithinTheWindow();
    void upstreamDownIsAShareOfItsCalls();
    void forecastNeedsFiveDays();
    void aChangedRuleEndsItsEpisode();
    void aPausedRuleRests();
    void randomHistoriesKeepTheLaws();
};

#ifndef Q_MOC_RUN

void AlertEngineTest::waitsThenFiresOnce()
{
    Bench bench(hitRule());
    bench.source.totals[""] = hits(100, 0.5);
    bench.round();
    QVERIFY(bench.phase() == AlertPhase::Waiting);
    bench.pass(14min + 30s);
    QVERIFY(bench.phase() == AlertPhase::Waiting);
    QCOMPARE(bench.told(), 0);
    bench.pass(30s);
    QVERIFY(bench.phase() == AlertPhase::Firing);
    bench.pass(10h);
    QCOMPARE(bench.told(), 1);
    QCOMPARE(bench.episodes.size(), std::size_t{ 1 });
    QCOMPARE(bench.notices.front().since, bench.state().episode.begin);
    QCOMPARE(*bench.notices.front().value, 0.5);
    QCOMPARE(bench.evaluator->snapshot().firing, 1);
}

void AlertEngineTest::aShortDipIsNoAlert()
{
    Bench bench(hitRule());
    for (int i = 0; i < 10; ++i) {
        bench.source.totals[""] = hits(100, 0.5);
        bench.pass(14min);
        bench.source.totals[""] = hits(100, 0.6); // Not below.
        bench.pass(30s);
        QVERIFY(bench.phase() == AlertPhase::Normal);
    }
    QCOMPARE(bench.told(), 0);
    QVERIFY(bench.episodes.empty());
}

void AlertEngineTest::staysUntilWellForLongEnough()
{
    Bench bench(hitRule());
    bench.source.totals[""] = hits(100, 0.5);
    bench.pass(16min);
    bench.source.totals[""] = hits(100, 0.62); // Above the limit, below recovery.
    bench.pass(2h);
    QVERIFY(bench.phase() == AlertPhase::Firing);
    bench.source.totals[""] = hits(100, 0.7);
    bench.pass(5min);
    QVERIFY(bench.phase() == AlertPhase::Recovering);
    bench.pass(30s);
    QVERIFY(bench.phase() == AlertPhase::Normal);
    QVERIFY(bench.episodes.begin()->second.why == AlertEnd::Recovered);
    QCOMPARE(bench.episodes.begin()->second.worst, 0.5);
    QCOMPARE(bench.notices.size(), std::size_t{ 1 }); // Recovery is told only where asked for.
}

void AlertEngineTest::flappingIsOneEpisode()
{
    Bench bench(hitRule());
    bench.source.totals[""] = hits(100, 0.5);
    bench.pass(16min);
    for (int i = 0; i < 50; ++i) {
        bench.source.totals[""] = hits(100, 0.9);
        bench.pass(4min);
        bench.source.totals[""] = hits(100, 0.1);
        bench.pass(1min);
    }
    QCOMPARE(bench.told(), 1);
    QCOMPARE(bench.episodes.size(), std::size_t{ 1 });
    QCOMPARE(bench.state().episode.worst, 0.1);
}

void AlertEngineTest::tooFewCallsSayNothing()
{
    Bench bench(hitRule());
    bench.source.totals[""] = hits(19, 0);
    bench.pass(20min);
    QVERIFY(bench.phase() == AlertPhase::Normal);
    bench.pass(20min);
    QVERIFY(bench.phase() == AlertPhase::NoData); // Said so after half an hour, told to nobody.
    QVERIFY(bench.notices.empty());
    bench.source.totals[""] = hits(20, 0);
    bench.pass(30s);
    QVERIFY(bench.phase() == AlertPhase::Waiting);
}

void AlertEngineTest::missingDataAsTheRuleSays_data()
{
    QTest::addColumn<int>("behaviour");
    QTest::addColumn<int>("phase");
    QTest::addColumn<int>("notices");
    QTest::addColumn<bool>("open");
    const auto row = [](AlertNoData behaviour, AlertPhase phase, int notices, bool open) {
        QTest::newRow(alertNoDataName(behaviour).data())
            << static_cast<int>(behaviour) << static_cast<int>(phase) << notices << open;
    };
    row(AlertNoData::Keep, AlertPhase::NoData, 1, true);
    row(AlertNoData::Normal, AlertPhase::Normal, 1, false);
    row(AlertNoData::Fire, AlertPhase::NoData, 1, true);
}

void AlertEngineTest::missingDataAsTheRuleSays()
{
    QFETCH(int, behaviour);
    QFETCH(int, phase);
    QFETCH(int, notices);
    QFETCH(bool, open);
    AlertRule rule = hitRule();
    rule.noData = static_cast<AlertNoData>(behaviour);
    Bench bench(rule);
    bench.source.totals[""] = hits(100, 0.5);
    bench.pass(16min);
    bench.source.totals[""] = {};
    bench.pass(29min + 30s);
    QVERIFY(bench.phase() == AlertPhase::Firing); // Kept until it has lasted.
    bench.pass(1h);
    QCOMPARE(static_cast<int>(bench.phase()), phase);
    QCOMPARE(static_cast<int>(bench.notices.size()), notices);
    QCOMPARE(bench.episodes.begin()->second.end == 0, open);
    if (open) {
        bench.source.totals[""] = hits(100, 0.5);
        bench.pass(1h);
        QVERIFY(bench.phase() == AlertPhase::Firing);
        QCOMPARE(static_cast<int>(bench.notices.size()), notices); // The same episode.
    }
}

void AlertEngineTest::errorsAreSeenApartAndLoseNothing()
{
    Bench bench(hitRule());
    bench.source.totals[""] = hits(100, 0.5);
    bench.pass(16min);
    bench.source.failure = "log.sqlite: cannot be read.";
    bench.pass(30s);
    QVERIFY(bench.phase() == AlertPhase::Firing); // It waits, too.
    bench.pass(1min);
    QVERIFY(bench.phase() == AlertPhase::Error);
    QCOMPARE(bench.evaluator->snapshot().rules.front().problem, bench.source.failure);
    bench.source.failure.clear();
    bench.pass(30s);
    QVERIFY(bench.phase() == AlertPhase::Firing);
    QCOMPARE(bench.notices.size(), std::size_t{ 1 });
    QCOMPARE(bench.evaluator->snapshot().rules.front().problem, std::string());
}

void AlertEngineTest::oneNoticeForEachEntity()
{
    AlertRule rule = hitRule();
    rule.per = AlertPer::Client;
    Bench bench(rule);
    bench.source.totals = { { "a", hits(100, 0.1) }, { "b", hits(100, 0.9) }, { "c", hits(100, 0.2) } };
    bench.pass(1h);
    QCOMPARE(bench.told(), 2);
    std::set<std::string> whom;
    for (const AlertNotice &notice : bench.notices)
        whom.insert(notice.entity);
    QVERIFY((whom == std::set<std::string>{ "a", "c" }));
    QCOMPARE(bench.evaluator->snapshot().firing, 2);
}

void AlertEngineTest::entitiesThatEndAreForgotten()
{
    AlertRule rule = hitRule();
    rule.per = AlertPer::Session;
    Bench bench(rule);
    for (int i = 0; i < 40; ++i) {
        bench.source.totals = { { "s" + std::to_string(i), hits(100, i % 2 == 0 ? 0.9 : 0.1) } };
        bench.pass(20min);
    }
    bench.source.totals.clear();
    QCOMPARE(bench.told(), 20);
    bench.pass(26h);
    QVERIFY(bench.states.empty());
    for (const auto &[id, episode] : bench.episodes)
        QVERIFY(episode.why == AlertEnd::NoData);
}

void AlertEngineTest::budgetsTellOnceForThresholdAndPeriod()
{
    Bench bench(dayBudget());
    const base::UnixMicros day = alertPeriodStart(AlertPeriod::Day, bench.clock.wall());
    bench.clock.jumpTo(day + hourMicros);
    bench.source.totals[""] = spent(20);
    bench.pass(1h);
    QCOMPARE(bench.told(), 0);
    bench.source.totals[""] = spent(26);
    bench.pass(1h);
    QCOMPARE(bench.told(), 1);
    QCOMPARE(bench.notices.back().threshold, 25.0);
    bench.source.totals[""] = spent(51);
    bench.pass(5h);
    QCOMPARE(bench.told(), 2);
    QCOMPARE(bench.notices.back().threshold, 50.0);
    bench.pass(15h + 59min + 30s); // Until just before midnight: no more.
    QCOMPARE(bench.told(), 2);
    bench.source.totals[""] = spent(0);
    bench.pass(2h);
    QVERIFY(bench.phase() == AlertPhase::Normal);
    QVERIFY(bench.episodes.begin()->second.why == AlertEnd::PeriodOver);
    bench.source.totals[""] = spent(60);
    bench.pass(1h);
    QCOMPARE(bench.told(), 3); // Both thresholds at once are one notice, of the higher one.
    QCOMPARE(bench.notices.back().threshold, 50.0);
}

void AlertEngineTest::aBudgetThatFallsAndRisesIsToldOnce()
{
    Bench bench(dayBudget());
    bench.clock.jumpTo(alertPeriodStart(AlertPeriod::Day, bench.clock.wall()) + hourMicros);
    for (int i = 0; i < 6; ++i) {
        bench.source.totals[""] = spent(60);
        bench.pass(30min);
        bench.source.totals[""] = spent(1); // A price was corrected.
        bench.pass(30min);
        bench.restart(1min);
    }
    QCOMPARE(bench.told(), 1);
}

void AlertEngineTest::remindsAgain()
{
    AlertRule rule = hitRule();
    rule.remind = 4h;
    Bench bench(rule);
    bench.source.totals[""] = hits(100, 0.5);
    bench.pass(15min + 30s);
    bench.pass(12h);
    QCOMPARE(bench.told(), 1);
    QCOMPARE(bench.told(AlertNotice::Kind::Reminder), 3);
}

void AlertEngineTest::snoozeHoldsTheNoticeBack()
{
    Bench bench(hitRule());
    bench.source.totals[""] = hits(100, 0.5);
    bench.evaluator->snooze("hits", bench.clock.wall() + hourMicros);
    bench.pass(59min);
    QVERIFY(bench.phase() == AlertPhase::Firing);
    QVERIFY(bench.notices.empty());
    bench.pass(2min);
    QCOMPARE(bench.told(), 1);
}

void AlertEngineTest::aRestartNeitherRepeatsNorForgets()
{
    AlertRule rule = hitRule();
    rule.tellRecovered = true;
    Bench bench(rule);
    bench.source.totals[""] = hits(100, 0.5);
    bench.pass(10min);
    bench.restart(8h); // In the middle of waiting.
    bench.round();
    QVERIFY(bench.phase() == AlertPhase::Waiting);
    bench.pass(6min);
    QVERIFY(bench.phase() == AlertPhase::Firing);
    QCOMPARE(bench.told(), 1);
    for (int i = 0; i < 5; ++i) {
        bench.restart(1h);
        bench.round();
        QVERIFY(bench.phase() == AlertPhase::Firing);
    }
    QCOMPARE(bench.told(), 1);
    QCOMPARE(bench.episodes.size(), std::size_t{ 1 });
    bench.source.totals[""] = hits(100, 0.9);
    bench.pass(3min);
    bench.restart(1h);
    bench.pass(3min);
    QCOMPARE(bench.told(AlertNotice::Kind::Recovered), 1);
    QVERIFY(bench.episodes.begin()->second.why == AlertEnd::Recovered);
}

void AlertEngineTest::suspendAndStoppedProcessDoNotCount()
{
    Bench bench(hitRule());
    bench.source.totals[""] = hits(100, 0.5);
    bench.pass(5min);
    bench.clock.jumpTo(bench.clock.wall() + 10 * hourMicros); // Suspended: no time of our own passed.
    bench.pass(5min);
    QVERIFY(bench.phase() == AlertPhase::Waiting);
    bench.clock.advance(10h); // Stopped (SIGSTOP): time passed without us.
    bench.round();
    QVERIFY(bench.phase() == AlertPhase::Waiting);
    bench.pass(5min);
    QVERIFY(bench.phase() == AlertPhase::Firing);
}

void AlertEngineTest::aClockSetForwardFiresNothing()
{
    AlertRule rule = defaultAlertRule(AlertMetric::NoTraffic);
    rule.name = "quiet";
    Bench bench(rule);
    bench.source.newest[""] = bench.clock.wall();
    bench.pass(10min);
    bench.clock.jumpTo(bench.clock.wall() + 400 * 24 * hourMicros);
    bench.pass(10min);
    QVERIFY(bench.phase() == AlertPhase::Normal);
    QVERIFY(bench.notices.empty());
}

void AlertEngineTest::aClockSetBackFiresNothing()
{
    Bench bench(hitRule());
    bench.source.totals[""] = hits(100, 0.9);
    bench.pass(1h);
    QVERIFY(bench.source.filters.back().empty());
    bench.source.newestNumber = 4711;
    bench.clock.jumpTo(bench.clock.wall() - hourMicros);
    bench.round();
    QCOMPARE(bench.source.filters.back(), std::string("id>4711")); // What was logged at these times before is old.
    bench.pass(1h + 16min);
    QVERIFY(bench.source.filters.back().empty());

    Bench budget(dayBudget());
    budget.clock.jumpTo(alertPeriodStart(AlertPeriod::Day, budget.clock.wall()) + hourMicros);
    budget.source.totals[""] = spent(60);
    budget.pass(1h);
    QCOMPARE(budget.told(), 1);
    budget.clock.jumpTo(budget.clock.wall() - 24 * hourMicros); // Into yesterday and back again.
    budget.pass(10min);
    QCOMPARE(budget.told(), 1);
}

void AlertEngineTest::noTrafficCountsWakingTimeOnly()
{
    AlertRule rule = defaultAlertRule(AlertMetric::NoTraffic);
    rule.name = "quiet";
    rule.limit = rule.recovered = 3600;
    Bench bench(rule);
    bench.source.newest[""] = bench.clock.wall();
    bench.pass(50min);
    bench.clock.jumpTo(bench.clock.wall() + 20 * hourMicros); // Suspended.
    bench.pass(9min);
    QVERIFY(bench.phase() == AlertPhase::Normal);
    bench.restart(5h); // Not running: no call could come.
    bench.round();
    QVERIFY(bench.phase() == AlertPhase::Normal);
    bench.pass(2min);
    QVERIFY(bench.phase() == AlertPhase::Firing);
    QCOMPARE(bench.told(), 1);
    bench.source.newest[""] = bench.clock.wall() + 1;
    bench.pass(1min);
    QVERIFY(bench.phase() == AlertPhase::Normal);
}

void AlertEngineTest::logDropsWithinTheWindow()
{
    AlertRule rule = defaultAlertRule(AlertMetric::LogDrops);
    rule.name = "drops";
    Bench bench(rule);
    bench.source.dropped = 50; // Before we looked for the first time.
    bench.pass(5min);
    QVERIFY(bench.phase() == AlertPhase::Normal);
    bench.source.dropped = 51;
    bench.pass(30s);
    QVERIFY(bench.phase() == AlertPhase::Firing);
    QCOMPARE(*bench.notices.front().value, 1.0);
    bench.pass(25min);
    QVERIFY(bench.phase() == AlertPhase::Normal);
}

void AlertEngineTest::upstreamDownIsAShareOfItsCalls()
{
    AlertRule rule = defaultAlertRule(AlertMetric::UpstreamDown);
    rule.name = "down";
    Bench bench(rule);
    bench.source.totals["openai"] = hits(10, 0);
    bench.pass(5min); // The fake answers both questions alike: ten of ten failed.
    QVERIFY(bench.phase("openai") == AlertPhase::Firing);
    QCOMPARE(bench.source.filters.at(0), std::string("-cache:hit,coalesced"));
    QCOMPARE(bench.source.filters.at(1), std::string("status:5xx"));
}

void AlertEngineTest::forecastNeedsFiveDays()
{
    AlertRule rule = defaultAlertRule(AlertMetric::Forecast);
    rule.name = "month";
    rule.limit = rule.recovered = 100;
    rule.noDataFor = 0s;
    Bench bench(rule);
    bench.pass(1min);
    QVERIFY(bench.phase() == AlertPhase::NoData);
    bench.source.totals[""] = spent(10); // Each day, and the month so far.
    bench.pass(1min);
    const double daysLeft
        = static_cast<double>(nextMonthStart(bench.clock.wall()) - bench.clock.wall()) / (24.0 * hourMicros);
    QVERIFY(bench.phase() == AlertPhase::Firing);
    QVERIFY(std::abs(*bench.state().value - (10 + 10 * daysLeft)) < 0.1);
}

void AlertEngineTest::aChangedRuleEndsItsEpisode()
{
    Bench bench(hitRule());
    bench.source.totals[""] = hits(100, 0.5);
    bench.pass(16min);
    AlertRule other = hitRule();
    other.limit = 0.55;
    other.recovered = 0.6;
    const AlertChanges limits = bench.evaluator->setRules({ other });
    QVERIFY(limits.episodes.empty()); // Another limit goes on where it stood.
    other.filter = "model:x";
    const AlertChanges changes = bench.evaluator->setRules({ other });
    QCOMPARE(changes.episodes.size(), std::size_t{ 1 });
    QVERIFY(changes.episodes.front().second.why == AlertEnd::RuleChanged);
    QCOMPARE(changes.forgotten.size(), std::size_t{ 1 });
}

void AlertEngineTest::aPausedRuleRests()
{
    AlertRule rule = hitRule();
    Bench bench(rule);
    bench.source.totals[""] = hits(100, 0.5);
    bench.pass(5min);
    rule.paused = true;
    (void)bench.evaluator->setRules({ rule });
    const std::size_t asked = bench.source.ranges.size();
    bench.pass(5h);
    QCOMPARE(bench.source.ranges.size(), asked);
    rule.paused = false;
    (void)bench.evaluator->setRules({ rule });
    bench.pass(5min);
    QVERIFY(bench.phase() == AlertPhase::Waiting);
    QVERIFY(bench.notices.empty());
}

/** What must hold whatever the log says and whenever the program ends. */
void AlertEngineTest::randomHistoriesKeepTheLaws()
{
    for (unsigned seed = 0; seed < 120; ++seed) {
        std::mt19937 random(seed);
        const auto below = [&random](unsigned limit) { return random() % limit; };
        AlertRule rule = hitRule();
        rule.per = seed % 2 == 0 ? AlertPer::Client : AlertPer::Nothing;
        rule.noData = static_cast<AlertNoData>(below(3));
        rule.pending = std::chrono::seconds(below(20) * 60);
        rule.recoveredFor = std::chrono::seconds(below(20) * 60);
        Bench bench(rule);
        const std::vector<std::string> names
            = rule.per == AlertPer::Nothing ? std::vector<std::string>{ "" } : std::vector<std::string>{ "a", "b" };
        for (int step = 0; step < 300; ++step) {
            for (const std::string &name : names)
                bench.source.totals[name]
                    = hits(below(4) == 0 ? below(30) : 100, static_cast<double>(below(101)) / 100.0);
            bench.source.failure = below(30) == 0 ? "away" : "";
            bench.pass(std::chrono::seconds(30 * (1 + below(40))));
            if (below(20) == 0)
                bench.restart(std::chrono::seconds(below(40'000)));
            if (below(20) == 0)
                bench.clock.jumpTo(bench.clock.wall() + 60'000'000LL * (static_cast<int>(below(2000)) - 1000));
        }
        std::map<std::pair<std::string, std::int64_t>, int> notices;
        for (const AlertNotice &notice : bench.notices) {
            QVERIFY(notice.episode > 0);
            QCOMPARE(++notices[std::pair(notice.entity, notice.episode)], 1); // One for rule, entity and episode.
        }
        // Every episode was told, and is closed unless it is the entity's open one.
        std::set<std::int64_t> open;
        for (const auto &[key, state] : bench.states) {
            if (state.episode.id != 0)
                open.insert(state.episode.id);
            QVERIFY(state.phase != AlertPhase::Firing || state.episode.id != 0);
            QVERIFY(state.phase != AlertPhase::Normal || state.episode.id == 0);
        }
        QCOMPARE(notices.size(), bench.episodes.size());
        for (const auto &[id, episode] : bench.episodes) {
            QCOMPARE(episode.end == 0, open.contains(id));
            QVERIFY(episode.end == 0 || episode.end >= episode.begin);
        }
    }
}

#endif

} // namespace cachescope::insight

QTEST_GUILESS_MAIN(cachescope::insight::AlertEngineTest)
#include "tst_alert_engine.moc"

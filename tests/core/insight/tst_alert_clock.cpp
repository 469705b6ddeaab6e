// SPDX-License-Identifier: MIT
#include "alert_bench.h"

#include <QtTest>

#include <random>
#include <set>

namespace cachescope::insight {

using namespace test;

/** Restarts, suspended machines and clocks that jump. */
class AlertClockTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRestartNeitherRepeatsNorForgets();
    void suspendAndStoppedProcessDoNotCount();
    void aClockSetForwardFiresNothing();
    void aClockSetBackFiresNothing();
    void noTrafficCountsWakingTimeOnly();
    void randomHistoriesKeepTheLaws();
};

#ifndef Q_MOC_RUN

void AlertClockTest::aRestartNeitherRepeatsNorForgets()
{
    AlertRule rule = hitRule();
    rule.tellRecovered = true;
    AlertBench bench(rule);
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

void AlertClockTest::suspendAndStoppedProcessDoNotCount()
{
    AlertBench bench(hitRule());
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

void AlertClockTest::aClockSetForwardFiresNothing()
{
    AlertRule rule = defaultAlertRule(AlertMetric::NoTraffic);
    rule.name = "quiet";
    AlertBench bench(rule);
    bench.source.newest[""] = bench.clock.wall();
    bench.pass(10min);
    bench.clock.jumpTo(bench.clock.wall() + 400 * 24 * hourMicros);
    bench.pass(10min);
    QVERIFY(bench.phase() == AlertPhase::Normal);
    QVERIFY(bench.notices.empty());
}

void AlertClockTest::aClockSetBackFiresNothing()
{
    AlertBench bench(hitRule());
    bench.source.totals[""] = hits(100, 0.9);
    bench.pass(1h);
    QVERIFY(bench.source.filters.back().empty());
    bench.source.newestNumber = 4711;
    bench.clock.jumpTo(bench.clock.wall() - hourMicros);
    bench.round();
    QCOMPARE(bench.source.filters.back(), std::string("id>4711")); // What was logged at these times before is old.
    bench.pass(1h + 16min);
    QVERIFY(bench.source.filters.back().empty());

    AlertBench budget(dayBudget());
    budget.clock.jumpTo(alertPeriodStart(AlertPeriod::Day, budget.clock.wall()) + hourMicros);
    budget.source.totals[""] = spent(60);
    budget.pass(1h);
    QCOMPARE(budget.told(), 1);
    budget.clock.jumpTo(budget.clock.wall() - 24 * hourMicros); // Into yesterday and back again.
    budget.pass(10min);
    QCOMPARE(budget.told(), 1);
}

void AlertClockTest::noTrafficCountsWakingTimeOnly()
{
    AlertRule rule = defaultAlertRule(AlertMetric::NoTraffic);
    rule.name = "quiet";
    rule.limit = rule.recovered = 3600;
    AlertBench bench(rule);
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

/** What must hold whatever the log says and whenever the program ends. */
void AlertClockTest::randomHistoriesKeepTheLaws()
{
    for (unsigned seed = 0; seed < 120; ++seed) {
        std::mt19937 random(seed);
        const auto below = [&random](unsigned limit) { return random() % limit; };
        AlertRule rule = hitRule();
        rule.per = seed % 2 == 0 ? AlertPer::Client : AlertPer::Nothing;
        rule.noData = static_cast<AlertNoData>(below(3));
        rule.pending = std::chrono::seconds(below(20) * 60);
        rule.recoveredFor = std::chrono::seconds(below(20) * 60);
        AlertBench bench(rule);
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

QTEST_GUILESS_MAIN(cachescope::insight::AlertClockTest)
#include "tst_alert_clock.moc"

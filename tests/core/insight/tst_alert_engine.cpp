// SPDX-License-Identifier: MIT
#include "alert_bench.h"

#include <QtTest>

#include <set>

namespace cachescope::insight {

using namespace test;

/** From waiting to firing and back: one notice for an episode. */
class AlertEngineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void waitsThenFiresOnce();
    void aShortDipIsNoAlert();
    void staysUntilWellForLongEnough();
    void flappingIsOneEpisode();
    void oneNoticeForEachEntity();
    void entitiesThatEndAreForgotten();
    void remindsAgain();
    void snoozeHoldsTheNoticeBack();
    void aChangedRuleEndsItsEpisode();
    void aPausedRuleRests();
};

#ifndef Q_MOC_RUN

void AlertEngineTest::waitsThenFiresOnce()
{
    AlertBench bench(hitRule());
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
    AlertBench bench(hitRule());
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
    AlertBench bench(hitRule());
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
    AlertBench bench(hitRule());
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

void AlertEngineTest::oneNoticeForEachEntity()
{
    AlertRule rule = hitRule();
    rule.per = AlertPer::Client;
    AlertBench bench(rule);
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
    AlertBench bench(rule);
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

void AlertEngineTest::remindsAgain()
{
    AlertRule rule = hitRule();
    rule.remind = 4h;
    AlertBench bench(rule);
    bench.source.totals[""] = hits(100, 0.5);
    bench.pass(15min + 30s);
    bench.pass(12h);
    QCOMPARE(bench.told(), 1);
    QCOMPARE(bench.told(AlertNotice::Kind::Reminder), 3);
}

void AlertEngineTest::snoozeHoldsTheNoticeBack()
{
    AlertBench bench(hitRule());
    bench.source.totals[""] = hits(100, 0.5);
    bench.evaluator->snooze("hits", bench.clock.wall() + hourMicros);
    bench.pass(59min);
    QVERIFY(bench.phase() == AlertPhase::Firing);
    QVERIFY(bench.notices.empty());
    bench.pass(2min);
    QCOMPARE(bench.told(), 1);
}

void AlertEngineTest::aChangedRuleEndsItsEpisode()
{
    AlertBench bench(hitRule());
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
    AlertBench bench(rule);
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

#endif

} // namespace cachescope::insight

QTEST_GUILESS_MAIN(cachescope::insight::AlertEngineTest)
#include "tst_alert_engine.moc"

// SPDX-License-Identifier: MIT
#include "alert_bench.h"

#include <QtTest>

namespace cachescope::insight {

using namespace test;

/** What the metrics say, and what they say of too little or no data. */
class AlertMeasuresTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tooFewCallsSayNothing();
    void missingDataAsTheRuleSays_data();
    void missingDataAsTheRuleSays();
    void errorsAreSeenApartAndLoseNothing();
    void budgetsTellOnceForThresholdAndPeriod();
    void aBudgetThatFallsAndRisesIsToldOnce();
    void logDropsWithinTheWindow();
    void upstreamDownIsAShareOfItsCalls();
    void forecastNeedsFiveDays();
};

#ifndef Q_MOC_RUN

void AlertMeasuresTest::tooFewCallsSayNothing()
{
    AlertBench bench(hitRule());
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

void AlertMeasuresTest::missingDataAsTheRuleSays_data()
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

void AlertMeasuresTest::missingDataAsTheRuleSays()
{
    QFETCH(int, behaviour);
    QFETCH(int, phase);
    QFETCH(int, notices);
    QFETCH(bool, open);
    AlertRule rule = hitRule();
    rule.noData = static_cast<AlertNoData>(behaviour);
    AlertBench bench(rule);
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

void AlertMeasuresTest::errorsAreSeenApartAndLoseNothing()
{
    AlertBench bench(hitRule());
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

void AlertMeasuresTest::budgetsTellOnceForThresholdAndPeriod()
{
    AlertBench bench(dayBudget());
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

void AlertMeasuresTest::aBudgetThatFallsAndRisesIsToldOnce()
{
    AlertBench bench(dayBudget());
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

void AlertMeasuresTest::logDropsWithinTheWindow()
{
    AlertRule rule = defaultAlertRule(AlertMetric::LogDrops);
    rule.name = "drops";
    AlertBench bench(rule);
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

void AlertMeasuresTest::upstreamDownIsAShareOfItsCalls()
{
    AlertRule rule = defaultAlertRule(AlertMetric::UpstreamDown);
    rule.name = "down";
    AlertBench bench(rule);
    bench.source.totals["openai"] = hits(10, 0);
    bench.pass(5min); // The fake answers both questions alike: ten of ten failed.
    QVERIFY(bench.phase("openai") == AlertPhase::Firing);
    QCOMPARE(bench.source.filters.at(0), std::string("-cache:hit,coalesced"));
    QCOMPARE(bench.source.filters.at(1), std::string("status:5xx"));
}

void AlertMeasuresTest::forecastNeedsFiveDays()
{
    AlertRule rule = defaultAlertRule(AlertMetric::Forecast);
    rule.name = "month";
    rule.limit = rule.recovered = 100;
    rule.noDataFor = 0s;
    AlertBench bench(rule);
    bench.pass(1min);
    QVERIFY(bench.phase() == AlertPhase::NoData);
    bench.source.totals[""] = spent(10); // Each day.
    bench.pass(61min); // Days that are over are asked for once an hour.
    const base::UnixMicros now = bench.clock.wall();
    const double daysLeft = static_cast<double>(nextMonthStart(now) - now) / (24.0 * hourMicros);
    const double daysBegun
        = std::ceil(static_cast<double>(now - alertPeriodStart(AlertPeriod::Month, now)) / (24.0 * hourMicros));
    QVERIFY(bench.phase() == AlertPhase::Firing);
    QVERIFY(std::abs(*bench.state().value - (10 * daysBegun + 10 * daysLeft)) < 0.1);
}

#endif

} // namespace cachescope::insight

QTEST_GUILESS_MAIN(cachescope::insight::AlertMeasuresTest)
#include "tst_alert_measures.moc"

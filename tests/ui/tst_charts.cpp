// SPDX-License-Identifier: MIT
#include "support/fake_log.h"

#include "ui/charts/chart_frame.h"
#include "ui/charts/chart_table_model.h"
#include "ui/overview/model_table.h"
#include "ui/overview/overview_frames.h"
#include "ui/overview/problem_table.h"
#include "ui/parts/row_delegate.h"
#include "ui/shell/range_model.h"

#include <QAbstractItemModelTester>
#include <QtTest>

#include <cmath>
#include <numeric>

using namespace cachescope;
using namespace cachescope::ui;
using namespace cachescope::ui::test;

namespace {

constexpr std::int64_t minute = 60'000'000;
constexpr base::UnixMicros noon = 1'763'640'000'000'000; // A whole hour.

std::vector<requestlog::SeriesPoint> seriesOf(
    const std::vector<requestlog::CallRecord> &records, const ChartRange &range)
{
    std::vector<requestlog::SeriesPoint> series;
    for (int i = 0; i < range.buckets; ++i) {
        const base::UnixMicros begin = range.time.begin + i * range.stepMicros;
        series.push_back({ begin, sumUp(records, { begin, begin + range.stepMicros }, {}) });
    }
    return series;
}

double total(const QVector<double> &values)
{
    return std::accumulate(values.begin(), values.end(), 0.0, [](double sum, double value) {
        return std::isfinite(value) ? sum + value : sum;
    });
}

} // namespace

class TestCharts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void scaleHasThreeToFiveLines_data();
    void scaleHasThreeToFiveLines();
    void rangesLieOnWholeSteps_data();
    void rangesLieOnWholeSteps();
    void framesAddUpToTheTotals();
    void stepsYetToComeAreUnknown();
    void stepsWithoutCallsHaveNoPercentile();
    void trendsAreBounded();
    void shiftingAndZoomingComeBack();
    void modelTableAddsUp();
    void modelTableFoldsWhatDoesNotFit();
    void problemTableKeepsItsRowsWhenNothingChanged();
    void chartTableIsNewestFirst();
};

void TestCharts::scaleHasThreeToFiveLines_data()
{
    QTest::addColumn<double>("greatest");
    QTest::addColumn<ChartUnit>("unit");
    QTest::addColumn<double>("top");
    QTest::newRow("requests") << 23.0 << ChartUnit::Count << 24.0;
    QTest::newRow("tokens") << 357'000.0 << ChartUnit::Tokens << 400'000.0;
    QTest::newRow("seconds") << 4.5 << ChartUnit::Seconds << 5.0;
    QTest::newRow("money") << 21.4 << ChartUnit::Money << 24.0;
    QTest::newRow("exactly a step") << 20.0 << ChartUnit::Count << 20.0;
    QTest::newRow("nothing") << 0.0 << ChartUnit::Count << 4.0;
    QTest::newRow("one call") << 1.0 << ChartUnit::Count << 2.0;
    QTest::newRow("fractions of a cent") << 0.0007 << ChartUnit::Money << 0.0008;
}

void TestCharts::scaleHasThreeToFiveLines()
{
    QFETCH(double, greatest);
    QFETCH(ChartUnit, unit);
    QFETCH(double, top);
    const ValueScale scale = valueScale(greatest, unit);
    QVERIFY(scale.intervals >= 2 && scale.intervals <= 4);
    QVERIFY(scale.top() * 1.001 >= greatest);
    QVERIFY2(std::abs(scale.top() / top - 1) < 0.21, qPrintable(QString::number(scale.top())));
    if (unit == ChartUnit::Count)
        QCOMPARE(scale.step, std::round(scale.step));
}

void TestCharts::rangesLieOnWholeSteps_data()
{
    QTest::addColumn<qint64>("minutes");
    QTest::addColumn<int>("buckets");
    QTest::newRow("15 min") << qint64(15) << 15;
    QTest::newRow("1 h") << qint64(60) << 60;
    QTest::newRow("6 h") << qint64(360) << 72;
    QTest::newRow("24 h") << qint64(1440) << 96;
    QTest::newRow("7 days") << qint64(10080) << 84;
    QTest::newRow("30 days") << qint64(43200) << 60;
}

void TestCharts::rangesLieOnWholeSteps()
{
    QFETCH(qint64, minutes);
    QFETCH(int, buckets);
    const base::UnixMicros now = noon + 17 * minute + 12'345'678;
    const ChartRange range = alignedRange({ now - minutes * minute, now });
    QCOMPARE(range.buckets, buckets);
    QCOMPARE(range.time.end - range.time.begin, range.stepMicros * range.buckets);
    QVERIFY(range.time.end > now && range.time.end - now <= range.stepMicros);
    QCOMPARE(range.stepMicros % minute, 0);
    // A moment later it is the same range: only the last step changes.
    QCOMPARE(alignedRange({ now + 1 - minutes * minute, now + 1 }), range);
}

void TestCharts::framesAddUpToTheTotals()
{
    const base::UnixMicros now = noon - 1;
    const auto records = madeUpCalls(now, 500);
    const ChartRange range = alignedRange({ now - 60 * minute, now });
    const requestlog::Totals totals = sumUp(records, range.time, {});
    const OverviewFrames frames = overviewFrames(range, seriesOf(records, range), totals, now, "USD");
    double calls = 0;
    for (const QVector<double> &values : frames.outcomes.values)
        calls += total(values);
    QCOMPARE(static_cast<std::int64_t>(calls), totals.requests());
    double tokens = 0;
    for (const QVector<double> &values : frames.tokens.values)
        tokens += total(values);
    QCOMPARE(static_cast<std::int64_t>(tokens), totals.tokens.input());
    const double paid = frames.spend.values[1].last();
    QVERIFY(std::abs(paid - static_cast<double>(totals.billed.pico()) / 1e12) < 1e-9);
}

void TestCharts::stepsYetToComeAreUnknown()
{
    const auto records = madeUpCalls(noon, 100);
    const ChartRange range = alignedRange({ noon - 30 * minute, noon + 30 * minute });
    const OverviewFrames frames
        = overviewFrames(range, seriesOf(records, range), sumUp(records, range.time, {}), noon, "USD");
    QVERIFY(std::isnan(frames.outcomes.values[0].last()));
    QVERIFY(std::isnan(frames.spend.values[0].last()));
    QVERIFY(std::isfinite(frames.spend.values[0].first()));
}

void TestCharts::stepsWithoutCallsHaveNoPercentile()
{
    const ChartRange range = alignedRange({ noon - 60 * minute, noon });
    const OverviewFrames frames = overviewFrames(range, seriesOf({}, range), {}, noon, "USD");
    QVERIFY(std::isnan(frames.firstToken.values[2].first()));
    QCOMPARE(frames.outcomes.values[0].first(), 0.0);
}

void TestCharts::trendsAreBounded()
{
    const auto records = madeUpCalls(noon, 100);
    ChartRange range = alignedRange({ noon - 60 * minute, noon });
    const OverviewFrames frames
        = overviewFrames(range, seriesOf(records, range), sumUp(records, range.time, {}), noon, "USD");
    for (const QVector<double> &trend : { frames.spendTrend, frames.hitTrend, frames.firstTokenTrend })
        QVERIFY(trend.size() <= 30 && trend.size() > 10);
}

void TestCharts::shiftingAndZoomingComeBack()
{
    base::ManualClock clock(noon);
    RangeModel range(clock);
    QSignalSpy changed(&range, &RangeModel::changed);
    const ChartRange live = range.current();
    QCOMPARE(range.refreshInterval(), std::chrono::milliseconds(2000));
    range.zoomTo({ noon - 20 * minute, noon - 10 * minute });
    QVERIFY(range.isFixed());
    QCOMPARE(range.current().time.end - range.current().time.begin, 10 * minute);
    QCOMPARE(range.refreshInterval().count(), 0);
    clock.advance(std::chrono::minutes(5));
    QCOMPARE(range.current().time.end, noon - 10 * minute); // Time passing does not move a zoom.
    range.zoomBack();
    QVERIFY(!range.isFixed());
    QVERIFY(range.current().time.end > live.time.end);
    range.shift(-1);
    QVERIFY(range.isFixed());
    range.shift(1);
    QVERIFY(!range.isFixed());
    QCOMPARE(changed.count(), 4);
    range.setPreset(RangePreset::Month);
    QCOMPARE(range.refreshInterval().count(), 0);
    RangeModel restored(clock);
    restored.restore(range.save());
    QCOMPARE(restored.preset(), RangePreset::Month);
}

void TestCharts::modelTableAddsUp()
{
    const auto records = madeUpCalls(noon, 300);
    const auto data = std::make_shared<FakeLogData>(FakeLogData{ records, {} });
    const auto source = fakeSource(data);
    const requestlog::TimeRange range{ noon - 60 * minute, noon };
    const auto groups = source->groups(range, requestlog::GroupBy::Model, {}, 200);
    ModelTable table;
    const QAbstractItemModelTester tester(&table);
    table.setGroups(*groups, sumUp(records, range, {}), 8, "USD");
    QVERIFY(table.addsUp());
    QCOMPARE(table.rowCount(), static_cast<int>(groups->size()) + 1);
    QVERIFY(table.index(table.rowCount() - 1, 0).data(TotalRowRole).toBool());
    QVERIFY(table.filter(0).startsWith(QStringLiteral("model:")));
    QVERIFY(table.filter(table.rowCount() - 1).isEmpty());
    // A call that no group holds: the sum must not claim to add up.
    requestlog::Totals more = sumUp(records, range, {});
    ++more.byOutcome[0];
    table.setGroups(*groups, more, 8, "USD");
    QVERIFY(!table.addsUp());
}

void TestCharts::modelTableFoldsWhatDoesNotFit()
{
    std::vector<requestlog::Group> groups;
    requestlog::Totals totals;
    for (int i = 0; i < 12; ++i) {
        requestlog::Group group;
        group.key = "model-" + std::to_string(i);
        group.totals.byOutcome[1] = 1;
        group.totals.billed = base::Money::fromPico(i);
        ++totals.byOutcome[1];
        totals.billed += group.totals.billed;
        groups.push_back(group);
    }
    ModelTable table;
    const QAbstractItemModelTester tester(&table);
    table.setGroups(groups, totals, 8, "USD");
    QCOMPARE(table.rowCount(), 8);
    QCOMPARE(table.index(0, ModelTable::Name).data().toString(), QStringLiteral("model-11"));
    QCOMPARE(table.index(6, ModelTable::Requests).data().toString(), QStringLiteral("6"));
    QVERIFY(table.filter(6).contains(QStringLiteral("-model:model-11")));
    QVERIFY(table.addsUp());
}

void TestCharts::problemTableKeepsItsRowsWhenNothingChanged()
{
    ProblemTable table;
    const QAbstractItemModelTester tester(&table);
    const auto records = madeUpCalls(noon, 5);
    table.setRecords(records, noon);
    QCOMPARE(table.rowCount(), 5);
    QSignalSpy reset(&table, &QAbstractItemModel::modelReset);
    table.setRecords(records, noon + minute);
    QCOMPARE(reset.count(), 0);
    table.setRecords({}, noon);
    QCOMPARE(reset.count(), 1);
}

void TestCharts::chartTableIsNewestFirst()
{
    ChartTableModel table({ { QStringLiteral("hit") } }, ChartUnit::Count);
    const QAbstractItemModelTester tester(&table);
    ChartFrame frame;
    frame.begin = noon;
    frame.buckets = 2;
    frame.values = { { 3, std::nan("") } };
    table.setFrame(frame);
    QCOMPARE(table.rowCount(), 2);
    QCOMPARE(table.index(0, 1).data().toString(), QStringLiteral("\u2013"));
    QCOMPARE(table.index(1, 1).data().toString(), QStringLiteral("3"));
    frame.buckets = 1;
    table.setFrame(frame);
    QCOMPARE(table.rowCount(), 1);
}

QTEST_GUILESS_MAIN(TestCharts)
#include "tst_charts.moc"

// SPDX-License-Identifier: MIT
#include "log_fixture.h"

using namespace cachescope;
using namespace cachescope::requestlog;

namespace {

constexpr std::int64_t minute = 60'000'000;
std::int64_t callsOf(const std::vector<ReasonSum> &sums, MissReason reason)
{
    for (const ReasonSum &sum : sums)
        if (sum.reason == reason)
            return sum.calls;
    return 0;
}

bool same(const std::vector<ReasonSum> &a, const std::vector<ReasonSum> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const ReasonSum &left, const ReasonSum &right) {
        return left.reason == right.reason && left.calls == right.calls && left.again == right.again
            && left.extra == right.extra && left.unpriced == right.unpriced;
    });
}

/** Ended calls half a minute apart with an insight each. */
std::vector<CallInsight> writeInsights(LogFixture &fixture, int count)
{
    RandomCalls calls(7);
    std::vector<CallInsight> insights;
    for (int i = 0; i < count; ++i) {
        CallRecord record = calls.next(fixture.clock().wall() + i * minute / 2);
        record.end.state = CallState::Complete;
        CallInsight insight;
        insight.id = fixture.write(record);
        insight.startedAt = record.start.startedAt;
        insight.reason = static_cast<MissReason>(1 + calls.number(static_cast<int>(lastMissReason)));
        insight.again = isFault(insight.reason) ? calls.number(50'000) : 0;
        if (calls.number(4) > 0)
            insight.extra = base::Money::fromPico(insight.again * 2'700'000 + i);
        insight.place = "tools[3] run_checks";
        insight.facts = "{}";
        insights.push_back(insight);
        fixture.queue().submit(
            [insight](storage::Database &database) { return writeInsight(database, insight); }, 500);
    }
    fixture.drain();
    return insights;
}

/** The sums as the rows have them, one by one. */
std::vector<ReasonSum> summed(const std::vector<CallInsight> &insights, TimeRange range)
{
    std::vector<ReasonSum> sums;
    for (int i = 1; i <= static_cast<int>(lastMissReason); ++i) {
        ReasonSum sum{ .reason = static_cast<MissReason>(i), .extra = {} };
        for (const CallInsight &insight : insights) {
            if (insight.reason != sum.reason || insight.startedAt < range.begin || insight.startedAt >= range.end)
                continue;
            ++sum.calls;
            sum.again += insight.again;
            sum.extra += insight.extra.value_or(base::Money());
            sum.unpriced += insight.again > 0 && !insight.extra ? 1 : 0;
        }
        if (sum.calls > 0)
            sums.push_back(sum);
    }
    return sums;
}

} // namespace

class CallInsightTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatWasWritten()
    {
        LogFixture fixture;
        const CallInsight written = writeInsights(fixture, 1).front();
        const auto reader = fixture.reader();
        const auto read = reader->insight(written.id);
        QVERIFY(read && *read);
        QVERIFY((*read)->reason == written.reason);
        QVERIFY((*read)->extra == written.extra);
        QCOMPARE((*read)->place, written.place);
        QVERIFY(reader->rows({ written.id })->front().reason == written.reason);
        QVERIFY(!reader->insight(written.id + 1).value());
    }

    void sumsAgreeWithTheRowsInEveryRange()
    {
        LogFixture fixture;
        const auto insights = writeInsights(fixture, 1'000);
        const auto reader = fixture.reader();
        const base::UnixMicros begin = insights.front().startedAt;
        for (int i = 0; i < 60; ++i) {
            const TimeRange range{ begin + i * 7 * minute, begin + i * 7 * minute + i * i * minute / 3 };
            const auto quick = reader->reasons(range, Filter());
            const auto filtered = reader->reasons(range, *Filter::parse("-id:0"));
            QVERIFY(quick && filtered);
            QVERIFY(same(*quick, summed(insights, range)));
            QVERIFY(same(*filtered, *quick));
        }
    }

    void theFilterFindsExactlyTheCallsOfAReason()
    {
        LogFixture fixture;
        writeInsights(fixture, 400);
        const auto reader = fixture.reader();
        const auto sums = reader->reasons(always, Filter());
        std::int64_t faults = 0;
        for (const ReasonSum &sum : *sums) {
            const auto filter = Filter::parse("why:" + std::string(missReasonName(sum.reason)));
            QVERIFY(filter);
            QCOMPARE(reader->totals(always, *filter)->requests(), sum.calls);
            faults += isFault(sum.reason) ? sum.calls : 0;
            const auto found = reader->newerIds(0, *filter, 10);
            QVERIFY(found);
            for (const std::int64_t id : *found)
                QVERIFY(filter->matches(reader->rows({ id })->front()));
        }
        QCOMPARE(reader->totals(always, *Filter::parse("why:fault"))->requests(), faults);
        QCOMPARE(
            reader->totals(always, *Filter::parse("why:tools,idle"))->requests(),
            callsOf(*sums, MissReason::Tools) + callsOf(*sums, MissReason::Idle));
        QCOMPARE(reader->totals(always, *Filter::parse("why:unanalysed"))->requests(), 0);
    }

    void wordsOfTheLocalCacheAreStillFound()
    {
        QVERIFY(Filter::parse("why:no-store"));
        QVERIFY(!Filter::parse("why:tools,no-store"));
        CallRecord record;
        record.end.cacheDetail = "fwd=bypass; detail=no-store";
        QVERIFY(Filter::parse("why:no-store")->matches(record));
        QVERIFY(!Filter::parse("why:tools")->matches(record));
        QVERIFY(Filter::parse("why:unanalysed")->matches(record));
    }

    void writingAgainReplaces()
    {
        LogFixture fixture;
        CallInsight insight = writeInsights(fixture, 1).front();
        insight.reason = MissReason::Tools;
        insight.again = 12;
        insight.extra.reset();
        for (int i = 0; i < 2; ++i)
            fixture.queue().submit(
                [insight](storage::Database &database) { return writeInsight(database, insight); }, 500);
        fixture.drain();
        QVERIFY(same(*fixture.reader()->reasons(always, Filter()), summed({ insight }, always)));
        QCOMPARE(fixture.count("SELECT count(*) FROM insight_hour"), 1);
    }

    void goesWithItsCall()
    {
        LogFixture fixture({ .bodies = true, .bodyDays = 100'000, .bodyBytes = 1LL << 40, .days = 1 });
        writeInsights(fixture, 5);
        const auto late = writeInsights(fixture, 1).front();
        fixture.log().setPinned(late.id, true);
        fixture.clock().advance(std::chrono::hours(72));
        fixture.log().cleanUp();
        fixture.drain();
        QTRY_COMPARE(fixture.count("SELECT count(*) FROM request"), 1);
        QVERIFY(same(*fixture.reader()->reasons(always, Filter()), summed({ late }, always)));
    }

    void aCallThatIsGoneGetsNone()
    {
        LogFixture fixture;
        CallInsight insight;
        insight.id = 99;
        insight.reason = MissReason::Tools;
        fixture.queue().submit(
            [insight](storage::Database &database) { return writeInsight(database, insight); }, 500);
        fixture.drain();
        QCOMPARE(fixture.count("SELECT count(*) FROM call_insight"), 0);
    }
};

QTEST_GUILESS_MAIN(CallInsightTest)
#include "tst_call_insight.moc"

// SPDX-License-Identifier: MIT
#include "log_fixture.h"

#include "requestlog/repricing.h"
#include "requestlog/sums.h"

using namespace cachescope;
using namespace cachescope::requestlog;

namespace {

constexpr base::UnixMicros start = 1'790'000'000'000'000;
const TimeRange everything{ 0, start * 2 };

std::shared_ptr<const providers::PriceBook> bookOf(const char *json)
{
    auto book = providers::PriceBook::withOverrides(json, "test.json");
    if (!book)
        qFatal("%s", book.error().message.c_str());
    return *book;
}

/** Calls of two models, one of which the shipped book does not know, a hit and a call without tokens. */
void fill(LogFixture &fixture)
{
    RandomCalls random(31);
    for (int i = 0; i < 5'000; ++i) {
        CallRecord call = random.next(start + i * 1'000'000LL);
        call.start.upstream = i % 2 == 0 ? "openai" : "corp";
        call.start.model = i % 2 == 0 ? "gpt-4.1" : "our-llama";
        call.end.serviceTier.clear();
        call.end.hitOf = 0;
        call.end.outcome = i % 10 == 0 ? Outcome::Hit : Outcome::Miss;
        call.end.attempts = i % 10 == 0 ? 0 : 1;
        call.end.usage.source = i % 7 == 0 ? providers::UsageSource::None : providers::UsageSource::Reported;
        call.end.usage.tokens = { 1000, 500, 0, 0, 0, 100, 0 };
        call.end.usage.rawJson.clear();
        call.end.billed.reset();
        call.end.withoutCache.reset();
        call.end.avoided.reset();
        call.end.parts.reset();
        if (call.end.outcome == Outcome::Hit)
            call.end.billed = call.end.withoutCache = base::Money();
        fixture.write(call);
    }
    fixture.drain();
}

Repricing latest(LogFixture &fixture)
{
    const auto all = fixture.reader()->repricings(10);
    return all && !all->empty() ? all->front() : Repricing();
}

/** All sums of the file against its rows. */
void compareSums(LogFixture &fixture)
{
    const std::pair<const char *, const char *> pairs[] = {
        { "SELECT coalesce(sum(billed), 0) FROM request", "SELECT sum(billed) FROM %1" },
        { "SELECT coalesce(sum(without_cache), 0) FROM request", "SELECT sum(without_cache) FROM %1" },
        { "SELECT coalesce(sum(avoided), 0) FROM request", "SELECT sum(avoided) FROM %1" },
        { "SELECT count(*) FROM request", "SELECT sum(calls) FROM %1" },
        { "SELECT sum(outcome NOT IN (0, 2) AND (flags >> 6) & 3 != 0 AND billed IS NULL) FROM request",
          "SELECT sum(unpriced) FROM %1" },
    };
    for (const auto &[rows, sums] : pairs) {
        const std::int64_t expected = fixture.count(rows);
        for (const char *table : { "total_minute", "total_hour", "total_day", "rollup_minute", "rollup_hour",
                                   "rollup_day", "spend_quarter", "spend_hour", "spend_day", "spend_session" })
            QCOMPARE(fixture.count(QString::fromLatin1(sums).arg(QLatin1String(table)).toStdString()), expected);
        for (const int kind : { 1, 2, 3, 4, 6, 9 }) {
            const QString one = QStringLiteral("spend_name WHERE kind = %1").arg(kind);
            QCOMPARE(fixture.count(QString::fromLatin1(sums).arg(one).toStdString()), expected);
        }
    }
    QCOMPARE(
        fixture.count("SELECT sum(cost_read + cost_write + cost_output + cost_unsplit) FROM spend_quarter"),
        fixture.count("SELECT coalesce(sum(cost_read + cost_write + cost_output), 0) FROM request")
            + fixture.count("SELECT coalesce(sum(billed), 0) FROM request WHERE cost_read IS NULL"));
}

} // namespace

class TestRepricing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pricesAreComputedAnewAndTheChangeIsRecorded()
    {
        LogFixture fixture;
        fill(fixture);
        compareSums(fixture);
        fixture.log().reprice(everything, providers::PriceBook::shipped(), "command");
        QTRY_VERIFY(latest(fixture).finishedAt > 0);
        fixture.drain();
        const Repricing first = latest(fixture);
        const std::int64_t paid = fixture.count("SELECT count(*) FROM request WHERE (flags >> 6) & 3 != 0 AND "
                                                "upstream = (SELECT id FROM name WHERE kind = "
                                                "1 AND value = 'openai')");
        QCOMPARE(first.newlyPriced, paid);
        QCOMPARE(first.changed, paid);
        QCOMPARE(first.calls, fixture.count("SELECT count(*) FROM request WHERE (flags >> 6) & 3 != 0"));
        QCOMPARE(first.unpriced, first.calls - paid);
        QCOMPARE(first.origin, std::string("command"));
        QCOMPARE(first.book, std::string(providers::PriceBook::shipped()->version()));
        // 1000 fresh at 2, 500 read at 0.5, 100 out at 8 dollars a million; hits save what a call costs.
        constexpr std::int64_t one = 1000LL * 2'000'000 + 500LL * 500'000 + 100LL * 8'000'000;
        QCOMPARE(first.billedChange.pico() + first.avoidedChange.pico(), paid * one);
        QCOMPARE(fixture.count("SELECT max(cost_read) FROM request WHERE billed > 0"), 500LL * 500'000);
        compareSums(fixture);

        // A second time by the same book nothing changes.
        fixture.log().reprice(everything, providers::PriceBook::shipped(), "command");
        QTRY_COMPARE(fixture.reader()->repricings(10)->size(), std::size_t(2));
        QTRY_VERIFY(latest(fixture).finishedAt > 0);
        QCOMPARE(latest(fixture).changed, 0);
        QVERIFY(latest(fixture).billedChange == base::Money());
        compareSums(fixture);
    }

    void aNewPriceChangesOnlyItsRange()
    {
        LogFixture fixture;
        fill(fixture);
        const TimeRange range{ start + 1'000'000'000, start + 3'000'000'000 };
        fixture.log().reprice(
            range, bookOf(R"({"models":[{"provider":"corp","id":"our-llama","prices":{"input":1,"output":2}}]})"),
            "window");
        QTRY_VERIFY(latest(fixture).finishedAt > 0);
        fixture.drain();
        QCOMPARE(
            fixture.count(
                "SELECT count(*) FROM request WHERE billed > 0 AND (started_at < 1790001000000000 OR started_at >= "
                "1790003000000000)"),
            0);
        QVERIFY(fixture.count("SELECT count(*) FROM request WHERE billed > 0") > 500);
        compareSums(fixture);
        const auto breakdown = fixture.reader()->spendBreakdown(
            { everything, SpendBy::Upstream, SpendBy::Session, TagShare::Split });
        QVERIFY(breakdown && breakdown->addsUp);
    }

    void aPriceThatIsNoLongerKnownIsUnknown()
    {
        LogFixture fixture;
        RandomCalls random(5);
        CallRecord call = random.next(start);
        call.start.upstream = "corp";
        call.start.model = "gone";
        call.end.outcome = Outcome::Miss;
        call.end.attempts = 1;
        call.end.usage.source = providers::UsageSource::Reported;
        call.end.billed = base::Money::fromPico(77);
        call.end.parts.reset();
        fixture.write(call);
        fixture.drain();
        fixture.log().reprice(everything, providers::PriceBook::shipped(), "command");
        QTRY_VERIFY(latest(fixture).finishedAt > 0);
        fixture.drain();
        QCOMPARE(fixture.count("SELECT billed IS NULL FROM request"), 1);
        QCOMPARE(latest(fixture).billedChange.pico(), -77);
        compareSums(fixture);
    }
};

QTEST_GUILESS_MAIN(TestRepricing)
#include "tst_repricing.moc"

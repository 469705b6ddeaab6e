// SPDX-License-Identifier: MIT
#include "log_fixture.h"
#include "requestlog/local_time.h"
#include "requestlog/reader_state.h"
#include "storage/schema.h"

#include <ctime>
#include <map>

using namespace cachescope;
using namespace cachescope::requestlog;
using namespace std::chrono_literals;

/** Totals, series and local days: from roll-ups and from rows they are the same. */
class LogTotalsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Totals of a short range read the rows of its broken minutes: by their times, however many there are.
    void rowsOfAShortRangeAreFoundByTime()
    {
        LogFixture fixture;
        RandomCalls calls(3);
        for (int i = 0; i < 2'000; ++i)
            fixture.write(calls.next(fixture.clock().wall() + i * 1'000'000));
        fixture.drain();
        auto database = storage::Database::open(fixture.path(), storage::OpenMode::ReadOnly);
        QVERIFY(database);
        const auto planOf = [&](const RowPlan &plan) {
            auto select = database->cached(
                "EXPLAIN QUERY PLAN SELECT started_at, total_us" + std::string(plan.from()) + "1) AND state != 0");
            std::string words;
            for (int i = 1; i <= 4; ++i)
                (*select)->bind(i, std::int64_t{ i });
            while ((*select)->step())
                words.append((*select)->text(3)).append("; ");
            return words;
        };
        const std::string byTime = planOf({ true, {} });
        QVERIFY2(
            byTime.find("USING INDEX request_started (started_at>? AND started_at<?)") != std::string::npos,
            byTime.c_str());
        const std::string byId = planOf({ false, {} });
        QVERIFY2(byId.find("INTEGER PRIMARY KEY") != std::string::npos, byId.c_str());
    }

    void rollUpsEqualRows_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 0; seed < 8; ++seed)
            QTest::addRow("%d", seed) << seed;
    }
    void rollUpsEqualRows()
    {
        QFETCH(int, seed);
        LogFixture fixture;
        RandomCalls calls(100 + static_cast<unsigned int>(seed));
        // Calls over three days, some before 1970 in one of the seeds.
        const base::UnixMicros origin = seed == 7 ? -86'400'000'000 : fixture.clock().wall() - 3 * 86'400'000'000;
        for (int i = 0; i < 1'500; ++i) {
            fixture.write(calls.next(origin + calls.number(2'000'000'000) * std::int64_t{ 130 }));
            if (i % 100 == 0)
                fixture.drain();
        }
        fixture.drain();
        const auto reader = fixture.reader();
        const Filter everything = *Filter::parse("id>0");
        for (int i = 0; i < 40; ++i) {
            TimeRange range{ origin + calls.number(2'000'000'000) * std::int64_t{ 130 }, 0 };
            range.end = range.begin + calls.number(2'000'000'000) * std::int64_t{ 130 };
            if (i == 0)
                range = { -(std::int64_t{ 1 } << 60), std::int64_t{ 1 } << 60 };
            const auto fast = reader->totals(range, Filter());
            const auto slow = reader->totals(range, everything);
            QVERIFY(fast && slow);
            QVERIFY(sameTotals(*fast, *slow));
            for (const GroupBy by : { GroupBy::Upstream, GroupBy::Model, GroupBy::Project, GroupBy::Outcome,
                                      GroupBy::Hour, GroupBy::Day, GroupBy::Client, GroupBy::Session }) {
                const auto fastGroups = reader->groups(range, by, Filter());
                const auto slowGroups = reader->groups(range, by, everything);
                QVERIFY(fastGroups && slowGroups);
                QCOMPARE(fastGroups->size(), slowGroups->size());
                std::int64_t sum = 0;
                for (std::size_t g = 0; g < fastGroups->size(); ++g) {
                    QCOMPARE((*fastGroups)[g].key, (*slowGroups)[g].key);
                    QVERIFY(sameTotals((*fastGroups)[g].totals, (*slowGroups)[g].totals));
                    sum += (*fastGroups)[g].totals.requests();
                }
                QCOMPARE(sum, fast->requests());
            }
            if (range.end - range.begin < 100)
                continue;
            const auto series = reader->series(range, 1 + calls.number(90), Filter());
            QVERIFY(series);
            std::int64_t requests = 0;
            base::Money billed;
            for (const SeriesPoint &point : *series) {
                requests += point.totals.requests();
                billed += point.totals.billed;
            }
            QCOMPARE(requests, fast->requests());
            QCOMPARE(billed, fast->billed);
        }
    }

    void localDaysAndHoursAddUp_data()
    {
        QTest::addColumn<QByteArray>("zone");
        for (const char *zone : { "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe",
                                  "America/St_Johns", "Pacific/Kiritimati" })
            QTest::newRow(zone) << QByteArray(zone);
    }
    void localDaysAndHoursAddUp()
    {
        QFETCH(QByteArray, zone);
        const QByteArray before = qgetenv("TZ");
        qputenv("TZ", zone);
        ::tzset();
        const auto restore = qScopeGuard([&before] {
            before.isEmpty() ? qunsetenv("TZ") : qputenv("TZ", before);
            ::tzset();
        });
        // Four days around the end of summer time in Europe (25th of October) and in New York (1st of November).
        for (const base::UnixMicros origin : { *fromLocal(2026, 10, 24, 0, 0, 0), *fromLocal(2026, 10, 30, 0, 0, 0),
                                               *fromLocal(2026, 4, 3, 0, 0, 0) }) {
            LogFixture fixture;
            RandomCalls calls(70);
            std::map<std::string, std::int64_t> byDay;
            std::map<std::string, std::int64_t> byHour;
            for (int i = 0; i < 600; ++i) {
                const CallRecord record = calls.next(origin + calls.number(2'000'000'000) * std::int64_t{ 170 });
                fixture.write(record);
                ++byDay[localIsoDate(record.start.startedAt)];
                ++byHour[localIsoMinute(localHourStart(record.start.startedAt))];
            }
            fixture.drain();
            const auto reader = fixture.reader();
            for (const auto &[by, expected] :
                 { std::pair(GroupBy::Day, byDay), std::pair(GroupBy::Hour, byHour) }) {
                const auto groups = reader->groups(always, by, Filter(), 1'000);
                QVERIFY(groups);
                QCOMPARE(groups->size(), expected.size());
                for (const Group &group : *groups)
                    QCOMPARE(group.totals.requests(), expected.at(group.key));
            }
        }
    }

    void hoursOfTheSameNameAreTwo()
    {
        const QByteArray before = qgetenv("TZ");
        qputenv("TZ", "Europe/Berlin");
        ::tzset();
        const auto restore = qScopeGuard([&before] {
            before.isEmpty() ? qunsetenv("TZ") : qputenv("TZ", before);
            ::tzset();
        });
        // 2026-10-25: 02:30 summer time is 00:30 UTC, 02:30 winter time an hour later.
        const base::UnixMicros summer = 1'792'888'200'000'000;
        const base::UnixMicros winter = summer + 3'600'000'000;
        QCOMPARE(localIsoMinute(localHourStart(summer)), std::string("2026-10-25T02:00+02:00"));
        QCOMPARE(localIsoMinute(localHourStart(winter)), std::string("2026-10-25T02:00+01:00"));
        QCOMPARE(localDayStart(winter), localDayStart(summer));
        QCOMPARE(addLocalDays(summer, 1) - localDayStart(summer), 25 * 3'600'000'000LL);
    }

    void seriesOnBordersAreExact()
    {
        LogFixture fixture;
        RandomCalls calls(20);
        const base::UnixMicros origin = fixture.clock().wall() / 3'600'000'000 * 3'600'000'000;
        for (int i = 0; i < 2'000; ++i)
            fixture.write(calls.next(origin + calls.number(2'000'000'000) * std::int64_t{ 20 }));
        fixture.drain();
        const auto reader = fixture.reader();
        const Filter everything = *Filter::parse("id>0");
        for (const auto &[stepMicros, steps] :
             { std::pair(60'000'000LL, 600), std::pair(300'000'000LL, 120), std::pair(3'600'000'000LL, 11),
               std::pair(7'200'000'000LL, 5), std::pair(10'000'000LL, 1000) }) {
            const TimeRange range{ origin, origin + stepMicros * steps };
            const auto fast = reader->series(range, steps, Filter());
            const auto slow = reader->series(range, steps, everything);
            QVERIFY(fast && slow);
            QCOMPARE(fast->size(), static_cast<std::size_t>(steps));
            for (std::size_t i = 0; i < fast->size(); ++i) {
                QCOMPARE((*fast)[i].begin, origin + static_cast<std::int64_t>(i) * stepMicros);
                QVERIFY(sameTotals((*fast)[i].totals, (*slow)[i].totals));
            }
        }
        QVERIFY(!reader->series({ 0, 100 }, 0, Filter()));
        QVERIFY(!reader->series({ 0, 100 }, 2'001, Filter()));
        QVERIFY(!reader->series({ 5, 5 }, 1, Filter()));
    }

    void minutesThatWereRemovedAreReadFromRows()
    {
        LogFixture fixture{ Retention() };
        RandomCalls calls(45);
        const base::UnixMicros now = fixture.clock().wall();
        const std::int64_t day = 86'400'000'000;
        for (int i = 0; i < 600; ++i)
            fixture.write(calls.next(now - 20 * day + calls.number(2'000'000'000) * std::int64_t{ 800 }));
        fixture.drain();
        const auto minutes = fixture.count("SELECT count(*) FROM rollup_minute");
        fixture.log().cleanUp();
        QTRY_VERIFY(fixture.count("SELECT count(*) FROM rollup_minute") < minutes);
        QTRY_VERIFY(fixture.count("SELECT coalesce(max(value), 0) FROM meta WHERE key = 'total_minutes_from'") > 0);
        const auto reader = fixture.reader();
        for (int i = 0; i < 30; ++i) {
            TimeRange range{ now - 20 * day + calls.number(2'000'000'000) * std::int64_t{ 800 }, 0 };
            range.end = range.begin + calls.number(2'000'000'000) * std::int64_t{ 300 };
            QVERIFY(sameTotals(*reader->totals(range, Filter()), *reader->totals(range, *Filter::parse("id>0"))));
            QCOMPARE(
                reader->groups(range, GroupBy::Model, Filter())->size(),
                reader->groups(range, GroupBy::Model, *Filter::parse("id>0"))->size());
        }
    }
};

QTEST_GUILESS_MAIN(LogTotalsTest)
#include "tst_log_totals.moc"

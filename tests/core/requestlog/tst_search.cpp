// SPDX-License-Identifier: MIT
#include "log_fixture.h"
#include "requestlog/id_ranges.h"
#include "requestlog/sql_functions.h"
#include "requestlog/text_blocks.h"

#include <limits>

using namespace cachescope;
using namespace cachescope::requestlog;

namespace {

std::vector<std::int64_t> idsOf(Reader &reader, const char *filter, SortColumn sort, bool ascending = false)
{
    std::vector<std::int64_t> ids;
    const auto done = reader.ids(always, *Filter::parse(filter), sort, ascending, [&](const auto &batch) {
        ids.insert(ids.end(), batch.begin(), batch.end());
    });
    if (!done)
        qFatal("%s", done.error().message.c_str());
    return ids;
}

/** 6,000 calls in six blocks: ordinary words, few sessions, and something rare in some. */
std::vector<CallRecord> writeCalls(LogFixture &fixture)
{
    RandomCalls calls(1);
    std::vector<CallRecord> written;
    for (int i = 0; i < 6'000; ++i) {
        CallRecord record = calls.next(fixture.clock().wall() + i * 1'000 - calls.number(5'000));
        record.start.session = "session-" + std::to_string(i / 40);
        record.start.firstText = "Please look at file " + std::to_string(calls.number(1'000)) + " again";
        if (i == 2'500 || i == 2'501)
            record.start.firstText += " because of a ZEBRA\\crossing*";
        if (i == 4'500)
            record.end.errorMessage = "the zebra was not at home";
        record.start.id = fixture.write(record);
        if (i == 100) {
            record.note = "striped like a Zebra";
            fixture.log().setNote(record.start.id, record.note);
        }
        written.push_back(std::move(record));
    }
    fixture.drain();
    return written;
}

std::int64_t callsWithin(LogFixture &fixture, const char *filter)
{
    auto database = storage::Database::open(fixture.path(), storage::OpenMode::ReadOnly);
    if (!addFilterFunctions(*database))
        qFatal("no functions");
    const auto ranges = rangesFor(*database, *Filter::parse(filter));
    if (!ranges)
        qFatal("%s", ranges.error().message.c_str());
    if (!*ranges)
        return -1;
    std::int64_t count = 0;
    for (const IdRange &range : **ranges)
        count += **database->integer(
            "SELECT count(*) FROM request WHERE id BETWEEN " + std::to_string(range.first) + " AND "
            + std::to_string(range.last));
    return count;
}

} // namespace

class SearchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWhatIsThere_data()
    {
        QTest::addColumn<QByteArray>("filter");
        QTest::addColumn<int>("most"); // calls that are looked at; -1: all, no index helps
        QTest::newRow("rare word") << QByteArray("zebra") << 3 * 1'024;
        QTest::newRow("other case") << QByteArray("ZeBrA") << 3 * 1'024;
        QTest::newRow("nowhere") << QByteArray("giraffe") << 0;
        QTest::newRow("two words, one rare") << QByteArray("please zebra") << 3 * 1'024;
        QTest::newRow("either of two") << QByteArray("zebra or giraffe") << -1;
        QTest::newRow("not") << QByteArray("-zebra") << -1;
        QTest::newRow("short") << QByteArray("ze") << -1;
        QTest::newRow("everywhere") << QByteArray("please") << 6'000;
        QTest::newRow("a name") << QByteArray("gpt-5") << -1;
        QTest::newRow("wildcard") << QByteArray("zeb*cross") << 3 * 1'024;
        QTest::newRow("quoted") << QByteArray("\"ZEBRA\\\\crossing*\"") << 2 * 1'024;
        QTest::newRow("note") << QByteArray("note:zebra") << 3 * 1'024;
        QTest::newRow("error") << QByteArray("error:home") << 2 * 1'024;
        QTest::newRow("session") << QByteArray("session:session-77") << 40;
        QTest::newRow("sessions") << QByteArray("session:session-77,session-99") << 80;
        QTest::newRow("sessions by wildcard") << QByteArray("session:session-7*") << 500;
        QTest::newRow("session and word") << QByteArray("session:session-62 zebra") << 40;
        QTest::newRow("no such session") << QByteArray("session:elsewhere") << 0;
        QTest::newRow("not this session") << QByteArray("-session:session-77") << -1;
        QTest::newRow("calls without session") << QByteArray("session:none") << -1;
    }
    void findsWhatIsThere()
    {
        QFETCH(QByteArray, filter);
        QFETCH(int, most);
        LogFixture fixture;
        const std::vector<CallRecord> written = writeCalls(fixture);
        const auto parsed = Filter::parse(filter.toStdString());
        QVERIFY(parsed);
        std::vector<std::int64_t> expected;
        for (const CallRecord &record : written)
            if (parsed->matches(record))
                expected.push_back(record.start.id);
        const auto reader = fixture.reader();
        for (const SortColumn sort : { SortColumn::Time, SortColumn::Cost }) {
            auto found = idsOf(*reader, filter.constData(), sort);
            std::sort(found.begin(), found.end());
            QCOMPARE(found, expected);
        }
        QCOMPARE(reader->totals(always, *parsed)->requests(), static_cast<std::int64_t>(expected.size()));
        std::int64_t grouped = 0;
        const auto groups = reader->groups(always, GroupBy::Session, *parsed, 1'000);
        QVERIFY(groups);
        for (const Group &group : *groups)
            grouped += group.totals.requests();
        QCOMPARE(grouped, static_cast<std::int64_t>(expected.size()));
        const std::int64_t within = callsWithin(fixture, filter.constData());
        QVERIFY2(most < 0 ? within < 0 : within >= 0 && within <= most, std::to_string(within).c_str());
    }

    void timesStayInOrderAcrossRanges()
    {
        LogFixture fixture;
        const std::vector<CallRecord> written = writeCalls(fixture);
        const auto reader = fixture.reader();
        for (const bool ascending : { false, true }) {
            const auto ids = idsOf(*reader, "zebra", SortColumn::Time, ascending);
            QCOMPARE(ids.size(), std::size_t{ 4 });
            for (std::size_t i = 1; i < ids.size(); ++i) {
                const auto time = [&](std::size_t at) {
                    return written[static_cast<std::size_t>(ids[at]) - 1].start.startedAt;
                };
                QVERIFY(ascending ? time(i - 1) <= time(i) : time(i - 1) >= time(i));
            }
        }
    }

    void callsOfTheFirstVersionAreFound()
    {
        // Their blocks are empty: anything may be in them, and what comes later must not hide it.
        LogFixture fixture;
        std::vector<CallRecord> written = writeCalls(fixture);
        fixture.queue().submit(
            [](storage::Database &database) { return database.execute("UPDATE text_block SET bits = x''"); }, 0);
        fixture.drain();
        fixture.closeLog();
        fixture.openLog();
        CallRecord later = RandomCalls(2).next(fixture.clock().wall() + 9'000'000);
        later.start.firstText = "nothing striped";
        later.end.errorMessage.clear();
        fixture.write(later);
        fixture.log().setNote(4'000, "hm");
        fixture.drain();
        QCOMPARE(idsOf(*fixture.reader(), "zebra", SortColumn::Time).size(), std::size_t{ 4 });
        QVERIFY(fixture.count("SELECT count(*) FROM text_block WHERE bits = x''") > 3);
    }

    void sumsGoWithTheirCalls()
    {
        LogFixture fixture;
        writeCalls(fixture);
        Retention retention = keepAll;
        retention.days = 1;
        fixture.clock().advance(std::chrono::hours(48));
        fixture.log().setRetention(retention);
        CallRecord kept = RandomCalls(3).next(fixture.clock().wall());
        kept.start.firstText = "still here";
        fixture.write(kept);
        fixture.log().cleanUp();
        QTRY_COMPARE(fixture.count("SELECT count(*) FROM request"), 1);
        QTRY_COMPARE(fixture.count("SELECT count(*) FROM text_block"), 1);
    }

    void sortsNumbersOfAnySize()
    {
        LogFixture fixture;
        RandomCalls calls(4);
        std::mt19937_64 random(5);
        std::vector<std::pair<std::optional<std::int64_t>, std::int64_t>> expected;
        for (int i = 0; i < 3'000; ++i) {
            CallRecord record = calls.next(fixture.clock().wall() + i);
            std::optional<std::int64_t> cost;
            if (i % 10 != 0)
                cost = static_cast<std::int64_t>(random() >> (2 + random() % 60)) * (i % 7 == 0 ? -1 : 1);
            if (i == 5)
                cost = std::numeric_limits<std::int64_t>::min();
            if (i == 6)
                cost = std::numeric_limits<std::int64_t>::max();
            record.end.billed = cost ? std::optional(base::Money::fromPico(*cost)) : std::nullopt;
            expected.emplace_back(cost, fixture.write(record));
        }
        fixture.drain();
        const auto reader = fixture.reader();
        for (const bool ascending : { true, false }) {
            std::sort(expected.begin(), expected.end(), [ascending](const auto &a, const auto &b) {
                if (a.first != b.first)
                    return ascending ? a.first < b.first : a.first > b.first;
                return a.second > b.second;
            });
            const auto ids = idsOf(*reader, "", SortColumn::Cost, ascending);
            QCOMPARE(ids.size(), expected.size());
            std::map<std::int64_t, std::optional<std::int64_t>> costs;
            for (const auto &[cost, id] : expected)
                costs[id] = cost;
            for (std::size_t i = 0; i < ids.size(); ++i) {
                // Two in the wrong order are nearer to each other than one part in a thousand million.
                const auto &is = costs[ids[i]];
                const auto &should = expected[i].first;
                QCOMPARE(is.has_value(), should.has_value());
                if (is)
                    QVERIFY(
                        std::abs(static_cast<double>(*is) - static_cast<double>(*should))
                        <= std::abs(static_cast<double>(*should)) / 1e9);
            }
        }
    }
};

QTEST_GUILESS_MAIN(SearchTest)
#include "tst_search.moc"

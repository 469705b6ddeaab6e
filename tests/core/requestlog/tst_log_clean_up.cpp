// SPDX-License-Identifier: MIT
#include "log_fixture.h"
#include "storage/body_store.h"

using namespace cachescope;
using namespace cachescope::requestlog;
using namespace std::chrono_literals;

/** What is old goes, what is counted stays. */
class LogCleanUpTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanUpRemovesWhatIsOld()
    {
        LogFixture fixture{ Retention() };
        const base::UnixMicros now = fixture.clock().wall();
        const std::int64_t day = 86'400'000'000;
        RandomCalls calls(40);
        const auto write = [&](int daysAgo) {
            CallRecord record = calls.next(now - daysAgo * day);
            record.start.requestBytes = 5'000;
            record.end.requestBody = "request of day " + std::to_string(daysAgo) + std::string(5'000, 'x');
            record.end.requestHead = "Host: a\n";
            record.end.responseBody = "short " + std::to_string(daysAgo);
            return fixture.write(record);
        };
        const std::int64_t ancient = write(400);
        const std::int64_t pinnedAncient = write(401);
        const std::int64_t old = write(20);
        const std::int64_t pinnedOld = write(21);
        const std::int64_t recent = write(1);
        fixture.log().setPinned(pinnedAncient, true);
        fixture.log().setPinned(pinnedOld, true);
        fixture.drain();
        const Totals before = totalsOf(fixture, always);
        fixture.log().cleanUp();
        QTRY_COMPARE(fixture.reader()->rows({ ancient })->size(), std::size_t{ 0 });
        QTRY_COMPARE(fixture.count("SELECT count(*) FROM request WHERE request_body = -1"), 1);
        const auto reader = fixture.reader();
        QCOMPARE(reader->rows({ pinnedAncient, old, pinnedOld, recent })->size(), std::size_t{ 4 });
        QVERIFY(reader->contents(old)->requestBodyMissing);
        QVERIFY(reader->contents(old)->responseBodyMissing);
        QVERIFY(reader->contents(old)->requestHead.empty());
        for (const std::int64_t id : { pinnedAncient, pinnedOld, recent }) {
            QVERIFY(!reader->contents(id)->requestBodyMissing);
            QCOMPARE(reader->contents(id)->requestHead, std::string("Host: a\n"));
        }
        // Removed rows stay in the totals of whole days.
        QCOMPARE(totalsOf(fixture, always).requests(), before.requests());
        fixture.log().setPinned(pinnedOld, false);
        fixture.drain();
        fixture.log().cleanUp();
        QTRY_VERIFY(fixture.reader()->contents(pinnedOld)->requestBodyMissing);
    }

    void cleanUpKeepsBodiesBelowTheirLimit()
    {
        LogFixture fixture({ .bodyBytes = 300'000 });
        std::mt19937 random(1);
        std::vector<std::int64_t> ids;
        for (int i = 0; i < 100; ++i) {
            CallRecord record = RandomCalls(41).next(fixture.clock().wall());
            record.start.uid = base::Uid::create(fixture.clock().wall());
            record.end.requestBody.resize(10'000);
            for (char &c : record.end.requestBody)
                c = static_cast<char>(random());
            ids.push_back(fixture.write(record));
        }
        fixture.drain();
        fixture.log().cleanUp();
        QTRY_VERIFY(fixture.reader()->storageSizes()->bodyBytes <= 300'000);
        QVERIFY(fixture.reader()->storageSizes()->bodyBytes > 200'000);
        QVERIFY(fixture.reader()->contents(ids.front())->requestBodyMissing);
        QVERIFY(!fixture.reader()->contents(ids.back())->requestBodyMissing);
    }

    void cleanUpRunsByItself()
    {
        LogFixture fixture{ Retention() };
        RandomCalls calls(42);
        fixture.write(calls.next(1));
        fixture.drain();
        QTRY_COMPARE(fixture.count("SELECT count(*) FROM request"), 0);
        // Steps of the clean-up follow each other in the queue; the last must be through.
        for (int step = 0; step < 10; ++step)
            fixture.drain();
        fixture.write(calls.next(2));
        fixture.drain();
        QCOMPARE(fixture.count("SELECT count(*) FROM request"), 1);
        fixture.clock().advance(11min);
        fixture.write(calls.next(3));
        QTRY_COMPARE(fixture.count("SELECT count(*) FROM request"), 0);
    }

    void idsAreNeverGivenTwice()
    {
        LogFixture fixture{ Retention() };
        const std::int64_t first = fixture.write(RandomCalls(43).next(1));
        fixture.drain();
        QTRY_COMPARE(fixture.count("SELECT count(*) FROM request"), 0);
        fixture.closeLog();
        fixture.openLog();
        QVERIFY(fixture.write(RandomCalls(44).next(fixture.clock().wall())) > first);
    }
};

QTEST_GUILESS_MAIN(LogCleanUpTest)
#include "tst_log_clean_up.moc"

// SPDX-License-Identifier: MIT
#include "log_fixture.h"
#include "naughty_strings.h"
#include "requestlog/log_writer.h"
#include "requestlog/reader_state.h"
#include "storage/body_store.h"
#include "storage/schema.h"

#include <future>
#include <map>
#include <thread>

using namespace cachescope;
using namespace cachescope::requestlog;
using namespace std::chrono_literals;

/** Calls written and read: everything of them, as often as they happened. */
class RequestLogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsEverythingOfACall()
    {
        LogFixture fixture;
        RandomCalls calls(1);
        std::vector<CallRecord> written;
        std::vector<std::int64_t> ids;
        for (int i = 0; i < 500; ++i) {
            CallRecord record = calls.next(fixture.clock().wall() + i * 1000);
            record.start.id = fixture.write(record);
            ids.push_back(record.start.id);
            written.push_back(std::move(record));
        }
        fixture.drain();
        const auto rows = fixture.reader()->rows(ids);
        QVERIFY(rows);
        QCOMPARE(rows->size(), written.size());
        for (std::size_t i = 0; i < written.size(); ++i)
            QCOMPARE(describe((*rows)[i]), describe(written[i]));
    }

    void naughtyStringsComeBackInEveryField()
    {
        LogFixture fixture;
        std::vector<CallRecord> written;
        std::vector<std::int64_t> ids;
        for (const std::string &naughty : naughtyStrings()) {
            CallRecord record;
            CallStart &start = record.start;
            start.uid = base::Uid::create(1);
            start.startedAt = 1;
            for (std::string *field :
                 { &start.upstream, &start.method, &start.target, &start.model, &start.client, &start.session,
                   &start.project, &start.nameSpace, &start.version, &start.credential, &start.firstText })
                *field = naughty;
            start.tags = { naughty, "and", naughty };
            CallEnd &end = record.end;
            for (std::string *field :
                 { &end.cacheDetail, &end.cacheKey, &end.servedModel, &end.serviceTier, &end.finishReason,
                   &end.errorKind, &end.errorMessage, &end.usage.rawJson, &end.diagnosticsJson, &end.requestHead,
                   &end.responseHead, &end.requestBody, &end.responseBody })
                *field = naughty;
            start.id = fixture.write(record);
            fixture.log().setNote(start.id, naughty);
            record.note = naughty;
            ids.push_back(start.id);
            written.push_back(std::move(record));
        }
        fixture.drain();
        const auto reader = fixture.reader();
        const auto rows = reader->rows(ids);
        QVERIFY(rows);
        QCOMPARE(rows->size(), written.size());
        for (std::size_t i = 0; i < written.size(); ++i) {
            QCOMPARE(describe((*rows)[i]), describe(written[i]));
            const auto contents = reader->contents(ids[i]);
            QVERIFY(contents);
            QVERIFY(contents->requestHead == written[i].end.requestHead);
            QVERIFY(contents->responseHead == written[i].end.responseHead);
            QVERIFY(contents->requestBody == written[i].end.requestBody);
            QVERIFY(contents->responseBody == written[i].end.responseBody);
            QVERIFY(contents->damage.empty());
        }
        QVERIFY(storage::check(fixture.path()));
    }

    void contentsComeBack()
    {
        LogFixture fixture;
        CallRecord record = RandomCalls(2).next(1);
        record.end.requestHead = "Host: a\nX: y\n";
        record.end.requestBody = std::string(100'000, 'q') + "end";
        record.end.responseBody = "{}";
        record.end.responseBodyTruncated = true;
        const std::int64_t id = fixture.write(record);
        fixture.drain();
        const auto contents = fixture.reader()->contents(id);
        QVERIFY(contents);
        QCOMPARE(contents->requestHead, record.end.requestHead);
        QVERIFY(contents->responseHead.empty());
        QVERIFY(contents->requestBody == record.end.requestBody);
        QCOMPARE(contents->responseBody, record.end.responseBody);
        QVERIFY(contents->responseBodyTruncated);
        QVERIFY(!contents->requestBodyMissing && !contents->responseBodyMissing);
        QCOMPARE(fixture.reader()->contents(id + 1).error().code, base::ErrorCode::NotFound);
    }

    void damagedContentsAreTold()
    {
        LogFixture fixture;
        CallRecord record = RandomCalls(2).next(1);
        record.start.requestBytes = 100'000;
        record.end.requestBody = std::string(100'000, 'q');
        const std::int64_t id = fixture.write(record);
        fixture.drain();
        fixture.queue().submit(
            [](storage::Database &database) {
                return database.execute("UPDATE chunk SET data = x'00', codec = 0");
            },
            0);
        fixture.drain();
        const auto contents = fixture.reader()->contents(id);
        QVERIFY(contents);
        QVERIFY(!contents->damage.empty());
        QCOMPARE(fixture.reader()->rows({ id })->size(), std::size_t{ 1 });
    }

    void bodiesAreNotKeptWhenSwitchedOff()
    {
        Retention retention = keepAll;
        retention.bodies = false;
        LogFixture fixture(retention);
        CallRecord record = RandomCalls(3).next(1);
        record.start.requestBytes = 4;
        record.end.requestBody = "body";
        const std::int64_t id = fixture.write(record);
        fixture.drain();
        const auto contents = fixture.reader()->contents(id);
        QVERIFY(contents->requestBody.empty());
        QVERIFY(contents->requestBodyMissing);
        QCOMPARE(fixture.count("SELECT count(*) FROM body"), 0);
    }

    void anOpenCallIsVisible()
    {
        LogFixture fixture;
        const CallRecord record = RandomCalls(4).next(5'000'000);
        const std::int64_t id = fixture.log().open(record.start);
        fixture.log().phase(id, LiveCall::Phase::Streaming);
        fixture.log().progress(id, 1234, 5);
        QCOMPARE(fixture.log().openCount(), 1);
        const auto live = fixture.log().live();
        QCOMPARE(live.size(), std::size_t{ 1 });
        QCOMPARE(live[0].start.id, id);
        QCOMPARE(live[0].receivedBytes, 1234);
        QCOMPARE(live[0].chunks, 5);
        QVERIFY(live[0].phase == LiveCall::Phase::Streaming);
        fixture.drain();
        const auto rows = fixture.reader()->rows({ id });
        QCOMPARE(rows->size(), std::size_t{ 1 });
        QVERIFY(rows->front().end.state == CallState::Open);
        QCOMPARE(rows->front().start.session, record.start.session);
        QCOMPARE(totalsOf(fixture, always).requests(), 0);
        fixture.log().setPinned(id, true);
        fixture.log().finish(id, record.end);
        fixture.drain();
        QCOMPARE(fixture.log().openCount(), 0);
        CallRecord expected = record;
        expected.start.id = id;
        expected.pinned = true;
        QCOMPARE(describe(fixture.reader()->rows({ id })->front()), describe(expected));
        QCOMPARE(totalsOf(fixture, always).requests(), 1);
    }

    void finishingTwiceCountsOnce()
    {
        LogFixture fixture;
        const CallRecord record = RandomCalls(5).next(1);
        const std::int64_t id = fixture.write(record);
        fixture.log().finish(id, record.end);
        fixture.log().finish(id + 7, record.end);
        fixture.drain();
        QCOMPARE(totalsOf(fixture, always).requests(), 1);
        QCOMPARE(fixture.count("SELECT count(*) FROM request"), 1);
    }

    void jobsThatRunAgainCountOnce()
    {
        // A neighbour that fails rolls the transaction back, and all its jobs run again.
        LogFixture fixture;
        RandomCalls calls(6);
        for (int i = 0; i < 50; ++i) {
            const std::int64_t id = fixture.log().open(calls.next(fixture.clock().wall() + i).start);
            if (i % 10 == 0)
                fixture.queue().submit(
                    [](storage::Database &database) { return database.execute("INSERT INTO nowhere VALUES (1)"); },
                    0);
            fixture.log().finish(id, calls.next(fixture.clock().wall() + i).end);
        }
        fixture.drain();
        QCOMPARE(fixture.count("SELECT count(*) FROM request WHERE state != 0"), 50);
        QCOMPARE(fixture.count("SELECT sum(calls) FROM total_day"), 50);
        QCOMPARE(fixture.count("SELECT sum(calls) FROM rollup_minute"), 50);
        QCOMPARE(fixture.log().droppedRows(), 0);
    }

    void anUnknownCommitIsNotCountedTwice()
    {
        // What a commit that reported an error but happened leads to: the same work runs on rows that are there.
        LogFixture fixture;
        CallRecord record = RandomCalls(7).next(1);
        record.start.id = 1;
        record.end.requestBody = std::string(9'000, 'b');
        record.end.responseBody = "short";
        fixture.closeLog();
        {
            auto database = storage::Database::open(fixture.path(), storage::OpenMode::ReadWrite);
            LogWriter writer;
            for (int run = 0; run < 2; ++run) {
                QVERIFY(writer.open(*database, record.start));
                QVERIFY(writer.finish(*database, record.start, record.end));
                QVERIFY(writer.beforeCommit(*database));
                run == 0 ? writer.rolledBack() : writer.committed();
            }
        }
        fixture.openLog();
        QCOMPARE(totalsOf(fixture, always).requests(), 1);
        QCOMPARE(fixture.count("SELECT count(*) FROM request"), 1);
        // The contents, too, have the one reference of the row.
        QCOMPARE(fixture.count("SELECT sum(refs) FROM body"), 2);
        QCOMPARE(fixture.count("SELECT max(refs) FROM chunk_use"), 1);
    }

    void aCallRecordedWholeIsLikeAnOpenedOne()
    {
        LogFixture fixture;
        CallRecord record = RandomCalls(12).next(5'000'000);
        record.start.id = fixture.log().record(record.start, record.end);
        QCOMPARE(fixture.log().openCount(), 0);
        fixture.drain();
        const auto rows = fixture.reader()->rows({ record.start.id });
        QCOMPARE(rows->size(), std::size_t{ 1 });
        QCOMPARE(describe(rows->front()), describe(record));
        QCOMPARE(fixture.log().open(record.start), record.start.id + 1);
    }

    void openRowsSurviveCallsThatComeAndGo()
    {
        // The writer waits while calls begin and end; of all of them one is still open when it goes on.
        LogFixture fixture;
        std::promise<void> gate;
        fixture.queue().submit(
            [held = gate.get_future().share()](storage::Database &) -> base::Result<> {
                held.wait();
                return {};
            },
            0);
        RandomCalls calls(13);
        const std::int64_t kept = fixture.log().open(calls.next(1).start);
        for (int i = 0; i < 5'000; ++i)
            fixture.write(calls.next(2 + i));
        gate.set_value();
        fixture.drain();
        QCOMPARE(fixture.count("SELECT count(*) FROM request"), 5'001);
        QCOMPARE(fixture.count("SELECT id FROM request WHERE state = 0"), kept);
        QCOMPARE(fixture.count("SELECT count(*) FROM request WHERE state = 0"), 1);
    }

    void listenersHearOfEachEnd()
    {
        LogFixture fixture;
        std::vector<std::string> heard;
        const int handle
            = fixture.log().subscribe([&](const CallRecord &record) { heard.push_back(describe(record)); });
        CallRecord record = RandomCalls(8).next(1);
        record.start.id = fixture.write(record);
        record.end.requestBody = "not for listeners";
        QCOMPARE(heard, std::vector<std::string>{ describe(record) });
        fixture.log().unsubscribe(handle);
        fixture.write(record);
        QCOMPARE(heard.size(), std::size_t{ 1 });
    }

    void aDeadProcessLeavesLostCalls()
    {
        LogFixture fixture;
        RandomCalls calls(9);
        fixture.write(calls.next(1'000));
        for (int i = 0; i < 3; ++i)
            fixture.log().open(calls.next(2'000).start);
        fixture.drain();
        fixture.closeLog();
        fixture.openLog();
        const std::int64_t mine = fixture.log().open(calls.next(3'000).start);
        fixture.drain();
        QCOMPARE(mine, 5);
        QCOMPARE(fixture.count("SELECT count(*) FROM request WHERE state = 6 AND outcome = 4"), 3);
        QCOMPARE(fixture.count("SELECT count(*) FROM request WHERE state = 0"), 1);
        const Totals totals = totalsOf(fixture, always);
        QCOMPARE(totals.requests(), 4);
        QVERIFY(totals.incomplete >= 3);
        QVERIFY(sameTotals(totals, totalsOf(fixture, always, "id>0")));
        fixture.closeLog();
        fixture.openLog();
        fixture.drain();
        QCOMPARE(fixture.count("SELECT count(*) FROM request WHERE state = 6"), 4);
    }

    void idsComeInOrder()
    {
        LogFixture fixture;
        RandomCalls calls(30);
        const base::UnixMicros origin = fixture.clock().wall();
        std::vector<CallRecord> written;
        for (int i = 0; i < 1'200; ++i) {
            written.push_back(calls.next(origin + calls.number(500)));
            written.back().start.id = fixture.write(written.back());
        }
        fixture.drain();
        const auto reader = fixture.reader();
        const TimeRange range{ origin + 50, origin + 400 };
        for (const auto &[ascending, filter] :
             { std::pair(false, ""), std::pair(true, ""), std::pair(false, "id>0"), std::pair(true, "id>0") }) {
            std::vector<CallRecord> expected;
            for (const CallRecord &record : written)
                if (record.start.startedAt >= range.begin && record.start.startedAt < range.end)
                    expected.push_back(record);
            std::sort(expected.begin(), expected.end(), [up = ascending](const CallRecord &a, const CallRecord &b) {
                const auto left = std::pair(a.start.startedAt, a.start.id);
                const auto right = std::pair(b.start.startedAt, b.start.id);
                return up ? left < right : left > right;
            });
            std::vector<std::int64_t> got;
            std::size_t batches = 0;
            QVERIFY(reader->ids(range, *Filter::parse(filter), SortColumn::Time, ascending, [&](const auto &batch) {
                got.insert(got.end(), batch.begin(), batch.end());
                ++batches;
            }));
            QVERIFY(batches > 1);
            QCOMPARE(got.size(), expected.size());
            for (std::size_t i = 0; i < got.size(); ++i)
                QCOMPARE(got[i], expected[i].start.id);
        }
        std::vector<std::int64_t> byCost;
        QVERIFY(reader->ids(range, Filter(), SortColumn::Cost, false, [&](const auto &batch) {
            byCost.insert(byCost.end(), batch.begin(), batch.end());
        }));
        const auto rows = reader->rows(byCost);
        for (std::size_t i = 1; i < rows->size(); ++i)
            QVERIFY(!(*rows)[i].end.billed || *(*rows)[i - 1].end.billed >= *(*rows)[i].end.billed);
        std::vector<std::int64_t> byModel;
        QVERIFY(reader->ids(range, Filter(), SortColumn::Model, true, [&](const auto &batch) {
            byModel.insert(byModel.end(), batch.begin(), batch.end());
        }));
        QCOMPARE(byModel.size(), byCost.size());
        const auto models = reader->rows(byModel);
        for (std::size_t i = 1; i < models->size(); ++i)
            QVERIFY((*models)[i - 1].start.model <= (*models)[i].start.model);
        QCOMPARE(*reader->newestId(), 1'200);
        QCOMPARE(reader->newerIds(1'190, Filter(), 5)->size(), std::size_t{ 5 });
        QCOMPARE(reader->newerIds(1'190, Filter(), 5)->front(), 1'191);
        QCOMPARE(reader->byUid(written[7].start.uid)->value().start.id, written[7].start.id);
        QVERIFY(!*reader->byUid(base::Uid::create(7)));
        QCOMPARE(reader->rows({ 5, 99'999, 3 })->size(), std::size_t{ 2 });
        QCOMPARE(reader->distinct(GroupBy::Upstream, 10)->size(), std::size_t{ 3 });
        QCOMPARE(reader->storageSizes()->rows, 1'200);
        QVERIFY(reader->storageSizes()->rowBytes > 100'000);
    }

    void aSearchStopsWhenCancelled()
    {
        LogFixture fixture;
        RandomCalls calls(31);
        for (int i = 0; i < 3'000; ++i)
            fixture.write(calls.next(i));
        fixture.drain();
        const auto reader = fixture.reader();
        int batches = 0;
        const auto stopped = reader->ids(always, Filter(), SortColumn::Time, false, [&](const auto &) {
            ++batches;
            reader->cancel();
        });
        QCOMPARE(stopped.error().code, base::ErrorCode::Cancelled);
        QCOMPARE(batches, 1);
        QVERIFY(reader->totals(always, Filter()));
    }

    void readersRefuseOtherVersions()
    {
        LogFixture fixture;
        fixture.drain();
        fixture.closeLog();
        {
            auto database = storage::Database::open(fixture.path(), storage::OpenMode::ReadWrite);
            QVERIFY(database->execute("PRAGMA user_version = 99"));
        }
        QCOMPARE(Reader::open(fixture.path()).error().code, base::ErrorCode::TooNew);
        {
            auto database = storage::Database::open(fixture.path(), storage::OpenMode::ReadWrite);
            QVERIFY(database->execute("PRAGMA user_version = 0"));
        }
        QCOMPARE(Reader::open(fixture.path()).error().code, base::ErrorCode::Unavailable);
        QCOMPARE(Reader::open(fixture.path() + "x").error().code, base::ErrorCode::NotFound);
    }

    void manyThreadsLogAtOnce()
    {
        LogFixture fixture;
        std::vector<std::thread> threads;
        std::atomic<int> heard = 0;
        fixture.log().subscribe([&](const CallRecord &) { ++heard; });
        for (unsigned int t = 0; t < 4; ++t)
            threads.emplace_back([&, t] {
                RandomCalls calls(50 + t);
                for (int i = 0; i < 500; ++i) {
                    const CallRecord record = calls.next(fixture.clock().wall() + i);
                    const std::int64_t id = fixture.log().open(record.start);
                    fixture.log().progress(id, i, i);
                    if (i % 50 == 0)
                        (void)fixture.log().live();
                    fixture.log().finish(id, record.end);
                }
            });
        for (std::thread &thread : threads)
            thread.join();
        fixture.drain();
        QCOMPARE(heard.load(), 2'000);
        QCOMPARE(totalsOf(fixture, always).requests(), 2'000);
        QVERIFY(sameTotals(totalsOf(fixture, always), totalsOf(fixture, always, "id>0")));
    }

    void whatTheQueueRefusesIsCounted()
    {
        QTemporaryDir directory;
        base::ManualClock clock;
        const std::string path = directory.filePath(QStringLiteral("log.sqlite")).toStdString();
        auto queue = *storage::WriteQueue::start(path, { .jobs = 20, .longestDelay = 1h });
        auto log = *RequestLog::create(*queue, clock, {});
        for (int i = 0; i < 100; ++i)
            log->finish(log->open(RandomCalls(60).next(clock.wall()).start), {});
        QVERIFY(log->droppedRows() > 80);
        QCOMPARE(log->openCount(), 0);
        log.reset();
        queue.reset();
    }
};

QTEST_GUILESS_MAIN(RequestLogTest)
#include "tst_request_log.moc"

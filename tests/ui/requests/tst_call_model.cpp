// SPDX-License-Identifier: MIT
#include "page_fixture.h"

#include "ui/requests/call_model.h"
#include "ui/requests/call_table.h"
#include "ui/theme/theme.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QScrollBar>

#include <limits>

using namespace cachescope;
using namespace cachescope::ui;
using namespace cachescope::ui::test;

namespace {

CallQuery everything(std::string_view filter = {})
{
    CallQuery query;
    query.range = { 0, std::numeric_limits<base::UnixMicros>::max() };
    query.filter = *requestlog::Filter::parse(filter);
    return query;
}

/** A log of ten million calls that answers from arithmetic. */
class ManyIds final : public LogSource
{
public:
    static constexpr int count = 10'000'000;
    base::Result<> ids(
        requestlog::TimeRange, const requestlog::Filter &, requestlog::SortColumn, bool,
        const requestlog::Reader::IdBatch &batch) override
    {
        CallIds ids;
        for (std::int64_t id = count; id > 0; --id) {
            ids.push_back(id);
            if (ids.size() == 20'000 || id == 1)
                batch(std::exchange(ids, {}));
        }
        return {};
    }
    base::Result<CallRows> rows(const CallIds &ids) override
    {
        CallRows rows(ids.size());
        for (std::size_t i = 0; i < ids.size(); ++i)
            rows[i].start.id = ids[i];
        return rows;
    }
    base::Result<std::int64_t> newestId() override { return count; }
    base::Result<std::vector<std::int64_t>> newerIds(std::int64_t, const requestlog::Filter &, int) override
    {
        return CallIds();
    }
    base::Result<requestlog::Totals> totals(requestlog::TimeRange, const requestlog::Filter &) override
    {
        return {};
    }
    base::Result<std::vector<requestlog::SeriesPoint>> series(
        requestlog::TimeRange, int, const requestlog::Filter &) override
    {
        return {};
    }
    base::Result<std::vector<requestlog::Group>> groups(
        requestlog::TimeRange, requestlog::GroupBy, const requestlog::Filter &, int) override
    {
        return {};
    }
    base::Result<requestlog::CallContents> contents(std::int64_t) override { return {}; }
    base::Result<std::optional<base::UnixMicros>> newestTime() override { return {}; }
    base::Result<std::vector<std::string>> distinct(requestlog::GroupBy, int) override { return {}; }
    base::Result<requestlog::Reader::StorageSizes> storageSizes() override { return {}; }
    base::Result<std::int64_t> exportCalls(
        requestlog::TimeRange, const requestlog::Filter &, requestlog::ExportFormat,
        const std::function<bool(std::string_view)> &) override
    {
        return 0;
    }
    base::Result<std::vector<requestlog::SpendDay>> spendDays(requestlog::TimeRange) override { return {}; }
    base::Result<requestlog::SpendBreakdown> spendBreakdown(const requestlog::SpendQuestion &) override
    {
        return {};
    }
    base::Result<std::vector<requestlog::UnpricedModel>> unpricedModels(requestlog::TimeRange) override
    {
        return {};
    }
    base::Result<std::vector<requestlog::Repricing>> repricings(int) override { return {}; }
    void cancel() override { }
};

qint64 residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    constexpr qint64 page = 4096;
    return file.readAll().split(' ').value(1).toLongLong() * page;
}

bool hasEnded(const CallModel &model)
{
    return model.state() != CallModel::State::Searching;
}

} // namespace

class TestCallModel : public QObject
{
    Q_OBJECT

private:
    static void fill(requestlog::LogFixture &log, int count)
    {
        for (int i = 0; i < count; ++i) {
            log.clock().advance(std::chrono::milliseconds(100));
            log.write(agentCall(log, i, 0));
        }
        log.drain();
    }

private Q_SLOTS:
    void initTestCase() { Theme::install(Theme::Preference::Light); }

    void showsNewestFirstAndReadsRowsOnlyWhereTheViewLooks()
    {
        LogBackend backend;
        fill(backend.log, 1000);
        LogService service(backend.logOpener());
        CallModel model(service);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setQuery(everything());
        QTRY_VERIFY(hasEnded(model));
        QCOMPARE(model.rowCount(), 1000);
        QCOMPARE(model.idAt(0), 1000);
        QCOMPARE(model.idAt(999), 1);
        QVERIFY2(model.record(0) != nullptr, "the first screen comes with its rows");
        QVERIFY2(model.record(199) == nullptr, "nothing else was asked for yet");
        QVERIFY(!model.index(199, int(CallColumn::Model)).data().isValid());

        model.setVisibleRows(0, 20);
        QTRY_VERIFY(model.record(199) != nullptr);
        QVERIFY2(model.record(200) == nullptr, "one page is enough for 20 rows");
        QVERIFY(!model.index(0, int(CallColumn::Model)).data().toString().isEmpty());
    }

    void forgetsPagesThatWereNotUsedForLong()
    {
        LogBackend backend;
        fill(backend.log, 9000);
        LogService service(backend.logOpener());
        CallModel model(service);
        model.setQuery(everything());
        QTRY_VERIFY(hasEnded(model));
        for (int page = 0; page < 45; ++page) {
            model.setVisibleRows(page * 200, page * 200 + 20);
            QTRY_VERIFY(model.record(page * 200) != nullptr);
        }
        QVERIFY2(model.record(0) == nullptr, "40 pages are kept");
        QVERIFY(model.record(44 * 200) != nullptr);
    }

    void followsTheNewestEnd()
    {
        LogBackend backend;
        fill(backend.log, 10);
        LogService service(backend.logOpener());
        CallModel model(service);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setQuery(everything());
        QTRY_VERIFY(hasEnded(model));
        fill(backend.log, 3);
        model.lookForNewer();
        QTRY_COMPARE(model.rowCount(), 13);
        QCOMPARE(model.idAt(0), 13);
        QVERIFY2(model.record(0) != nullptr, "what has just ended is at hand");
    }

    void keepsNewCallsWaitingWhileNotFollowing()
    {
        LogBackend backend;
        fill(backend.log, 10);
        LogService service(backend.logOpener());
        CallModel model(service);
        model.setQuery(everything("client:code-agent"));
        QTRY_VERIFY(hasEnded(model));
        const int before = model.rowCount();
        QVERIFY(before > 0 && before < 10);
        model.setFollowing(false);
        fill(backend.log, 10);
        model.lookForNewer();
        QTRY_COMPARE(model.waiting(), before);
        QCOMPARE(model.rowCount(), before);
        model.setFollowing(true);
        QCOMPARE(model.rowCount(), 2 * before);
        QCOMPARE(model.waiting(), 0);
    }

    void putsALongCallInItsPlaceOnceItEnds()
    {
        LogBackend backend;
        auto &log = backend.log;
        fill(log, 2);
        const auto slow = agentCall(log, 4, 0);
        const std::int64_t slowId = log.log().open(slow.start);
        fill(log, 2);
        LogService service(backend.logOpener());
        CallModel model(service);
        model.setQuery(everything(), { slowId });
        QTRY_VERIFY(hasEnded(model));
        QCOMPARE(model.rowCount(), 4); // the open one is in the strip only
        log.log().finish(slowId, slow.end);
        log.drain();
        model.lookForNewer();
        QTRY_COMPARE(model.rowCount(), 5);
        QCOMPARE(model.rowOf(slowId).value_or(-1), 2);
    }

    void freezesWhenOrderedByAnotherColumn()
    {
        LogBackend backend;
        fill(backend.log, 50);
        LogService service(backend.logOpener());
        CallModel model(service);
        CallQuery query = everything();
        query.sort = requestlog::SortColumn::Cost;
        model.setQuery(query);
        QTRY_VERIFY(hasEnded(model));
        fill(backend.log, 5);
        model.lookForNewer();
        QTest::qWait(50); // nothing may come: there is no event to wait for
        QCOMPARE(model.rowCount(), 50);
        model.setVisibleRows(0, 49);
        QTRY_VERIFY(model.record(0) != nullptr);
        const auto cost = [&](int row) { return model.record(row)->end.billed.value_or(base::Money()).pico(); };
        for (int row = 1; row < 50; ++row)
            QVERIFY(cost(row - 1) >= cost(row));
    }

    void tellsWhenTheLogCannotBeRead()
    {
        LogService service([] {
            return base::Result<std::unique_ptr<LogSource>>(
                base::failure(base::ErrorCode::Corrupt, "log.sqlite is damaged."));
        });
        CallModel model(service);
        model.setQuery(everything());
        QTRY_COMPARE(model.state(), CallModel::State::Failed);
        QCOMPARE(model.searchError(), QStringLiteral("log.sqlite is damaged."));
    }

    void aFilteredListFindsMoreNewCallsThanAFilterTakesValues()
    {
        LogBackend backend;
        fill(backend.log, 10);
        LogService service(backend.logOpener());
        CallModel model(service);
        model.setQuery(everything("project:checkout-api"));
        QTRY_VERIFY(hasEnded(model));
        fill(backend.log, 900);
        model.lookForNewer();
        QTRY_VERIFY(model.rowCount() > 400); // more than half of them are of that project
        QVERIFY(model.readError().isEmpty());
    }

    void theFirstRowsAreThereWhenTheyAreSeen()
    {
        LogBackend backend;
        fill(backend.log, 1000);
        LogService service(backend.logOpener());
        CallModel model(service);
        bool blank = false;
        connect(&model, &CallModel::rowsInserted, &model, [&] { blank = blank || model.record(0) == nullptr; });
        model.setQuery(everything());
        QTRY_VERIFY(hasEnded(model));
        QCOMPARE(model.rowCount(), 1000);
        QVERIFY(!blank);
    }

    void selectionAndTopRowStayWhileCallsArrive()
    {
        LogBackend backend;
        fill(backend.log, 3000);
        LogService service(backend.logOpener());
        CallModel model(service);
        QSettings session(backend.directory.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
        CallTable table(model, session);
        table.resize(1200, 500);
        table.show();
        model.setQuery(everything());
        QTRY_VERIFY(hasEnded(model));
        table.verticalScrollBar()->setValue(700);
        table.selectRow(705);
        model.setFollowing(false); // as the page does for a scrolled list
        const std::int64_t top = model.idAt(table.rowAt(0));
        const std::int64_t selected = model.idAt(705);
        for (int burst = 0; burst < 20; ++burst) {
            fill(backend.log, 200);
            model.lookForNewer();
            QTRY_COMPARE(model.waiting(), (burst + 1) * 200);
            QCOMPARE(model.idAt(table.rowAt(0)), top);
            QCOMPARE(model.idAt(table.selectedRow()), selected);
        }
    }

    void tenMillionCallsFit()
    {
        LogService service([] { return base::Result<std::unique_ptr<LogSource>>(std::make_unique<ManyIds>()); });
        CallModel model(service);
        LogBackend backend;
        QSettings session(backend.directory.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
        CallTable table(model, session);
        table.resize(1200, 500);
        table.show();
        const qint64 before = residentBytes();
        QElapsedTimer timer;
        timer.start();
        model.setQuery(everything());
        QTRY_VERIFY(model.rowCount() > 0);
        const qint64 first = timer.elapsed();
        QTRY_VERIFY_WITH_TIMEOUT(hasEnded(model), 60'000);
        qInfo(
            "first rows after %lld ms, all after %lld ms, %lld MB", first, timer.elapsed(),
            (residentBytes() - before) >> 20);
        QCOMPARE(model.rowCount(), ManyIds::count);
        QCOMPARE(model.idAt(ManyIds::count - 1), 1);
        table.scrollToBottom();
        QTRY_VERIFY(model.record(ManyIds::count - 1) != nullptr);
        QVERIFY2(residentBytes() - before < qint64{ 220 } << 20, "eight bytes an id and eight a row of the view");
    }

    void columnsAreRemembered()
    {
        LogBackend backend;
        LogService service(backend.logOpener());
        CallModel model(service);
        QSettings session(backend.directory.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
        {
            CallTable table(model, session);
            table.setColumnWidth(int(CallColumn::Model), 222);
            table.setColumnShown(CallColumn::Session, false);
            table.setColumnShown(CallColumn::Project, true);
        }
        CallTable table(model, session);
        table.resize(1600, 400);
        table.show();
        QVERIFY(!table.isColumnShown(CallColumn::Session));
        QVERIFY(table.isColumnShown(CallColumn::Project));
        QCOMPARE(table.columnWidth(int(CallColumn::Model)), 222);
        table.resetColumns();
        QVERIFY(table.isColumnShown(CallColumn::Session));
    }
};

QTEST_MAIN(TestCallModel)
#include "tst_call_model.moc"

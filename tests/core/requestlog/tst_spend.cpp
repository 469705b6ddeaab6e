// SPDX-License-Identifier: MIT
#include "log_fixture.h"

#include "requestlog/filter_term.h"
#include "requestlog/local_time.h"
#include "requestlog/rollups.h"
#include "requestlog/sums.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <map>
#include <set>

using namespace cachescope;
using namespace cachescope::requestlog;

namespace {

constexpr std::array allGroups{ SpendBy::Upstream,   SpendBy::Model,  SpendBy::Project,
                                SpendBy::Tag,        SpendBy::Client, SpendBy::Session,
                                SpendBy::Credential, SpendBy::Day,    SpendBy::Hour };

void setZone(const char *zone)
{
    qputenv("TZ", zone);
    ::tzset();
}

bool inRange(const CallRecord &record, TimeRange range)
{
    return record.start.startedAt >= range.begin && record.start.startedAt < range.end;
}

SpendSums sumOf(const std::vector<CallRecord> &records, TimeRange range)
{
    SpendSums sums;
    for (const CallRecord &record : records)
        if (inRange(record, range))
            sums.add(spendOf(figuresOf(record.end), record.end.parts));
    return sums;
}

SpendSums sumOf(const std::vector<SpendRow> &rows)
{
    SpendSums sums;
    for (const SpendRow &row : rows)
        sums.add(row.sums);
    return sums;
}

/** The groups of a call, as the table names them; written down here a second time, without roll-ups. */
std::vector<std::string> keysOf(const CallRecord &record, SpendBy by)
{
    const CallStart &start = record.start;
    switch (by) {
    case SpendBy::Upstream:
        return { start.upstream };
    case SpendBy::Model:
        return { start.model };
    case SpendBy::Project:
        return { start.project };
    case SpendBy::Client:
        return { start.client };
    case SpendBy::Session:
        return { start.session };
    case SpendBy::Credential:
        return { start.credential };
    case SpendBy::Day:
        return { localIsoDate(start.startedAt) };
    case SpendBy::Hour:
        return { localIsoMinute(localHourStart(start.startedAt)) };
    case SpendBy::Cause:
        return { std::string(missReasonName(record.reason)) };
    case SpendBy::Tag: {
        const std::set<std::string> tags(start.tags.begin(), start.tags.end());
        return tags.empty() ? std::vector<std::string>{ "" } : std::vector<std::string>(tags.begin(), tags.end());
    }
    }
    return {};
}

std::string fieldOf(SpendBy by)
{
    constexpr std::array names{ "upstream", "model", "project", "tag", "client", "session", "credential" };
    return names[static_cast<std::size_t>(by)];
}

std::int64_t countIds(Reader &reader, TimeRange range, const std::string &filter)
{
    const auto parsed = Filter::parse(filter);
    if (!parsed)
        qFatal("%s: %s", filter.c_str(), parsed.error().message.c_str());
    std::int64_t count = 0;
    const auto found = reader.ids(range, *parsed, SortColumn::Time, true, [&count](const auto &batch) {
        count += static_cast<std::int64_t>(batch.size());
    });
    if (!found)
        qFatal("%s", found.error().message.c_str());
    return count;
}

} // namespace

class TestSpend : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void randomLogsAddUp_data()
    {
        QTest::addColumn<QByteArray>("zone");
        QTest::addColumn<qint64>("around"); // A change of the clock there.
        const auto row
            = [](const char *zone, qint64 seconds) { QTest::newRow(zone) << QByteArray(zone) << seconds; };
        row("UTC", 1'790'000'000);
        row("Europe/Berlin", 1'793'000'000); // 25 October 2026: an hour twice
        row("America/New_York", 1'772'953'000); // 8 March 2026: an hour missing
        row("Asia/Kolkata", 1'790'000'000); // +5:30
        row("Asia/Kathmandu", 1'790'000'000); // +5:45
        row("Australia/Lord_Howe", 1'791'040'000); // 4 October 2026: half an hour missing
        row("America/St_Johns", 1'793'500'000); // 1 November 2026, -3:30
        row("Pacific/Apia", 1'325'200'000); // 30 December 2011: a day missing
    }

    /** 125 logs a zone, a thousand in all: each part of a day or some days with its own calls. */
    void randomLogsAddUp()
    {
        QFETCH(QByteArray, zone);
        QFETCH(qint64, around);
        setZone(zone.constData());
        constexpr int logs = 125;
        constexpr int callsEach = 24;
        LogFixture fixture;
        RandomCalls calls(static_cast<unsigned int>(around));
        std::vector<std::vector<CallRecord>> written;
        std::vector<TimeRange> ranges;
        // The first logs lie about the change of the clock, the others follow.
        base::UnixMicros at = (around - 2 * 86'400) * 1'000'000 + calls.number(1'000'000);
        for (int log = 0; log < logs; ++log) {
            const base::UnixMicros begin = localDayStart(at);
            const base::UnixMicros end = addLocalDays(begin, 1 + calls.number(3));
            std::vector<CallRecord> records;
            for (int i = 0; i < callsEach; ++i) {
                const auto offset = static_cast<std::int64_t>(
                    static_cast<double>(end - begin) * calls.number(1'000'000) / 1'000'000);
                records.push_back(calls.next(begin + offset));
                records.back().start.id = fixture.write(records.back());
            }
            written.push_back(std::move(records));
            ranges.push_back({ begin, end });
            at = addLocalDays(end, 0) + 3600 * 1'000'000LL;
        }
        fixture.drain();
        const auto reader = fixture.reader();
        for (int log = 0; log < logs; ++log)
            checkLog(*reader, written[static_cast<std::size_t>(log)], ranges[static_cast<std::size_t>(log)], calls);
    }

    void checkLog(Reader &reader, const std::vector<CallRecord> &records, TimeRange range, RandomCalls &random)
    {
        const SpendSums expected = sumOf(records, range);
        const auto total = reader.spendTotal(range);
        QVERIFY2(total, total ? "" : total.error().message.c_str());
        QVERIFY(*total == expected);
        const auto days = reader.spendDays(range);
        QVERIFY(days);
        SpendSums ofDays;
        for (const SpendDay &day : *days) {
            QVERIFY(day.sums == sumOf(records, { day.begin, day.end }));
            ofDays.add(day.sums);
        }
        QVERIFY(ofDays == expected);
        for (const SpendBy by : allGroups)
            checkBreakdown(reader, records, { range, by, {}, TagShare::Split, 1000 });
        for (int i = 0; i < 6; ++i) {
            const SpendBy first = allGroups[static_cast<std::size_t>(random.number(9))];
            const SpendBy second = allGroups[static_cast<std::size_t>(random.number(9))];
            if (first != second)
                checkBreakdown(reader, records, { range, first, second, TagShare::Split, 1000 });
        }
        // Ends anywhere.
        const TimeRange odd{ range.begin + random.number(1'000'000'000), range.end - random.number(1'000'000'000) };
        const auto part = reader.spendTotal(odd);
        QVERIFY(part && *part == sumOf(records, odd));
        checkBreakdown(reader, records, { odd, SpendBy::Model, SpendBy::Tag, TagShare::Split, 1000 });
    }

    void checkBreakdown(Reader &reader, const std::vector<CallRecord> &records, const SpendQuestion &question)
    {
        const auto found = reader.spendBreakdown(question);
        QVERIFY2(found, found ? "" : found.error().message.c_str());
        QVERIFY(found->addsUp);
        SpendSums sum = sumOf(found->rows);
        const bool tags = question.first == SpendBy::Tag;
        if (tags) { // Each tag of a call counts it; only money and tokens are split.
            QVERIFY(sum.calls >= found->total.calls);
            sum.calls = found->total.calls;
            sum.unpriced = found->total.unpriced;
        }
        QVERIFY(sum == found->total);
        QVERIFY(found->total == sumOf(records, question.range));
        std::map<std::string, std::int64_t> counts;
        std::map<std::string, base::Money> billed;
        for (const CallRecord &record : records) {
            if (!inRange(record, question.range))
                continue;
            for (const std::string &key : keysOf(record, question.first)) {
                ++counts[key];
                if (!tags)
                    billed[key] += record.end.billed.value_or(base::Money());
            }
        }
        QCOMPARE(found->rows.size(), counts.size());
        for (const SpendRow &row : found->rows) {
            QCOMPARE(row.sums.calls, counts[row.key]);
            if (!tags)
                QVERIFY(row.sums.billed == billed[row.key]);
            if (!question.second)
                continue;
            const bool isTime = question.second == SpendBy::Day || question.second == SpendBy::Hour;
            if (question.first == SpendBy::Session && row.key.empty() && !isTime) {
                QVERIFY(row.children.empty());
                continue;
            }
            SpendSums children = sumOf(row.children);
            QVERIFY(children.calls >= row.sums.calls);
            if (question.second == SpendBy::Tag) {
                children.calls = row.sums.calls;
                children.unpriced = row.sums.unpriced;
            }
            QVERIFY(children == row.sums);
        }
    }

    void filtersGiveEachRowsCalls()
    {
        setZone("Europe/Berlin");
        LogFixture fixture;
        RandomCalls calls(5);
        const base::UnixMicros begin = 1'793'000'000'000'000;
        for (int i = 0; i < 400; ++i)
            fixture.write(calls.next(begin + i * 400'000'000LL));
        CallRecord odd = calls.next(begin);
        odd.start.project = "none";
        odd.start.model = "two \"words\", (brackets) and a \\ or b*";
        odd.start.client = "Ünïcode";
        fixture.write(odd);
        fixture.drain();
        const auto reader = fixture.reader();
        const TimeRange range{ begin, begin + 400 * 400'000'000LL };
        for (const SpendBy by : allGroups) {
            if (by == SpendBy::Day || by == SpendBy::Hour)
                continue;
            const auto found = reader->spendBreakdown({ range, by, {}, TagShare::Full, 1000 });
            QVERIFY(found);
            QVERIFY(found->rows.size() > 1);
            for (const SpendRow &row : found->rows)
                QCOMPARE(countIds(*reader, range, filterTerm(fieldOf(by), row.key)), row.sums.calls);
        }
        const auto two = reader->spendBreakdown({ range, SpendBy::Client, SpendBy::Tag, TagShare::Split, 1000 });
        QVERIFY(two);
        for (const SpendRow &row : two->rows)
            for (const SpendRow &child : row.children)
                QCOMPARE(
                    countIds(*reader, range, filterTerm("client", row.key) + " " + filterTerm("tag", child.key)),
                    child.sums.calls);
        const auto days = reader->spendBreakdown({ range, SpendBy::Day, SpendBy::Model, TagShare::Split, 1000 });
        QVERIFY(days);
        for (const SpendRow &row : days->rows)
            QCOMPARE(
                countIds(*reader, { std::max(row.begin, range.begin), std::min(row.end, range.end) }, {}),
                row.sums.calls);
    }

    void tagsInFullOverlap()
    {
        setZone("UTC");
        LogFixture fixture;
        RandomCalls calls(9);
        CallRecord record = calls.next(1'790'000'000'000'000);
        record.start.tags = { "a", "b", "a", "c" };
        record.end.outcome = Outcome::Miss;
        record.end.billed = base::Money::fromPico(100);
        record.end.parts = CostParts{ base::Money::fromPico(97), base::Money::fromPico(1), base::Money::fromPico(1),
                                      base::Money::fromPico(1) };
        fixture.write(record);
        fixture.drain();
        const TimeRange range{ record.start.startedAt, record.start.startedAt + 1 };
        const auto reader = fixture.reader();
        const auto full = reader->spendBreakdown({ range, SpendBy::Tag, {}, TagShare::Full, 10 });
        QVERIFY(full && full->overlaps && !full->addsUp);
        QCOMPARE(full->rows.size(), std::size_t(3));
        QCOMPARE(sumOf(full->rows).billed.pico(), 300);
        const auto split = reader->spendBreakdown({ range, SpendBy::Tag, {}, TagShare::Split, 10 });
        QVERIFY(split && !split->overlaps && split->addsUp);
        QCOMPARE(sumOf(split->rows).billed.pico(), 100);
        for (const SpendRow &row : split->rows)
            QVERIFY(row.sums.billed.pico() == 33 || row.sums.billed.pico() == 34);
    }

    void whatIsBeyondTheLimitIsOneRow()
    {
        setZone("UTC");
        LogFixture fixture;
        RandomCalls calls(11);
        const base::UnixMicros begin = 1'790'000'000'000'000;
        for (int i = 0; i < 300; ++i)
            fixture.write(calls.next(begin + i));
        fixture.drain();
        const auto reader = fixture.reader();
        const auto found = reader->spendBreakdown(
            { { begin, begin + 300 }, SpendBy::Session, SpendBy::Model, TagShare::Split, 5 });
        QVERIFY(found && found->addsUp);
        QCOMPARE(found->rows.size(), std::size_t(5));
        QVERIFY(found->rows.back().others > 1);
        QVERIFY(found->rows.back().children.empty());
        QVERIFY(!found->rows[found->rows.front().key.empty() ? 1 : 0].children.empty());
    }

    void sessionsThatAreForgottenStayInTheSum()
    {
        setZone("UTC");
        constexpr std::int64_t day = 86'400'000'000;
        LogFixture fixture;
        const base::UnixMicros now = fixture.clock().wall();
        RandomCalls calls(13);
        SpendSums all;
        for (int i = 0; i < 40; ++i) {
            const CallRecord record = calls.next(now - (40 - i) * day);
            all.add(spendOf(figuresOf(record.end), record.end.parts));
            fixture.write(record);
        }
        fixture.drain();
        Retention retention = keepAll;
        retention.days = 20;
        fixture.log().setRetention(retention);
        fixture.log().cleanUp();
        QTRY_COMPARE(fixture.count("SELECT count(*) FROM request"), 20);
        QTRY_VERIFY(fixture.count("SELECT value FROM meta WHERE key = 'spend_sessions_from'") > 0);
        fixture.drain();
        const auto reader = fixture.reader();
        const base::UnixMicros begin = localDayStart(now - 40 * day);
        const auto found
            = reader->spendBreakdown({ { begin, now }, SpendBy::Session, SpendBy::Model, TagShare::Split, 1000 });
        QVERIFY(found);
        QVERIFY(found->addsUp);
        QVERIFY(found->total == all);
        QVERIFY(
            std::any_of(found->rows.begin(), found->rows.end(), [](const SpendRow &row) { return row.forgotten; }));
        const auto models = reader->spendBreakdown({ { begin, now }, SpendBy::Model, {}, TagShare::Split, 1000 });
        QVERIFY(models && models->addsUp);
    }

    void unpricedModelsAreNamed()
    {
        setZone("UTC");
        LogFixture fixture;
        RandomCalls calls(17);
        CallRecord record = calls.next(1'790'000'000'000'000);
        record.start.upstream = "corp";
        record.start.model = "our-llama";
        record.end.outcome = Outcome::Miss;
        record.end.usage.source = providers::UsageSource::Reported;
        record.end.billed.reset();
        record.end.parts.reset();
        fixture.write(record);
        fixture.drain();
        const auto reader = fixture.reader();
        const auto models = reader->unpricedModels({ record.start.startedAt, record.start.startedAt + 1 });
        QVERIFY(models);
        QCOMPARE(models->size(), std::size_t(1));
        QCOMPARE(QString::fromStdString(models->front().upstream), QStringLiteral("corp"));
        QCOMPARE(QString::fromStdString(models->front().model), QStringLiteral("our-llama"));
        QCOMPARE(models->front().calls, 1);
    }
};

QTEST_GUILESS_MAIN(TestSpend)
#include "tst_spend.moc"

// SPDX-License-Identifier: MIT
#include <QTest>

#ifndef Q_MOC_RUN
#include "insight/log_analyser.h"
#include "labelled_pairs.h"
#include "log_fixture.h"
#endif

using namespace cachescope;
using namespace cachescope::insight;
using namespace cachescope::insight::test;
using namespace std::chrono_literals;
using requestlog::CallRecord;
using requestlog::LogFixture;

namespace {

constexpr std::int64_t second = 1'000'000;

/** Follows the log of a fixture, on the fixture's clock. */
std::unique_ptr<LogAnalyser> follow(LogFixture &fixture, std::int64_t mostPending = 100'000)
{
    LogAnalyser::Settings settings;
    settings.databasePath = fixture.path();
    settings.prices = [] { return providers::PriceBook::shipped(); };
    settings.clock = &fixture.clock();
    settings.pace = 5ms;
    settings.mostPending = mostPending;
    settings.problemsEvery = 0s;
    return LogAnalyser::start(fixture.queue(), std::move(settings));
}

CallRecord recordOf(const Talk &talk, base::UnixMicros startedAt, std::int64_t read)
{
    CallRecord record;
    record.start.uid = base::Uid::create(startedAt);
    record.start.startedAt = startedAt;
    record.start.upstream = "anthropic";
    record.start.api = Api::AnthropicMessages;
    record.start.model = talk.model;
    record.start.session = talk.session;
    record.end.requestBody = bodyOf(talk, Api::AnthropicMessages);
    record.start.requestBytes = std::ssize(record.end.requestBody);
    record.end.status = 200;
    record.end.outcome = requestlog::Outcome::Miss;
    record.end.usage.source = providers::UsageSource::Reported;
    record.end.usage.tokens.cacheRead = read;
    record.end.usage.tokens.cacheWrite5m = 6'000 - read;
    record.end.firstByteMicros = 300'000;
    record.end.totalMicros = 500'000;
    return record;
}

Talk talk()
{
    return talkOf(shapes()[2], 3, 3);
}

Talk otherTools()
{
    Talk other = talk();
    std::swap(other.tools[0], other.tools[1]);
    return other;
}

MissReason reasonOf(LogFixture &fixture, std::int64_t id)
{
    const auto rows = fixture.reader()->rows({ id });
    return rows && !rows->empty() ? rows->front().reason : MissReason::NotAnalysed;
}

} // namespace

class LogAnalyserTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsTheLog()
    {
        LogFixture fixture;
        const auto analyser = follow(fixture);
        const base::UnixMicros now = fixture.clock().wall();
        const auto first = fixture.write(recordOf(talk(), now - 90 * second, 0));
        const auto second_ = fixture.write(recordOf(otherTools(), now - 60 * second, 0));
        QTRY_VERIFY_WITH_TIMEOUT(reasonOf(fixture, second_) == MissReason::Tools, 20'000);
        QVERIFY(reasonOf(fixture, first) == MissReason::First);
        const auto insight = fixture.reader()->insight(second_);
        QCOMPARE((*insight)->comparedWith, first);
        QVERIFY((*insight)->again > 0 && (*insight)->extra);
        // The log's writer may be quicker than the count that is raised once the insights are handed to it.
        QTRY_COMPARE_WITH_TIMEOUT(analyser->status().analysed, 2, 20'000);
        QVERIFY(analyser->status().problem.empty());
    }

    void goesOnAfterARestart()
    {
        LogFixture fixture;
        const base::UnixMicros now = fixture.clock().wall();
        {
            const auto analyser = follow(fixture);
            const auto id = fixture.write(recordOf(talk(), now - 90 * second, 0));
            QTRY_VERIFY_WITH_TIMEOUT(reasonOf(fixture, id) == MissReason::First, 20'000);
        }
        // Came while nobody analysed; what it is compared with comes from the rebuilt index.
        const auto id = fixture.write(recordOf(otherTools(), now - 60 * second, 0));
        const auto analyser = follow(fixture);
        QTRY_VERIFY_WITH_TIMEOUT(reasonOf(fixture, id) == MissReason::Tools, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(analyser->status().analysed, 1, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(analyser->status().rememberedPrompts, 2, 20'000);
    }

    void waitsForACallThatStartedEarlier()
    {
        LogFixture fixture;
        const base::UnixMicros now = fixture.clock().wall();
        const CallRecord early = recordOf(talk(), now - 20 * second, 0);
        const auto open = fixture.log().open(early.start);
        fixture.drain();
        const auto id = fixture.write(recordOf(talk(), now - 19 * second, 0));
        fixture.drain();
        const auto analyser = follow(fixture);
        QVERIFY(analyser->waitUntilIdle(20s));
        QVERIFY(reasonOf(fixture, id) == MissReason::NotAnalysed);
        CallRecord ended = early;
        ended.end.firstByteMicros = 5 * second; // The other one started long before that.
        fixture.log().finish(open, ended.end);
        QTRY_VERIFY_WITH_TIMEOUT(reasonOf(fixture, id) == MissReason::Parallel, 20'000);
    }

    void doesNotWaitForever()
    {
        LogFixture fixture;
        const base::UnixMicros now = fixture.clock().wall();
        const CallRecord stuck = recordOf(talk(), now - 200 * second, 0);
        fixture.log().open(stuck.start);
        fixture.drain();
        const auto id = fixture.write(recordOf(talk(), now - 100 * second, 0));
        const auto analyser = follow(fixture);
        QTRY_VERIFY_WITH_TIMEOUT(reasonOf(fixture, id) == MissReason::First, 20'000);
    }

    void saysThatABodyIsMissing()
    {
        LogFixture fixture;
        CallRecord record = recordOf(talk(), fixture.clock().wall() - 60 * second, 0);
        record.end.requestBody.clear();
        const auto id = fixture.write(record);
        const auto analyser = follow(fixture);
        QTRY_VERIFY_WITH_TIMEOUT(reasonOf(fixture, id) == MissReason::NoBody, 20'000);
    }

    void leavesOutWhatSaysNothing()
    {
        LogFixture fixture;
        CallRecord hit = recordOf(talk(), fixture.clock().wall() - 60 * second, 0);
        hit.end.outcome = requestlog::Outcome::Hit;
        CallRecord uncounted = recordOf(talk(), fixture.clock().wall() - 50 * second, 0);
        uncounted.end.usage = {};
        const auto first = fixture.write(hit), second_ = fixture.write(uncounted);
        fixture.drain();
        const auto analyser = follow(fixture);
        QVERIFY(analyser->waitUntilIdle(20s));
        QVERIFY(reasonOf(fixture, first) == MissReason::NotAnalysed);
        QVERIFY(reasonOf(fixture, second_) == MissReason::NotAnalysed);
        QCOMPARE(analyser->status().analysed, 0);
    }

    void passesOverWhatIsTooMuchAndCountsIt()
    {
        LogFixture fixture;
        const base::UnixMicros now = fixture.clock().wall();
        CallRecord record = recordOf(talk(), now - 90 * second, 0);
        record.end.requestBody = "{\"model\":\"claude-sonnet-4-5\",\"messages\":[]}";
        std::int64_t last = 0;
        for (int i = 0; i < 40; ++i)
            last = fixture.write(record);
        fixture.drain();
        const auto analyser = follow(fixture, 20);
        QTRY_VERIFY_WITH_TIMEOUT(reasonOf(fixture, last) != MissReason::NotAnalysed, 20'000);
        QCOMPARE(analyser->status().passedOver, 35);
        QTRY_COMPARE_WITH_TIMEOUT(analyser->status().analysed, 5, 20'000);
    }
};

QTEST_GUILESS_MAIN(LogAnalyserTest)
#include "tst_log_analyser.moc"

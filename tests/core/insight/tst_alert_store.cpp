// SPDX-License-Identifier: MIT
#include "insight/alert_store.h"
#include "insight/alert_text.h"
#include "insight/alert_watch.h"
#include "log_fixture.h"

#include <atomic>
#include <nlohmann/json.hpp>

namespace cachescope::insight {

using requestlog::CallRecord;
using requestlog::LogFixture;
using namespace std::chrono_literals;

class AlertStoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statesAndEpisodesComeBack();
    void theThreadTellsAndARestartDoesNotRepeat();
    void readsTheLogAsTheListDoes();
    void wordsHideSecretsAndAreJson();

private:
    static CallRecord call(LogFixture &log, const char *client, requestlog::Outcome outcome, double cost = 0.5);
};

#ifndef Q_MOC_RUN

CallRecord AlertStoreTest::call(LogFixture &log, const char *client, requestlog::Outcome outcome, double cost)
{
    CallRecord record;
    record.start.startedAt = log.clock().wall();
    record.start.upstream = "openai";
    record.start.model = "gpt-5";
    record.start.client = client;
    record.end.outcome = outcome;
    record.end.status = outcome == requestlog::Outcome::Error ? 503 : 200;
    record.end.usage.tokens.fresh = 100;
    record.end.usage.source = providers::UsageSource::Reported;
    record.end.billed = base::Money::fromPico(static_cast<std::int64_t>(cost * 1e12));
    record.end.totalMicros = 1'000'000;
    return record;
}

void AlertStoreTest::statesAndEpisodesComeBack()
{
    LogFixture log;
    AlertState state;
    state.phase = AlertPhase::Firing;
    state.since = log.clock().wall() - 5;
    state.value = 0.25;
    state.requests = 7;
    state.breachMicros = 11;
    state.toldLevel = 1;
    state.toldAt = 12;
    state.sinceTold = 13;
    state.period = 14;
    state.quietMicros = 15;
    const base::UnixMicros now = log.clock().wall();
    state.episode = { 3, now, 0, AlertEnd::StillOpen, 0.2, 0.6 };
    AlertChanges changes;
    changes.states = { { { "r", "e" }, state }, { { "gone", "" }, state } };
    changes.episodes = { { { "r", "x" }, { 2, now - 50, now - 40, AlertEnd::Recovered, 0.1, 0.6 } } };
    changes.transitions = { { "r", { log.clock().wall() - 10, AlertPhase::Firing } } };
    writeAlertChanges(log.queue(), changes);
    writeAlertChanges(log.queue(), changes); // A job may run twice.
    AlertChanges later;
    later.forgotten = { { "gone", "" } };
    writeAlertChanges(log.queue(), later);
    writeAlertSnooze(log.queue(), "r", 99);
    log.drain();

    auto database = storage::Database::open(log.path(), storage::OpenMode::ReadOnly);
    const auto memory = readAlertMemory(*database, log.clock().wall());
    QVERIFY2(memory.has_value(), memory ? "" : memory.error().message.c_str());
    QCOMPARE(memory->states.size(), std::size_t{ 1 });
    const AlertState &back = memory->states.at({ "r", "e" });
    QVERIFY(back.phase == AlertPhase::Firing);
    QCOMPARE(*back.value, 0.25);
    QCOMPARE(back.breachMicros, 11);
    QCOMPARE(back.toldLevel, 1);
    QCOMPARE(back.quietMicros, 15);
    QCOMPARE(back.episode.id, 3);
    QCOMPARE(back.episode.worst, 0.2);
    QCOMPARE(memory->lastEpisode, 3);
    QCOMPARE(memory->history.at("r").size(), std::size_t{ 1 });
    QCOMPARE(memory->snoozed.at("r"), 99);
    const auto episodes = readAlertEpisodes(*database, { now - 45, now - 5 }, 10);
    QCOMPARE(episodes->size(), std::size_t{ 1 }); // The open one began later.
    QCOMPARE(episodes->front().key.entity, std::string("x"));
}

void AlertStoreTest::theThreadTellsAndARestartDoesNotRepeat()
{
    LogFixture log;
    for (int i = 0; i < 30; ++i)
        log.write(call(log, "eval", requestlog::Outcome::Error));
    log.drain();
    AlertRule rule = defaultAlertRule(AlertMetric::ErrorRate);
    rule.name = "errors";
    rule.pending = 0s;
    std::atomic<int> told{ 0 }, rounds{ 0 };
    const auto watch = [&] {
        AlertWatch::Options options;
        options.databasePath = log.path();
        options.notice = [&](const AlertNotice &notice) {
            QCOMPARE(notice.entity, std::string("openai"));
            ++told;
        };
        options.changed = [&] { ++rounds; };
        options.interval = 1ms;
        auto made = std::make_unique<AlertWatch>(log.queue(), log.clock(), std::move(options));
        made->setRules({ rule });
        return made;
    };
    for (int start = 0; start < 3; ++start) {
        rounds = 0;
        const auto running = watch();
        QTRY_VERIFY(rounds > 3);
        QCOMPARE(running->snapshot()->firing, 1);
        QCOMPARE(told.load(), 1);
        log.drain();
    }
    QCOMPARE(log.count("SELECT count(*) FROM alert_episode"), 1);
}

void AlertStoreTest::readsTheLogAsTheListDoes()
{
    LogFixture log;
    const base::UnixMicros begin = log.clock().wall();
    for (int i = 0; i < 10; ++i) {
        log.write(call(log, i % 2 == 0 ? "a" : "b", requestlog::Outcome::Miss, i));
        log.clock().advance(1s);
    }
    log.drain();
    const auto source = logAlertSource(log.path(), [] { return std::int64_t{ 5 }; });
    const requestlog::TimeRange range{ begin, log.clock().wall() };
    const auto filter = *requestlog::Filter::parse("client:a");
    QCOMPARE(source->dearest(range, filter)->pico(), 8 * base::Money::perUnit);
    QCOMPARE(source->dearest(range, {})->pico(), 9 * base::Money::perUnit);
    const auto newest = source->newestCalls(range, AlertPer::Client, {});
    QCOMPARE(newest->at("a"), begin + 8'000'000);
    QCOMPARE(newest->at("b"), begin + 9'000'000);
    QCOMPARE(source->newestCalls(range, AlertPer::Nothing, filter)->at(""), begin + 8'000'000);
    QCOMPARE(source->groups(range, AlertPer::Client, {})->size(), std::size_t{ 2 });
    QCOMPARE(source->groups({ 0, 1 }, AlertPer::Nothing, {})->size(), std::size_t{ 1 });
    QCOMPARE(source->droppedRows(), 5);
    source->cancel();
    QVERIFY(source->dearest(range, {}).error().code == base::ErrorCode::Cancelled);
}

void AlertStoreTest::wordsHideSecretsAndAreJson()
{
    AlertNotice notice;
    notice.rule = defaultAlertRule(AlertMetric::PrefixRead);
    notice.rule.name = "Reads <fell> & \"broke\"";
    notice.rule.per = AlertPer::Session;
    notice.entity = "sk-ant-REDACTED";
    notice.value = 0.54;
    notice.threshold = 0.6;
    notice.requests = 9;
    for (const auto kind : { AlertNotice::Kind::Fired, AlertNotice::Kind::Reminder, AlertNotice::Kind::Recovered,
                             AlertNotice::Kind::NoData, AlertNotice::Kind::Test }) {
        notice.kind = kind;
        const auto slack = nlohmann::json::parse(slackMessage(notice, "USD"));
        const std::string text = slack.at("text");
        QVERIFY(text.find("&lt;fell&gt; &amp;") != std::string::npos);
        QVERIFY(text.find("abcdefghij") == std::string::npos);
        QVERIFY(slack.at("blocks").size() == 2);
        const auto plain = nlohmann::json::parse(alertNoticeJson(notice, "USD"));
        QCOMPARE(plain.at("kind").get<std::string>(), std::string(alertNoticeName(kind)));
    }
    QCOMPARE(alertValueText(AlertUnit::Money, 24.93, "USD"), std::string("$24.93"));
    QCOMPARE(alertValueText(AlertUnit::Share, 0.54, "USD"), std::string("54 %"));
    QCOMPARE(alertValueText(AlertUnit::Seconds, 2.9, "USD"), std::string("2.90 s"));
}

#endif

} // namespace cachescope::insight

QTEST_GUILESS_MAIN(cachescope::insight::AlertStoreTest)
#include "tst_alert_store.moc"

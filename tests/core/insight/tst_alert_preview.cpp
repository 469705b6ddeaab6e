// SPDX-License-Identifier: MIT
#include "insight/alert_preview.h"
#include "log_fixture.h"

#include <cmath>

namespace cachescope::insight {

using requestlog::CallRecord;
using requestlog::LogFixture;
using namespace std::chrono_literals;

/** Seven days of calls, one in five minutes; between two moments the local cache gives nothing. */
class AlertPreviewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void findsTheOneDip();
    void filtersAndEntitiesAgree();
    void callsAreExactlyThoseOfTheFilter();
    void budgetsBeginAnewEachDay();
    void percentilesAndSilence();
    void oneDearCall();
    void stopsWhenAsked();

private:
    static constexpr std::int64_t minute = 60'000'000;
    static constexpr std::int64_t hour = 60 * minute;
    static AlertRule rule(AlertMetric metric)
    {
        AlertRule made = defaultAlertRule(metric);
        made.name = "rule";
        made.per = AlertPer::Nothing;
        made.minRequests = 1;
        return made;
    }
    AlertPreview preview(const AlertRule &made)
    {
        auto result = previewAlert(m_log->path(), made, m_now);
        if (!result)
            qFatal("%s", result.error().message.c_str());
        return *std::move(result);
    }

    std::unique_ptr<LogFixture> m_log;
    base::UnixMicros m_now = 0, m_dipBegin = 0, m_dipEnd = 0;
};

#ifndef Q_MOC_RUN

void AlertPreviewTest::initTestCase()
{
    m_log = std::make_unique<LogFixture>();
    m_now = m_log->clock().wall() / hour * hour;
    const base::UnixMicros begin = m_now - 10 * 24 * hour;
    m_dipBegin = m_now - 50 * hour;
    m_dipEnd = m_now - 42 * hour;
    int number = 0;
    for (base::UnixMicros at = begin; at < m_now; at += 5 * minute, ++number) {
        const bool dip = at >= m_dipBegin && at < m_dipEnd;
        CallRecord record;
        record.start.startedAt = at;
        record.start.upstream = "openai";
        record.start.model = "gpt-5";
        record.start.client = number % 2 == 0 ? "a" : "b";
        record.end.outcome = !dip && number % 10 != 0 ? requestlog::Outcome::Hit : requestlog::Outcome::Miss;
        record.end.status = 200;
        record.end.usage.tokens.fresh = 100;
        record.end.usage.source = providers::UsageSource::Reported;
        const bool hit = record.end.outcome == requestlog::Outcome::Hit;
        const std::int64_t price = number == 2000 ? 7 : 1;
        record.end.billed = base::Money::fromPico(hit ? 0 : price * base::Money::perUnit);
        record.end.withoutCache = hit ? base::Money() : record.end.billed;
        record.end.avoided = base::Money::fromPico(hit ? base::Money::perUnit : 0);
        record.end.totalMicros = dip ? 90'000'000 : 1'000'000;
        record.end.firstTokenMicros = dip ? 9'000'000 : 500'000;
        m_log->write(record);
    }
    m_log->drain();
}

void AlertPreviewTest::findsTheOneDip()
{
    AlertRule made = rule(AlertMetric::HitRatio);
    made.window = 30min;
    const AlertPreview shown = preview(made);
    QCOMPARE(shown.fired, 1);
    const AlertPreviewEpisode &episode = shown.episodes.front();
    QCOMPARE(episode.worst, 0.0);
    QVERIFY(!episode.open);
    QVERIFY(std::llabs(episode.begin - m_dipBegin) < 30 * minute);
    QVERIFY(std::llabs(episode.end - m_dipEnd) < hour);
    QCOMPARE(shown.firedMicros, episode.end - episode.begin);
    QVERIFY(episode.dearer && episode.dearer->pico() > 50 * base::Money::perUnit); // 96 calls paid, about 10 usual.
    QVERIFY(episode.dearer->pico() < 100 * base::Money::perUnit);
    QVERIFY(shown.values.size() * static_cast<std::size_t>(shown.step) == static_cast<std::size_t>(7 * 24 * hour));
}

void AlertPreviewTest::filtersAndEntitiesAgree()
{
    AlertRule made = rule(AlertMetric::HitRatio);
    made.window = 1h;
    const AlertPreview all = preview(made);
    made.filter = "model:gpt*"; // All of them, read from the rows instead of from the sums.
    const AlertPreview rows = preview(made);
    QCOMPARE(rows.fired, all.fired);
    QCOMPARE(rows.episodes.front().begin, all.episodes.front().begin);
    QCOMPARE(rows.values.size(), all.values.size());
    for (std::size_t i = 0; i < all.values.size(); ++i)
        QVERIFY(
            std::isnan(all.values[i]) == std::isnan(rows.values[i])
            && (std::isnan(all.values[i]) || std::abs(all.values[i] - rows.values[i]) < 1e-9));
    made.per = AlertPer::Client;
    const AlertPreview each = preview(made);
    QCOMPARE(each.fired, 2);
    QVERIFY(each.episodes[0].entity != each.episodes[1].entity);
}

void AlertPreviewTest::callsAreExactlyThoseOfTheFilter()
{
    AlertRule made = rule(AlertMetric::HitRatio);
    made.window = 1h;
    made.per = AlertPer::Client;
    const AlertPreview shown = preview(made);
    auto reader = m_log->reader();
    for (const AlertPreviewEpisode &episode : shown.episodes) {
        std::int64_t listed = 0;
        const auto filter = requestlog::Filter::parse(alertCallsFilter(made, episode.entity));
        QVERIFY(reader
                    ->ids(
                        episode.calls, *filter, requestlog::SortColumn::Time, true,
                        [&](const auto &batch) { listed += static_cast<std::int64_t>(batch.size()); })
                    .has_value());
        QCOMPARE(episode.requests, listed);
        QVERIFY(listed > 40);
    }
}

void AlertPreviewTest::budgetsBeginAnewEachDay()
{
    AlertRule made = rule(AlertMetric::Spend);
    made.period = AlertPeriod::Day;
    made.alsoAt.clear();
    made.limit = made.recovered = 20; // A usual day costs 29 (one call in ten of 288).
    const AlertPreview shown = preview(made);
    QVERIFY2(shown.fired >= 7 && shown.fired <= 8, qPrintable(QString::number(shown.fired)));
    made.limit = made.recovered = 60; // Only days with the dip.
    const int dear = preview(made).fired;
    QVERIFY2(dear >= 1 && dear <= 2, qPrintable(QString::number(dear)));
}

void AlertPreviewTest::percentilesAndSilence()
{
    AlertRule slow = rule(AlertMetric::LatencyP95);
    slow.limit = 60;
    slow.recovered = 45;
    slow.window = 2h;
    QCOMPARE(preview(slow).fired, 1);
    QVERIFY(std::abs(preview(slow).episodes.front().worst - 90) < 3);
    AlertRule quiet = rule(AlertMetric::NoTraffic);
    quiet.limit = quiet.recovered = 3600;
    QCOMPARE(preview(quiet).fired, 0);
    quiet.filter = "cache:hit";
    QCOMPARE(preview(quiet).fired, 1); // No hits during the dip.
    QVERIFY(!canPreview(AlertMetric::LogDrops));
}

void AlertPreviewTest::oneDearCall()
{
    AlertRule made = rule(AlertMetric::DearCall);
    made.limit = made.recovered = 5;
    const AlertPreview shown = preview(made);
    QCOMPARE(shown.fired, 1);
    QCOMPARE(shown.episodes.front().worst, 7.0);
    QCOMPARE(shown.episodes.front().requests, 1);
}

void AlertPreviewTest::stopsWhenAsked()
{
    AlertRule made = rule(AlertMetric::HitRatio);
    made.filter = "model:gpt*";
    const auto stopped = previewAlert(m_log->path(), made, m_now, std::make_shared<std::atomic<bool>>(true));
    QVERIFY(!stopped && stopped.error().code == base::ErrorCode::Cancelled);
}

#endif

} // namespace cachescope::insight

QTEST_GUILESS_MAIN(cachescope::insight::AlertPreviewTest)
#include "tst_alert_preview.moc"

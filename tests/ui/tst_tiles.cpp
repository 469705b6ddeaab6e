// SPDX-License-Identifier: MIT
#include "../core/requestlog/log_fixture.h"

#include "simulated/demo_history.h"
#include "ui/data/dashboard_feed.h"
#include "ui/overview/overview_tiles.h"

#include <QTest>

using namespace cachescope;
using namespace cachescope::ui;
using requestlog::Outcome;

/** A tile opens Requests with the filter that gives exactly its number: both are asked of a real log. */
class TestTiles : public QObject
{
    Q_OBJECT

private:
    requestlog::LogFixture m_log;
    std::unique_ptr<requestlog::Reader> m_reader;
    requestlog::TimeRange m_range;
    requestlog::Totals m_all;

    requestlog::Totals totals(const QString &filter)
    {
        const auto parsed = requestlog::Filter::parse(filter.toStdString());
        if (!parsed)
            qFatal("%s", parsed.error().message.c_str());
        return m_reader->totals(m_range, *parsed).value();
    }
    std::int64_t count(Outcome outcome) const { return m_all.byOutcome[static_cast<std::size_t>(outcome)]; }

private Q_SLOTS:
    void initTestCase()
    {
        simulated::DemoHistorySettings settings;
        settings.until = m_log.clock().wall();
        settings.lastHourCalls = 300;
        settings.earlierCalls = 0;
        simulated::demoHistory(settings, [this](requestlog::CallStart start, requestlog::CallEnd end) {
            requestlog::CallRecord record;
            record.start = std::move(start);
            record.end = std::move(end);
            return m_log.write(record);
        });
        m_log.drain();
        m_reader = m_log.reader();
        m_range = { 0, settings.until + 60'000'000 };
        m_all = totals({});
        for (const Outcome outcome :
             { Outcome::Hit, Outcome::Coalesced, Outcome::Miss, Outcome::Bypass, Outcome::Error })
            QVERIFY(count(outcome) > 0); // Else the comparisons below say little.
    }

    void saved()
    {
        const auto found = totals(savedFilter());
        QCOMPARE(found.savedNet().pico(), m_all.savedNet().pico());
        QVERIFY(found.requests() < m_all.requests());
    }
    void hits() { QCOMPARE(totals(hitFilter()).requests(), count(Outcome::Hit) + count(Outcome::Coalesced)); }
    void read()
    {
        const auto found = totals(readFilter());
        QCOMPARE(found.tokens.cacheRead, m_all.tokens.cacheRead);
        QCOMPARE(found.tokens.input(), m_all.tokens.input());
        QCOMPARE(found.requests(), m_all.requests() - count(Outcome::Hit) - count(Outcome::Coalesced));
    }
    void errors() { QCOMPARE(totals(errorFilter()).requests(), count(Outcome::Error)); }
    void firstToken()
    {
        Dashboard board;
        board.totals = m_all;
        const auto slowest = totals(slowestFilter(&board));
        QCOMPARE(slowest.byOutcome[static_cast<std::size_t>(Outcome::Hit)], 0);
        // The histogram's steps are 3 % wide: a twentieth, give or take a few.
        const double share = double(slowest.requests()) / double(m_all.firstToken.count);
        QVERIFY2(share >= 0.04 && share <= 0.075, qPrintable(QString::number(share)));
    }
};

QTEST_GUILESS_MAIN(TestTiles)
#include "tst_tiles.moc"

// SPDX-License-Identifier: MIT
#include "page_fixture.h"

#include "ui/requests/call_text.h"
#include "ui/requests/curl_text.h"
#include "ui/requests/filter_join.h"
#include "ui/requests/timing_view.h"
#include "ui/requests/token_costs.h"

using namespace cachescope;
using namespace cachescope::ui;
using namespace cachescope::ui::test;
using requestlog::CallRecord;
using requestlog::Outcome;

namespace {

CallRecord miss()
{
    CallRecord record;
    record.start.upstream = "anthropic";
    record.start.model = "claude-sonnet-4-5";
    record.end.status = 200;
    record.end.usage.source = providers::UsageSource::Reported;
    record.end.usage.tokens = { 1000, 8000, 1000, 0, 0, 500, 0 };
    record.end.billed = base::Money::parse("0.0225");
    record.end.withoutCache = base::Money::parse("0.03");
    record.end.firstTokenMicros = 1'430'000;
    record.end.totalMicros = 9'000'000;
    record.end.attempts = 1;
    return record;
}

} // namespace

class TestCallText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cellsAreWords_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, CallColumn column, const QString &text) {
            QTest::newRow(name) << int(column) << text;
        };
        row("outcome", CallColumn::Outcome, QStringLiteral("miss"));
        row("status", CallColumn::Status, QStringLiteral("200"));
        row("read", CallColumn::Read, QStringLiteral("80%"));
        row("bar", CallColumn::InputBar, QStringLiteral("8\u2009000 read, 1\u2009000 written, 1\u2009000 fresh"));
        row("input", CallColumn::Input, QStringLiteral("10\u2009000"));
        row("output", CallColumn::Output, QStringLiteral("500"));
        row("ttft", CallColumn::FirstToken, QStringLiteral("1.43 s"));
        row("total", CallColumn::Total, QStringLiteral("9.0 s"));
        row("cost", CallColumn::Cost, QStringLiteral("$0.0225"));
        row("saved", CallColumn::Saved, QStringLiteral("$0.0075"));
        row("session", CallColumn::Session, QStringLiteral("\u2013"));
        row("cause", CallColumn::Cause, QString());
    }
    void cellsAreWords()
    {
        QFETCH(int, column);
        QFETCH(QString, text);
        QCOMPARE(callText(miss(), CallColumn(column), {}), text);
    }

    void causeSaysWhatHappened()
    {
        CallRecord record = miss();
        record.end.outcome = Outcome::Error;
        record.end.status = 429;
        record.end.attempts = 3;
        QCOMPARE(causeText(record, {}), QStringLiteral("rate limit, 2 retries"));
        record = miss();
        record.end.outcome = Outcome::Bypass;
        record.end.cacheDetail = "fwd=bypass; detail=no-store";
        QCOMPARE(causeText(record, {}), QStringLiteral("no-store"));
        record = miss();
        record.end.outcome = Outcome::Hit;
        record.end.attempts = 0;
        record.end.avoided = base::Money::parse("0.001");
        QCOMPARE(causeText(record, {}), QStringLiteral("saved $0.0010"));
        record = miss();
        record.end.state = requestlog::CallState::Cut;
        QCOMPARE(causeText(record, {}), QStringLiteral("cut by the provider"));
        QCOMPARE(callToken(record, CallColumn::Cause), Token::ErrorText);
        record = miss();
        record.end.billed.reset();
        QCOMPARE(causeText(record, {}), QStringLiteral("no price known"));
        QCOMPARE(callText(record, CallColumn::Cost, {}), QStringLiteral("\u2013"));
    }

    void estimatesCarryATilde()
    {
        CallRecord record = miss();
        record.end.usage.source = providers::UsageSource::Estimated;
        QCOMPARE(callText(record, CallColumn::Input, {}), QStringLiteral("~10\u2009000"));
    }

    void everyFilterTermIsValid()
    {
        CallRecord record = miss();
        record.start.client = "my client, v2";
        record.start.session = "s";
        record.start.project = "p";
        record.start.tags = { "t" };
        record.start.id = 7;
        for (int i = 0; i < callColumnCount; ++i) {
            const QString term = callFilterTerm(record, CallColumn(i));
            const auto parsed = requestlog::Filter::parse(term.toStdString());
            QVERIFY2(parsed.has_value(), qPrintable(term));
            QVERIFY2(term.isEmpty() || parsed->matches(record), qPrintable(term));
        }
    }

    void filtersJoin_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<int>("join");
        QTest::addColumn<QString>("joined");
        QTest::newRow("only") << "a:1 b:2" << int(FilterJoin::Only) << "c:3";
        QTest::newRow("and") << "a:1" << int(FilterJoin::And) << "a:1 c:3";
        QTest::newRow("not") << "a:1" << int(FilterJoin::Not) << "a:1 -c:3";
        QTest::newRow("not alone") << "" << int(FilterJoin::Not) << "-c:3";
        QTest::newRow("or") << "a:1" << int(FilterJoin::Or) << "a:1 or c:3";
        QTest::newRow("and after or") << "a:1 or b:2" << int(FilterJoin::And) << "(a:1 or b:2) c:3";
    }
    void filtersJoin()
    {
        QFETCH(QString, filter);
        QFETCH(int, join);
        QTEST(joinedFilter(filter, QStringLiteral("c:3"), FilterJoin(join)), "joined");
    }

    void tokensTimesRatesAddUp()
    {
        requestlog::LogFixture log;
        for (int i = 0; i < 200; ++i) {
            const CallRecord record = agentCall(log, i, 1);
            const auto costs = tokenCosts(record, *providers::PriceBook::shipped());
            if (!costs.billed)
                continue;
            QVERIFY(costs.addsUp);
            base::Money sum;
            for (const auto &kind : costs.kinds)
                sum += kind.cost.value_or(base::Money());
            QCOMPARE(sum.pico(), costs.billed->pico());
        }
        CallRecord unknown = miss();
        unknown.start.model = "a-model-nobody-knows";
        QVERIFY(!tokenCosts(unknown, *providers::PriceBook::shipped()).billed);
    }

    void timeSpansCoverTheCall()
    {
        requestlog::LogFixture log;
        for (int i = 0; i < 50; ++i) {
            const auto end = agentCall(log, i, 1).end;
            std::int64_t at = 0;
            for (const auto &span : timeSpans(end)) {
                QCOMPARE(span.from, at);
                QVERIFY(span.to > span.from);
                at = span.to;
            }
            QCOMPARE(at, end.totalMicros);
        }
    }

    void curlNamesTheKeyAndQuotes()
    {
        CallRecord record = miss();
        record.start.method = "POST";
        record.start.target = "/v1/messages";
        requestlog::CallContents contents;
        contents.requestHead = "x-api-key: [redacted]\nHost: x\nContent-Type: application/json\n";
        contents.requestBody = R"({"text":"it's"})";
        const QString command = asCurl(
            record, contents, QStringLiteral("http://127.0.0.1:8737"), QStringLiteral("$ANTHROPIC_API_KEY"));
        QVERIFY(command.startsWith(QStringLiteral("curl 'http://127.0.0.1:8737/anthropic/v1/messages'")));
        QVERIFY(command.contains(QStringLiteral("-H \"x-api-key: $ANTHROPIC_API_KEY\"")));
        QVERIFY(!command.contains(QStringLiteral("Host")));
        QVERIFY(command.endsWith(QStringLiteral(R"(--data-binary '{"text":"it'\''s"}')")));
    }
};

QTEST_GUILESS_MAIN(TestCallText)
#include "tst_call_text.moc"

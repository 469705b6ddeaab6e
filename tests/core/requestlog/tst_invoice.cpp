// SPDX-License-Identifier: MIT
#include "requestlog/invoice.h"

#include <QtTest>

#include <random>

using namespace cachescope;
using namespace cachescope::requestlog;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::sys_days november{ 2026y / 11 / 1 };

base::Money money(const char *text)
{
    return *base::Money::parse(text);
}

LoggedDay loggedDay(int day, const char *billed, const char *otherZone = "0", std::int64_t unpriced = 0)
{
    LoggedDay one;
    one.date = november + std::chrono::days(day);
    one.sums.calls = 10;
    one.sums.billed = money(billed);
    one.sums.unpriced = unpriced;
    one.otherZone = money(otherZone);
    return one;
}

Invoice plain(std::initializer_list<const char *> amounts)
{
    Invoice invoice;
    for (const char *amount : amounts)
        invoice.days.push_back({ november + std::chrono::days(invoice.days.size()), money(amount) });
    return invoice;
}

} // namespace

class TestInvoice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void openAisExport()
    {
        const auto invoice = readInvoice(
            "start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,line_item,project_id\n"
            "1793491200,1793577600,2026-11-01T00:00:00+00:00,2026-11-02T00:00:00+00:00,0.8958740000000000,usd,"
            "\"gpt-4.1, input\",p\n"
            "1793491200,1793577600,2026-11-01T00:00:00+00:00,2026-11-02T00:00:00+00:00,1.5e-05,usd,x,p\n"
            "1793577600,1793664000,2026-11-02T00:00:00+00:00,2026-11-03T00:00:00+00:00,,,,\n");
        QVERIFY2(invoice, invoice ? "" : invoice.error().message.c_str());
        QVERIFY(invoice->kind == InvoiceKind::OpenAi && invoice->hasUtcDays());
        QCOMPARE(invoice->upstream(), std::string("openai"));
        QCOMPARE(invoice->currency, std::string("USD"));
        QCOMPARE(invoice->days.size(), std::size_t(2));
        QCOMPARE(invoice->days[0].amount.toDecimal(), std::string("0.895889"));
        QCOMPARE(invoice->days[1].amount.toDecimal(), std::string("0"));
    }

    void anthropicsExport()
    {
        const auto invoice = readInvoice(
            "\xEF\xBB\xBFusage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,cost_"
            "type\r\n"
            "2026-11-02,Claude Opus 4.8,Default,k,message,\xE2\x89\xA4 200k,input_no_cache,0.05,token\r\n"
            "2026-11-01,Claude Opus 4.8,Default,k,message,\xE2\x89\xA4 200k,output,12.5,token\r\n"
            "2026-11-02,Claude Opus 4.8,Default,k,message,\xE2\x89\xA4 200k,output,1,token\r\n");
        QVERIFY2(invoice, invoice ? "" : invoice.error().message.c_str());
        QVERIFY(invoice->kind == InvoiceKind::Anthropic);
        QCOMPARE(invoice->days.size(), std::size_t(2));
        QVERIFY(invoice->days[0].date == november);
        QCOMPARE(invoice->days[1].amount.toDecimal(), std::string("1.05"));
        QCOMPARE(invoice->total.toDecimal(), std::string("13.55"));
    }

    void plainFiles()
    {
        for (const char *text :
             { "date,amount\n2026-11-01,\"$1,234.50\"\n2026-11-02,3\n", "2026-11-01,1234.50\n2026-11-02,3",
               "Datum;Betrag\n2026-11-01;1.234,50\n2026-11-02;3,00\n",
               "date\tcost\n2026-11-01\t1234.5\n\n2026-11-02\t3\n" }) {
            const auto invoice = readInvoice(text);
            QVERIFY2(invoice, invoice ? "" : invoice.error().message.c_str());
            QVERIFY(invoice->kind == InvoiceKind::Plain && !invoice->hasUtcDays());
            QCOMPARE(invoice->total.toDecimal(), std::string("1237.5"));
            QCOMPARE(invoice->days.size(), std::size_t(2));
        }
    }

    void oddInputIsAnErrorWithItsLine_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, const char *text, const char *message) {
            QTest::newRow(name) << QByteArray(text) << QString::fromLatin1(message);
        };
        row("empty", "", "empty");
        row("only a header", "date,amount\n", "no days");
        row("no columns", "a,b\n1,2\n", "Line 1: no columns");
        row("tokens", "usage_date_utc,model_version,usage_output_tokens\n2026-11-01,m,3\n",
            "Line 1: this is an export of tokens");
        row("date", "date,amount\n2026-11-01,1\n2026-13-01,1\n", "Line 3: \"2026-13-01\" is no date");
        row("American date", "date,amount\n11/01/2026,1\n", "Line 2: \"11/01/2026\" is no date");
        row("amount", "date,amount\n2026-11-01,1\n\n2026-11-02,lots\n", "Line 4: \"lots\" is no amount");
        row("columns", "date,amount\n2026-11-01\n", "Line 2: it has 1 columns");
        row("quote", "date,amount\n\"2026-11-01,1\n", "Line 2: a quotation mark");
        row("behind a quote", "date,amount\n\"2026-11-01\"x,1\n", "Line 2: something follows");
        row("currencies", "date,amount,currency\n2026-11-01,1,usd\n2026-11-02,1,eur\n", "Line 3: it is in EUR");
        row("too much", "date,amount\n2026-11-01,99999999999999\n", "Line 2:");
        row("exponent", "date,amount\n2026-11-01,1e999\n", "Line 2:");
        row("far apart", "date,amount\n1990-11-01,1\n2026-11-01,1\n", "ten years");
        row("binary", "date,amount\n\xFF\xFE,1\n", "UTF-8");
    }
    void oddInputIsAnErrorWithItsLine()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, message);
        const auto invoice = readInvoice({ text.constData(), static_cast<std::size_t>(text.size()) });
        QVERIFY(!invoice);
        const QString told = QString::fromStdString(invoice.error().message);
        QVERIFY2(told.contains(message), qPrintable(told));
    }

    void garbageNeverCrashes()
    {
        std::mt19937 random(1);
        const std::string words[] = { "date",
                                      ",",
                                      "amount",
                                      "\n",
                                      "2026-11-01",
                                      "\"",
                                      ";",
                                      "1.5",
                                      "-",
                                      "e9",
                                      "\r",
                                      "usage_date_utc",
                                      "cost_usd",
                                      "\t",
                                      "999999999999999999999999",
                                      "start_time_iso",
                                      "amount_value" };
        for (int i = 0; i < 20'000; ++i) {
            std::string text;
            for (int n = static_cast<int>(random() % 30); n > 0; --n)
                text += words[random() % std::size(words)];
            const auto invoice = readInvoice(text);
            QVERIFY(invoice || !invoice.error().message.empty());
        }
    }

    void reasons()
    {
        const auto reasonsOf = [](const Invoice &invoice, const std::vector<LoggedDay> &logged) {
            std::vector<InvoiceReason> reasons;
            for (const InvoiceDifference &day : compareInvoice(invoice, logged).days)
                reasons.push_back(day.reason);
            return reasons;
        };
        using R = InvoiceReason;
        const auto same = [](const std::vector<R> &found, std::initializer_list<R> wanted) {
            return found == std::vector<R>(wanted);
        };
        QVERIFY(same(
            reasonsOf(plain({ "10", "20.004" }), { loggedDay(0, "10"), loggedDay(1, "20") }),
            { R::Agrees, R::Agrees }));
        // The other zone's day has just that; a neighbour has what is missing.
        QVERIFY(same(reasonsOf(plain({ "10" }), { loggedDay(0, "7", "10") }), { R::ZoneShift }));
        QVERIFY(same(
            reasonsOf(plain({ "10", "20", "5" }), { loggedDay(0, "13"), loggedDay(1, "17"), loggedDay(2, "5") }),
            { R::ZoneShift, R::ZoneShift, R::Agrees }));
        QVERIFY(same(reasonsOf(plain({ "10" }), { loggedDay(0, "7", "0", 3) }), { R::Unpriced }));
        QVERIFY(same(reasonsOf(plain({ "10" }), { loggedDay(0, "7") }), { R::OutsideProxy }));
        QVERIFY(same(
            reasonsOf(plain({ "8", "16", "4" }), { loggedDay(0, "10"), loggedDay(1, "20"), loggedDay(2, "5") }),
            { R::PriceDiffers, R::PriceDiffers, R::PriceDiffers }));
        QVERIFY(same(
            reasonsOf(plain({ "10" }), { loggedDay(0, "10"), loggedDay(1, "3") }), { R::Agrees, R::NotBilled }));
        QVERIFY(same(reasonsOf(plain({ "5" }), { loggedDay(0, "10") }), { R::Unexplained }));
    }

    void theComparisonAddsUp()
    {
        const InvoiceComparison comparison
            = compareInvoice(plain({ "10", "21.5" }), { loggedDay(0, "9"), loggedDay(1, "20"), loggedDay(2, "4") });
        QCOMPARE(comparison.invoice.toDecimal(), std::string("31.5"));
        QCOMPARE(comparison.logged.toDecimal(), std::string("33"));
        base::Money sum;
        for (const InvoiceDifference &day : comparison.days)
            sum += day.difference();
        QVERIFY(sum == comparison.difference());
    }
};

QTEST_GUILESS_MAIN(TestInvoice)
#include "tst_invoice.moc"

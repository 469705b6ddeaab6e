// SPDX-License-Identifier: MIT
#include "../requests/page_fixture.h"

#include "requestlog/local_time.h"
#include "ui/charts/chart_card.h"
#include "ui/charts/time_chart.h"
#include "ui/parts/export_button.h"
#include "ui/parts/row_delegate.h"
#include "ui/parts/table_export.h"
#include "ui/parts/tile.h"
#include "ui/spend/budget_editor.h"
#include "ui/spend/invoice_card.h"
#include "ui/spend/invoice_report.h"
#include "ui/spend/spend_page.h"
#include "ui/spend/spend_table.h"
#include "ui/spend/spend_tiles.h"

#include <QAbstractItemModelTester>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <ctime>

using namespace cachescope;
using namespace cachescope::ui;
using namespace cachescope::ui::test;
using requestlog::SpendBy;

namespace {

constexpr double day = 86'400;

/** Twenty days of calls before the fixture's now (21 September 2026, afternoon in Berlin), some without a price. */
void fill(PageWorld &world)
{
    for (int i = 0; i < 600; ++i) {
        requestlog::CallRecord call = agentCall(world.backend.log, i, 3600 + (i % 20) * day + i);
        call.start.tags = i % 3 == 0 ? std::vector<std::string>{ "nightly", "eval" } : std::vector<std::string>{};
        call.start.credential = i % 2 == 0 ? "0123456789ab" : "";
        const auto cost = providers::PriceBook::shipped()->cost(
            call.start.upstream, call.start.model, call.end.usage.tokens, { call.start.startedAt, {}, {}, false });
        const bool local
            = call.end.outcome == requestlog::Outcome::Hit || call.end.outcome == requestlog::Outcome::Coalesced;
        call.end.attempts = local ? 0 : 1;
        call.end.billed.reset();
        call.end.withoutCache.reset();
        call.end.avoided.reset();
        call.end.parts.reset();
        if (local && cost) {
            call.end.billed = call.end.withoutCache = base::Money();
            call.end.avoided = cost->billed;
        } else if (cost) {
            call.end.billed = cost->billed;
            call.end.withoutCache = cost->withoutCache;
            if (i % 50 != 0) // A few from an earlier version.
                call.end.parts = { cost->input, cost->cacheRead, cost->cacheWrite, cost->output };
        }
        if (i % 100 == 7) {
            call.start.model = "our-llama";
            call.start.upstream = "corp";
            call.end.outcome = requestlog::Outcome::Miss;
            call.end.billed.reset();
            call.end.withoutCache.reset();
            call.end.avoided.reset();
            call.end.parts.reset();
        }
        world.backend.log.write(call);
    }
    world.backend.log.drain();
}

std::int64_t count(PageWorld &world, const SpendLink &link)
{
    const auto filter = requestlog::Filter::parse(link.filter.toStdString());
    if (!filter)
        qFatal("%s: %s", qPrintable(link.filter), filter.error().message.c_str());
    std::int64_t found = 0;
    const auto done = world.backend.log.reader()->ids(
        link.range, *filter, requestlog::SortColumn::Time, true,
        [&found](const auto &ids) { found += static_cast<std::int64_t>(ids.size()); });
    if (!done)
        qFatal("%s", done.error().message.c_str());
    return found;
}

} // namespace

class TestSpendPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("TZ", "Europe/Berlin");
        ::tzset();
        Theme::install(Theme::Preference::Light);
    }

    void everyFigureLeadsToItsCalls()
    {
        PageWorld world;
        fill(world);
        SpendPage page(world.context());
        page.resize(1240, 800);
        page.activate();
        QTRY_VERIFY(page.report());
        QVERIFY(page.table()->addsUp());
        const std::pair<SpendBy, std::optional<SpendBy>> questions[]
            = { { SpendBy::Upstream, SpendBy::Model }, { SpendBy::Tag, SpendBy::Client },
                { SpendBy::Day, SpendBy::Credential }, { SpendBy::Hour, std::nullopt },
                { SpendBy::Session, SpendBy::Day },    { SpendBy::Credential, SpendBy::Project } };
        for (const auto &[first, second] : questions) {
            const SpendReport *before = page.report();
            page.setGroups(first, second);
            QTRY_VERIFY(page.report() != before && page.report()->ask.first == first);
            QVERIFY(page.table()->addsUp());
            const SpendTable *table = page.table();
            for (int row = 0; row < table->rowCount(); ++row)
                QCOMPARE(
                    count(world, table->link(row)),
                    table->index(row, SpendTable::Requests).data(RawRole).toLongLong());
        }
    }

    void theModelIsSound()
    {
        PageWorld world;
        fill(world);
        SpendPage page(world.context());
        page.activate();
        QTRY_VERIFY(page.report());
        auto *table = const_cast<SpendTable *>(page.table());
        const QAbstractItemModelTester tester(table, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const int rows = table->rowCount();
        QVERIFY(table->canOpen(0) && table->isOpen(0));
        table->setOpen(0, false);
        QVERIFY(table->rowCount() < rows);
        table->setOpen(0, true);
        QCOMPARE(table->rowCount(), rows);
        QVERIFY(!table->canOpen(rows - 1));
        page.setGroups(SpendBy::Day, SpendBy::Model);
        QTRY_COMPARE(page.report()->ask.first, SpendBy::Day);
    }

    void whatHasNoPriceIsNamed()
    {
        PageWorld world;
        fill(world);
        SpendPage page(world.context());
        page.activate();
        QTRY_VERIFY(page.report());
        QCOMPARE(page.report()->unpriced.size(), std::size_t(1));
        const Tile::Content tile = monthTile(*page.report());
        QVERIFY(tile.figure.startsWith(QChar(u'\u2265')));
        QVERIFY(tile.caption.contains(QStringLiteral("our-llama")));
        const SpendTable *table = page.table();
        int found = 0;
        for (int row = 0; row < table->rowCount(); ++row) {
            if (table->index(row, SpendTable::Name).data().toString() != QStringLiteral("our-llama"))
                continue;
            ++found;
            QCOMPARE(table->index(row, SpendTable::Cost).data().toString(), QStringLiteral("no price"));
            QVERIFY(table->index(row, SpendTable::Read).data().toString().contains(QStringLiteral("tok")));
        }
        QCOMPARE(found, 1);
        QVERIFY(
            page.statusFacts().join(u'|').contains(QStringLiteral("1 model(s) without a price"))
            || page.statusFacts().join(u'|').contains(QStringLiteral("1 model without a price")));
    }

    void recomputingSplitsWhatWasNot()
    {
        PageWorld world;
        fill(world);
        SpendPage page(world.context());
        page.activate();
        QTRY_VERIFY(page.report());
        QVERIFY(page.table()->hasUnsplit());
        const base::Money billed = page.report()->total.billed;
        page.recompute();
        QTRY_VERIFY_WITH_TIMEOUT(!page.table()->hasUnsplit(), 20'000);
        QVERIFY(page.report()->total.billed == billed);
        QVERIFY(page.table()->addsUp());
        QVERIFY(world.navigator.messages.join(u'|').contains(QStringLiteral("calls priced by the book of")));
    }

    void forecastNeedsFiveDays()
    {
        PageWorld world;
        for (int i = 0; i < 40; ++i)
            world.backend.log.write(agentCall(world.backend.log, i, 60 + (i % 4) * day));
        world.backend.log.drain();
        SpendPage page(world.context());
        page.activate();
        QTRY_VERIFY(page.report());
        QVERIFY(!page.report()->forecast);
        QVERIFY(forecastTile(*page.report()).figure.isEmpty());
        PageWorld longer;
        fill(longer);
        SpendPage other(longer.context());
        other.activate();
        QTRY_VERIFY(other.report());
        QVERIFY(other.report()->forecast);
        QVERIFY(other.report()->running.bandSeries == 1);
        QVERIFY(other.report()->forecast->end().low <= other.report()->forecast->end().expected);
    }

    void monthsAndTheirEnds()
    {
        PageWorld world;
        fill(world);
        SpendPage page(world.context());
        page.activate();
        QTRY_VERIFY(page.report());
        const Month september = Month::of(world.backend.log.clock().wall());
        QCOMPARE(page.report()->days.size(), std::size_t(september.days()));
        QCOMPARE(page.report()->costs.openFrom, static_cast<int>(page.report()->daysBegun));
        page.setMonth(september.plus(1)); // October has an hour more.
        QTRY_VERIFY(page.report()->ask.month == september.plus(1));
        QCOMPARE(page.report()->days.size(), std::size_t(31));
        const requestlog::TimeRange october = september.plus(1).range();
        QCOMPARE(october.end - october.begin, (31 * 24 + 1) * 3'600'000'000LL);
        QCOMPARE(page.report()->total.calls, 0);
    }

    void budget()
    {
        QCOMPARE(BudgetEditor::parse(QStringLiteral("1,100.50"))->toDecimal(), std::string("1100.5"));
        QCOMPARE(BudgetEditor::parse(QStringLiteral("1.100,50 $"))->toDecimal(), std::string("1100.5"));
        QCOMPARE(BudgetEditor::parse(QStringLiteral("1 100"))->toDecimal(), std::string("1100"));
        QCOMPARE(BudgetEditor::parse(QStringLiteral("1.100"))->toDecimal(), std::string("1100"));
        for (const char *wrong : { "", "0", "-3", "ten", "1e5" })
            QVERIFY2(!BudgetEditor::parse(QString::fromLatin1(wrong)), wrong);
        PageWorld world;
        fill(world);
        SpendPage page(world.context());
        page.activate();
        QTRY_VERIFY(page.report());
        QVERIFY(!budgetTile(*page.report()).bar);
        page.setBudget(page.report()->total.billed + page.report()->total.billed);
        QCOMPARE(*budgetTile(*page.report()).bar, 0.5);
        QVERIFY(page.report()->running.limit);
        SpendPage again(world.context());
        QVERIFY(again.budget() == page.budget());
        page.setBudget({});
        QVERIFY(!again.budget());
    }

    void exportsAreExact()
    {
        PageWorld world;
        fill(world);
        SpendPage page(world.context());
        page.resize(1240, 800);
        page.setVisible(true); // Charts are drawn in the size that they have.
        page.activate();
        QTRY_VERIFY(page.report());
        const SpendTable *table = page.table();
        const QJsonArray rows = QJsonDocument::fromJson(exportTable(*table, TableFormat::Json)).array();
        QCOMPARE(rows.size(), table->rowCount());
        const QJsonObject total = rows.last().toObject();
        QCOMPARE(total[QStringLiteral("group")].toString(), QStringLiteral("total"));
        QCOMPARE(total[QStringLiteral("cost")].toString().toStdString(), page.report()->total.billed.toDecimal());
        const QByteArray csv = exportTable(*table, TableFormat::Csv);
        QVERIFY(csv.startsWith("group,requests,cost_fresh,"));
        QCOMPARE(csv.count("\r\n"), table->rowCount() + 1);
        for (ChartCard *card : page.findChildren<ChartCard *>()) {
            const QByteArray png = card->picture(PictureFormat::Png);
            QImage image;
            QVERIFY(image.loadFromData(png, "PNG"));
            QVERIFY(image.width() > 400);
            const QByteArray svg = card->picture(PictureFormat::Svg);
            QVERIFY(svg.contains("<svg") && svg.size() > 2000);
            QCOMPARE(card->exportButton()->kinds().size(), 4);
        }
        auto *button = page.findChildren<ExportButton *>().constFirst();
        const QString path = world.backend.directory.filePath(QStringLiteral("out.json"));
        QVERIFY(button->saveTo(button->kinds().constLast(), path));
        QVERIFY(QFile::exists(path));
        QVERIFY(!button->saveTo(button->kinds().constLast(), QStringLiteral("/nowhere/x.json")));
    }

    void invoices()
    {
        PageWorld world;
        fill(world);
        SpendPage page(world.context());
        page.activate();
        QTRY_VERIFY(page.report());
        QByteArray csv = "usage_date_utc,cost_usd\n";
        const std::int64_t today = world.backend.log.clock().wall() / 86'400'000'000;
        for (int back = 5; back >= 1; --back) {
            const requestlog::TimeRange utcDay{ (today - back) * 86'400'000'000,
                                                (today - back + 1) * 86'400'000'000 };
            const auto breakdown = world.backend.log.reader()->spendBreakdown({ utcDay, SpendBy::Upstream });
            base::Money amount;
            for (const auto &row : breakdown->rows)
                amount += row.key == "anthropic" ? row.sums.billed : base::Money();
            if (back == 2)
                amount += base::Money::fromPico(5 * base::Money::perUnit);
            const QDate date = QDate(1970, 1, 1).addDays(today - back);
            csv += date.toString(Qt::ISODate).toLatin1() + "," + amount.toDecimal().c_str() + "\n";
        }
        QFile file(world.backend.directory.filePath(QStringLiteral("cost.csv")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(csv);
        file.close();
        page.openInvoice(file.fileName());
        QTRY_VERIFY(page.invoice()->table()->rowCount() == 6);
        const InvoiceTable *table = page.invoice()->table();
        const QAbstractItemModelTester tester(
            const_cast<InvoiceTable *>(table), QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (int row = 0; row < 5; ++row)
            QCOMPARE(
                table->index(row, InvoiceTable::Reason).data().toString() == QStringLiteral("agrees"), row != 3);
        QCOMPARE(table->index(3, InvoiceTable::Difference).data(RawRole).toString(), QStringLiteral("5"));
        QCOMPARE(table->index(5, InvoiceTable::Difference).data(RawRole).toString(), QStringLiteral("5"));
        QVERIFY(file.open(QIODevice::Append));
        file.write("2026-09-31,1\n");
        file.close();
        page.openInvoice(file.fileName());
        QTRY_VERIFY(world.navigator.messages.join(u'|').contains(QStringLiteral("Line 7")));
    }

    void anErrorKeepsTheFigures()
    {
        PageWorld world;
        fill(world);
        SpendPage page(world.context());
        page.activate();
        QTRY_VERIFY(page.report());
        const base::Money before = page.report()->total.billed;
        page.deactivate();
        world.navigator.messages.clear();
        page.refresh(); // Asleep: nothing is asked.
        QVERIFY(world.navigator.messages.isEmpty());
        page.activate();
        QTRY_VERIFY(page.report()->total.billed == before);
    }
};

QTEST_MAIN(TestSpendPage)
#include "tst_spend_page.moc"

// SPDX-License-Identifier: MIT
// The Simulator page over a recorded demo log: figures, choices, what it hands on, and its empty states.
#include "../requests/page_fixture.h"

#ifndef Q_MOC_RUN
#include "simulated/demo_history.h"
#include "ui/simulator/advice_view.h"
#include "ui/simulator/simulator_page.h"
#include "ui/simulator/simulator_tables.h"
#include "ui/simulator/variant_dialog.h"
#include "ui/simulator/variant_table.h"
#include "ui/theme/theme.h"
#endif

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace cachescope;
using namespace cachescope::ui;
using namespace cachescope::ui::test;

namespace {

constexpr int patience = 60'000;

void fill(LogBackend &backend)
{
    simulated::DemoHistorySettings settings;
    settings.until = backend.log.clock().wall();
    settings.lastHourCalls = 150;
    settings.earlierCalls = 450;
    settings.reach = std::chrono::hours(7 * 24);
    simulated::demoHistory(settings, [&](requestlog::CallStart start, requestlog::CallEnd end) {
        return backend.log.log().record(std::move(start), std::move(end));
    });
    backend.log.drain();
}

QPushButton *buttonWith(const QWidget &page, const QString &words)
{
    for (QPushButton *button : page.findChildren<QPushButton *>()) {
        if (button->text().contains(words) && button->isVisibleTo(&page))
            return button;
    }
    return nullptr;
}

} // namespace

class TestSimulatorPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        Theme::install(Theme::Preference::Light);
        m_world = std::make_unique<PageWorld>();
        fill(m_world->backend);
    }
    void cleanupTestCase() { m_world.reset(); }

    void init()
    {
        m_world->session.clear();
        m_world->navigator.opened.clear();
        m_world->navigator.messages.clear();
        m_page = std::make_unique<SimulatorPage>(m_world->context());
        m_page->resize(1264, 800);
        m_page->show();
        m_page->activate();
        QTRY_VERIFY_WITH_TIMEOUT(m_page->answer() != nullptr, patience);
    }
    void cleanup() { m_page.reset(); }

    void showsTheVariants()
    {
        const insight::SimulationReport &report = m_page->answer()->report;
        QCOMPARE(m_page->showing(), SimulatorPage::Showing::Report);
        QCOMPARE(report.reproduction.state, insight::Reproduction::State::Reproduced);
        auto *table = m_page->findChild<VariantTable *>();
        const QAbstractItemModelTester tester(table, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(table->columnCount(), VariantTable::firstVariant + 3); // A, an hour, tools sorted.
        QCOMPARE(table->rowCount(), static_cast<int>(VariantTable::RowCount));
        const SimulatorWords::Currency currency = SimulatorWords::currencyOf(report, "USD");
        QCOMPARE(
            table->index(VariantTable::NetCost, VariantTable::firstVariant).data().toString(),
            SimulatorWords::money(report.variants[0].result.sums.cost(), currency));
        for (QAbstractItemModel *model :
             { static_cast<QAbstractItemModel *>(m_page->findChild<SavingTable *>()),
               static_cast<QAbstractItemModel *>(m_page->findChild<SweepTable *>()),
               static_cast<QAbstractItemModel *>(m_page->findChild<VariantList *>()),
               static_cast<QAbstractItemModel *>(m_page->findChild<AdviceTable *>()) }) {
            const QAbstractItemModelTester each(model, QAbstractItemModelTester::FailureReportingMode::QtTest);
            QVERIFY(model->rowCount() > 0);
        }
        QVERIFY(!m_page->statusFacts().isEmpty());
    }

    void savingsAddUp()
    {
        for (int variant = 0; variant < 3; ++variant) {
            m_page->choose(variant);
            auto *savings = m_page->findChild<SavingTable *>();
            const QModelIndex total = savings->index(savings->rowCount() - 1, SavingTable::Difference);
            const insight::SimulationReport &report = m_page->answer()->report;
            QCOMPARE(
                total.data().toString(),
                SimulatorWords::signedMoney(
                    report.variants[static_cast<std::size_t>(variant)].difference,
                    SimulatorWords::currencyOf(report, "USD")));
            QVERIFY(total.data(TotalRowRole).toBool());
        }
    }

    void variantsAreKept()
    {
        std::vector<insight::Variant> variants = m_page->variants();
        variants.push_back(insight::parseVariant("mine:gate=10s").value());
        const SimulationAnswerPointer before = m_page->answer();
        m_page->setVariants(variants);
        QTRY_VERIFY_WITH_TIMEOUT(m_page->answer() != before, patience);
        QCOMPARE(m_page->answer()->report.variants.size(), std::size_t{ 4 });
        QVERIFY(m_page->command().contains(QStringLiteral("--variant 'mine:gate=10s'")));
        QVERIFY(m_page->command().contains(QStringLiteral("--since 14d")));
        // The same calls: what A cost has not moved.
        QCOMPARE(
            m_page->answer()->report.variants[0].result.sums.cost().pico(),
            before->report.variants[0].result.sums.cost().pico());
        const SimulatorPage again(m_world->context());
        QCOMPARE(again.variants().size(), std::size_t{ 3 });
        QCOMPARE(again.variants().back().name, std::string("mine"));
    }

    void changedRequestsAreShown()
    {
        m_page->choose(1);
        QPushButton *show = buttonWith(*m_page, QStringLiteral("changed"));
        QVERIFY(show != nullptr);
        show->click();
        QCOMPARE(m_world->navigator.opened.size(), 1);
        const auto filter = requestlog::Filter::parse(m_world->navigator.opened.front().toStdString());
        QVERIFY(filter.has_value());
        auto reader = m_world->backend.log.reader();
        std::size_t found = 0;
        QVERIFY(reader
                    ->ids(
                        { 0, std::int64_t{ 1 } << 60 }, *filter, requestlog::SortColumn::Time, true,
                        [&](const std::vector<std::int64_t> &ids) { found += ids.size(); })
                    .has_value());
        QCOMPARE(found, std::min<std::size_t>(m_page->answer()->report.variants[1].changedCalls.size(), 500));
    }

    void localSettingsAreApplied()
    {
        const SimulationAnswerPointer before = m_page->answer();
        m_page->setVariants({ insight::parseVariant("local-ttl=7d").value() });
        QTRY_VERIFY_WITH_TIMEOUT(m_page->answer() != before, patience);
        m_page->choose(1);
        m_page->applyChosen();
        QCOMPARE(m_world->backend.settings.cache.ttl, std::chrono::seconds(7 * 86'400));
        QVERIFY(!m_world->navigator.messages.isEmpty());
    }

    void dialogKeepsSettings()
    {
        const insight::Variant variant
            = insight::parseVariant("mine:ttl=1h,granularity=window,tools=sorted,marks=best,gate=10s,keep-warm=1h,"
                                    "local=on,local-ttl=7d,volatile=/metadata")
                  .value();
        const VariantDialog dialog(variant, m_page.get());
        QCOMPARE(insight::settingsOf(dialog.variant()), insight::settingsOf(variant));
        QCOMPARE(dialog.variant().name, variant.name);
        const insight::Variant odd = insight::parseVariant("ttl=77s,granularity=320").value();
        QCOMPARE(insight::settingsOf(VariantDialog(odd, m_page.get()).variant()), insight::settingsOf(odd));
        QVERIFY(VariantDialog({}, m_page.get()).variant().isAsNow());
    }

    void emptyLogSaysWhatIsMissing()
    {
        PageWorld world;
        SimulatorPage page(world.context());
        page.resize(900, 600);
        page.show();
        page.activate();
        QTRY_VERIFY_WITH_TIMEOUT(page.showing() == SimulatorPage::Showing::Empty, patience);
        QVERIFY(page.answer() == nullptr);
    }

private:
    std::unique_ptr<PageWorld> m_world;
    std::unique_ptr<SimulatorPage> m_page;
};

QTEST_MAIN(TestSimulatorPage)
#include "tst_simulator_page.moc"

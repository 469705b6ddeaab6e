// SPDX-License-Identifier: MIT
// The Cache page over a real cache and a real log.
#include "cache_fixture.h"

#include "ui/cache/entry_detail.h"
#include "ui/cache/entry_model.h"
#include "ui/cache/entry_table.h"
#include "ui/cache/fresh_compare.h"
#include "ui/cache/history_pane.h"
#include "ui/cache/invalidate_panel.h"
#include "ui/cache/key_parts_view.h"
#include "ui/cache/prefix_table.h"
#include "ui/cache/selector_form.h"
#include "ui/cache/undo_bar.h"
#include "ui/requests/body_view.h"
#include "ui/requests/empty_state.h"
#include "ui/theme/theme.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>
#include <QtTest>

using namespace cachescope;
using namespace cachescope::ui;
using namespace cachescope::ui::test;
using namespace std::chrono_literals;
using cache::EntryCondition;
using cache::InvalidateAction;

namespace {

bool isComplete(const CachePage &page)
{
    return page.model().state() == EntryModel::State::Complete;
}

/** QTableView::selectRow() asks for modifiers, and Shift of an earlier test's keys still counts as held. */
void select(CachePage &page, int row)
{
    page.table().selectionModel()->setCurrentIndex(
        page.model().index(row, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void selectFirst(CachePage &page)
{
    select(page, 0);
    page.table().setFocus();
}

} // namespace

class TestCachePage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::install(Theme::Preference::Light); }

    void anEmptyCacheSaysWhatIsStored()
    {
        CacheWorld world;
        const auto page = world.open();
        QTRY_VERIFY(isComplete(*page));
        QVERIFY(page->emptyState() != nullptr);
        QCOMPARE(page->emptyState()->content().title, QStringLiteral("No answer is cached yet"));
        QVERIFY(page->emptyState()->content().reason.contains(QStringLiteral("no errors")));
        QMetaObject::invokeMethod(page->emptyState(), "actionTriggered");
        QCOMPARE(world.navigator.opened, QStringList{ QStringLiteral("cache") });
    }

    void entriesAreListedAndSearched()
    {
        CacheWorld world;
        for (int i = 0; i < 5; ++i)
            world.store(i, i == 3 ? "claude-opus-4-5" : "gpt-5-mini");
        const auto page = world.open();
        QAbstractItemModelTester tester(&page->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_COMPARE(page->model().rowCount(), 5);
        QTRY_VERIFY(page->model().row(0) != nullptr);
        const auto text
            = [&](int row, EntryColumn column) { return page->model().index(row, int(column)).data().toString(); };
        QCOMPARE(text(0, EntryColumn::Model), QStringLiteral("gpt-5-mini")); // Newest use first.
        QVERIFY2(
            text(0, EntryColumn::FirstWords).startsWith(QStringLiteral("You are the support"))
                && text(0, EntryColumn::FirstWords).endsWith(QStringLiteral("number 4")),
            qPrintable(text(0, EntryColumn::FirstWords)));
        page->setSearch(QStringLiteral("model:claude*"));
        QTRY_COMPARE(page->model().rowCount(), 1);
        page->setSearch(QStringLiteral("\"number 2\""));
        QTRY_VERIFY(page->model().rowCount() == 1 && page->model().matching().entries == 1);
        page->setSearch(QString::fromStdString(base::toHex(base::sha256("question 1")).substr(0, 8)));
        QTRY_VERIFY(page->model().row(0) != nullptr && page->model().row(0)->firstText.ends_with("number 1"));
        page->setSearch(QStringLiteral("nothing of the kind"));
        QTRY_COMPARE(page->model().rowCount(), 0);
        QCOMPARE(page->emptyState()->content().title, QStringLiteral("No cached answer matches"));
        page->setSearch(QStringLiteral("colour:blue"));
        QTRY_VERIFY(page->model().isWrongQuestion());
        QMetaObject::invokeMethod(page->emptyState(), "actionTriggered");
        QTRY_COMPARE(page->model().rowCount(), 5);
        QCOMPARE(page->model().all().entries, 5);
        QVERIFY(page->tabs()->tabText(0).contains(QStringLiteral("5")));
        QVERIFY(page->statusFacts().first().startsWith(QStringLiteral("5 entries")));
    }

    void rowsKeepTheirPlaceWhileOneIsSelected()
    {
        CacheWorld world;
        for (int i = 0; i < 3; ++i)
            world.store(i);
        const auto page = world.open();
        QTRY_VERIFY(page->model().row(2) != nullptr);
        selectFirst(*page);
        const auto selected = page->table().currentId();
        world.store(9);
        world.drain();
        page->refresh();
        QTRY_COMPARE(page->model().waiting(), 1);
        QCOMPARE(page->model().rowCount(), 3);
        QCOMPARE(page->table().currentId(), selected);
        page->table().clearSelection();
        QTRY_COMPARE(page->model().rowCount(), 4);
    }

    void keysActOnTheSelection()
    {
        CacheWorld world;
        for (int i = 0; i < 3; ++i)
            world.store(i);
        const auto page = world.open();
        QTRY_VERIFY(page->model().row(2) != nullptr);
        selectFirst(*page);
        QTest::keyClick(&page->table(), Qt::Key_Space);
        QCOMPARE(page->detail().currentTab(), EntryDetail::Response);
        QTest::keyClick(&page->table(), Qt::Key_M, Qt::ControlModifier);
        QTRY_VERIFY(page->model().row(0)->pinned);
        QTest::keyClick(&page->table(), Qt::Key_Delete); // Pinned: kept.
        QTRY_VERIFY(!world.navigator.messages.isEmpty());
        QVERIFY(world.navigator.messages.last().contains(QStringLiteral("pinned")));
        QTRY_VERIFY(isComplete(*page));
        select(*page, 1);
        QTest::keyClick(&page->table(), Qt::Key_Delete);
        QTRY_COMPARE(page->model().index(1, int(EntryColumn::Mark)).data().toString(), QStringLiteral("stale"));
        QTRY_VERIFY(page->undoBar().offered().has_value());
        QTRY_VERIFY(isComplete(*page));
        select(*page, 2);
        QTest::keyClick(&page->table(), Qt::Key_Delete, Qt::ShiftModifier);
        QTRY_COMPARE(page->model().rowCount(), 2);
        QCOMPARE(world.backend.control->history(10)->front().action, InvalidateAction::Remove);
        QCOMPARE(world.backend.control->history(10)->front().origin, std::string("window"));
    }

    void severalSelectedAreOneInvalidation()
    {
        CacheWorld world;
        for (int i = 0; i < 4; ++i)
            world.store(i);
        const auto page = world.open();
        QTRY_VERIFY(page->model().row(3) != nullptr);
        page->table().setFocus();
        page->table().selectAll();
        QTest::keyClick(&page->table(), Qt::Key_Delete);
        QTRY_VERIFY(page->undoBar().offered().has_value());
        QCOMPARE(page->undoBar().offered()->effect.entries, 4);
        QCOMPARE(world.backend.control->history(10)->size(), std::size_t(1));
    }

    void thePreviewIsWhatHappens()
    {
        CacheWorld world;
        for (int i = 0; i < 6; ++i)
            world.store(i, i < 4 ? "gpt-5-mini" : "gpt-5", i % 2 == 0 ? "v41" : "v42");
        const auto page = world.open();
        QTRY_VERIFY(page->model().row(5) != nullptr);
        QVERIFY(world.backend.control->setPinned(base::toHex(base::sha256("question 0")), true).has_value());
        page->showInvalidate(true);
        InvalidatePanel &panel = page->panel();
        QVERIFY(!panel.button()->isEnabled()); // No condition: nothing is meant.
        QVERIFY(panel.commandText().isEmpty());
        panel.form().setCondition(QStringLiteral("model"), QStringLiteral("gpt-5-mini"));
        panel.form().setCondition(QStringLiteral("prefix_text"), QStringLiteral("You are the support agent of"));
        QTRY_VERIFY(panel.effect().has_value() && panel.button()->isEnabled());
        const cache::InvalidateEffect shown = *panel.effect();
        QCOMPARE(shown.entries, 3);
        QCOMPARE(shown.pinnedKept, 1);
        QCOMPARE(shown.versions.size(), std::size_t(2));
        QCOMPARE(panel.button()->text(), QStringLiteral("Mark 3 entries stale"));
        QVERIFY(panel.effectText().contains(QStringLiteral("1 pinned")));
        QCOMPARE(
            panel.commandText(),
            QStringLiteral("cachescope cache invalidate --prefix-text 'You are the support agent of' --model "
                           "'gpt-5-mini' --action stale"));
        panel.setAction(InvalidateAction::Remove);
        QTRY_COMPARE(panel.button()->text(), QStringLiteral("Remove 3 entries"));
        panel.button()->click();
        QTRY_VERIFY(page->undoBar().offered().has_value());
        const auto done = world.backend.control->history(1)->front();
        QCOMPARE(done.effect.entries, shown.entries);
        QCOMPARE(done.effect.bytes, shown.bytes);
        QCOMPARE(done.effect.perWeek, shown.perWeek);
        QCOMPARE(done.effect.pinnedKept, shown.pinnedKept);
        QTRY_COMPARE(page->model().rowCount(), 3);
    }

    void aWrongConditionIsToldInPlace()
    {
        CacheWorld world;
        world.store(1);
        const auto page = world.open();
        page->showInvalidate(true);
        page->panel().form().setCondition(QStringLiteral("older_than"), QStringLiteral("soon"));
        QTRY_VERIFY(page->panel().effectText().contains(QStringLiteral("older_than")));
        QVERIFY(!page->panel().button()->isEnabled());
        page->panel().form().setCondition(QStringLiteral("older_than"), QString());
        page->panel().form().setCondition(QStringLiteral("filter"), QStringLiteral("colour:blue"));
        QTRY_VERIFY(page->panel().effectText().contains(QStringLiteral("character 1")));
    }

    void theUndoSurvivesARestart()
    {
        CacheWorld world;
        for (int i = 0; i < 3; ++i)
            world.store(i);
        {
            const auto page = world.open();
            QTRY_VERIFY(page->model().row(2) != nullptr);
            page->table().setFocus();
            page->table().selectAll();
            QTest::keyClick(&page->table(), Qt::Key_Delete, Qt::ShiftModifier);
            QTRY_COMPARE(page->model().rowCount(), 0);
            QTRY_VERIFY(page->undoBar().offered().has_value());
        }
        world.idle();
        world.backend.closeCache();
        world.backend.log.clock().advance(4min);
        world.backend.openCache();
        const auto page = world.open();
        QTRY_VERIFY(page->undoBar().isVisibleTo(page.get()));
        QVERIFY2(
            page->undoBar().sentence().startsWith(QStringLiteral("3 entries removed")),
            qPrintable(page->undoBar().sentence()));
        QVERIFY(page->undoBar().undoButton()->text().startsWith(QStringLiteral("Undo, 6:00")));
        page->undoBar().undoButton()->click();
        QTRY_COMPARE(page->model().rowCount(), 3);
        QTRY_VERIFY(!page->undoBar().isVisibleTo(page.get()));
        QVERIFY(world.navigator.messages.last().contains(QStringLiteral("3 entries are back")));
        page->showHistory(true);
        QTRY_COMPARE(page->history().model().rowCount(), 1);
        QVERIFY(!page->history().model().canBeUndone(0));
    }

    void afterTenMinutesNothingIsOffered()
    {
        CacheWorld world;
        world.store(1);
        world.drain();
        cache::Selector all;
        all.all = true;
        QVERIFY(world.backend.control->apply(all, InvalidateAction::Stale, "command").has_value());
        world.backend.log.clock().advance(11min);
        const auto page = world.open();
        QTRY_COMPARE(page->history().model().rowCount(), 1);
        QVERIFY(!page->undoBar().isVisibleTo(page.get()));
    }

    void keyPartsTellWhatCountsAndTheNearestOther()
    {
        CacheWorld world;
        world.store(1);
        world.store(2);
        world.store(3, "gpt-5");
        const auto page = world.open();
        QTRY_VERIFY(page->model().row(2) != nullptr);
        select(*page, 1); // Number 2.
        const KeyPartModel &parts = page->detail().keyParts().parts();
        QAbstractItemModelTester tester(
            const_cast<KeyPartModel *>(&parts), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_VERIFY_WITH_TIMEOUT(parts.rowCount() > 0, 30'000);
        QHash<QString, QString> use;
        for (int row = 0; row < parts.rowCount(); ++row)
            use.insert(parts.index(row, 0).data().toString(), parts.index(row, 2).data().toString());
        QCOMPARE(use.value(QStringLiteral("messages")), QStringLiteral("in key"));
        QCOMPARE(use.value(QStringLiteral("version")), QStringLiteral("in key"));
        QCOMPARE(use.value(QStringLiteral("stream")), QStringLiteral("ignored"));
        QCOMPARE(use.value(QStringLiteral("project")), QStringLiteral("ignored"));
        QTRY_VERIFY(page->detail().keyParts().nearestWords().contains(QStringLiteral("messages[1].content")));
        QVERIFY(page->detail().keyParts().nearestWords().contains(QStringLiteral("at byte")));
        QTRY_VERIFY_WITH_TIMEOUT(
            page->detail().response().shownText().contains(QStringLiteral("Number 2")), 30'000);
    }

    void aFreshAnswerIsAskedOnlyWithConsent()
    {
        CacheWorld world;
        world.store(1);
        const auto page = world.open();
        QTRY_VERIFY(page->model().row(0) != nullptr);
        selectFirst(*page);
        QTRY_VERIFY_WITH_TIMEOUT(
            page->detail().response().shownText().contains(QStringLiteral("Number 1")), 30'000);
        world.backend.fresh = { true, {}, CacheWorld::answerOf("Under Account, Number 2."), "application/json" };
        FreshCompare &comparison = page->detail().comparison();
        comparison.begin();
        QVERIFY2(comparison.statusText().contains(QStringLiteral("$0.0047")), qPrintable(comparison.statusText()));
        QVERIFY(world.backend.asked.empty());
        comparison.agree();
        QCOMPARE(world.backend.asked.size(), std::size_t(1));
        QCOMPARE(world.backend.asked.front().upstream, std::string("openai"));
        QCOMPARE(world.backend.asked.front().target, std::string("/v1/chat/completions"));
        QVERIFY(comparison.showsResult());
        QVERIFY2(comparison.statusText().startsWith(QStringLiteral("2 line")), qPrintable(comparison.statusText()));
        world.backend.fresh.ok = false;
        world.backend.fresh.problem = "The upstream answered 401.";
        comparison.begin();
        comparison.agree();
        QCOMPARE(comparison.statusText(), QStringLiteral("The upstream answered 401."));
    }

    void providerPrefixesAreInferredAndCountDown()
    {
        CacheWorld world;
        for (int i = 0; i < 4; ++i)
            world.backend.log.write(agentCall(world.backend.log, 2 * i, 30 - i)); // One session each, Anthropic.
        const auto page = world.open();
        PrefixModel &model = page->prefixes().model();
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_VERIFY(model.rowCount() > 0);
        QCOMPARE(model.index(0, PrefixModel::Upstream).data().toString(), QStringLiteral("anthropic"));
        QVERIFY(model.index(0, PrefixModel::Left).data().toString().startsWith(QStringLiteral("4:3")));
        QVERIFY(page->tabs()->tabText(1).contains(QStringLiteral("inferred")));
        model.setNow(world.backend.log.clock().wall() + 6 * 60 * second);
        QCOMPARE(model.rowCount(), 0); // Five minutes after the last use.
    }
};

QTEST_MAIN(TestCachePage)
#include "tst_cache_page.moc"

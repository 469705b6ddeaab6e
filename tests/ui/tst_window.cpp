// SPDX-License-Identifier: MIT
#include "support/fake_backend.h"

#include "ui/app_window.h"
#include "ui/charts/chart_card.h"
#include "ui/charts/legend_item.h"
#include "ui/charts/time_chart.h"
#include "ui/data/dashboard_feed.h"
#include "ui/overview/overview_page.h"
#include "ui/parts/badge.h"
#include "ui/parts/chip_button.h"
#include "ui/parts/table_view.h"
#include "ui/parts/tile.h"
#include "ui/settings/setting_controls.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"

#include <QAbstractItemModelTester>
#include <QAbstractScrollArea>
#include <QAction>
#include <QHeaderView>
#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>

using namespace cachescope;
using namespace cachescope::ui;
using namespace cachescope::ui::test;

namespace {

/** A window over a fake backend and an hour of made-up calls. */
struct Rig
{
    QTemporaryDir directory;
    QSettings session{ directory.filePath(QStringLiteral("window.ini")), QSettings::IniFormat };
    base::ManualClock clock{ 1'763'645'540'000'000 }; // 2025-11-20T13:32:20Z
    FakeBackend backend;
    std::unique_ptr<MainWindow> window;

    void open(int calls)
    {
        backend.data->records = madeUpCalls(clock.wall(), calls);
        window = std::make_unique<MainWindow>(backend, session, clock);
        QSignalSpy updated(&window->feed(), &DashboardFeed::updated);
        window->show();
        QVERIFY(updated.wait(5000));
    }
    OverviewPage *overview() const { return qobject_cast<OverviewPage *>(window->page(PageId::Overview)); }
    QString tile(const QString &name) const
    {
        for (const Tile *tile : window->findChildren<Tile *>()) {
            if (tile->accessibleName() == name)
                return tile->content().figure;
        }
        return {};
    }
};

} // namespace

class TestWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        installTranslations(*qApp);
        Theme::install(Theme::Preference::Light);
    }
    void countsAreSpokenInPlural();
    void pictures_data();
    void pictures();
    void tilesAndStatusBarShowTheSameFigures();
    void statusBarIsFilledOnEveryPage();
    void emptyLogShowsTheFirstRunPage();
    void quietRangeOffersTheLastRequest();
    void failingLogKeepsTheOldFigures();
    void busyPortOffersTheNextFreeOne();
    void demoIsLabelled();
    void attachedWindowsSaySo();
    void everyButtonHasAName();
    void draggingZoomsAndDoubleClickGoesBack();
    void legendIsolatesASeries();
    void narrowWindowsCutNoName_data();
    void narrowWindowsCutNoName();
    void legendsDropTheirTotalsBeforeTheyAreCut();
    void paletteScrollsDownOnly();
    void f6GoesRoundThePanes();
    void paletteFindsActionsByWords();
    void paletteFindsRequestsByNumber();
    void sessionIsRestored();
    void closingDrainsTheEngine();
    void quittingAsksWhatToDoWithOpenCalls_data();
    void quittingAsksWhatToDoWithOpenCalls();
    void storingIsSwitchedAndUndone();
};

void TestWindow::pictures_data()
{
    QTest::addColumn<Theme::Preference>("preference");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("calls");
    const QSize usual(1440, 900);
    QTest::newRow("overview-light") << Theme::Preference::Light << usual << 724;
    QTest::newRow("overview-dark") << Theme::Preference::Dark << usual << 724;
    QTest::newRow("overview-small") << Theme::Preference::Light << QSize(1024, 700) << 724;
    QTest::newRow("overview-dark-small") << Theme::Preference::Dark << QSize(1024, 700) << 724;
    QTest::newRow("firstrun-light") << Theme::Preference::Light << usual << 0;
    QTest::newRow("firstrun-dark") << Theme::Preference::Dark << usual << 0;
    QTest::newRow("firstrun-small") << Theme::Preference::Light << QSize(1024, 700) << 0;
}

/** The whole window as a picture, kept when CACHESCOPE_GALLERY names a directory. */
void TestWindow::pictures()
{
    QFETCH(Theme::Preference, preference);
    QFETCH(QSize, size);
    QFETCH(int, calls);
    Theme::instance().setPreference(preference);
    Rig rig;
    rig.open(calls);
    rig.window->resize(size);
    QTest::qWait(50);
    const QPixmap picture = rig.window->grab();
    QCOMPARE(picture.toImage().pixelColor(2, size.height() / 2), tokenColor(Token::Side));
    const QString directory = qEnvironmentVariable("CACHESCOPE_GALLERY");
    if (!directory.isEmpty())
        QVERIFY(picture.save(directory % u'/' % QLatin1String(QTest::currentDataTag()) % QStringLiteral(".png")));
    Theme::instance().setPreference(Theme::Preference::Light);
}

void TestWindow::tilesAndStatusBarShowTheSameFigures()
{
    Rig rig;
    rig.open(300);
    const QString status = rig.window->statusText();
    QVERIFY(!rig.tile(QStringLiteral("Spend")).isEmpty());
    QVERIFY2(status.contains(rig.tile(QStringLiteral("Spend"))), qPrintable(status));
    QVERIFY2(status.contains(rig.tile(QStringLiteral("Local hit rate"))), qPrintable(status));
    QVERIFY2(status.contains(rig.tile(QStringLiteral("Prefix read"))), qPrintable(status));
}

void TestWindow::statusBarIsFilledOnEveryPage()
{
    Rig rig;
    rig.backend.data->records = madeUpCalls(rig.clock.wall(), 30);
    rig.window = std::make_unique<MainWindow>(rig.backend, rig.session, rig.clock);
    rig.window->openPage(PageId::Settings);
    rig.window->show();
    QTRY_VERIFY2(rig.window->statusText().contains(QStringLiteral("hits")), qPrintable(rig.window->statusText()));
}

void TestWindow::emptyLogShowsTheFirstRunPage()
{
    Rig rig;
    rig.open(0);
    QCOMPARE(rig.overview()->showing(), OverviewPage::Showing::FirstRun);
    QVERIFY(rig.tile(QStringLiteral("Spend")).isEmpty());
    rig.backend.data->records = madeUpCalls(rig.clock.wall(), 1);
    QSignalSpy updated(&rig.window->feed(), &DashboardFeed::updated);
    rig.overview()->refresh();
    QVERIFY(updated.wait(5000));
    QTRY_COMPARE(rig.overview()->showing(), OverviewPage::Showing::Charts);
}

void TestWindow::quietRangeOffersTheLastRequest()
{
    Rig rig;
    rig.open(50);
    rig.clock.advance(std::chrono::hours(5));
    rig.overview()->refresh();
    QTRY_COMPARE(rig.overview()->showing(), OverviewPage::Showing::Empty);
    for (QPushButton *button : rig.overview()->findChildren<QPushButton *>()) {
        if (button->text() == QStringLiteral("Show it"))
            button->click();
    }
    QTRY_COMPARE(rig.overview()->showing(), OverviewPage::Showing::Charts);
    QVERIFY(rig.window->range().isFixed());
}

void TestWindow::failingLogKeepsTheOldFigures()
{
    Rig rig;
    rig.open(50);
    const QString before = rig.tile(QStringLiteral("Spend"));
    rig.backend.data->failure = "The log is locked.";
    QSignalSpy failed(&rig.window->feed(), &DashboardFeed::failed);
    rig.overview()->refresh();
    QVERIFY(failed.wait(5000));
    QCOMPARE(rig.tile(QStringLiteral("Spend")), before);
    QCOMPARE(rig.window->feed().error(), QStringLiteral("The log is locked."));
}

void TestWindow::attachedWindowsSaySo()
{
    Rig rig;
    rig.backend.m_attachment = AttachmentFacts{};
    rig.backend.m_attachment->process = 1234;
    rig.open(1);
    const auto badge = [&rig] {
        for (const Badge *one : rig.window->findChildren<Badge *>()) {
            if (one->isVisible())
                return one->word();
        }
        return QString();
    };
    const auto offer = [&rig]() -> QPushButton * {
        for (QPushButton *button : rig.window->findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text() == QStringLiteral("Run the proxy in this window"))
                return button;
        }
        return nullptr;
    };
    const auto setting = [&rig]() -> QWidget * {
        rig.window->openPage(PageId::Settings);
        for (SettingControl *one : rig.window->findChildren<SettingControl *>()) {
            if (one->isVisible())
                return one;
        }
        return nullptr;
    };
    QCOMPARE(badge(), QStringLiteral("Attached"));
    QVERIFY(rig.window->statusText().startsWith(QStringLiteral("attached to serve, process 1234")));
    QVERIFY(setting() && setting()->isEnabled());
    QVERIFY(offer() && !offer()->isEnabled()); // In Settings, with its reason.
    QVERIFY(!offer()->toolTip().isEmpty());
    rig.window->openPage(PageId::Overview);

    rig.backend.m_attachment->phase = AttachmentFacts::Phase::Lost;
    rig.backend.m_proxy.kind = engine::ProxyState::Kind::Stopped;
    Q_EMIT rig.backend.attachmentChanged();
    Q_EMIT rig.backend.proxyStateChanged();
    QCOMPARE(badge(), QStringLiteral("Not connected"));
    QVERIFY(rig.window->statusText().startsWith(QStringLiteral("serve does not answer; reconnecting")));
    QVERIFY(!offer()); // Somebody still holds the directory.
    QVERIFY(!setting()->isEnabled());
    rig.window->openPage(PageId::Overview);
    rig.backend.m_attachment->directoryFree = true;
    Q_EMIT rig.backend.attachmentChanged();
    QVERIFY(offer());
    offer()->click();
    QTRY_COMPARE(rig.backend.takenOver, 1);

    rig.backend.m_attachment->phase = AttachmentFacts::Phase::Attached;
    rig.backend.m_proxy.kind = engine::ProxyState::Kind::On;
    Q_EMIT rig.backend.attachmentChanged();
    Q_EMIT rig.backend.proxyStateChanged();
    QCOMPARE(badge(), QStringLiteral("Attached"));
    QVERIFY(!offer());
    QVERIFY(setting()->isEnabled());

    // Its calls go on without this window: nothing is asked.
    rig.backend.m_open = 3;
    QSignalSpy finished(rig.window.get(), &MainWindow::finished);
    rig.window->close();
    QCOMPARE(finished.count(), 1);
}

void TestWindow::busyPortOffersTheNextFreeOne()
{
    Rig rig;
    rig.backend.m_proxy = { engine::ProxyState::Kind::PortInUse, "127.0.0.1:8737", "Port 8737 is in use." };
    rig.backend.freePort = 8740;
    rig.open(1);
    QPushButton *offer = nullptr;
    for (QPushButton *button : rig.window->findChildren<QPushButton *>()) {
        if (button->text() == QStringLiteral("Use the next free port"))
            offer = button;
    }
    QVERIFY(offer);
    QVERIFY(rig.backend.triedPorts.empty());
    offer->click();
    QTRY_COMPARE(rig.backend.triedPorts.size(), std::size_t(3));
    QCOMPARE(rig.backend.m_proxy.address, std::string("127.0.0.1:8740"));
}

void TestWindow::demoIsLabelled()
{
    Rig rig;
    rig.backend.m_demo = true;
    rig.open(1);
    QVERIFY(rig.window->windowTitle().contains(QStringLiteral("simulated"), Qt::CaseInsensitive));
}

void TestWindow::everyButtonHasAName()
{
    Rig rig;
    rig.open(20);
    for (const PageId page : { PageId::Overview, PageId::Requests, PageId::Settings }) {
        rig.window->openPage(page);
        for (const QAbstractButton *button : rig.window->findChildren<QAbstractButton *>()) {
            // Qt names its own parts: corner of a table, scrollers of tabs.
            if (!button->isVisible() || button->inherits("QTableCornerButton") || button->inherits("QToolButton"))
                continue;
            QString where;
            for (const QWidget *widget = button; widget; widget = widget->parentWidget())
                where.prepend(QString::fromLatin1(widget->metaObject()->className()) % u'/');
            QVERIFY2(!button->accessibleName().isEmpty() || !button->text().isEmpty(), qPrintable(where));
        }
    }
}

void TestWindow::draggingZoomsAndDoubleClickGoesBack()
{
    Rig rig;
    rig.open(200);
    auto *chart = rig.window->findChild<TimeChart *>();
    QVERIFY(chart);
    QWidget *canvas = chart->findChild<QAbstractScrollArea *>()->viewport();
    const QPoint from(canvas->width() / 3, 40);
    const QPoint to(canvas->width() / 2, 40);
    QTest::mousePress(canvas, Qt::LeftButton, {}, from);
    QTest::mouseMove(canvas, to);
    QTest::mouseRelease(canvas, Qt::LeftButton, {}, to);
    QVERIFY(rig.window->range().isFixed());
    const auto zoomed = rig.window->range().current().time;
    QVERIFY(zoomed.end - zoomed.begin < std::int64_t{ 30 } * 60'000'000);
    QTest::mouseDClick(canvas, Qt::LeftButton, {}, from);
    QVERIFY(!rig.window->range().isFixed());
}

void TestWindow::legendIsolatesASeries()
{
    Rig rig;
    rig.open(200);
    auto *card = rig.window->findChild<ChartCard *>();
    auto *item = card->findChild<LegendItem *>();
    item->click();
    QCOMPARE(card->chart()->hidden().count(false), 1);
    QVERIFY(!card->chart()->hidden().first());
    item->click();
    QCOMPARE(card->chart()->hidden().count(true), 0);
    card->toggleTable();
    QVERIFY(card->showsTable());
}

void TestWindow::narrowWindowsCutNoName_data()
{
    QTest::addColumn<int>("width");
    for (const int width : { 720, 1024, 1280, 1440, 1920 })
        QTest::newRow(qPrintable(QString::number(width))) << width;
}

/** The column that says which model or problem it is keeps its width; others go first. */
void TestWindow::narrowWindowsCutNoName()
{
    QFETCH(int, width);
    Rig rig;
    rig.open(300);
    rig.window->resize(width, 700);
    QTest::qWait(20);
    int seen = 0;
    for (const TableView *view : rig.overview()->findChildren<TableView *>()) {
        if (!view->isVisible())
            continue;
        for (int column = 0; column < view->model()->columnCount(); ++column) {
            const QString name = view->model()->headerData(column, Qt::Horizontal).toString();
            if (name != QStringLiteral("Model") && name != QStringLiteral("Problem"))
                continue;
            if (view->isColumnHidden(column))
                continue;
            ++seen;
            QVERIFY2(view->columnWidth(column) >= 60, qPrintable(name));
            break; // The first of them; Newest problems has a Model, too.
        }
        int shown = 0;
        for (int column = 0; column < view->model()->columnCount(); ++column)
            shown += view->columnWidth(column);
        QVERIFY(shown <= view->viewport()->width());
    }
    QVERIFY(seen >= 2);
}

void TestWindow::legendsDropTheirTotalsBeforeTheyAreCut()
{
    Rig rig;
    rig.open(300);
    const auto whole = [](const LegendItem *item) {
        const QWidget *row = item->parentWidget();
        return item->width() >= item->sizeHint().width() && row->rect().contains(item->geometry());
    };
    for (const int width : { 1440, 1024, 900, 720 }) {
        rig.window->resize(width, 700);
        for (const LegendItem *item : rig.window->findChildren<LegendItem *>()) {
            if (item->isVisible())
                QTRY_VERIFY2(whole(item), qPrintable(QStringLiteral("%1 at %2").arg(item->words()).arg(width)));
        }
    }
}

void TestWindow::paletteScrollsDownOnly()
{
    Rig rig;
    rig.open(30);
    QTest::keyClick(rig.window.get(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    auto *palette = rig.window->findChild<CommandPalette *>();
    QVERIFY(palette);
    auto *list = palette->findChild<QListView *>();
    QTRY_VERIFY(list->isVisible());
    QCOMPARE(list->horizontalScrollBar()->maximum(), 0);
    QVERIFY(list->verticalScrollBar()->maximum() > 0);
}

void TestWindow::f6GoesRoundThePanes()
{
    Rig rig;
    rig.open(20);
    rig.window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(rig.window.get()));
    QSet<const QWidget *> visited;
    for (int i = 0; i < 3; ++i) {
        for (QAction *action : rig.window->actions()) {
            if (action->shortcut() == QKeySequence(Qt::Key_F6))
                action->trigger();
        }
        visited.insert(QApplication::focusWidget());
    }
    QCOMPARE(visited.size(), 3);
    QVERIFY(!visited.contains(nullptr));
}

void TestWindow::paletteFindsActionsByWords()
{
    QAction dark(QStringLiteral("Theme: dark"));
    QAction quit(QStringLiteral("&Quit"));
    QAction off(QStringLiteral("Off"));
    off.setEnabled(false);
    ActionListModel model;
    const QAbstractItemModelTester tester(&model);
    model.setActions({ &dark, &quit, &off });
    QCOMPARE(model.rowCount(), 2);
    model.setNeedle(QStringLiteral("dark the"));
    QCOMPARE(model.rowCount(), 1);
    bool ran = false;
    connect(&dark, &QAction::triggered, this, [&ran] { ran = true; });
    model.deed(0)();
    QVERIFY(ran);
    model.setNeedle(QStringLiteral("q"));
    QCOMPARE(model.data(model.index(0), Qt::DisplayRole).toString(), QStringLiteral("Quit"));
    model.setNeedle(QStringLiteral("nothing like it"));
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(!model.deed(0));
}

void TestWindow::paletteFindsRequestsByNumber()
{
    Rig rig;
    rig.open(30);
    QTest::keyClick(rig.window.get(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    auto *palette = rig.window->findChild<CommandPalette *>();
    QVERIFY(palette);
    auto *field = palette->findChild<QLineEdit *>();
    QTest::keyClicks(field, QStringLiteral("#7"));
    auto *list = palette->findChild<QListView *>();
    QCOMPARE(list->model()->rowCount(), 2);
    QVERIFY(list->model()->index(0, 0).data().toString().contains(QStringLiteral("7")));
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_COMPARE(rig.window->currentPage(), PageId::Requests);
}

void TestWindow::sessionIsRestored()
{
    Rig rig;
    rig.open(5);
    rig.window->range().setPreset(RangePreset::Day);
    rig.window->openPage(PageId::Requests);
    rig.window->resize(1100, 720);
    QTest::qWait(10);
    rig.window->close();
    MainWindow again(rig.backend, rig.session, rig.clock);
    again.restoreSession();
    QCOMPARE(again.range().preset(), RangePreset::Day);
    QCOMPARE(again.currentPage(), PageId::Requests);
    QCOMPARE(again.size(), QSize(1100, 720));
}

void TestWindow::countsAreSpokenInPlural()
{
    const auto models = [](int count) {
        return QCoreApplication::translate("cachescope::ui::OverviewPage", "%n model(s)", nullptr, count);
    };
    QCOMPARE(models(1), QStringLiteral("1 model"));
    QCOMPARE(models(3), QStringLiteral("3 models"));
}

void TestWindow::closingDrainsTheEngine()
{
    Rig rig;
    rig.open(5);
    QSignalSpy finished(rig.window.get(), &MainWindow::finished);
    rig.window->close();
    QVERIFY(rig.backend.stopAsked);
    QCOMPARE(finished.count(), 1);
    QVERIFY(!rig.window->isVisible());
}

void TestWindow::quittingAsksWhatToDoWithOpenCalls_data()
{
    QTest::addColumn<QString>("button");
    QTest::addColumn<int>("leastMs");
    QTest::addColumn<int>("mostMs");
    QTest::newRow("finish") << "Finish 2 calls, then quit" << 600'000
                            << 7'200'000; // An answer may take ten minutes.
    QTest::newRow("now") << "End 2 calls now" << 0 << 0;
    QTest::newRow("stay") << "Cancel" << -1 << -1;
}

void TestWindow::quittingAsksWhatToDoWithOpenCalls()
{
    QFETCH(QString, button);
    QFETCH(int, leastMs);
    QFETCH(int, mostMs);
    Rig rig;
    rig.open(5);
    rig.backend.m_open = 2;
    QTimer::singleShot(0, rig.window.get(), [button] {
        auto *question = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
        QVERIFY(question);
        for (QAbstractButton *choice : question->buttons()) {
            if (choice->text().remove(u'&') == button)
                return choice->click();
        }
        question->reject();
        QFAIL("no such button");
    });
    for (QAction *action : rig.window->actions()) {
        if (action->shortcut() == QKeySequence(QStringLiteral("Ctrl+Q")))
            action->trigger();
    }
    QCOMPARE(rig.backend.stopAsked, leastMs >= 0);
    QVERIFY(rig.backend.stopTimeoutMs >= leastMs && rig.backend.stopTimeoutMs <= mostMs);
    QCOMPARE(rig.window->isVisible(), leastMs < 0);
}

void TestWindow::storingIsSwitchedAndUndone()
{
    Rig rig;
    rig.open(5);
    for (QAction *action : rig.window->actions()) {
        if (action->shortcut() == QKeySequence(QStringLiteral("Ctrl+Shift+X")))
            action->trigger();
    }
    QVERIFY(!rig.backend.m_configuration.log.bodies);
    for (QPushButton *button : rig.window->findChildren<QPushButton *>()) {
        if (button->text() == QStringLiteral("Undo"))
            button->click();
    }
    QTRY_VERIFY(rig.backend.m_configuration.log.bodies);
}

QTEST_MAIN(TestWindow)
#include "tst_window.moc"

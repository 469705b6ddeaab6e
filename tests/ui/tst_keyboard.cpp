// SPDX-License-Identifier: MIT
// The window without a mouse: Tab reaches every control of every page, and each says what it is.
#include "support/fake_backend.h"

#include "ui/app_window.h"
#include "ui/data/dashboard_feed.h"
#include "ui/parts/chip_button.h"
#include "ui/requests/call_table.h"
#include "ui/settings/settings_page.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QtTest>

using namespace cachescope;
using namespace cachescope::ui;
using namespace cachescope::ui::test;

namespace {

/** "MainWindow/QStackedWidget/…/QLineEdit 'Filter'": enough to find it in the code. */
QString place(const QWidget *widget)
{
    QStringList way;
    for (const QWidget *at = widget; at != nullptr && way.size() < 6; at = at->parentWidget())
        way.prepend(QString::fromLatin1(at->metaObject()->className()));
    return way.join(QLatin1Char('/'));
}

QString spokenName(QWidget *widget)
{
    QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(widget);
    return spoken == nullptr ? QString() : spoken->text(QAccessible::Name);
}

/** One of a set of which Tab reaches the chosen one, and arrows the others. */
bool isOneOfASet(const QWidget *widget)
{
    const auto *button = qobject_cast<const QAbstractButton *>(widget);
    return button != nullptr && (button->autoExclusive() || button->group() != nullptr);
}

bool isReachable(const QWidget *widget)
{
    return widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus
        && !widget->focusProxy() && !widget->size().isEmpty();
}

struct Rig
{
    QTemporaryDir directory;
    QSettings session{ directory.filePath(QStringLiteral("window.ini")), QSettings::IniFormat };
    base::ManualClock clock{ 1'763'645'540'000'000 };
    FakeBackend backend;
    std::unique_ptr<MainWindow> window;

    void open(int calls)
    {
        backend.data->records = madeUpCalls(clock.wall(), calls);
        window = std::make_unique<MainWindow>(backend, session, clock);
        QSignalSpy updated(&window->feed(), &DashboardFeed::updated);
        window->resize(1440, 900);
        window->show();
        QVERIFY(updated.wait(5000));
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
    }
    /** The newest call on the page Requests, the sample on Prompts. */
    void openSomething()
    {
        for (CallTable *table : window->findChildren<CallTable *>()) {
            if (table->isVisible()) {
                table->setFocus();
                QTest::keyClick(table, Qt::Key_Home);
                QTest::keyClick(table, Qt::Key_Return);
            }
        }
        for (QPushButton *button : window->findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text().startsWith(QStringLiteral("Sample")))
                QTest::keyClick(button, Qt::Key_Space);
        }
        QTest::qWait(500);
    }
};

} // namespace

class TestKeyboard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        installTranslations(*qApp);
        Theme::install(Theme::Preference::Light);
    }
    void tabReachesEveryControl_data();
    void tabReachesEveryControl();
    void pausingAndGoingOn();
};

void TestKeyboard::tabReachesEveryControl_data()
{
    QTest::addColumn<int>("page");
    QTest::addColumn<int>("calls");
    QTest::addColumn<QString>("section");
    const auto row = [](const char *name, PageId page, int calls, const char *section) {
        QTest::newRow(name) << int(page) << calls << QString::fromLatin1(section);
    };
    row("overview", PageId::Overview, 300, "");
    row("first run", PageId::Overview, 0, "");
    row("requests", PageId::Requests, 300, "");
    row("a call's details", PageId::Requests, 300, "open");
    row("prompts", PageId::Prompts, 300, "");
    row("editor", PageId::Prompts, 300, "open");
    for (const char *section :
         { "proxy", "providers", "cache", "storage", "prices", "appearance", "shortcuts", "advanced" })
        row(section, PageId::Settings, 300, section);
}

void TestKeyboard::tabReachesEveryControl()
{
    QFETCH(int, page);
    QFETCH(int, calls);
    QFETCH(QString, section);
    Rig rig;
    rig.open(calls);
    rig.window->openPage(PageId(page));
    if (auto *settings = qobject_cast<SettingsPage *>(rig.window->page(PageId(page))))
        settings->openSection(section);
    QTest::qWait(300); // What is read from the log fills the page.
    if (section == QStringLiteral("open"))
        rig.openSomething();
    QList<QWidget *> visited;
    QStringList problems;
    constexpr int mostSteps = 400;
    for (int step = 0; step < mostSteps; ++step) {
        QWidget *before = QApplication::focusWidget();
        QTest::keyClick(before ? before : rig.window.get(), Qt::Key_Tab);
        QWidget *now = QApplication::focusWidget();
        if (now == before && now != nullptr) {
            // An editor takes tabs for its text; then F6 leads on.
            if (qobject_cast<QPlainTextEdit *>(now) == nullptr)
                problems << QStringLiteral("Tab stays in ") % place(now);
            QTest::keyClick(rig.window.get(), Qt::Key_F6);
            now = QApplication::focusWidget();
        }
        if (now == nullptr || visited.contains(now))
            break;
        visited.append(now);
    }
    QVERIFY(visited.size() > 3);
    for (QWidget *widget : std::as_const(visited)) {
        if (spokenName(widget).isEmpty())
            problems << QStringLiteral("has no name: ") % place(widget);
        if (!widget->isVisible())
            problems << QStringLiteral("has the focus but is not to be seen: ") % place(widget);
    }
    for (QWidget *widget : rig.window->findChildren<QWidget *>()) {
        if (isReachable(widget) && !isOneOfASet(widget) && !visited.contains(widget))
            problems << QStringLiteral("Tab never comes to ") % place(widget) % u' ' % spokenName(widget);
    }
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(QLatin1Char('\n'))));
}

/** The proxy's chip opens by Space, its menu goes by arrows, and the window says what holds now. */
void TestKeyboard::pausingAndGoingOn()
{
    using Kind = engine::ProxyState::Kind;
    Rig rig;
    rig.open(20);
    ChipButton *chip = nullptr;
    for (ChipButton *candidate : rig.window->findChildren<ChipButton *>()) {
        if (candidate->accessibleName() == QStringLiteral("Proxy"))
            chip = candidate;
    }
    QVERIFY(chip);
    struct Step
    {
        QString choice;
        Kind kind;
        QString words;
    };
    for (const Step &step : { Step{ QStringLiteral("Paused"), Kind::Paused, QStringLiteral("Paused") },
                              Step{ QStringLiteral("Bypass"), Kind::Bypass, QStringLiteral("Bypass") },
                              Step{ QStringLiteral("On:"), Kind::On, QStringLiteral("On") } }) {
        chip->setFocus(Qt::TabFocusReason);
        QTest::keyClick(chip, Qt::Key_Space);
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        const auto isChosen
            = [&] { return menu->activeAction() && menu->activeAction()->text().startsWith(step.choice); };
        for (int i = 0; i < menu->actions().size() && !isChosen(); ++i)
            QTest::keyClick(menu, Qt::Key_Down);
        QVERIFY2(isChosen(), qPrintable(step.choice));
        QTest::keyClick(menu, Qt::Key_Return);
        QCOMPARE(rig.backend.m_proxy.kind, step.kind);
        QVERIFY2(chip->content().words.startsWith(step.words), qPrintable(chip->content().words));
        const QString directory = qEnvironmentVariable("CACHESCOPE_GALLERY");
        if (!directory.isEmpty())
            QVERIFY(rig.window->grab().save(directory % u'/' % step.words % QStringLiteral(".png")));
    }
}

QTEST_MAIN(TestKeyboard)
#include "tst_keyboard.moc"

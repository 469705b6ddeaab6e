// SPDX-License-Identifier: MIT
#include "page_fixture.h"

#include "ui/settings/setting_controls.h"
#include "ui/settings/setting_row.h"
#include "ui/settings/settings_page.h"
#include "ui/settings/settings_section.h"
#include "ui/settings/storage_bar.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace cachescope;
using namespace cachescope::ui;
using namespace cachescope::ui::test;

namespace {

void grab(QWidget &widget, const QString &name)
{
    const QString directory = qEnvironmentVariable("CACHESCOPE_GRABS");
    if (!directory.isEmpty())
        widget.grab().save(QStringLiteral("%1/settings-%2.png").arg(directory, name));
}

SettingRow *rowNamed(const SettingsSection *section, const QString &name)
{
    for (SettingRow *row : section->rows()) {
        if (row->name() == name)
            return row;
    }
    return nullptr;
}

QPushButton *buttonNamed(const QWidget *parent, const QString &text)
{
    for (auto *button : parent->findChildren<QPushButton *>()) {
        if (button->text() == text)
            return button;
    }
    return nullptr;
}

struct OpenSettings : PageWorld
{
    OpenSettings()
        : page(context())
    {
        page.resize(1264, 828);
        page.show();
        page.activate();
    }
    QString file() const
    {
        QFile config(QString::fromStdString(backend.configFile()));
        return config.open(QIODevice::ReadOnly) ? QString::fromUtf8(config.readAll()) : QString();
    }
    SettingsPage page;
};

} // namespace

class TestSettingsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::install(Theme::Preference::Light); }

    void aChangeIsWrittenAtOnceAndTheArrowTakesItBack()
    {
        OpenSettings world;
        world.page.openSection(QStringLiteral("storage"));
        auto *row = rowNamed(world.page.section(QStringLiteral("storage")), QStringLiteral("Keep bodies"));
        QVERIFY(!row->isChanged());
        Q_EMIT row->findChild<SettingControl *>()->edited(30);
        QCOMPARE(world.backend.settings.log.bodyDays, 30);
        QVERIFY(world.file().contains(QStringLiteral("\"body_days\"")));
        QVERIFY(row->isChanged());
        Q_EMIT row->resetRequested();
        QCOMPARE(world.backend.settings.log.bodyDays, config::defaults().log.bodyDays);
        QVERIFY(!row->isChanged());
        QVERIFY(!world.file().contains(QStringLiteral("\"body_days\"")));
    }

    void everyBoundRowReadsBackWhatItWrote_data()
    {
        QTest::addColumn<QString>("section");
        QTest::addColumn<QString>("row");
        QTest::addColumn<QVariant>("value");
        const auto add = [](const char *section, const char *row, const QVariant &value) {
            QTest::newRow(row) << QString::fromLatin1(section) << QString::fromLatin1(row) << value;
        };
        add("proxy", "Port", 9000);
        add("proxy", "Host", QStringLiteral("127.0.0.2"));
        add("proxy", "Further names", QStringLiteral("cache.local, other:80"));
        add("proxy", "Threads", 3);
        add("flow", "Retries", 0);
        add("providers", "Default for /v1", QStringLiteral("deepseek"));
        add("providers", "Proxy on the way out", QStringLiteral("socks5://127.0.0.1:1080"));
        add("cache", "Answer from the cache", false);
        add("cache", "Keep answers", qint64(3600));
        add("cache", "Answers with tool calls", true);
        add("cache", "On disk, at most", qint64(512) << 20);
        add("cache", "In memory, at most", qint64(64) << 20);
        add("storage", "Store bodies", false);
        add("storage", "Keep rows", 90);
        add("storage", "At most", qint64(5120) << 20);
        add("storage", "Token for metrics, too", true);
        add("prices", "Currency", QStringLiteral("CNY"));
        add("advanced", "Largest body", qint64(128) << 20);
        add("advanced", "First byte", 120);
    }
    void everyBoundRowReadsBackWhatItWrote()
    {
        QFETCH(QString, section);
        QFETCH(QString, row);
        QFETCH(QVariant, value);
        OpenSettings world;
        world.page.openSection(section);
        auto *found = rowNamed(world.page.section(section), row);
        QVERIFY(found != nullptr);
        Q_EMIT found->findChild<SettingControl *>()->edited(value);
        QVERIFY2(found->problem().isEmpty(), qPrintable(found->problem()));
        QVERIFY2(found->isChanged(), "the file now says something else than the default");
        const auto read = config::load(world.backend.configFile());
        QVERIFY(read.has_value());
        Q_EMIT found->resetRequested();
        QVERIFY(!found->isChanged());
    }

    void aRefusedValueSaysWhyAndGoesBack()
    {
        OpenSettings world;
        world.page.openSection(QStringLiteral("providers"));
        auto *row = rowNamed(world.page.section(QStringLiteral("providers")), QStringLiteral("openai"));
        QVERIFY(row != nullptr);
        Q_EMIT row->findChild<SettingControl *>()->edited(QStringLiteral("not an address"));
        QVERIFY(!row->problem().isEmpty());
        QCOMPARE(world.backend.settings.upstreams.at("openai").url, config::defaults().upstreams.at("openai").url);
    }

    void providersAreAddedAndRemoved()
    {
        OpenSettings world;
        world.page.openSection(QStringLiteral("providers"));
        auto *section = world.page.section(QStringLiteral("providers"));
        auto *add = rowNamed(section, QStringLiteral("OpenAI-compatible or other"));
        const auto fields = add->findChildren<QLineEdit *>();
        fields[0]->setText(QStringLiteral("local"));
        fields[1]->setText(QStringLiteral("http://127.0.0.1:9999"));
        buttonNamed(add, QStringLiteral("Add"))->click();
        QVERIFY2(add->problem().isEmpty(), qPrintable(add->problem()));
        QCOMPARE(world.backend.settings.upstreams.at("local").url, std::string("http://127.0.0.1:9999"));
        QVERIFY(rowNamed(section, QStringLiteral("local")) != nullptr);
        grab(world.page, QStringLiteral("providers"));
        fields[0]->setText(QStringLiteral("Not A Name"));
        buttonNamed(add, QStringLiteral("Add"))->click();
        QVERIFY(!add->problem().isEmpty());
        for (auto *button : rowNamed(section, QStringLiteral("local"))->findChildren<QAbstractButton *>()) {
            if (button->accessibleName() == QStringLiteral("Remove local"))
                button->click();
        }
        QVERIFY(!world.backend.settings.upstreams.contains("local"));
    }

    void stoppingToStoreIsOneClick()
    {
        OpenSettings world;
        for (int i = 0; i < 300; ++i)
            world.backend.log.write(agentCall(world.backend.log, i, i));
        world.backend.log.drain();
        world.page.openSection(QStringLiteral("storage"));
        auto *section = world.page.section(QStringLiteral("storage"));
        auto *bar = section->findChild<StorageBar *>();
        QTRY_VERIFY2(bar->words().contains(QStringLiteral("in 300 rows")), qPrintable(bar->words()));
        section->findChildren<QLineEdit *>().front()->setText(
            QStringLiteral("Authorization: Bearer sk-test-4Zq81mXw03abcdefghijklmnop user=ana"));
        QTest::qWait(30);
        grab(world.page, QStringLiteral("storage"));
        buttonNamed(section, QStringLiteral("Stop storing now"))->click();
        QVERIFY(!world.backend.settings.log.bodies);
        QVERIFY(buttonNamed(section, QStringLiteral("Store bodies again")) != nullptr);
    }

    void theTokenIsHiddenButCopied()
    {
        OpenSettings world;
        world.page.openSection(QStringLiteral("storage"));
        auto *section = world.page.section(QStringLiteral("storage"));
        for (const auto *label : section->findChildren<QLabel *>())
            QVERIFY(!label->text().contains(QString::fromStdString(world.backend.token)));
        auto *row = rowNamed(section, QStringLiteral("Token for the admin address"));
        buttonNamed(row, QStringLiteral("Copy"))->click();
        QCOMPARE(QGuiApplication::clipboard()->text().toStdString(), world.backend.token);
    }

    void aTakenPortOffersTheNextFreeOne()
    {
        OpenSettings world;
        world.backend.proxy = { engine::ProxyState::Kind::PortInUse, {}, "Port 8737 is used by another program." };
        world.backend.freePort = 8739;
        world.page.openSection(QStringLiteral("proxy"));
        grab(world.page, QStringLiteral("portinuse"));
        buttonNamed(world.page.section(QStringLiteral("proxy")), QStringLiteral("Use the next free port"))->click();
        QCOMPARE(world.backend.triedPorts, (std::vector<std::uint16_t>{ 8738, 8739 }));
        QCOMPARE(int(world.backend.settings.listen.port), 8739);
    }

    void theSearchFindsSettings()
    {
        OpenSettings world;
        auto *field = qobject_cast<QLineEdit *>(world.page.topBarWidget());
        field->setText(QStringLiteral("currency"));
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(world.page.currentSection(), QStringLiteral("prices"));
    }

    void everySectionFitsANarrowWindow_data()
    {
        QTest::addColumn<int>("width");
        QTest::newRow("1024") << 1024 - 176; // Less the side bar.
        QTest::newRow("720") << 720 - 48;
    }
    void everySectionFitsANarrowWindow()
    {
        QFETCH(int, width);
        OpenSettings world;
        world.page.resize(width, 600);
        for (const QString &key : world.page.sections()) {
            world.page.openSection(key);
            QTest::qWait(20);
            grab(world.page, key + QString::number(width));
            const SettingsSection *section = world.page.section(key);
            QVERIFY2(
                section->widget()->width() <= section->viewport()->width(),
                qPrintable(QStringLiteral("%1: %2 > %3")
                               .arg(key)
                               .arg(section->widget()->width())
                               .arg(section->viewport()->width())));
            for (const QWidget *part : section->widget()->findChildren<QWidget *>()) {
                if (!part->isVisible())
                    continue;
                const QRect place(part->mapTo(section->widget(), QPoint()), part->size());
                QVERIFY2(
                    place.right() <= section->viewport()->width(),
                    qPrintable(key + QLatin1Char(' ') + part->metaObject()->className() + part->accessibleName()));
            }
        }
    }

    void helpIsWrittenForTheProviderThatIsShown()
    {
        OpenSettings world;
        world.page.openSection(QStringLiteral("help"));
        auto *section = world.page.section(QStringLiteral("help"));
        const auto controlOf
            = [&](const QString &name) { return rowNamed(section, name)->findChild<SettingControl *>(); };
        QVERIFY(rowNamed(section, QStringLiteral("Cache key"))->isVisibleTo(section));
        QVERIFY(!rowNamed(section, QStringLiteral("Cache marks"))->isVisibleTo(section)); // OpenAI has none
        Q_EMIT controlOf(QStringLiteral("Provider"))->edited(QStringLiteral("anthropic"));
        auto *marks = rowNamed(section, QStringLiteral("Cache marks"));
        QVERIFY(marks->isVisibleTo(section));
        QVERIFY(!rowNamed(section, QStringLiteral("Cache key"))->isVisibleTo(section));
        Q_EMIT controlOf(QStringLiteral("Cache marks"))->edited(QStringLiteral("1h"));
        QTRY_VERIFY(marks->isChanged());
        QVERIFY2(world.file().contains(QStringLiteral("\"marks\": \"1h\"")), qPrintable(world.file()));
        QCOMPARE(
            world.backend.configuration().upstreams.at("anthropic").help.marks,
            std::optional(config::MarkLifetime::OneHour));
        QVERIFY(!world.backend.configuration().upstreams.at("openai").help.isSet());
        Q_EMIT marks->resetRequested();
        QTRY_VERIFY(!marks->isChanged());
        QVERIFY(!world.backend.configuration().upstreams.at("anthropic").help.isSet());
    }

    void newsLeaveWhatIsBeingTyped()
    {
        OpenSettings world;
        world.page.openSection(QStringLiteral("proxy"));
        world.page.activateWindow();
        auto *row = rowNamed(world.page.section(QStringLiteral("proxy")), QStringLiteral("Host"));
        auto *field = row->findChild<QLineEdit *>();
        field->setFocus();
        QTRY_VERIFY(field->hasFocus());
        field->selectAll();
        QTest::keyClicks(field, QStringLiteral("127.0.0."));
        Q_EMIT world.backend.proxyStateChanged();
        QCOMPARE(field->text(), QStringLiteral("127.0.0."));
        QTest::keyClicks(field, QStringLiteral("2\r"));
        QCOMPARE(world.backend.settings.listen.host, std::string("127.0.0.2"));
    }

    void everyControlHasAName()
    {
        OpenSettings world;
        for (const QString &key : world.page.sections()) {
            world.page.openSection(key);
            QTest::qWait(20);
            grab(world.page, key);
            for (const QWidget *widget : world.page.section(key)->findChildren<QWidget *>()) {
                const auto *button = qobject_cast<const QAbstractButton *>(widget);
                if (!(widget->focusPolicy() & Qt::TabFocus) || !widget->isVisible() || widget->focusProxy())
                    continue;
                const bool named = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
                QVERIFY2(
                    named || widget->inherits("QScrollArea") || widget->inherits("QLabel"),
                    widget->metaObject()->className());
            }
        }
    }
};

QTEST_MAIN(TestSettingsPage)
#include "tst_settings_page.moc"

// SPDX-License-Identifier: MIT
// The whole way of an attached window whose `serve` ends: offer, click, and the proxy runs in the window.
#include "support/served.h"

#include "engine/attachment.h"
#include "engine/engine.h"
#include "ui/app_window.h"
#include "ui/shell/main_window.h"

#include <QApplication>
#include <QPushButton>

using namespace cachescope;
using namespace cachescope::ui;
using namespace cachescope::ui::test;
using namespace std::chrono_literals;

namespace {

MainWindow *shownWindow()
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (auto *window = qobject_cast<MainWindow *>(widget); window && window->isVisible())
            return window;
    }
    return nullptr;
}

QPushButton *offerIn(const MainWindow *window)
{
    for (QPushButton *button : window->findChildren<QPushButton *>()) {
        if (button->isVisible() && button->text() == QStringLiteral("Run the proxy in this window"))
            return button;
    }
    return nullptr;
}

} // namespace

class TakeOverTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theProxyRunsInTheWindowOnceServeHasEnded()
    {
        Served served;
        served.call(QStringLiteral("one"));
        engine::Attachment attachment(served.directory().toStdString(), { 100ms, 20ms, 50ms, 10'000ms, 20'000ms });
        QVERIFY(attachment.waitUntilDecided(20s));
        engine::Options options;
        options.dataDirectory = served.directory().toStdString();
        options.configFile = served.configFile().toStdString();
        options.port = std::uint16_t{ 0 };
        options.upstreams["openai"] = served.provider->url();
        options.hasWindow = true;
        engine::Engine *own = nullptr;
        int refusals = 0;
        const EngineStarter startEngine = [&] {
            auto started = engine::Engine::start(options);
            if (started)
                own = started->get();
            else
                ++refusals;
            return started;
        };
        // The loop of the window is the test's: its steps are taken from within.
        int step = 0;
        QByteArray cacheStatus;
        QPointer<MainWindow> before;
        QTimer steps;
        connect(&steps, &QTimer::timeout, this, [&] {
            MainWindow *window = shownWindow();
            if (!window)
                return;
            if (step == 0) {
                before = window;
                QVERIFY(offerIn(window) == nullptr);
                QVERIFY(!startEngine()); // As long as serve holds it.
                served.kill();
                step = 1;
            } else if (step == 1 && offerIn(window)) {
                offerIn(window)->click();
                step = 2;
            } else if (step == 2 && own && window != before) {
                step = 3;
                steps.stop();
                QVERIFY(!window->statusText().contains(QStringLiteral("attached")));
                served.url = "http://" + QByteArray::fromStdString(own->proxyState().address);
                cacheStatus = served.cacheStatusOf(QStringLiteral("one"));
                window->close();
            }
        });
        steps.start(50);
        QTimer::singleShot(60s, qApp, [] { QApplication::exit(99); });
        QCOMPARE(runAttachedWindow(*qApp, attachment, {}, startEngine), 0);
        QCOMPARE(step, 3);
        QCOMPARE(refusals, 1);
        QVERIFY2(cacheStatus.contains("; hit"), cacheStatus.constData()); // From the same data directory.
    }
};

QTEST_MAIN(TakeOverTest)
#include "tst_takeover.moc"

// SPDX-License-Identifier: MIT
// Bodies of tens of megabytes: the window goes on living, and nothing of them is out of reach.
#include <QObject> // First: see ui/format/format.h.

#include "ui/app_window.h"
#include "ui/requests/body_view.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QtTest>

using namespace cachescope;
using namespace cachescope::ui;

namespace {

constexpr std::size_t megabyte = 1U << 20;

/** A request as agents grow them: many messages, each of some lines. */
std::string conversation(std::size_t bytes)
{
    std::string body = R"({"model":"gpt-4o","messages":[)";
    for (int number = 0; body.size() < bytes; ++number) {
        body += number == 0 ? "" : ",";
        body += R"({"role":"user","content":"Message )" + std::to_string(number)
            + R"( \u00e4 ä: lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor\nincididunt."})";
    }
    return body + "]}";
}

/** Counts the turns of the event loop, and the longest time without one. */
class Pulse : public QObject
{
public:
    Pulse()
    {
        m_since.start();
        connect(&m_timer, &QTimer::timeout, this, [this] {
            ++turns;
            longestGapMs = std::max(longestGapMs, m_since.restart());
        });
        m_timer.start(0);
    }
    int turns = 0;
    qint64 longestGapMs = 0;

private:
    QTimer m_timer;
    QElapsedTimer m_since;
};

QPushButton *button(const BodyView &view, const QString &text)
{
    for (QPushButton *button : view.findChildren<QPushButton *>()) {
        if (button->text() == text)
            return button;
    }
    return nullptr;
}

} // namespace

class TestBodyView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::install(Theme::Preference::Light); }

    void sizes_data()
    {
        QTest::addColumn<quint64>("bytes");
        QTest::newRow("40 MB in many lines") << quint64(40 * megabyte);
        QTest::newRow("12 MB") << quint64(12 * megabyte);
        QTest::newRow("2 MB") << quint64(2 * megabyte);
    }
    void sizes()
    {
        QFETCH(quint64, bytes);
        const std::string body = conversation(bytes);
        BodyView view;
        view.resize(800, 600);
        view.setVisible(true);
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        Pulse pulse;
        view.setContent({ body, providers::Api::OpenAiChat, {}, false });
        QPushButton *show = button(view, QStringLiteral("Show it"));
        QVERIFY(show && show->isVisible());
        show->click();
        auto *text = view.findChild<QPlainTextEdit *>();
        const auto isWhole
            = [&] { return view.shownText().size() > BodyView::partSize / 2 || view.partCount() == 1; };
        QTRY_VERIFY_WITH_TIMEOUT(text->isVisible() && text->document()->characterCount() > 1000, 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(isWhole(), 30'000);
        QTest::qWait(200);
        QVERIFY(text->document()->characterCount() <= BodyView::partSize + 1);
        QVERIFY(pulse.turns > text->document()->characterCount() / 100'000);
        qInfo(
            "%lld characters a part, %lld parts, longest gap of the event loop %lld ms",
            qlonglong(text->document()->characterCount()), qlonglong(view.partCount()), pulse.longestGapMs);
    }

    void everyPartIsThere()
    {
        const std::string body = conversation(12 * megabyte);
        BodyView view;
        view.setVisible(true);
        view.setContent({ body, providers::Api::OpenAiChat, {}, false });
        button(view, QStringLiteral("Show it"))->click();
        QTRY_VERIFY_WITH_TIMEOUT(view.partCount() > 1, 30'000);
        QPushButton *next = button(view, QStringLiteral("Next part"));
        QPushButton *previous = button(view, QStringLiteral("Previous part"));
        QVERIFY(next && next->isEnabled() && !previous->isEnabled());
        QString all;
        const auto count = view.partCount();
        for (qsizetype part = 0; part < count; ++part) {
            // Settled when two turns of the loop bring nothing more.
            qsizetype last = -1;
            for (qsizetype size = 0; size != last;) {
                last = size;
                QTest::qWait(100);
                size = view.shownText().size();
            }
            all += view.shownText();
            QCOMPARE(next->isEnabled(), part + 1 < count);
            if (next->isEnabled())
                next->click();
        }
        all.remove(QLatin1Char('\n')).remove(QLatin1Char(' '));
        QString wanted = QString::fromStdString(body);
        wanted.remove(QLatin1Char('\n')).remove(QLatin1Char(' '));
        QCOMPARE(all.size(), wanted.size());
        QVERIFY(all == wanted);
    }

    void anotherBodyEndsTheLayingOut()
    {
        BodyView view;
        view.setVisible(true);
        view.setContent({ conversation(8 * megabyte), providers::Api::OpenAiChat, {}, false });
        button(view, QStringLiteral("Show it"))->click();
        QTRY_VERIFY_WITH_TIMEOUT(view.partCount() > 1, 30'000);
        view.setContent({ "plain words", providers::Api::Opaque, {}, false });
        QTRY_COMPARE(view.shownText(), QStringLiteral("plain words"));
        QTest::qWait(100);
        QCOMPARE(view.shownText(), QStringLiteral("plain words"));
        QCOMPARE(view.partCount(), 1);
    }
};

QTEST_MAIN(TestBodyView)
#include "tst_body_view.moc"

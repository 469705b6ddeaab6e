// SPDX-License-Identifier: MIT
#include <QString> // First: see ui/format/format.h.

#include "ui/requests/filter_bar.h"
#include "ui/requests/filter_completion.h"
#include "ui/theme/theme.h"

#include <QLineEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

using namespace cachescope::ui;

class TestFilterBar : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;

private Q_SLOTS:
    void initTestCase() { Theme::install(Theme::Preference::Light); }

    void statesHaveWords()
    {
        QSettings session(m_directory.filePath(QStringLiteral("a.ini")), QSettings::IniFormat);
        FilterBar bar(session);
        bar.resize(900, 28);
        QCOMPARE(bar.state(), FilterBar::State::Empty);
        bar.setText(QStringLiteral("model:opus* cost>0.05"));
        QCOMPARE(bar.state(), FilterBar::State::Valid);
        QCOMPARE(bar.stateText(), QStringLiteral("valid"));
        bar.setSearching(true);
        QCOMPARE(bar.state(), FilterBar::State::Busy);
        QTRY_COMPARE_WITH_TIMEOUT(bar.state(), FilterBar::State::Slow, 3000);
        bar.setSearching(false);
        QCOMPARE(bar.state(), FilterBar::State::Valid);
    }

    void aMistakeIsNamedAtItsPlaceAndTheOldFilterStays()
    {
        QSettings session(m_directory.filePath(QStringLiteral("b.ini")), QSettings::IniFormat);
        FilterBar bar(session);
        bar.resize(900, 28);
        bar.setText(QStringLiteral("status:429"));
        QSignalSpy changed(&bar, &FilterBar::filterChanged);
        bar.setText(QStringLiteral("status:429 modle:x"));
        QCOMPARE(bar.state(), FilterBar::State::Invalid);
        QVERIFY2(bar.stateText().startsWith(QStringLiteral("at 12:")), qPrintable(bar.stateText()));
        QVERIFY(bar.stateText().contains(QStringLiteral("model")));
        QCOMPARE(changed.count(), 0);
        QCOMPARE(bar.filter().text(), std::string("status:429"));
    }

    void typingAppliesAMomentLaterAndEnterAtOnce()
    {
        QSettings session(m_directory.filePath(QStringLiteral("c.ini")), QSettings::IniFormat);
        FilterBar bar(session);
        bar.show();
        auto *field = bar.findChild<QLineEdit *>();
        QSignalSpy changed(&bar, &FilterBar::filterChanged);
        QTest::keyClicks(field, QStringLiteral("cache:hit"));
        QCOMPARE(changed.count(), 0);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(changed.count(), 1);
        QTest::keyClicks(field, QStringLiteral(" status:200"));
        QTRY_COMPARE(changed.count(), 2);
    }

    void completes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("suggestion");
        QTest::addColumn<int>("begin");
        QTest::newRow("field") << "mod"
                               << "model:" << 0;
        QTest::newRow("negated field") << "cache:hit -mod"
                                       << "model:" << 11;
        QTest::newRow("field in brackets") << "(mod"
                                           << "model:" << 1;
        QTest::newRow("value") << "model:son"
                               << "claude-sonnet" << 6;
        QTest::newRow("second value") << "model:gpt,son"
                                      << "claude-sonnet" << 10;
        QTest::newRow("fixed value") << "cache:co"
                                     << "coalesced" << 6;
        QTest::newRow("quoted value") << "model:two"
                                      << "\"two words\"" << 6;
    }
    void completes()
    {
        QFETCH(QString, text);
        QFETCH(QString, suggestion);
        const QHash<QString, QStringList> values{
            { QStringLiteral("model"), { QStringLiteral("claude-sonnet"), QStringLiteral("two words") } }
        };
        const auto completion = completeFilter(text, int(text.size()), values);
        QVERIFY(!completion.suggestions.isEmpty());
        QCOMPARE(completion.suggestions.front().text, suggestion);
        QTEST(completion.begin, "begin");
        QCOMPARE(completion.end, int(text.size()));
    }

    void everyPartHasAName()
    {
        QSettings session(m_directory.filePath(QStringLiteral("d.ini")), QSettings::IniFormat);
        FilterBar bar(session);
        for (const QWidget *widget : bar.findChildren<QWidget *>()) {
            if (widget->focusPolicy() & Qt::TabFocus)
                QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
        }
    }
};

QTEST_MAIN(TestFilterBar)
#include "tst_filter_bar.moc"

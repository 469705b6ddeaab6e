// SPDX-License-Identifier: MIT
#include "ui/format/format.h"

#include <QtTest>

using namespace cachescope;
using namespace cachescope::ui;

class TestFormat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersAreGroupedByThinSpaces();
    void compactKeepsThreeDigits_data();
    void compactKeepsThreeDigits();
    void moneyKnowsMinusAndUnknown();
    void durationsPickTheirUnit_data();
    void durationsPickTheirUnit();
    void bytesPickTheirUnit();
    void percentOfNothingIsMissing();
};

void TestFormat::numbersAreGroupedByThinSpaces()
{
    QCOMPARE(format::number(0), QStringLiteral("0"));
    QCOMPARE(format::number(999), QStringLiteral("999"));
    QCOMPARE(format::number(1204), QStringLiteral("1\u2009204"));
    QCOMPARE(format::number(9'874'210), QStringLiteral("9\u2009874\u2009210"));
    QCOMPARE(format::number(-46'371), QStringLiteral("\u221246\u2009371"));
}

void TestFormat::compactKeepsThreeDigits_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("shown");
    QTest::newRow("small") << 873.0 << QStringLiteral("873");
    QTest::newRow("k") << 9'139.0 << QStringLiteral("9.14\u2009k");
    QTest::newRow("tens of k") << 46'371.0 << QStringLiteral("46.4\u2009k");
    QTest::newRow("M") << 8'240'000.0 << QStringLiteral("8.24\u2009M");
    QTest::newRow("rounds up to the next unit") << 999'950.0 << QStringLiteral("1.00\u2009M");
    QTest::newRow("negative") << -1'500.0 << QStringLiteral("\u22121.50\u2009k");
}

void TestFormat::compactKeepsThreeDigits()
{
    QFETCH(double, value);
    QFETCH(QString, shown);
    QCOMPARE(format::compact(value), shown);
}

void TestFormat::moneyKnowsMinusAndUnknown()
{
    QCOMPARE(format::money(base::Money::parse("6.156")), QStringLiteral("$6.16"));
    QCOMPARE(format::money(base::Money::parse("-0.6")), QStringLiteral("\u2212$0.60"));
    QCOMPARE(format::money(base::Money::parse("1644.06")), QStringLiteral("$1\u2009644.06"));
    QCOMPARE(format::money(base::Money::parse("0.0225"), 4), QStringLiteral("$0.0225"));
    QCOMPARE(format::money(base::Money::parse("1"), 2, "CNY"), QStringLiteral("\u00A51.00"));
    QCOMPARE(format::money(std::nullopt), QStringLiteral("\u2013"));
}

void TestFormat::durationsPickTheirUnit_data()
{
    QTest::addColumn<qint64>("micros");
    QTest::addColumn<QString>("shown");
    QTest::newRow("missing") << qint64(-1) << QStringLiteral("\u2013");
    QTest::newRow("under a millisecond") << qint64(400) << QStringLiteral("0.4 ms");
    QTest::newRow("milliseconds") << qint64(45'200) << QStringLiteral("45 ms");
    QTest::newRow("seconds") << qint64(770'000) << QStringLiteral("0.77 s");
    QTest::newRow("tens") << qint64(11'600'000) << QStringLiteral("11.6 s");
    QTest::newRow("minutes") << qint64(125'000'000) << QStringLiteral("2 min 5 s");
    QTest::newRow("never 60 s beside a minute") << qint64(179'700'000) << QStringLiteral("3 min 0 s");
}

void TestFormat::durationsPickTheirUnit()
{
    QFETCH(qint64, micros);
    QFETCH(QString, shown);
    QCOMPARE(format::duration(micros), shown);
}

void TestFormat::bytesPickTheirUnit()
{
    QCOMPARE(format::bytes(512), QStringLiteral("512 B"));
    QCOMPARE(format::bytes(24 << 10), QStringLiteral("24 KB"));
    QCOMPARE(format::bytes(740ll << 20), QStringLiteral("740 MB"));
    QCOMPARE(format::bytes(2ll << 30), QStringLiteral("2 GB"));
    QCOMPARE(format::bytes((12ll << 30) / 10), QStringLiteral("1.2 GB"));
}

void TestFormat::percentOfNothingIsMissing()
{
    QCOMPARE(format::percent(std::nullopt), QStringLiteral("\u2013"));
    QCOMPARE(format::percent(0.386), QStringLiteral("39%"));
    QCOMPARE(format::percent(0.0083, 1), QStringLiteral("0.8%"));
}

QTEST_GUILESS_MAIN(TestFormat)
#include "tst_format.moc"

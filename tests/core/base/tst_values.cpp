// SPDX-License-Identifier: MIT
#include "base/digest.h"
#include "base/money.h"
#include "base/text.h"
#include "base/uid.h"

#include <QTest>

#include <limits>
#include <set>

using namespace cachescope::base;

/** The plain values of core/base: what they promise in their headers. */
class ValuesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void moneyReadsDecimalsExactly_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("valid");
        QTest::addColumn<qlonglong>("pico");
        QTest::newRow("zero") << "0" << true << 0LL;
        QTest::newRow("whole") << "12" << true << 12'000'000'000'000LL;
        QTest::newRow("fraction") << "0.003625" << true << 3'625'000'000LL;
        QTest::newRow("negative") << "-1.5" << true << -1'500'000'000'000LL;
        QTest::newRow("smallest") << "0.000000000001" << true << 1LL;
        QTest::newRow("zeros behind the last place") << "0.0000000000010000" << true << 1LL;
        QTest::newRow("finer than stored") << "0.0000000000011" << false << 0LL;
        QTest::newRow("largest") << "9223372.036854775807" << true << std::numeric_limits<qlonglong>::max();
        QTest::newRow("one too large") << "9223372.036854775808" << false << 0LL;
        QTest::newRow("far too large") << "99999999999999999999999" << false << 0LL;
        QTest::newRow("empty") << "" << false << 0LL;
        QTest::newRow("sign alone") << "-" << false << 0LL;
        QTest::newRow("point first") << ".5" << false << 0LL;
        QTest::newRow("point last") << "5." << false << 0LL;
        QTest::newRow("two points") << "1.2.3" << false << 0LL;
        QTest::newRow("exponent") << "1e3" << false << 0LL;
        QTest::newRow("blank") << " 1" << false << 0LL;
    }
    void moneyReadsDecimalsExactly()
    {
        QFETCH(QString, text);
        QFETCH(bool, valid);
        QFETCH(qlonglong, pico);
        const auto money = Money::parse(text.toStdString());
        QCOMPARE(money.has_value(), valid);
        if (money)
            QCOMPARE(money->pico(), pico);
    }

    void moneyWritesWhatItReads()
    {
        for (const char *text : { "0", "12", "0.003625", "-1.5", "0.000000000001", "9223372.036854775807" })
            QCOMPARE(Money::parse(text)->toDecimal(), std::string(text));
    }

    void moneyRoundsHalfAwayFromZero()
    {
        QCOMPARE(Money::parse("0.02076")->toFixed(4), std::string("0.0208"));
        QCOMPARE(Money::parse("0.00005")->toFixed(4), std::string("0.0001"));
        QCOMPARE(Money::parse("-0.00005")->toFixed(4), std::string("-0.0001"));
        QCOMPARE(Money::parse("-0.00004")->toFixed(4), std::string("0.0000"));
        QCOMPARE(Money::parse("1.5")->toFixed(0), std::string("2"));
        QCOMPARE(Money::parse("3")->toFixed(2), std::string("3.00"));
    }

    void tokenPriceIsExactPerToken()
    {
        QCOMPARE(TokenPrice::fromPerMillion("0.003625")->times(1).pico(), 3625);
        QCOMPARE(TokenPrice::fromPerMillion("3")->times(1'000'000).toDecimal(), std::string("3"));
        QVERIFY(!TokenPrice::fromPerMillion("-1"));
        QVERIFY(!TokenPrice::fromPerMillion("0.0000001"));
    }

    void uidsComeBackFromText()
    {
        std::set<Uid> seen;
        for (int i = 0; i < 1000; ++i) {
            const Uid uid = Uid::create(1'790'000'000'123'456);
            const std::string text = uid.toString();
            QCOMPARE(text.size(), std::size_t{ 26 });
            QVERIFY(Uid::parse(text) == uid);
            QVERIFY(Uid::parse(toLower(text)) == uid);
            seen.insert(uid);
        }
        QCOMPARE(seen.size(), std::size_t{ 1000 });
        QVERIFY(Uid::create(2'000'000).toString() < Uid::create(5'000'000).toString());
        QVERIFY(!Uid::parse("01ARZ3NDEKTSV4RRFFQ69G5FA"));
        QVERIFY(!Uid::parse("01ARZ3NDEKTSV4RRFFQ69G5FAU")); // U is not in the alphabet.
        QVERIFY(!Uid::parse("81ARZ3NDEKTSV4RRFFQ69G5FAV")); // More than 128 bits.
    }

    void digestsMatchTheStandard()
    {
        // FIPS 180-4 and RFC 4231, test case 2.
        QCOMPARE(
            toHex(sha256("abc")), std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(
            toHex(hmacSha256("Jefe", "what do ya want for nothing?")),
            std::string("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
        Sha256 pieces;
        pieces.add("a");
        pieces.add("bc");
        QCOMPARE(pieces.finish(), sha256("abc"));
        pieces.add("abc"); // Usable again.
        QCOMPARE(pieces.finish(), sha256("abc"));
    }

    void fieldsDoNotRunTogether()
    {
        Sha256 left, right;
        left.addField("ab");
        left.addField("c");
        right.addField("a");
        right.addField("bc");
        QVERIFY(left.finish() != right.finish());
    }

    void hexGoesBothWays()
    {
        QCOMPARE(fromHex("00ffA5").value(), std::string("\x00\xff\xa5", 3));
        QVERIFY(!fromHex("0"));
        QVERIFY(!fromHex("zz"));
    }

    void nearestNameHelpsWithTypos()
    {
        const std::string_view names[] = { "port", "host", "origins" };
        QCOMPARE(nearestName("prot", names), std::string_view("port"));
        QCOMPARE(nearestName("Origin", names), std::string_view("origins"));
        QCOMPARE(nearestName("completelydifferent", names), std::string_view());
    }

    void utf8IsCheckedStrictly_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("valid");
        QTest::newRow("ascii") << QByteArray("plain") << true;
        QTest::newRow("two bytes") << QByteArray("\xc3\xa9") << true;
        QTest::newRow("three bytes") << QByteArray("\xe2\x82\xac") << true;
        QTest::newRow("four bytes") << QByteArray("\xf0\x9f\x98\x80") << true;
        QTest::newRow("last code point") << QByteArray("\xf4\x8f\xbf\xbf") << true;
        QTest::newRow("beyond it") << QByteArray("\xf4\x90\x80\x80") << false;
        QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << false;
        QTest::newRow("overlong slash") << QByteArray("\xc0\xaf") << false;
        QTest::newRow("overlong three") << QByteArray("\xe0\x80\xaf") << false;
        QTest::newRow("cut") << QByteArray("\xe2\x82") << false;
        QTest::newRow("stray continuation") << QByteArray("\x80") << false;
    }
    void utf8IsCheckedStrictly()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, valid);
        QCOMPARE(isValidUtf8({ bytes.constData(), static_cast<std::size_t>(bytes.size()) }), valid);
    }
};

QTEST_GUILESS_MAIN(ValuesTest)
#include "tst_values.moc"

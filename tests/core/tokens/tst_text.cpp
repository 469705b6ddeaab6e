// SPDX-License-Identifier: MIT
// UTF-8, UTF-16, Unicode classes and Normalization Form C.
#include "support.h"

#include "tokens/nfc.h"
#include "tokens/utf8.h"

#include <QtTest>
#include <nlohmann/json.hpp>

using namespace cachescope::tokens;
using namespace cachescope::tokens::detail;
using namespace cachescope::tokens::test;

class TestText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void illFormedSequences_data()
    {
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<QByteArray>("expected");
        QTest::addColumn<int>("first");
        const auto row = [](const char *name, const char *input, const char *expected, int first) {
            QTest::newRow(name) << QByteArray(input) << QByteArray(expected) << first;
        };
        // Unicode 16, table 3-8 to 3-11: what WHATWG decoders make of it, too.
        row("lone continuation", "a\x80z", "a\xEF\xBF\xBDz", 1);
        row("overlong", "\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD", 0);
        row("overlong of three", "\xE0\x80\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", 0);
        row("surrogate", "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", 0);
        row("beyond U+10FFFF", "\xF4\x91\x92\x93", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", 0);
        row("cut off",
            "ab\xE1\x80\xE2\xF0\x91\x92\xF1\xBF"
            "A",
            "ab\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
            "A",
            2);
        row("well-formed", "a\xC3\xA9\xE4\xBD\xA0\xF0\x9F\x98\x80", "a\xC3\xA9\xE4\xBD\xA0\xF0\x9F\x98\x80", 10);
        row("cut off at the end", "abcdefghijklmnop\xF0\x9F\x98", "abcdefghijklmnop\xEF\xBF\xBD", 16);
    }
    void illFormedSequences()
    {
        QFETCH(QByteArray, input);
        QFETCH(QByteArray, expected);
        QFETCH(int, first);
        const std::string text = input.toStdString();
        QCOMPARE(static_cast<int>(firstIllFormed(text)), first);
        QCOMPARE(QByteArray::fromStdString(replaceIllFormedPlain(text)), expected);
        const MappedText mapped = replaceIllFormed(text);
        QCOMPARE(QByteArray::fromStdString(mapped.text), expected);
        QCOMPARE(mapped.origin.size(), mapped.text.size() + 1);
        QVERIFY(std::is_sorted(mapped.origin.begin(), mapped.origin.end()));
        QCOMPARE(mapped.origin.back(), text.size());
    }

    void loneSurrogates()
    {
        QCOMPARE(fromUtf16(u"a\xD83Dz"), std::string("a\xEF\xBF\xBDz"));
        QCOMPARE(fromUtf16(std::u16string{ 0xDE00, 0xD83D, 0xDE00 }), std::string("\xEF\xBF\xBD\xF0\x9F\x98\x80"));
        QCOMPARE(utf16Length("a\xC3\xA9\xE4\xBD\xA0\xF0\x9F\x98\x80"), std::size_t{ 5 });
    }

    void classesAreThoseOfTheTable()
    {
        std::size_t ranges = 0;
        std::size_t listed = 0;
        const QByteArray table
            = QByteArray::fromStdString(readFile(CACHESCOPE_SOURCE_DIR "/resources/unicode/unicode16_classes.txt"));
        for (const QByteArray &line : table.split('\n')) {
            if (line.isEmpty() || line.startsWith('#'))
                continue;
            const QByteArray name = line.split(' ').last();
            for (quint32 c = line.left(line.indexOf('.')).toUInt(nullptr, 16);
                 c <= line.mid(line.indexOf("..") + 2).split(' ').first().toUInt(nullptr, 16); ++c) {
                QVERIFY(classOfCodePoint(c) != CharClass::None);
                QCOMPARE(name == "N", classOfCodePoint(c) == CharClass::Number);
                QCOMPARE(name == "M", classOfCodePoint(c) == CharClass::Mark);
                QCOMPARE(name == "Ll", classOfCodePoint(c) == CharClass::Lower);
                ++listed;
            }
            ++ranges;
        }
        QCOMPARE(ranges, std::size_t{ 2835 });
        std::size_t classed = 0;
        for (std::uint32_t c = 0; c < 0x110000; ++c)
            classed += classOfCodePoint(c) != CharClass::None ? 1U : 0U;
        QCOMPARE(classed, listed);
    }

    /** 1,500 random strings of marks, composed letters and Hangul, normalised by ICU 78. */
    void normalizationFormC()
    {
        const std::string file = readFile(CACHESCOPE_SOURCE_DIR "/tests/core/tokens/golden/nfc.jsonl.xz");
        int lines = 0;
        for (std::size_t at = 0; at < file.size(); at = file.find('\n', at) + 1) {
            const auto json = nlohmann::json::parse(file.substr(at, file.find('\n', at) - at));
            const std::string text = json.at("text");
            const std::string expected = json.at("nfc");
            const MappedText composed = toNfc(text);
            QVERIFY2(composed.text == expected, text.c_str());
            QVERIFY(std::is_sorted(composed.origin.begin(), composed.origin.end()));
            if (isSurelyNfc(text))
                QCOMPARE(text, expected);
            ++lines;
        }
        QCOMPARE(lines, 1500);
        QVERIFY(isSurelyNfc("plain ASCII, é, 你好, 한글, Ελληνικά"));
        QVERIFY(!isSurelyNfc("e\xCC\x81"));
        QVERIFY(!isSurelyNfc("\xEF\xA4\x80")); // U+F900 always changes
    }
};

QTEST_GUILESS_MAIN(TestText)
#include "tst_text.moc"

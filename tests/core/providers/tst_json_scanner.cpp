// SPDX-License-Identifier: MIT
#include <QTest>

#ifndef Q_MOC_RUN // moc of Qt 6.4 cannot read some headers of C++20
#include "providers/json_scanner.h"
#include <random>
#endif

using namespace cachescope::providers;

namespace {

/** Reads everything by walking in, the other way than raw(). Text of all keys, strings and scalars. */
void walk(JsonScanner &json, std::string &seen)
{
    switch (json.kind()) {
    case JsonKind::Object:
        json.enterObject();
        while (const auto key = json.nextKey()) {
            seen += std::string(*key) + ':';
            walk(json, seen);
        }
        break;
    case JsonKind::Array:
        json.enterArray();
        while (json.nextElement())
            walk(json, seen);
        break;
    case JsonKind::String:
        seen += json.string().value_or("?") + ',';
        break;
    default:
        seen += std::string(json.raw()) + ',';
    }
}

bool walksToTheEnd(std::string_view text)
{
    JsonScanner json(text);
    std::string seen;
    walk(json, seen);
    return json.finish();
}

} // namespace

class TestJsonScanner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void grammar_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<bool>("valid");
        for (const char *text : { "{}",
                                  "[]",
                                  "\"\"",
                                  "0",
                                  "-0",
                                  "1.5e+10",
                                  "true",
                                  "false",
                                  "null",
                                  " [ 1 , 2 ] ",
                                  "{\"a\":{\"b\":[{},[],\"x\"]}}",
                                  "\t\n\r 1",
                                  "\"\\u00e9\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                                  "\"\xc3\xa9\"",
                                  "\"\xf0\x9f\x98\x80\"",
                                  "\"\\ud83d\\ude00\"",
                                  "\"\\ud800\"",
                                  "[[[[1]]]]",
                                  "{\"a\":1,\"a\":2}",
                                  "\"a string that is longer than sixteen bytes, with \\\" inside\"" })
            QTest::newRow(text) << QByteArray(text) << true;
        for (const char *text : { "",
                                  " ",
                                  "{",
                                  "}",
                                  "[",
                                  "]",
                                  "[1,]",
                                  "{\"a\":1,}",
                                  "{\"a\"}",
                                  "{\"a\":}",
                                  "{a:1}",
                                  "{1:1}",
                                  "[1 2]",
                                  "{\"a\":1 \"b\":2}",
                                  "01",
                                  "-",
                                  "1.",
                                  ".5",
                                  "1e",
                                  "+1",
                                  "tru",
                                  "nul",
                                  "True",
                                  "\"",
                                  "\"\\x\"",
                                  "\"\\u12g4\"",
                                  "\"\\u12\"",
                                  "\"\n\"",
                                  "\"\x01\"",
                                  "\"\xff\"",
                                  "\"\xc0\xaf\"",
                                  "\"\xed\xa0\x80\"",
                                  "\"\xc3\"",
                                  "\"\xf5\x80\x80\x80\"",
                                  "[1]]",
                                  "{}{}",
                                  "1 2",
                                  "[}",
                                  "{]",
                                  "{\"a\":[}",
                                  "[\"a\":1]",
                                  "'a'",
                                  "//c\n1",
                                  "\xef\xbb\xbf{}",
                                  "[1}",
                                  "{\"a\":1]",
                                  "NaN",
                                  "[,1]",
                                  "{,}",
                                  "\"abc" })
            QTest::newRow(text) << QByteArray(text) << false;
    }

    void grammar()
    {
        QFETCH(QByteArray, json);
        QFETCH(bool, valid);
        QCOMPARE(isStrictJson(json.toStdString()), valid);
        QCOMPARE(walksToTheEnd(json.toStdString()), valid);
    }

    void depth()
    {
        const auto nested = [](std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); };
        QVERIFY(isStrictJson(nested(JsonScanner::maxDepth)));
        QVERIFY(!isStrictJson(nested(JsonScanner::maxDepth + 1)));
        QVERIFY(!isStrictJson(std::string(100'000, '[')));
        QVERIFY(walksToTheEnd(nested(JsonScanner::maxDepth)));
        QVERIFY(!walksToTheEnd(nested(JsonScanner::maxDepth + 1)));
    }

    void readsWhatIsAskedFor()
    {
        const std::string text
            = R"({"skip":{"model":"no","x":[1,2,{"y":"[]"}]},"mod\u0065l":"gpt \ud83d\ude00","n":12.0,"f":1.5,"big":9223372036854775808,"b":true,"none":null,"list":[1,"two",[3]]})";
        JsonScanner json(text);
        std::string model;
        std::optional<std::int64_t> n, f, big;
        std::optional<bool> b, notBool;
        std::string list;
        QVERIFY(json.enterObject());
        while (const auto key = json.nextKey()) {
            if (*key == "model")
                model = json.string().value_or("");
            else if (*key == "n")
                n = json.integer();
            else if (*key == "f")
                f = json.integer();
            else if (*key == "big")
                big = json.integer();
            else if (*key == "b")
                b = json.boolean();
            else if (*key == "none")
                notBool = json.boolean();
            else if (*key == "list")
                list = json.raw();
        }
        QVERIFY(json.finish());
        QCOMPARE(model, std::string("gpt \xf0\x9f\x98\x80"));
        QCOMPARE(n.value_or(-1), 12);
        QVERIFY(!f && !big && !notBool);
        QVERIFY(b.value_or(false));
        QCOMPARE(list, std::string(R"([1,"two",[3]])"));
    }

    void wholeNumbers()
    {
        QCOMPARE(wholeNumber("1e3").value_or(-1), 1000);
        QCOMPARE(wholeNumber("-1200e-2").value_or(-1), -12);
        QCOMPARE(wholeNumber("0e999999999").value_or(-1), 0);
        QCOMPARE(wholeNumber("9223372036854775807").value_or(-1), std::numeric_limits<std::int64_t>::max());
        QVERIFY(!wholeNumber("9223372036854775808"));
        QVERIFY(!wholeNumber("1e19"));
        QVERIFY(!wholeNumber("1e-1"));
        QVERIFY(!wholeNumber("0.5"));
    }

    /** Damaged text never crashes, and both ways of reading agree on it. */
    void damagedTextNeverCrashes()
    {
        const std::string good
            = R"({"a":[1,-2.5e3,"x\u00e9\ud83d\ude00 é and a longer text"],"b":{"c":null,"d":[true,false,{}]},"e":""})";
        QVERIFY(isStrictJson(good));
        std::mt19937 random(7);
        const std::string_view alphabet = "{}[]\",:\\u0e1-+.tfn \n\xc3\xff";
        for (int round = 0; round < 20'000; ++round) {
            std::string text = good;
            for (std::size_t edits = 1 + random() % 4; edits > 0; --edits) {
                const std::size_t at = random() % text.size();
                if (random() % 3 == 0)
                    text.erase(at, 1 + random() % 5);
                else
                    text[at] = alphabet[random() % alphabet.size()];
                if (text.empty())
                    break;
            }
            // Heap copy without slack, so that a sanitizer sees the slightest overrun
            const std::vector<char> exact(text.begin(), text.end());
            const std::string_view view(exact.data(), exact.size());
            QCOMPARE(walksToTheEnd(view), isStrictJson(view));
        }
        for (std::size_t size = 0; size < good.size(); ++size) {
            const std::vector<char> exact(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size));
            QVERIFY(!isStrictJson({ exact.data(), exact.size() }));
        }
    }
};

QTEST_GUILESS_MAIN(TestJsonScanner)
#include "tst_json_scanner.moc"

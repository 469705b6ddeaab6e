// SPDX-License-Identifier: MIT
// Editing: always the tokens of the whole text from scratch.
#include "support.h"

#include "tokens/incremental_tokenizer.h"
#include "tokens/utf8.h"

#include <QtTest>

using namespace cachescope::tokens;
using namespace cachescope::tokens::test;

namespace {

/** What an edit inserts: single keys mostly, and what is nasty for splitting rules. */
std::string randomInsertion(std::mt19937_64 &random)
{
    static constexpr std::array<std::string_view, 12> nasty{ "'", "s",        "\n",     " ",    "a",  "A",
                                                             "1", "\xCC\x81", "\u4F60", "  \n", "'l", "/" };
    if (random() % 3 != 0)
        return std::string(nasty[random() % nasty.size()]);
    return randomText(random, random() % 12);
}

} // namespace

class TestIncremental : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void utf16EditsAndPositions()
    {
        const TokenizerPtr tokenizer = tokenizerOrFail("o200k_base");
        std::mt19937_64 random(12);
        std::u16string text = QString::fromStdString(randomText(random, 9000)).toStdU16String();
        IncrementalTokenizer editor(tokenizer);
        editor.setText(std::u16string_view(text));
        QCOMPARE(editor.textUtf16(), text.size());
        for (int i = 0; i < 300; ++i) {
            std::size_t at = random() % (text.size() + 1);
            if (at < text.size() && (text[at] & 0xFC00) == 0xDC00) {
                const bool pair = at > 0 && (text[at - 1] & 0xFC00) == 0xD800;
                QCOMPARE(editor.editUtf16(at, 0, u"x").has_value(), !pair);
                if (!pair)
                    text.insert(at, u"x");
                continue;
            }
            const std::u16string inserted = QString::fromStdString(randomInsertion(random)).toStdU16String();
            QVERIFY(editor.editUtf16(at, 0, inserted).has_value());
            text.insert(at, inserted);
            QCOMPARE(editor.textUtf16(), text.size());
        }
        QCOMPARE(editor.text(), detail::fromUtf16(text));
        std::vector<PositionedToken> all;
        editor.tokensInUtf16(0, text.size(), all);
        QCOMPARE(all.size(), editor.tokenCount());
        for (std::size_t i = 0; i < all.size(); i += 97) {
            const PositionedToken single = editor.token(i);
            QCOMPARE(single.begin, all[i].begin);
            QCOMPARE(single.end, all[i].end);
            QCOMPARE(editor.tokenAtByte(single.begin.byte), i);
            if (!single.beginsInside) {
                const std::string before
                    = detail::fromUtf16(std::u16string_view(text).substr(0, single.begin.utf16));
                QCOMPARE(before.size(), single.begin.byte);
            }
        }
        QCOMPARE(all.back().end.utf16, text.size());
        std::vector<PositionedToken> part;
        editor.tokensInUtf16(5000, 5050, part);
        QVERIFY(!part.empty() && part.front().end.utf16 > 5000 && part.back().begin.utf16 < 5050);
    }

    void oneKeyScansLittle()
    {
        const TokenizerPtr tokenizer = tokenizerOrFail("o200k_base");
        std::string text;
        while (text.size() < 1'000'000)
            text += "The quick brown fox doesn't jump over 12345 lazy dogs. ";
        IncrementalTokenizer editor(tokenizer);
        editor.setText(text);
        std::mt19937_64 random(13);
        for (int i = 0; i < 500; ++i) {
            QVERIFY(editor.edit(random() % text.size(), 0, "x").has_value());
            QVERIFY(editor.lastScannedBytes() < 100);
        }
    }

    void wrongPositionsAreRefused()
    {
        IncrementalTokenizer editor(tokenizerOrFail("o200k_base"));
        QVERIFY(!editor.edit(1, 0, "x").has_value());
        QVERIFY(!editor.editUtf16(1, 0, u"x").has_value());
        QVERIFY(editor.edit(0, 0, "\u4F60").has_value());
        QVERIFY(!editor.edit(1, 0, "x").has_value());
        QVERIFY(!editor.edit(0, 2, "x").has_value());
        QVERIFY(!editor.edit(0, 4, "x").has_value());
        QVERIFY(editor.edit(0, 3, "").has_value());
        QCOMPARE(editor.tokenCount(), std::size_t{ 0 });
        QCOMPARE(editor.text(), std::string());
        QCOMPARE(editor.tokenAtByte(0), std::size_t{ 0 });
    }
};

QTEST_GUILESS_MAIN(TestIncremental)
#include "tst_incremental.moc"

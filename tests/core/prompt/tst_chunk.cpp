// SPDX-License-Identifier: MIT
#ifndef Q_MOC_RUN
#include "prompt/chunk/bm25.h"
#include "prompt/chunk/chunker.h"
#endif

#include <QTest>

#include <random>

using namespace cachescope;
using namespace cachescope::prompt;

namespace {

struct Kept
{
    Chunk chunk;
    std::string text;
};

tokens::TokenizerPtr tokenizer(const char *name = "o200k_base")
{
    return tokens::encoding(name).value();
}

/** Cuts `text`, handed over in pieces of `piece` bytes. */
std::vector<Kept> cut(
    const std::string &text, const ChunkSettings &settings, std::size_t piece = 1 << 18,
    const tokens::TokenizerPtr &by = tokenizer())
{
    std::vector<Kept> chunks;
    Chunker chunker(by, settings, [&chunks](const Chunk &chunk) {
        chunks.push_back({ chunk, std::string(chunk.text) });
    });
    for (std::size_t at = 0; at < text.size(); at += piece)
        chunker.add(std::string_view(text).substr(at, piece));
    chunker.finish();
    return chunks;
}

/** Text of prose, headings, code, lists, CJK, emoji, long runs and odd blanks. */
std::string randomText(std::mt19937 &random, std::size_t parts)
{
    static const std::vector<std::string> pieces{
        "The cache keeps what every call begins with. ",
        "Is that so? Yes! It is (as e.g. Dr. Smith says). ",
        "\n\n",
        "\n\n## A heading\n\n",
        "# Top\n",
        "- an item\n- another one\n",
        "```cpp\nint main()\n{\n\n    return 0;\n}\n```\n",
        "~~~\n# no heading\n~~~\n",
        "日本語の文章です。句点で切れます。",
        "👩‍👩‍👧‍👦🇩🇪",
        std::string(300, 'a'),
        "0123456789abcdef0123456789abcdef",
        "\r\n\r\n",
        "   \t  \n",
        "naïve Straße, ćwierć\xCC\x81",
        "x",
    };
    std::string text;
    for (std::size_t i = 0; i < parts; ++i)
        text += pieces[random() % pieces.size()];
    return text;
}

} // namespace

/** Chunks of a number of tokens, and the best of them for a query. */
class ChunkTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void randomTextsAreCoveredWithinTheLimit_data()
    {
        // Older encodings have up to four tokens a character here, so not every overlap has a border.
        QTest::addColumn<QString>("encoding");
        QTest::addColumn<int>("exactPercent");
        QTest::newRow("o200k_base") << QStringLiteral("o200k_base") << 95;
        QTest::newRow("cl100k_base") << QStringLiteral("cl100k_base") << 85;
        QTest::newRow("r50k_base") << QStringLiteral("r50k_base") << 70;
    }
    void randomTextsAreCoveredWithinTheLimit()
    {
        QFETCH(const QString, encoding);
        QFETCH(const int, exactPercent);
        const auto by = tokenizer(encoding.toLatin1().constData());
        std::mt19937 random(20261121);
        int exactOverlaps = 0, overlaps = 0;
        for (int round = 0; round < 400; ++round) {
            const std::string text = randomText(random, 1 + random() % 60);
            ChunkSettings settings;
            settings.maxTokens = 8 + static_cast<std::int64_t>(random() % 120);
            settings.overlapTokens = static_cast<std::int64_t>(random()) % (settings.maxTokens / 2 + 1);
            const auto chunks = cut(text, settings, 1 + random() % 2000, by);
            std::uint64_t covered = 0;
            for (const Kept &kept : chunks) {
                const Chunk &chunk = kept.chunk;
                QCOMPARE(kept.text, text.substr(chunk.begin, chunk.end - chunk.begin));
                QVERIFY(chunk.begin <= covered && chunk.end > covered);
                QCOMPARE(chunk.overlapEnd, covered);
                QCOMPARE(chunk.tokens, static_cast<std::int64_t>(by->count(kept.text)));
                QVERIFY(chunk.tokens <= settings.maxTokens);
                const std::string repeated = text.substr(chunk.begin, covered - chunk.begin);
                QCOMPARE(chunk.overlapTokens, static_cast<std::int64_t>(by->count(repeated)));
                QVERIFY(chunk.overlapTokens <= settings.overlapTokens);
                QCOMPARE(
                    chunk.line,
                    static_cast<std::uint64_t>(
                        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(chunk.begin), '\n'))
                        + 1);
                // Never inside a character.
                QVERIFY(chunk.end == text.size() || (static_cast<unsigned char>(text[chunk.end]) & 0xc0) != 0x80);
                if (chunk.index > 0) {
                    ++overlaps;
                    exactOverlaps += chunk.overlapTokens == settings.overlapTokens ? 1 : 0;
                }
                covered = chunk.end;
            }
            QCOMPARE(covered, static_cast<std::uint64_t>(text.size()));
            QCOMPARE(chunks.back().chunk.endsAt, BreakKind::End);
        }
        QVERIFY2(
            exactOverlaps * 100 >= overlaps * exactPercent,
            qPrintable(QStringLiteral("%1 of %2").arg(exactOverlaps).arg(overlaps)));
    }

    void piecesMakeNoDifference()
    {
        std::mt19937 random(7);
        const std::string text = randomText(random, 300);
        const ChunkSettings settings{ 60, 9 };
        const auto whole = cut(text, settings);
        for (const std::size_t piece : { std::size_t{ 1 }, std::size_t{ 37 }, std::size_t{ 1000 } }) {
            const auto pieces = cut(text, settings, piece);
            QCOMPARE(pieces.size(), whole.size());
            for (std::size_t i = 0; i < whole.size(); ++i) {
                QCOMPARE(pieces[i].chunk.begin, whole[i].chunk.begin);
                QCOMPARE(pieces[i].chunk.end, whole[i].chunk.end);
            }
        }
    }

    void cutsAtTheBestBorder_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<int>("kind");
        const QByteArray words = "one two three four five six seven eight nine ten ";
        QTest::newRow("heading before paragraph") << words + "\n\n# Title\n\n" + words + words << words + "\n\n"
                                                  << int(BreakKind::Heading);
        QTest::newRow("paragraph before line") << words + "\n\na b\nc d\n" + words + words << words + "\n\n"
                                               << int(BreakKind::Block);
        QTest::newRow("sentence") << words + "eleven twelve. Then " + words + words << words + "eleven twelve."
                                  << int(BreakKind::Sentence);
        QTest::newRow("no sentence after e.g.")
            << words + "one e.g. two" + words.repeated(3) << QByteArray() << int(BreakKind::Word);
        QTest::newRow("code block stays whole")
            << words + "\n```\na\n\nb\n```\nc d\n" + words + words << words + "\n```\na\n\nb\n```\n"
            << int(BreakKind::Block);
        QTest::newRow("no heading within code")
            << words + "\n```\n# a\n# b\n" + words.repeated(4) << QByteArray() << int(BreakKind::Line);
    }
    void cutsAtTheBestBorder()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const QByteArray, first);
        QFETCH(const int, kind);
        const auto chunks = cut(text.toStdString(), { text.contains("b\n```") ? 23 : 17, 0 });
        QCOMPARE(int(chunks.front().chunk.endsAt), kind);
        if (!first.isEmpty())
            QCOMPARE(QByteArray::fromStdString(chunks.front().text), first);
    }

    void emptyTextHasNoChunks()
    {
        QVERIFY(cut({}, { 100, 0 }).empty());
        QCOMPARE(cut("word", { 100, 50 }).size(), std::size_t{ 1 });
    }

    void refusesWhatCannotBe()
    {
        QVERIFY(!checkChunkSettings({ 7, 0 }));
        QVERIFY(!checkChunkSettings({ 100, 51 }));
        QVERIFY(!checkChunkSettings({ 100, -1 }));
        QVERIFY(checkChunkSettings({ 100, 50 }).has_value());
    }

    void namesTheInvalidByte()
    {
        Chunker chunker(tokenizer(), { 100, 0 }, [](const Chunk &) {});
        chunker.add("good ");
        chunker.add("\xff text");
        chunker.finish();
        QCOMPARE(chunker.firstInvalidByte(), std::optional<std::uint64_t>(5));
    }

    void wordsOfManyScripts()
    {
        std::vector<std::string> words;
        eachWord(
            "Ärger, ΣΟΦΟΣ; Ёлка v1.2 日本 foo_bar", [&words](std::string_view word) { words.emplace_back(word); });
        const std::vector<std::string> expected{
            "ärger", "σοφοσ", "ёлка", "v1", "2", "日", "本", "日本", "foo_bar"
        };
        QCOMPARE(words, expected);
    }

    void ranksByTheQuery()
    {
        Bm25 ranking("cache expiry");
        ranking.addText("Nothing of interest here, only words and words.");
        ranking.addText("The cache of a browser. A cache, another cache.");
        ranking.addText("Expiry of the cache: when an entry's time is over.");
        ranking.addText("the the the");
        const auto best = ranking.best(3);
        QCOMPARE(best.size(), std::size_t{ 2 });
        QCOMPARE(best[0].index, std::size_t{ 2 }); // The rarer word weighs more.
        QCOMPARE(best[1].index, std::size_t{ 1 });
        QVERIFY(best[0].score > best[1].score);
        QVERIFY(Bm25("?!").best(3).empty());
    }

    void scoresByThePublishedFormula()
    {
        Bm25 ranking("b");
        ranking.addText("a b");
        ranking.addText("a c d e");
        // idf = ln(1 + (2 - 1 + 0.5) / (1 + 0.5)), length 2 of 3 on average.
        const double expected = std::log(2.0) * 2.2 / (1 + 1.2 * (1 - 0.75 + 0.75 * 2 / 3));
        QVERIFY(std::abs(ranking.best(1).at(0).score - expected) < 1e-12);
    }
};

QTEST_GUILESS_MAIN(ChunkTest)
#include "tst_chunk.moc"

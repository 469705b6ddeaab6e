// SPDX-License-Identifier: MIT
// Hugging Face tokenizer.json files: the real ones, as far as npm is at hand, and what is refused.
#include "real_files.h"
#include "support.h"

#include <QtTest>
#include <nlohmann/json.hpp>

using namespace cachescope;
using namespace cachescope::tokens;
using namespace cachescope::tokens::test;

namespace {

/** A small byte-level file that the reference would accept. */
nlohmann::json smallFile()
{
    nlohmann::json vocabulary;
    std::uint32_t id = 0;
    std::string alphabet;
    for (std::uint32_t c = 0x21; c < 0x144; ++c) {
        const bool itself = c <= 0x7E || (c >= 0xA1 && c <= 0xFF && c != 0xAD) || c >= 0x100;
        if (!itself)
            continue;
        std::string text;
        if (c < 0x80)
            text += static_cast<char>(c);
        else
            (text += static_cast<char>(0xC0 | (c >> 6))) += static_cast<char>(0x80 | (c & 0x3F));
        vocabulary[text] = id++;
    }
    vocabulary["ab"] = id++;
    vocabulary["abc"] = id++;
    vocabulary["\xC4\xA0"
               "ab"]
        = id++; // " ab"
    return { { "version", "1.0" },
             { "normalizer", nullptr },
             { "added_tokens", nlohmann::json::array() },
             { "pre_tokenizer",
               { { "type", "ByteLevel" },
                 { "add_prefix_space", false },
                 { "use_regex", true },
                 { "trim_offsets", true } } },
             { "model",
               { { "type", "BPE" },
                 { "vocab", vocabulary },
                 { "merges", nlohmann::json::array({ "a b", "ab c", "\xC4\xA0 ab" }) } } } };
}

std::string errorOf(const nlohmann::json &file)
{
    const auto result = loadTokenizerJson(file.dump(), "test.json");
    return result ? std::string() : result.error().message;
}

} // namespace

class TestJsonTokenizer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void realFiles_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < static_cast<int>(std::size(test::realFiles)); ++i)
            QTest::newRow(test::realFiles[i].name) << i;
    }
    void realFiles()
    {
        QFETCH(int, index);
        const RealFile &file = test::realFiles[index];
        const QString path = pathOfRealFile(file, QStringLiteral(CACHESCOPE_FETCH_DIR));
        if (path.isEmpty())
            QSKIP("npm or its registry is not at hand: the real tokenizer.json is not checked");
        const auto tokenizer = loadTokenizerFile(path.toStdString());
        QVERIFY2(tokenizer.has_value(), tokenizer ? "" : tokenizer.error().message.c_str());
        const std::vector<Vector> vectors = goldenVectors(file.golden);
        QVERIFY(vectors.size() >= 934);
        std::vector<Token> tokens;
        for (const Vector &vector : vectors) {
            QVERIFY2(
                idsOf(**tokenizer, vector.text, SpecialTokens::AsTokens) == vector.tokens, vector.text.c_str());
            (*tokenizer)->encode(vector.text, tokens, SpecialTokens::AsTokens);
            std::size_t position = 0;
            for (const Token &token : tokens) {
                QCOMPARE(std::size_t{ token.begin }, position);
                position = token.end;
            }
            QCOMPARE(position, vector.text.size());
        }
    }

    void smallFileWorks()
    {
        const auto tokenizer = loadTokenizerJson(smallFile().dump(), "small.json");
        QVERIFY2(tokenizer.has_value(), tokenizer ? "" : tokenizer.error().message.c_str());
        const auto ids = idsOf(**tokenizer, "abc ab b");
        QCOMPARE(ids.size(), std::size_t{ 4 });
        QCOMPARE(*(*tokenizer)->tokenBytes(ids[0]), std::string("abc"));
        QCOMPARE(*(*tokenizer)->tokenBytes(ids[1]), std::string(" ab"));
        QCOMPARE(*(*tokenizer)->decode(ids), std::string("abc ab b"));
    }

    /** The blank before a text belongs to it when it is cut, as in the reference. */
    void blankBeforeTheText()
    {
        auto file = smallFile();
        file["pre_tokenizer"]["add_prefix_space"] = true;
        file["added_tokens"] = { { { "id", 900 }, { "content", "<s>" }, { "special", false } } };
        const auto tokenizer = loadTokenizerJson(file.dump(), "prefix.json");
        QVERIFY(tokenizer.has_value());
        const auto texts = [&](std::string_view text) {
            std::vector<std::string> result;
            for (const std::uint32_t id : idsOf(**tokenizer, text))
                result.push_back(*(*tokenizer)->tokenBytes(id));
            return result;
        };
        using List = std::vector<std::string>;
        QCOMPARE(texts("ab"), (List{ " ab" }));
        QCOMPARE(texts(" ab<s>ab"), (List{ " ab", "<s>", " ab" }));
        QCOMPARE(texts("\nabc"), (List{ " ", "\n", "abc" }));
        QCOMPARE(texts("'s"), (List{ " ", "'", "s" }));
        std::vector<Token> tokens;
        (*tokenizer)->encode("\nabc", tokens);
        QCOMPARE(tokens[0], (Token{ tokens[0].id, 0, 0 }));
        QCOMPARE(tokens[1], (Token{ tokens[1].id, 0, 1 }));
    }

    void addedTokens()
    {
        auto file = smallFile();
        file["added_tokens"]
            = { { { "id", 900 }, { "content", "<s>" }, { "special", true } },
                { { "id", 901 }, { "content", "<think>" }, { "special", false } },
                { { "id", 902 },
                  { "content", "<mask>" },
                  { "special", false },
                  { "lstrip", true },
                  { "rstrip", true } },
                { { "id", 903 }, { "content", "word" }, { "special", false }, { "single_word", true } } };
        const auto tokenizer = loadTokenizerJson(file.dump(), "added.json");
        QVERIFY(tokenizer.has_value());
        const auto has = [&](std::string_view text, std::uint32_t id, SpecialTokens special) {
            const auto ids = idsOf(**tokenizer, text, special);
            return std::count(ids.begin(), ids.end(), id);
        };
        QCOMPARE(has("a<s>b", 900, SpecialTokens::AsTokens), 1);
        QCOMPARE(has("a<s>b", 900, SpecialTokens::AsText), 0);
        QCOMPARE(has("a<think>b", 901, SpecialTokens::AsText), 1);
        QCOMPARE(has("word words sword word", 903, SpecialTokens::AsText), 2);
        std::vector<Token> tokens;
        (*tokenizer)->encode("a  <mask>\n b", tokens);
        QCOMPARE(tokens.size(), std::size_t{ 3 });
        QCOMPARE(tokens[1], (Token{ 902, 1, 11 }));
    }

    /** Llama 2's shape: a block before the text, blanks as blocks, bytes for what the vocabulary lacks. */
    void sentencePieceStyle()
    {
        nlohmann::json vocabulary{ { "<unk>", 0 } };
        std::uint32_t id = 1;
        for (int byte = 0; byte < 256; ++byte)
            vocabulary[QStringLiteral("<0x%1>")
                           .arg(byte, 2, 16, QLatin1Char('0'))
                           .toUpper()
                           .replace('X', 'x')
                           .toStdString()]
                = id++;
        for (const char *text : { "\u2581", "a", "b", "\u2581a", "ab", "\u2581ab", "\u2581\u2581" })
            vocabulary[text] = id++;
        const nlohmann::json file{
            { "normalizer",
              { { "type", "Sequence" },
                { "normalizers",
                  { { { "type", "Prepend" }, { "prepend", "\u2581" } },
                    { { "type", "Replace" },
                      { "pattern", { { "String", " " } } },
                      { "content", "\u2581" } } } } } },
            { "pre_tokenizer", nullptr },
            { "model",
              { { "type", "BPE" },
                { "byte_fallback", true },
                { "fuse_unk", true },
                { "unk_token", "<unk>" },
                { "vocab", vocabulary },
                { "merges", { "\u2581 a", "a b", "\u2581 ab", "\u2581a b", "\u2581 \u2581" } } } }
        };
        const auto tokenizer = loadTokenizerJson(file.dump(), "pieces.json");
        QVERIFY2(tokenizer.has_value(), tokenizer ? "" : tokenizer.error().message.c_str());
        std::vector<Token> tokens;
        (*tokenizer)->encode("ab  \xC3\xA9z", tokens);
        std::vector<std::string> texts;
        for (const Token &token : tokens)
            texts.push_back(*(*tokenizer)->tokenBytes(token.id));
        // U+2581 a merges before a b, so that the first word is two merges of the front.
        QCOMPARE(texts, (std::vector<std::string>{ " ab", "  ", "\xC3", "\xA9", "z" }));
        QCOMPARE(tokens[0], (Token{ tokens[0].id, 0, 2 }));
        QCOMPARE(tokens[2], (Token{ tokens[2].id, 4, 5 }));
        QCOMPARE(tokens.back().end, 7U);
    }

    void refusals_data()
    {
        QTest::addColumn<std::string>("pointer");
        QTest::addColumn<std::string>("value");
        QTest::addColumn<std::string>("message");
        const auto row = [](const char *name, const char *pointer, const char *value, const char *message) {
            QTest::newRow(name) << std::string(pointer) << std::string(value) << std::string(message);
        };
        row("WordPiece", "/model/type", "\"WordPiece\"", "WordPiece");
        row("no vocabulary", "/model/vocab", "{}", "model.vocab is missing or empty");
        row("id too large", "/model/vocab/ab", "4294967296", "31 bits");
        row("id negative", "/model/vocab/ab", "-1", "31 bits");
        row("id twice", "/model/vocab/ab", "3", "the id 3 twice");
        row("merge of unknown tokens", "/model/merges/0", "\"x y\"", "merge number 1");
        row("merge is no pair", "/model/merges/1", "7", "merge number 2 is not a pair");
        row("merges missing", "/model/merges", "null", "model.merges is missing");
        row("prefix of subwords", "/model/continuing_subword_prefix", "\"##\"", "continuing_subword_prefix");
        row("dropout", "/model/dropout", "0.1", "dropout");
        row("unknown normaliser", "/normalizer", R"({"type":"Lowercase"})", "Lowercase");
        row("unknown pre-tokeniser", "/pre_tokenizer", R"({"type":"Whitespace"})", "Whitespace");
        row("unknown pattern", "/pre_tokenizer",
            R"({"type":"Split","pattern":{"Regex":"(a+)+$"},"behavior":"Isolated","invert":false})", "(a+)+$");
        row("no splitting", "/pre_tokenizer", "null", "neither byte-level");
        row("added token without id", "/added_tokens", R"([{"content":"x"}])", "added_tokens");
        row("added tokens are no list", "/added_tokens", "7", "added_tokens is not a list");
    }
    void refusals()
    {
        QFETCH(std::string, pointer);
        QFETCH(std::string, value);
        QFETCH(std::string, message);
        auto file = smallFile();
        file[nlohmann::json::json_pointer(pointer)] = nlohmann::json::parse(value);
        const std::string error = errorOf(file);
        QVERIFY2(error.find(message) != std::string::npos, error.c_str());
        QVERIFY2(error.find("test.json") != std::string::npos, error.c_str());
    }

    void damagedFiles()
    {
        const std::string whole = smallFile().dump();
        for (std::size_t size = 0; size < whole.size(); size += 97)
            QVERIFY(!loadTokenizerJson(whole.substr(0, size), "cut.json").has_value());
        QVERIFY(!loadTokenizerJson(std::string(1000, '\0'), "zeros").has_value());
        QVERIFY(!loadTokenizerJson("[]", "list").has_value());
        const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
        const auto nested = loadTokenizerJson(deep, "deep");
        QVERIFY(!nested.has_value() && nested.error().message.find("levels deep") != std::string::npos);
        const auto missing = loadTokenizerFile("/nonexistent/tokenizer.json");
        QVERIFY(!missing.has_value() && missing.error().code == base::ErrorCode::Unreadable);
        const auto folder = loadTokenizerFile("/");
        QVERIFY(!folder.has_value() && folder.error().message.find("folder") != std::string::npos);
    }

    void missingByteIsNamed()
    {
        auto file = smallFile();
        file["model"]["vocab"].erase("z");
        QVERIFY(errorOf(file).find("no token for the byte 122") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestJsonTokenizer)
#include "tst_json_tokenizer.moc"

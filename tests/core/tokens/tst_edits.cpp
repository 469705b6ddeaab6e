// SPDX-License-Identifier: MIT
// Editing, for every kind of tokenizer: always the tokens of the whole text from scratch.
#include "made_tokenizers.h"
#include "real_files.h"
#include "support.h"

#include "tokens/incremental_tokenizer.h"

#include <QtTest>

using namespace cachescope::tokens;
using namespace cachescope::tokens::test;

namespace {

bool isInside(const std::string &text, std::size_t at)
{
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

std::size_t randomBorder(std::mt19937_64 &random, const std::string &text)
{
    std::size_t at = text.empty() ? 0 : random() % (text.size() + 1);
    while (isInside(text, at))
        ++at;
    return at;
}

/** Edits a text and compares. Single keys mostly, and what is nasty for splitting rules and for this tokenizer. */
class Editing
{
public:
    Editing(
        TokenizerPtr tokenizer, SpecialTokens special, std::vector<std::string> nasty, std::uint64_t seed,
        bool onlyNasty = false)
        : m_tokenizer(std::move(tokenizer))
        , m_special(special)
        , m_nasty(std::move(nasty))
        , m_onlyNasty(onlyNasty)
        , m_random(seed)
        , m_editor(m_tokenizer, special)
    {
        if (m_onlyNasty)
            return;
        for (const char *const text : { "'", "s", "\n", " ", "a", "A", "1", "\u0301", "\u4F60", "  \n", "'l", "/",
                                        "we've ", "I'll\n", "'", "HTTPs" })
            m_nasty.emplace_back(text);
    }

    void setText(std::string text)
    {
        m_text = std::move(text);
        m_editor.setText(m_text);
    }

    std::string randomText(std::size_t parts)
    {
        std::string text;
        for (std::size_t i = 0; i < parts; ++i) {
            text += m_onlyNasty || m_random() % 3 == 0 ? m_nasty[m_random() % m_nasty.size()]
                                                       : test::randomText(m_random, 1 + m_random() % 4);
        }
        return text;
    }

    /** Empty when all is well. */
    std::string editOnce()
    {
        if (m_typing.empty() && m_random() % 8 == 0) {
            m_typing = m_nasty[m_random() % m_nasty.size()];
            m_typedAt = place();
        }
        const std::size_t begin = m_typing.empty() ? place() : m_typedAt;
        std::size_t end = begin;
        std::string inserted = m_nasty[m_random() % m_nasty.size()];
        if (!m_typing.empty()) {
            inserted = nextTyped();
        } else if (m_random() % 2 == 0) {
            end = std::min(m_text.size(), begin + m_random() % (m_random() % 20 == 0 ? 600 : 12));
            inserted = m_random() % 2 == 0 ? inserted : randomText(m_random() % 10);
        }
        while (isInside(m_text, end))
            ++end;
        return apply(begin, end, inserted);
    }

private:
    /** Anywhere, at the beginning, or where something nasty begins or ends. */
    std::size_t place()
    {
        if (m_random() % 16 == 0)
            return 0;
        const std::size_t anywhere = randomBorder(m_random, m_text);
        const std::string &nasty = m_nasty[m_random() % m_nasty.size()];
        const std::size_t found = m_random() % 2 == 0 ? m_text.find(nasty, anywhere) : std::string::npos;
        if (found == std::string::npos)
            return anywhere;
        return m_random() % 2 == 0 ? found : found + nasty.size();
    }

    /** One character of what is being typed. */
    std::string nextTyped()
    {
        std::size_t length = 1;
        while (isInside(m_typing, length))
            ++length;
        const std::string key = m_typing.substr(0, length);
        m_typing.erase(0, length);
        m_typedAt += length;
        return key;
    }

    std::string apply(std::size_t begin, std::size_t end, const std::string &inserted)
    {
        m_editor.tokens(m_before);
        const std::string old = m_text;
        m_text.replace(begin, end - begin, inserted);
        const auto change = m_editor.edit(begin, end - begin, inserted);
        if (!change)
            return "refused";
        m_tokenizer->encode(m_text, m_expected, m_special);
        m_editor.tokens(m_actual);
        const bool isRight = m_actual == m_expected && m_editor.tokenCount() == m_expected.size()
            && m_editor.text() == m_text && describes(*change);
        return isRight ? std::string()
                       : "before: [" + old + "]\nafter: [" + m_text + "]\nat " + std::to_string(begin) + ": "
                + std::to_string(end - begin) + " bytes by [" + inserted + "]";
    }

    /** The change says which ids were replaced. */
    bool describes(const TokenChange &change)
    {
        if (change.first + change.removed > m_before.size() || change.first + change.inserted > m_actual.size())
            return false;
        const auto at = [](std::vector<Token> &tokens, std::size_t i) {
            return tokens.begin() + static_cast<std::ptrdiff_t>(i);
        };
        m_before.erase(at(m_before, change.first), at(m_before, change.first + change.removed));
        m_before.insert(
            at(m_before, change.first), at(m_actual, change.first), at(m_actual, change.first + change.inserted));
        return std::equal(
            m_before.begin(), m_before.end(), m_actual.begin(), m_actual.end(),
            [](const Token &a, const Token &b) { return a.id == b.id; });
    }

    TokenizerPtr m_tokenizer;
    SpecialTokens m_special;
    std::vector<std::string> m_nasty;
    bool m_onlyNasty;
    std::mt19937_64 m_random;
    IncrementalTokenizer m_editor;
    std::string m_text;
    std::string m_typing; ///< still to come, key by key
    std::size_t m_typedAt = 0;
    std::vector<Token> m_before;
    std::vector<Token> m_expected;
    std::vector<Token> m_actual;
};

/** Rounds are made longer by the environment for a thorough search. */
int thoroughness()
{
    const int factor = qEnvironmentVariableIntValue("CACHESCOPE_EDITS");
    return factor > 0 ? factor : 1;
}

std::string checkEdits(
    const TokenizerPtr &tokenizer, SpecialTokens special, const std::vector<std::string> &nasty,
    bool onlyNasty = false)
{
    struct Round
    {
        std::size_t parts;
        int edits;
    };
    std::uint64_t seed = static_cast<std::uint64_t>(thoroughness()) * 1000;
    for (int repeat = 0; repeat < thoroughness(); ++repeat) {
        for (const Round round : { Round{ 3, 500 }, Round{ 12, 400 }, Round{ 40, 200 }, Round{ 4000, 40 } }) {
            Editing editing(tokenizer, special, nasty, ++seed, onlyNasty);
            editing.setText(editing.randomText(round.parts));
            for (int i = 0; i < round.edits; ++i) {
                if (std::string wrong = editing.editOnce(); !wrong.empty())
                    return "seed " + std::to_string(seed) + ", edit " + std::to_string(i) + '\n'
                        + wrong.substr(0, 3000);
            }
        }
    }
    return {};
}

} // namespace

class TestEdits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void builtInEncodings_data()
    {
        QTest::addColumn<std::string>("encoding");
        for (const char *const name : { "o200k_base", "cl100k_base", "r50k_base", "o200k_harmony" })
            QTest::newRow(name) << std::string(name);
    }
    void builtInEncodings()
    {
        QFETCH(std::string, encoding);
        const std::vector<std::string> nasty{ "<|endoftext|>", "<|endof", "text|>", "<|start|>", "|>", "<|" };
        for (const SpecialTokens special : { SpecialTokens::AsText, SpecialTokens::AsTokens }) {
            const std::string wrong = checkEdits(tokenizerOrFail(encoding), special, nasty);
            QVERIFY2(wrong.empty(), wrong.c_str());
        }
        // A run of capitals looks far ahead.
        Editing editing(tokenizerOrFail(encoding), SpecialTokens::AsText, {}, 3);
        editing.setText(std::string(12'000, 'A') + "\u4F60");
        for (int i = 0; i < 30; ++i) {
            const std::string wrong = editing.editOnce();
            QVERIFY2(wrong.empty(), wrong.substr(0, 300).c_str());
        }
    }

    void madeTokenizers_data()
    {
        QTest::addColumn<int>("index");
        m_made = test::madeTokenizers();
        for (int i = 0; i < static_cast<int>(m_made.size()); ++i)
            QTest::newRow(m_made[static_cast<std::size_t>(i)].name.c_str()) << i;
    }
    void madeTokenizers()
    {
        QFETCH(int, index);
        const MadeTokenizer &made = m_made[static_cast<std::size_t>(index)];
        const std::string wrong = checkEdits(made.tokenizer, SpecialTokens::AsText, made.nasty, made.onlyNasty);
        QVERIFY2(wrong.empty(), wrong.c_str());
    }

    void realFiles_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < static_cast<int>(std::size(test::realFiles)); ++i)
            QTest::newRow(test::realFiles[i].name) << i;
    }
    void realFiles()
    {
        QFETCH(int, index);
        const QString path = pathOfRealFile(test::realFiles[index], QStringLiteral(CACHESCOPE_FETCH_DIR));
        if (path.isEmpty())
            QSKIP("npm or its registry is not at hand: the real tokenizer.json is not checked");
        const auto tokenizer = loadTokenizerFile(path.toStdString());
        QVERIFY2(tokenizer.has_value(), tokenizer ? "" : tokenizer.error().message.c_str());
        const std::vector<std::string> nasty{ "<think>",      "<thi",         "nk>",
                                              "<s>",          "</s>",         "<|im_start|>",
                                              "<|im_",        "start|>",      "\n\n",
                                              "\n\n\n",       "<h1>",         "<unused7>",
                                              "\u2581",       "\u2581\u2581", "<\uFF5CUser\uFF5C>",
                                              "<\uFF5C",      "\uFF5C>",      "e\u0301",
                                              "\uD55C\uAD6D", "  ",           " the" };
        for (const SpecialTokens special : { SpecialTokens::AsText, SpecialTokens::AsTokens }) {
            const std::string wrong = checkEdits(*tokenizer, special, nasty);
            QVERIFY2(wrong.empty(), wrong.c_str());
        }
        // One key is a matter of a few hundred bytes, whatever the tokenizer.
        std::string text;
        while (text.size() < 1'000'000)
            text
                += "The quick brown fox doesn't jump over 12345 lazy dogs.\nCaf\u00E9, \u4F60\u597D\u4E16\u754C!\n";
        IncrementalTokenizer editor(*tokenizer);
        editor.setText(text);
        std::mt19937_64 random(13);
        for (int i = 0; i < 500; ++i) {
            QVERIFY(editor.edit(randomBorder(random, text), 0, "").has_value());
            QVERIFY2(editor.lastScannedBytes() < 1000, qPrintable(QString::number(editor.lastScannedBytes())));
        }
    }

private:
    std::vector<MadeTokenizer> m_made;
};

QTEST_GUILESS_MAIN(TestEdits)
#include "tst_edits.moc"

// SPDX-License-Identifier: MIT
// Splitting rules against each other, encoding in chunks, ill-formed input, hostile input, models and estimates.
#include "made_tokenizers.h"
#include "support.h"

#include "tokens/fast_split.h"
#include "tokens/pipeline.h"
#include "tokens/stream_encoder.h"
#include "tokens/utf8.h"

#include <QtTest>

#include <thread>

using namespace cachescope;
using namespace cachescope::tokens;
using namespace cachescope::tokens::test;

namespace {

template <typename Split> bool fastEqualsComplete(const std::string &text)
{
    const auto *at = reinterpret_cast<const std::uint8_t *>(text.data());
    const auto *const end = at + text.size();
    while (end - at >= Split::lookAhead) {
        const auto *const expected = Split::complete(at, end);
        if (Split::fast(at, end) != expected || expected <= at)
            return false;
        at = expected;
    }
    return true;
}

std::vector<Token> streamed(
    const TokenizerPtr &tokenizer, std::string_view text, std::mt19937_64 &random, std::size_t most)
{
    std::vector<Token> tokens;
    StreamEncoder encoder(tokenizer, SpecialTokens::AsText, [&tokens](std::span<const StreamToken> batch) {
        for (const StreamToken &token : batch)
            tokens.push_back(
                { token.id, static_cast<std::uint32_t>(token.begin), static_cast<std::uint32_t>(token.end) });
    });
    while (!text.empty()) {
        const std::size_t size = std::min<std::size_t>(text.size(), 1 + random() % most);
        encoder.add(text.substr(0, size));
        text.remove_prefix(size);
    }
    encoder.finish();
    return tokens;
}

} // namespace

class TestStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fastSplitEqualsComplete()
    {
        using detail::FastFamily;
        std::mt19937_64 random(1);
        for (int i = 0; i < 3000; ++i) {
            const std::string text = randomText(random, 20 + random() % 200);
            QVERIFY2((fastEqualsComplete<detail::FastSplit<FastFamily::O200k, true, 3>>(text)), text.c_str());
            QVERIFY2((fastEqualsComplete<detail::FastSplit<FastFamily::O200k, false, 1>>(text)), text.c_str());
            QVERIFY2((fastEqualsComplete<detail::FastSplit<FastFamily::Cl100k, true, 3>>(text)), text.c_str());
            QVERIFY2((fastEqualsComplete<detail::FastSplit<FastFamily::Cl100k, true, 1>>(text)), text.c_str());
            QVERIFY2((fastEqualsComplete<detail::FastSplit<FastFamily::Gpt2, true, 0>>(text)), text.c_str());
        }
    }

    void chunksGiveTheWholeTextsTokens_data()
    {
        QTest::addColumn<std::string>("encoding");
        for (const std::string_view name : encodingNames())
            QTest::newRow(std::string(name).c_str()) << std::string(name);
    }
    void chunksGiveTheWholeTextsTokens()
    {
        QFETCH(std::string, encoding);
        const TokenizerPtr tokenizer = tokenizerOrFail(encoding);
        std::mt19937_64 random(2);
        for (int i = 0; i < 2; ++i) {
            std::string text;
            while (text.size() < 2'500'000) {
                // Long stretches without any place that all patterns cut, too.
                const auto kind = random() % 4;
                if (kind == 0)
                    text += std::string(random() % 300'000, ' ') + "\n\n" + std::string(random() % 1000, '\n');
                else if (kind == 1)
                    for (int k = 0; k < 100'000; ++k)
                        text += random() % 2 == 0 ? "\u4F60" : "B";
                else
                    text += randomText(random, 40'000);
            }
            std::vector<Token> whole;
            tokenizer->encode(text, whole);
            QVERIFY(streamed(tokenizer, text, random, 700'000) == whole);
        }
    }

    void everyKindOfTokenizer_data()
    {
        QTest::addColumn<int>("index");
        m_made = madeTokenizers();
        for (int i = 0; i < static_cast<int>(m_made.size()); ++i)
            QTest::newRow(m_made[static_cast<std::size_t>(i)].name.c_str()) << i;
    }
    /** Text without the places that all patterns cut: no blank or line feed follows a letter. */
    void everyKindOfTokenizer()
    {
        QFETCH(int, index);
        const MadeTokenizer &made = m_made[static_cast<std::size_t>(index)];
        std::mt19937_64 random(5);
        std::string text;
        while (text.size() < 1'150'000) {
            text += random() % 3 == 0 && !made.nasty.empty() ? made.nasty[random() % made.nasty.size()]
                                                             : randomText(random, 3);
            const bool isLetter = !text.empty() && (text.back() | 0x20) >= 'a' && (text.back() | 0x20) <= 'z';
            text += isLetter ? "." : "";
        }
        std::string dense;
        for (const char c : text) {
            const bool isLetter = !dense.empty() && (dense.back() | 0x20) >= 'a' && (dense.back() | 0x20) <= 'z';
            if (!isLetter || (c != ' ' && c != '\n'))
                dense += c;
        }
        std::vector<Token> whole;
        made.tokenizer->encode(dense, whole);
        QVERIFY(streamed(made.tokenizer, dense, random, 200'000) == whole);
    }

    /** Chinese has no blanks, and is not one endless piece to any of the usual tokenizers. */
    void chineseIsBounded()
    {
        for (const MadeTokenizer &made : madeTokenizers()) {
            if (made.name != "Llama 2" && made.name != "Gemma" && made.name != "DeepSeek"
                && made.name != "NFC, Qwen 2")
                continue;
            std::size_t most = 0;
            StreamEncoder encoder(made.tokenizer, SpecialTokens::AsText, [](std::span<const StreamToken>) {});
            for (int i = 0; i < 100'000; ++i) {
                encoder.add("\u4F60\u597D\uFF0C\u4E16\u754C\u3002\u4E00\u4E8C\u4E09\n");
                most = std::max(most, encoder.pendingBytes());
            }
            encoder.finish();
            QVERIFY2(most <= std::size_t{ 2 } << 20, made.name.c_str());
        }
    }

    void streamKeepsMemoryBounded()
    {
        const TokenizerPtr tokenizer = tokenizerOrFail("o200k_base");
        std::size_t most = 0;
        StreamEncoder encoder(tokenizer, SpecialTokens::AsText, [](std::span<const StreamToken>) {});
        const std::string chunk = "Lorem ipsum dolor sit amet, consectetur adipiscing elit. 一行中文。\n";
        for (int i = 0; i < 200'000; ++i) {
            encoder.add(chunk);
            most = std::max(most, encoder.pendingBytes());
        }
        encoder.finish();
        QCOMPARE(encoder.pendingBytes(), std::size_t{ 0 });
        QVERIFY(most <= std::size_t{ 2 } << 20);
    }

    void illFormedInputCountsAsReplacement()
    {
        const TokenizerPtr tokenizer = tokenizerOrFail("o200k_base");
        const std::string bad = "caf\xC3 au \xF0\x9F\x98 lait \xFF";
        QCOMPARE(idsOf(*tokenizer, bad), idsOf(*tokenizer, detail::replaceIllFormedPlain(bad)));
        std::vector<Token> tokens;
        tokenizer->encode(bad, tokens);
        QCOMPARE(std::size_t{ tokens.back().end }, bad.size());
        StreamEncoder encoder(tokenizer, SpecialTokens::AsText, [](std::span<const StreamToken>) {});
        encoder.add(bad);
        encoder.finish();
        QCOMPARE(encoder.firstInvalidByte(), std::optional<std::uint64_t>(3));
        // U+FFFD is what the reference makes of a lone surrogate.
        QCOMPARE(
            idsOf(*tokenizer, detail::fromUtf16(std::u16string{ 0xD800 })), std::vector<std::uint32_t>{ 3251 });
    }

    void randomBytesNeverBreakAnything()
    {
        std::mt19937_64 random(3);
        for (const std::string_view name : encodingNames()) {
            const TokenizerPtr tokenizer = tokenizerOrFail(name);
            for (int i = 0; i < 50; ++i) {
                std::string bytes(random() % 400, '\0');
                for (char &c : bytes)
                    c = static_cast<char>(random());
                std::vector<Token> tokens;
                tokenizer->encode(bytes, tokens);
                std::size_t position = 0;
                for (const Token &token : tokens) {
                    QVERIFY(token.begin == position || token.begin == token.end);
                    position = token.end;
                }
                QCOMPARE(position, bytes.size());
            }
        }
    }

    /** One tokenizer for all threads, each with what it learnt itself; and the first use at the same time. */
    void threadsShareTokenizers()
    {
        std::mt19937_64 random(4);
        const std::string text = randomText(random, 20'000);
        std::vector<std::vector<std::uint32_t>> results(6);
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < results.size(); ++i) {
            threads.emplace_back([&results, &text, i] {
                const TokenizerPtr own = tokenizerOrFail(i % 2 == 0 ? "o200k_base" : "cl100k_base");
                const TokenizerPtr other = tokenizerOrFail(i % 2 == 0 ? "cl100k_base" : "o200k_base");
                for (int round = 0; round < 3; ++round) {
                    results[i] = idsOf(*other, text);
                    results[i] = idsOf(*own, text);
                }
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        for (std::size_t i = 2; i < results.size(); ++i)
            QVERIFY(results[i] == results[i - 2]);
        QVERIFY(results[0] != results[1]);
    }

    void unknownEncodingNamesTheNearest()
    {
        const auto result = encoding("o200k-base");
        QVERIFY(!result.has_value());
        QVERIFY(result.error().code == base::ErrorCode::InvalidInput);
        QVERIFY2(
            result.error().message.find("did you mean o200k_base?") != std::string::npos,
            result.error().message.c_str());
    }

    void beginningOfANameIsNear()
    {
        const auto result = encoding("o200k");
        QVERIFY(
            !result.has_value() && result.error().message.find("did you mean o200k_base?") != std::string::npos);
        QVERIFY(encoding("zzz").error().message.find("did you mean") == std::string::npos);
    }

    void unknownIdsAreRefused()
    {
        const TokenizerPtr tokenizer = tokenizerOrFail("cl100k_base");
        QVERIFY(!tokenizer->decode(std::vector<std::uint32_t>{ 100256 }).has_value());
        QVERIFY(!tokenizer->tokenBytes(4'000'000'000U).has_value());
        QCOMPARE(*tokenizer->decode(std::vector<std::uint32_t>{ 100276 }), std::string("<|endofprompt|>"));
        QCOMPARE(*tokenizerOrFail("o200k_harmony")->tokenBytes(200018), std::string("<|endofprompt|>"));
    }

private:
    std::vector<MadeTokenizer> m_made;
};

QTEST_GUILESS_MAIN(TestStream)
#include "tst_stream.moc"

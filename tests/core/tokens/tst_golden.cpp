// SPDX-License-Identifier: MIT
// The tokens of the reference implementation (OpenAI's tiktoken), vector by vector.
#include "support.h"

#include "base/digest.h"
#include "tokens/embedded.h"
#include "tokens/packed_format.h"

#include <QtTest>

#include <array>
#include <cstring>

using namespace cachescope;
using namespace cachescope::tokens;
using namespace cachescope::tokens::test;

namespace {

void compareAll(const std::string &file, SpecialTokens special, std::size_t expectedVectors)
{
    const std::vector<Vector> vectors = goldenVectors(file);
    QCOMPARE(vectors.size(), expectedVectors);
    std::vector<std::uint32_t> ids;
    std::vector<Token> tokens;
    for (const Vector &vector : vectors) {
        const TokenizerPtr tokenizer = tokenizerOrFail(vector.encoding);
        tokenizer->encodeIds(vector.text, ids, special);
        QVERIFY2(ids == vector.tokens, qPrintable(QString::fromStdString(vector.encoding + ": " + vector.text)));
        QCOMPARE(tokenizer->count(vector.text, special), ids.size());
        tokenizer->encode(vector.text, tokens, special);
        QCOMPARE(tokens.size(), ids.size());
        std::size_t position = 0;
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            QCOMPARE(tokens[i].id, ids[i]);
            QCOMPARE(std::size_t{ tokens[i].begin }, position);
            position = tokens[i].end;
        }
        QCOMPARE(position, vector.text.size());
        const auto decoded = tokenizer->decode(ids);
        QVERIFY2(decoded.has_value() && *decoded == vector.text, vector.text.c_str());
    }
}

} // namespace

class TestGolden : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ordinary_data()
    {
        QTest::addColumn<std::string>("file");
        QTest::addColumn<std::size_t>("vectors");
        QTest::newRow("o200k_base") << std::string("o200k_base.jsonl.xz") << std::size_t{ 2776 };
        QTest::newRow("cl100k_base") << std::string("cl100k_base.jsonl.xz") << std::size_t{ 2776 };
        QTest::newRow("p50k_base") << std::string("p50k_base.jsonl.xz") << std::size_t{ 767 };
        QTest::newRow("r50k_base") << std::string("r50k_base.jsonl.xz") << std::size_t{ 767 };
        QTest::newRow("unicode 16") << std::string("unicode16_sensitive.jsonl") << std::size_t{ 120 };
    }
    void ordinary()
    {
        QFETCH(std::string, file);
        QFETCH(std::size_t, vectors);
        compareAll(file, SpecialTokens::AsText, vectors);
    }
    void specials() { compareAll("special_tokens.jsonl", SpecialTokens::AsTokens, 155); }

    void embeddedDataIsTheirs_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<QByteArray>("sha256");
        QTest::newRow("o200k") << 0
                               << QByteArray("446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d");
        QTest::newRow("cl100k") << 1
                                << QByteArray("223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7");
        QTest::newRow("p50k") << 2
                              << QByteArray("94b5ca7dff4d00767bc256fdd1b27e5b17361d7b8a5f968547f9f23eb70d2069");
        QTest::newRow("r50k") << 3
                              << QByteArray("306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930");
    }
    /** Writes the embedded vocabulary as a .tiktoken file again and compares its digest with the published one. */
    void embeddedDataIsTheirs()
    {
        QFETCH(int, which);
        QFETCH(QByteArray, sha256);
        static constexpr std::array names{ "o200k_base", "cl100k_base", "p50k_base", "r50k_base" };
        const TokenizerPtr tokenizer = tokenizerOrFail(names[static_cast<std::size_t>(which)]);
        std::string file;
        for (std::uint32_t rank = 0; rank < tokenizer->idCount(); ++rank) {
            const auto bytes = tokenizer->tokenBytes(rank);
            if (!bytes || tokenizer->specialToken(*bytes) == rank)
                continue;
            const QByteArray base64 = QByteArray::fromStdString(*bytes).toBase64();
            file += base64.toStdString() + ' ' + std::to_string(rank) + '\n';
        }
        QCOMPARE(QByteArray::fromStdString(base::toHex(base::sha256(file))), sha256);
        const auto packed = detail::embeddedVocabulary(static_cast<detail::EmbeddedVocabulary>(which));
        detail::PackedHead head;
        std::memcpy(&head, packed.data(), sizeof head);
        QCOMPARE(QByteArray::fromStdString(base::toHex(head.sha256)), sha256);
    }
};

QTEST_GUILESS_MAIN(TestGolden)
#include "tst_golden.moc"

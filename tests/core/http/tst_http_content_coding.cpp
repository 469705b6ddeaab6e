// SPDX-License-Identifier: MIT
#include "http/content_coding.h"

#include <QTest>

#include <brotli/encode.h>
#include <zlib.h>
#include <zstd.h>

using namespace cachescope;
using http::ContentDecoder;

namespace {

std::string deflated(std::string_view text, int windowBits)
{
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, static_cast<uLong>(text.size())) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(out.size() - stream.avail_out);
    deflateEnd(&stream);
    return out;
}

std::string gzipped(std::string_view text)
{
    return deflated(text, MAX_WBITS + 16);
}

std::string brotlied(std::string_view text)
{
    std::size_t size = BrotliEncoderMaxCompressedSize(text.size()) + 16;
    std::string out(size, '\0');
    BrotliEncoderCompress(
        5, 22, BROTLI_MODE_GENERIC, text.size(), reinterpret_cast<const std::uint8_t *>(text.data()), &size,
        reinterpret_cast<std::uint8_t *>(out.data()));
    out.resize(size);
    return out;
}

std::string zstded(std::string_view text)
{
    std::string out(ZSTD_compressBound(text.size()), '\0');
    out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
    return out;
}

std::string coded(const QByteArray &coding, const std::string &text)
{
    if (coding == "gzip" || coding == "x-gzip" || coding == "GZIP")
        return gzipped(text);
    if (coding == "deflate")
        return deflated(text, MAX_WBITS);
    if (coding == "raw deflate")
        return deflated(text, -MAX_WBITS);
    if (coding == "br")
        return brotlied(text);
    if (coding == "zstd")
        return zstded(text);
    if (coding == "gzip, br")
        return brotlied(gzipped(text));
    return text;
}

std::string sampleText()
{
    std::string text;
    for (int i = 0; i < 20'000; ++i)
        text += "data: {\"n\":" + std::to_string(i * 7919 % 10'007) + "}\n\n";
    return text;
}

} // namespace

class TestContentCoding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void decodes_data()
    {
        QTest::addColumn<QByteArray>("coding");
        for (const char *coding :
             { "", "identity", "gzip", "x-gzip", "GZIP", "deflate", "raw deflate", "br", "zstd", "gzip, br" })
            QTest::newRow(*coding ? coding : "none") << QByteArray(coding);
    }
    void decodes()
    {
        QFETCH(QByteArray, coding);
        const std::string text = sampleText();
        const std::string bytes = coded(coding, text);
        const std::string field = coding == "raw deflate" ? "deflate" : coding.toStdString();
        const auto whole = http::decodeContent(field, bytes);
        QVERIFY2(whole, whole ? "" : whole.error().message.c_str());
        QCOMPARE(*whole, text);

        auto decoder = ContentDecoder::create(field);
        QVERIFY(decoder);
        std::string out;
        for (std::size_t at = 0; at < bytes.size(); at += 7)
            QVERIFY(decoder->feed(std::string_view(bytes).substr(at, 7), out));
        QVERIFY(decoder->finish());
        QCOMPARE(out, text);
    }

    void cutStreamsAreNotWhole_data()
    {
        QTest::addColumn<QByteArray>("coding");
        for (const char *coding : { "gzip", "deflate", "br", "zstd" })
            QTest::newRow(coding) << QByteArray(coding);
    }
    void cutStreamsAreNotWhole()
    {
        QFETCH(QByteArray, coding);
        const std::string bytes = coded(coding, sampleText());
        const auto cut
            = http::decodeContent(coding.toStdString(), std::string_view(bytes).substr(0, bytes.size() - 1));
        QVERIFY(!cut);
        QCOMPARE(cut.error().code, base::ErrorCode::Corrupt);
        QVERIFY(!http::decodeContent(coding.toStdString(), "this is not compressed at all"));
    }

    void flushedPiecesComeOutAtOnce()
    {
        // A stream of events is compressed with a flush after each: the decoder must not sit on them.
        z_stream stream{};
        deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
        auto decoder = ContentDecoder::create("gzip");
        for (int i = 0; i < 10; ++i) {
            std::string event = "data: " + std::to_string(i) + "\n\n";
            std::array<Bytef, 256> room{};
            stream.next_in = reinterpret_cast<Bytef *>(event.data());
            stream.avail_in = static_cast<uInt>(event.size());
            stream.next_out = room.data();
            stream.avail_out = room.size();
            deflate(&stream, Z_SYNC_FLUSH);
            std::string out;
            QVERIFY(decoder->feed({ reinterpret_cast<char *>(room.data()), room.size() - stream.avail_out }, out));
            QCOMPARE(out, event);
        }
        deflateEnd(&stream);
    }

    void severalGzipMembersAreOneBody()
    {
        const auto text = http::decodeContent("gzip", gzipped("one ") + gzipped("two"));
        QVERIFY(text);
        QCOMPARE(*text, std::string("one two"));
    }

    void bombsAreStopped_data() { cutStreamsAreNotWhole_data(); }
    void bombsAreStopped()
    {
        QFETCH(QByteArray, coding);
        const std::string bomb = coded(coding, std::string(64U << 20, '\0'));
        auto decoder = ContentDecoder::create(coding.toStdString());
        std::string out;
        const auto result = decoder->feed(bomb, out);
        QVERIFY(!result);
        QCOMPARE(result.error().code, base::ErrorCode::LimitExceeded);
        QVERIFY(out.size() < (16U << 20));
        QVERIFY(!decoder->feed("more", out));
    }

    void outputIsBounded()
    {
        http::DecodeLimits limits;
        limits.outputBytes = 1000;
        QVERIFY(http::decodeContent("", std::string(1000, 'a'), limits));
        QVERIFY(!http::decodeContent("", std::string(1001, 'a'), limits));
    }

    void unknownAndPiledCodingsAreRefused()
    {
        const auto unknown = ContentDecoder::create("snappy");
        QVERIFY(!unknown);
        QVERIFY(unknown.error().message.find("snappy") != std::string::npos);
        QVERIFY(!ContentDecoder::create("gzip, gzip, gzip"));
    }

    void emptyBodyUnderACodingIsEmpty() { QCOMPARE(http::decodeContent("gzip", "").value_or("x"), std::string()); }
};

QTEST_GUILESS_MAIN(TestContentCoding)
#include "tst_http_content_coding.moc"

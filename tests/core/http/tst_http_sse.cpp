// SPDX-License-Identifier: MIT
#include "http/sse.h"

#include <QTest>

using namespace cachescope::http;

namespace {

std::string collect(SseParser &parser, std::string_view bytes)
{
    std::string text;
    parser.feed(bytes, [&](const SseEvent &event) {
        text += "(" + std::string(event.event) + "|" + std::string(event.data) + "|" + std::string(event.id) + ")";
    });
    return text;
}

} // namespace

class TestSse : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, QByteArray bytes, QByteArray expected) {
            QTest::newRow(name) << bytes << expected;
        };
        row("LF", "data: a\n\ndata: b\n\n", "(|a|)(|b|)");
        row("CRLF", "data: a\r\n\r\ndata: b\r\n\r\n", "(|a|)(|b|)");
        row("CR", "data: a\r\rdata: b\r\r", "(|a|)(|b|)");
        row("mixed", "data: a\r\n\ndata: b\r\r\ndata: c\n\r", "(|a|)(|b|)(|c|)");
        row("BOM",
            "\xEF\xBB\xBF"
            "data: a\n\n",
            "(|a|)");
        row("two BOMs",
            "\xEF\xBB\xBF\xEF\xBB\xBF"
            "data: a\n\ndata: b\n\n",
            "(|b|)");
        row("half a BOM",
            "\xEF\xBB"
            "data: a\n\ndata: b\n\n",
            "(|b|)");
        row("comments", ": hello\n\n:\ndata: a\n:x\n\n", "(|a|)");
        row("multi-line", "data: a\ndata:\ndata: b\n\n", "(|a\n\nb|)");
        row("no blank", "data:a\n\n", "(|a|)");
        row("two blanks", "data:  a\n\n", "(| a|)");
        row("name only", "data\n\n", "(||)");
        row("typed", "event: ping\ndata: {}\n\ndata: x\n\n", "(ping|{}|)(|x|)");
        row("type without data", "event: ping\n\n", "(ping||)");
        row("ids stay", "id: 7\ndata: a\n\ndata: b\n\n", "(|a|7)(|b|7)");
        row("unknown fields", "foo: bar\nretry: 10\ndata: a\n\n", "(|a|)");
        row("no final blank line", "data: a\n\ndata: b\n", "(|a|)");
        row("no final line end", "data: a\n\ndata: b", "(|a|)");
        row("UTF-8", "data: \xF0\x9F\x98\x80\n\n", "(|\xF0\x9F\x98\x80|)");
    }
    void reads()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, expected);
        const std::string text = bytes.toStdString();
        for (std::size_t cut = 0; cut <= text.size(); ++cut) {
            SseParser parser;
            std::string got = collect(parser, std::string_view(text).substr(0, cut));
            got += collect(parser, std::string_view(text).substr(cut));
            QCOMPARE(got, expected.toStdString());
        }
        SseParser parser;
        std::string got;
        for (const char c : text)
            got += collect(parser, { &c, 1 });
        QCOMPARE(got, expected.toStdString());
    }

    void tellsWhetherItStopsWithinAnEvent()
    {
        SseParser parser;
        collect(parser, "data: a\n\n");
        QVERIFY(!parser.isWithinEvent());
        collect(parser, "data: b\n");
        QVERIFY(parser.isWithinEvent());
    }

    void dropsAndCountsWhatIsTooLarge()
    {
        SseParser parser(100);
        const std::string large(1000, 'x');
        for (const bool pieces : { false, true }) {
            std::string got = collect(parser, "data: before\n\n");
            if (pieces) {
                got += collect(parser, "data: ");
                for (int i = 0; i < 100; ++i)
                    got += collect(parser, "0123456789");
                got += collect(parser, "\n\n");
            } else {
                got += collect(parser, "data: " + large + "\n\n");
            }
            got += collect(parser, "data: after\n\n");
            QCOMPARE(got, std::string("(|before|)(|after|)"));
        }
        QCOMPARE(parser.droppedEvents(), std::uint64_t{ 2 });
        std::string many;
        for (int i = 0; i < 100; ++i)
            many += "data: 12345\n";
        QCOMPARE(collect(parser, many + "\ndata: after\n\n"), std::string("(|after|)"));
        QCOMPARE(parser.droppedEvents(), std::uint64_t{ 3 });
    }

    void aLineOverTheLimitCountsTheSameHoweverItIsCut()
    {
        const std::string comment = ": " + std::string(150, 'x') + "\n";
        SseParser whole(100);
        SseParser pieces(100);
        std::string got = collect(whole, "data: a\n" + comment + "\n");
        std::string gotInPieces = collect(pieces, "data: a\n" + comment.substr(0, 80));
        gotInPieces += collect(pieces, comment.substr(80) + "\n");
        QCOMPARE(got, gotInPieces);
        QCOMPARE(whole.droppedEvents(), std::uint64_t{ 1 });
        QCOMPARE(pieces.droppedEvents(), std::uint64_t{ 1 });
    }

    void writtenEventsCanBeRead()
    {
        std::string out;
        appendSseEvent(out, "a\nb", "type", "9");
        QCOMPARE(out, std::string("event: type\nid: 9\ndata: a\ndata: b\n\n"));
        SseParser parser;
        QCOMPARE(collect(parser, out), std::string("(type|a\nb|9)"));
    }
};

QTEST_GUILESS_MAIN(TestSse)
#include "tst_http_sse.moc"

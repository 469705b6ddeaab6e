// SPDX-License-Identifier: MIT
#include "http/response_parser.h"

#include <QTest>

using namespace cachescope;
using http::EventKind;
using http::ResponseParser;

namespace {

struct Reading
{
    std::string text;
    bool failed = false;
    bool ended = false;
    bool keepAlive = false;
    std::string rest;
};

void feed(ResponseParser &parser, std::string_view piece, Reading &reading)
{
    for (;;) {
        const http::Event event = parser.feed(piece);
        if (event.kind == EventKind::NeedMore)
            return;
        if (event.kind == EventKind::Head)
            reading.text += std::to_string(parser.head().status) + " " + parser.head().reason + "|";
        if (event.kind == EventKind::Body)
            reading.text += event.body;
        if (event.kind == EventKind::End) {
            reading.ended = true;
            reading.keepAlive = parser.canKeepAlive();
            reading.rest = piece;
            return;
        }
        if (event.kind == EventKind::Error) {
            reading.failed = true;
            return;
        }
    }
}

/** Reads `bytes` cut at `cut`, then the connection's end. */
Reading read(std::string_view bytes, std::size_t cut, ResponseParser::RequestKind kind)
{
    ResponseParser parser;
    parser.start(kind);
    Reading reading;
    feed(parser, bytes.substr(0, cut), reading);
    if (!reading.failed && !reading.ended)
        feed(parser, bytes.substr(cut), reading);
    if (!reading.failed && !reading.ended) {
        reading.ended = parser.finish().kind == EventKind::End;
        reading.failed = !reading.ended;
    }
    return reading;
}

} // namespace

class TestResponseParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("head");
        QTest::addColumn<QByteArray>("expected"); // empty = must fail
        QTest::addColumn<bool>("keepAlive");
        const auto row = [](const char *name, QByteArray bytes, QByteArray expected, bool keepAlive = false,
                            bool head = false) { QTest::newRow(name) << bytes << head << expected << keepAlive; };
        row("length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "200 OK|hello", true);
        row("no reason", "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n", "200 |", true);
        row("chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n",
            "200 OK|hello", true);
        row("until close", "HTTP/1.1 200 OK\r\n\r\nhello", "200 OK|hello");
        row("HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", "200 OK|ok");
        row("close", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", "200 OK|ok");
        row("204 with length", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", "204 No Content|", true);
        row("304", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", "304 Not Modified|", true);
        row("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "200 OK|", true, true);
        row("HEAD chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "200 OK|", true, true);
        row("interims",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: "
            "0\r\n\r\n",
            "200 OK|", true);
        QByteArray thousand;
        for (int i = 0; i < 1000; ++i)
            thousand += "HTTP/1.1 102 Processing\r\n\r\n";
        row("1,000 interims", thousand + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "200 OK|", true);
        row("endless interims", thousand + thousand + thousand, "");
        row("101", "HTTP/1.1 101 Switching\r\n\r\n", "");
        row("nothing", "", "");
        row("cut head", "HTTP/1.1 200 OK\r\nContent-", "");
        row("cut length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell", "");
        row("cut chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", "");
        row("no last chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "");
        row("last chunk without its blank line",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n", "");
        row("bad chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n", "");
        row("two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", "");
        row("TE and CL", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", "");
        row("negative", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello", "");
        row("NUL", QByteArray("HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n", 27), "");
        row("bare CR", "HTTP/1.1 200 OK\r\nX: a\rb\r\n\r\n", "");
        row("obs-fold", "HTTP/1.1 200 OK\r\nX: a\r\n b\r\n\r\n", "");
        row("SSH", "SSH-2.0-x\r\n", "");
        row("garbage", "\x01\x02", "");
        row("status of two digits", "HTTP/1.1 20 OK\r\n\r\n", "");
        row("status 099", "HTTP/1.1 099 OK\r\n\r\n", "");
        row("HTTP/2", "HTTP/2 200 OK\r\n\r\n", "");
        row("huge head", "HTTP/1.1 200 OK\r\nX: " + QByteArray(70'000, 'a') + "\r\n\r\n", "");
    }
    void reads()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, head);
        QFETCH(QByteArray, expected);
        QFETCH(bool, keepAlive);
        const std::string text = bytes.toStdString();
        const auto kind = head ? ResponseParser::RequestKind::Head : ResponseParser::RequestKind::Ordinary;
        const std::size_t stride = text.size() > 2000 ? 997 : 1;
        for (std::size_t cut = 0; cut <= text.size(); cut += stride) {
            const Reading reading = read(text, cut, kind);
            QCOMPARE(reading.failed, expected.isEmpty());
            if (expected.isEmpty())
                continue;
            QCOMPARE(reading.text, expected.toStdString());
            QCOMPARE(reading.keepAlive, keepAlive);
        }
    }

    void leavesBytesAfterTheAnswer()
    {
        const Reading reading
            = read("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokEXTRA", 0, ResponseParser::RequestKind::Ordinary);
        QVERIFY(reading.ended);
        QCOMPARE(reading.rest, std::string("EXTRA"));
    }

    void canBeUsedAgain()
    {
        ResponseParser parser;
        for (int i = 0; i < 3; ++i) {
            parser.start(ResponseParser::RequestKind::Ordinary);
            QVERIFY(parser.isUntouched());
            Reading reading;
            feed(parser, "HTTP/1.1 200 O", reading);
            QVERIFY(!parser.isUntouched());
            feed(parser, "K\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nT: 1\r\n\r\n", reading);
            QVERIFY(reading.ended);
            QCOMPARE(parser.trailers().value("t"), std::string_view("1"));
        }
    }
};

QTEST_GUILESS_MAIN(TestResponseParser)
#include "tst_http_response_parser.moc"

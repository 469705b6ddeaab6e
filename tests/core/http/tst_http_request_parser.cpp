// SPDX-License-Identifier: MIT
#include "http/request_parser.h"

#include "request_cases.h"

#include <QTest>

using namespace cachescope;
using http::EventKind;

namespace {

/** All that a reading of some bytes gave, as text, so that two readings can be compared whole. */
struct Reading
{
    std::string text;
    int status = 0;
    int messages = 0;
};

void note(Reading &reading, const http::RequestParser &parser)
{
    const http::RequestHead &head = parser.head();
    reading.text += head.method + " " + head.target + " 1." + std::to_string(head.versionMinor) + "\n";
    for (const http::Field field : head.fields)
        reading.text += "[" + std::string(field.name) + "|" + std::string(field.value) + "]\n";
}

/** Feeds pieces of the given size (0 = whole). */
void feed(http::RequestParser &parser, std::string_view piece, Reading &reading)
{
    for (;;) {
        const http::Event event = parser.feed(piece);
        switch (event.kind) {
        case EventKind::NeedMore:
            QVERIFY(piece.empty());
            return;
        case EventKind::Head:
            note(reading, parser);
            break;
        case EventKind::Body:
            reading.text += event.body;
            break;
        case EventKind::End:
            ++reading.messages;
            reading.text += "\nEND";
            for (const http::Field field : parser.trailers())
                reading.text += "[" + std::string(field.name) + "|" + std::string(field.value) + "]";
            break;
        case EventKind::Error:
            reading.status = parser.error().status;
            return;
        }
    }
}

Reading read(const std::vector<std::string_view> &pieces)
{
    http::RequestParser parser;
    Reading reading;
    for (const std::string_view piece : pieces) {
        feed(parser, piece, reading);
        if (reading.status != 0)
            break;
    }
    return reading;
}

Reading readByteByByte(std::string_view bytes)
{
    std::vector<std::string_view> pieces;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        pieces.push_back(bytes.substr(i, 1));
    return read(pieces);
}

} // namespace

class TestRequestParser : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void verdicts_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("status");
        for (const test::RequestCase &row : test::requestCases())
            QTest::newRow(row.name) << QByteArray::fromStdString(row.bytes) << row.status;
    }
    void verdicts()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, status);
        const std::string text = bytes.toStdString();
        const Reading whole = read({ text });
        QCOMPARE(whole.status, status);
        QCOMPARE(whole.messages, status == 0 ? 1 : 0);
    }

    void verdictsDoNotDependOnCuts_data() { verdicts_data(); }
    void verdictsDoNotDependOnCuts()
    {
        QFETCH(QByteArray, bytes);
        const std::string text = bytes.toStdString();
        const std::string_view view = text;
        const Reading whole = read({ text });
        // Cutting a megabyte at each of its bytes would take minutes: long cases are cut near both ends.
        const std::size_t stride = text.size() > 4096 ? text.size() / 64 : 1;
        for (std::size_t cut = 1; cut < view.size(); cut += (cut < 300 || cut + 300 > view.size() ? 1 : stride)) {
            const Reading parts = read({ view.substr(0, cut), view.substr(cut) });
            QCOMPARE(parts.status, whole.status);
            QCOMPARE(parts.messages, whole.messages);
            if (whole.status == 0)
                QCOMPARE(parts.text, whole.text);
        }
        const Reading bytewise = readByteByByte(view);
        QCOMPARE(bytewise.status, whole.status);
        if (whole.status == 0)
            QCOMPARE(bytewise.text, whole.text);
    }

    void keepsNamesOrderAndCase()
    {
        http::RequestParser parser;
        std::string_view input
            = "POST /v1/Chat?a=%2F&b=~ HTTP/1.1\r\nhOST: x\r\nX-b: 2\r\nX-A:   1  \r\nx-B: \"3, 4\"\r\n\r\n";
        QCOMPARE(parser.feed(input).kind, EventKind::Head);
        QCOMPARE(parser.head().target, std::string("/v1/Chat?a=%2F&b=~"));
        std::string out;
        http::appendFields(out, parser.head().fields);
        QCOMPARE(out, std::string("hOST: x\r\nX-b: 2\r\nX-A: 1\r\nx-B: \"3, 4\"\r\n"));
    }

    void repeatedHeadsAreTheSame()
    {
        const std::string head = "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n";
        http::RequestParser parser;
        const auto take = [&](const std::string &bytes, bool repeats) {
            std::string_view input = bytes;
            QCOMPARE(parser.feed(input).kind, EventKind::Head);
            QCOMPARE(parser.repeatsHead(), repeats);
            QCOMPARE(parser.contentLength().value_or(99), std::uint64_t{ 2 });
            parser.setBodyLimit(2);
            const http::Event body = parser.feed(input);
            QCOMPARE(body.kind, EventKind::Body);
            QCOMPARE(std::string(body.body), bytes.substr(bytes.size() - 2));
            QCOMPARE(parser.feed(input).kind, EventKind::End);
        };
        take(head + "ab", false);
        take(head + "cd", true);
        take(head + "ef", true);
        take("POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\ngh", false);
        QCOMPARE(parser.head().target, std::string("/b"));
        take(head + "ij", false);
        QCOMPARE(parser.head().target, std::string("/a"));
        // A head that goes on where the last one ended is another head.
        take("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nA: b\r\n\r\nkl", false);
        QCOMPARE(parser.head().fields.size(), std::size_t{ 3 });
    }

    void pipelinedRequestsComeOneByOne()
    {
        std::string bytes;
        for (int i = 0; i < 50; ++i)
            bytes += i % 2 ? "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n"
                           : "POST /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
        QCOMPARE(read({ bytes }).messages, 50);
        QCOMPARE(readByteByByte(bytes).text, read({ bytes }).text);
    }

    void leavesPipelinedBytes()
    {
        http::RequestParser parser;
        std::string_view input = "GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b";
        QCOMPARE(parser.feed(input).kind, EventKind::Head);
        QCOMPARE(parser.feed(input).kind, EventKind::End);
        QCOMPARE(input, std::string_view("GET /b"));
        QVERIFY(parser.isIdle());
        QCOMPARE(parser.feed(input).kind, EventKind::NeedMore);
        QVERIFY(!parser.isIdle());
    }

    void countsChunkedBodiesAgainstTheLimit()
    {
        http::RequestLimits limits;
        limits.bodyBytes = 8;
        http::RequestParser parser(limits);
        Reading reading;
        feed(parser, test::chunkedWith("5\r\nhello\r\n5\r\nworld\r\n0\r\n\r\n"), reading);
        QCOMPARE(reading.status, 413);
    }

    void limitCanBeChangedForOneMessage()
    {
        http::RequestLimits limits;
        limits.bodyBytes = 2;
        http::RequestParser parser(limits);
        const std::string bytes = test::withField("Content-Length: 5", "hello");
        std::string_view input = bytes;
        QCOMPARE(parser.feed(input).kind, EventKind::Head);
        parser.setBodyLimit(5);
        QCOMPARE(parser.feed(input).kind, EventKind::Body);
        QCOMPARE(parser.feed(input).kind, EventKind::End);
        input = bytes;
        QCOMPARE(parser.feed(input).kind, EventKind::Head);
        QCOMPARE(parser.feed(input).kind, EventKind::Error);
        QCOMPARE(parser.error().status, 413);
    }

    void keepAlive_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<bool>("keepAlive");
        QTest::newRow("1.1") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\n\r\n") << true;
        QTest::newRow("1.1 close") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n")
                                   << false;
        QTest::newRow("1.0") << QByteArray("GET / HTTP/1.0\r\n\r\n") << false;
        QTest::newRow("1.0 keep") << QByteArray("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n") << true;
    }
    void keepAlive()
    {
        QFETCH(QByteArray, head);
        QFETCH(bool, keepAlive);
        http::RequestParser parser;
        std::string_view input(head.constData(), static_cast<std::size_t>(head.size()));
        QCOMPARE(parser.feed(input).kind, EventKind::Head);
        QCOMPARE(parser.wantsKeepAlive(), keepAlive);
    }
};

QTEST_GUILESS_MAIN(TestRequestParser)
#include "tst_http_request_parser.moc"

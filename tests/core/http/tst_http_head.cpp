// SPDX-License-Identifier: MIT
#include "http/chunked.h"
#include "http/head.h"

#include <QTest>

using namespace cachescope::http;

class TestHead : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fieldsKeepOrderCaseAndRepetition()
    {
        Fields fields{ { "X-B", "1" }, { "x-a", "2" }, { "X-b", "3" } };
        QCOMPARE(fields.count("x-B"), std::size_t{ 2 });
        QCOMPARE(fields.value("X-B"), std::string_view("1"));
        QVERIFY(!fields.find("absent"));
        fields.set("X-A", "long enough to be no small string at all");
        fields.set("New", "n");
        std::string out;
        appendFields(out, fields);
        QCOMPARE(
            out, std::string("X-B: 1\r\nx-a: long enough to be no small string at all\r\nX-b: 3\r\nNew: n\r\n"));
        fields.set("x-b", "only");
        QCOMPARE(fields.count("X-B"), std::size_t{ 1 });
        QCOMPARE(fields.remove("X-A"), std::size_t{ 1 });
        QCOMPARE(fields.size(), std::size_t{ 2 });
    }

    void hopByHopFieldsLeave()
    {
        Fields fields{ { "Connection", "close, X-Secret" },
                       { "connection", "Foo" },
                       { "X-Secret", "1" },
                       { "Foo", "2" },
                       { "Keep-Alive", "timeout=5" },
                       { "TE", "trailers" },
                       { "Transfer-Encoding", "chunked" },
                       { "Upgrade", "h2c" },
                       { "Proxy-Connection", "keep-alive" },
                       { "Proxy-Authorization", "Basic x" },
                       { "Authorization", "Bearer x" },
                       { "Trailer", "X-Sum" },
                       { "X-Stays", "3" } };
        removeHopByHop(fields);
        std::string out;
        appendFields(out, fields);
        QCOMPARE(out, std::string("Authorization: Bearer x\r\nTrailer: X-Sum\r\nX-Stays: 3\r\n"));
    }

    void connectionCannotRemoveFraming()
    {
        Fields fields{ { "Connection", "Content-Length, Host" }, { "Content-Length", "5" }, { "Host", "a" } };
        removeHopByHop(fields);
        QCOMPARE(fields.size(), std::size_t{ 2 });
    }

    void trailersCannotSteer()
    {
        Fields trailers{ { "X-Sum", "1" },
                         { "Content-Length", "5" },
                         { "Transfer-Encoding", "chunked" },
                         { "Authorization", "x" },
                         { "Host", "evil" } };
        removeForbiddenTrailers(trailers);
        QCOMPARE(trailers.size(), std::size_t{ 1 });
        QCOMPARE(trailers.value("x-sum"), std::string_view("1"));
    }

    void listsSkipEmptyMembers()
    {
        ListMembers members(" , a ,, b;q=1 ,");
        QCOMPARE(members.next().value_or(""), std::string_view("a"));
        QCOMPARE(members.next().value_or(""), std::string_view("b;q=1"));
        QVERIFY(!members.next());
    }

    void headsAreWrittenAsTheyWereRead()
    {
        std::string out;
        appendRequestHead(out, { "POST", "/a?b", 1, { { "hOST", "x" } } });
        QCOMPARE(out, std::string("POST /a?b HTTP/1.1\r\nhOST: x\r\n\r\n"));
        out.clear();
        appendResponseHead(out, { 529, "", 1, { { "X", "y" } } });
        QCOMPARE(out, std::string("HTTP/1.1 529 \r\nX: y\r\n\r\n"));
    }

    void chunksAreWritten()
    {
        std::string out;
        appendChunk(out, "");
        appendChunk(out, "0123456789abcdef");
        appendLastChunk(out, { { "X", "1" } });
        QCOMPARE(out, std::string("10\r\n0123456789abcdef\r\n0\r\nX: 1\r\n\r\n"));
    }
};

QTEST_GUILESS_MAIN(TestHead)
#include "tst_http_head.moc"

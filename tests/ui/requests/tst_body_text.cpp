// SPDX-License-Identifier: MIT
#include <QString> // First: see ui/format/format.h.

#include "ui/requests/body_text.h"

#include <QtTest>

using namespace cachescope::ui;

class TestBodyText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void kinds()
    {
        QCOMPARE(body::kindOf(" \n"), body::Kind::Empty);
        QCOMPARE(body::kindOf(" {}"), body::Kind::Json);
        QCOMPARE(body::kindOf("event: x\ndata: 1\n\n"), body::Kind::EventStream);
        QCOMPARE(body::kindOf("plain"), body::Kind::Text);
        QCOMPARE(body::kindOf(std::string_view("\0\1", 2)), body::Kind::Binary);
        QCOMPARE(body::kindOf("\xff\xfe"), body::Kind::Binary);
    }

    void jsonIsIndentedAndSpeltAsItCame()
    {
        QCOMPARE(
            body::pretty("{\"a\":1.0,\"b\":[],\"c\":[true,\"x\\u00e9\"],\"d\":{}}"),
            QStringLiteral(
                "{\n  \"a\": 1.0,\n  \"b\": [],\n  \"c\": [\n    true,\n    \"x\\u00e9\"\n  ],\n  \"d\": {}\n}"));
    }

    void brokenJsonIsStillShown()
    {
        QVERIFY(body::pretty("{\"a\":\"never ends").contains(QStringLiteral("never ends")));
        QVERIFY(body::pretty("}}}]").contains(QLatin1Char('}')));
        QVERIFY(body::pretty("{\"a\":\"ends in a backslash\\").contains(QStringLiteral("backslash")));
    }

    void promptsReadAsLines()
    {
        const std::string text = "{\"p\":\"" + std::string(100, 'x') + " first\\nsecond\"}";
        const QString laid = body::pretty(text);
        QVERIFY(laid.contains(QStringLiteral("first\\n\n")));
    }

    void encodedDataIsNamedNotShown()
    {
        const std::string data(500'000, 'A');
        const QString laid = body::pretty("{\"image\":\"" + data + "\"}");
        QVERIFY(laid.size() < 200);
        QVERIFY(laid.contains(QStringLiteral("of encoded data")));
    }

    void noLineIsTooLong()
    {
        std::string words;
        for (int i = 0; i < 100'000; ++i)
            words += "wörd ";
        qsizetype longest = 0;
        for (const QString &line : body::plain(words).split(QLatin1Char('\n')))
            longest = std::max(longest, line.size());
        QVERIFY(longest <= body::longestLine);
        QCOMPARE(body::plain(words).remove(QLatin1Char('\n')), QString::fromStdString(words));
    }

    void streamsSayWhatTheySaid_data()
    {
        QTest::addColumn<QByteArray>("stream");
        QTest::newRow("chat") << QByteArray(
            "data: {\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n\n"
            "data: {\"choices\":[{\"delta\":{\"content\":\"lo\"}}]}\n\ndata: [DONE]\n\n");
        QTest::newRow("anthropic") << QByteArray(
            "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":{\"text\":\"Hel\"}}\n\n"
            "event: content_block_delta\r\ndata: "
            "{\"type\":\"content_block_delta\",\"delta\":{\"text\":\"lo\"}}\r\n\r\n");
        QTest::newRow("responses") << QByteArray(
            "data: {\"type\":\"response.output_text.delta\",\"delta\":\"Hel\"}\n\n"
            "data: {\"type\":\"response.output_text.delta\",\"delta\":\"lo\"}\n\n");
        QTest::newRow("gemini") << QByteArray(
            "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hel\"}]}}]}\n\n"
            "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"lo\"}]}}]}\n\n");
        QTest::newRow("cut") << QByteArray(
            "data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n\ndata: {\"choi");
    }
    void streamsSayWhatTheySaid()
    {
        QFETCH(QByteArray, stream);
        QCOMPARE(body::streamText(stream.toStdString()), QStringLiteral("Hello"));
        QVERIFY(body::eventList(stream.toStdString()).startsWith(QStringLiteral("    1  ")));
    }
};

QTEST_GUILESS_MAIN(TestBodyText)
#include "tst_body_text.moc"

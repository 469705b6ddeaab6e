// SPDX-License-Identifier: MIT
#include "config/config.h"

#include <QtTest>

using namespace cachescope;

class ConfigEditorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void setting_data();
    void setting();
    void removing_data();
    void removing();
    void badInputIsRefused();
    void setThenRemoveGivesTheTextBack();
};

void ConfigEditorTest::setting_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *name, const char *text, const char *path, const char *value,
                        const char *result) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(path) << QByteArray(value) << QByteArray(result);
    };
    row("replace", "{ \"a\": /*x*/ 1 /*y*/ , \"b\":2}", "a", "[3]", "{ \"a\": /*x*/ [3] /*y*/ , \"b\":2}");
    row("replace deep", "// c\n{\"a\":{\"b\":{\"c\":1}}} // end", "a.b.c", "null",
        "// c\n{\"a\":{\"b\":{\"c\":null}}} // end");
    row("add inline", "{\"a\":1 }", "b", "2", "{\"a\":1, \"b\": 2 }");
    row("add on lines", "{\n    \"a\": 1 // why\n}\n", "b", "2", "{\n    \"a\": 1, // why\n    \"b\": 2\n}\n");
    row("add behind a comment", "{\n  \"a\": 1\n  // later\n}", "b", "2",
        "{\n  \"a\": 1,\n  // later\n  \"b\": 2\n}");
    row("add where the brace shares a line", "{\n  \"a\": 1}", "b", "2", "{\n  \"a\": 1,\n  \"b\": 2\n}");
    row("create objects", "{\n  \"a\": 1\n}", "cache.policy.x", "2",
        "{\n  \"a\": 1,\n  \"cache\": {\n    \"policy\": {\n      \"x\": 2\n    }\n  }\n}");
    row("into an empty object", "{}", "a", "1", "{\n  \"a\": 1\n}");
    row("into a commented empty object", "{\n  // nothing\n}", "a", "1", "{\n  // nothing\n  \"a\": 1\n}");
    row("into nothing", "", "a.b", "1", "{\n  \"a\": {\n    \"b\": 1\n  }\n}\n");
    row("into a comment", "// hi\n", "a", "1", "// hi\n{\n  \"a\": 1\n}\n");
    row("behind a comment without a line end", "// hi", "a", "1", "// hi\n{\n  \"a\": 1\n}\n");
    row("windows lines", "{\r\n  \"a\": 1\r\n}\r\n", "b", "2", "{\r\n  \"a\": 1,\r\n  \"b\": 2\r\n}\r\n");
    row("dot in a name", "{\"tokenizers\":{\"gpt-4.1\":\"x\"}}", "tokenizers.gpt-4\\.1", "\"y\"",
        "{\"tokenizers\":{\"gpt-4.1\":\"y\"}}");
    row("braces in texts", "{\"a\": \"}//\", \"b\": {}}", "b.c", "1", "{\"a\": \"}//\", \"b\": {\n  \"c\": 1\n}}");
}

void ConfigEditorTest::setting()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, result);
    const auto edited = config::withValue(text.toStdString(), path.toStdString(), value.toStdString());
    QVERIFY2(edited.has_value(), edited ? "" : edited.error().message.c_str());
    QCOMPARE(QByteArray::fromStdString(*edited), result);
}

void ConfigEditorTest::removing_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *name, const char *text, const char *path, const char *result) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(path) << QByteArray(result);
    };
    row("absent", "{ \"a\": 1 }", "b", "{ \"a\": 1 }");
    row("absent deep", "{ \"a\": 1 }", "x.y", "{ \"a\": 1 }");
    row("only one", "{ \"a\": 1 }", "a", "{  }");
    row("first inline", "{\"a\": 1, \"b\": 2}", "a", "{\"b\": 2}");
    row("last inline", "{\"a\": 1, \"b\": 2}", "b", "{\"a\": 1 }");
    row("first of lines", "{\n  \"a\": 1,\n  \"b\": 2\n}", "a", "{\n  \"b\": 2\n}");
    row("last of lines", "{\n  \"a\": 1, // keep\n  \"b\": 2\n}", "b", "{\n  \"a\": 1 // keep\n}");
    row("comment stays", "{\n  // about a\n  \"a\": 1, // after a\n  \"b\": 2\n}", "a",
        "{\n  // about a\n  // after a\n  \"b\": 2\n}");
    row("deep, over lines", "{\n  \"c\": {\n    \"x\": [\n      1\n    ],\n    \"y\": 2\n  }\n}", "c.x",
        "{\n  \"c\": {\n    \"y\": 2\n  }\n}");
    row("comma behind a comment", "{\n  \"a\": 1 /* one */,\n  \"b\": 2\n}", "a", "{\n  /* one */\n  \"b\": 2\n}");
}

void ConfigEditorTest::removing()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, result);
    const auto edited = config::withoutValue(text.toStdString(), path.toStdString());
    QVERIFY2(edited.has_value(), edited ? "" : edited.error().message.c_str());
    QCOMPARE(QByteArray::fromStdString(*edited), result);
}

void ConfigEditorTest::badInputIsRefused()
{
    QVERIFY(!config::withValue("{", "a", "1").has_value());
    QVERIFY(!config::withValue("{}", "a", "").has_value());
    QVERIFY(!config::withValue("{}", "a", "1 // x").has_value());
    QVERIFY(!config::withValue("{}", "a", "1, \"b\": 2").has_value());
    QVERIFY(!config::withValue("{}", "a..b", "1").has_value());
    QVERIFY(!config::withValue("{\"a\": 5}", "a.b", "1").has_value());
    QVERIFY(!config::withoutValue("{]", "a").has_value());
}

void ConfigEditorTest::setThenRemoveGivesTheTextBack()
{
    const std::string text = "// mine\n{\n  \"cache\": {\n    \"ttl_s\": 5 // short\n  }\n}\n";
    const auto more = config::withValue(text, "cache.max_bytes", "100");
    QVERIFY(more.has_value());
    QVERIFY(config::parse(*more, "c").has_value());
    const auto back = config::withoutValue(*more, "cache.max_bytes");
    QVERIFY(back.has_value());
    QCOMPARE(*back, text);
}

QTEST_GUILESS_MAIN(ConfigEditorTest)
#include "tst_config_editor.moc"

// SPDX-License-Identifier: MIT
#include "cache/json_tape.h"
#include "cache/response_key.h"

#include <QtTest>

#include <set>

using namespace cachescope;
using cache::KeyParts;
using providers::Api;

namespace {

std::optional<base::Digest> key(
    const std::string &body, Api api = Api::OpenAiChat, const std::vector<std::string> &volatileFields = {})
{
    KeyParts parts;
    parts.method = "POST";
    parts.target = "/v1/chat/completions";
    parts.upstream = "openai";
    parts.body = body;
    return cache::canonicalDigest(parts, api, volatileFields);
}

std::optional<base::Digest> geminiKey(std::string_view target)
{
    KeyParts parts;
    parts.method = "POST";
    parts.target = target;
    parts.upstream = "gemini";
    parts.body = R"({"contents":[]})";
    return cache::canonicalDigest(parts, providers::Api::GeminiStream, {});
}

} // namespace

class ResponseKeyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameQuestion_data();
    void sameQuestion();
    void differentQuestions_data();
    void differentQuestions();
    void uncached_data();
    void uncached();
    void accepted_data();
    void accepted();
    void depthLimit();
    void tokenLimit();
    void everyPartSeparates();
    void fieldsCannotRunTogether();
    void volatileFields();
    void geminiMethodsAreOne();
    void shortNameIsSixteenDigits();
    void everyCutIsRefused();
    void longStringsAroundWordBorders();
};

void ResponseKeyTest::sameQuestion_data()
{
    QTest::addColumn<QByteArray>("a");
    QTest::addColumn<QByteArray>("b");
    const auto row = [](const char *name, const char *a, const char *b) {
        QTest::newRow(name) << QByteArray(a) << QByteArray(b);
    };
    row("member order", R"({"a":1,"b":2})", R"({"b":2,"a":1})");
    row("inner order", R"({"m":[{"x":1,"y":[{"q":1,"p":2}]}]})", R"({"m":[{"y":[{"p":2,"q":1}],"x":1}]})");
    row("blanks", "{\"a\":[1,2]}", " {\r\n\t\"a\" : [ 1 ,\n 2 ] } \n");
    row("escaped content", R"({"a":"\u0061\/\u00e9"})", "{\"a\":\"a/\xc3\xa9\"}");
    row("escaped name", R"({"\u0061":1,"b":2})", R"({"b":2,"a":1})");
    row("surrogate pair", R"(["\ud83d\ude00"])", "[\"\xf0\x9f\x98\x80\"]");
    row("hex case", R"(["\u00E9\u00e9"])", R"(["\u00e9\u00E9"])");
    row("short escapes", R"(["\b\f\n\r\t\"\\"])", R"(["\u0008\u000c\u000a\u000d\u0009\u0022\u005c"])");
    // RFC 8785, section 3.2.3: names with escapes, control characters and astral characters sort the same from any
    // spelling.
    row("RFC 8785 names",
        R"({"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew","1":"One","\ud83d\ude00":"Emoji","\u0080":"Control","\u00f6":"o"})",
        "{\"\\ud83d\\ude00\":\"Emoji\",\"1\":\"One\",\"\xc2\x80\":\"Control\",\"\xc3\xb6\":\"o\",\"\\r\":"
        "\"Carriage "
        "Return\",\"\xef\xac\xb3\":\"Hebrew\",\"\xe2\x82\xac\":\"Euro Sign\"}");
    row("stream", R"({"a":1,"stream":true})", R"({"a":1})");
    row("stream off", R"({"a":1,"stream":false})", R"({"stream":true,"a":1})");
    row("stream options", R"({"a":1,"stream":true,"stream_options":{"include_usage":true}})", R"({"a":1})");
    row("empty stream options", R"({"a":1,"stream_options":{}})", R"({"a":1})");
}

void ResponseKeyTest::sameQuestion()
{
    QFETCH(QByteArray, a);
    QFETCH(QByteArray, b);
    const auto first = key(a.toStdString());
    QVERIFY(first.has_value());
    QVERIFY(first == key(b.toStdString()));
}

void ResponseKeyTest::differentQuestions_data()
{
    QTest::addColumn<QByteArray>("a");
    QTest::addColumn<QByteArray>("b");
    const auto row = [](const char *name, const char *a, const char *b) {
        QTest::newRow(name) << QByteArray(a) << QByteArray(b);
    };
    row("number spelling", "[1]", "[1.0]");
    row("exponent", "[1e2]", "[100]");
    row("exponent case", "[1e2]", "[1E2]");
    row("minus zero", "[0]", "[-0]");
    row("2^53+1", "[9007199254740993]", "[9007199254740992]");
    row("NFC and NFD", "[\"\xc3\xa9\"]", "[\"e\xcc\x81\"]");
    row("string and number", "[\"1\"]", "[1]");
    row("string and literal", "[\"true\"]", "[true]");
    row("null and absent", R"({"a":null})", "{}");
    row("empty object and array", "{}", "[]");
    row("element order", "[1,2]", "[2,1]");
    row("nesting", "[[1],2]", "[[1,2]]");
    row("moved border", R"(["ab","c"])", R"(["a","bc"])");
    row("name and value swapped", R"({"a":"b"})", R"({"b":"a"})");
    row("two arrays", "[[],[]]", "[[[]]]");
    row("members moved out", R"({"a":{"b":1},"c":2})", R"({"a":{"b":1,"c":2}})");
    row("blank in a string", R"(["a b"])", R"(["a  b"])");
    row("case of a name", R"({"A":1})", R"({"a":1})");
    row("escaped backslash", R"(["\\u0061"])", R"(["a"])");
    row("NUL", R"(["a\u0000"])", R"(["a"])");
    row("inner stream", R"({"a":{"stream":true}})", R"({"a":{}})");
    row("stream of another type", R"({"stream":"true"})", "{}");
    row("stream null", R"({"stream":null})", "{}");
    row("further stream options", R"({"stream_options":{"include_usage":true,"include_obfuscation":false}})",
        R"({"stream_options":{"include_usage":true}})");
    row("odd include_usage", R"({"stream_options":{"include_usage":1}})", "{}");
    row("tool order", R"({"tools":[{"n":1},{"n":2}]})", R"({"tools":[{"n":2},{"n":1}]})");
}

void ResponseKeyTest::differentQuestions()
{
    QFETCH(QByteArray, a);
    QFETCH(QByteArray, b);
    const auto first = key(a.toStdString());
    const auto second = key(b.toStdString());
    QVERIFY(first.has_value());
    QVERIFY(second.has_value());
    QVERIFY(first != second);
}

void ResponseKeyTest::uncached_data()
{
    QTest::addColumn<QByteArray>("body");
    const QByteArray texts[] = {
        "",
        " ",
        "{",
        "}",
        "[",
        "]",
        "[1,]",
        "[,1]",
        "[1,,2]",
        "{\"a\":1,}",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "{'a':1}",
        "{\"a\" 1}",
        "{1:1}",
        "[1 2]",
        "{} {}",
        "{}x",
        "[1]]",
        "nul",
        "True",
        "NaN",
        "Infinity",
        "-",
        "[-]",
        "[+1]",
        "[01]",
        "[-01]",
        "[1.]",
        "[.5]",
        "[1e]",
        "[1e+]",
        "[0x10]",
        "[1_000]",
        "[1.2.3]",
        "[--1]",
        "\"",
        "[\"a]",
        "[\"\\\"]",
        "[\"\\x41\"]",
        "[\"\\u12\"]",
        "[\"\\u12g4\"]",
        "[\"\\U0041\"]",
        "[\"\\",
        "[\"\\u",
        QByteArray("[\"\\\0\"]", 6),
        "[\"\t\"]",
        "[\"\n\"]",
        QByteArray("[\"\0\"]", 5),
        QByteArray("{}\0", 3),
        "[\"\\ud800\"]",
        "[\"\\udc00\"]",
        "[\"\\ud800\\ud800\"]",
        "[\"\\ud800x\"]",
        "[\"\\ud800\\n\"]",
        "[\"\\ud83d\\ude0\"]",
        "{\"\\ud800\":1}",
        "[\"\xff\"]",
        "[\"\xc0\xaf\"]",
        "[\"\xc3\"]",
        "[\"\xe0\x80\xaf\"]",
        "[\"\xed\xa0\x80\"]",
        "[\"\xf4\x90\x80\x80\"]",
        "[\"\xf8\x88\x80\x80\x80\"]",
        "[\"\x80\"]",
        "[\"\xe2\x82\"]",
        "\xef\xbb\xbf{}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"x\":{\"b\":1,\"c\":2,\"b\":3}}",
        "{\"stream\":true,\"stream\":true}",
        "{\"stream_options\":{\"include_usage\":true,\"include_usage\":true}}",
        "[1]//c",
        "/*c*/[1]",
        "[\xc2\xa0]",
        "[1]\x0b",
        "[1]\xe2\x80\xa8",
    };
    int number = 0;
    for (const QByteArray &text : texts)
        QTest::newRow(QByteArray(QByteArray::number(++number) + ' ' + text.toPercentEncoding()).constData())
            << text;
}

void ResponseKeyTest::uncached()
{
    QFETCH(QByteArray, body);
    QVERIFY(!key(body.toStdString()).has_value());
}

void ResponseKeyTest::accepted_data()
{
    QTest::addColumn<QByteArray>("body");
    const QByteArray texts[] = {
        "{}",
        "[]",
        "null",
        "true",
        "false",
        "0",
        "-0",
        "1",
        "-1.5e+10",
        "1E-2",
        "0.0",
        "123456789012345678901234567890",
        "1e9999",
        "\"\"",
        "\"\\u0000\"",
        "\"\x7f\"",
        "\"\\uffff\"",
        "\"\xef\xbf\xbf\"",
        "\"\xf4\x8f\xbf\xbf\"",
        "\"\xc2\x80\"",
        "\"\xe0\xa0\x80\"",
        "\"\xed\x9f\xbf\"",
        "\"\\udbff\\udfff\"",
        "{\"\":0}",
        "{\"a\":{\"a\":1}}",
        " [ ] ",
        "[[[]]]",
        "{\"\\u0000\":1,\"\":2}",
        "\"\\\\\\\"\"",
        "[\"\xe2\x80\xa8\"]",
    };
    int number = 0;
    for (const QByteArray &text : texts)
        QTest::newRow(QByteArray(QByteArray::number(++number) + ' ' + text.toPercentEncoding()).constData())
            << text;
}

void ResponseKeyTest::accepted()
{
    QFETCH(QByteArray, body);
    QVERIFY(key(body.toStdString()).has_value());
}

void ResponseKeyTest::depthLimit()
{
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    QVERIFY(key(nested(cache::jsonDepthLimit)).has_value());
    QVERIFY(!key(nested(cache::jsonDepthLimit + 1)).has_value());
    QVERIFY(!key(std::string(1'000'000, '[')).has_value());
}

void ResponseKeyTest::tokenLimit()
{
    std::string body = "[0";
    for (std::size_t i = 1; i < cache::jsonTokenLimit - 1; ++i)
        body += ",0";
    QVERIFY(key(body + "]").has_value());
    QVERIFY(!key(body + ",0]").has_value());
}

void ResponseKeyTest::everyPartSeparates()
{
    KeyParts parts;
    parts.method = "POST";
    parts.target = "/v1/chat/completions";
    parts.upstream = "openai";
    parts.credential = "hash-a";
    parts.headers = { { "anthropic-beta", "x" } };
    parts.nameSpace = "n";
    parts.version = "1";
    parts.body = "{}";
    std::vector<KeyParts> all(12, parts);
    all[1].method = "PUT";
    all[2].target = "/v1/chat/completions?x=1";
    all[3].upstream = "other";
    all[4].credential = "hash-b";
    all[5].headers = { { "anthropic-beta", "y" } };
    all[6].headers.clear();
    all[7].nameSpace = "m";
    all[8].version = "2";
    all[9].body = "{\"a\":1}";
    all[10].headers = { { "anthropic-version", "x" } };
    all[11].credential = "";
    std::set<std::string> exact;
    std::set<base::Digest> canonical;
    for (const KeyParts &each : all) {
        exact.insert(cache::keyHead(each) + std::string(each.body));
        canonical.insert(*cache::canonicalDigest(each, Api::OpenAiChat, {}));
    }
    QCOMPARE(exact.size(), all.size());
    QCOMPARE(canonical.size(), all.size());

    KeyParts one = parts, two = parts;
    one.headers = { { "anthropic-beta", "x" }, { "anthropic-version", "v" } };
    two.headers = { { "anthropic-version", "v" }, { "anthropic-beta", "x" } };
    QVERIFY(cache::canonicalDigest(one, Api::OpenAiChat, {}) == cache::canonicalDigest(two, Api::OpenAiChat, {}));
}

void ResponseKeyTest::fieldsCannotRunTogether()
{
    KeyParts one, two;
    one.upstream = "ab";
    one.credential = "c";
    two.upstream = "a";
    two.credential = "bc";
    one.body = two.body = "{}";
    QVERIFY(cache::keyHead(one) != cache::keyHead(two));
    QVERIFY(cache::canonicalDigest(one, Api::OpenAiChat, {}) != cache::canonicalDigest(two, Api::OpenAiChat, {}));
    one = two = KeyParts();
    one.headers = { { "a", "b" } };
    two.nameSpace = "a";
    two.version = "b";
    one.body = two.body = "{}";
    QVERIFY(cache::keyHead(one) != cache::keyHead(two));
}

void ResponseKeyTest::volatileFields()
{
    const std::vector<std::string> fields{ "/metadata/user_id", "/messages/0/id", "/a~1b", "/list/1" };
    const auto with = [&](const std::string &body) { return key(body, Api::OpenAiChat, fields); };
    QVERIFY(with(R"({"metadata":{"user_id":"x","k":1}})") == with(R"({"metadata":{"k":1,"user_id":"y"}})"));
    QVERIFY(with(R"({"metadata":{"user_id":"x","k":1}})") != with(R"({"metadata":{"user_id":"x","k":2}})"));
    QVERIFY(with(R"({"messages":[{"id":"1","t":"a"}]})") == with(R"({"messages":[{"id":"2","t":"a"}]})"));
    QVERIFY(with(R"({"messages":[0,{"id":"1"}]})") != with(R"({"messages":[0,{"id":"2"}]})"));
    QVERIFY(with(R"({"a/b":1})") == with(R"({"a/b":[2]})"));
    QVERIFY(with(R"({"list":[1,2,3]})") == with(R"({"list":[1,9,3]})"));
    QVERIFY(with(R"({"list":[1,2,3]})") != with(R"({"list":[1,3]})")); // The neighbours keep their places.
    QVERIFY(with(R"({"x":{"metadata":{"user_id":1}}})") != with(R"({"x":{"metadata":{"user_id":2}}})"));
    QVERIFY(with("{}") != key("{}")); // Another policy, another question.
    QVERIFY(!with(R"({"metadata":{"user_id":{"d":1,"d":2}}})").has_value());
    QVERIFY(!key("{}", Api::OpenAiChat, std::vector<std::string>(65, "/a")).has_value());
    QVERIFY(key("{\"a\":1}", Api::OpenAiChat, std::vector<std::string>(64, "/a")).has_value());
}

void ResponseKeyTest::geminiMethodsAreOne()
{
    const auto plain = geminiKey("/v1beta/models/m:generateContent");
    QVERIFY(plain == geminiKey("/v1beta/models/m:streamGenerateContent"));
    QVERIFY(plain == geminiKey("/v1beta/models/m:streamGenerateContent?alt=sse"));
    QVERIFY(plain != geminiKey("/v1beta/models/n:generateContent"));
    QVERIFY(plain != geminiKey("/v1beta/models/m:streamGenerateContent?key=k"));
    QVERIFY(
        geminiKey("/v1beta/models/m:generateContent?key=k")
        == geminiKey("/v1beta/models/m:streamGenerateContent?alt=sse&key=k"));
    QVERIFY(
        geminiKey("/v1beta/models/m:generateContent?key=k") != geminiKey("/v1beta/models/m:generateContent?key=l"));
    QVERIFY(plain != geminiKey("/v1beta/models/m:generateContent?alt=proto"));
    // `stream` means nothing to embeddings, and anything to an unknown path.
    QVERIFY(key(R"({"stream":true})", Api::OpenAiEmbeddings) != key("{}", Api::OpenAiEmbeddings));
    QVERIFY(key(R"({"stream":true})", Api::AnthropicMessages) == key("{}", Api::AnthropicMessages));
    QVERIFY(key(R"({"stream_options":{}})", Api::OpenAiResponses) != key("{}", Api::OpenAiResponses));
}

void ResponseKeyTest::shortNameIsSixteenDigits()
{
    base::Digest canonical{};
    canonical[0] = 0xab;
    canonical[7] = 0x01;
    canonical[8] = 0xff;
    QCOMPARE(cache::shortName(canonical), std::string("ab00000000000001"));
}

void ResponseKeyTest::everyCutIsRefused()
{
    const std::string body
        = "{\"m\":[{\"r\":\"user\\n\\u00e9\\ud83d\\ude00\xe2\x82\xac\",\"n\":-1.5e3,\"t\":true,\"z\":null}]}";
    QVERIFY(key(body).has_value());
    for (std::size_t cut = 0; cut < body.size(); ++cut) {
        // A copy of the exact size, so that AddressSanitizer sees a read beyond the end.
        const std::vector<char> part(body.begin(), body.begin() + static_cast<std::ptrdiff_t>(cut));
        std::vector<cache::JsonToken> tape;
        QVERIFY(!cache::readJsonTape({ part.data(), part.size() }, tape));
    }
}

void ResponseKeyTest::longStringsAroundWordBorders()
{
    for (std::size_t before = 0; before < 20; ++before) {
        for (const char *bad : { "\x01", "\x1f", "\x80", "\xff", "\\q" })
            QVERIFY(!key("[\"" + std::string(before, 'x') + bad + std::string(20, 'y') + "\"]").has_value());
        QVERIFY(
            key("[\"" + std::string(before, 'x') + "\\u0041" + std::string(20, 'y') + "\"]")
            == key("[\"" + std::string(before, 'x') + "A" + std::string(20, 'y') + "\"]"));
        QVERIFY(key("[\"" + std::string(before, '\x7f') + "!#[]~" + "\"]").has_value());
    }
}

QTEST_GUILESS_MAIN(ResponseKeyTest)
#include "tst_response_key.moc"

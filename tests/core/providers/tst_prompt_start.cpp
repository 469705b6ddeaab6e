// SPDX-License-Identifier: MIT
#include "providers/prompt_start.h"

#include <QtTest>

using namespace cachescope::providers;

namespace {

#ifndef Q_MOC_RUN // Raw string literals end its understanding.

void addShapes()
{
    const auto row = [](const char *name, Api api, const char *body, const char *text) {
        QTest::newRow(name) << static_cast<int>(api) << QByteArray(body) << QByteArray(text);
    };
    row("chat", Api::OpenAiChat,
        R"({"messages":[{"role":"user","content":"Hi"},{"role":"system","content":"Be  kind.\nAlways."}]})",
        "Be kind. Always.\nHi");
    row("chat, parts", Api::OpenAiChat,
        R"({"messages":[{"role":"developer","content":[{"type":"text","text":"A"},{"type":"text","text":"B"}]}]})",
        "A\nB");
    row("anthropic, system behind the messages", Api::AnthropicMessages,
        R"({"messages":[{"role":"user","content":[{"type":"text","text":"Q"}]}],"system":[{"type":"text","text":"S"}]})",
        "S\nQ");
    row("responses", Api::OpenAiResponses, R"({"instructions":"S","input":"Q"})", "S\nQ");
    row("responses, items", Api::OpenAiResponses,
        R"({"input":[{"role":"user","content":[{"type":"input_text","text":"Q"}]}],"instructions":"S"})", "S\nQ");
    row("gemini", Api::GeminiGenerate,
        R"({"contents":[{"role":"user","parts":[{"text":"Q"}]}],"systemInstruction":{"parts":[{"text":"S"}]}})",
        "S\nQ");
    row("no text", Api::OpenAiChat, R"({"model":"m"})", "");
    row("malformed", Api::OpenAiChat, R"({"messages":[)", "");
}

std::uint64_t hashOf(const std::string &system, const std::string &user)
{
    const std::string body
        = R"({"system":")" + system + R"(","messages":[{"role":"user","content":")" + user + R"("}]})";
    return promptStart(Api::AnthropicMessages, body, 10).systemHash;
}

const std::string withoutSystem = R"({"messages":[{"role":"user","content":"a"}]})";
const std::string umlauts = R"({"system":"ÄÄÄÄ","messages":[{"role":"user","content":"ÖÖÖÖ"}]})";

#endif

} // namespace

class TestPromptStart : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void systemTextComesFirst_data()
    {
        QTest::addColumn<int>("api");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("text");
        addShapes();
    }
    void systemTextComesFirst()
    {
        QFETCH(int, api);
        QFETCH(QByteArray, body);
        const PromptStart start = promptStart(static_cast<Api>(api), body.toStdString(), 100);
        QTEST(QByteArray::fromStdString(start.text), "text");
    }

    void theHashIsOfTheWholeSystemText()
    {
        const std::string longText(5000, 'x');
        QVERIFY(hashOf(longText, "a") != 0);
        QCOMPARE(hashOf(longText, "a"), hashOf(longText, "b"));
        QVERIFY(hashOf(longText + "y", "a") != hashOf(longText, "a"));
        QCOMPARE(hashOf("a\\u0062", "a"), hashOf("ab", "a")); // As read, not as spelt.
        QCOMPARE(promptStart(Api::OpenAiChat, withoutSystem, 10).systemHash, 0U);
    }

    void noMoreThanAskedForAndNoBrokenCharacter()
    {
        const PromptStart start = promptStart(Api::AnthropicMessages, umlauts, 12);
        QCOMPARE(start.text, std::string("ÄÄÄÄ\nÖ"));
        QCOMPARE(withSingleBlanks(" a \n\t b "), std::string("a b"));
    }
};

QTEST_GUILESS_MAIN(TestPromptStart)
#include "tst_prompt_start.moc"

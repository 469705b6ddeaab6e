// SPDX-License-Identifier: MIT
#ifndef Q_MOC_RUN
#include "prompt/curl_command.h"
#include "prompt/json_escapes.h"
#include "prompt/prompt.h"
#include "prompt/variables.h"
#endif

#include <QTest>

#include <algorithm>
#include <random>

using namespace cachescope::prompt;

/** JSON written with single quotes: moc of Qt 6.4 stumbles over raw strings. */
static std::string json(std::string text)
{
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

/** A prompt as segments over the bytes of its file. */
class PromptTest : public QObject
{
    Q_OBJECT

private:
    static std::shared_ptr<const Prompt> parsed(const std::string &bytes)
    {
        auto prompt = Prompt::parse(bytes);
        if (!prompt)
            qFatal("%s", prompt.error().message.c_str());
        return *prompt;
    }
    static QStringList labels(const Prompt &prompt)
    {
        QStringList all;
        for (const Segment &segment : prompt.segments())
            all.append(QString::fromStdString(segment.label).trimmed());
        return all;
    }

private Q_SLOTS:
    void anthropicSegmentsComeInPrefixOrder()
    {
        const std::string file = json("{'model':'claude-sonnet-4-5','max_tokens':9,\n "
                                      "'messages':[{'role':'user','content':[{'type':'text','text':'a'},{'type':'"
                                      "image','source':{}}]},\n   {'role':'assistant','content':'b'}],\n "
                                      "'system':[{'type':'text','text':'rules','cache_control':{'type':'ephemeral',"
                                      "'ttl':'1h'}}],\n 'tools':[{'name':'run','input_schema':{}}]}");
        const auto prompt = parsed(file);
        QCOMPARE(prompt->form(), PromptForm::AnthropicMessages);
        QCOMPARE(
            labels(*prompt),
            QStringList({ "tools[0] run", "system[0]", "messages[0] user", "messages[0] user image",
                          "messages[1] assistant" }));
        const Segment &system = prompt->segments()[1];
        QVERIFY(system.mark.has_value());
        QCOMPARE(system.mark->ttl, std::string("1h"));
        QCOMPARE(
            file.substr(system.mark->source.begin, system.mark->source.size()),
            (json("'cache_control':{'type':'ephemeral','ttl':'1h'}")));
        QCOMPARE(system.pointer, std::string("/system/0/text"));
        QCOMPARE(prompt->parameters().maxOutputTokens.value_or(0), 9);
    }

    void openAiSegmentsComeInPrefixOrder()
    {
        const auto prompt = parsed(
            json("{'messages':[{'role':'system','content':'s'},{'role':'user','content':'u'},\n  "
                 "{'role':'assistant','content':null,'tool_calls':[{'id':'c','type':'function','function':{'name':'"
                 "f','arguments':'{}'}}]},\n  {'role':'tool','tool_call_id':'c','content':'r'}],\n  "
                 "'tools':[{'type':'function','function':{'name':'f'}}],'model':'gpt-4.1',\n  "
                 "'response_format':{'type':'json_schema','json_schema':{'name':'n'}}}"));
        QCOMPARE(prompt->form(), PromptForm::OpenAiChat);
        QCOMPARE(
            labels(*prompt),
            QStringList({ "output schema", "tools[0] f", "messages[0] system", "messages[1] user",
                          "messages[2] assistant calls f", "messages[3] tool" }));
        QCOMPARE(prompt->segments()[2].kind, SegmentKind::System);
    }

    void responsesAndGeminiAreKnown()
    {
        const auto responses = parsed(
            json("{'model':'gpt-5-mini','instructions':'i','input':[{'role':'user','content':[{'type':'input_text',"
                 "'text':'q'}]},\n  {'type':'function_call_output','call_id':'x','output':'o'}]}"));
        QCOMPARE(responses->form(), PromptForm::OpenAiResponses);
        QCOMPARE(
            labels(*responses), QStringList({ "instructions", "input[0] user", "input[1] function_call_output" }));
        const auto gemini
            = parsed(json("{'contents':[{'parts':[{'text':'q'}]}],'systemInstruction':{'parts':[{'text':'s'}]}}"));
        QCOMPARE(gemini->form(), PromptForm::Gemini);
        QCOMPARE(labels(*gemini), QStringList({ "systemInstruction", "contents[0]" }));
    }

    void brokenJsonIsTextWithTheParsersPosition()
    {
        const auto prompt = parsed("{\n \"messages\": [,]\n}");
        QCOMPARE(prompt->form(), PromptForm::PlainText);
        QVERIFY(prompt->problem().has_value());
        QCOMPARE(prompt->problem()->line, std::size_t{ 2 });
        QCOMPARE(prompt->problem()->column, std::size_t{ 15 });
        QVERIFY(parsed(json("{'name':'no request'}"))->problem().has_value());
        QVERIFY(!Prompt::parse(std::string("a\0b", 3)));
    }

    void decodedTextPointsBackToItsBytes()
    {
        // A newline, a quote, an e acute and an emoji as escapes between plain letters.
        const std::string file = json("{'input':'ab\\n\\'c\\u00e9d\\ud83d\\ude00e','model':'m'}");
        const auto prompt = parsed(file);
        const MappedText &text = prompt->segments()[0].text;
        QCOMPARE(
            text.text(),
            std::string("ab\n\"c\xc3\xa9"
                        "d\xf0\x9f\x98\x80"
                        "e"));
        const auto sourceOf = [&](std::string_view part) {
            const std::size_t at = text.text().find(part);
            const ByteRange range = text.toSource({ at, at + part.size() });
            return file.substr(range.begin, range.size());
        };
        QCOMPARE(sourceOf("ab"), std::string("ab"));
        QCOMPARE(sourceOf("\n"), std::string("\\n"));
        QCOMPARE(sourceOf("\"c"), std::string("\\\"c"));
        QCOMPARE(sourceOf("\xc3\xa9"), std::string("\\u00e9"));
        QCOMPARE(sourceOf("d\xf0\x9f\x98\x80"), std::string("d\\ud83d\\ude00"));
        QCOMPARE(sourceOf("e"), std::string("e"));
        QCOMPARE(text.fromSource(file.find("e\",")), text.text().size() - 1);
    }

    void mappingHoldsForRandomStrings()
    {
        std::mt19937 random(7);
        static const char *const pieces[]
            = { "a", "word ", "\\n", "\\\"", "\\\\", "\\u0041", "\\ud83d\\ude00", "\xc3\xa9", "\\ud800", "9" };
        for (int round = 0; round < 500; ++round) {
            std::string literal;
            std::vector<std::size_t> borders{ 0 };
            for (unsigned i = 0; i < 1 + random() % 12; ++i) {
                literal += pieces[random() % std::size(pieces)];
                borders.push_back(literal.size());
            }
            const MappedText text = MappedText::fromJsonString(literal, 100);
            // Decoding the source range of the whole gives the whole again; the parts tile it.
            const ByteRange whole = text.toSource({ 0, text.text().size() });
            QCOMPARE(whole, (ByteRange{ 100, 100 + literal.size() }));
            std::size_t end = 100;
            for (std::size_t at = 0; at < text.text().size();) {
                std::size_t next = at + 1;
                while (next < text.text().size() && (static_cast<unsigned char>(text.text()[next]) & 0xc0) == 0x80)
                    ++next;
                const ByteRange source = text.toSource({ at, next });
                QCOMPARE(source.begin, end);
                end = source.end;
                at = next;
            }
            QCOMPARE(end, whole.end);
        }
    }

    void variablesAreFoundAndFilled()
    {
        QCOMPARE(
            findVariables("It is {{now}} for {{ user.name }}, {{ d | date }} {{}} {{a b}} {% if %}").size(),
            std::size_t{ 3 });
        const auto text = parsed("Hello {{name}}, bye {{name}} {{other}}");
        QCOMPARE(text->form(), PromptForm::Template);
        QCOMPARE(text->variables().size(), std::size_t{ 3 });
        const auto filled = text->withValues({ { "name", "A \"B\"" } });
        QCOMPARE((*filled)->bytes(), std::string("Hello A \"B\", bye A \"B\" {{other}}"));
        const auto request = parsed(json("{'input':'Hi {{name}}','model':'m'}"));
        const auto filledJson = request->withValues({ { "name", "A \"B\"\n" } });
        QCOMPARE((*filledJson)->bytes(), (json("{'input':'Hi A \\'B\\'\\n','model':'m'}")));
        QCOMPARE((*filledJson)->segments()[0].text.text(), std::string("Hi A \"B\"\n"));
    }

    void curlCommandsAreRead()
    {
        const std::string command
            = "curl https://api.openai.com/v1/chat/completions \\\n  -H 'Content-Type: application/json' \\\n"
              "  -d '{\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}'\n";
        const auto prompt = parsed(command);
        QCOMPARE(prompt->form(), PromptForm::OpenAiChat);
        const ByteRange hi = prompt->segments()[0].text.toSource({ 0, 2 });
        QCOMPARE(command.substr(hi.begin, hi.size()), std::string("hi"));
        QVERIFY(findCurlBody("curl --data-raw='{}' x").has_value());
        QVERIFY(!findCurlBody("curly braces -d '{}'").has_value());
    }

    void jsonLinesAreReadLineByLine()
    {
        const std::string good = json("{'model':'m','messages':[{'role':'user','content':'a'}]}");
        const auto file = readPromptFile(good + "\n" + good.substr(0, 20) + "\n\n{\"body\":" + good + "}\n");
        QVERIFY(file);
        QVERIFY(file->jsonLines);
        QCOMPARE(file->items.size(), std::size_t{ 3 });
        QVERIFY(file->items[0].prompt != nullptr);
        QVERIFY(file->items[1].problem.has_value());
        QCOMPARE(file->items[1].problem->line, std::size_t{ 2 });
        QCOMPARE(file->items[2].prompt->form(), PromptForm::OpenAiChat);
        QCOMPARE(file->items[2].line, std::size_t{ 4 });
    }

    void positionsCountCharacters()
    {
        const auto prompt = parsed("a\n\xc3\xa9\xf0\x9f\x98\x80x");
        QCOMPARE(prompt->position(8).line, std::size_t{ 2 });
        QCOMPARE(prompt->position(8).column, std::size_t{ 3 });
    }

    void escapingIsTheReverseOfReading()
    {
        const std::string text = "tab\t quote\" back\\ nl\n ctl\x01 \xc3\xa9";
        QCOMPARE(MappedText::fromJsonString(jsonEscaped(text), 0).text(), text);
    }
};

QTEST_GUILESS_MAIN(PromptTest)
#include "tst_prompt.moc"

// SPDX-License-Identifier: MIT
// Gemini requests as a cached object and the rest; pings.
#include "prompt/splice/gemini_object.h"
#include "prompt/splice/ping_body.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <random>

using namespace cachescope;
using namespace cachescope::prompt;
using Json = nlohmann::ordered_json;

namespace {

/** Members in random order, with blanks and escapes. */
std::string randomBody(std::mt19937 &random)
{
    const auto below = [&](unsigned bound) { return random() % bound; };
    const auto blank = [&] { return std::string(std::array{ "", " ", "\n\t", "" }[below(4)]); };
    std::vector<std::string> members;
    if (below(4) > 0)
        members.push_back(R"("systemInstruction":)" + blank() + R"({"parts":[{"text":"s } , \u00e9"}]})");
    if (below(4) > 0)
        members.push_back(R"("tools" : [{"functionDeclarations":[ ]}])");
    if (below(3) == 0)
        members.push_back(R"("tool_config":{"a":1.50})");
    if (below(3) == 0)
        members.push_back(R"("generationConfig":{"temperature":0})");
    std::string contents = R"("contents":[)";
    const auto count = 1 + below(4);
    for (std::size_t i = 0; i < count; ++i)
        contents += (i > 0 ? "," : "") + blank() + "{\"role\":\"user\",\"parts\":[{\"text\":\"c" + std::to_string(i)
            + " ]\\\"\"}]}" + blank();
    members.push_back(contents + "]");
    std::shuffle(members.begin(), members.end(), random);
    std::string body = blank() + "{" + blank();
    for (std::size_t i = 0; i < members.size(); ++i)
        body += (i > 0 ? "," + blank() : "") + members[i] + blank();
    return body + "}" + blank();
}

} // namespace

class TestGeminiObject : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void objectAndRestMakeTheWhole()
    {
        std::mt19937 random(3);
        int used = 0;
        for (int i = 0; i < 3000; ++i) {
            const std::string body = randomBody(random);
            const auto split = GeminiSplit::read(body);
            QVERIFY2(split, body.c_str());
            const Json whole = Json::parse(body);
            for (const GeminiBeginning &beginning : split->beginnings()) {
                ++used;
                const auto edits = split->edits(beginning, "cachedContents/x");
                const std::string sent = providers::edited(body, edits);
                Json rest = Json::parse(sent, nullptr, false);
                QVERIFY2(!rest.is_discarded(), sent.c_str());
                const Json object
                    = Json::parse(split->createBody(beginning, "gemini-2.5-flash", std::chrono::seconds(300)));
                QCOMPARE(rest["cachedContent"].get<std::string>(), std::string("cachedContents/x"));
                QVERIFY(!GeminiSplit::read(sent)); // names an object now
                QCOMPARE(object["ttl"].get<std::string>(), std::string("300s"));
                for (const char *name : { "systemInstruction", "tools", "tool_config" }) {
                    QVERIFY(!rest.contains(name));
                    QCOMPARE(object.contains(name), whole.contains(name));
                    QVERIFY(!whole.contains(name) || object[name] == whole[name]);
                }
                Json contents = object.contains("contents") ? object["contents"] : Json::array();
                contents.insert(contents.end(), rest["contents"].begin(), rest["contents"].end());
                QVERIFY(contents == whole["contents"]);
                QCOMPARE(rest.contains("generationConfig"), whole.contains("generationConfig"));
                // Outside the edits the bytes are the client's.
                std::size_t at = 0, out = 0;
                for (const auto &edit : edits) {
                    const std::size_t same = edit.offset - at;
                    QCOMPARE(sent.substr(out, same), body.substr(at, same));
                    out += same + edit.inserted.size();
                    at = edit.offset + edit.removed;
                }
                QCOMPARE(sent.substr(out), body.substr(at));
            }
        }
        QVERIFY(used > 3000);
    }

    void whatIsLeftAlone()
    {
        for (const char *body : { R"({"cachedContent":"cachedContents/y","contents":[{}]})",
                                  R"({"contents":[{}]} x)", R"({"contents":{}})", R"({"contents":[]})",
                                  R"({"contents":[{}],"tools":[],"tools":[]})", R"([])", "" })
            QVERIFY2(!GeminiSplit::read(body), body);
        QVERIFY(GeminiSplit::read(R"({"contents":[{}]})")->beginnings().empty());
    }

    void beginningsAreToldApartByTheirBytes()
    {
        const auto digest
            = [](const std::string &body) { return GeminiSplit::read(body)->beginnings().front().digest; };
        const std::string rest = R"(,"contents":[{"parts":[]}]})";
        QVERIFY(digest(R"({"tools":[1])" + rest) == digest(R"({ "tools" : [1])" + rest));
        QVERIFY(digest(R"({"tools":[1])" + rest) != digest(R"({"tools":[2])" + rest));
        QVERIFY(digest(R"({"tools":[1])" + rest) != digest(R"({"toolConfig":[1])" + rest));
    }

    void answersToTheCreation()
    {
        const auto made
            = readCreatedObject(R"({"name":"cachedContents/abc-1","usageMetadata":{"totalTokenCount":4321}})");
        QVERIFY(made);
        QCOMPARE(made->tokens, std::int64_t{ 4321 });
        for (const char *bad : { "{\"name\":\"cachedContents/a\\\"b\"}", R"({"name":"x"})", "{}", "no",
                                 R"({"name":"cachedContents/../x"})" })
            QVERIFY2(!readCreatedObject(bad), bad);
    }

    void pingsAskForOneToken()
    {
        const std::string sent
            = R"({"model":"m", "max_tokens" : 900,"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}],)"
              R"("stream":true,"messages":[{"role":"user","content":"long"}],"temperature":1.0})";
        const auto ping = pingBody(sent);
        QVERIFY(ping);
        QCOMPARE(
            *ping,
            std::string(
                R"({"model":"m", "max_tokens" : 1,"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}],)"
                R"("stream":false,"messages":[{"role":"user","content":"."}],"temperature":1.0})"));
        for (const char *none :
             { R"({"max_tokens":9,"system":"s","messages":[]})",
               R"({"max_tokens":9,"messages":[{"cache_control":{}}]})",
               R"({"max_tokens":9,"thinking":{},"tools":[{"cache_control":{}}],"messages":[]})", "no" })
            QVERIFY2(!pingBody(none), none);
    }
};

QTEST_GUILESS_MAIN(TestGeminiObject)
#include "tst_gemini_object.moc"

// SPDX-License-Identifier: MIT
// Programs without conversations: a data notebook (Gemini and embeddings) and a CI job (GPT-4.1 and DeepSeek).
#include "simulated/demo_corpus.h"
#include "simulated/demo_program.h"

namespace cachescope::simulated {

namespace {

class Notebook final : public DemoProgram
{
public:
    explicit Notebook(std::uint64_t seed)
        : m_random(seed)
    {
        for (std::uint64_t i = 0; i < tables; ++i)
            m_tables[i] = corpus::dataset(mix(seed, i), 9'000 + 4'000 * i);
    }

    DemoCall next(base::UnixMicros) override { return m_random.chance(0.35) ? embed() : ask(); }
    void reply(std::size_t, const DemoReply &) override { }

private:
    static constexpr std::size_t tables = 3;

    DemoCall ask()
    {
        const std::size_t table = m_random.below(tables);
        const bool streams = m_random.chance(0.6);
        DemoCall call;
        call.api = DemoApi::Gemini;
        call.upstream = "gemini";
        call.model = "gemini-2.5-flash";
        call.target
            = "/v1beta/models/" + call.model + (streams ? ":streamGenerateContent?alt=sse" : ":generateContent");
        call.headers = demoHeaders(call.api, "notebook/3.2.0", "forecasting", "");
        const std::string question(m_random.pick(corpus::dataQuestions()));
        call.body = compact(Json{
            { "systemInstruction",
              { { "parts",
                  Json::array({ { { "text",
                                    "You are a data analyst. Table orders_" + std::to_string(table)
                                        + ", first rows:\n" + m_tables[table] } } }) } } },
            { "contents",
              Json::array({ { { "role", "user" }, { "parts", Json::array({ { { "text", question } } }) } } }) },
            { "generationConfig", { { "temperature", 0 }, { "maxOutputTokens", 1024 } } } });
        return call;
    }

    /** Chunks of the handbook; a notebook that runs again embeds the same ones. */
    DemoCall embed()
    {
        DemoCall call;
        call.api = DemoApi::Embeddings;
        call.upstream = "openai";
        call.target = "/v1/embeddings";
        call.model = "text-embedding-3-small";
        call.headers = demoHeaders(call.api, "notebook/3.2.0", "forecasting", "index");
        Json input = Json::array();
        const std::uint64_t batch = m_random.below(12);
        for (std::uint64_t i = 0; i < 16; ++i)
            input.push_back(corpus::handbook(mix(batch, i), 900));
        call.body = compact(Json{
            { "model", call.model }, { "input", input }, { "encoding_format", "base64" }, { "dimensions", 256 } });
        return call;
    }

    Random m_random;
    std::string m_tables[tables];
};

class ContinuousIntegration final : public DemoProgram
{
public:
    explicit ContinuousIntegration(std::uint64_t seed)
        : m_random(seed)
        , m_rules(
              "You check commits for breaking changes of public interfaces. Answer in the given JSON form.\n\n"
              + corpus::handbook(333, 7'000))
    { }

    DemoCall next(base::UnixMicros) override
    {
        if (m_newest == 0 || m_random.chance(0.5))
            m_newest = m_random.next(); // a new commit; otherwise a job runs again
        const std::string change = "Commit to check:\n\n" + corpus::diff(m_newest, 4'000);
        return m_random.chance(0.5) ? structured(change) : summary(change);
    }
    void reply(std::size_t, const DemoReply &) override { }

private:
    DemoCall structured(const std::string &change)
    {
        DemoCall call;
        call.upstream = "openai";
        call.target = "/v1/chat/completions";
        call.model = "gpt-4.1";
        call.headers
            = demoHeaders(call.api, "ci-runner/1.4.0", "platform", m_random.chance(0.3) ? "smoke" : "nightly");
        const Json schema{
            { "type", "object" },
            { "properties",
              { { "breaking", { { "type", "boolean" } } },
                { "severity", { { "type", "string" }, { "enum", Json::array({ "none", "minor", "major" }) } } },
                { "file_path", { { "type", "string" } } },
                { "reason", { { "type", "string" } } } } },
            { "required", Json::array({ "breaking", "severity", "file_path", "reason" }) },
            { "additionalProperties", false }
        };
        call.body = compact(
            Json{ { "model", call.model },
                  { "temperature", 0 },
                  { "messages",
                    Json::array({ { { "role", "system" }, { "content", m_rules } },
                                  { { "role", "user" }, { "content", change } } }) },
                  { "response_format",
                    { { "type", "json_schema" },
                      { "json_schema", { { "name", "verdict" }, { "strict", true }, { "schema", schema } } } } } });
        return call;
    }

    DemoCall summary(const std::string &change)
    {
        DemoCall call;
        call.upstream = "deepseek";
        call.target = "/chat/completions";
        call.model = "deepseek-flash";
        call.headers = demoHeaders(call.api, "ci-runner/1.4.0", "platform", "changelog");
        call.body = compact(Json{
            { "model", call.model },
            { "temperature", 0.2 },
            { "stream", true },
            { "stream_options", { { "include_usage", true } } },
            { "max_tokens", 400 },
            { "messages",
              Json::array({ { { "role", "system" },
                              { "content", "You write one line of a changelog for a commit.\n\n" + m_rules } },
                            { { "role", "user" }, { "content", change } } }) } });
        return call;
    }

    Random m_random;
    std::string m_rules;
    std::uint64_t m_newest = 0;
};

} // namespace

std::unique_ptr<DemoProgram> makeNotebook(std::uint64_t seed)
{
    return std::make_unique<Notebook>(seed);
}

std::unique_ptr<DemoProgram> makeContinuousIntegration(std::uint64_t seed)
{
    return std::make_unique<ContinuousIntegration>(seed);
}

} // namespace cachescope::simulated

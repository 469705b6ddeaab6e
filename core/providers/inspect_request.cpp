// SPDX-License-Identifier: MIT
#include "providers/api.h"
#include "providers/json_scanner.h"
#include "providers/text_limits.h"

namespace cachescope::providers {

namespace {

constexpr std::size_t firstTextBytes = 200;
constexpr int deepestContent = 16; // tool results hold parts; nothing nests deeper in practice

/** Walks the parts of a message or of an input item; keeps the first text and notes references to files. */
class ContentReader
{
public:
    ContentReader(JsonScanner &json, CallFacts &facts)
        : m_json(json)
        , m_facts(facts)
    { }

    /** A string, or an array of parts, or a part. `text`: the literal of the first text that is not empty. */
    void read(std::string_view &text, int depth = 0)
    {
        const JsonKind kind = m_json.kind();
        if (depth > deepestContent) {
            m_json.raw();
        } else if (kind == JsonKind::String) {
            takeText(text);
        } else if (kind == JsonKind::Array) {
            m_json.enterArray();
            while (m_json.nextElement())
                read(text, depth + 1);
        } else if (m_json.enterObject()) {
            while (const auto key = m_json.nextKey())
                readMember(*key, text, depth);
        }
    }

private:
    void takeText(std::string_view &text)
    {
        const std::string_view literal = m_json.raw();
        if (text.empty() && literal.size() > 2)
            text = literal;
    }

    void readMember(std::string_view key, std::string_view &text, int depth)
    {
        if (key == "text") {
            if (m_json.kind() == JsonKind::String)
                takeText(text);
        } else if (key == "content" || key == "parts" || key == "output") {
            // Of a tool's result: not the user's words, but it may refer to files.
            std::string_view ignored;
            read(key == "parts" ? text : ignored, depth + 1);
        } else if (key == "file_id" || key == "fileData" || key == "file_data" || key == "container_upload") {
            // Chat's file_data is the file itself as a string; Gemini's is an object with an address.
            const JsonKind kind = m_json.kind();
            m_facts.hasFiles |= key == "file_id" ? kind != JsonKind::Null : kind == JsonKind::Object;
        } else if (key == "source" || key == "file") {
            std::string_view ignored;
            read(ignored, depth + 1);
        }
    }

    JsonScanner &m_json;
    CallFacts &m_facts;
};

class RequestReader
{
public:
    RequestReader(std::string_view body, CallFacts &facts)
        : m_json(body)
        , m_facts(facts)
    { }

    void read()
    {
        if (m_json.enterObject()) {
            while (const auto key = m_json.nextKey())
                readMember(*key);
            m_facts.wellFormed = m_json.finish();
        }
        if (!m_userText.empty())
            m_facts.firstUserText = firstWords(m_userText, firstTextBytes);
    }

private:
    bool isGemini() const
    {
        return m_facts.api == Api::GeminiGenerate || m_facts.api == Api::GeminiStream
            || m_facts.api == Api::GeminiEmbed;
    }

    void readMember(std::string_view key)
    {
        if (isGemini())
            readGemini(key);
        else if (!readSampling(key) && !readState(key))
            readOpenAiOrAnthropic(key);
    }

    void readOpenAiOrAnthropic(std::string_view key)
    {
        if (key == "model")
            m_facts.model = m_json.string().value_or("");
        else if (key == "stream")
            m_facts.form = m_json.boolean().value_or(false) ? AnswerForm::Sse : AnswerForm::Json;
        else if (key == "stream_options")
            readStreamOptions();
        else if (key == "tools" || key == "functions" || key == "mcp_servers")
            m_facts.hasTools = readNonEmptyArray() || m_facts.hasTools;
        else if (key == "service_tier")
            m_facts.serviceTier = m_json.string().value_or("");
        else if (key == "metadata")
            readMetadata();
        else if (key == "prompt_cache_key" || key == "session_id")
            m_sessionKey = m_json.string().value_or("");
        else if (key == "user" || key == "safety_identifier")
            m_user = m_json.string().value_or("");
        else if (key == "messages" || (key == "input" && m_facts.api != Api::OpenAiEmbeddings))
            readMessages();
        else if (key == "input")
            ContentReader(m_json, m_facts).read(m_userText);
        m_facts.sessionHint = !m_sessionKey.empty() ? m_sessionKey : m_user;
    }

    bool readSampling(std::string_view key)
    {
        if (key == "temperature" && m_json.kind() == JsonKind::Number)
            m_facts.deterministic = m_json.integer() == 0 || m_facts.deterministic;
        else if (key == "seed")
            m_facts.deterministic = m_json.kind() == JsonKind::Number || m_facts.deterministic;
        else
            return false;
        return true;
    }

    bool readState(std::string_view key)
    {
        if (key == "store" || key == "background") {
            m_facts.storesRemotely = m_json.boolean().value_or(false) || m_facts.storesRemotely;
        } else if (
            key == "previous_response_id" || key == "conversation" || key == "container" || key == "cachedContent"
            || key == "cached_content" || (key == "prompt" && isResponses())) {
            m_facts.continuesRemoteState = m_json.kind() != JsonKind::Null || m_facts.continuesRemoteState;
        } else {
            return false;
        }
        return true;
    }

    bool isResponses() const { return m_facts.api == Api::OpenAiResponses; }

    void readStreamOptions()
    {
        if (!m_json.enterObject())
            return;
        while (const auto key = m_json.nextKey())
            if (*key == "include_usage")
                m_facts.includeUsage = m_json.boolean().value_or(false);
    }

    bool readNonEmptyArray()
    {
        bool any = false;
        if (m_json.enterArray())
            while (m_json.nextElement())
                any = true;
        return any;
    }

    void readMetadata()
    {
        if (!m_json.enterObject())
            return;
        while (const auto key = m_json.nextKey())
            if (*key == "user_id" || *key == "session_id")
                m_sessionKey = m_json.string().value_or("");
    }

    /** Chat's and Anthropic's messages, the Responses API's input (a string or items), Gemini's contents. */
    void readMessages()
    {
        if (m_json.kind() == JsonKind::String) {
            ContentReader(m_json, m_facts).read(m_userText);
            return;
        }
        if (!m_json.enterArray())
            return;
        while (m_json.nextElement())
            readMessage();
    }

    void readMessage()
    {
        std::string role;
        std::string_view text;
        bool hasRole = false;
        if (!m_json.enterObject())
            return;
        while (const auto key = m_json.nextKey()) {
            if (*key == "role") {
                role = m_json.string().value_or("");
                hasRole = true;
            } else if (*key == "content" || *key == "parts" || *key == "output") {
                ContentReader(m_json, m_facts).read(text);
            } else if (*key == "type") {
                m_facts.continuesRemoteState = m_json.string() == "item_reference" || m_facts.continuesRemoteState;
            }
        }
        // Gemini lets a single turn go without a role.
        if (!text.empty() && (role == "user" || (!hasRole && isGemini())))
            m_userText = text;
    }

    void readGemini(std::string_view key)
    {
        if (key == "contents")
            readMessages();
        else if (key == "content")
            ContentReader(m_json, m_facts).read(m_userText);
        else if (key == "tools")
            m_facts.hasTools = readNonEmptyArray();
        else if (key == "generationConfig" || key == "generation_config")
            readGenerationConfig();
        else if (key == "labels")
            readMetadata();
        else
            readState(key);
        m_facts.sessionHint = m_sessionKey;
    }

    void readGenerationConfig()
    {
        if (!m_json.enterObject())
            return;
        while (const auto key = m_json.nextKey())
            readSampling(*key);
    }

    JsonScanner m_json;
    CallFacts &m_facts;
    std::string m_sessionKey;
    std::string m_user;
    std::string_view m_userText; ///< Literal, with its quotes.
};

/** "…/models/gemini-2.5-flash:generateContent" -> "gemini-2.5-flash". */
std::string geminiModel(std::string_view path)
{
    const std::size_t slash = path.rfind('/');
    return std::string(path.substr(slash + 1, path.rfind(':') - slash - 1));
}

bool asksForSse(std::string_view query)
{
    for (std::size_t at = query.find("alt=sse"); at != std::string_view::npos; at = query.find("alt=sse", at + 1)) {
        const char before = at == 0 ? '&' : query[at - 1];
        const char after = at + 7 < query.size() ? query[at + 7] : '&';
        if ((before == '&' || before == '?') && (after == '&' || after == '#'))
            return true;
    }
    return false;
}

} // namespace

CallFacts inspectRequest(std::string_view method, std::string_view target, std::string_view body)
{
    CallFacts facts;
    facts.api = classify(method, target);
    if (facts.api == Api::Opaque)
        return facts;
    RequestReader(body, facts).read();
    const std::size_t question = target.find('?');
    const std::string_view path = target.substr(0, question);
    if (facts.api == Api::GeminiGenerate || facts.api == Api::GeminiStream || facts.api == Api::GeminiEmbed)
        facts.model = geminiModel(path);
    if (facts.api == Api::GeminiStream) {
        const std::string_view query
            = question == std::string_view::npos ? std::string_view() : target.substr(question);
        facts.form = asksForSse(query) ? AnswerForm::Sse : AnswerForm::JsonArray;
    }
    return facts;
}

} // namespace cachescope::providers

// SPDX-License-Identifier: MIT
#include "providers/prompt_start.h"

#include "base/digest.h"
#include "providers/json_scanner.h"
#include "providers/text_limits.h"

#include <vector>

namespace cachescope::providers {

namespace {

constexpr int deepestContent = 8;

/** The literals of a request's texts, apart by whether they are the system's. They point into the body. */
class TextFinder
{
public:
    explicit TextFinder(std::string_view body)
        : m_json(body)
    { }

    bool read()
    {
        if (!m_json.enterObject())
            return false;
        while (const auto key = m_json.nextKey())
            readMember(*key);
        return m_json.finish();
    }
    std::vector<std::string_view> system, others;

private:
    void readMember(std::string_view key)
    {
        if (key == "system" || key == "instructions" || key == "systemInstruction" || key == "system_instruction")
            readContent(system, 0);
        else if (key == "messages" || key == "contents")
            readMessages();
        else if (key == "input" && m_json.kind() == JsonKind::Array)
            readMessages();
        else if (key == "input" || key == "content" || key == "prompt")
            readContent(others, 0);
    }

    void readMessages()
    {
        if (!m_json.enterArray())
            return;
        while (m_json.nextElement())
            readMessage();
    }

    void readMessage()
    {
        if (m_json.kind() == JsonKind::String) {
            others.push_back(m_json.raw());
            return;
        }
        std::string role;
        std::vector<std::string_view> texts;
        if (!m_json.enterObject())
            return;
        while (const auto key = m_json.nextKey()) {
            if (*key == "role")
                role = m_json.string().value_or("");
            else if (*key == "content" || *key == "parts")
                readContent(texts, 0);
        }
        auto &place = role == "system" || role == "developer" ? system : others;
        place.insert(place.end(), texts.begin(), texts.end());
    }

    /** A string, a part, or an array of parts. */
    void readContent(std::vector<std::string_view> &texts, int depth)
    {
        const JsonKind kind = m_json.kind();
        if (depth > deepestContent) {
            m_json.raw();
        } else if (kind == JsonKind::String) {
            texts.push_back(m_json.raw());
        } else if (kind == JsonKind::Array) {
            m_json.enterArray();
            while (m_json.nextElement())
                readContent(texts, depth + 1);
        } else if (m_json.enterObject()) {
            while (const auto key = m_json.nextKey()) {
                if (*key == "text" && m_json.kind() == JsonKind::String)
                    texts.push_back(m_json.raw());
                else if (*key == "parts" || *key == "content")
                    readContent(texts, depth + 1);
            }
        }
    }

    JsonScanner m_json;
};

void append(std::string &out, const std::vector<std::string_view> &literals, std::size_t bytes)
{
    for (const std::string_view literal : literals) {
        if (out.size() >= bytes)
            return;
        const std::string words = firstWords(literal, bytes - out.size());
        if (!words.empty())
            out.append(out.empty() ? "" : "\n").append(words);
    }
    out.resize(cutUtf8(out, bytes).size());
}

std::uint64_t hashOf(const std::vector<std::string_view> &literals)
{
    base::Sha256 digest;
    for (const std::string_view literal : literals)
        digest.addField(decodeJsonString(literal));
    const base::Digest whole = digest.finish();
    std::uint64_t hash = 0;
    for (std::size_t i = 0; i < sizeof hash; ++i)
        hash = (hash << 8) | whole[i];
    return hash == 0 ? 1 : hash;
}

} // namespace

PromptStart promptStart(Api api, std::string_view body, std::size_t bytes)
{
    PromptStart start;
    TextFinder finder(body);
    if (api == Api::Opaque || !finder.read())
        return start;
    if (!finder.system.empty())
        start.systemHash = hashOf(finder.system);
    append(start.text, finder.system, bytes);
    append(start.text, finder.others, bytes);
    return start;
}

std::string withSingleBlanks(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (static_cast<unsigned char>(c) > 0x20)
            out.push_back(c);
        else if (!out.empty() && out.back() != ' ')
            out.push_back(' ');
    }
    if (out.ends_with(' '))
        out.pop_back();
    return out;
}

} // namespace cachescope::providers

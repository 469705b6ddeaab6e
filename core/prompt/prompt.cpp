// SPDX-License-Identifier: MIT
#include "prompt/prompt.h"

#include "base/text.h"
#include "prompt/curl_command.h"
#include "prompt/json_escapes.h"
#include "prompt/prompt_reader.h"
#include "prompt/variables.h"

#include <algorithm>

namespace cachescope::prompt {

using base::ErrorCode;

namespace {

constexpr std::size_t largestFile = std::size_t{ 256 } << 20;

std::string_view withoutBlanks(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/** A template can begin with {{variable}} and Markdown with [a link]: neither is broken JSON. */
bool looksLikeJson(std::string_view text)
{
    if (text.empty() || (text.front() != '{' && text.front() != '['))
        return false;
    const std::size_t next = text.find_first_not_of(" \t\r\n", 1);
    const std::string_view begins = text.front() == '{' ? "\"}" : "{[\"]";
    return next == std::string_view::npos || begins.find(text[next]) != std::string_view::npos;
}

} // namespace

std::string_view formName(PromptForm form)
{
    switch (form) {
    case PromptForm::PlainText:
        return "text";
    case PromptForm::Template:
        return "template";
    case PromptForm::OpenAiChat:
        return "openai.chat";
    case PromptForm::OpenAiResponses:
        return "openai.responses";
    case PromptForm::AnthropicMessages:
        return "anthropic.messages";
    case PromptForm::Gemini:
        return "gemini.generate_content";
    }
    return "text";
}

std::optional<PromptForm> formOf(providers::Api api)
{
    switch (api) {
    case providers::Api::OpenAiChat:
        return PromptForm::OpenAiChat;
    case providers::Api::OpenAiResponses:
        return PromptForm::OpenAiResponses;
    case providers::Api::AnthropicMessages:
        return PromptForm::AnthropicMessages;
    case providers::Api::GeminiGenerate:
    case providers::Api::GeminiStream:
        return PromptForm::Gemini;
    default:
        return {};
    }
}

void readSegments(PromptForm form, const JsonValue &root, std::vector<Segment> &segments)
{
    switch (form) {
    case PromptForm::OpenAiChat:
        return readOpenAiChat(root, segments);
    case PromptForm::OpenAiResponses:
        return readOpenAiResponses(root, segments);
    case PromptForm::AnthropicMessages:
        return readAnthropic(root, segments);
    case PromptForm::Gemini:
        return readGemini(root, segments);
    case PromptForm::PlainText:
    case PromptForm::Template:
        return;
    }
}

/** Builds a Prompt; the only one who may. */
class PromptReader
{
public:
    explicit PromptReader(std::string bytes)
        : m_prompt(std::make_shared<Prompt>())
    {
        m_prompt->m_bytes = std::move(bytes);
        m_prompt->m_lineStarts.push_back(0);
        for (std::size_t at = 0; (at = m_prompt->m_bytes.find('\n', at)) != std::string::npos;)
            m_prompt->m_lineStarts.push_back(++at);
    }

    std::shared_ptr<const Prompt> read(std::optional<PromptForm> hint)
    {
        const bool wantsText = hint == PromptForm::PlainText || hint == PromptForm::Template;
        const std::string_view body = withoutBlanks(m_prompt->m_bytes);
        if (!wantsText && looksLikeJson(body))
            readJson(body, hint);
        else if (const auto curl = wantsText ? std::nullopt : findCurlBody(m_prompt->m_bytes))
            readJson(std::string_view(m_prompt->m_bytes).substr(curl->begin, curl->size()), hint);
        else
            readText(hint);
        findAllVariables();
        return m_prompt;
    }

private:
    void readText(std::optional<PromptForm> hint)
    {
        Segment segment;
        segment.role = "user";
        segment.label = "text";
        segment.message = 0;
        segment.source = { 0, m_prompt->m_bytes.size() };
        segment.text = MappedText::verbatim(m_prompt->m_bytes, 0);
        m_prompt->m_segments.push_back(std::move(segment));
        m_prompt->m_form = hint.value_or(PromptForm::PlainText);
    }

    void readJson(std::string_view body, std::optional<PromptForm> hint)
    {
        JsonValue root;
        root.begin = static_cast<std::size_t>(body.data() - m_prompt->m_bytes.data());
        providers::JsonScanner json(body);
        root.raw = json.raw();
        if (!json.finish() || !root.isObject()) {
            setProblem(
                root.begin + json.offset(),
                json.failed() ? "This is not valid JSON from here on." : "A request is one JSON object.");
            readText(PromptForm::PlainText);
            return;
        }
        const auto shape = hint ? hint : recogniseShape(root);
        if (!shape) {
            setProblem(
                root.begin, "This JSON has neither messages, input nor contents: it is no request that we know.");
            readText(PromptForm::PlainText);
            return;
        }
        m_prompt->m_form = *shape;
        m_prompt->m_parameters = readParameters(root);
        readSegments(*shape, root, m_prompt->m_segments);
    }

    void setProblem(std::size_t byte, std::string message)
    {
        const Prompt::Position place = m_prompt->position(byte);
        m_prompt->m_problem = ParseProblem{ byte, place.line, place.column, std::move(message) };
    }

    void findAllVariables()
    {
        for (std::size_t i = 0; i < m_prompt->m_segments.size(); ++i) {
            const MappedText &text = m_prompt->m_segments[i].text;
            for (VariablePlace &place : findVariables(text.text()))
                m_prompt->m_variables.push_back(
                    { std::move(place.name), i, place.range, text.toSource(place.range) });
        }
        if (m_prompt->m_form == PromptForm::PlainText && !m_prompt->m_variables.empty() && !m_prompt->m_problem)
            m_prompt->m_form = PromptForm::Template;
    }

    std::shared_ptr<Prompt> m_prompt;
};

base::Result<std::shared_ptr<const Prompt>> Prompt::parse(std::string bytes, std::optional<PromptForm> hint)
{
    if (bytes.size() > largestFile)
        return base::failure(ErrorCode::LimitExceeded, "The file is larger than 256 MiB, which no prompt is.");
    if (bytes.find('\0') != std::string::npos)
        return base::failure(ErrorCode::InvalidInput, "The file is binary: it holds NUL bytes.");
    return PromptReader(std::move(bytes)).read(hint);
}

Prompt::Position Prompt::position(std::size_t sourceByte) const
{
    const std::size_t byte = std::min(sourceByte, m_bytes.size());
    const auto after = std::upper_bound(m_lineStarts.begin(), m_lineStarts.end(), byte);
    const std::size_t lineStart = *(after - 1);
    const auto isCharacterStart = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
    const auto characters = std::count_if(
        m_bytes.begin() + static_cast<std::ptrdiff_t>(lineStart),
        m_bytes.begin() + static_cast<std::ptrdiff_t>(byte), isCharacterStart);
    return { static_cast<std::size_t>(after - m_lineStarts.begin()), static_cast<std::size_t>(characters) + 1 };
}

base::Result<std::shared_ptr<const Prompt>> Prompt::withValues(
    const std::map<std::string, std::string, std::less<>> &values) const
{
    // Source order is not segment order (a file may name messages before tools): sort the places first.
    std::vector<const Variable *> places;
    for (const Variable &variable : m_variables) {
        if (values.contains(variable.name))
            places.push_back(&variable);
    }
    std::sort(places.begin(), places.end(), [](const Variable *a, const Variable *b) {
        return a->source.begin < b->source.begin;
    });
    std::string replaced;
    std::size_t copied = 0;
    for (const Variable *variable : places) {
        if (variable->source.begin < copied)
            continue; // A tool's JSON is one segment, its strings are not another: no place is met twice, but be
                      // safe.
        replaced.append(m_bytes, copied, variable->source.begin - copied);
        const std::string &value = values.find(variable->name)->second;
        replaced += m_form == PromptForm::PlainText || m_form == PromptForm::Template ? value : jsonEscaped(value);
        copied = variable->source.end;
    }
    replaced.append(m_bytes, copied);
    return parse(std::move(replaced), m_form);
}

} // namespace cachescope::prompt

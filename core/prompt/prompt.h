// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "providers/api.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::prompt {

/** Half-open range of bytes. */
struct ByteRange
{
    std::size_t begin = 0, end = 0;
    std::size_t size() const { return end - begin; }
    friend bool operator==(ByteRange, ByteRange) = default;
};

/** What a prompt file is. */
enum class PromptForm : std::uint8_t
{
    PlainText, ///< Text or Markdown: one user segment, no chat overhead.
    Template, ///< Text with {{variables}}.
    OpenAiChat,
    OpenAiResponses,
    AnthropicMessages,
    Gemini,
};
std::string_view formName(PromptForm form);
/** The form of requests to an API; nothing for those that carry no prompt of ours (embeddings, anything else). */
std::optional<PromptForm> formOf(providers::Api api);

enum class SegmentKind : std::uint8_t
{
    Schema, ///< Structured-output schema: renders before the system text at OpenAI.
    Tool, ///< One tool definition.
    System, ///< System, developer or instruction text.
    Message, ///< One part of a message: text, tool call, tool result.
    Media, ///< Image, audio, file: counted by the provider, opaque here.
};

/**
 * Text as the model gets it, with the way back to the file: a JSON string's escapes are resolved, so one decoded
 * byte can stand for up to twelve source bytes. For plain text both are the same.
 */
class MappedText
{
public:
    MappedText() = default;
    /** Text that stands as it is at `sourceBegin`. */
    static MappedText verbatim(std::string_view text, std::size_t sourceBegin);
    /** The same without a part of it (a cache mark inside a tool), which no model gets to read. */
    static MappedText verbatimWithout(std::string_view text, std::size_t sourceBegin, ByteRange hole);
    /** Content of a JSON string literal (between its quotes) at `sourceBegin`; lone surrogates become U+FFFD. */
    static MappedText fromJsonString(std::string_view literal, std::size_t sourceBegin);

    const std::string &text() const { return m_text; }
    /** Source range of a decoded range. */
    ByteRange toSource(ByteRange decoded) const;
    /** Decoded offset for a source offset inside the text (start of the character that holds it). */
    std::size_t fromSource(std::size_t sourceOffset) const;
    /** True when an edit of this text must write JSON escapes. */
    bool isJson() const { return m_json; }

private:
    struct Anchor
    {
        std::size_t decoded, source;
    };
    static std::size_t sourceOf(const Anchor &anchor, std::size_t decoded, const Anchor *next);
    std::string m_text;
    std::vector<Anchor> m_anchors; ///< Where the distance between decoded and source changes; ascending.
    bool m_json = false;
};

/** An explicit cache mark: cache_control, prompt_cache_breakpoint, cachePoint. */
struct CacheMark
{
    ByteRange source; ///< The whole member with its value, for removal.
    std::string ttl; ///< "5m", "1h", "30m" or empty for the provider's default.
};

/** One piece of the prompt, in the order in which the provider builds its prefix. */
struct Segment
{
    SegmentKind kind = SegmentKind::Message;
    std::string role; ///< "system", "developer", "user", "assistant", "tool"; empty for tools and schema.
    std::string
        pointer; ///< JSON Pointer (RFC 6901) of the value, e.g. "/messages/3/content/0/text"; empty for text files.
    std::string name; ///< "name" of an OpenAI message, which counts as tokens of its wrapping; usually empty.
    std::string label; ///< For people: "tools[3] run_checks", "system", "messages[4] user".
    int message = -1; ///< Index of the message it belongs to; -1 for tools, schema and system.
    int block = 0; ///< Index of the provider's block: what look-back counts in.
    ByteRange source; ///< The segment's value in the file, braces and quotes included.
    MappedText
        text; ///< What is tokenised: for tools the rendered definition (its own JSON, as it stands in the file).
    std::optional<CacheMark> mark; ///< A mark at this segment's end.
    std::size_t mediaBytes = 0;
};

/** A {{variable}} and where it stands. */
struct Variable
{
    std::string name;
    std::size_t segment = 0;
    ByteRange decoded; ///< In that segment's text, braces included.
    ByteRange source;
};

/** Parameters of the request that decide what a cache can keep. Absent members are empty. */
struct RequestParameters
{
    std::string model;
    bool stream = false;
    std::optional<std::int64_t> maxOutputTokens;
    std::string toolChoice, reasoningEffort, thinking, responseFormat; ///< Raw JSON of the member.
    std::string parallelToolCalls, verbosity, speed; ///< Raw JSON, too.
    bool explicitCacheMode = false; ///< prompt_cache_options.mode is "explicit": only marks count.
    std::string promptCacheKey, promptCacheRetention, serviceTier;
    bool topLevelCacheControl = false; ///< Anthropic's switch.
    std::optional<std::string> topLevelTtl;
    std::string cachedContent; ///< Gemini's explicit object.
    bool includeUsage = false;
    bool hasUserField = false;
    std::vector<std::string> memberNames; ///< Top-level members in file order.
};

/** Where the JSON of a file stops being JSON. The text can still be shown and edited. */
struct ParseProblem
{
    std::size_t byte = 0, line = 1, column = 1; ///< Line and column from 1, column in characters.
    std::string message;
};

/**
 * A prompt as segments over the bytes of its file. Immutable. Keeps the file's bytes; every range points into them,
 * so that what is not edited is saved byte for byte.
 */
class Prompt
{
public:
    /**
     * Reads a prompt from the bytes of a file. `hint` settles what the content leaves open; without it JSON shapes
     * are recognised by their members, a cURL command by its first word, everything else is text (a template when
     * it has {{variables}}). A body that is JSON but none of the shapes, or broken JSON, becomes plain text with
     * `problem()` set. Binary content (a NUL byte) and files over 256 MiB are errors.
     */
    static base::Result<std::shared_ptr<const Prompt>> parse(
        std::string bytes, std::optional<PromptForm> hint = {});

    PromptForm form() const { return m_form; }
    const std::string &bytes() const { return m_bytes; }
    const std::vector<Segment> &segments() const { return m_segments; }
    const std::vector<Variable> &variables() const { return m_variables; }
    const RequestParameters &parameters() const { return m_parameters; }
    const std::optional<ParseProblem> &problem() const { return m_problem; }

    struct Position
    {
        std::size_t line = 1, column = 1; ///< From 1; column in characters (code points).
    };
    Position position(std::size_t sourceByte) const;

    /** The prompt with every {{name}} replaced (JSON-escaped inside JSON strings). Unknown names stay as they are.
     */
    base::Result<std::shared_ptr<const Prompt>> withValues(
        const std::map<std::string, std::string, std::less<>> &values) const;

private:
    friend class PromptReader;
    PromptForm m_form = PromptForm::PlainText;
    std::string m_bytes;
    std::vector<Segment> m_segments;
    std::vector<Variable> m_variables;
    RequestParameters m_parameters;
    std::optional<ParseProblem> m_problem;
    std::vector<std::size_t> m_lineStarts;
};

/** A file that can hold several prompts: JSON Lines of calls (also the proxy's own export) or one prompt. */
struct PromptFile
{
    struct Item
    {
        std::size_t line = 1; ///< Where it begins in the file.
        std::size_t byte = 0;
        /** Where the prompt's bytes stand in the file as they are; nothing when the line holds them as an escaped
         * string. */
        std::optional<std::size_t> promptByte;
        std::shared_ptr<const Prompt> prompt; ///< Null when `problem` is set.
        std::optional<ParseProblem> problem;
    };
    std::vector<Item> items;
    bool jsonLines = false;
};
base::Result<PromptFile> readPromptFile(std::string bytes, std::optional<PromptForm> hint = {});

} // namespace cachescope::prompt

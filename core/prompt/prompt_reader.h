// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/json_walk.h"
#include "prompt/prompt.h"

#include <string>
#include <string_view>

namespace cachescope::prompt {

/**
 * Collects the segments of one request while a shape's reader walks its JSON. Knows what all shapes have in common:
 * text parts, marks, media, labels. The readers (read_openai.cpp, read_anthropic.cpp, read_gemini.cpp) decide the
 * order.
 */
class SegmentSink
{
public:
    explicit SegmentSink(std::vector<Segment> &segments)
        : m_segments(segments)
    { }
    /** Begins a provider's block: what look-back counts in. `name` is that of an OpenAI message. */
    void nextBlock(std::string name = {})
    {
        ++m_block;
        m_name = std::move(name);
    }

    Segment &add(
        SegmentKind kind, std::string_view role, int message, const std::string &pointer, const std::string &label,
        const JsonValue &value);
    /** A cache mark on `carrier` (cache_control, prompt_cache_breakpoint) goes to the newest segment. */
    void markFrom(const JsonValue &carrier);

private:
    std::vector<Segment> &m_segments;
    int m_block = -1;
    std::string m_name; ///< For the block's first segment.
};

void readOpenAiChat(const JsonValue &root, std::vector<Segment> &segments);
void readOpenAiResponses(const JsonValue &root, std::vector<Segment> &segments);
void readAnthropic(const JsonValue &root, std::vector<Segment> &segments);
void readGemini(const JsonValue &root, std::vector<Segment> &segments);

/** By the shape's reader; nothing for text. */
void readSegments(PromptForm form, const JsonValue &root, std::vector<Segment> &segments);

/** Parameters that all shapes share and those of each; see RequestParameters. */
RequestParameters readParameters(const JsonValue &root);

/** The shape of a JSON object by its members; nothing when it is none of ours. */
std::optional<PromptForm> recogniseShape(const JsonValue &root);

} // namespace cachescope::prompt

// SPDX-License-Identifier: MIT
#include "prompt/prompt_reader.h"

namespace cachescope::prompt {

namespace {

/** Gemini's API takes both spellings. */
JsonValue either(const JsonValue &object, std::string_view camel, std::string_view snake)
{
    JsonValue value = member(object, camel);
    return value.raw.empty() ? member(object, snake) : value;
}

void readParts(
    const JsonValue &content, const std::string &pointer, SegmentKind kind, std::string_view role, int message,
    const std::string &label, SegmentSink &sink)
{
    eachElement(member(content, "parts"), [&](std::size_t index, const JsonValue &part) {
        const std::string place = pointerTo(pointerTo(pointer, "parts"), index);
        const JsonValue text = member(part, "text");
        const bool media = !either(part, "inlineData", "inline_data").raw.empty()
            || !either(part, "fileData", "file_data").raw.empty();
        if (text.isString())
            sink.add(kind, role, message, pointerTo(place, "text"), label, text);
        else
            sink.add(media ? SegmentKind::Media : kind, role, message, place, label, part);
    });
}

} // namespace

// Order: system instruction and tools before contents is the working assumption (prompt-caching rules, 8.2).
void readGemini(const JsonValue &root, std::vector<Segment> &segments)
{
    SegmentSink sink(segments);
    const JsonValue system = either(root, "systemInstruction", "system_instruction");
    if (!system.raw.empty()) {
        sink.nextBlock();
        readParts(system, "/systemInstruction", SegmentKind::System, "system", -1, "systemInstruction", sink);
    }
    eachElement(member(root, "tools"), [&](std::size_t index, const JsonValue &tool) {
        sink.nextBlock();
        sink.add(
            SegmentKind::Tool, "", -1, pointerTo("/tools", index), "tools[" + std::to_string(index) + "]", tool);
    });
    eachElement(member(root, "contents"), [&](std::size_t index, const JsonValue &content) {
        sink.nextBlock();
        const std::string role = member(content, "role").string();
        readParts(
            content, pointerTo("/contents", index), SegmentKind::Message, role.empty() ? "user" : role,
            static_cast<int>(index), "contents[" + std::to_string(index) + "] " + role, sink);
    });
}

} // namespace cachescope::prompt

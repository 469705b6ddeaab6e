// SPDX-License-Identifier: MIT
#include "prompt/prompt_reader.h"

namespace cachescope::prompt {

namespace {

/** One content block of a message or of a tool result. */
void readBlock(
    const JsonValue &block, const std::string &pointer, std::string_view role, int message,
    const std::string &label, SegmentSink &sink)
{
    const std::string type = member(block, "type").string();
    const JsonValue text = member(block, type == "thinking" ? "thinking" : "text");
    if (text.isString()) {
        sink.add(
            SegmentKind::Message, role, message, pointerTo(pointer, type == "thinking" ? "thinking" : "text"),
            label, text);
    } else if (type == "tool_result") {
        const JsonValue content = member(block, "content");
        if (content.isArray())
            eachElement(content, [&](std::size_t index, const JsonValue &part) {
                readBlock(
                    part, pointerTo(pointerTo(pointer, "content"), index), role, message, label + " tool_result",
                    sink);
            });
        else
            sink.add(
                SegmentKind::Message, "tool", message, pointerTo(pointer, "content"), label + " tool_result",
                content.raw.empty() ? block : content);
    } else if (type == "image" || type == "document") {
        sink.add(SegmentKind::Media, role, message, pointer, label + " " + type, block);
    } else {
        sink.add(SegmentKind::Message, role, message, pointer, label + " " + type, block);
    }
    sink.markFrom(block);
}

void readSystem(const JsonValue &system, SegmentSink &sink)
{
    if (system.isString()) {
        sink.nextBlock();
        sink.add(SegmentKind::System, "system", -1, "/system", "system", system);
    }
    eachElement(system, [&](std::size_t index, const JsonValue &block) {
        sink.nextBlock();
        const std::string pointer = pointerTo("/system", index);
        sink.add(
            SegmentKind::System, "system", -1, pointerTo(pointer, "text"), "system[" + std::to_string(index) + "]",
            member(block, "text"));
        sink.markFrom(block);
    });
}

void readMessage(std::size_t index, const JsonValue &message, SegmentSink &sink)
{
    const std::string role = member(message, "role").string();
    const std::string pointer = pointerTo(pointerTo("/messages", index), "content");
    const std::string label = "messages[" + std::to_string(index) + "] " + role;
    const JsonValue content = member(message, "content");
    if (content.isString()) {
        sink.nextBlock();
        sink.add(SegmentKind::Message, role, static_cast<int>(index), pointer, label, content);
    }
    eachElement(content, [&](std::size_t part, const JsonValue &block) {
        sink.nextBlock();
        readBlock(block, pointerTo(pointer, part), role, static_cast<int>(index), label, sink);
    });
}

} // namespace

// Order: tools, system, messages (prompt-caching rules, 6.2).
void readAnthropic(const JsonValue &root, std::vector<Segment> &segments)
{
    SegmentSink sink(segments);
    eachElement(member(root, "tools"), [&](std::size_t index, const JsonValue &tool) {
        sink.nextBlock();
        sink.add(
            SegmentKind::Tool, "", -1, pointerTo("/tools", index),
            "tools[" + std::to_string(index) + "] " + member(tool, "name").string(), tool);
        sink.markFrom(tool);
    });
    readSystem(member(root, "system"), sink);
    eachElement(member(root, "messages"), [&](std::size_t index, const JsonValue &message) {
        readMessage(index, message, sink);
    });
}

} // namespace cachescope::prompt

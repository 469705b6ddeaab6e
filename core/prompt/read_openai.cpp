// SPDX-License-Identifier: MIT
#include "prompt/prompt_reader.h"

namespace cachescope::prompt {

namespace {

/** Name of a tool in either shape: {"function":{"name"}} or {"name"} or {"type":"web_search"}. */
std::string toolName(const JsonValue &tool)
{
    const JsonValue function = member(tool, "function");
    for (const JsonValue &named : { member(function, "name"), member(tool, "name"), member(tool, "type") }) {
        if (named.isString())
            return named.string();
    }
    return {};
}

void readTools(const JsonValue &root, SegmentSink &sink)
{
    eachElement(member(root, "tools"), [&](std::size_t index, const JsonValue &tool) {
        sink.nextBlock();
        sink.add(
            SegmentKind::Tool, "", -1, pointerTo("/tools", index),
            "tools[" + std::to_string(index) + "] " + toolName(tool), tool);
        sink.markFrom(tool);
    });
}

struct MessagePlace
{
    std::string pointer, label, role;
    int index = 0;
    SegmentKind textKind() const
    {
        return role == "system" || role == "developer" ? SegmentKind::System : SegmentKind::Message;
    }
};

/** One element of a content array: text in `text`, `refusal` or `output`; everything else is media. */
void readPart(const JsonValue &part, const std::string &pointer, const MessagePlace &place, SegmentSink &sink)
{
    for (const char *key : { "text", "refusal" }) {
        const JsonValue text = member(part, key);
        if (text.isString()) {
            sink.add(place.textKind(), place.role, place.index, pointerTo(pointer, key), place.label, text);
            sink.markFrom(part);
            return;
        }
    }
    sink.add(
        SegmentKind::Media, place.role, place.index, pointer, place.label + " " + member(part, "type").string(),
        part);
    sink.markFrom(part);
}

void readContent(const JsonValue &content, const MessagePlace &place, SegmentSink &sink)
{
    const std::string pointer = pointerTo(place.pointer, "content");
    if (content.isString())
        sink.add(place.textKind(), place.role, place.index, pointer, place.label, content);
    eachElement(content, [&](std::size_t index, const JsonValue &part) {
        readPart(part, pointerTo(pointer, index), place, sink);
    });
}

MessagePlace placeOf(const JsonValue &message, const char *list, std::size_t index)
{
    MessagePlace place;
    place.pointer = pointerTo(std::string("/") + list, index);
    place.role = member(message, "role").string();
    place.label = std::string(list) + "[" + std::to_string(index) + "] " + place.role;
    place.index = static_cast<int>(index);
    return place;
}

void readChatMessage(std::size_t index, const JsonValue &message, SegmentSink &sink)
{
    sink.nextBlock(member(message, "name").string());
    const MessagePlace place = placeOf(message, "messages", index);
    readContent(member(message, "content"), place, sink);
    eachElement(member(message, "tool_calls"), [&](std::size_t call, const JsonValue &value) {
        const JsonValue function = member(value, "function");
        sink.add(
            SegmentKind::Message, place.role, place.index, pointerTo(pointerTo(place.pointer, "tool_calls"), call),
            place.label + " calls " + member(function, "name").string(), function.raw.empty() ? value : function);
    });
}

/** An item of Responses' input: a message, or a call, its output, reasoning … which count as their own JSON. */
void readInputItem(std::size_t index, const JsonValue &item, SegmentSink &sink)
{
    sink.nextBlock();
    MessagePlace place = placeOf(item, "input", index);
    const JsonValue content = member(item, "content");
    if (!content.raw.empty() && !place.role.empty()) {
        readContent(content, place, sink);
        return;
    }
    const std::string type = member(item, "type").string();
    const JsonValue output = member(item, "output");
    place.role = type.ends_with("_output") ? "tool" : "assistant";
    place.label = "input[" + std::to_string(index) + "] " + type;
    if (output.isString())
        sink.add(
            SegmentKind::Message, place.role, place.index, pointerTo(place.pointer, "output"), place.label, output);
    else
        sink.add(SegmentKind::Message, place.role, place.index, place.pointer, place.label, item);
}

void readSchema(const JsonValue &schema, const std::string &pointer, SegmentSink &sink)
{
    if (!schema.isObject())
        return;
    sink.nextBlock();
    sink.add(SegmentKind::Schema, "", -1, pointer, "output schema", schema);
}

} // namespace

// Order of the rendered prompt: schema, tools, system or developer text, conversation (prompt-caching rules, 3.1).
void readOpenAiChat(const JsonValue &root, std::vector<Segment> &segments)
{
    SegmentSink sink(segments);
    readSchema(member(member(root, "response_format"), "json_schema"), "/response_format/json_schema", sink);
    readTools(root, sink);
    eachElement(member(root, "messages"), [&](std::size_t index, const JsonValue &message) {
        readChatMessage(index, message, sink);
    });
}

void readOpenAiResponses(const JsonValue &root, std::vector<Segment> &segments)
{
    SegmentSink sink(segments);
    const JsonValue format = member(member(root, "text"), "format");
    if (member(format, "type").string() == "json_schema")
        readSchema(format, "/text/format", sink);
    readTools(root, sink);
    const JsonValue instructions = member(root, "instructions");
    if (instructions.isString()) {
        sink.nextBlock();
        sink.add(SegmentKind::System, "system", -1, "/instructions", "instructions", instructions);
    }
    const JsonValue input = member(root, "input");
    if (input.isString()) {
        sink.nextBlock();
        sink.add(SegmentKind::Message, "user", 0, "/input", "input", input);
    }
    eachElement(input, [&](std::size_t index, const JsonValue &item) { readInputItem(index, item, sink); });
}

} // namespace cachescope::prompt

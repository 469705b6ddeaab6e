// SPDX-License-Identifier: MIT
#include "simulated/demo_program.h"

#include "http/sse.h"

#include <algorithm>

namespace cachescope::simulated {

namespace {

ToolCall &toolAt(DemoReply &reply, std::size_t index)
{
    if (reply.toolCalls.size() <= index)
        reply.toolCalls.resize(index + 1);
    return reply.toolCalls[index];
}

std::size_t indexOf(const Json &value)
{
    const Json &index = member(value, "index");
    return index.is_number_unsigned() ? std::min<std::size_t>(index.get<std::size_t>(), 64) : 0;
}

/** A message (JSON) or a delta (stream) of Chat. */
void addChat(DemoReply &reply, const Json &message)
{
    reply.text += textMember(message, "content");
    const Json &calls = member(message, "tool_calls");
    for (std::size_t i = 0; calls.is_array() && i < calls.size(); ++i) {
        ToolCall &call = toolAt(reply, calls[i].contains("index") ? indexOf(calls[i]) : i);
        call.id += textMember(calls[i], "id");
        call.name += textMember(member(calls[i], "function"), "name");
        call.arguments += textMember(member(calls[i], "function"), "arguments");
    }
}

/** A whole block of an Anthropic answer, or the start of one. */
void addBlock(DemoReply &reply, const Json &block, bool whole)
{
    const std::string type = textMember(block, "type");
    if (type == "text")
        reply.text += textMember(block, "text");
    if (type == "tool_use") {
        reply.toolCalls.push_back(
            { textMember(block, "id"), textMember(block, "name"), whole ? compact(member(block, "input")) : "" });
    }
}

void addAnthropicEvent(DemoReply &reply, const Json &event)
{
    const std::string type = textMember(event, "type");
    if (type == "content_block_start")
        addBlock(reply, member(event, "content_block"), false);
    if (type != "content_block_delta")
        return;
    const Json &delta = member(event, "delta");
    reply.text += textMember(delta, "text");
    if (!reply.toolCalls.empty())
        reply.toolCalls.back().arguments += textMember(delta, "partial_json");
}

void addGemini(DemoReply &reply, const Json &answer)
{
    const Json &candidates = member(answer, "candidates");
    if (!candidates.is_array() || candidates.empty())
        return;
    for (const Json &part : member(member(candidates[0], "content"), "parts")) {
        const Json &thought = member(part, "thought");
        if (!thought.is_boolean() || !thought.get<bool>())
            reply.text += textMember(part, "text");
    }
}

void addDocument(DemoReply &reply, DemoApi api, const Json &document)
{
    const Json &choices = member(document, "choices");
    if (api == DemoApi::Chat && choices.is_array() && !choices.empty())
        addChat(reply, member(choices[0], "message"));
    if (api == DemoApi::Messages) {
        for (const Json &block : member(document, "content"))
            addBlock(reply, block, true);
    }
    if (api == DemoApi::Gemini)
        addGemini(reply, document);
}

void addEvent(DemoReply &reply, DemoApi api, const Json &event)
{
    const Json &choices = member(event, "choices");
    if (api == DemoApi::Chat && choices.is_array() && !choices.empty())
        addChat(reply, member(choices[0], "delta"));
    if (api == DemoApi::Messages)
        addAnthropicEvent(reply, event);
    if (api == DemoApi::Gemini)
        addGemini(reply, event);
}

} // namespace

DemoReply readDemoReply(DemoApi api, int status, std::string_view contentType, std::string_view body)
{
    DemoReply reply;
    reply.status = status;
    if (!reply.ok())
        return reply;
    if (!contentType.starts_with("text/event-stream")) {
        addDocument(reply, api, Json::parse(body, nullptr, false));
        return reply;
    }
    http::SseParser parser;
    parser.feed(
        body, [&](const http::SseEvent &event) { addEvent(reply, api, Json::parse(event.data, nullptr, false)); });
    return reply;
}

} // namespace cachescope::simulated

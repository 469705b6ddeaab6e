// SPDX-License-Identifier: MIT
#include "prompt/request_pieces.h"

#include "prompt/prompt_reader.h"
#include "providers/json_scanner.h"

namespace cachescope::prompt {

namespace {

using providers::JsonKind;
using providers::JsonScanner;

std::string_view messagesName(PromptForm form)
{
    switch (form) {
    case PromptForm::OpenAiResponses:
        return "input";
    case PromptForm::Gemini:
        return "contents";
    default:
        return "messages";
    }
}

/** A mark behind no text of its own goes to the text before: this stands in for that. */
constexpr std::string_view textBefore = R"({"role":"user","content":"-"},)";

} // namespace

std::optional<RequestPieces> takeApart(std::string_view body, PromptForm form)
{
    RequestPieces pieces;
    JsonScanner json(body);
    if (json.kind() != JsonKind::Object || !json.enterObject())
        return {};
    std::size_t copied = 0;
    bool hasTools = false, hasMessages = false;
    while (const auto key = json.nextKey()) {
        const bool isTools = *key == "tools", isMessages = *key == messagesName(form);
        if ((isTools && std::exchange(hasTools, true)) || (isMessages && std::exchange(hasMessages, true)))
            return {};
        if ((!isTools && !isMessages) || json.kind() != JsonKind::Array)
            continue;
        const std::size_t opens = json.offset();
        json.enterArray();
        std::vector<std::string_view> &list = isTools ? pieces.tools : pieces.messages;
        while (json.nextElement())
            list.push_back(json.raw());
        pieces.frame.append(body, copied, opens + 1 - copied);
        copied = json.offset() - 1;
    }
    if (!json.finish())
        return {};
    pieces.frame.append(body, copied);
    return pieces;
}

std::optional<PieceSegments> readPiece(std::string_view piece, PieceList list, PromptForm form)
{
    const bool marksReachBack = list == PieceList::Messages && form == PromptForm::AnthropicMessages;
    PieceSegments read;
    read.source = "{\"";
    read.source += list == PieceList::Tools ? std::string_view("tools") : messagesName(form);
    read.source += "\":[";
    if (marksReachBack)
        read.source += textBefore;
    read.source += piece;
    read.source += "]}";
    JsonValue root;
    root.raw = read.source;
    readSegments(form, root, read.segments);
    if (marksReachBack) {
        if (read.segments.front().mark)
            return {};
        read.segments.erase(read.segments.begin());
    }
    return read;
}

} // namespace cachescope::prompt

// SPDX-License-Identifier: MIT
#include "prompt/lint/cache_marks.h"

#include "base/text.h"
#include "prompt/lint/evidence.h"
#include "prompt/lint/request_json.h"
#include "providers/json_scanner.h"

#include <algorithm>

namespace cachescope::prompt {

namespace {

std::string parentOf(std::string_view pointer)
{
    return std::string(pointer.substr(0, std::min(pointer.rfind('/'), pointer.size())));
}

std::string_view lastToken(std::string_view pointer)
{
    const std::size_t slash = pointer.rfind('/');
    return slash == std::string_view::npos ? pointer : pointer.substr(slash + 1);
}

/** Pointer of the content block that a segment belongs to: parts inside a tool result take no mark of their own. */
std::string blockPointer(std::string_view pointer)
{
    constexpr std::ptrdiff_t depth = 4; // messages, index, content, index
    const auto tokens = base::split(pointer, '/'); // The first one is empty.
    const bool isNested = std::ssize(tokens) > depth + 2 && tokens[1] == "messages" && tokens[3] == "content"
        && tokens[5] == "content";
    if (!isNested)
        return {};
    std::string block;
    for (std::ptrdiff_t i = 1; i <= depth; ++i)
        block += "/" + std::string(tokens[static_cast<std::size_t>(i)]);
    return block;
}

/** The object that takes a segment's mark; an empty raw when there is none. */
JsonValue carrierOf(const JsonValue &root, const Segment &segment)
{
    if (segment.kind == SegmentKind::Schema || segment.pointer.empty())
        return {};
    if (const std::string block = blockPointer(segment.pointer); !block.empty())
        return atPointer(root, block);
    const std::string_view last = lastToken(segment.pointer);
    if (segment.kind != SegmentKind::Tool && (last == "text" || last == "refusal"))
        return atPointer(root, parentOf(segment.pointer));
    if (last == "content") {
        const JsonValue parent = atPointer(root, parentOf(segment.pointer));
        return member(parent, "type").string() == "tool_result" ? parent : JsonValue();
    }
    const JsonValue value = atPointer(root, segment.pointer);
    return value.isObject() ? value : JsonValue();
}

bool isMarkable(const JsonValue &carrier)
{
    const std::string type = member(carrier, "type").string();
    const bool isThinking = type == "thinking" || type == "redacted_thinking" || type == "reasoning";
    return carrier.isObject() && !isThinking && member(carrier, "cache_control").raw.empty()
        && member(carrier, "prompt_cache_breakpoint").raw.empty();
}

JsonValue markValue(const Prompt &prompt, const PlacedMark &mark)
{
    const std::string_view member = std::string_view(prompt.bytes()).substr(mark.source.begin, mark.source.size());
    JsonValue value;
    const std::size_t brace = member.find('{');
    if (brace == std::string_view::npos)
        return value;
    value.raw = member.substr(brace);
    value.begin = mark.source.begin + brace;
    value.member = mark.source;
    return value;
}

} // namespace

std::vector<PlacedMark> marksOf(const LintContext &context)
{
    std::vector<PlacedMark> marks;
    const auto &segments = context.prompt.segments();
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (segments[i].mark)
            marks.push_back(
                { i, segments[i].mark->source, segments[i].mark->ttl, context.layout.segments[i].end, false });
    }
    if (context.prompt.parameters().topLevelCacheControl && !segments.empty()) {
        const JsonValue value = member(requestJson(context.prompt), "cache_control");
        marks.push_back({ segments.size() - 1, value.member, context.prompt.parameters().topLevelTtl.value_or(""),
                          context.layout.segments.back().end, true });
    }
    return marks;
}

MarkText newMark(const Prompt &prompt, std::string_view ttl)
{
    const JsonSpelling spelling = spellingOf(prompt.bytes(), requestJson(prompt));
    MarkText mark;
    mark.value = "{\"type\"" + spelling.colon + "\"ephemeral\"";
    if (!ttl.empty())
        mark.value += spelling.comma + "\"ttl\"" + spelling.colon + "\"" + std::string(ttl) + "\"";
    mark.value += "}";
    return mark;
}

MarkText textOf(const Prompt &prompt, const PlacedMark &mark)
{
    const bool isOpenAi = prompt.bytes().compare(mark.source.begin, 25, "\"prompt_cache_breakpoint\"") == 0;
    return { isOpenAi ? "prompt_cache_breakpoint" : "cache_control", std::string(markValue(prompt, mark).raw) };
}

std::vector<TextEdit> markSegment(const Prompt &prompt, std::size_t segment, const MarkText &mark)
{
    const Segment &place = prompt.segments()[segment];
    const bool isEmpty
        = place.kind != SegmentKind::Media && place.text.text().find_first_not_of(" \t\r\n") == std::string::npos;
    if (isEmpty || place.mark)
        return {};
    const JsonValue root = requestJson(prompt);
    const std::string_view bytes = prompt.bytes();
    const JsonValue carrier = carrierOf(root, place);
    if (isMarkable(carrier))
        return { memberInsertion(bytes, carrier, mark.key, mark.value) };
    const std::string_view last = lastToken(place.pointer);
    const bool isPlainString
        = place.text.isJson() && carrier.raw.empty() && (last == "content" || place.pointer == "/system");
    if (!isPlainString)
        return {};
    const JsonSpelling spelling = spellingOf(bytes, root);
    const std::string before
        = "[{\"type\"" + spelling.colon + "\"text\"" + spelling.comma + "\"text\"" + spelling.colon;
    const std::string after = spelling.comma + "\"" + mark.key + "\"" + spelling.colon + mark.value + "}]";
    return { { { place.source.begin, place.source.begin }, before },
             { { place.source.end, place.source.end }, after } };
}

TextEdit markRemoval(const Prompt &prompt, const PlacedMark &mark)
{
    return itemRemoval(prompt.bytes(), mark.source);
}

TextEdit lifetimeEdit(const Prompt &prompt, const PlacedMark &mark, std::string_view ttl)
{
    const JsonValue value = markValue(prompt, mark);
    const JsonValue known = member(value, "ttl");
    const std::string text = "\"" + std::string(ttl) + "\"";
    if (!known.raw.empty())
        return { known.range(), text };
    return memberInsertion(prompt.bytes(), value, "ttl", text);
}

std::string lifetimeOf(const LintContext &context, const PlacedMark &mark)
{
    if (!mark.ttl.empty())
        return mark.ttl;
    const auto &times = context.rules.timesToLive;
    return times.empty() || times.front() == std::chrono::minutes(5) ? "5m" : "30m";
}

bool isSentVerbatim(const LintContext &context, const Variable &variable)
{
    if (!context.log)
        return false;
    const std::string name = variable.name;
    return std::ranges::any_of(context.log->calls, [&name](const ObservedCall &call) {
        return call.prompt
            && std::ranges::find(call.prompt->variables(), name, &Variable::name) != call.prompt->variables().end();
    });
}

const Variable *firstVariable(const LintContext &context)
{
    for (const Variable &variable : context.prompt.variables())
        if (!isSentVerbatim(context, variable))
            return &variable;
    return nullptr;
}

std::size_t firstChangingSegment(const LintContext &context)
{
    const Variable *const first = firstVariable(context);
    return first ? first->segment : context.prompt.segments().size();
}

void sortEdits(std::vector<TextEdit> &edits)
{
    std::ranges::stable_sort(edits, {}, [](const TextEdit &edit) { return edit.range.begin; });
}

} // namespace cachescope::prompt

// SPDX-License-Identifier: MIT
#include "prompt/splice/mark_places.h"

#include "prompt/json_walk.h"
#include "prompt/lint/dynamic_content.h"

#include <algorithm>
#include <optional>
#include <string>

namespace cachescope::prompt {

namespace {

using Level = PrefixPoint::Level;

/** The service looks so many blocks back from a mark, its own included (prompt-caching rules, 6.2). */
constexpr int lookBack = 20;

class MarkPlanner
{
public:
    MarkPlanner(
        const Prompt &prompt, const PrefixPoints &beginnings, const MarkWish &wish, const KnownBeginnings &known)
        : m_prompt(prompt)
        , m_beginnings(beginnings)
        , m_wish(wish)
        , m_known(known)
    {
        m_member = "\"cache_control\":{\"type\":\"ephemeral\"";
        m_member += wish.ttl == "1h" ? ",\"ttl\":\"1h\"}" : "}";
        const std::string_view bytes = prompt.bytes();
        const std::size_t begin = bytes.find_first_not_of(" \t\r\n");
        const std::size_t end = bytes.find_last_not_of(" \t\r\n");
        if (begin != std::string_view::npos)
            m_root = { bytes.substr(begin, end + 1 - begin), begin, { begin, end + 1 } };
    }

    MarkPlan plan()
    {
        const auto changing = firstChanging();
        for (const PrefixPoint &point : m_beginnings.points) {
            if (point.level != Level::Message && m_known(point) == Recurrence::AlwaysNew)
                m_fixed = false;
            if (!m_fixed)
                break;
            if (point.level == Level::Tools && !(changing && *changing <= point.segment))
                markTool(point.segment);
            else if (point.level == Level::System)
                markSystem(changing ? std::min(*changing, point.segment + 1) : point.segment + 1);
        }
        m_fixed = m_fixed && !changing;
        markMessages();
        providers::sortEdits(m_plan.edits);
        std::sort(m_plan.segments.begin(), m_plan.segments.end());
        return std::move(m_plan);
    }

private:
    /** The first tool or piece of system text that will be another in the next call. */
    std::optional<std::size_t> firstChanging() const
    {
        const auto &segments = m_prompt.segments();
        for (std::size_t i = 0; i < segments.size(); ++i) {
            if (segments[i].kind != SegmentKind::Tool && segments[i].kind != SegmentKind::System)
                continue;
            if (!findDynamicContent(segments[i].text.text()).empty())
                return i;
        }
        return {};
    }

    bool isLongEnough(std::size_t segment) const { return m_beginnings.tokens[segment] >= m_wish.minimumTokens; }
    bool isFull() const { return static_cast<int>(m_plan.segments.size()) >= m_wish.most; }

    /** Before the brace that closes the object. */
    void markObject(const JsonValue &object, std::size_t segment)
    {
        bool isEmpty = true;
        eachMember(object, [&](std::string_view, const JsonValue &) { isEmpty = false; });
        const std::string text = (isEmpty ? "" : ",") + m_member;
        m_plan.edits.push_back({ "marks", object.begin + object.raw.size() - 1, 0, text });
        m_plan.segments.push_back(segment);
    }

    /** A text as a list of one block, which can carry a mark. */
    void markText(const JsonValue &text, std::size_t segment)
    {
        m_plan.edits.push_back({ "marks", text.begin, 0, R"([{"type":"text","text":)" });
        m_plan.edits.push_back({ "marks", text.begin + text.raw.size(), 0, "," + m_member + "}]" });
        m_plan.segments.push_back(segment);
    }

    void markTool(std::size_t segment)
    {
        JsonValue last;
        eachElement(member(m_root, "tools"), [&](std::size_t, const JsonValue &tool) { last = tool; });
        // A tool that is loaded later must not carry one (400).
        if (isFull() || !last.isObject() || !isLongEnough(segment) || !member(last, "defer_loading").raw.empty())
            return;
        markObject(last, segment);
    }

    /** Behind the last piece of system text before the segment `end` that is not empty. */
    void markSystem(std::size_t end)
    {
        const JsonValue system = member(m_root, "system");
        const auto &segments = m_prompt.segments();
        std::size_t at = end;
        while (at > 0 && segments[at - 1].kind == SegmentKind::System && segments[at - 1].text.text().empty())
            --at;
        if (isFull() || at == 0 || segments[at - 1].kind != SegmentKind::System || !isLongEnough(at - 1))
            return;
        const std::size_t segment = at - 1;
        if (system.isString()) {
            markText(system, segment);
            return;
        }
        eachElement(system, [&](std::size_t, const JsonValue &block) {
            if (block.isObject() && member(block, "text").begin == segments[segment].source.begin)
                markObject(block, segment);
        });
    }

    void markMessages()
    {
        const PrefixPoint *newest = nullptr, *seen = nullptr;
        bool isConversation = false;
        for (const PrefixPoint &point : m_beginnings.points) {
            if (point.level != Level::Message)
                continue;
            if (newest != nullptr && m_known(*newest) == Recurrence::SeenAgain)
                seen = newest;
            isConversation = isConversation || m_prompt.segments()[point.segment].role == "assistant";
            newest = &point;
        }
        // A single question is not asked again with more behind it, as far as anybody knows; nor is what follows
        // text that changes, unless it did come again.
        const bool comesAgain = seen != nullptr || (isConversation && m_fixed);
        if (newest == nullptr || !comesAgain)
            return;
        if (seen != nullptr && newest->blocks - seen->blocks >= lookBack)
            markMessage(*seen);
        markMessage(*newest);
    }

    static bool canCarry(const JsonValue &block)
    {
        const std::string type = member(block, "type").string();
        if (type == "text")
            return !member(block, "text").string().empty();
        return type == "image" || type == "document" || type == "tool_use" || type == "tool_result";
    }

    void markMessage(const PrefixPoint &point)
    {
        if (isFull() || !isLongEnough(point.segment))
            return;
        JsonValue content;
        eachElement(member(m_root, "messages"), [&](std::size_t index, const JsonValue &message) {
            if (static_cast<int>(index) == point.message)
                content = member(message, "content");
        });
        if (content.isString() && content.raw.size() > 2) {
            markText(content, point.segment);
            return;
        }
        JsonValue carrier;
        eachElement(content, [&](std::size_t, const JsonValue &block) {
            // Only the last will do: what stands behind the mark would not be read again.
            carrier = block.isObject() && canCarry(block) ? block : JsonValue{};
        });
        if (carrier.isObject())
            markObject(carrier, point.segment);
    }

    const Prompt &m_prompt;
    const PrefixPoints &m_beginnings;
    const MarkWish &m_wish;
    const KnownBeginnings &m_known;
    std::string m_member;
    JsonValue m_root;
    MarkPlan m_plan;
    bool m_fixed = true; ///< Tools and system text are the same in other calls, as far as is known.
};

} // namespace

MarkPlan planMarks(
    const Prompt &prompt, const PrefixPoints &beginnings, const MarkWish &wish, const KnownBeginnings &known)
{
    // Inside a string's text its quotes would have a backslash before them.
    const bool isMarked = prompt.bytes().find("\"cache_control\"") != std::string::npos;
    if (prompt.form() != PromptForm::AnthropicMessages || prompt.problem() || isMarked)
        return {};
    return MarkPlanner(prompt, beginnings, wish, known).plan();
}

} // namespace cachescope::prompt

// SPDX-License-Identifier: MIT
#include "simulated/prompt.h"

namespace cachescope::simulated {

namespace {

constexpr int imageTokens = 1590; // width x height / 750 of an image at the size limit
constexpr int messageTokens = 4;
constexpr std::size_t mostMarks = 4;

bool isThinking(const Json &block)
{
    const std::string type = textMember(block, "type");
    return type == "thinking" || type == "redacted_thinking";
}

class MessagesRenderer
{
public:
    explicit MessagesRenderer(const Call &call)
        : m_call(call)
    { }

    Checked<Prompt> render()
    {
        addTools();
        addSystem();
        addMessages();
        m_prompt.messageSalt = compact(member(m_call.body, "tool_choice"))
            + compact(member(m_call.body, "thinking")) + compact(member(m_call.body, "output_config"))
            + (m_hasImages ? "images" : "");
        m_prompt.systemSalt = compact(member(m_call.body, "speed"));
        if (m_refusal.empty())
            addSwitch();
        if (m_refusal.empty())
            checkMarks();
        if (!m_refusal.empty())
            return refuse(m_refusal);
        return std::move(m_prompt);
    }

private:
    void addTools()
    {
        const Json &tools = member(m_call.body, "tools");
        for (std::size_t i = 0; tools.is_array() && i < tools.size(); ++i) {
            Json definition = tools[i];
            if (definition.is_object())
                definition.erase("cache_control");
            add({ Level::Tools, "tool", compact(definition), 8, true, false, {} }, tools[i],
                "tools." + std::to_string(i));
        }
    }

    void addSystem()
    {
        const Json &system = member(m_call.body, "system");
        if (system.is_string())
            add({ Level::System, "system", text(system), messageTokens, true, false, {} }, Json(), "system");
        for (std::size_t i = 0; system.is_array() && i < system.size(); ++i) {
            add({ Level::System,
                  "system",
                  textMember(system[i], "text"),
                  i == 0 ? messageTokens : 0,
                  true,
                  false,
                  {} },
                system[i], "system." + std::to_string(i));
        }
    }

    void addMessages()
    {
        const Json &messages = member(m_call.body, "messages");
        for (std::size_t i = 0; messages.is_array() && i < messages.size(); ++i) {
            const std::string role = textMember(messages[i], "role");
            const Json &content = member(messages[i], "content");
            const std::string where = "messages." + std::to_string(i) + ".content";
            if (role == "user")
                m_prompt.lastUserText.clear();
            m_prompt.endsWithToolResult = false;
            if (content.is_string())
                addBlock({ { "type", "text" }, { "text", text(content) } }, role, messageTokens, where);
            for (std::size_t j = 0; content.is_array() && j < content.size(); ++j)
                addBlock(content[j], role, j == 0 ? messageTokens : 0, where + '.' + std::to_string(j));
        }
    }

    void addBlock(const Json &block, const std::string &role, int overhead, const std::string &where)
    {
        Segment segment{ Level::Messages, role + '/' + textMember(block, "type"), {}, overhead, true, false, {} };
        const std::string type = textMember(block, "type");
        if (type == "text") {
            segment.text = textMember(block, "text");
            segment.markable = !segment.text.empty();
            if (role == "user") {
                m_prompt.lastUserText += segment.text;
                m_prompt.endsWithToolResult = false;
            }
        } else if (type == "image" || type == "document") {
            segment.kind += std::to_string(hashText(compact(member(block, "source"))));
            segment.overhead += imageTokens;
            m_hasImages = m_hasImages || type == "image";
        } else if (type == "tool_use") {
            segment.text = textMember(block, "name") + compact(member(block, "input"));
        } else if (type == "tool_result") {
            segment.text = toolResult(member(block, "content"));
            m_prompt.endsWithToolResult = true;
        } else {
            segment.text = textMember(block, "thinking");
            segment.markable = false;
        }
        add(std::move(segment), block, where);
    }

    static std::string toolResult(const Json &content)
    {
        if (!content.is_array())
            return text(content);
        std::string joined;
        for (const Json &part : content)
            joined += textMember(part, "text");
        return joined;
    }

    /** Appends a block and reads its mark. */
    void add(Segment segment, const Json &source, const std::string &where)
    {
        const Json &control = member(source, "cache_control");
        if (!control.is_null()) {
            if (isThinking(source))
                m_refusal = where + ": cache_control cannot be set for thinking blocks";
            else if (!segment.markable)
                m_refusal = where + ": cache_control cannot be set for empty text blocks";
            segment.mark = lifetime(control, where);
        }
        m_prompt.segments.push_back(std::move(segment));
    }

    std::chrono::seconds lifetime(const Json &control, const std::string &where)
    {
        const std::string ttl = textMember(control, "ttl");
        if (textMember(control, "type") != "ephemeral")
            m_refusal = where + ".cache_control.type: Input should be 'ephemeral'";
        else if (!ttl.empty() && ttl != "5m" && ttl != "1h")
            m_refusal = where + ".cache_control.ttl: Input should be '5m' or '1h'";
        return ttl == "1h" ? std::chrono::seconds(3600) : std::chrono::seconds(300);
    }

    /** The top-level switch puts a mark on the last block that can carry one (rules, section 6.1). */
    void addSwitch()
    {
        const Json &control = member(m_call.body, "cache_control");
        if (control.is_null())
            return;
        const std::chrono::seconds ttl = lifetime(control, "cache_control");
        for (auto segment = m_prompt.segments.rbegin(); segment != m_prompt.segments.rend(); ++segment) {
            if (!segment->markable)
                continue;
            if (segment->mark && *segment->mark != ttl)
                m_refusal = "cache_control: the last block already has a cache_control with another ttl";
            segment->mark = ttl;
            return;
        }
    }

    void checkMarks()
    {
        std::size_t marks = 0;
        bool sawShort = false;
        for (const Segment &segment : m_prompt.segments) {
            if (!segment.mark)
                continue;
            ++marks;
            if (*segment.mark > std::chrono::seconds(300) && sawShort)
                m_refusal = "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. "
                            "Note that blocks are processed in the following order: `tools`, `system`, `messages`.";
            sawShort = sawShort || *segment.mark == std::chrono::seconds(300);
        }
        if (marks > mostMarks)
            m_refusal
                = "A maximum of 4 blocks with cache_control may be provided. Found " + std::to_string(marks) + ".";
    }

    const Call &m_call;
    Prompt m_prompt;
    std::string m_refusal;
    bool m_hasImages = false;
};

} // namespace

Checked<Prompt> renderMessages(const Call &call)
{
    const Json &messages = member(call.body, "messages");
    if (!messages.is_array())
        return refuse("messages: Field required");
    if (messages.empty())
        return refuse("messages: at least one message is required");
    return MessagesRenderer(call).render();
}

} // namespace cachescope::simulated

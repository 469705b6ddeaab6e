// SPDX-License-Identifier: MIT
#include "simulated/prompt.h"

#include <chrono>
#include <optional>
#include <vector>

namespace cachescope::simulated {

namespace {

constexpr std::size_t mostMarks = 4;
constexpr std::chrono::minutes shortLife{ 5 };

bool isThinking(const Json &block)
{
    const std::string type = textMember(block, "type");
    return type == "thinking" || type == "redacted_thinking";
}

/** Checks the cache marks of a request as the service does, and notes what its answer is to be about. */
class MessagesReader
{
public:
    explicit MessagesReader(const Call &call)
        : m_call(call)
    { }

    Checked<Prompt> read()
    {
        readList("tools");
        readList("system");
        if (member(m_call.body, "system").is_string())
            m_blocks.push_back({});
        readMessages();
        m_prompt.messageSalt = compact(member(m_call.body, "tool_choice"))
            + compact(member(m_call.body, "thinking"))
            + compact(member(member(m_call.body, "output_config"), "effort")) + (m_hasImages ? "images" : "");
        m_prompt.systemSalt = compact(member(m_call.body, "speed"));
        if (m_refusal.empty())
            readSwitch();
        if (m_refusal.empty())
            checkMarks();
        if (!m_refusal.empty())
            return refuse(m_refusal);
        m_prompt.text = segmentsOf(m_call.body, prompt::PromptForm::AnthropicMessages);
        return std::move(m_prompt);
    }

private:
    /** What a cache mark may stand on. */
    struct Block
    {
        bool markable = true;
        std::optional<std::chrono::seconds> mark;
    };

    void readList(const char *name)
    {
        const Json &list = member(m_call.body, name);
        for (std::size_t i = 0; list.is_array() && i < list.size(); ++i)
            readBlock(list[i], std::string(name) + '.' + std::to_string(i));
    }

    void readMessages()
    {
        const Json &messages = member(m_call.body, "messages");
        for (std::size_t i = 0; messages.is_array() && i < messages.size(); ++i) {
            const bool fromUser = textMember(messages[i], "role") == "user";
            const Json &content = member(messages[i], "content");
            const std::string where = "messages." + std::to_string(i) + ".content";
            m_prompt.endsWithToolResult = false;
            if (fromUser)
                m_prompt.lastUserText = text(content);
            if (content.is_string())
                m_blocks.push_back({ !text(content).empty(), {} });
            for (std::size_t j = 0; content.is_array() && j < content.size(); ++j) {
                readBlock(content[j], where + '.' + std::to_string(j));
                noteContent(content[j], fromUser);
            }
        }
    }

    void noteContent(const Json &block, bool fromUser)
    {
        const std::string type = textMember(block, "type");
        if (type == "text" && fromUser) {
            m_prompt.lastUserText += textMember(block, "text");
            m_prompt.endsWithToolResult = false;
        }
        m_prompt.endsWithToolResult = m_prompt.endsWithToolResult || type == "tool_result";
        m_hasImages = m_hasImages || type == "image";
    }

    void readBlock(const Json &source, const std::string &where)
    {
        Block block;
        const bool emptyText = textMember(source, "type") == "text" && textMember(source, "text").empty();
        block.markable = !isThinking(source) && !emptyText;
        const Json &control = member(source, "cache_control");
        if (!control.is_null()) {
            if (isThinking(source))
                m_refusal = where + ": cache_control cannot be set for thinking blocks";
            else if (!block.markable)
                m_refusal = where + ": cache_control cannot be set for empty text blocks";
            block.mark = lifetime(control, where);
        }
        m_blocks.push_back(block);
    }

    std::chrono::seconds lifetime(const Json &control, const std::string &where)
    {
        const std::string ttl = textMember(control, "ttl");
        if (textMember(control, "type") != "ephemeral")
            m_refusal = where + ".cache_control.type: Input should be 'ephemeral'";
        else if (!ttl.empty() && ttl != "5m" && ttl != "1h")
            m_refusal = where + ".cache_control.ttl: Input should be '5m' or '1h'";
        return ttl == "1h" ? std::chrono::hours(1) : std::chrono::seconds(shortLife);
    }

    /** The top-level switch puts a mark on the last block that can carry one (rules, section 6.1). */
    void readSwitch()
    {
        const Json &control = member(m_call.body, "cache_control");
        if (control.is_null())
            return;
        const std::chrono::seconds ttl = lifetime(control, "cache_control");
        for (auto block = m_blocks.rbegin(); block != m_blocks.rend(); ++block) {
            if (!block->markable)
                continue;
            if (block->mark && *block->mark != ttl)
                m_refusal = "cache_control: the last block already has a cache_control with another ttl";
            block->mark = ttl;
            return;
        }
    }

    void checkMarks()
    {
        std::size_t marks = 0;
        bool sawShort = false;
        for (const Block &block : m_blocks) {
            if (!block.mark)
                continue;
            ++marks;
            if (*block.mark > shortLife && sawShort)
                m_refusal = "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. "
                            "Note that blocks are processed in the following order: `tools`, `system`, `messages`.";
            sawShort = sawShort || *block.mark == shortLife;
        }
        if (marks > mostMarks)
            m_refusal
                = "A maximum of 4 blocks with cache_control may be provided. Found " + std::to_string(marks) + ".";
    }

    const Call &m_call;
    Prompt m_prompt;
    std::vector<Block> m_blocks;
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
    return MessagesReader(call).read();
}

} // namespace cachescope::simulated

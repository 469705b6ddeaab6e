// SPDX-License-Identifier: MIT
// A coding agent: long sessions on Claude with tools, a growing history and moving cache marks.
#include "simulated/demo_corpus.h"
#include "simulated/demo_program.h"

#include <array>

namespace cachescope::simulated {

namespace {

constexpr std::size_t mostSessions = 3;

Json textProperty(const char *description)
{
    return { { "type", "string" }, { "description", description } };
}

Json toolList()
{
    Json tools = Json::array();
    tools.push_back(anthropicTool(
        "read_file",
        "Reads a file of the workspace and returns its text with line numbers. Use it before you change a file, "
        "and "
        "read the whole file unless it is longer than two thousand lines.",
        { { "path", textProperty("Path from the root of the workspace") } }));
    tools.push_back(anthropicTool(
        "edit_file",
        "Replaces one passage of a file by another. The old passage has to occur exactly once, with its white "
        "space.",
        { { "path", textProperty("Path from the root of the workspace") },
          { "old_text", textProperty("The passage as it stands") },
          { "new_text", textProperty("What is to stand there") } }));
    tools.push_back(anthropicTool(
        "search",
        "Searches the workspace with a regular expression and returns path, line and text of each match, at most "
        "two "
        "hundred of them.",
        { { "pattern", textProperty("Regular expression, RE2 syntax") },
          { "path", textProperty("Folder to search in") } }));
    tools.push_back(anthropicTool(
        "run_tests",
        "Runs the tests whose path begins with the given one and returns the output of the test runner.",
        { { "path", textProperty("File or folder; empty for all tests") } }));
    tools.push_back(anthropicTool(
        "list_directory", "Lists a folder of the workspace, folders first.",
        { { "path", textProperty("Folder from the root of the workspace") } }));
    tools.push_back(anthropicTool(
        "git_log", "Shows the newest commits that touch a path.",
        { { "path", textProperty("File or folder") },
          { "count", { { "type", "integer" }, { "description", "How many, at most 50" } } } }));
    return tools;
}

std::string instructions()
{
    return "You are a careful software engineer who works in a TypeScript monorepo of a web shop. You change as "
           "little as the task needs, keep the style of the surrounding code, and prove each change with a test. "
           "You "
           "read before you write. You never invent an interface: you look it up. When a test fails you find the "
           "cause "
           "before you touch it. Answer briefly; the user reads the diff, not prose.\n\nRules of the workspace:\n"
        + corpus::handbook(4711, 26'000);
}

class CodeAgent final : public DemoProgram
{
public:
    explicit CodeAgent(std::uint64_t seed)
        : m_random(seed)
        , m_tools(toolList())
        , m_instructions(instructions())
    { }

    DemoCall next(base::UnixMicros) override
    {
        Session &session = pickSession();
        session.waiting = true;
        ++session.turn;
        DemoCall call;
        call.api = DemoApi::Messages;
        call.upstream = "anthropic";
        call.target = "/v1/messages";
        call.model = "claude-sonnet-4-5";
        call.headers = demoHeaders(call.api, "code-agent/2.8.1", session.project, session.tag);
        call.session = session.number;
        Json body{ { "model", call.model },
                   { "max_tokens", 4096 },
                   { "stream", true },
                   { "system",
                     Json::array({ { { "type", "text" },
                                     { "text", m_instructions },
                                     { "cache_control", { { "type", "ephemeral" } } } },
                                   { { "type", "text" },
                                     { "text", session.context },
                                     { "cache_control", { { "type", "ephemeral" } } } } }) },
                   { "tools", m_tools },
                   { "messages", markNewest(session.messages) },
                   { "metadata", { { "user_id", session.name } } } };
        call.body = compact(body);
        return call;
    }

    void reply(std::size_t number, const DemoReply &reply) override
    {
        Session &session = m_sessions[number % mostSessions];
        if (session.number != number)
            return; // the session has ended meanwhile
        session.waiting = false;
        if (!reply.ok())
            return; // the agent sends the same again
        Json blocks = Json::array();
        if (!reply.text.empty())
            blocks.push_back({ { "type", "text" }, { "text", reply.text } });
        for (const ToolCall &tool : reply.toolCalls) {
            blocks.push_back({ { "type", "tool_use" },
                               { "id", tool.id },
                               { "name", tool.name },
                               { "input", Json::parse(tool.arguments, nullptr, false) } });
        }
        if (blocks.empty())
            return;
        session.messages.push_back({ { "role", "assistant" }, { "content", blocks } });
        session.messages.push_back({ { "role", "user" }, { "content", answerTools(session, reply) } });
    }

private:
    struct Session
    {
        std::size_t number = 0;
        std::string name, project, tag, context;
        Json messages = Json::array();
        int turn = 0, turns = 0;
        bool waiting = false;
    };

    Session &pickSession()
    {
        if (m_sessions.size() < mostSessions && (m_sessions.empty() || m_random.chance(0.2))) {
            m_sessions.emplace_back();
            begin(m_sessions.back(), m_sessions.size() - 1);
        }
        const std::size_t start = m_random.below(m_sessions.size());
        for (std::size_t i = 0; i < m_sessions.size(); ++i) {
            Session &session = m_sessions[(start + i) % m_sessions.size()];
            if (session.waiting)
                continue;
            if (session.turn >= session.turns)
                begin(session, session.number + mostSessions);
            return session;
        }
        if (m_sessions.size() < mostSessions) {
            m_sessions.emplace_back();
            begin(m_sessions.back(), m_sessions.size() - 1);
            return m_sessions.back();
        }
        begin(m_sessions[start], m_sessions[start].number + mostSessions);
        return m_sessions[start];
    }

    void begin(Session &session, std::size_t number)
    {
        static constexpr std::string_view hex = "0123456789abcdef";
        session = {};
        session.number = number;
        for (int i = 0; i < 4; ++i)
            session.name += hex[m_random.below(16)];
        session.project = m_random.chance(0.75) ? "checkout-api" : "storefront";
        session.tag = m_random.chance(0.3) ? "refactor" : "";
        session.turns = static_cast<int>(m_random.between(6, 22));
        const auto seed = m_random.next();
        session.context = "Repository overview\n\n";
        for (int i = 0; i < 3; ++i)
            session.context += corpus::sourceFile(corpus::sourcePath(m_random), seed, 9000) + '\n';
        const std::string task(m_random.pick(corpus::codingTasks()));
        session.messages.push_back(
            { { "role", "user" },
              { "content",
                Json::array(
                    { { { "type", "text" },
                        { "text", task + " Begin with the read_file tool: " + nextStep("read_file") } } }) } });
    }

    std::string nextStep(std::string_view tool)
    {
        return "use the " + std::string(tool) + " tool on " + corpus::sourcePath(m_random) + '.';
    }

    /** Results of the tools that were called, and what the program says to that. */
    Json answerTools(Session &session, const DemoReply &reply)
    {
        static constexpr std::array<std::string_view, 4> followUps{ "read_file", "search", "run_tests",
                                                                    "edit_file" };
        Json blocks = Json::array();
        for (const ToolCall &tool : reply.toolCalls) {
            const auto seed = m_random.next();
            const std::string path = corpus::sourcePath(m_random);
            const std::string result = tool.name == "run_tests" ? corpus::testOutput(seed)
                : tool.name == "search"    ? corpus::searchOutput(seed, 12 + m_random.below(30))
                : tool.name == "read_file" ? corpus::sourceFile(path, seed, 2500 + m_random.below(7000))
                                           : "The file has been changed.";
            blocks.push_back({ { "type", "tool_result" }, { "tool_use_id", tool.id }, { "content", result } });
        }
        const bool goOn = session.turn + 1 < session.turns && m_random.chance(0.8);
        if (reply.toolCalls.empty() || goOn) {
            blocks.push_back(
                { { "type", "text" },
                  { "text",
                    (reply.toolCalls.empty() ? "Good. Now " : "Then ") + nextStep(m_random.pick(followUps)) } });
        }
        return blocks;
    }

    /** The marks move with the conversation: on the newest message, and on the one before it as a safety net. */
    static Json markNewest(Json messages)
    {
        int marks = 0;
        for (std::size_t i = messages.size(); i > 0 && marks < 2; --i) {
            Json &message = messages[i - 1];
            if (textMember(message, "role") != "user")
                continue;
            message["content"].back()["cache_control"] = { { "type", "ephemeral" } };
            ++marks;
        }
        return messages;
    }

    Random m_random;
    Json m_tools;
    std::string m_instructions;
    std::vector<Session> m_sessions;
};

} // namespace

std::unique_ptr<DemoProgram> makeCodeAgent(std::uint64_t seed)
{
    return std::make_unique<CodeAgent>(seed);
}

} // namespace cachescope::simulated

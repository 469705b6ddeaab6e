// SPDX-License-Identifier: MIT
// A review agent on Claude Opus with the habits that break a prefix cache: a clock in the system text, and a list
// in a tool's description that comes in another order now and then.
#include "simulated/demo_corpus.h"
#include "simulated/demo_program.h"

#include <algorithm>
#include <array>
#include <ctime>

namespace cachescope::simulated {

namespace {

constexpr std::size_t mostSessions = 2;

Json textProperty(const char *description)
{
    return { { "type", "string" }, { "description", description } };
}

std::string clockText(base::UnixMicros now)
{
    const std::time_t time = now / 1'000'000;
    std::tm parts{};
    gmtime_r(&time, &parts);
    std::array<char, 40> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M UTC", &parts);
    return { text.data(), size };
}

class ReviewAgent final : public DemoProgram
{
public:
    explicit ReviewAgent(std::uint64_t seed)
        : m_random(seed)
        , m_guide(corpus::handbook(815, 12'000))
    { }

    DemoCall next(base::UnixMicros now) override
    {
        Session &session = pickSession();
        session.waiting = true;
        ++session.turn;
        DemoCall call;
        call.api = DemoApi::Messages;
        call.upstream = "anthropic";
        call.target = "/v1/messages";
        call.model = "claude-opus-4-8";
        call.headers = demoHeaders(call.api, "review-agent/0.9.4", "checkout-api", "review");
        call.session = session.number;
        std::string system
            = "You review pull requests of a web shop. Point out defects that a test would not find, "
              "each with file and line, the worst first. Say when there is nothing to say.\n";
        if (session.hasClock)
            system += "Current time: " + clockText(now) + "\n";
        Json messages = session.messages;
        messages.back()["content"].back()["cache_control"] = { { "type", "ephemeral" } };
        const Json body{ { "model", call.model },
                         { "max_tokens", 2048 },
                         { "stream", true },
                         { "tools", toolList() },
                         { "system",
                           Json::array({ { { "type", "text" },
                                           { "text", system + m_guide },
                                           { "cache_control", { { "type", "ephemeral" }, { "ttl", "1h" } } } } }) },
                         { "messages", messages },
                         { "metadata", { { "user_id", session.name } } } };
        call.body = compact(body);
        return call;
    }

    void reply(std::size_t number, const DemoReply &reply) override
    {
        Session &session = m_sessions[number % mostSessions];
        if (session.number != number)
            return;
        session.waiting = false;
        if (!reply.ok() || reply.text.empty())
            return;
        session.messages.push_back(
            { { "role", "assistant" },
              { "content", Json::array({ { { "type", "text" }, { "text", reply.text } } }) } });
        addDiff(session, "The author has pushed a new version. Look at what changed since your last comments:\n\n");
    }

private:
    struct Session
    {
        std::size_t number = 0;
        std::string name;
        Json messages = Json::array();
        int turn = 0, turns = 0;
        bool waiting = false, hasClock = false;
    };

    Session &pickSession()
    {
        while (m_sessions.size() < mostSessions) {
            m_sessions.emplace_back();
            begin(m_sessions.back(), m_sessions.size() - 1);
        }
        std::size_t at = m_random.below(mostSessions);
        if (m_sessions[at].waiting)
            at = (at + 1) % mostSessions;
        Session &session = m_sessions[at];
        if (session.waiting || session.turn >= session.turns)
            begin(session, session.number + mostSessions);
        return session;
    }

    void begin(Session &session, std::size_t number)
    {
        session = {};
        session.number = number;
        session.name = "pr-" + std::to_string(m_random.between(1200, 1900));
        session.turns = static_cast<int>(m_random.between(2, 7));
        session.hasClock = m_random.chance(0.35);
        addDiff(session, "Review this pull request:\n\n");
    }

    void addDiff(Session &session, const std::string &words)
    {
        const std::string text = words + corpus::diff(m_random.next(), 6000 + m_random.below(14'000));
        session.messages.push_back(
            { { "role", "user" }, { "content", Json::array({ { { "type", "text" }, { "text", text } } }) } });
    }

    /** "run_checks" names its checks in the order in which a set hands them out: mostly the same one. */
    Json toolList()
    {
        std::array<std::string_view, 3> checks{ "review", "test", "docs" };
        if (m_random.chance(0.12))
            std::rotate(checks.begin(), checks.begin() + 2, checks.end());
        Json tools = Json::array();
        tools.push_back(anthropicTool(
            "get_file", "Returns a file at the head of the pull request.",
            { { "path", textProperty("Path from the root") } }));
        tools.push_back(anthropicTool(
            "get_blame", "Says who changed each line last, and in which commit.",
            { { "path", textProperty("Path from the root") } }));
        tools.push_back(anthropicTool(
            "list_comments", "Lists the comments that the pull request has so far.",
            { { "state", { { "type", "string" }, { "enum", Json::array({ "open", "resolved", "all" }) } } } }));
        tools.push_back(anthropicTool(
            "run_checks",
            "Runs the given checks and returns one line per finding. Checks: " + std::string(checks[0]) + ", "
                + std::string(checks[1]) + ", " + std::string(checks[2]) + ".",
            { { "check", textProperty("Name of a check") } }));
        for (const std::string_view name :
             { "comment", "approve", "request_changes", "open_ticket", "ask_author" }) {
            tools.push_back(anthropicTool(
                name,
                "Leaves its mark on the pull request. "
                    + std::string("Use it once for each finding, with file and line, in plain words."),
                { { "path", textProperty("Path from the root") }, { "text", textProperty("What to say") } }));
        }
        return tools;
    }

    Random m_random;
    std::string m_guide;
    std::vector<Session> m_sessions;
};

} // namespace

std::unique_ptr<DemoProgram> makeReviewAgent(std::uint64_t seed)
{
    return std::make_unique<ReviewAgent>(seed);
}

} // namespace cachescope::simulated

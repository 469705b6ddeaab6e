// SPDX-License-Identifier: MIT
#include "structure_cases.h"

namespace {

const std::string markMember = json(",'cache_control':{'type':'ephemeral'}");

std::string block(const std::string &text, const std::string &mark = {})
{
    return "{\"type\":\"text\",\"text\":" + quoted(text) + mark + "}";
}

/** A request to Claude: system blocks and messages as JSON lists without brackets. */
std::string claude(
    const std::string &system, const std::string &messages, const std::string &model = "claude-sonnet-4-5",
    const std::string &more = {})
{
    return "{\"model\":\"" + model + "\",\"max_tokens\":500" + more + ",\"system\":[" + system + "],\"messages\":["
        + messages + "]}";
}

std::string message(const std::string &role, const std::string &text, const std::string &mark = {})
{
    return "{\"role\":\"" + role + "\",\"content\":[" + block(text, mark) + "]}";
}

std::string chat(
    const std::string &model, const std::string &system, const std::string &user, const std::string &more = {})
{
    return "{\"model\":\"" + model + "\"" + more + ",\"messages\":[{\"role\":\"system\",\"content\":"
        + quoted(system) + "},{\"role\":\"user\",\"content\":" + quoted(user) + "}]}";
}

/** An agent's turn of so many tool calls, with their results behind it. */
std::string agentTurn(int calls, const std::string &lastMark)
{
    std::string uses, results;
    for (int i = 0; i < calls; ++i) {
        const std::string id = "toolu_" + std::to_string(i);
        const std::string comma = i == 0 ? "" : ",";
        uses += comma + "{\"type\":\"tool_use\",\"id\":\"" + id + "\",\"name\":\"read\",\"input\":{\"path\":\"a"
            + std::to_string(i) + "\"}}";
        results += comma + "{\"type\":\"tool_result\",\"tool_use_id\":\"" + id + "\",\"content\":\"text\""
            + (i + 1 == calls ? lastMark : std::string()) + "}";
    }
    return message("user", "Read these files.") + ",{\"role\":\"assistant\",\"content\":[" + uses
        + "]},{\"role\":\"user\",\"content\":[" + results + "]}";
}

void addSizeCases(CaseList &cases)
{
    const std::string shortMark = claude(block(words(200), markMember), message("user", "Hello there."));
    cases.positive("BRK001", "short marked system text", shortMark);
    cases.positive(
        "BRK001", "short mark, long text behind it",
        claude(block(words(200), markMember) + "," + block(words(3000)), message("user", "Hello there.")));
    cases.positive(
        "BRK001", "stable part of a template below OpenAI's minimum",
        chat("gpt-4.1", words(200) + " {{topic}} " + words(3000), "Go on."));
    cases.positive(
        "BRK001", "Opus 4.5 wants 4,096",
        claude(block(words(1500), markMember), message("user", "Hello."), "claude-opus-4-5"));
    cases.negative("BRK001", "long enough", claude(block(words(3000), markMember), message("user", "Hello.")));
    cases.negative("BRK001", "short prompt without marks", chat("gpt-4.1", words(200), "Hello."));
    cases.negative("BRK001", "long stable part", chat("gpt-4.1", words(3000) + " {{topic}}", "Go on."));
    cases.silenced("BRK001", shortMark);

    const std::string near = chat("gpt-4.1", words(960) + "\n{{topic}}\n" + words(800), "Go on.");
    cases.positive("BRK002", "just above 1,024 before a variable", near);
    cases.positive(
        "BRK002", "an estimate that leaves both open",
        claude(block(words(760), markMember), message("user", "Hi.")));
    cases.positive(
        "BRK002", "just above with another model", chat("gpt-4o", words(970, 2) + "\n{{x}}\n" + words(900), "Go."));
    cases.negative("BRK002", "well above", claude(block(words(3000), markMember), message("user", "Hi.")));
    cases.negative("BRK002", "well below", claude(block(words(100), markMember), message("user", "Hi.")));
    cases.negative("BRK002", "grows with the conversation", chat("gpt-4.1", words(1050), "Go on."));
    LogBuilder literal;
    literal.call(0, near);
    cases.negative("BRK002", "the braces are text in the log, too", near).with(literal.evidence());
    cases.silenced("BRK002", near);
}

void addMissingCases(CaseList &cases)
{
    const std::string missing = claude(block(words(3000)), message("user", "Hello there."));
    cases.positive("BRK003", "long system block without a mark", missing);
    cases.positive(
        "BRK003", "system as a plain string",
        "{\"model\":\"claude-sonnet-4-5\", \"max_tokens\": 100, \"system\": " + quoted(words(3000))
            + ", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}");
    cases.positive(
        "BRK003", "a long conversation",
        claude(
            block("You answer briefly."),
            message("user", words(2000, 2)) + "," + message("assistant", words(300, 3)) + ","
                + message("user", "Go on.")));
    cases.positive(
        "BRK003", "Claude through OpenRouter", chat("anthropic/claude-sonnet-4.5", words(5000), "Hello."));
    cases.negative("BRK003", "marked", claude(block(words(3000), markMember), message("user", "Hi.")));
    cases.negative("BRK003", "automatic provider", chat("gpt-4.1", words(3000), "Hello."));
    cases.negative("BRK003", "too short to cache", claude(block(words(300)), message("user", "Hi.")));
    cases.negative(
        "BRK003", "one question about one document", claude(block("Be brief."), message("user", words(3000))));
    cases.negative(
        "BRK003", "the top-level switch",
        claude(block(words(3000)), message("user", "Hi."), "claude-sonnet-4-5", markMember));
    cases.silenced("BRK003", missing);
}

void addCountCases(CaseList &cases)
{
    std::string five, four;
    for (int i = 0; i < 5; ++i) {
        const std::string one = (i == 0 ? "" : ",") + block(words(1500, i + 1), markMember);
        five += one;
        four += i < 4 ? one : "";
    }
    const std::string tooMany = claude(five, message("user", "Hello."));
    cases.positive("BRK004", "five marks", tooMany);
    cases.positive(
        "BRK004", "four marks and the switch",
        claude(four, message("user", "Hello."), "claude-sonnet-4-5", markMember));
    cases.positive(
        "BRK004", "mark on a model before GPT-5.6",
        "{\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":"
            + quoted(words(2000)) + ",\"prompt_cache_breakpoint\":{\"mode\":\"explicit\"}}]}]}");
    cases.negative("BRK004", "four marks", claude(four, message("user", "Hello.")));
    cases.negative("BRK004", "none", claude(block(words(100)), message("user", "Hello.")));
    std::string parts;
    for (int i = 0; i < 6; ++i)
        parts += (i == 0 ? "" : ",")
            + ("{\"type\":\"text\",\"text\":" + quoted(words(300, i + 1))
               + ",\"prompt_cache_breakpoint\":{\"mode\":\"explicit\"}}");
    cases.negative(
        "BRK004", "OpenAI reads more than it writes",
        "{\"model\":\"gpt-5.6\",\"messages\":[{\"role\":\"user\",\"content\":[" + parts + "]}]}");
    cases.silenced("BRK004", tooMany);
}

void addPlaceCases(CaseList &cases)
{
    const std::string changing = claude(
        block(words(3000)) + "," + block("Today's topic is {{topic}}.", markMember), message("user", "Go."));
    cases.positive("BRK005", "variable in the marked block", changing);
    cases.positive(
        "BRK005", "mark on the question",
        claude(block(words(3000), markMember), message("user", "{{question}}", markMember)));
    cases.positive(
        "BRK005", "variable before the mark",
        claude(block("For {{customer}}.") + "," + block(words(3000), markMember), message("user", "Go.")));
    cases.positive(
        "BRK005", "a clock in the marked text",
        claude(
            block(words(3000)) + "," + block("Current time: 2026-11-20T14:03:22Z\nYou are careful.", markMember),
            message("user", "Go.")));
    cases.negative(
        "BRK005", "mark before the variable",
        claude(block(words(3000), markMember) + "," + block("Topic: {{topic}}."), message("user", "Go.")));
    cases.negative("BRK005", "nothing changes", claude(block(words(3000), markMember), message("user", "Go.")));
    cases.negative(
        "BRK005", "rolling mark of a conversation",
        claude(
            block(words(3000), markMember),
            message("user", "One.") + "," + message("assistant", "Two.") + ","
                + message("user", "{{question}}", markMember)));
    LogBuilder literal;
    literal.call(0, changing);
    cases.negative("BRK005", "the braces are text in the log, too", changing).with(literal.evidence());
    cases.silenced("BRK005", changing);

    const std::string far = claude(block(words(3000), markMember), agentTurn(12, markMember));
    cases.positive("BRK006", "twelve calls in a turn", far);
    cases.positive("BRK006", "thirty calls", claude(block(words(3000), markMember), agentTurn(30, markMember)));
    cases.positive(
        "BRK006", "with the switch",
        claude(block(words(3000)), agentTurn(15, ""), "claude-sonnet-4-5", markMember));
    cases.negative("BRK006", "five calls", claude(block(words(3000), markMember), agentTurn(5, markMember)));
    cases.negative("BRK006", "no mark behind", claude(block(words(3000), markMember), agentTurn(12, "")));
    cases.negative("BRK006", "nineteen blocks", claude(block(words(3000), markMember), agentTurn(9, markMember)));
    cases.negative(
        "BRK006", "long, but turn by turn",
        claude(
            block(words(3000), markMember),
            agentTurn(9, "") + "," + message("assistant", "Done.") + "," + message("user", "Next.", markMember)));
    cases.silenced("BRK006", far);
}

void addOrderCases(CaseList &cases)
{
    const std::string hour = json(",'cache_control':{'type':'ephemeral','ttl':'1h'}");
    const std::string five = json(",'cache_control':{'type':'ephemeral','ttl':'5m'}");
    const std::string wrong
        = claude(block(words(1500), markMember) + "," + block(words(1500, 2), hour), message("user", "Go."));
    cases.positive("BRK007", "default before an hour", wrong);
    cases.positive(
        "BRK007", "said five minutes before an hour",
        claude(block(words(1500), five), message("user", words(1500, 3), hour)));
    cases.positive(
        "BRK007", "an hour, five minutes, an hour",
        claude(
            block(words(1500), hour) + "," + block(words(1500, 2), five), message("user", words(1500, 3), hour)));
    cases.negative(
        "BRK007", "an hour first",
        claude(block(words(1500), hour) + "," + block(words(1500, 2), five), message("user", "Go.")));
    cases.negative("BRK007", "one mark", claude(block(words(1500), hour), message("user", "Go.")));
    cases.negative(
        "BRK007", "all alike",
        claude(block(words(1500), markMember) + "," + block(words(1500, 2), five), message("user", "Go.")));
    cases.silenced("BRK007", wrong);
}

} // namespace

void addBreakpointCases(CaseList &cases)
{
    addSizeCases(cases);
    addMissingCases(cases);
    addCountCases(cases);
    addPlaceCases(cases);
    addOrderCases(cases);
}

// SPDX-License-Identifier: MIT
#include "structure_cases.h"

namespace {

using cachescope::prompt::LogEvidence;

const std::string opus = "claude-opus-4-8";

/** A message of one text. */
std::string m(const std::string &role, const std::string &text)
{
    return "{\"role\":\"" + role + "\",\"content\":" + quoted(text) + "}";
}

std::string request(
    const std::string &messages, const std::string &model = opus, const std::string &system = "Be exact.")
{
    return "{\"model\":\"" + model + "\",\"max_tokens\":500,\"system\":" + quoted(system) + ",\"messages\":["
        + messages + "]}";
}

/** A conversation of so many exchanges, from exchange `from` on, ending with a question. */
std::string talk(int exchanges, int from = 0)
{
    std::string text;
    for (int i = from; i < exchanges; ++i)
        text
            += m("user", "Question " + words(6, i + 1)) + "," + m("assistant", "Answer " + words(6, 100 + i)) + ",";
    return text + m("user", "Question " + words(6, exchanges + 1));
}

LogEvidence calls(const std::vector<std::string> &bodies, std::int64_t fresh = 5000)
{
    LogBuilder log;
    double minute = 0;
    for (const std::string &body : bodies)
        log.call(minute++, body).fresh = fresh;
    return log.evidence();
}

std::string openAi(const std::string &messages)
{
    return json("{'model':'gpt-4.1','messages':[") + m("system", "Be exact.") + "," + messages + "]}";
}

std::string replaced(std::string text, const std::string &from, const std::string &to)
{
    const std::size_t at = text.find(from);
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

void addEditCases(CaseList &cases)
{
    const std::string edited = replaced(talk(4), "Answer ", "ANSWER ");
    cases.positive("HIS001", "an earlier answer", request(edited)).with(calls({ request(talk(3)) }));
    cases.positive("HIS001", "an earlier question", openAi(replaced(talk(4), "Question ", "Question: ")))
        .with(calls({ openAi(talk(3)) }));
    cases.positive("HIS001", "among logged calls", request(talk(5)))
        .with(calls({ request(talk(3)), request(edited) }));
    cases.negative("HIS001", "appended only", request(talk(4))).with(calls({ request(talk(2)), request(talk(3)) }));
    cases
        .negative(
            "HIS001", "the last question asked otherwise", request(replaced(talk(3), words(6, 4), words(6, 44))))
        .with(calls({ request(talk(3)) }));
    cases.negative("HIS001", "a reminder that the next call leaves out", request(talk(4)))
        .with(calls({ request(replaced(talk(3), words(6, 4), words(6, 4) + " (reminder)")) }));
    cases.negative("HIS001", "another conversation", request(m("user", "Hello.")))
        .with(calls({ request(talk(3)) }));
    cases.silenced("HIS001", request(edited)).with(calls({ request(talk(3)) }));

    const auto withSystem
        = [](const std::string &system, int exchanges) { return request(talk(exchanges), opus, system); };
    cases.positive("HIS005", "new system text", withSystem("Be brief.", 4))
        .with(calls({ withSystem("Be exact.", 3) }));
    cases.positive("HIS005", "among logged calls", withSystem("Be exact.", 2))
        .with(calls({ withSystem("Be exact.", 3), withSystem("Be brief.", 4) }));
    cases.positive("HIS005", "OpenAI's system message", replaced(openAi(talk(4)), "Be exact.", "Be kind."))
        .with(calls({ openAi(talk(3)) }));
    cases.negative("HIS005", "the same", withSystem("Be exact.", 4)).with(calls({ withSystem("Be exact.", 3) }));
    cases.negative("HIS005", "another session's", withSystem("Be brief.", 0))
        .with(calls({ withSystem("Be exact.", 3) }));
    cases.negative("HIS005", "new instructions appended", openAi(talk(4) + "," + m("system", "Now be brief.")))
        .with(calls({ openAi(talk(3)) }));
    cases.silenced("HIS005", withSystem("Be brief.", 4)).with(calls({ withSystem("Be exact.", 3) }));
}

void addReasoningCases(CaseList &cases)
{
    const auto answer = [](bool thinks) {
        return "{\"role\":\"assistant\",\"content\":["
            + std::string(thinks ? R"({"type":"thinking","thinking":"Let me see.","signature":"c2ln"},)" : "")
            + R"({"type":"text","text":"Four."}]})";
    };
    const auto turn = [&](bool thinks, int more) {
        std::string text = m("user", "Two and two?") + "," + answer(thinks) + "," + m("user", "Sure?");
        for (int i = 0; i < more; ++i)
            text += "," + m("assistant", "Yes.") + "," + m("user", "Really " + std::to_string(i) + "?");
        return text;
    };
    cases.positive("HIS002", "thinking left out", request(turn(false, 1))).with(calls({ request(turn(true, 0)) }));
    cases.positive("HIS002", "among logged calls", request(turn(true, 0)))
        .with(calls({ request(turn(true, 0)), request(turn(false, 1)) }));
    const auto responses = [](bool thinks, bool more) {
        return json("{'model':'gpt-5','input':[{'role':'user','content':'Two and two?'},")
            + (thinks ? json("{'type':'reasoning','id':'rs_1','summary':[]},") : std::string())
            + json("{'role':'assistant','content':'Four.'},{'role':'user','content':'Sure?'}")
            + (more ? json(",{'role':'assistant','content':'Yes.'},{'role':'user','content':'Good.'}")
                    : std::string())
            + "]}";
    };
    cases.positive("HIS002", "OpenAI's reasoning item", responses(false, true))
        .with(calls({ responses(true, false) }));
    cases.negative("HIS002", "kept", request(turn(true, 1))).with(calls({ request(turn(true, 0)) }));
    cases.negative("HIS002", "never any", request(turn(false, 1))).with(calls({ request(turn(false, 0)) }));
    cases.negative("HIS002", "Haiku strips it anyway", request(turn(false, 1), "claude-haiku-4-5"))
        .with(calls({ request(turn(true, 0), "claude-haiku-4-5") }));
    cases.silenced("HIS002", request(turn(false, 1))).with(calls({ request(turn(true, 0)) }));
}

void addCutCases(CaseList &cases)
{
    cases.positive("HIS004", "one exchange less each time", request(talk(9, 3)))
        .with(calls({ request(talk(7, 1)), request(talk(8, 2)) }));
    cases.positive("HIS004", "one cut of a single exchange", request(talk(8, 1))).with(calls({ request(talk(7)) }));
    cases.positive("HIS004", "OpenAI, behind the system text", openAi(talk(9, 2)))
        .with(calls({ openAi(talk(8, 1)) }));
    cases.negative("HIS004", "grows", request(talk(8))).with(calls({ request(talk(7)) }));
    cases.negative("HIS004", "half of it at once", request(talk(13, 6))).with(calls({ request(talk(12)) }));
    cases.negative("HIS004", "another conversation", request(talk(30, 28))).with(calls({ request(talk(8)) }));
    cases.silenced("HIS004", request(talk(9, 3))).with(calls({ request(talk(8, 2)) }));

    const std::string summary = m("user", "Summary: " + words(10, 77)) + "," + m("assistant", "Understood.") + ","
        + m("user", "Go on with the next.");
    const auto session = [&](int compactions, std::int64_t fresh) {
        LogBuilder log;
        double minute = 0;
        for (int round = 0; round <= compactions; ++round) {
            for (int i = 4; i < 8; ++i)
                log.call(minute++, request(talk(i + round))).fresh = fresh;
            log.call(minute++, request(replaced(summary, "Summary", "Summary " + std::to_string(round)))).fresh
                = fresh;
        }
        return log.evidence();
    };
    cases.positive("HIS003", "three times", request(summary)).with(session(3, 20'000));
    cases.positive("HIS003", "once, all paid again", request(summary)).with(session(1, 50'000));
    cases.positive("HIS003", "seen from a later call", request(talk(5))).with(session(2, 20'000));
    const auto cached = [&] {
        LogEvidence log = session(1, 100);
        for (auto &call : log.calls)
            call.cacheRead = 50'000;
        return log;
    };
    cases.negative("HIS003", "hardly anything written again", request(summary)).with(cached());
    cases.negative("HIS003", "never compacted", request(talk(6)))
        .with(calls({ request(talk(4)), request(talk(5)) }));
    cases.negative("HIS003", "a new conversation", request(m("user", "Hello.")))
        .with(calls({ request(talk(4)), request(talk(5)) }));
    cases.silenced("HIS003", request(summary)).with(session(3, 20'000));
}

void addAttachmentCases(CaseList &cases)
{
    const auto withImage = [](const std::string &data, int exchanges) {
        return request(
            R"({"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":")"
            + data + R"("}},{"type":"text","text":"What is this?"}]},)" + m("assistant", "A cat.") + ","
            + talk(exchanges));
    };
    const auto withLink = [](const std::string &link, int exchanges) {
        return openAi(
            m("user", "Read " + link + " first.") + "," + m("assistant", "Done.") + "," + talk(exchanges));
    };
    cases.positive("HIS006", "encoded anew", withImage("iVBORw0KGgoB", 3))
        .with(calls({ withImage("iVBORw0KGgoA", 2) }));
    cases.positive("HIS006", "another signature", withLink("https://files.example.org/a.pdf?sig=bbb", 3))
        .with(calls({ withLink("https://files.example.org/a.pdf?sig=aaa", 2) }));
    cases.positive("HIS006", "among logged calls", withImage("iVBORw0KGgoA", 1))
        .with(calls({ withImage("iVBORw0KGgoA", 2), withImage("iVBORw0KGgoB", 3) }));
    cases.negative("HIS006", "same bytes", withImage("iVBORw0KGgoA", 3))
        .with(calls({ withImage("iVBORw0KGgoA", 2) }));
    cases.negative("HIS006", "same address", withLink("https://files.example.org/a.pdf?sig=aaa", 3))
        .with(calls({ withLink("https://files.example.org/a.pdf?sig=aaa", 2) }));
    cases.negative("HIS006", "another text is another rule's", withLink("https://files.example.org/b.pdf", 3))
        .with(calls({ withLink("https://files.example.org/a.pdf", 2) }));
    cases.silenced("HIS006", withImage("iVBORw0KGgoB", 3)).with(calls({ withImage("iVBORw0KGgoA", 2) }));

    const std::string large = words(500, 5);
    const std::string twice
        = request(m("user", large) + "," + m("assistant", "Read.") + "," + m("user", "Again:\n" + large));
    cases.positive("HIS007", "in two messages", twice);
    cases.positive("HIS007", "in system and message", request(m("user", large), opus, large));
    cases.positive(
        "HIS007", "one long line",
        openAi(m("user", "Sum: " + std::string(2500, 'x')) + "," + m("user", "Sum: " + std::string(2500, 'x'))));
    cases.negative("HIS007", "two texts", request(m("user", large), opus, words(500, 6)));
    cases.negative("HIS007", "a short repetition", request(m("user", words(60, 5)), opus, words(60, 5)));
    cases.negative("HIS007", "repeated lines of a table", request(m("user", [] {
                       std::string table;
                       for (int i = 0; i < 200; ++i)
                           table += "| 0 | 0 | 0 | 0 | none given here |\n| " + std::to_string(i) + " |\n";
                       return table;
                   }())));
    cases.silenced("HIS007", twice);
}

} // namespace

void addHistoryCases(CaseList &cases)
{
    addEditCases(cases);
    addReasoningCases(cases);
    addCutCases(cases);
    addAttachmentCases(cases);
}

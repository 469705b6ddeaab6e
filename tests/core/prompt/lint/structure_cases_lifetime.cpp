// SPDX-License-Identifier: MIT
#include "structure_cases.h"

namespace {

using cachescope::prompt::LogEvidence;
using cachescope::prompt::ObservedCall;

std::string marked(const std::string &ttl = {})
{
    const std::string mark
        = ttl.empty() ? json("{'type':'ephemeral'}") : json("{'type':'ephemeral','ttl':'" + ttl + "'}");
    return R"({"model":"claude-sonnet-4-5","max_tokens":50,"system":[{"type":"text","text":)" + quoted(words(3000))
        + R"(,"cache_control":)" + mark + R"(}],"messages":[{"role":"user","content":"Go."}]})";
}

std::string unmarked()
{
    return R"({"model":"claude-sonnet-4-5","max_tokens":50,"system":[{"type":"text","text":)" + quoted(words(3000))
        + R"(}],"messages":[{"role":"user","content":"Go."}]})";
}

/** Calls so many minutes apart, as a five-minute or one-hour entry would be used. */
LogEvidence rhythm(int calls, double minutesApart, double lifeMinutes)
{
    LogBuilder log;
    for (int i = 0; i < calls; ++i) {
        ObservedCall &call = log.call(i * minutesApart, marked(), "s" + std::to_string(i));
        const bool isRead = i > 0 && minutesApart <= lifeMinutes;
        (isRead ? call.cacheRead : lifeMinutes > 5 ? call.cacheWrite1h : call.cacheWrite5m) = 3600;
        call.fresh = 20;
    }
    return log.evidence();
}

/** So many calls that write and, of them, so many that read. */
LogEvidence uses(int writes, int reads)
{
    LogBuilder log;
    for (int i = 0; i < writes + reads; ++i) {
        ObservedCall &call = log.call(i * 30, marked(), "s" + std::to_string(i));
        (i < writes ? call.cacheWrite5m : call.cacheRead) = 3600;
        call.fresh = 20;
    }
    return log.evidence();
}

LogEvidence burst(int together, double secondsApart)
{
    LogBuilder log;
    for (int i = 0; i < together; ++i) {
        ObservedCall &call = log.call(i * secondsApart / 60, marked(), "s" + std::to_string(i));
        call.cacheWrite5m = 3600;
    }
    log.call(1, marked()).cacheRead = 3600;
    return log.evidence();
}

LogEvidence pings(int each, double minutesApart, int output = 1, const char *limit = "1")
{
    std::string body = marked();
    body.replace(body.find("\"max_tokens\":50"), 15, "\"max_tokens\":" + std::string(limit));
    LogBuilder log;
    for (int i = 0; i < 4 * (each + 1); ++i) {
        const bool isPing = i % (each + 1) != 0;
        ObservedCall &call = log.call(i * minutesApart, isPing ? body : marked());
        call.cacheRead = 3600;
        call.output = isPing ? output : 200;
    }
    return log.evidence();
}

std::string openAi(const std::string &key, const std::string &model = "gpt-4.1")
{
    return "{\"model\":\"" + model + "\"," + (key.empty() ? "" : "\"prompt_cache_key\":\"" + key + "\",")
        + "\"messages\":[{\"role\":\"system\",\"content\":" + quoted(words(3000))
        + "},{\"role\":\"user\",\"content\":\"Go.\"}]}";
}

LogEvidence keyed(int calls, double secondsApart, bool newEachTime, double readShare)
{
    LogBuilder log;
    for (int i = 0; i < calls; ++i) {
        ObservedCall &call = log.call(
            i * secondsApart / 60, openAi(newEachTime ? "k" + std::to_string(i) : "workflow"),
            "s" + std::to_string(i));
        call.cacheRead = static_cast<std::int64_t>(3000 * readShare);
        call.fresh = 3000 - call.cacheRead;
    }
    return log.evidence();
}

void addRhythmCases(CaseList &cases)
{
    cases.positive("BRK008", "every twelve minutes", marked()).with(rhythm(12, 12, 5));
    cases.positive("BRK008", "every fifty minutes", marked("5m")).with(rhythm(12, 50, 5));
    cases.positive("BRK008", "every six minutes", marked()).with(rhythm(30, 6, 5));
    cases.negative("BRK008", "every minute", marked()).with(rhythm(12, 1, 5));
    cases.negative("BRK008", "every three hours", marked()).with(rhythm(12, 180, 5));
    cases.negative("BRK008", "an hour already", marked("1h")).with(rhythm(12, 12, 60));
    cases.negative("BRK008", "two calls", marked()).with(rhythm(2, 12, 5));
    cases.silenced("BRK008", marked()).with(rhythm(12, 12, 5));

    cases.positive("BRK009", "an hour for calls a minute apart", marked("1h")).with(rhythm(12, 1, 60));
    cases.positive("BRK009", "four minutes apart", marked("1h")).with(rhythm(12, 4, 60));
    cases.positive("BRK009", "three hours apart: written either way", marked("1h")).with(rhythm(12, 180, 60));
    cases.negative("BRK009", "twelve minutes apart", marked("1h")).with(rhythm(12, 12, 60));
    cases.negative("BRK009", "five minutes already", marked()).with(rhythm(12, 1, 5));
    cases.negative("BRK009", "too few calls", marked("1h")).with(rhythm(3, 1, 60));
    cases.silenced("BRK009", marked("1h")).with(rhythm(12, 1, 60));
}

void addUseCases(CaseList &cases)
{
    cases.positive("BRK010", "six writes, no read", marked()).with(uses(6, 0));
    cases.positive("BRK010", "twenty writes", marked("1h")).with(uses(20, 0));
    cases.positive("BRK010", "hours apart", marked()).with(rhythm(8, 300, 5));
    cases.negative("BRK010", "read", marked()).with(uses(2, 8));
    cases.negative("BRK010", "too few", marked()).with(uses(3, 0));
    cases.negative("BRK010", "no mark here", unmarked()).with(uses(6, 0));
    cases.silenced("BRK010", marked()).with(uses(6, 0));

    cases.positive("BRK011", "three at once", marked()).with(burst(3, 0.2));
    cases.positive("BRK011", "two at once", marked()).with(burst(2, 1));
    cases.positive("BRK011", "twenty at once", marked()).with(burst(20, 0.05));
    cases.negative("BRK011", "one after the other", marked()).with(burst(4, 3));
    cases.negative("BRK011", "one alone", marked()).with(burst(1, 1));
    cases.negative("BRK011", "reads in parallel", marked()).with(uses(1, 9));
    cases.silenced("BRK011", marked()).with(burst(3, 0.2));

    cases.positive("CTX005", "nine writes, one read", marked()).with(uses(9, 1));
    cases.positive("CTX005", "twenty to one", marked()).with(uses(20, 1));
    cases.positive("CTX005", "five to one", marked()).with(uses(5, 1));
    cases.negative("CTX005", "read twice each", marked()).with(uses(5, 10));
    cases.negative("CTX005", "nothing read is another rule's", marked()).with(uses(6, 0));
    cases.negative("CTX005", "two calls", marked()).with(uses(2, 0));
    cases.silenced("CTX005", marked()).with(uses(9, 1));

    cases.positive("BRK013", "thirty pings between two calls", marked()).with(pings(30, 4));
    cases.positive("BRK013", "pings where calls come anyway", marked()).with(pings(3, 0.5));
    cases.positive("BRK013", "pings of no answer at all", marked()).with(pings(30, 4, 0, "0"));
    cases.negative("BRK013", "two pings spare a write", marked()).with(pings(2, 4));
    cases.negative("BRK013", "short answers are no pings", marked()).with(pings(30, 4, 1, "50"));
    cases.negative("BRK013", "no pings", marked()).with(rhythm(12, 1, 5));
    cases.silenced("BRK013", marked()).with(pings(30, 4));
}

void addKeyCases(CaseList &cases)
{
    cases.positive("BRK012", "no key", openAi(""));
    cases.positive("BRK012", "no key, and misses close together", openAi("")).with(keyed(12, 30, false, 0.5));
    cases.positive("BRK012", "a request's id as key", openAi("{{request_id}}"));
    cases.positive("BRK012", "new in each logged call", openAi("k77")).with(keyed(8, 60, true, 0));
    cases.positive("BRK012", "too busy", openAi("workflow")).with(keyed(40, 1, false, 0.5));
    cases.negative("BRK012", "a key for the workflow", openAi("workflow"));
    cases.negative("BRK012", "a key at an easy pace", openAi("workflow")).with(keyed(40, 20, false, 0.5));
    cases.negative("BRK012", "Claude has none", marked());
    cases.negative(
        "BRK012", "too short to cache", json("{'model':'gpt-4.1','messages':[{'role':'user','content':'Hi'}]}"));
    cases.silenced("BRK012", openAi("{{request_id}}"));
}

} // namespace

void addLifetimeCases(CaseList &cases)
{
    addRhythmCases(cases);
    addUseCases(cases);
    addKeyCases(cases);
}

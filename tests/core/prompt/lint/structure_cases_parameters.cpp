// SPDX-License-Identifier: MIT
#include "structure_cases.h"

namespace {

using cachescope::prompt::LogEvidence;

const std::string first = json(
    "{'role':'user','content':'One.'},{'role':'assistant','content':'Two.'},{'role':'user','content':'Three.'}");
const std::string second
    = first + json(",{'role':'assistant','content':'Four.'},{'role':'user','content':'Five.'}");

std::string claude(const std::string &more, const std::string &messages)
{
    return json("{'model':'claude-opus-4-8','max_tokens':50,'system':'Be exact.'" + more + ",'messages':[")
        + messages + "]}";
}

std::string openAi(
    const std::string &more, const std::string &messages = json("{'role':'user','content':'Go.'}"),
    const std::string &model = "gpt-4.1-2025-04-14")
{
    return json("{'model':'" + model + "'" + more + ",'messages':[") + messages + "]}";
}

LogEvidence calls(const std::vector<std::string> &bodies)
{
    LogBuilder log;
    double minute = 0;
    for (const std::string &body : bodies)
        log.call(minute++, body).fresh = 5000;
    return log.evidence();
}

/** Answers of the local cache that ended so. */
LogEvidence cached(int status, const std::string &finish, bool fromCache = true)
{
    LogBuilder log;
    log.call(0, openAi("")).storedLocally = true;
    auto &hit = log.call(1, openAi(""));
    hit.fromLocalCache = fromCache;
    hit.status = status;
    hit.failed = status >= 400;
    hit.finishReason = finish;
    hit.cacheKey = "3f2a0123456789ab";
    return log.evidence();
}

void addSessionCases(CaseList &cases)
{
    cases.positive("REQ001", "tool_choice", claude(",'tool_choice':{'type':'any'}", second))
        .with(calls({ claude(",'tool_choice':{'type':'auto'}", first) }));
    cases.positive("REQ001", "effort", openAi(",'reasoning_effort':'high'", second))
        .with(calls({ openAi(",'reasoning_effort':'low'", first) }));
    cases.positive("REQ001", "output schema", openAi(",'response_format':{'type':'json_object'}", second))
        .with(calls({ openAi("", first) }));
    cases.positive("REQ001", "thinking", claude(",'thinking':{'type':'enabled','budget_tokens':2000}", second))
        .with(calls({ claude("", first) }));
    cases.negative("REQ001", "the same", claude(",'tool_choice':{'type':'auto'}", second))
        .with(calls({ claude(",'tool_choice':{'type':'auto'}", first) }));
    cases.negative("REQ001", "tool_choice costs nothing at OpenAI", openAi(",'tool_choice':'none'", second))
        .with(calls({ openAi(",'tool_choice':'auto'", first) }));
    cases
        .negative(
            "REQ001", "another conversation",
            claude(",'tool_choice':{'type':'any'}", json("{'role':'user','content':'Hi.'}")))
        .with(calls({ claude("", first) }));
    cases.silenced("REQ001", claude(",'tool_choice':{'type':'any'}", second)).with(calls({ claude("", first) }));

    const std::string again = openAi(",'user':'b'");
    cases.positive("REQ003", "user", again).with(calls({ openAi(",'user':'a'"), openAi(",'user':'b'") }));
    cases.positive("REQ003", "metadata", openAi(",'metadata':{'run':'2'}"))
        .with(calls({ openAi(",'metadata':{'run':'1'}"), openAi(",'metadata':{'run':'2'}") }));
    cases.positive("REQ003", "both", openAi(",'user':'b','metadata':{}"))
        .with(calls({ openAi(",'user':'a','metadata':{'x':'1'}"), openAi(",'user':'b','metadata':{'x':'2'}"),
                      openAi(",'user':'c','metadata':{'x':'3'}") }));
    cases.negative("REQ003", "always the same", again).with(calls({ again, again }));
    cases.negative("REQ003", "other questions", again)
        .with(calls({ openAi(",'user':'a'", first), openAi(",'user':'b'", second) }));
    cases.negative("REQ003", "no such field here", openAi(""))
        .with(calls({ openAi(",'user':'a'"), openAi(",'user':'b'") }));
    cases.silenced("REQ003", again).with(calls({ openAi(",'user':'a'"), again }));

    cases.positive("REQ006", "a filtered answer", openAi("")).with(cached(200, "content_filter"));
    cases.positive("REQ006", "an error status", openAi("")).with(cached(502, ""));
    cases.positive("REQ006", "a cut answer", openAi("")).with(cached(200, "length"));
    cases.negative("REQ006", "a good answer", openAi("")).with(cached(200, "stop"));
    cases.negative("REQ006", "a failure of the provider", openAi("")).with(cached(502, "", false));
    cases.negative("REQ006", "no cache", openAi("")).with(calls({ openAi("") }));
    cases.silenced("REQ006", openAi("")).with(cached(200, "content_filter"));
}

void addRequestCases(CaseList &cases)
{
    const std::string message = json("{'role':'user','content':'Go.'}");
    const std::string floating = openAi("", message, "gpt-4o");
    cases.positive("REQ002", "gpt-4o", floating);
    cases.positive(
        "REQ002", "Claude without a date",
        json("{'model':'claude-sonnet-4-5','max_tokens':5,'messages':[") + message + "]}");
    cases.positive("REQ002", "latest", openAi("", message, "mistral-small-latest"));
    cases.negative("REQ002", "a snapshot", openAi(""));
    cases.negative("REQ002", "no snapshot is known", openAi("", message, "gpt-6-sol"));
    cases.negative("REQ002", "unknown model", openAi("", message, "my-own-model"));
    cases.silenced("REQ002", floating);

    cases.positive("REQ004", "temperature 1", openAi(",'temperature':1"));
    cases.positive("REQ004", "stored by the local cache", openAi(",'temperature':0.7")).with(cached(200, "stop"));
    cases.positive(
        "REQ004", "Gemini's configuration",
        json("{'contents':[{'role':'user','parts':[{'text':'Go.'}]}],'generationConfig':{'temperature':0.9}}"));
    cases.negative("REQ004", "temperature 0", openAi(",'temperature':0.0"));
    cases.negative("REQ004", "a seed", openAi(",'temperature':1,'seed':7"));
    cases.negative("REQ004", "no local cache in use", openAi(",'temperature':1")).with(calls({ openAi("") }));
    cases.negative("REQ004", "nothing said", openAi(""));
    cases.silenced("REQ004", openAi(",'temperature':1"));

    const std::string stream = openAi(",'stream':true");
    cases.positive("REQ005", "a stream", stream);
    cases.positive(
        "REQ005", "other stream options", openAi(",'stream':true,'stream_options':{'include_obfuscation':false}"));
    cases.positive(
        "REQ005", "switched off", openAi(", 'stream': true, 'stream_options': {'include_usage': false}"));
    cases.positive("REQ005", "null options", openAi(",'stream':true,'stream_options':null"));
    cases.negative("REQ005", "asked for", openAi(",'stream':true,'stream_options':{'include_usage':true}"));
    cases.negative("REQ005", "no stream", openAi(""));
    cases.negative("REQ005", "Mistral reports anyway", openAi(",'stream':true", message, "mistral-small-2603"));
    cases.negative("REQ005", "Claude's streams do", claude(",'stream':true", message));
    cases.silenced("REQ005", stream);
}

} // namespace

void addParameterCases(CaseList &cases)
{
    addSessionCases(cases);
    addRequestCases(cases);
}

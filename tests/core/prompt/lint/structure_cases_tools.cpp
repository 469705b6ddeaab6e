// SPDX-License-Identifier: MIT
#include "structure_cases.h"

namespace {

using cachescope::prompt::LogEvidence;

std::string tool(
    const std::string &name, const std::string &description = "Does what it says.", const std::string &mark = {})
{
    return json(
               "{'name':'" + name + "','description':'" + description
               + "','input_schema':{'type':'object','properties':{'path':{'type':'string'},'depth':{'type':'"
                 "integer'}}}")
        + mark + "}";
}

std::string shuffledTool(const std::string &name)
{
    return json(
        "{'description':'Does what it says.','input_schema':{'properties':{'depth':{'type':'integer'},"
        "'path':{'type':'string'}},'type':'object'},'name':'"
        + name + "'}");
}

const std::string go = json("{'role':'user','content':'Go.'}");

std::string request(const std::string &tools, const std::string &messages = go)
{
    return json("{'model':'claude-sonnet-4-5','max_tokens':50,'tools':[") + tools
        + json("],'system':'Be exact.','messages':[") + messages + "]}";
}

std::string openAiTool(const std::string &name, const std::string &description = "Does what it says.")
{
    return json(
        "{'type':'function','function':{'name':'" + name + "','description':'" + description
        + "','parameters':{'type':'object','properties':{}}}}");
}

std::string openAiRequest(const std::string &tools)
{
    return json("{'model':'gpt-4.1','tools':[") + tools + json("],'messages':[{'role':'user','content':'Go.'}]}");
}

LogEvidence calls(std::initializer_list<std::string> bodies, const std::string &session = "s1")
{
    LogBuilder log;
    double minute = 0;
    for (const std::string &body : bodies)
        log.call(minute++, body, session).fresh = 5000;
    return log.evidence();
}

std::string use(const std::string &name, const std::string &id, const std::string &input)
{
    return json(
        "{'role':'assistant','content':[{'type':'tool_use','id':'" + id + "','name':'" + name + "','input':" + input
        + "}]},{'role':'user','content':[{'type':'tool_result','tool_use_id':'" + id + "','content':'ok'}]}");
}

const std::string mark = json(",'cache_control':{'type':'ephemeral'}");

void addOrderCases(CaseList &cases)
{
    const std::string abc = tool("alpha") + "," + tool("beta") + "," + tool("gamma");
    const std::string bca = tool("beta") + "," + tool("gamma") + "," + tool("alpha");
    const std::string cab = tool("gamma") + "," + tool("alpha") + "," + tool("beta");
    cases.positive("TLS001", "another order in the log", request(bca)).with(calls({ request(abc), request(cab) }));
    cases.positive("TLS001", "only this one differs", request(cab)).with(calls({ request(abc), request(abc) }));
    cases.positive("TLS001", "a mark on the last tool", request(tool("beta") + "," + tool("alpha", "Reads.", mark)))
        .with(calls({ request(tool("alpha", "Reads.") + "," + tool("beta", "Does what it says.", mark)) }));
    cases.positive("TLS001", "OpenAI's tools", openAiRequest(openAiTool("b") + "," + openAiTool("a")))
        .with(calls({ openAiRequest(openAiTool("a") + "," + openAiTool("b")) }));
    cases.negative("TLS001", "sorted here", request(abc)).with(calls({ request(bca), request(cab) }));
    cases.negative("TLS001", "always the same", request(bca)).with(calls({ request(bca), request(bca) }));
    cases.negative("TLS001", "another set", request(bca)).with(calls({ request(tool("delta")) }));
    cases.silenced("TLS001", request(bca)).with(calls({ request(abc) }));

    cases.positive("TLS002", "names in another order", request(tool("alpha")))
        .with(calls({ request(shuffledTool("alpha")) }));
    std::string spaced = tool("alpha");
    spaced.insert(1, " ");
    cases.positive("TLS002", "another layout", request(tool("alpha"))).with(calls({ request(spaced) }));
    cases.positive("TLS002", "second tool", request(tool("alpha") + "," + tool("beta")))
        .with(calls({ request(tool("alpha") + "," + shuffledTool("beta")) }));
    cases.negative("TLS002", "same bytes", request(tool("alpha"))).with(calls({ request(tool("alpha")) }));
    cases.negative("TLS002", "another value", request(tool("alpha")))
        .with(calls({ request(tool("alpha", "Other words.")) }));
    cases.negative("TLS002", "sorted here", request(shuffledTool("alpha"))).with(calls({ request(tool("alpha")) }));
    cases.negative("TLS002", "only a mark more", request(tool("alpha")))
        .with(calls({ request(tool("alpha", "Does what it says.", mark)) }));
    cases.silenced("TLS002", request(tool("alpha"))).with(calls({ request(shuffledTool("alpha")) }));
}

void addSetCases(CaseList &cases)
{
    const std::string one = json("{'role':'user','content':'One.'},{'role':'assistant','content':'Two.'}");
    const std::string first = one + json(",{'role':'user','content':'Three.'}");
    const std::string next
        = first + json(",{'role':'assistant','content':'Four.'},{'role':'user','content':'Five.'}");
    const std::string both = tool("alpha") + "," + tool("beta");
    cases.positive("TLS003", "a tool went", request(tool("alpha"), next)).with(calls({ request(both, first) }));
    cases.positive("TLS003", "a tool came", request(both, next)).with(calls({ request(tool("alpha"), first) }));
    cases.positive("TLS003", "among logged calls", request(both))
        .with(calls({ request(both, first), request(tool("alpha"), next) }));
    cases.negative("TLS003", "same tools", request(both, next)).with(calls({ request(both, first) }));
    cases.negative("TLS003", "another order is another rule's", request(tool("beta") + "," + tool("alpha"), next))
        .with(calls({ request(both, first) }));
    cases.negative("TLS003", "another conversation", request(tool("alpha"))).with(calls({ request(both, first) }));
    cases.silenced("TLS003", request(tool("alpha"), next)).with(calls({ request(both, first) }));

    const std::string clock = request(tool("alpha", "Current time: 2026-11-20T14:03:22Z. Reads a file."));
    cases.positive("TLS004", "a clock", clock);
    cases.positive("TLS004", "a variable", openAiRequest(openAiTool("find", "Searches for {{customer}}.")));
    cases.positive("TLS004", "a variable in the schema", request(tool("alpha", "Reads for {{user_name}}.")));
    cases.positive("TLS004", "two texts in turn", request(tool("alpha", "Version b")))
        .with(calls({ request(tool("alpha", "Version a")), request(tool("alpha", "Version b")),
                      request(tool("alpha", "Version a")), request(tool("alpha", "Version b")) }));
    const std::string braces = request(tool("alpha", "Fills {{name}} of a template."));
    cases.negative("TLS004", "the braces are text in the log, too", braces).with(calls({ braces }));
    cases.negative("TLS004", "plain words", request(tool("alpha")));
    cases.negative(
        "TLS004", "an example of a format",
        request(tool("alpha", "Start as ISO 8601, for example 2024-01-01T00:00:00Z, in UTC.")));
    cases.negative("TLS004", "one deployment in the log", request(tool("alpha", "Version b")))
        .with(calls({ request(tool("alpha", "Version a")), request(tool("alpha", "Version b")) }));
    cases.silenced("TLS004", clock);
}

void addUseCases(CaseList &cases)
{
    std::string big;
    for (int i = 0; i < 8; ++i)
        big += (i == 0 ? "" : ",") + tool("tool" + std::to_string(i), words(40, i + 1));
    for (char &c : big)
        c = c == '\n' ? ' ' : c;
    const auto logOf = [&](int count, const std::string &messages) {
        LogBuilder log;
        for (int i = 0; i < count; ++i)
            log.call(i, request(big, messages), "s" + std::to_string(i)).fresh = 3000;
        return log.evidence();
    };
    const std::string used = go + "," + use("tool2", "t1", "{'path':'a'}");
    std::string allUsed = go;
    for (int i = 0; i < 8; ++i)
        allUsed += "," + use("tool" + std::to_string(i), "t" + std::to_string(i), "{}");
    cases.positive("TLS005", "seven of eight never used", request(big)).with(logOf(25, used));
    cases.positive("TLS005", "in a hundred calls", request(big)).with(logOf(100, used));
    cases.positive("TLS005", "one used here", request(big, go + "," + use("tool3", "t9", "{}")))
        .with(logOf(25, used));
    cases.negative("TLS005", "all used", request(big)).with(logOf(25, allUsed));
    cases.negative("TLS005", "too few calls", request(big)).with(logOf(8, used));
    cases.negative("TLS005", "no call shows any use", request(big)).with(logOf(25, go));
    cases.silenced("TLS005", request(big)).with(logOf(25, used));

    const std::string late = json(
        "{'model':'gemini-2.5-pro','contents':[{'role':'user','parts':[{'text':'Go.'}]}],'systemInstruction':"
        "{'parts':[{'text':'Be exact.'}]}}");
    const std::string early
        = json("{'model':'gemini-2.5-pro','systemInstruction':{'parts':[{'text':'Be exact.'}]},'contents':"
               "[{'role':'user','parts':[{'text':'Go.'}]}]}");
    cases.positive("TLS006", "contents first at Vertex", late).at("vertex");
    cases
        .positive(
            "TLS006", "messages before tools at a gateway",
            json("{'model':'gpt-4.1','messages':[{'role':'user','content':'Go.'}],\n 'temperature':0,\n 'tools':[")
                + openAiTool("a") + "]}")
        .at("my-gateway");
    cases
        .positive(
            "TLS006", "messages before system",
            json("{'model':'claude-sonnet-4-5','max_tokens':9,'messages':[{'role':'user','content':'Go.'}],'system'"
                 ":'Be exact.'}"))
        .at("litellm");
    cases.negative("TLS006", "contents last", early).at("vertex");
    cases.negative("TLS006", "Google's own API renders by itself", late).at("gemini");
    cases
        .negative(
            "TLS006", "nothing stable behind",
            json("{'model':'gpt-4.1','messages':[{'role':'user','content':'Go.'}],'temperature':0}"))
        .at("litellm");
    cases.silenced("TLS006", late).at("vertex");

    const std::string a = go + "," + use("read", "toolu_1", "{'path':'a','depth':2}");
    const std::string b = go + "," + use("read", "toolu_1", "{'depth':2,'path':'a'}");
    const std::string spaced = go + "," + use("read", "toolu_1", "{ 'path': 'a', 'depth': 2 }");
    const std::string other = go + "," + use("read", "toolu_1", "{'path':'b','depth':2}");
    cases.positive("TLS007", "names in another order", request(tool("read"), b))
        .with(calls({ request(tool("read"), a) }));
    cases.positive("TLS007", "blanks added", request(tool("read"), spaced))
        .with(calls({ request(tool("read"), a) }));
    const auto openAiCall = [](const std::string &arguments) {
        return json("{'model':'gpt-4.1','messages':[{'role':'user','content':'Go.'},{'role':'assistant','content':"
                    "null,"
                    "'tool_calls':[{'id':'call_1','type':'function','function':{'name':'read','arguments':")
            + arguments + json("}}]},{'role':'tool','tool_call_id':'call_1','content':'ok'}]}");
    };
    cases.positive("TLS007", "OpenAI's arguments in a string", openAiCall(quoted("{\"a\": 1}")))
        .with(calls({ openAiCall(quoted("{\"a\":1}")) }));
    cases.negative("TLS007", "same bytes", request(tool("read"), a)).with(calls({ request(tool("read"), a) }));
    cases.negative("TLS007", "another value", request(tool("read"), other))
        .with(calls({ request(tool("read"), a) }));
    cases
        .negative(
            "TLS007", "a call the log does not know",
            request(tool("read"), go + "," + use("read", "toolu_2", "{'b':1}")))
        .with(calls({ request(tool("read"), a) }));
    cases.silenced("TLS007", request(tool("read"), b)).with(calls({ request(tool("read"), a) }));
}

} // namespace

void addToolCases(CaseList &cases)
{
    addOrderCases(cases);
    addSetCases(cases);
    addUseCases(cases);
}

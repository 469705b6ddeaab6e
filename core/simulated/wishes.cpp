// SPDX-License-Identifier: MIT
#include "simulated/content.h"

#include <algorithm>

namespace cachescope::simulated {

namespace {

std::int64_t integer(const Json &value)
{
    return value.is_number_integer() ? value.get<std::int64_t>() : 0;
}

void addStops(const Json &stop, std::vector<std::string> &stops)
{
    if (stop.is_string())
        stops.push_back(text(stop));
    for (std::size_t i = 0; stop.is_array() && i < stop.size(); ++i)
        stops.push_back(text(stop[i]));
}

bool isZero(const Json &temperature)
{
    return temperature.is_number() && temperature.get<double>() == 0;
}

bool reasonsByName(std::string_view model)
{
    for (const std::string_view start :
         { "gpt-5", "gpt-6", "o1", "o3", "o4", "deepseek-reasoner", "deepseek-v4-pro" }) {
        if (model.starts_with(start))
            return true;
    }
    return false;
}

/** tool_choice of OpenAI's two shapes: a word, or an object that names a function. */
void readToolChoice(const Json &choice, AnswerWishes &wishes)
{
    const std::string word = choice.is_string() ? text(choice) : textMember(choice, "type");
    wishes.toolsForbidden = word == "none";
    wishes.toolRequired = word == "required" || word == "any";
    if (choice.is_object()) {
        const Json &function = member(choice, "function");
        wishes.forcedTool = function.is_object() ? textMember(function, "name") : textMember(choice, "name");
    }
}

void readOpenAi(const Call &call, AnswerWishes &wishes)
{
    const Json &body = call.body;
    for (const char *name : { "max_completion_tokens", "max_tokens", "max_output_tokens" }) {
        if (wishes.maxTokens == 0)
            wishes.maxTokens = integer(member(body, name));
    }
    addStops(member(body, "stop"), wishes.stops);
    wishes.temperatureZero = isZero(member(body, "temperature")) || !member(body, "seed").is_null();
    wishes.choices = static_cast<int>(std::clamp<std::int64_t>(integer(member(body, "n")), 1, 8));
    std::string effort = textMember(body, "reasoning_effort");
    if (effort.empty())
        effort = textMember(member(body, "reasoning"), "effort");
    wishes.reasons = reasonsByName(call.model) && effort != "none" && effort != "minimal";
    for (const Json &tool : member(body, "tools")) {
        const Json &nested = member(tool, "function");
        const Json &function = nested.is_object() ? nested : tool;
        if (!textMember(function, "name").empty())
            wishes.tools.push_back(
                { { "name", textMember(function, "name") }, { "schema", member(function, "parameters") } });
    }
    readToolChoice(member(body, "tool_choice"), wishes);
    const Json &chatFormat = member(body, "response_format");
    const Json &format = chatFormat.is_null() ? member(member(body, "text"), "format") : chatFormat;
    const std::string type = textMember(format, "type");
    wishes.wantsJson = type == "json_object" || type == "json_schema";
    const Json &inner = member(format, "json_schema");
    wishes.schema = member(inner.is_object() ? inner : format, "schema");
}

void readAnthropic(const Call &call, AnswerWishes &wishes)
{
    const Json &body = call.body;
    wishes.maxTokens = integer(member(body, "max_tokens"));
    addStops(member(body, "stop_sequences"), wishes.stops);
    wishes.temperatureZero = isZero(member(body, "temperature"));
    const std::string thinking = textMember(member(body, "thinking"), "type");
    wishes.reasons = thinking == "enabled" || thinking == "adaptive";
    for (const Json &tool : member(body, "tools"))
        wishes.tools.push_back(
            { { "name", textMember(tool, "name") }, { "schema", member(tool, "input_schema") } });
    const Json &choice = member(body, "tool_choice");
    readToolChoice(choice, wishes);
    const Json &format = member(member(body, "output_config"), "format");
    wishes.wantsJson = textMember(format, "type") == "json_schema";
    wishes.schema = member(format, "schema");
}

void readGemini(const Call &call, AnswerWishes &wishes)
{
    const Json &configuration = member(call.body, "generationConfig");
    wishes.maxTokens = integer(member(configuration, "maxOutputTokens"));
    addStops(member(configuration, "stopSequences"), wishes.stops);
    wishes.temperatureZero
        = isZero(member(configuration, "temperature")) || !member(configuration, "seed").is_null();
    wishes.choices
        = static_cast<int>(std::clamp<std::int64_t>(integer(member(configuration, "candidateCount")), 1, 8));
    const Json &budget = member(member(configuration, "thinkingConfig"), "thinkingBudget");
    wishes.reasons = call.model.find("-lite") == std::string::npos && !(budget.is_number() && integer(budget) == 0);
    for (const Json &tool : member(call.body, "tools")) {
        for (const Json &function : member(tool, "functionDeclarations")) {
            wishes.tools.push_back(
                { { "name", textMember(function, "name") }, { "schema", member(function, "parameters") } });
        }
    }
    const std::string mode = textMember(member(member(call.body, "toolConfig"), "functionCallingConfig"), "mode");
    wishes.toolRequired = mode == "ANY";
    wishes.toolsForbidden = mode == "NONE";
    wishes.wantsJson = textMember(configuration, "responseMimeType") == "application/json";
    wishes.schema = member(configuration, "responseSchema");
}

} // namespace

AnswerWishes readWishes(const Call &call)
{
    AnswerWishes wishes;
    if (call.family == Family::Anthropic)
        readAnthropic(call, wishes);
    else if (call.family == Family::Gemini)
        readGemini(call, wishes);
    else
        readOpenAi(call, wishes);
    return wishes;
}

} // namespace cachescope::simulated

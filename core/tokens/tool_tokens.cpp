// SPDX-License-Identifier: MIT
#include "tokens/tool_tokens.h"

#include "tokens/request_texts.h"

namespace cachescope::tokens::detail {

using nlohmann::json;

namespace {

/** Hidden instructions that come with tools in the GPT-5 family; 84 to 85 in recorded calls of gpt-5-nano (2025).
 */
constexpr std::uint64_t harmonyInstructions = 85;

std::string withoutPeriod(std::string text)
{
    if (text.ends_with('.'))
        text.pop_back();
    return text;
}

const json &objectMember(const json &object, const char *name)
{
    static const json empty = json::object();
    const auto found = object.is_object() ? object.find(name) : object.end();
    return object.is_object() && found != object.end() && found->is_object() ? *found : empty;
}

/** By OpenAI's cookbook, "How to count tokens with tiktoken", section 7. */
ToolTokens countByCookbook(const Tokenizer &tokenizer, const std::vector<json> &functions, std::uint64_t start)
{
    ToolTokens result{ 12, true };
    for (const json &function : functions) {
        result.tokens += start;
        result.tokens += tokenizer.count(
            memberText(function, "name") + ":" + withoutPeriod(memberText(function, "description")));
        const json &properties = objectMember(objectMember(function, "parameters"), "properties");
        if (!properties.empty())
            result.tokens += 3;
        for (const auto &[key, value] : properties.items()) {
            result.tokens += 3;
            if (value.is_object() && value.contains("enum") && value["enum"].is_array()) {
                result.tokens -= 3;
                for (const json &choice : value["enum"])
                    result.tokens
                        += 3 + tokenizer.count(choice.is_string() ? choice.get<std::string>() : choice.dump());
            }
            result.tokens += tokenizer.count(
                key + ":" + memberText(value, "type") + ":" + withoutPeriod(memberText(value, "description")));
            const bool nested = value.is_object() && (value.contains("properties") || value.contains("items"));
            result.documented = result.documented && !nested;
        }
    }
    return result;
}

std::string typeScriptType(const json &value)
{
    const std::string type = memberText(value, "type");
    if (value.is_object() && value.contains("enum") && value["enum"].is_array()) {
        std::string choices;
        for (const json &choice : value["enum"])
            choices += (choices.empty() ? "" : " | ") + choice.dump(-1, ' ', false, json::error_handler_t::replace);
        return choices;
    }
    if (type == "integer")
        return "number";
    if (type == "array")
        return typeScriptType(objectMember(value, "items")) + "[]";
    return type.empty() ? "any" : type;
}

/** As Harmony shows functions to the model. */
std::string harmonyText(const std::vector<json> &functions)
{
    std::string text = "# Tools\n\n## functions\n\nnamespace functions {\n\n";
    for (const json &function : functions) {
        const json &parameters = objectMember(function, "parameters");
        const json &properties = objectMember(parameters, "properties");
        if (const std::string description = memberText(function, "description"); !description.empty())
            text += "// " + description + "\n";
        text += "type " + memberText(function, "name") + " = (" + (properties.empty() ? "" : "_: {\n");
        for (const auto &[key, value] : properties.items()) {
            if (const std::string description = memberText(value, "description"); !description.empty())
                text += "// " + description + "\n";
            bool required = false;
            if (const auto list = parameters.find("required"); list != parameters.end() && list->is_array()) {
                for (const json &name : *list)
                    required = required || (name.is_string() && name.get_ref<const std::string &>() == key);
            }
            text += key + (required ? ": " : "?: ") + typeScriptType(value) + ",\n";
        }
        text += properties.empty() ? ") => any;\n\n" : "}) => any;\n\n";
    }
    return text + "} // namespace functions";
}

} // namespace

ToolTokens countTools(const Tokenizer &tokenizer, const std::vector<json> &functions, ChatFormat format)
{
    if (functions.empty())
        return {};
    switch (format) {
    case ChatFormat::Cookbook:
        return countByCookbook(tokenizer, functions, 10);
    case ChatFormat::CookbookO:
        return countByCookbook(tokenizer, functions, 7);
    case ChatFormat::Harmony:
        return { tokenizer.count(harmonyText(functions)) + harmonyInstructions, false };
    case ChatFormat::None:
        break;
    }
    std::uint64_t tokens = 0;
    for (const json &function : functions)
        tokens += tokenizer.count(function.dump(-1, ' ', false, json::error_handler_t::replace));
    return { tokens, false };
}

} // namespace cachescope::tokens::detail

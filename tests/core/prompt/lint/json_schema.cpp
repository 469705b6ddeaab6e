// SPDX-License-Identifier: MIT
#include "json_schema.h"

#include <algorithm>
#include <regex>

namespace {

using Json = nlohmann::json;

bool hasType(const Json &value, const std::string &type)
{
    return (type == "object" && value.is_object()) || (type == "array" && value.is_array())
        || (type == "string" && value.is_string()) || (type == "boolean" && value.is_boolean());
}

std::string objectViolation(const Json &value, const Json &schema, const Json &root)
{
    for (const Json &name : schema.value("required", Json::array())) {
        if (!value.contains(name.get<std::string>()))
            return "missing " + name.get<std::string>();
    }
    const Json properties = schema.value("properties", Json::object());
    for (const auto &[key, member] : value.items()) {
        std::string found;
        if (properties.contains(key))
            found = schemaViolation(member, properties[key], root);
        else if (schema.contains("additionalProperties") && schema["additionalProperties"] == false)
            found = "unknown member";
        else if (schema.contains("additionalProperties"))
            found = schemaViolation(member, schema["additionalProperties"], root);
        if (!found.empty())
            return key + ": " + found;
    }
    return {};
}

} // namespace

std::string schemaViolation(const Json &value, const Json &schema, const Json &root)
{
    if (schema.contains("$ref"))
        return schemaViolation(
            value, root.at(Json::json_pointer(schema["$ref"].get<std::string>().substr(1))), root);
    if (schema.contains("type") && !hasType(value, schema["type"]))
        return "is no " + schema["type"].get<std::string>();
    if (schema.contains("enum")
        && std::find(schema["enum"].begin(), schema["enum"].end(), value) == schema["enum"].end())
        return "is none of the values";
    if (schema.contains("pattern") && value.is_string()
        && !std::regex_search(value.get<std::string>(), std::regex(schema["pattern"].get<std::string>())))
        return "does not fit the pattern";
    if (value.is_array()) {
        if (value.size() < schema.value("minItems", std::size_t{ 0 }))
            return "has too few entries";
        for (const Json &entry : value) {
            const std::string found = schemaViolation(entry, schema.value("items", Json::object()), root);
            if (!found.empty())
                return found;
        }
    }
    return value.is_object() ? objectViolation(value, schema, root) : std::string();
}

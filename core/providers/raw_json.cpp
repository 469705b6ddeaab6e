// SPDX-License-Identifier: MIT
#include "providers/raw_json.h"

#include "providers/json_scanner.h"
#include "providers/text_limits.h"

#include <algorithm>

namespace cachescope::providers {

namespace {

constexpr std::size_t mostMembers = 1000; // names are looked up one by one; no answer comes near

} // namespace

std::optional<RawObject> RawObject::parse(std::string_view text)
{
    RawObject object;
    JsonScanner json(text);
    if (json.kind() != JsonKind::Object || !json.enterObject())
        return {};
    while (const auto key = json.nextKey()) {
        if (object.m_members.size() == mostMembers || object.find(*key))
            return {};
        std::string name(*key);
        object.m_members.emplace_back(std::move(name), minified(json.raw()));
    }
    if (!json.finish())
        return {};
    return object;
}

const std::string *RawObject::find(std::string_view name) const
{
    const auto found = std::ranges::find(m_members, name, &Member::first);
    return found == m_members.end() ? nullptr : &found->second;
}

std::string_view RawObject::value(std::string_view name) const
{
    const std::string *const found = find(name);
    return found && *found != "null" ? std::string_view(*found) : std::string_view();
}

std::optional<std::string> RawObject::string(std::string_view name) const
{
    const std::string *const found = find(name);
    if (!found || !found->starts_with('"'))
        return {};
    return decodeJsonString(*found);
}

void RawObject::set(std::string_view name, std::string_view value)
{
    const auto found = std::ranges::find(m_members, name, &Member::first);
    if (found == m_members.end())
        m_members.emplace_back(name, value);
    else
        found->second = value;
}

void RawObject::setString(std::string_view name, std::string_view text)
{
    set(name, quoted(text));
}

void RawObject::erase(std::string_view name)
{
    std::erase_if(m_members, [&](const Member &member) { return member.first == name; });
}

std::string RawObject::text() const
{
    std::string out = "{";
    for (const auto &[name, value] : m_members) {
        if (out.size() > 1)
            out.push_back(',');
        appendJsonString(out, name);
        out.push_back(':');
        out += value;
    }
    out.push_back('}');
    return out;
}

std::optional<std::vector<std::string>> rawElements(std::string_view text)
{
    std::vector<std::string> elements;
    JsonScanner json(text);
    if (json.kind() != JsonKind::Array || !json.enterArray())
        return {};
    while (json.nextElement())
        elements.push_back(minified(json.raw()));
    if (!json.finish())
        return {};
    return elements;
}

std::string arrayText(const std::vector<std::string> &elements)
{
    std::string out = "[";
    for (const std::string &element : elements) {
        if (out.size() > 1)
            out.push_back(',');
        out += element;
    }
    out.push_back(']');
    return out;
}

std::string minified(std::string_view json)
{
    std::string out;
    out.reserve(json.size());
    for (std::size_t at = 0; at < json.size();) {
        const char c = json[at];
        if (c == '"') {
            std::size_t end = at + 1;
            while (end < json.size() && json[end] != '"')
                end += json[end] == '\\' ? 2 : 1;
            out.append(json.substr(at, end + 1 - at));
            at = end + 1;
        } else {
            if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
                out.push_back(c);
            ++at;
        }
    }
    return out;
}

std::string quoted(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + 2);
    appendJsonString(out, text);
    return out;
}

bool isBare(std::string_view value)
{
    return value.empty() || value == "null" || value == "\"\"" || value == "[]" || value == "{}";
}

} // namespace cachescope::providers

// SPDX-License-Identifier: MIT
#include "prompt/lint/embedded_json.h"

#include "prompt/json_walk.h"
#include "providers/json_scanner.h"

#include <algorithm>

namespace cachescope::prompt {

namespace {

constexpr std::size_t longestObject = 20'000; ///< A longer one is data that nobody writes twice by hand.
constexpr std::size_t indentStep = 2;

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/** Calls `each` for every character outside strings, with strings as one piece. */
template <typename Each> void walk(std::string_view json, Each each)
{
    for (std::size_t at = 0; at < json.size();) {
        std::size_t end = at + 1;
        if (json[at] == '"') {
            while (end < json.size() && json[end] != '"')
                end += json[end] == '\\' ? 2 : 1;
            end = std::min(end + 1, json.size());
        }
        each(json.substr(at, end - at));
        at = end;
    }
}

JsonStyle styleOf(std::string_view json)
{
    JsonStyle style;
    char before = ' ';
    walk(json, [&](std::string_view piece) {
        const char c = piece.front();
        if (before == ':')
            style.blankBehindColon |= c == ' ';
        if (before == ',')
            style.blankBehindComma |= c == ' ';
        if (c == '\n')
            style.lines = JsonStyle::Lines::Many;
        before = c;
    });
    if (style.lines == JsonStyle::Lines::Many)
        style.blankBehindComma = false; // The line end stands there.
    return style;
}

std::vector<std::string> keysOf(std::string_view json)
{
    JsonValue root;
    root.raw = json;
    std::vector<std::string> keys;
    eachMember(root, [&keys](std::string_view key, const JsonValue &) { keys.emplace_back(key); });
    return keys;
}

/** Length of a whole JSON object at the start of `text`; 0 when there is none. Takes what it read off `budget`. */
std::size_t objectLength(std::string_view text, std::size_t &budget)
{
    providers::JsonScanner json(text.substr(0, std::min(longestObject, budget)));
    const std::string_view raw = json.raw();
    budget -= std::min(budget, json.offset());
    return json.failed() ? 0 : raw.size();
}

} // namespace

std::vector<EmbeddedJson> findEmbeddedJson(std::string_view text)
{
    std::vector<EmbeddedJson> found;
    std::size_t budget = 4 * text.size() + longestObject; // Against texts of braces that never close.
    for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at)) {
        const std::size_t next = text.find_first_not_of(" \t\r\n", at + 1);
        const bool mayBegin = next != std::string_view::npos && text[next] == '"';
        const std::size_t length = mayBegin ? objectLength(text.substr(at), budget) : 0;
        if (length == 0) {
            ++at;
            continue;
        }
        const std::string_view json = text.substr(at, length);
        std::vector<std::string> keys = keysOf(json);
        if (keys.size() > 1)
            found.push_back({ { at, at + length }, std::move(keys), styleOf(json) });
        at += length;
    }
    return found;
}

std::string reformatted(std::string_view json, JsonStyle style)
{
    std::string out;
    std::size_t depth = 0;
    const bool manyLines = style.lines == JsonStyle::Lines::Many;
    const auto breakLine = [&] {
        if (manyLines)
            out += "\n" + std::string(depth * indentStep, ' ');
    };
    char before = ' ';
    walk(json, [&](std::string_view piece) {
        const char c = piece.front();
        if (isSpace(c))
            return;
        const bool closes = c == '}' || c == ']';
        const bool wasOpened = before == '{' || before == '[';
        if (closes) {
            --depth;
            if (!wasOpened)
                breakLine();
        } else if (wasOpened) {
            breakLine();
        }
        out += piece;
        if (c == '{' || c == '[')
            ++depth;
        else if (c == ',') {
            breakLine();
            if (!manyLines && style.blankBehindComma)
                out += " ";
        } else if (c == ':' && style.blankBehindColon)
            out += " ";
        before = c;
    });
    return out;
}

} // namespace cachescope::prompt

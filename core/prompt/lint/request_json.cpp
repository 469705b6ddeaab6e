// SPDX-License-Identifier: MIT
#include "prompt/lint/request_json.h"

#include "base/text.h"
#include "prompt/curl_command.h"
#include "providers/json_scanner.h"

#include <charconv>

namespace cachescope::prompt {

namespace {

constexpr std::string_view blanks = " \t\r\n";

JsonValue valueIn(std::string_view bytes, ByteRange range)
{
    const std::string_view part = bytes.substr(range.begin, range.size());
    const std::size_t first = part.find_first_not_of(blanks);
    JsonValue value;
    if (first == std::string_view::npos || part[first] != '{')
        return value;
    providers::JsonScanner json(part.substr(first));
    value.raw = json.raw();
    value.begin = range.begin + first;
    value.member = value.range();
    return value;
}

/** A pointer's token with ~1 and ~0 resolved. */
std::string unescaped(std::string_view token)
{
    std::string result;
    for (std::size_t i = 0; i < token.size(); ++i) {
        const bool isEscape = token[i] == '~' && i + 1 < token.size();
        result.push_back(!isEscape ? token[i] : token[++i] == '1' ? '/' : '~');
    }
    return result;
}

JsonValue step(const JsonValue &value, const std::string &token)
{
    if (value.isObject())
        return member(value, token);
    std::size_t wanted = 0;
    const auto parsed = std::from_chars(token.data(), token.data() + token.size(), wanted);
    JsonValue found;
    if (value.isArray() && parsed.ec == std::errc() && parsed.ptr == token.data() + token.size())
        eachElement(value, [&](std::size_t index, const JsonValue &element) {
            if (index == wanted)
                found = element;
        });
    return found;
}

/** Text between two neighbouring items, or what a list with one item suggests. */
std::string separatorOf(
    std::string_view bytes, const JsonValue &container, const std::vector<ByteRange> &items, std::string_view comma)
{
    if (items.size() >= 2) {
        const std::size_t from = items[items.size() - 2].end;
        return std::string(bytes.substr(from, items.back().begin - from));
    }
    const std::string_view lead = bytes.substr(container.begin + 1, items.front().begin - container.begin - 1);
    return lead.find('\n') == std::string_view::npos ? std::string(comma) : "," + std::string(lead);
}

} // namespace

JsonValue requestJson(const Prompt &prompt)
{
    const std::string_view bytes = prompt.bytes();
    if (prompt.problem() || prompt.form() == PromptForm::PlainText || prompt.form() == PromptForm::Template)
        return {};
    JsonValue root = valueIn(bytes, { 0, bytes.size() });
    if (!root.raw.empty())
        return root;
    const auto curl = findCurlBody(bytes);
    return curl ? valueIn(bytes, *curl) : root;
}

JsonValue atPointer(const JsonValue &root, std::string_view pointer)
{
    JsonValue value = root;
    if (pointer.empty())
        return value;
    for (const std::string_view token : base::split(pointer.substr(1), '/'))
        value = step(value, unescaped(token));
    return value;
}

std::vector<JsonValue> elementsOf(const JsonValue &array)
{
    std::vector<JsonValue> elements;
    eachElement(array, [&](std::size_t, const JsonValue &element) { elements.push_back(element); });
    return elements;
}

std::vector<NamedValue> membersOf(const JsonValue &object)
{
    std::vector<NamedValue> members;
    eachMember(object, [&](std::string_view name, const JsonValue &value) {
        members.push_back({ std::string(name), value });
    });
    return members;
}

JsonSpelling spellingOf(std::string_view bytes, const JsonValue &object)
{
    JsonSpelling spelling;
    const auto members = membersOf(object);
    if (members.empty())
        return spelling;
    const JsonValue &value = members.front().value;
    std::size_t quote = value.begin;
    while (quote > value.member.begin && bytes[quote - 1] != '"')
        --quote;
    spelling.colon = std::string(bytes.substr(quote, value.begin - quote));
    if (spelling.colon.find('\n') != std::string::npos)
        spelling.colon = ": ";
    spelling.comma = spelling.colon.ends_with(' ') ? ", " : ",";
    return spelling;
}

TextEdit memberInsertion(
    std::string_view bytes, const JsonValue &object, std::string_view key, std::string_view value)
{
    const JsonSpelling spelling = spellingOf(bytes, object);
    std::string text = "\"" + std::string(key) + "\"" + spelling.colon + std::string(value);
    std::vector<ByteRange> items;
    for (const NamedValue &known : membersOf(object))
        items.push_back(known.value.member);
    if (items.empty())
        return { { object.begin + 1, object.begin + 1 }, std::move(text) };
    return { { items.back().end, items.back().end },
             separatorOf(bytes, object, items, spelling.comma) + std::move(text) };
}

TextEdit elementInsertion(std::string_view bytes, const JsonValue &array, const std::vector<std::string> &elements)
{
    std::vector<ByteRange> items;
    for (const JsonValue &element : elementsOf(array))
        items.push_back(element.range());
    const std::string separator = items.empty() ? std::string(",") : separatorOf(bytes, array, items, ",");
    std::string text;
    for (const std::string &element : elements) {
        if (!items.empty() || !text.empty())
            text += separator;
        text += element;
    }
    const std::size_t at = items.empty() ? array.begin + 1 : items.back().end;
    return { { at, at }, std::move(text) };
}

TextEdit itemRemoval(std::string_view bytes, ByteRange item)
{
    const std::size_t after = bytes.find_first_not_of(blanks, item.end);
    if (after != std::string_view::npos && bytes[after] == ',')
        return { { item.begin, std::min(bytes.find_first_not_of(blanks, after + 1), bytes.size()) }, {} };
    const std::size_t before
        = item.begin == 0 ? std::string_view::npos : bytes.find_last_not_of(blanks, item.begin - 1);
    if (before != std::string_view::npos && bytes[before] == ',')
        return { { before, item.end }, {} };
    return { item, {} };
}

std::vector<TextEdit> itemRemovals(const std::vector<ByteRange> &items, const std::vector<bool> &isRemoved)
{
    std::vector<TextEdit> edits;
    std::size_t kept = items.size(); // Index of the last item that stays.
    for (std::size_t i = 0; i < items.size(); ++i)
        if (!isRemoved[i])
            kept = i;
    if (kept == items.size()) {
        if (!items.empty())
            edits.push_back({ { items.front().begin, items.back().end }, {} });
        return edits;
    }
    for (std::size_t i = 0; i < kept; ++i)
        if (isRemoved[i])
            edits.push_back({ { items[i].begin, items[i + 1].begin }, {} });
    if (kept + 1 < items.size())
        edits.push_back({ { items[kept].end, items.back().end }, {} });
    return edits;
}

std::vector<TextEdit> itemPermutation(
    std::string_view bytes, const std::vector<ByteRange> &items, const std::vector<std::size_t> &order)
{
    std::vector<TextEdit> edits;
    for (std::size_t i = 0; i < items.size(); ++i)
        if (order[i] != i) {
            const ByteRange from = items[order[i]];
            edits.push_back({ items[i], std::string(bytes.substr(from.begin, from.size())) });
        }
    return edits;
}

} // namespace cachescope::prompt

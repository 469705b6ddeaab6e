// SPDX-License-Identifier: MIT
#include "prompt/json_walk.h"

namespace cachescope::prompt {

using providers::JsonKind;
using providers::JsonScanner;

namespace {

/** The value that the scanner stands before, as a place in `whole`. */
JsonValue take(JsonScanner &json, const JsonValue &whole, std::size_t memberBegin)
{
    JsonValue value;
    value.raw = json.raw();
    value.begin = whole.begin + static_cast<std::size_t>(value.raw.data() - whole.raw.data());
    if (value.raw.empty())
        value.begin = whole.begin;
    value.member
        = { memberBegin == std::string_view::npos ? value.begin : memberBegin, value.begin + value.raw.size() };
    return value;
}

/** Where the key that ends before `colonOrLater` begins: back over blanks and the colon, then over the quoted name.
 */
std::size_t keyBegin(std::string_view text, std::size_t valueBegin)
{
    std::size_t at = valueBegin;
    while (at > 0 && text[at - 1] != '"')
        --at;
    if (at == 0)
        return valueBegin;
    --at; // The closing quote.
    while (at > 0) {
        --at;
        if (text[at] != '"')
            continue;
        std::size_t backslashes = 0;
        while (backslashes < at && text[at - 1 - backslashes] == '\\')
            ++backslashes;
        if (backslashes % 2 == 0)
            return at;
    }
    return valueBegin;
}

} // namespace

JsonKind JsonValue::kind() const
{
    return JsonScanner(raw).kind();
}

std::string JsonValue::string() const
{
    return isString() ? providers::decodeJsonString(raw) : std::string();
}

MappedText JsonValue::mapped() const
{
    if (!isString())
        return MappedText::verbatim(raw, begin);
    return MappedText::fromJsonString(raw.substr(1, raw.size() - 2), begin + 1);
}

void eachMember(const JsonValue &object, const std::function<void(std::string_view, const JsonValue &)> &each)
{
    JsonScanner json(object.raw);
    if (!json.enterObject())
        return;
    while (const auto key = json.nextKey()) {
        const std::string name(*key);
        JsonValue value = take(json, object, std::string_view::npos);
        const std::size_t local = value.begin - object.begin;
        value.member.begin = object.begin + keyBegin(object.raw, local);
        each(name, value);
    }
}

void eachElement(const JsonValue &array, const std::function<void(std::size_t, const JsonValue &)> &each)
{
    JsonScanner json(array.raw);
    if (!json.enterArray())
        return;
    for (std::size_t index = 0; json.nextElement(); ++index)
        each(index, take(json, array, std::string_view::npos));
}

JsonValue member(const JsonValue &object, std::string_view key)
{
    JsonValue found;
    eachMember(object, [&](std::string_view name, const JsonValue &value) {
        if (name == key)
            found = value;
    });
    return found;
}

std::string pointerTo(std::string_view pointer, std::string_view key)
{
    std::string result(pointer);
    result.push_back('/');
    for (const char c : key) {
        if (c == '~')
            result += "~0";
        else if (c == '/')
            result += "~1";
        else
            result.push_back(c);
    }
    return result;
}

std::string pointerTo(std::string_view pointer, std::size_t index)
{
    return std::string(pointer) + "/" + std::to_string(index);
}

} // namespace cachescope::prompt

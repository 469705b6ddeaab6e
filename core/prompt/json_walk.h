// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/prompt.h"
#include "providers/json_scanner.h"

#include <functional>
#include <string>
#include <string_view>

namespace cachescope::prompt {

/** A JSON value by its place in the file; nothing is copied. */
struct JsonValue
{
    std::string_view raw; ///< As spelt, without surrounding blanks.
    std::size_t begin = 0; ///< Of `raw` in the file.
    ByteRange member; ///< Key, colon and value when it is a member of an object; else the value.

    providers::JsonKind kind() const;
    bool isString() const { return !raw.empty() && raw.front() == '"'; }
    bool isObject() const { return !raw.empty() && raw.front() == '{'; }
    bool isArray() const { return !raw.empty() && raw.front() == '['; }
    ByteRange range() const { return { begin, begin + raw.size() }; }
    /** Decoded content; empty unless it is a string. */
    std::string string() const;
    /** Content of a string value with the way back to the file. */
    MappedText mapped() const;
};

/** Calls `each` for every member of an object value, in file order. */
void eachMember(
    const JsonValue &object, const std::function<void(std::string_view key, const JsonValue &value)> &each);
/** Calls `each` for every element of an array value. */
void eachElement(
    const JsonValue &array, const std::function<void(std::size_t index, const JsonValue &value)> &each);
/** The (last) member of that name; an empty raw when there is none. */
JsonValue member(const JsonValue &object, std::string_view key);

/** `pointer` + "/" + key, escaped by RFC 6901. */
std::string pointerTo(std::string_view pointer, std::string_view key);
std::string pointerTo(std::string_view pointer, std::size_t index);

} // namespace cachescope::prompt

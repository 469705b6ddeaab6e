// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cachescope::providers {

/**
 * A JSON object as its members in order, each value as it was spelt (numbers, escapes and nested key order stay).
 * For taking answers apart and putting them together again without a change of meaning.
 */
class RawObject
{
public:
    using Member = std::pair<std::string, std::string>;

    /** Nothing when `text` is no strict JSON object or names a member twice, or has over 1000. Values lose
     * insignificant white space.
     */
    static std::optional<RawObject> parse(std::string_view text);

    const std::vector<Member> &members() const { return m_members; }
    bool empty() const { return m_members.empty(); }
    /** Null when absent. */
    const std::string *find(std::string_view name) const;
    /** The value's text; empty when absent or null. */
    std::string_view value(std::string_view name) const;
    /** Decoded string; nothing when absent or of another type. */
    std::optional<std::string> string(std::string_view name) const;
    /** Changes in place or appends. `value` is JSON text. */
    void set(std::string_view name, std::string_view value);
    void setString(std::string_view name, std::string_view text);
    void erase(std::string_view name);
    std::string text() const;

private:
    std::vector<Member> m_members;
};

/** Elements of a JSON array as spelt (white space dropped); nothing when it is none. */
std::optional<std::vector<std::string>> rawElements(std::string_view text);
std::string arrayText(const std::vector<std::string> &elements);

/** Without white space outside strings; `json` has to be valid. */
std::string minified(std::string_view json);

/** A string literal for `text`. */
std::string quoted(std::string_view text);

/** True for absent (empty text), null, "", [] and {}: values that carry nothing. */
bool isBare(std::string_view value);

} // namespace cachescope::providers

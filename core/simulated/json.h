// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace cachescope::simulated {

/** JSON that keeps the order of members: the order of keys is part of a prompt's prefix and of an answer's look. */
using Json = nlohmann::ordered_json;

/** The member, or null when `value` is no object or has none. */
inline const Json &member(const Json &value, std::string_view key)
{
    static const Json nothing;
    if (!value.is_object())
        return nothing;
    const auto it = value.find(key);
    return it == value.end() ? nothing : *it;
}

/** The text of a JSON string, or empty. */
inline std::string text(const Json &value)
{
    return value.is_string() ? value.get<std::string>() : std::string{};
}

inline std::string textMember(const Json &value, std::string_view key)
{
    return text(member(value, key));
}

/** One line without blanks; ill-formed UTF-8 becomes U+FFFD. */
inline std::string compact(const Json &value)
{
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace cachescope::simulated

// SPDX-License-Identifier: MIT
#include "prompt/lint/json_order.h"

#include "prompt/lint/request_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

namespace cachescope::prompt {

namespace {

/** The source of `whole` with the sorted forms of its parts in place of `parts`. */
struct Part
{
    ByteRange range;
    std::string text;
};
std::string withParts(const JsonValue &whole, const std::vector<Part> &parts)
{
    std::string result;
    std::size_t copied = whole.begin;
    for (const Part &part : parts) {
        result += whole.raw.substr(copied - whole.begin, part.range.begin - copied);
        result += part.text;
        copied = part.range.end;
    }
    result += whole.raw.substr(copied - whole.begin);
    return result;
}

} // namespace

std::string canonicalText(std::string_view json)
{
    const auto value = nlohmann::json::parse(json, nullptr, /*allow_exceptions=*/false);
    if (value.is_discarded())
        return std::string(json);
    return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string withSortedNames(const JsonValue &value)
{
    std::vector<Part> parts;
    if (value.isArray()) {
        for (const JsonValue &element : elementsOf(value))
            parts.push_back({ element.range(), withSortedNames(element) });
        return withParts(value, parts);
    }
    if (!value.isObject())
        return std::string(value.raw);
    const auto members = membersOf(value);
    std::vector<std::size_t> order(members.size());
    std::iota(order.begin(), order.end(), std::size_t{ 0 });
    std::ranges::stable_sort(order, {}, [&](std::size_t index) { return members[index].name; });
    for (std::size_t i = 0; i < members.size(); ++i) {
        const JsonValue &taken = members[order[i]].value;
        const std::string_view name
            = value.raw.substr(taken.member.begin - value.begin, taken.begin - taken.member.begin);
        parts.push_back({ members[i].value.member, std::string(name) + withSortedNames(taken) });
    }
    return withParts(value, parts);
}

} // namespace cachescope::prompt

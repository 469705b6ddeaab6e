// SPDX-License-Identifier: MIT
#include "insight/nearest_entry.h"

#include "base/text.h"
#include "prompt/json_walk.h"
#include "providers/text_limits.h"

#include <algorithm>
#include <utility>

namespace cachescope::insight {

namespace {

using cache::EntryRow;
using prompt::JsonValue;

constexpr std::size_t shownAround = 28, shownDifference = 80;

std::size_t commonPrefix(std::string_view a, std::string_view b)
{
    const std::size_t end = std::min(a.size(), b.size());
    return static_cast<std::size_t>(
        std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(end), b.begin()).first - a.begin());
}

std::size_t commonSuffix(std::string_view a, std::string_view b)
{
    std::size_t same = 0;
    while (same < std::min(a.size(), b.size()) && a[a.size() - 1 - same] == b[b.size() - 1 - same])
        ++same;
    return same;
}

bool isInsideCharacter(std::string_view text, std::size_t at)
{
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80;
}

/** The innermost value around a byte of a document, and its name in the way people write it. */
struct Place
{
    std::string name;
    JsonValue value;
};

Place placeAt(const JsonValue &root, std::size_t byte)
{
    Place place{ {}, root };
    for (bool deeper = true; deeper;) {
        deeper = false;
        const JsonValue inside = place.value;
        const auto enter = [&](const std::string &step, const JsonValue &value, std::size_t begin) {
            if (deeper || byte < begin || byte > value.begin + value.raw.size())
                return;
            deeper = true;
            place.name += step;
            place.value = value;
        };
        if (inside.isObject())
            prompt::eachMember(inside, [&](std::string_view key, const JsonValue &value) {
                enter((place.name.empty() ? "" : ".") + std::string(key), value, value.member.begin);
            });
        else if (inside.isArray())
            prompt::eachElement(inside, [&](std::size_t index, const JsonValue &value) {
                enter("[" + std::to_string(index) + "]", value, value.begin);
            });
    }
    return place;
}

std::string textOf(const JsonValue &value)
{
    return value.isString() ? value.string() : std::string(value.raw);
}

void describe(RequestDifference &difference, const std::string &mine, const std::string &theirs)
{
    std::size_t same = commonPrefix(mine, theirs);
    while (same > 0 && (isInsideCharacter(mine, same) || isInsideCharacter(theirs, same)))
        --same;
    std::string_view left = std::string_view(mine).substr(same), right = std::string_view(theirs).substr(same);
    std::size_t end = commonSuffix(left, right);
    while (end > 0 && (isInsideCharacter(left, left.size() - end) || isInsideCharacter(right, right.size() - end)))
        --end;
    std::size_t from = same > shownAround ? same - shownAround : 0;
    while (isInsideCharacter(mine, from))
        ++from;
    difference.before = mine.substr(from, same - from);
    difference.after = providers::cutUtf8(left.substr(left.size() - end), shownAround);
    difference.mine = providers::cutUtf8(left.substr(0, left.size() - end), shownDifference);
    difference.theirs = providers::cutUtf8(right.substr(0, right.size() - end), shownDifference);
}

/** What is not in the body. */
RequestDifference differenceOfRows(const EntryRow &mine, const EntryRow &theirs)
{
    RequestDifference difference;
    for (const auto &[name, a, b] : { std::tuple("upstream", &mine.upstream, &theirs.upstream),
                                      std::tuple("namespace", &mine.nameSpace, &theirs.nameSpace),
                                      std::tuple("version", &mine.version, &theirs.version) }) {
        if (*a == *b)
            continue;
        difference.place = name;
        difference.mine = *a;
        difference.theirs = *b;
        return difference;
    }
    return difference;
}

/** How much the beginnings of two prompts have in common; what is compared first. */
std::size_t likeness(const EntryRow &a, const EntryRow &b)
{
    return commonPrefix(a.promptText, b.promptText) + commonPrefix(a.firstText, b.firstText)
        + (a.project == b.project ? 1 : 0);
}

} // namespace

RequestDifference firstDifference(const std::string &mine, const std::string &theirs)
{
    RequestDifference difference;
    if (mine == theirs)
        return difference;
    const std::size_t byte = commonPrefix(mine, theirs);
    difference.byte = byte;
    const JsonValue left{ base::trim(mine), static_cast<std::size_t>(base::trim(mine).data() - mine.data()), {} };
    const JsonValue right{ base::trim(theirs),
                           static_cast<std::size_t>(base::trim(theirs).data() - theirs.data()),
                           {} };
    const Place a = placeAt(left, byte), b = placeAt(right, byte);
    difference.place = a.name;
    if (a.name == b.name)
        describe(difference, textOf(a.value), textOf(b.value));
    else // A member more, or less: what follows differs as a whole.
        describe(difference, mine.substr(byte), theirs.substr(byte));
    return difference;
}

std::optional<NearestEntry> nearestEntry(
    const NearestQuestion &question, std::vector<EntryRow> candidates, const ContentsReader &read)
{
    std::erase_if(candidates, [&](const EntryRow &row) {
        return row.canonical == question.row.canonical || row.filledBy <= 0;
    });
    std::stable_sort(candidates.begin(), candidates.end(), [&](const EntryRow &a, const EntryRow &b) {
        return likeness(question.row, a) > likeness(question.row, b);
    });
    if (candidates.size() > question.mostBodies)
        candidates.resize(question.mostBodies);
    std::optional<NearestEntry> nearest;
    std::size_t mostShared = 0;
    for (EntryRow &row : candidates) {
        const auto contents = read(row.filledBy);
        if (!contents || contents->requestBody.empty())
            continue;
        const std::size_t prefix = commonPrefix(question.body, contents->requestBody);
        const std::size_t shared = prefix
            + commonSuffix(std::string_view(question.body).substr(prefix),
                           std::string_view(contents->requestBody).substr(prefix));
        if (nearest && shared <= mostShared)
            continue;
        mostShared = shared;
        RequestDifference difference = firstDifference(question.body, contents->requestBody);
        if (difference.place.empty() && !difference.byte)
            difference = differenceOfRows(question.row, row);
        nearest = NearestEntry{ std::move(row), std::move(difference) };
    }
    return nearest;
}

} // namespace cachescope::insight

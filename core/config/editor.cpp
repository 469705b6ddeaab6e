// SPDX-License-Identifier: MIT
#include "config/config.h"
#include "config/document.h"

#include <algorithm>

namespace cachescope::config {

namespace {

constexpr std::string_view fileName = "config.json";
constexpr std::string_view indentStep = "  ";

/** "a.b\.c" → a, b.c. */
std::vector<std::string> splitPath(std::string_view path)
{
    std::vector<std::string> names(1);
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (path[i] == '\\' && i + 1 < path.size() && path[i + 1] == '.')
            names.back() += path[++i];
        else if (path[i] == '.')
            names.emplace_back();
        else
            names.back() += path[i];
    }
    return names;
}

std::string newlineOf(std::string_view text)
{
    return text.find("\r\n") != std::string_view::npos ? "\r\n" : "\n";
}

/** Blanks at the start of the line that holds `position`. */
std::string indentAt(std::string_view text, std::size_t position)
{
    const std::size_t lineBegin = position == 0 ? 0 : text.rfind('\n', position - 1) + 1;
    const std::size_t end = std::min(text.find_first_not_of(" \t", lineBegin), text.size());
    return std::string(text.substr(lineBegin, end - lineBegin));
}

/** `"a": { "b": value }` for the names from `first` on, on lines of its own. */
std::string nested(
    const std::vector<std::string> &names, std::size_t first, std::string_view value, const std::string &indent,
    const std::string &newline)
{
    if (first + 1 == names.size())
        return quoted(names[first]) + ": " + std::string(value);
    const std::string inner = indent + std::string(indentStep);
    return quoted(names[first]) + ": {" + newline + inner + nested(names, first + 1, value, inner, newline)
        + newline + indent + '}';
}

/** Adds a member to `object` of `text`, behind the last one and behind what comments follow it. */
std::string withMember(
    std::string_view text, const Node &object, const std::vector<std::string> &names, std::size_t first,
    std::string_view value)
{
    const std::string newline = newlineOf(text);
    const std::string_view inside = text.substr(object.begin + 1, object.end - object.begin - 2);
    const std::string outer = indentAt(text, object.begin);
    const bool empty = object.members.empty();
    if (!empty && inside.find('\n') == std::string_view::npos) {
        const std::size_t at = object.members.back().value.end;
        return std::string(text.substr(0, at)) + ", " + nested(names, first, value, outer, newline)
            + std::string(text.substr(at));
    }
    const std::string indent
        = empty ? outer + std::string(indentStep) : indentAt(text, object.members.back().keyBegin);
    const std::size_t lastInk = inside.find_last_not_of(" \t\r\n");
    const std::size_t at = object.begin + 1 + (lastInk == std::string_view::npos ? 0 : lastInk + 1);
    // Where the brace stands on a line of its own, its line stays as it is.
    const bool braceHasLine = text.substr(at, object.end - 1 - at).find('\n') != std::string_view::npos;
    std::string tail(text.substr(at));
    if (!braceHasLine)
        tail = newline + outer + std::string(text.substr(object.end - 1));
    std::string head(text.substr(0, at));
    if (!empty)
        head.insert(object.members.back().value.end, ",");
    return head + newline + indent + nested(names, first, value, indent, newline) + tail;
}

/** Removes [begin, end) and, when nothing but blanks is left of its line, the line. */
void erase(std::string &text, std::size_t begin, std::size_t end)
{
    const std::size_t lineBegin = begin == 0 ? 0 : text.rfind('\n', begin - 1) + 1;
    const std::size_t lineEnd = std::min(text.find_first_not_of(" \t\r", end), text.size());
    const bool blankBefore = text.find_first_not_of(" \t", lineBegin) >= begin;
    const bool blankAfter = lineEnd == text.size() || text[lineEnd] == '\n';
    if (blankBefore && blankAfter && lineEnd != text.size())
        text.erase(lineBegin, lineEnd + 1 - lineBegin);
    else if (!blankAfter && (blankBefore || text[end - 1] == ','))
        text.erase(begin, lineEnd - begin); // The neighbour takes the place.
    else
        text.erase(begin, end - begin);
}

base::Error atPath(std::string_view path, const std::string &what)
{
    return { base::ErrorCode::InvalidInput, "Setting " + std::string(path) + ": " + what };
}

} // namespace

base::Result<std::string> withValue(std::string_view json, std::string_view path, std::string_view value)
{
    const auto root = parseDocument(json, fileName, Comments::Allowed);
    if (!root)
        return tl::unexpected(root.error());
    if (const auto parsed = parseDocument(value, "value", Comments::Refused); !parsed)
        return tl::unexpected(atPath(path, "the new value is not JSON (" + parsed.error().message + ")"));
    const auto names = splitPath(path);
    if (std::any_of(names.begin(), names.end(), [](const std::string &name) { return name.empty(); }))
        return tl::unexpected(atPath(path, "the name has an empty part."));
    if (root->begin == root->end) { // No value at all: comments, if any, stay in front.
        // A comment without a line end would take the brace in.
        const std::string front = std::string(json) + (json.empty() || json.ends_with('\n') ? "" : newlineOf(json));
        return front + "{" + newlineOf(json) + std::string(indentStep)
            + nested(names, 0, value, std::string(indentStep), newlineOf(json)) + newlineOf(json) + "}"
            + newlineOf(json);
    }

    const Node *node = &*root;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (node->kind != Node::Kind::Object)
            return tl::unexpected(atPath(
                path,
                "line " + std::to_string(lineAt(json, node->begin)) + " of the file must be an object { … }."));
        const Member *member = node->find(names[i]);
        if (!member)
            return withMember(json, *node, names, i, value);
        node = &member->value;
    }
    return std::string(json.substr(0, node->begin)) + std::string(value) + std::string(json.substr(node->end));
}

base::Result<std::string> withoutValue(std::string_view json, std::string_view path)
{
    const auto root = parseDocument(json, fileName, Comments::Allowed);
    if (!root)
        return tl::unexpected(root.error());
    const auto names = splitPath(path);
    const Node *parent = &*root;
    for (std::size_t i = 0; i + 1 < names.size(); ++i) {
        const Member *member = parent->find(names[i]);
        if (!member)
            return std::string(json);
        parent = &member->value;
    }
    const Member *member = parent->find(names.back());
    if (!member)
        return std::string(json);

    std::string text(json);
    if (member->comma == std::string::npos) {
        erase(text, member->keyBegin, member->value.end);
        if (member != &parent->members.front())
            text.erase((member - 1)->comma, 1); // It stands before what was erased.
    } else if (member->comma == member->value.end) {
        erase(text, member->keyBegin, member->comma + 1);
    } else { // A comment or a line break stands between value and comma: it stays.
        text.erase(member->comma, 1);
        erase(text, member->keyBegin, member->value.end);
    }
    return text;
}

} // namespace cachescope::config

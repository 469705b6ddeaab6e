// SPDX-License-Identifier: MIT
#include "config/field_reader.h"

#include "base/text.h"

#include <algorithm>
#include <charconv>

namespace cachescope::config {

namespace {

/** Also finds "ttl_s" for "ttl", which is far away by edit distance. */
std::string_view nearestKnown(std::string_view name, const std::vector<std::string_view> &known)
{
    const std::string_view nearest = base::nearestName(name, known);
    if (!nearest.empty() || name.empty())
        return nearest;
    const auto longer = std::find_if(known.begin(), known.end(), [&](std::string_view candidate) {
        return candidate.starts_with(name) || name.starts_with(candidate);
    });
    return longer == known.end() ? std::string_view() : *longer;
}

std::string joined(const std::string &path, std::string_view name)
{
    return path.empty() ? std::string(name) : path + '.' + std::string(name);
}

} // namespace

void FieldReader::problemAt(std::size_t position, const std::string &path, const std::string &what)
{
    if (!m_problem.empty())
        return;
    m_problem = std::string(m_fileName) + ':' + std::to_string(lineAt(m_text, position)) + ": "
        + (path.empty() ? std::string("the configuration") : path) + ' ' + what + (what.ends_with('?') ? "" : ".");
}

void FieldReader::problem(const Node &where, const std::string &path, const std::string &what)
{
    problemAt(where.begin, path, what);
}

void FieldReader::object(const Node &node, const std::string &path, const std::vector<Field> &fields)
{
    map(node, path, [&](const Member &member, const std::string &memberPath) {
        const auto field = std::find_if(
            fields.begin(), fields.end(), [&](const Field &candidate) { return candidate.name == member.name; });
        if (field != fields.end()) {
            field->take(member.value, memberPath);
            return;
        }
        std::vector<std::string_view> names;
        names.reserve(fields.size());
        for (const Field &candidate : fields)
            names.push_back(candidate.name);
        const std::string_view nearest = nearestKnown(member.name, names);
        problemAt(
            member.keyBegin, memberPath,
            nearest.empty() ? "is no known setting; remove it or correct its name"
                            : "is no known setting; did you mean \"" + std::string(nearest) + "\"?");
    });
}

void FieldReader::map(
    const Node &node, const std::string &path,
    const std::function<void(const Member &member, const std::string &path)> &take)
{
    if (node.kind != Node::Kind::Object) {
        problem(node, path, "must be an object { … }");
        return;
    }
    for (const Member &member : node.members)
        take(member, joined(path, member.name));
}

void FieldReader::list(
    const Node &node, const std::string &path,
    const std::function<void(const Node &element, const std::string &path)> &take)
{
    if (node.kind != Node::Kind::Array) {
        problem(node, path, "must be a list [ … ]");
        return;
    }
    for (std::size_t i = 0; i < node.elements.size(); ++i)
        take(node.elements[i], path + '[' + std::to_string(i) + ']');
}

FieldReader::Field FieldReader::boolean(std::string_view name, bool &out)
{
    return { name, [this, &out](const Node &node, const std::string &path) {
                if (node.kind == Node::Kind::True || node.kind == Node::Kind::False)
                    out = node.kind == Node::Kind::True;
                else
                    problem(node, path, "must be true or false");
            } };
}

FieldReader::Field FieldReader::boolean(std::string_view name, std::optional<bool> &out)
{
    return { name, [this, &out](const Node &node, const std::string &path) {
                if (node.kind == Node::Kind::True || node.kind == Node::Kind::False)
                    out = node.kind == Node::Kind::True;
                else
                    problem(node, path, "must be true or false");
            } };
}

std::optional<std::string> FieldReader::textValue(const Node &node, const std::string &path)
{
    if (node.kind != Node::Kind::String) {
        problem(node, path, "must be a text in double quotes");
        return {};
    }
    // Texts become header values, file names and addresses: a control character is never meant.
    if (std::any_of(node.text.begin(), node.text.end(), [](char c) {
            return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
        })) {
        problem(node, path, "must not hold control characters");
        return {};
    }
    return node.text;
}

FieldReader::Field FieldReader::text(std::string_view name, std::string &out)
{
    return { name, [this, &out](const Node &node, const std::string &path) {
                if (auto value = textValue(node, path))
                    out = std::move(*value);
            } };
}

FieldReader::Field FieldReader::texts(std::string_view name, std::vector<std::string> &out)
{
    return { name, [this, &out](const Node &node, const std::string &path) {
                std::vector<std::string> values;
                list(node, path, [&](const Node &element, const std::string &elementPath) {
                    if (auto value = textValue(element, elementPath))
                        values.push_back(std::move(*value));
                });
                out = std::move(values);
            } };
}

FieldReader::Field FieldReader::share(std::string_view name, double &out)
{
    return { name, [this, &out](const Node &node, const std::string &path) {
                double value = -1;
                if (node.kind == Node::Kind::Number)
                    std::from_chars(node.text.data(), node.text.data() + node.text.size(), value);
                if (value >= 0 && value <= 1)
                    out = value;
                else
                    problem(node, path, "must be a number from 0 to 1");
            } };
}

std::optional<std::int64_t> FieldReader::wholeNumber(
    const Node &node, const std::string &path, std::int64_t least, std::int64_t most)
{
    std::int64_t value = 0;
    const char *const end = node.text.data() + node.text.size();
    if (node.kind == Node::Kind::Number) {
        const auto parsed = std::from_chars(node.text.data(), end, value);
        if (parsed.ec == std::errc() && parsed.ptr == end && value >= least && value <= most)
            return value;
    }
    problem(node, path, "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return {};
}

} // namespace cachescope::config

// SPDX-License-Identifier: MIT
#include "prompt/splice/gemini_object.h"

#include "prompt/json_walk.h"
#include "prompt/splice/prefix_points.h"
#include "providers/json_scanner.h"

#include <algorithm>
#include <array>
#include <set>

namespace cachescope::prompt {

namespace {

constexpr std::array<std::string_view, 5> fixedNames{ "systemInstruction", "system_instruction", "tools",
                                                      "toolConfig", "tool_config" };

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/** The member with the comma before it. Something always stands before: see GeminiSplit::edits. */
ByteRange withComma(std::string_view body, ByteRange member)
{
    while (member.begin > 0 && isBlank(body[member.begin - 1]))
        --member.begin;
    if (member.begin > 0 && body[member.begin - 1] == ',')
        --member.begin;
    return member;
}

JsonValue rootOf(std::string_view body)
{
    const std::size_t begin = body.find_first_not_of(" \t\r\n");
    const std::size_t end = body.find_last_not_of(" \t\r\n");
    if (begin == std::string_view::npos)
        return {};
    return { body.substr(begin, end + 1 - begin), begin, { begin, end + 1 } };
}

} // namespace

std::optional<GeminiSplit> GeminiSplit::read(std::string_view body)
{
    if (!providers::isStrictJson(body))
        return {};
    GeminiSplit split;
    split.m_body = body;
    std::set<std::string, std::less<>> names;
    bool fits = true, hasContents = false;
    eachMember(rootOf(body), [&](std::string_view name, const JsonValue &value) {
        fits
            = fits && names.insert(std::string(name)).second && name != "cachedContent" && name != "cached_content";
        if (name == "contents") {
            hasContents = value.isArray();
            eachElement(
                value, [&](std::size_t, const JsonValue &content) { split.m_contents.push_back(content.range()); });
        } else if (const auto *known = std::find(fixedNames.begin(), fixedNames.end(), name);
                   known != fixedNames.end()) {
            split.m_fixed.push_back({ *known, value.raw, value.member });
        }
    });
    if (!fits || !hasContents || split.m_contents.empty())
        return {};
    base::Sha256 hash;
    base::Digest digest{};
    std::size_t bytes = 0;
    const auto add = [&](std::string_view name, std::string_view value) {
        hash.add({ reinterpret_cast<const char *>(digest.data()), digest.size() });
        hash.addField(name);
        hash.addField(value);
        digest = hash.finish();
        bytes += value.size();
    };
    const auto end = [&](std::size_t contents) {
        split.m_beginnings.push_back({ digest, contents, static_cast<std::int64_t>(bytes / bytesPerToken) });
    };
    for (const Fixed &fixed : split.m_fixed)
        add(fixed.name, fixed.value);
    if (!split.m_fixed.empty())
        end(0);
    for (std::size_t i = 0; i + 1 < split.m_contents.size(); ++i) {
        add("contents", body.substr(split.m_contents[i].begin, split.m_contents[i].size()));
        end(i + 1);
    }
    return split;
}

std::string GeminiSplit::createBody(
    const GeminiBeginning &beginning, std::string_view model, std::chrono::seconds lifetime) const
{
    std::string out = "{\"model\":\"models/" + std::string(model) + "\",\"ttl\":\""
        + std::to_string(lifetime.count()) + "s\",\"displayName\":\"cachescope\"";
    for (const Fixed &fixed : m_fixed)
        out.append(",\"").append(fixed.name).append("\":").append(fixed.value);
    for (std::size_t i = 0; i < beginning.contents; ++i)
        out.append(i == 0 ? ",\"contents\":[" : ",")
            .append(m_body.substr(m_contents[i].begin, m_contents[i].size()));
    return out + (beginning.contents > 0 ? "]}" : "}");
}

std::vector<providers::BodyEdit> GeminiSplit::edits(const GeminiBeginning &beginning, std::string_view name) const
{
    const std::string what = "cached_contents";
    const std::string member = "\"cachedContent\":\"" + std::string(name) + "\"";
    std::vector<providers::BodyEdit> edits;
    if (m_fixed.empty())
        edits.push_back({ what, m_body.find('{') + 1, 0, member + "," });
    for (const Fixed &fixed : m_fixed) {
        // The first makes room for the new member, so that a comma stands before each of the others.
        const bool isFirst = &fixed == m_fixed.data();
        const ByteRange range = isFirst ? fixed.member : withComma(m_body, fixed.member);
        edits.push_back({ what, range.begin, range.size(), isFirst ? member : std::string() });
    }
    if (beginning.contents > 0) {
        const std::size_t begin = m_contents.front().begin;
        edits.push_back({ what, begin, m_contents[beginning.contents].begin - begin, {} });
    }
    providers::sortEdits(edits);
    return edits;
}

std::optional<CreatedObject> readCreatedObject(std::string_view answer)
{
    if (!providers::isStrictJson(answer))
        return {};
    const JsonValue root = rootOf(answer);
    CreatedObject made{ member(root, "name").string(), 0 };
    const std::string_view tokens = member(member(root, "usageMetadata"), "totalTokenCount").raw;
    made.tokens = providers::wholeNumber(tokens).value_or(0);
    // It becomes a part of paths and bodies.
    const bool isName = made.name.starts_with("cachedContents/") && made.name.size() < 200
        && std::all_of(made.name.begin() + 15, made.name.end(), [](char c) {
                            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                                || c == '-' || c == '_';
                        });
    if (!isName)
        return {};
    return made;
}

} // namespace cachescope::prompt

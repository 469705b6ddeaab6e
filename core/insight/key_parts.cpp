// SPDX-License-Identifier: MIT
#include "insight/key_parts.h"

#include "base/digest.h"
#include "base/text.h"
#include "prompt/json_walk.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace cachescope::insight {

namespace {

using prompt::JsonValue;
using providers::Api;

constexpr std::size_t longestText = 200;
constexpr std::size_t digestBytes = 6;

/** Headers of the key (docs/cache-key.md). */
constexpr std::array<std::string_view, 4> keyHeaders{ "openai-organization", "openai-project", "anthropic-version",
                                                      "anthropic-beta" };
/** Members whose shape decides what an answer may look like. */
constexpr std::array<std::string_view, 7> schemaMembers{
    "response_format", "tools", "functions", "text", "output_format", "output_config", "generationConfig"
};

template <typename List> bool holds(const List &list, std::string_view name)
{
    return std::find(list.begin(), list.end(), name) != list.end();
}

/** `stream` and what only belongs to it: the forms of an answer serve each other (cache/response_key.h). */
bool isFormOnly(Api api, std::string_view name, const JsonValue &value)
{
    const bool gemini = api == Api::GeminiGenerate || api == Api::GeminiStream || api == Api::GeminiEmbed;
    if (gemini || api == Api::Opaque)
        return false;
    if (name == "stream")
        return value.raw == "true" || value.raw == "false";
    if (name != "stream_options" || api != Api::OpenAiChat || !value.isObject())
        return false;
    bool onlyUsage = true;
    prompt::eachMember(
        value, [&](std::string_view key, const JsonValue &) { onlyUsage &= key == "include_usage"; });
    return onlyUsage;
}

std::int64_t itemsOf(const JsonValue &value)
{
    std::int64_t items = 0;
    prompt::eachElement(value, [&items](std::size_t, const JsonValue &) { ++items; });
    return items;
}

std::string canonicalDigest(const JsonValue &value)
{
    // nlohmann's objects are sorted by name: the same schema, written in another order, has the same digest.
    const auto parsed = nlohmann::json::parse(value.raw, nullptr, false);
    const std::string text = parsed.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return base::toHex(base::sha256(text).data(), digestBytes);
}

KeyPart memberPart(std::string_view name, const JsonValue &value)
{
    KeyPart part;
    part.name = name;
    part.bytes = value.raw.size();
    if (value.isArray())
        part.items = itemsOf(value);
    else if (value.isObject())
        part.text = prompt::member(value, "type").string();
    else
        part.text = (value.isString() ? value.string() : std::string(value.raw)).substr(0, longestText);
    if (holds(schemaMembers, name) && (value.isObject() || value.isArray()))
        part.schemaDigest = canonicalDigest(value);
    return part;
}

/** The value that a JSON Pointer (RFC 6901) leads to; an empty raw when there is none. */
JsonValue valueAt(JsonValue value, std::string_view pointer)
{
    for (const std::string_view step : base::split(pointer.substr(1), '/')) {
        std::string name;
        for (std::size_t i = 0; i < step.size(); ++i) {
            const bool escape = step[i] == '~' && i + 1 < step.size();
            name.push_back(!escape ? step[i] : step[++i] == '1' ? '/' : '~');
        }
        JsonValue next;
        if (value.isArray())
            prompt::eachElement(value, [&](std::size_t index, const JsonValue &element) {
                if (std::to_string(index) == name)
                    next = element;
            });
        else
            next = prompt::member(value, name);
        value = next;
    }
    return value;
}

KeyPart plain(KeyPart::Kind kind, std::string_view text, bool inKey)
{
    KeyPart part;
    part.kind = kind;
    part.inKey = inKey;
    part.text = text;
    return part;
}

void addHeaders(std::vector<KeyPart> &parts, std::string_view head)
{
    for (const std::string_view line : base::split(head, '\n')) {
        const std::size_t colon = line.find(": ");
        if (colon == std::string_view::npos || !holds(keyHeaders, base::toLower(line.substr(0, colon))))
            continue;
        KeyPart part = plain(KeyPart::Kind::Header, base::trim(line.substr(colon + 2)), true);
        part.name = base::toLower(line.substr(0, colon));
        parts.push_back(std::move(part));
    }
}

void addBody(std::vector<KeyPart> &inKey, std::vector<KeyPart> &ignored, const KeyPartsInput &input)
{
    const JsonValue root{ base::trim(input.body), 0, {} };
    if (!root.isObject())
        return;
    prompt::eachMember(root, [&](std::string_view name, const JsonValue &value) {
        KeyPart part = memberPart(name, value);
        part.inKey = !isFormOnly(input.api, name, value) && !holds(input.volatileFields, "/" + std::string(name));
        (part.inKey ? inKey : ignored).push_back(std::move(part));
    });
    for (const std::string &pointer : input.volatileFields) {
        const bool topLevel = pointer.find('/', 1) == std::string::npos;
        const JsonValue value = topLevel || pointer.empty() ? JsonValue{} : valueAt(root, pointer);
        if (value.raw.empty())
            continue;
        KeyPart part = memberPart(pointer, value);
        part.inKey = false;
        ignored.push_back(std::move(part));
    }
}

} // namespace

std::vector<KeyPart> keyParts(const KeyPartsInput &input)
{
    using Kind = KeyPart::Kind;
    std::vector<KeyPart> parts, ignored;
    parts.push_back(plain(Kind::MethodAndPath, std::string(input.method) + ' ' + std::string(input.target), true));
    parts.push_back(plain(Kind::Upstream, input.upstream, true));
    parts.push_back(plain(Kind::Caller, input.credential, true));
    addHeaders(parts, input.requestHead);
    for (const auto &[kind, text] :
         { std::pair(Kind::Namespace, input.nameSpace), std::pair(Kind::Version, input.version) }) {
        if (!text.empty())
            parts.push_back(plain(kind, text, true));
    }
    addBody(parts, ignored, input);
    for (const auto &[kind, text] :
         { std::pair(Kind::Project, input.project), std::pair(Kind::Tags, input.tags) }) {
        if (!text.empty())
            ignored.push_back(plain(kind, text, false));
    }
    parts.insert(parts.end(), std::make_move_iterator(ignored.begin()), std::make_move_iterator(ignored.end()));
    return parts;
}

} // namespace cachescope::insight

// SPDX-License-Identifier: MIT
#include "cache/response_key.h"

#include "base/text.h"
#include "cache/canonical_json.h"

#include <algorithm>
#include <cstdint>

namespace cachescope::cache {

namespace {

using providers::Api;

void appendField(std::string &out, std::string_view field)
{
    std::uint64_t size = field.size();
    for (int i = 0; i < 8; ++i) {
        out.push_back(static_cast<char>(size & 0xff));
        size >>= 8;
    }
    out.append(field);
}

void appendCount(std::string &out, std::size_t count)
{
    appendField(out, { reinterpret_cast<const char *>(&count), sizeof count });
}

/** Everything of the key but the body, each field behind its length. */
void appendHead(
    std::string &out, const KeyParts &parts, std::string_view target,
    const std::vector<std::string> &volatileFields)
{
    for (const std::string_view field :
         { parts.method, target, parts.upstream, parts.credential, parts.nameSpace, parts.version })
        appendField(out, field);
    appendCount(out, parts.headers.size());
    for (const auto &[name, value] : parts.headers) {
        appendField(out, name);
        appendField(out, value);
    }
    // Bodies that differ in a volatile field ask one question only under the policy that says so.
    appendCount(out, volatileFields.size());
    for (const std::string &field : volatileFields)
        appendField(out, field);
}

bool isAltForm(std::string_view parameter)
{
    return parameter == "alt=sse" || parameter == "alt=json";
}

/** The target with Gemini's two methods, and the wish for SSE, made one. */
std::string canonicalTarget(std::string_view target, Api api)
{
    if (api != Api::GeminiGenerate && api != Api::GeminiStream)
        return std::string(target);
    constexpr std::string_view streaming = ":streamGenerateContent";
    const std::size_t queryMark = std::min(target.find('?'), target.size());
    std::string path(target.substr(0, queryMark));
    if (path.ends_with(streaming))
        path.replace(path.size() - streaming.size(), streaming.size(), ":generateContent");
    if (queryMark == target.size())
        return path;
    char separator = '?';
    for (const std::string_view parameter : base::split(target.substr(queryMark + 1), '&')) {
        if (isAltForm(parameter))
            continue;
        path += separator;
        path += parameter;
        separator = '&';
    }
    return path;
}

} // namespace

std::string shortName(const base::Digest &canonical)
{
    return base::toHex(canonical.data(), 8);
}

std::string keyHead(const KeyParts &parts)
{
    std::string head;
    appendHead(head, parts, parts.target, {});
    return head;
}

std::optional<base::Digest> canonicalDigest(
    const KeyParts &parts, Api api, const std::vector<std::string> &volatileFields)
{
    KeyParts sorted = parts;
    std::stable_sort(sorted.headers.begin(), sorted.headers.end(), [](const auto &a, const auto &b) {
        return a.first < b.first;
    });
    thread_local std::string head;
    thread_local base::Sha256 digest;
    head.assign("cachescope canonical 1");
    appendHead(head, sorted, canonicalTarget(parts.target, api), volatileFields);
    digest.add(head);
    const bool isCanonical = addCanonicalJson(parts.body, api, volatileFields, digest);
    const base::Digest result = digest.finish(); // In either case: it is used again.
    return isCanonical ? std::optional(result) : std::nullopt;
}

} // namespace cachescope::cache

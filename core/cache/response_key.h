// SPDX-License-Identifier: MIT
#pragma once

#include "base/digest.h"
#include "providers/api.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cachescope::cache {

/** Everything that decides whether two calls ask the same question for the same caller (law 2; contract "Caching").
 */
struct KeyParts
{
    std::string_view method, target, upstream;
    std::string_view credential; ///< Keyed hash (HMAC) of the caller's credential, never the credential.
    std::vector<std::pair<std::string_view, std::string_view>>
        headers; ///< OpenAI-Organization, OpenAI-Project, anthropic-version, anthropic-beta: lower-case name,
                 ///< value.
    std::string_view nameSpace, version;
    std::string_view body;
};

/** `key` of Cache-Status and `--key`: the first 16 hex digits of the digest. */
std::string shortName(const base::Digest &canonical);

/**
 * Everything of the key but the body, as sent, each field behind its length so that neighbours cannot run together.
 * Two calls with equal heads and equal bodies ask the same question; no JSON need be read to see it.
 */
std::string keyHead(const KeyParts &parts);

/**
 * Digest over the canonical body: object members sorted, insignificant white space dropped, everything else kept as
 * spelt (1 differs from 1.0, NFC from NFD, "\u0061" equals "a"). Left out at the top level, because the forms of an
 * answer can serve each other (ResponseCache::inForm, which judges each case): `stream` of OpenAI's Chat and
 * Responses and of Anthropic when it is true or false; Chat's `stream_options` when `include_usage` is all it
 * holds. `volatileFields` (JSON Pointers, RFC 6901) are left out too, at most 64. For the target, Gemini's
 * :generateContent and :streamGenerateContent count as one, with or without `alt=sse`. Nothing when the body is not
 * one strict JSON document: duplicate keys, lone surrogates, invalid UTF-8, depth over 512, trailing text, over
 * four million values: such a call is not cached. Source: RFC 8785's idea without its number rewriting; see
 * docs/cache-key.md.
 */
std::optional<base::Digest> canonicalDigest(
    const KeyParts &parts, providers::Api api, const std::vector<std::string> &volatileFields);

} // namespace cachescope::cache

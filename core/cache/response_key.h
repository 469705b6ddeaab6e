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

/** The two digests of a call. `exact` is over the bytes as sent, `canonical` over the canonical form. */
struct ResponseKey
{
    base::Digest exact{};
    base::Digest canonical{};
    /** `key` of Cache-Status and `--key`: first 16 hex digits of `canonical`. */
    std::string shortName() const;
};

/** Exact-bytes digest: the fast path of a hit, no JSON is read. */
base::Digest exactDigest(const KeyParts &parts);

/**
 * Digest over the canonical body: object members sorted, insignificant white space dropped, everything else kept as
 * spelt (1 differs from 1.0, NFC from NFD, "\u0061" equals "a"). `stream` and `stream_options` are left out when
 * the answer forms can serve each other; `volatileFields` (JSON Pointers) too. Nothing when the body is not one
 * strict JSON document: duplicate keys, lone surrogates, depth over 512, trailing text: such a call is not cached.
 * For the target, Gemini's :generateContent and :streamGenerateContent count as one. Source: RFC 8785's idea
 * without its number rewriting.
 */
std::optional<base::Digest> canonicalDigest(
    const KeyParts &parts, providers::Api api, const std::vector<std::string> &volatileFields);

} // namespace cachescope::cache

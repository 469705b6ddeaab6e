// SPDX-License-Identifier: MIT
#pragma once

#include "providers/api.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::insight {

/** One thing that a request says, and whether it is part of its response key. */
struct KeyPart
{
    enum class Kind : std::uint8_t
    {
        MethodAndPath,
        Upstream,
        Caller, ///< Keyed hash of the credential.
        Namespace,
        Version,
        Header, ///< One of those that change answers (OpenAI-Organization, anthropic-beta …).
        Member, ///< A top-level member of the body, or a volatile field of a policy.
        Project,
        Tags,
    } kind
        = Kind::Member;
    bool inKey = true; ///< False: ignored, two requests that differ only in this share an answer.
    std::string name; ///< Of a header or member; a volatile field as its policy writes it.
    std::string text; ///< Value of a short one; a type's name for objects that say one.
    std::int64_t items = -1; ///< Of an array; -1 for other values.
    std::size_t bytes = 0; ///< As spelt in the body; 0 outside it.
    std::string schemaDigest; ///< Of schemas and tools: first 12 hex digits of SHA-256 over the canonical text.
};

/** What keyParts looks at; views that must stay while it runs. */
struct KeyPartsInput
{
    std::string_view method, target, upstream, credential, nameSpace, version, project, tags;
    std::string_view requestHead; ///< As logged: "Name: value\n".
    std::string_view body; ///< As logged (decoded, redacted); empty when it was not kept.
    providers::Api api = providers::Api::Opaque;
    std::vector<std::string> volatileFields; ///< Of the policy that holds for the call.
};

/**
 * The parts of a response key, in the order of docs/cache-key.md, and behind them what was ignored. The body's
 * members come in their own order; nothing of a body that is no JSON object.
 */
std::vector<KeyPart> keyParts(const KeyPartsInput &input);

} // namespace cachescope::insight

// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cachescope::base {

/** What stands in the place of a secret in everything that is stored, shown or exported. */
inline constexpr std::string_view redactedMark = "[redacted]";

/**
 * True for header fields whose whole value is a credential: Authorization, Proxy-Authorization, Cookie, Set-Cookie,
 * x-api-key, x-goog-api-key, api-key, and names that end in -api-key, -token or -secret. Case is ignored.
 */
bool isSecretHeader(std::string_view name);

/**
 * The value to keep for a header field. A credential becomes the mark; the scheme word of Authorization stays
 * ("Bearer [redacted]"), because it tells how the client authenticated. Other values lose key-looking strings only.
 */
std::string redactHeaderValue(std::string_view name, std::string_view value);

/** A request target or URL without the values of key parameters (`?key=`, `&access_token=`, …) and without user
 * information ("//user:password@"). Names are compared percent-decoded and without regard to case. */
std::string redactTarget(std::string_view target);

/**
 * A head as text, one field a line ("Name: value\n", CRLF allowed); a first line without a field is a request or
 * status line and loses key parameters. Continuation lines of a secret field are dropped with it.
 */
std::string redactHead(std::string_view head);

/**
 * Text or JSON without strings that look like keys: sk-… (OpenAI, Anthropic, OpenRouter …), AIza… (Google), gsk_…,
 * xai-…, hf_…, ghp_… and its kin, github_pat_…, glpat-…, xox?-…, AKIA…/ASIA…, "Bearer …", JSON Web Tokens, PEM
 * private keys. Works over any bytes; a document stays valid JSON. Linear time; without a find the text is
 * returned as it came.
 */
std::string redactText(std::string text);

/** A place that redactText would hide. */
struct SecretPlace
{
    std::size_t begin = 0, end = 0; ///< Bytes.
};
/** All of them, ascending. Linear time. */
std::vector<SecretPlace> findSecrets(std::string_view text);

} // namespace cachescope::base

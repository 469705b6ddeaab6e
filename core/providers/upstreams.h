// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace cachescope::providers {

/** The header that carries a caller's key to an upstream. */
enum class KeyHeader : std::uint8_t
{
    None, ///< A local server that wants no key.
    AuthorizationBearer, ///< Authorization: Bearer KEY
    XApiKey, ///< x-api-key: KEY
    XGoogApiKey, ///< x-goog-api-key: KEY
};

/** Which of the APIs an upstream speaks when nothing else is said. */
enum class ApiFamily : std::uint8_t
{
    OpenAi,
    Anthropic,
    Gemini,
};

/** One upstream that is known without configuration (contract, "Addresses"). All views are static. */
struct BuiltInUpstream
{
    std::string_view name; ///< As in `/NAME/…`.
    std::string_view title; ///< For people: "OpenAI".
    std::string_view origin; ///< Without `/v1` and without a trailing slash; may hold a path.
    std::string_view keyEnvironment; ///< Environment variable of the key; empty when there is none.
    KeyHeader keyHeader = KeyHeader::AuthorizationBearer;
    ApiFamily family = ApiFamily::OpenAi;
    std::string_view priceProvider; ///< Provider id in the price book; empty when the book has none.
};

/** In the contract's order. */
std::span<const BuiltInUpstream> builtInUpstreams();

/** Nothing (null) for a name that is not built in. */
const BuiltInUpstream *builtInUpstream(std::string_view name);

/** Name of the header in lower case ("authorization", "x-api-key"); empty for None. */
std::string_view headerName(KeyHeader header);

} // namespace cachescope::providers

// SPDX-License-Identifier: MIT
// The reader behind the cache's key: what it takes is JSON by another reader's word too, blanks around a document
// do not change its key, and one byte more in a string does.
#include "cache/response_key.h"
#include "pieces.h"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <string>

namespace {

using namespace cachescope;

std::optional<base::Digest> keyOf(std::string_view body)
{
    cache::KeyParts parts;
    parts.method = "POST";
    parts.target = "/v1/chat/completions";
    parts.upstream = "openai";
    parts.body = body;
    return cache::canonicalDigest(parts, providers::Api::OpenAiChat, { "/user", "/metadata/a~1b" });
}

/** nlohmann refuses numbers that no double can hold; they are JSON all the same, and the key takes them as spelt.
 */
bool isJsonElsewhere(std::string_view text)
{
    constexpr int numberOutOfRange = 406;
    try {
        (void)nlohmann::json::parse(text);
        return true;
    } catch (const nlohmann::json::out_of_range &error) {
        return error.id == numberOutOfRange;
    } catch (const nlohmann::json::exception &) {
        return false;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto text = fuzz::asText(data, size);
    const auto key = keyOf(text);
    if (!key)
        return 0;
    if (!isJsonElsewhere(text))
        std::abort();
    const std::string body(text);
    if (keyOf(" \n" + body + "\t") != key)
        std::abort();
    const auto before = keyOf("{\"x\":[" + body + ",\"a\"]}");
    const auto after = keyOf("{\"x\":[" + body + ",\"aa\"]}");
    if (before && after && *before == *after)
        std::abort();
    return 0;
}

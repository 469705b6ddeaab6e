// SPDX-License-Identifier: MIT
// config.json: read or refused with a message; a file that is good stays good when one value of it is changed, and
// taking the value out again leaves a good file.
#include "config/config.h"
#include "pieces.h"

#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace cachescope;
    const auto text = fuzz::asText(data, size);
    const auto parsed = config::parse(text, "config.json");
    if (!parsed && parsed.error().message.empty())
        std::abort();
    const auto changed = config::withValue(text, "cache.ttl_s", "61");
    if (!parsed)
        return 0;
    if (!changed)
        std::abort();
    const auto again = config::parse(*changed, "config.json");
    if (!again || again->cache.ttl.count() != 61)
        std::abort();
    const auto without = config::withoutValue(*changed, "cache.ttl_s");
    if (!without || !config::parse(*without, "config.json"))
        std::abort();
    return 0;
}

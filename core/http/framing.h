// SPDX-License-Identifier: MIT
#pragma once

#include "http/head.h"
#include "http/syntax.h"

#include <cstdint>
#include <optional>
#include <string>

namespace cachescope::http {

/** What the framing fields of a head say, or why they are refused. */
struct FramingFields
{
    bool chunked = false;
    std::optional<std::uint64_t> length;
    std::optional<std::string> refusal;
};

/** Reads Transfer-Encoding and Content-Length; refuses every combination that two parsers could read differently.
 */
FramingFields readFramingFields(const Fields &fields, int versionMinor);

} // namespace cachescope::http

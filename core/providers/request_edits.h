// SPDX-License-Identifier: MIT
#pragma once

#include "providers/body_edit.h"

#include <optional>
#include <string_view>

namespace cachescope::providers {

/**
 * Insertions of single members into a request's body, which is only scanned. All give nothing where the member is
 * there already, where a name that matters stands twice, and where the body is not one JSON object.
 */

/** A new last member of the body; `json` is its value as it shall be written. */
std::optional<BodyEdit> withMember(std::string_view body, std::string_view name, std::string_view json);

/**
 * `stream_options.include_usage` for a Chat call that streams (prompt-caching rules, 4.2). Nothing for other calls,
 * and for those that say include_usage themselves, be it false.
 */
std::optional<BodyEdit> withUsageOption(std::string_view body);

} // namespace cachescope::providers

// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cachescope::prompt {

/**
 * A request of Anthropic's shape that reads the marked tools and system text of `sent` again, and asks for one
 * token: the same bytes but for `messages`, `max_tokens` and `stream`. Nothing when no mark stands before the
 * messages, when it thinks (one token is too few for that), and for what is not strict JSON.
 */
std::optional<std::string> pingBody(std::string_view sent);

} // namespace cachescope::prompt

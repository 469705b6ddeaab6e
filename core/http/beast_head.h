// SPDX-License-Identifier: MIT
#pragma once

#include "http/head.h"

#include <optional>
#include <string>
#include <string_view>

namespace cachescope::http {

/**
 * Has Boost.Beast's basic_parser read one complete head (start line to blank line) into `head`, whose old content
 * is replaced. Returns what Beast objects to, or nothing when it is content. The bytes have passed a HeadScanner
 * before.
 */
std::optional<std::string> parseRequestHead(std::string_view bytes, RequestHead &head);
std::optional<std::string> parseResponseHead(std::string_view bytes, ResponseHead &head);

} // namespace cachescope::http

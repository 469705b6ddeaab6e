// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cachescope::providers {

/** `text` cut to at most `bytes`, never inside a UTF-8 sequence. */
std::string_view cutUtf8(std::string_view text, std::size_t bytes);

/** Beginning of a JSON string literal (quotes included): decoded, white space runs made one blank, trimmed. */
std::string firstWords(std::string_view literal, std::size_t bytes);

/** Appends `text` (UTF-8) as a JSON string literal, escaping only what has to be. */
void appendJsonString(std::string &out, std::string_view text);

} // namespace cachescope::providers

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cachescope::prompt {

/**
 * Decodes the escape at the start of `text` (which begins with a backslash) and appends it as UTF-8; a surrogate
 * pair counts as one escape, a lone surrogate becomes U+FFFD. Returns how many source bytes it took (at least 1).
 * RFC 8259, section 7.
 */
std::size_t appendEscape(std::string_view text, std::string &out);

/** `text` as the content of a JSON string, without quotes; escapes only what must be. */
std::string jsonEscaped(std::string_view text);

} // namespace cachescope::prompt

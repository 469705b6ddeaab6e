// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cachescope::http {

/** Why a message was refused, and the status that answers it (for a response parser: always 502). */
struct ParseError
{
    int status = 400;
    std::string message;
};

/** How the end of a body is found (RFC 9112, section 6.3). */
enum class BodyFraming
{
    None,
    Length,
    Chunked,
    UntilClose, ///< Responses only: the body ends with the connection.
};

/** True when every byte is a tchar of RFC 9110, section 5.6.2, and there is at least one. */
bool isToken(std::string_view text);
/** True when `text` has only bytes that a field value may have: HTAB, SP to ~, 0x80 and above. */
bool isFieldText(std::string_view text);
/** True when `text` has only bytes that may stand in a request-target: ! to ~ and, as servers take them, 0x80 and
 * above. */
bool isTargetText(std::string_view text);
/** Reads 1*DIGIT below 2^63; nothing for signs, blanks, hexadecimal, lists, emptiness and overflow. */
std::optional<std::uint64_t> parseContentLength(std::string_view text);

} // namespace cachescope::http

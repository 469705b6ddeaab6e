// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/prompt.h"

#include <optional>
#include <string_view>

namespace cachescope::prompt {

/**
 * The JSON body inside a pasted cURL command: the value of -d, --data, --data-raw, --data-binary or --json, when it
 * is quoted in single quotes without escapes or in a here-document, so that its bytes stand in the text as they
 * are. Nothing when the text is no cURL command or its body cannot be pointed at.
 */
std::optional<ByteRange> findCurlBody(std::string_view text);

/** The JSON body of a request: the bytes of its file, of a pasted cURL command the data in it. */
std::string_view requestBody(const Prompt &prompt);

} // namespace cachescope::prompt

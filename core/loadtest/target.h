// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace cachescope::loadtest {

/** Whose request shape a target wants; told by the end of its path. */
enum class Shape : std::uint8_t
{
    OpenAiChat,
    OpenAiResponses,
    Anthropic,
    Gemini,
};

/** Where load goes. */
struct Target
{
    std::string url; ///< As given, with the path that was added.
    std::string host; ///< Name or address, without brackets.
    std::uint16_t port = 0;
    bool tls = false;
    std::string path; ///< Request target: path and query.
    Shape shape = Shape::OpenAiChat;

    /** True when the host is this machine's own: such load costs nothing by itself. */
    bool isLoopback() const;
    /** "host:port" for the Host field. */
    std::string authority() const;
};

/**
 * Reads an http or https URL. A URL without a path, or one that ends in "/v1", gets OpenAI's
 * "/v1/chat/completions". Errors: another scheme, no host, user information in the URL.
 */
base::Result<Target> parseTarget(std::string_view url);

} // namespace cachescope::loadtest

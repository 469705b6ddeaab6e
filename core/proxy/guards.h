// SPDX-License-Identifier: MIT
#pragma once

#include "http/head.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::proxy {

/** Who may speak to the listener. */
struct GuardSettings
{
    std::string_view listenHost; ///< The address bound; its own literal is a valid Host.
    std::uint16_t port = 0;
    const std::vector<std::string> *hosts = nullptr; ///< Further names, "name" or "name:port".
    const std::vector<std::string> *origins = nullptr; ///< Values of Origin that are let in.
};

/** Why a request is turned away; status 0 lets it in. */
struct GuardVerdict
{
    int status = 0;
    std::string_view code;
    std::string_view message;
};

/**
 * Decides before any routing whether a request may be looked at: methods that no one here serves, the Host that it
 * was sent to (DNS rebinding), the page it comes from (CSRF). reliability.md section 5 and G1, G2: an exact
 * allow-list, an Origin only when configured, cross-site refused; `Sec-Fetch-Mode: cors` passes, for Node's fetch
 * sends it.
 */
GuardVerdict checkGuards(const http::RequestHead &head, const GuardSettings &settings);

/** The authority of an absolute-form target ("http://host:port/path"), or empty. */
std::string_view authorityOfTarget(std::string_view target);

} // namespace cachescope::proxy

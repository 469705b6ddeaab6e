// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace cachescope::proxy {

/** What the member that we add to `Cache-Status` says (RFC 9211). */
struct CacheStatusMember
{
    bool hit = false;
    std::string_view forward; ///< "miss", "bypass", "stale", "request" when not a hit.
    bool stored = false;
    std::optional<std::chrono::seconds> ttl;
    std::string_view key; ///< Empty: none.
    std::string_view detail; ///< Why it was bypassed; any text, made harmless.
    bool collapsed = false; ///< Joined with another request (RFC 9211, section 2.6).
};
void appendHeader(std::string &out, const CacheStatusMember &member);
std::string toHeader(const CacheStatusMember &member);

} // namespace cachescope::proxy

// SPDX-License-Identifier: MIT
#pragma once

#include "config/config.h"

#include <memory>
#include <string>
#include <string_view>

namespace cachescope::proxy {

struct CallHead;
struct UpstreamTarget;

/** A call as another upstream gets it. */
struct FallbackRequest
{
    const UpstreamTarget *target = nullptr; ///< Of the call's settings.
    std::string head; ///< Whole, with the blank line.
    std::string body; ///< As it goes on the wire.
    std::string model; ///< Asked for there; empty when it is the call's own.
};

/**
 * The same call for the fallback of its upstream, or null when the rule does not cover `cause` or the fallback
 * cannot be called. The caller's keys, cookies and account fields stay behind: the call goes with the fallback's
 * own key, and if that is configured but missing, not at all. The model is replaced as the rule says, in the body's
 * bytes or in Gemini's path; the rest of the body stays as it was.
 */
std::unique_ptr<FallbackRequest> makeFallback(
    const CallHead &call, std::string_view body, std::string_view model, config::Fallback::Cause cause);

} // namespace cachescope::proxy

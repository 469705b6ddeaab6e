// SPDX-License-Identifier: MIT
#pragma once

#include "proxy/call_head.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace cachescope::proxy {

class CallRecord;

/** A call of the proxy's own, for the provider's cache: no client waits for it, and it has a row of its own. */
struct OwnCall
{
    std::shared_ptr<const CallHead> head;
    std::string body;
    std::string purpose; ///< For the log: "create_cached_contents", "delete_cached_contents", "keep_warm".
    std::string model;
    /** Once, before the record ends: the status and the whole text, or 0 when no whole answer came. */
    std::function<void(CallRecord &record, int status, std::string_view text)> done;
};

/** The head of another call by the same caller to the same upstream. */
std::shared_ptr<const CallHead> ownHead(
    const CallHead &like, std::string_view method, std::string_view rest, std::size_t bodyBytes);

/** Where cached objects are made, behind the target of a Gemini call: "/v1beta/cachedContents", with the key that
 * stands in the query. Empty for other targets. */
std::string objectsTarget(std::string_view rest, std::string_view name = {});

} // namespace cachescope::proxy

namespace cachescope::flow {

/** What KeepWarm has made when it is due. */
struct WarmPing
{
    proxy::OwnCall call;
};

} // namespace cachescope::flow

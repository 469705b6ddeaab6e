// SPDX-License-Identifier: MIT
#pragma once

#include "http/head.h"
#include "proxy/settings.h"

#include <string>
#include <string_view>

namespace cachescope::proxy {

/** How the request's body goes to the upstream. */
enum class UpstreamBody
{
    None,
    AsAnnounced, ///< The client's own Content-Length stands.
    Chunked,
};

/** The field that carries a stored key to this upstream, and its value. */
struct KeyField
{
    std::string name;
    std::string value;
};
KeyField keyFieldFor(const UpstreamTarget &upstream);

/**
 * Appends the head as the upstream gets it: the target unchanged behind the origin's prefix; every end-to-end field
 * in its order and case; Host replaced in its place; hop-by-hop fields, X-Cachescope-* and Expect (answered by us)
 * left out. `injectedKey` is null when the caller brought its own.
 */
void appendUpstreamHead(
    std::string &out, const http::RequestHead &head, std::string_view rest, const UpstreamTarget &upstream,
    UpstreamBody body, const KeyField *injectedKey);

} // namespace cachescope::proxy

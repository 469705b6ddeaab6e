// SPDX-License-Identifier: MIT
#pragma once

#include "http/head.h"

#include <string_view>

namespace cachescope::proxy {

/**
 * One request and its answer on a client connection. The connection feeds it the request; it answers through the
 * connection. Destroyed by the connection once the answer has ended or the client is gone. One worker's thread.
 */
class Exchange
{
public:
    Exchange() = default;
    virtual ~Exchange() = default;
    Exchange(const Exchange &) = delete;
    Exchange &operator=(const Exchange &) = delete;

    virtual void requestBody(std::string_view bytes) = 0;
    virtual void requestEnd(const http::Fields &trailers) = 0;
    /** The client left, or its request turned out malformed: stop everything. No answer is wanted any more. */
    virtual void clientGone() = 0;
    /** True after clientGone() when others still want what this does: then the worker keeps it until it has ended.
     */
    virtual bool livesOn() const { return false; }
    /** The client's write buffer has room again. */
    virtual void clientWritable() { }
};

} // namespace cachescope::proxy

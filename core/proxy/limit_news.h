// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "flow/limiter.h"
#include "http/response_parser.h"

namespace cachescope::proxy {

/**
 * What an answer tells of its caller's limits: `x-ratelimit-{limit,remaining,reset}-{requests,tokens}` (OpenAI and
 * those who follow it; a reset is "1s", "6m0s", "20ms"), `anthropic-ratelimit-{requests,tokens,input-tokens}-
 * {limit,remaining,reset}` (a reset is an RFC 3339 date), Retry-After of a 429. What cannot be read is not said.
 * `now`: wall time, for dates.
 */
flow::LimitNews readLimitNews(const http::ResponseHead &head, base::UnixMicros now);

} // namespace cachescope::proxy

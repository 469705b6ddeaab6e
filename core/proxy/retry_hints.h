// SPDX-License-Identifier: MIT
#pragma once

#include "http/head.h"

#include <cstdint>
#include <optional>

namespace cachescope::proxy {

/** Longest wait that the proxy takes upon itself (contract, "Retries"). */
inline constexpr std::int64_t longestRetryWaitMs = 30'000;

/** 408, 429, 500, 502, 503, 504, 529. */
bool isRetryable(int status);
/** Wait before retry number `retries` + 1 when the upstream gives no hint: doubling, with jitter. */
std::int64_t backoffMs(int retries);
/** The upstream's `retry-after-ms` or `Retry-After` (seconds or HTTP date), if it gave one. Milliseconds. */
std::optional<std::int64_t> announcedDelayMs(const http::Fields &fields);
/** The upstream's `retry-after-ms` or `Retry-After` (seconds or HTTP date), else the back-off. Milliseconds. */
std::int64_t retryDelayMs(const http::Fields &fields, int retries);

} // namespace cachescope::proxy

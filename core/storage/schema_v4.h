// SPDX-License-Identifier: MIT
#pragma once

namespace cachescope::storage {

/** Version 4: what a call met on its way (retries, queues, another upstream, a policy), as JSON. */
inline constexpr const char *schemaV4 = R"sql(
ALTER TABLE request_detail ADD COLUMN way TEXT;
)sql";

} // namespace cachescope::storage

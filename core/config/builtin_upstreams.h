// SPDX-License-Identifier: MIT
#pragma once

#include "config/config.h"

namespace cachescope::config {

/** The upstreams that need no configuration, by name. Origins carry no `/v1` (contract, "Addresses"). */
std::map<std::string, Upstream, std::less<>> builtInUpstreams();

} // namespace cachescope::config

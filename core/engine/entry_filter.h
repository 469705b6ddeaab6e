// SPDX-License-Identifier: MIT
#pragma once

#include "cache/entry_filter.h"

#include <string>

namespace cachescope::engine {

/**
 * Filters of the log's language as selectors of cached answers. A filter means the entries whose call - the one
 * that stored them - it means. Where an entry itself knows the answer (upstream, model, project, namespace,
 * version, tag, key, cost, words of the prompt) no log is read, and entries whose call has left the log are found,
 * too. All other conditions are looked up in the log at `databasePath`.
 */
cache::EntryFilterReader entryFilterReader(std::string databasePath);

} // namespace cachescope::engine

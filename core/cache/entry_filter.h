// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"

#include <functional>
#include <string>

namespace cachescope::cache {

struct EntryFacts;

/** Whether a filter of the log's language means an entry. Made for one question: what it knows of the log is that
 * of the moment it was made. Thread-safe. */
using EntryJudge = std::function<bool(const EntryFacts &)>;

/**
 * Reads a filter for entries. The log's language is that of a room beside this one, so whoever wires both hands
 * this in (engine::entryFilterReader). InvalidInput for a text that is no filter; errors of the log as they come.
 * May read the log for long: not for a thread that must not wait. Thread-safe.
 */
using EntryFilterReader = std::function<base::Result<EntryJudge>(const std::string &filter)>;

} // namespace cachescope::cache

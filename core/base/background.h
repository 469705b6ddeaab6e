// SPDX-License-Identifier: MIT
#pragma once

namespace cachescope::base {

/**
 * Puts the calling thread behind those that somebody waits for: it wakes up without interrupting them, and gets the
 * smaller share of a core that is contended. For threads that keep books; nothing may wait for them. Where the
 * system refuses, all stays as it was. `name` (15 characters at most) is what top, perf and the benchmarks show.
 */
void runInBackground(const char *name);

} // namespace cachescope::base

// SPDX-License-Identifier: MIT
#pragma once

namespace cachescope::base {

/**
 * Puts the calling thread behind those that somebody waits for: it wakes up without interrupting them, and gets the
 * smaller share of a core that is contended. For threads that keep books; nothing may wait for them. Where the
 * system refuses, all stays as it was.
 */
void runInBackground();

} // namespace cachescope::base

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cachescope::providers {

/**
 * Takes the usage chunk out of a Chat stream whose client did not ask for it: the event whose data is an object
 * with an empty `choices` and a `usage` object (prompt-caching rules, 4.2; old clients index `choices[0]`). All
 * other bytes pass unchanged and in order. An event that has not come whole is held back until it has, unless it is
 * far longer than such a chunk can be. One owner; not thread-safe.
 */
class UsageChunkFilter
{
public:
    /** Appends to `out` what may go on. */
    void feed(std::string_view bytes, std::string &out);
    /** Appends what was held back when the stream has ended. */
    void finish(std::string &out);

private:
    static bool isUsageChunk(std::string_view event);

    std::string m_held; ///< The beginning of an event.
    bool m_passing = false; ///< The event under way is longer than any usage chunk.
};

} // namespace cachescope::providers

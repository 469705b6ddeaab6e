// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace cachescope::prompt {

/** What a place in a text that looks like a moment consists of. */
struct TimeShape
{
    std::size_t length = 0; ///< Bytes; 0: nothing here.
    bool hasDate = false, hasTime = false, hasSeconds = false;
    bool hasZone = false; ///< Z, an offset or UTC: written by a machine.
    std::string_view name; ///< "ISO date", "clock", …
};

/**
 * The longest date, time or both that starts at `at`: ISO 8601, RFC 2822 and ctime, "20.11.2026, 14:03",
 * "11/20/2026 2:03 PM", "November 20, 2026", "20. November 2026", "2026年11月20日", months and weekdays in English,
 * German, French, Spanish, Italian, Portuguese and Dutch. Impossible values (month 13, 25:00) are none.
 */
TimeShape timeAt(std::string_view text, std::size_t at);

/** True when a weekday's or month's name begins at `at`, in lower or upper case. */
bool isCalendarWord(std::string_view text, std::size_t at, std::size_t &length);

} // namespace cachescope::prompt

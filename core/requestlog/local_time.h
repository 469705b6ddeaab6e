// SPDX-License-Identifier: MIT
#pragma once

#include "requestlog/query.h"

#include <optional>
#include <string>

namespace cachescope::requestlog {

// The machine's zone, by the C library; clock changes included. All times in microseconds since 1970, UTC.

base::UnixMicros localHourStart(base::UnixMicros time);
base::UnixMicros localDayStart(base::UnixMicros time);
/** Start of the local day `days` after the one of `time`; days are 23 or 25 hours long when the clock changes. */
base::UnixMicros addLocalDays(base::UnixMicros time, int days);
std::string localIsoDate(base::UnixMicros time); ///< "2026-10-24"
std::string localIsoMinute(base::UnixMicros time); ///< "2026-10-24T10:00+02:00"
/** True when local hours begin with UTC hours all over the range (checked once a day). */
bool localZoneIsWholeHours(TimeRange range);

/** The instant of a local date and time; nothing for impossible ones such as February 30th. */
std::optional<base::UnixMicros> fromLocal(int year, int month, int day, int hour, int minute, int second);

} // namespace cachescope::requestlog

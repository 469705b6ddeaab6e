// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace cachescope::bench {

/** Nanoseconds of processor time by process and thread name; threads of one name are added up. */
using ProcessorTimes = std::map<std::pair<int, std::string>, std::int64_t>;

/** What the kernel has charged to each thread of these processes so far (/proc/PID/task/TID/schedstat). */
ProcessorTimes processorTimes(const std::vector<int> &processes);

} // namespace cachescope::bench

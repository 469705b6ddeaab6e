// SPDX-License-Identifier: MIT
#include "processor_time.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace cachescope::bench {

ProcessorTimes processorTimes(const std::vector<int> &processes)
{
    ProcessorTimes times;
    for (const int process : processes) {
        std::error_code error;
        const std::filesystem::path tasks = "/proc/" + std::to_string(process) + "/task";
        for (const auto &task : std::filesystem::directory_iterator(tasks, error)) {
            std::string name;
            std::int64_t nanoseconds = 0;
            std::ifstream nameFile(task.path() / "comm");
            std::ifstream timeFile(task.path() / "schedstat");
            if (!std::getline(nameFile, name) || !(timeFile >> nanoseconds))
                continue;
            std::replace(name.begin(), name.end(), ' ', '-');
            times[{ process, name }] += nanoseconds;
        }
    }
    return times;
}

} // namespace cachescope::bench

// SPDX-License-Identifier: MIT
#pragma once

#include "ui/data/log_service.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace cachescope::ui {

/** One reader thread with its queue. `submit` and `cancel` on the GUI thread. */
class LogLane
{
public:
    explicit LogLane(LogService::Opener opener);
    /** Cancels what runs and waits for the thread. */
    ~LogLane();

    void submit(std::shared_ptr<JobControl> job);
    /** Stops the job if this lane has it; true when it had. */
    bool cancel(const std::shared_ptr<JobControl> &job);
    void reopen(); ///< See LogService::reopen.

private:
    void run();
    base::Result<LogSource *> source();

    LogService::Opener m_opener;
    std::mutex m_mutex; ///< Protects the five below.
    std::condition_variable m_wake;
    std::deque<std::shared_ptr<JobControl>> m_queue;
    std::shared_ptr<JobControl> m_running;
    bool m_stopping = false;
    bool m_reopen = false;
    /** Written by the lane's thread only, under the mutex; the GUI thread calls nothing but `cancel`. */
    std::unique_ptr<LogSource> m_source;
    std::thread m_thread; ///< Last: starts when all else is ready.
};

} // namespace cachescope::ui

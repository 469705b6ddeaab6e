// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace cachescope::cache {

/** One thread that runs tasks in order, and one task once more after a delay. Thread-safe. */
class Background
{
public:
    using Task = std::function<void()>;
    /** `delayed` runs on the thread some time after `wakeAfter`, and at the end if it is still due. */
    explicit Background(Task delayed);
    /** Runs what is queued, then ends. */
    ~Background();

    void run(Task task);
    /** Has the delayed task run once, `delay` from now; no effect while it is due already. */
    void wakeAfter(std::chrono::milliseconds delay);

private:
    void loop();

    const Task m_delayed;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Task> m_tasks;
    std::optional<std::chrono::steady_clock::time_point> m_due;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace cachescope::cache

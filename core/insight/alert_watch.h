// SPDX-License-Identifier: MIT
#pragma once

#include "insight/alert_evaluator.h"
#include "storage/write_queue.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace cachescope::insight {

/**
 * The thread that evaluates the rules, every 30 seconds and at once after a change. Reads over connections of its
 * own; what is to be kept goes through the write queue before anything is told. Its functions are thread-safe and
 * return at once; the callbacks come on its thread.
 */
class AlertWatch
{
public:
    struct Options
    {
        std::string databasePath;
        std::function<std::int64_t()> droppedRows;
        std::function<void(const AlertNotice &)> notice;
        std::function<void()> changed; ///< `snapshot` has news.
        std::chrono::milliseconds interval = alertInterval;
    };

    /** `queue` and `clock` must outlive it. The rules' first look is a second after the start: calls come first. */
    AlertWatch(storage::WriteQueue &queue, const base::Clock &clock, Options options);
    ~AlertWatch(); ///< Ends the round under way and waits for it.
    AlertWatch(const AlertWatch &) = delete;
    AlertWatch &operator=(const AlertWatch &) = delete;

    void setRules(std::vector<AlertRule> rules);
    void snooze(const std::string &rule, base::UnixMicros until); ///< 0: no longer.
    std::shared_ptr<const AlertSnapshot> snapshot() const; ///< Never null.

private:
    void run();
    void watch(AlertEvaluator &evaluator);
    void restore(AlertEvaluator &evaluator);
    void keepAndTell(AlertChanges changes);
    void publish(const AlertEvaluator &evaluator);

    storage::WriteQueue &m_queue;
    const base::Clock &m_clock;
    Options m_options;
    mutable std::mutex m_mutex; ///< Protects the six below.
    std::condition_variable m_wake;
    bool m_stopping = false;
    std::optional<std::vector<AlertRule>> m_newRules;
    std::vector<std::pair<std::string, base::UnixMicros>> m_newSnoozes;
    AlertSource *m_source = nullptr; ///< While the thread runs.
    std::shared_ptr<const AlertSnapshot> m_snapshot = std::make_shared<AlertSnapshot>();
    std::thread m_thread; ///< Last: starts when all else is ready.
};

} // namespace cachescope::insight

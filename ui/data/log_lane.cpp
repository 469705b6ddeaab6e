// SPDX-License-Identifier: MIT
#include "ui/data/log_lane.h"

#include <algorithm>
#include <utility>

namespace cachescope::ui {

LogLane::LogLane(LogService::Opener opener)
    : m_opener(std::move(opener))
    , m_thread([this] { run(); })
{ }

LogLane::~LogLane()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_queue.clear();
        if (m_running && m_source)
            m_source->cancel();
    }
    m_wake.notify_all();
    m_thread.join();
}

void LogLane::submit(std::shared_ptr<JobControl> job)
{
    {
        const std::lock_guard lock(m_mutex);
        m_queue.push_back(std::move(job));
    }
    m_wake.notify_one();
}

bool LogLane::cancel(const std::shared_ptr<JobControl> &job)
{
    const std::lock_guard lock(m_mutex);
    if (m_running == job) {
        if (m_source)
            m_source->cancel();
        return true;
    }
    const auto found = std::find(m_queue.begin(), m_queue.end(), job);
    if (found == m_queue.end())
        return false;
    m_queue.erase(found);
    return true;
}

void LogLane::reopen()
{
    const std::lock_guard lock(m_mutex);
    m_reopen = true;
}

base::Result<LogSource *> LogLane::source()
{
    {
        const std::lock_guard lock(m_mutex);
        if (std::exchange(m_reopen, false))
            m_source.reset();
    }
    if (m_source)
        return m_source.get();
    auto opened = m_opener();
    if (!opened)
        return tl::unexpected(opened.error());
    const std::lock_guard lock(m_mutex);
    m_source = std::move(*opened);
    return m_source.get();
}

void LogLane::run()
{
    for (;;) {
        std::shared_ptr<JobControl> job;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_stopping || !m_queue.empty(); });
            if (m_stopping)
                return;
            job = std::move(m_queue.front());
            m_queue.pop_front();
            m_running = job;
        }
        if (!job->isCancelled())
            JobControl::execute(job, source());
        const std::lock_guard lock(m_mutex);
        m_running.reset();
    }
}

} // namespace cachescope::ui

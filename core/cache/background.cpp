// SPDX-License-Identifier: MIT
#include "cache/background.h"

#include <utility>

namespace cachescope::cache {

Background::Background(Task delayed)
    : m_delayed(std::move(delayed))
    , m_thread([this] { loop(); })
{ }

Background::~Background()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

void Background::run(Task task)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_tasks.push_back(std::move(task));
    }
    m_wake.notify_one();
}

void Background::wakeAfter(std::chrono::milliseconds delay)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (m_due)
            return;
        m_due = std::chrono::steady_clock::now() + delay;
    }
    m_wake.notify_one();
}

void Background::loop()
{
    std::unique_lock lock(m_mutex);
    const auto hasWork = [this] { return m_stopping || !m_tasks.empty(); };
    for (;;) {
        if (!m_due)
            m_wake.wait(lock, [&] { return hasWork() || m_due; });
        else
            m_wake.wait_until(lock, *m_due, hasWork);
        if (!m_tasks.empty()) {
            const Task task = std::move(m_tasks.front());
            m_tasks.pop_front();
            lock.unlock();
            task();
            lock.lock();
        } else if (m_due && (m_stopping || std::chrono::steady_clock::now() >= *m_due)) {
            m_due.reset();
            lock.unlock();
            m_delayed();
            lock.lock();
        } else if (m_stopping) {
            return;
        }
    }
}

} // namespace cachescope::cache

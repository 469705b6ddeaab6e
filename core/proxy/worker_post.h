// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

#include <mutex>
#include <utility>

namespace cachescope::proxy {

/**
 * A worker's letter box: posts functions to its event loop from any thread, also from those that may outlive it.
 * What comes after the worker is gone is dropped. Thread-safe.
 */
class WorkerPost
{
public:
    explicit WorkerPost(QObject *worker)
        : m_worker(worker)
    { }
    template <typename Function> void post(Function function)
    {
        const std::lock_guard lock(m_mutex);
        if (m_worker != nullptr)
            QMetaObject::invokeMethod(m_worker, std::move(function), Qt::QueuedConnection);
    }
    void close()
    {
        const std::lock_guard lock(m_mutex);
        m_worker = nullptr;
    }

private:
    std::mutex m_mutex;
    QObject *m_worker; ///< under m_mutex
};

} // namespace cachescope::proxy

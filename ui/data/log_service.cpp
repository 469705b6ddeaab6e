// SPDX-License-Identifier: MIT
#include "ui/data/log_service.h"

#include "ui/data/log_lane.h"

#include <QCoreApplication>
#include <QThread>

namespace cachescope::ui {

void JobControl::deliver(std::function<void()> part)
{
    // Every delivery goes through the service's event queue, so parts and the answer keep their order.
    QMetaObject::invokeMethod(
        m_gui,
        [self = shared_from_this(), part = std::move(part)] {
            if (!self->isCancelled() && self->m_context)
                part();
        },
        Qt::QueuedConnection);
}

void JobControl::execute(const std::shared_ptr<JobControl> &job, const base::Result<LogSource *> &source)
{
    const Work work = std::move(job->m_work);
    work(source, *job);
}

LogService::LogService(Opener opener, QObject *parent)
    : QObject(parent)
{
    for (auto &lane : m_lanes)
        lane = std::make_unique<LogLane>(opener);
}

LogService::~LogService() = default;

LogTicket LogService::enqueue(Lane lane, QObject *context, JobControl::Work work)
{
    Q_ASSERT(QThread::currentThread() == thread());
    auto job = std::make_shared<JobControl>();
    job->m_context = context;
    job->m_gui = this;
    job->m_work = std::move(work);
    LogTicket ticket;
    ticket.m_job = job;
    m_lanes[static_cast<std::size_t>(lane)]->submit(std::move(job));
    return ticket;
}

void LogService::reopen()
{
    for (const auto &lane : m_lanes)
        lane->reopen();
}

void LogService::cancel(LogTicket &ticket)
{
    const std::shared_ptr<JobControl> job = ticket.m_job.lock();
    ticket = {};
    if (!job)
        return;
    job->m_cancelled.store(true, std::memory_order_relaxed);
    for (const auto &lane : m_lanes) {
        if (lane->cancel(job))
            return;
    }
}

} // namespace cachescope::ui

#include "moc_log_service.cpp"

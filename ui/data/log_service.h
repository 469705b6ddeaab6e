// SPDX-License-Identifier: MIT
#pragma once

#include <QObject> // First: see ui/format/format.h.

#include "ui/data/log_source.h"

#include <QPointer>

#include <array>
#include <atomic>
#include <functional>
#include <memory>

namespace cachescope::ui {

/** Which reader thread answers. Each lane has a thread and a connection of its own; questions of a lane queue. */
enum class Lane
{
    Pages, ///< Short: rows, contents, completion. Never waits behind a search.
    Search, ///< Long: ids of a filter.
    Dashboard, ///< Totals, series, groups.
    Cache, ///< Entries of the cache, and what is done to them.
    Count
};

/** One question on its way: handed to the running job as its link to the asker. */
class JobControl : public std::enable_shared_from_this<JobControl>
{
public:
    /** True once nobody wants the answer any more; a job that loops looks at it. Thread-safe. */
    bool isCancelled() const { return m_cancelled.load(std::memory_order_relaxed); }
    /** Runs `part` on the GUI thread, in order, before the job's answer; dropped when cancelled or the asker is
     * gone. Called on the job's thread. */
    void deliver(std::function<void()> part);

private:
    friend class LogService;
    friend class LogLane;
    using Work = std::function<void(base::Result<LogSource *>, JobControl &)>;
    static void execute(const std::shared_ptr<JobControl> &job, const base::Result<LogSource *> &source);

    std::atomic<bool> m_cancelled{ false };
    QPointer<QObject> m_context; ///< Looked at on the GUI thread only.
    QObject *m_gui = nullptr; ///< The service, which outlives its threads: where parts and answers are run.
    Work m_work;
};

/** A question that was asked. Copies name the same question; cheap. */
class LogTicket
{
public:
    LogTicket() = default;
    bool isActive() const { return !m_job.expired(); }

private:
    friend class LogService;
    std::weak_ptr<JobControl> m_job;
};

class LogLane;

/**
 * The one way from the window to the log: runs questions on reader threads, brings answers back to the GUI thread.
 * An answer whose question was cancelled, or whose asker is gone, is dropped. Lives on the GUI thread; its
 * destructor cancels everything and waits for the threads.
 */
class LogService : public QObject
{
    Q_OBJECT

public:
    /** Called on each lane's thread when it first needs a source, and again after an error. */
    using Opener = std::function<base::Result<std::unique_ptr<LogSource>>()>;
    explicit LogService(Opener opener, QObject *parent = nullptr);
    ~LogService() override;

    /**
     * Runs `job(source)` or `job(source, control)`, which returns a base::Result<…>, on the lane's thread and
     * `done(result)` on the GUI thread while `context` lives. When the log cannot be opened, `done` gets that
     * error.
     */
    template <typename Job, typename Done> LogTicket ask(Lane lane, QObject *context, Job job, Done done);

    /** Drops the question: unstarted it never runs, running it is stopped, and its answer is not delivered. */
    void cancel(LogTicket &ticket);

    /** The next question of each lane opens its source anew: another program may have put another file in place. */
    void reopen();

private:
    LogTicket enqueue(Lane lane, QObject *context, JobControl::Work work);

    std::array<std::unique_ptr<LogLane>, static_cast<std::size_t>(Lane::Count)> m_lanes;
};

/** A place for the newest question of a kind: asking again drops the one before. For a view's member. */
class LatestQuestion
{
public:
    explicit LatestQuestion(LogService &service)
        : m_service(service)
    { }
    ~LatestQuestion() { m_service.cancel(m_ticket); }
    LatestQuestion(const LatestQuestion &) = delete;
    LatestQuestion &operator=(const LatestQuestion &) = delete;

    template <typename Job, typename Done> void ask(Lane lane, QObject *context, Job job, Done done)
    {
        m_service.cancel(m_ticket);
        m_ticket = m_service.ask(lane, context, std::move(job), std::move(done));
    }
    void cancel() { m_service.cancel(m_ticket); }
    bool isActive() const { return m_ticket.isActive(); }

private:
    LogService &m_service;
    LogTicket m_ticket;
};

template <typename Job, typename Done> LogTicket LogService::ask(Lane lane, QObject *context, Job job, Done done)
{
    return enqueue(
        lane, context,
        [job = std::move(job), done = std::move(done)](base::Result<LogSource *> source, JobControl &control) {
            const auto run = [&](LogSource &open) {
                if constexpr (std::is_invocable_v<const Job &, LogSource &, JobControl &>)
                    return job(open, control);
                else
                    return job(open);
            };
            using Answer = decltype(run(std::declval<LogSource &>()));
            auto answer = std::make_shared<Answer>(source ? run(**source) : Answer(tl::unexpected(source.error())));
            control.deliver([done, answer] { done(std::move(*answer)); });
        });
}

} // namespace cachescope::ui

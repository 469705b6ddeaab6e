// SPDX-License-Identifier: MIT
#include "insight/alert_watch.h"

#include "base/background.h"
#include "insight/alert_store.h"

namespace cachescope::insight {

namespace {
constexpr std::chrono::milliseconds firstLook{ 1000 };
} // namespace

AlertWatch::AlertWatch(storage::WriteQueue &queue, const base::Clock &clock, Options options)
    : m_queue(queue)
    , m_clock(clock)
    , m_options(std::move(options))
    , m_thread([this] { run(); })
{ }

AlertWatch::~AlertWatch()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        if (m_source)
            m_source->cancel();
    }
    m_wake.notify_all();
    m_thread.join();
}

void AlertWatch::setRules(std::vector<AlertRule> rules)
{
    {
        const std::lock_guard lock(m_mutex);
        m_newRules = std::move(rules);
    }
    m_wake.notify_all();
}

void AlertWatch::snooze(const std::string &rule, base::UnixMicros until)
{
    {
        const std::lock_guard lock(m_mutex);
        m_newSnoozes.emplace_back(rule, until);
    }
    m_wake.notify_all();
}

std::shared_ptr<const AlertSnapshot> AlertWatch::snapshot() const
{
    const std::lock_guard lock(m_mutex);
    return m_snapshot;
}

void AlertWatch::restore(AlertEvaluator &evaluator)
{
    auto database = storage::Database::open(m_options.databasePath, storage::OpenMode::ReadOnly);
    if (!database)
        return; // A fresh file: nothing to remember. Later errors show as the rules' own.
    if (auto memory = readAlertMemory(*database, m_clock.wall()))
        evaluator.restore(*std::move(memory));
}

void AlertWatch::keepAndTell(AlertChanges changes)
{
    const std::vector<AlertNotice> notices = std::move(changes.notices);
    writeAlertChanges(m_queue, std::move(changes));
    for (const AlertNotice &notice : notices) {
        if (m_options.notice)
            m_options.notice(notice);
    }
}

void AlertWatch::publish(const AlertEvaluator &evaluator)
{
    auto snapshot = std::make_shared<const AlertSnapshot>(evaluator.snapshot());
    {
        const std::lock_guard lock(m_mutex);
        m_snapshot = std::move(snapshot);
    }
    if (m_options.changed)
        m_options.changed();
}

void AlertWatch::run()
{
    base::runInBackground("alerts");
    const auto source = logAlertSource(m_options.databasePath, m_options.droppedRows);
    {
        const std::lock_guard lock(m_mutex);
        m_source = source.get();
    }
    AlertEvaluator evaluator(m_clock, *source);
    restore(evaluator);
    watch(evaluator);
    const std::lock_guard lock(m_mutex);
    m_source = nullptr;
}

void AlertWatch::watch(AlertEvaluator &evaluator)
{
    std::chrono::milliseconds pause = std::min(firstLook, m_options.interval);
    bool ruled = false;
    for (;;) {
        std::optional<std::vector<AlertRule>> rules;
        std::vector<std::pair<std::string, base::UnixMicros>> snoozes;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait_for(lock, pause, [this, ruled] {
                return m_stopping || !m_newSnoozes.empty() || (ruled && m_newRules);
            });
            if (m_stopping)
                return;
            rules = std::exchange(m_newRules, std::nullopt);
            snoozes = std::exchange(m_newSnoozes, {});
        }
        pause = m_options.interval;
        if (rules) {
            ruled = true;
            keepAndTell(evaluator.setRules(*std::move(rules)));
        }
        for (const auto &[rule, until] : snoozes) {
            evaluator.snooze(rule, until);
            writeAlertSnooze(m_queue, rule, until);
        }
        keepAndTell(evaluator.evaluate());
        publish(evaluator);
    }
}

} // namespace cachescope::insight

// SPDX-License-Identifier: MIT
#include "ui/simulator/simulation_run.h"

#include "ui/format/format.h"

#include <QDateTime>

#include <algorithm>
#include <chrono>

namespace cachescope::ui {

using insight::SimulationRequest;
using insight::Traffic;

/** The traffic of the last run, and what it was made from. */
struct SimulationRun::Kept
{
    std::string database, filter;
    requestlog::TimeRange range;
    std::vector<std::string> volatileFields;
    bool makeKeys = false;
    const providers::PriceBook *prices = nullptr;
    std::unique_ptr<Traffic> traffic;

    bool isFor(const SimulationAsk &ask, const insight::TrafficSettings &settings) const
    {
        return traffic && database == ask.database && filter == ask.filter.text() && range.begin == ask.range.begin
            && range.end == ask.range.end && volatileFields == settings.volatileFields
            && makeKeys == settings.makeKeys && prices == ask.prices.get();
    }
};

namespace {

using Tell = std::function<void(SimulationRun::Phase, double)>;

int threadCount()
{
    return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

insight::TrafficSettings trafficSettingsOf(const SimulationAsk &ask)
{
    insight::TrafficSettings settings;
    settings.prices = ask.prices;
    for (const auto &[pattern, file] : ask.tokenizers)
        settings.models.addFile(pattern, file);
    settings.zoneOffsetSeconds = QDateTime::currentDateTime().offsetFromUtc();
    for (const insight::Variant &variant : ask.variants) {
        if (settings.volatileFields.empty())
            settings.volatileFields = variant.volatileFields;
        settings.makeKeys |= variant.local == insight::LocalCache::On;
    }
    return settings;
}

base::Result<SimulationAnswerPointer> answerOf(
    Traffic &traffic, const SimulationAsk &ask, std::stop_token stop, const Tell &tell)
{
    SimulationRequest request;
    request.variants = ask.variants;
    request.sweep = ask.sweep;
    request.settings.prices = ask.prices;
    request.settings.localCacheOn = ask.localCacheOn;
    request.settings.localLifetime = ask.localLifetime;
    request.threads = threadCount();
    auto report = insight::simulate(
        traffic, request, stop, [&](double share) { tell(SimulationRun::Phase::Replaying, share); });
    if (!report)
        return tl::unexpected(report.error());
    tell(SimulationRun::Phase::Advising, 0);
    auto advice = insight::adviseFamilies(traffic, *report, request, stop);
    if (!advice)
        return tl::unexpected(advice.error());
    auto answer = std::make_shared<SimulationAnswer>();
    answer->report = *std::move(report);
    answer->advice = *std::move(advice);
    answer->logIds.reserve(traffic.calls.size());
    for (const insight::TrafficCall &call : traffic.calls)
        answer->logIds.push_back(call.logId);
    return SimulationAnswerPointer(std::move(answer));
}

} // namespace

SimulationRun::~SimulationRun()
{
    m_worker.request_stop();
}

void SimulationRun::start(const SimulationAsk &ask)
{
    m_worker = {}; // Asks the one before to stop and waits for it: some milliseconds.
    if (!m_kept)
        m_kept = std::make_shared<Kept>();
    const int number = ++m_number;
    m_running = true;
    m_worker = std::jthread([this, number, ask, kept = m_kept](std::stop_token stop) {
        auto last = std::chrono::steady_clock::now() - std::chrono::seconds(1);
        const Tell tell = [&](Phase phase, double share) {
            // Ten times a second are enough to see it move.
            if (std::chrono::steady_clock::now() - last < std::chrono::milliseconds(100) || stop.stop_requested())
                return;
            last = std::chrono::steady_clock::now();
            QMetaObject::invokeMethod(this, [this, number, phase, share] {
                if (number == m_number && m_running)
                    Q_EMIT progressed(phase, share);
            });
        };
        const auto started = std::chrono::steady_clock::now();
        const insight::TrafficSettings settings = trafficSettingsOf(ask);
        base::Result<SimulationAnswerPointer> answer = base::failure(base::ErrorCode::Internal, {});
        if (!kept->isFor(ask, settings)) {
            auto traffic = insight::loadLog(
                { .database = ask.database, .range = ask.range, .filter = ask.filter, .threads = threadCount() },
                settings, stop, [&](double share) { tell(Phase::Reading, share); });
            kept->traffic.reset();
            if (traffic)
                *kept = { ask.database,
                          ask.filter.text(),
                          ask.range,
                          settings.volatileFields,
                          settings.makeKeys,
                          ask.prices.get(),
                          std::make_unique<Traffic>(*std::move(traffic)) };
            else
                answer = tl::unexpected(traffic.error());
        }
        if (kept->traffic)
            answer = answerOf(*kept->traffic, ask, stop, tell);
        const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
        if (answer)
            std::const_pointer_cast<SimulationAnswer>(*answer)->seconds = seconds;
        QMetaObject::invokeMethod(this, [this, number, answer] { end(number, answer); });
    });
}

void SimulationRun::stop()
{
    m_worker.request_stop();
}

void SimulationRun::end(int number, const base::Result<SimulationAnswerPointer> &answer)
{
    if (number != m_number)
        return;
    m_running = false;
    if (answer)
        Q_EMIT finished(*answer);
    else if (answer.error().code == base::ErrorCode::Cancelled)
        Q_EMIT stopped();
    else
        Q_EMIT failed(format::text(answer.error().message));
}

} // namespace cachescope::ui

#include "moc_simulation_run.cpp"

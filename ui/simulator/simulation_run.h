// SPDX-License-Identifier: MIT
#pragma once

#include <QObject> // First: see ui/format/format.h.

#include <QString>

#include "config/config.h"
#include "insight/advice/advice.h"
#include "insight/simulation/load_traffic.h"

#ifndef Q_MOC_RUN
#include <thread>
#endif

#include <memory>
#include <string>
#include <vector>

namespace cachescope::ui {

/** What is to be replayed. */
struct SimulationAsk
{
    std::string database;
    requestlog::TimeRange range;
    requestlog::Filter filter;
    std::vector<insight::Variant> variants;
    insight::SweepParameter sweep = insight::SweepParameter::Lifetime;
    std::shared_ptr<const providers::PriceBook> prices;
    std::map<std::string, std::string, std::less<>> tokenizers;
    bool localCacheOn = true;
    std::chrono::seconds localLifetime{ 24 * 3600 };
};

/** What came out, with what is needed to find calls again. Immutable. */
struct SimulationAnswer
{
    insight::SimulationReport report;
    std::vector<insight::FamilyAdvice> advice;
    std::vector<std::int64_t> logIds; ///< By index of the calls.
    double seconds = 0; ///< Reading the log included.
};
using SimulationAnswerPointer = std::shared_ptr<const SimulationAnswer>;

/**
 * Replays the log on threads of its own, beside the readers of the other pages: it may take seconds. What was read
 * is kept for the next run of the same calls. GUI thread; the destructor stops and waits (some milliseconds).
 */
class SimulationRun : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;
    ~SimulationRun() override;

    enum class Phase
    {
        Reading,
        Replaying,
        Advising
    };

    /** Stops what runs and begins anew. */
    void start(const SimulationAsk &ask);
    /** Stops; `stopped` comes when it has. */
    void stop();
    bool isRunning() const { return m_running; }

Q_SIGNALS:
    void progressed(cachescope::ui::SimulationRun::Phase phase, double share);
    void finished(const cachescope::ui::SimulationAnswerPointer &answer);
    void failed(const QString &sentence);
    void stopped();

private:
    struct Kept;
    void end(int number, const base::Result<SimulationAnswerPointer> &answer);

    std::jthread m_worker;
    std::shared_ptr<Kept> m_kept; ///< Touched by the worker only while it runs.
    int m_number = 0; ///< Of the newest run; answers of earlier ones are dropped.
    bool m_running = false;
};

} // namespace cachescope::ui

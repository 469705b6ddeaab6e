// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "insight/log_problems.h"
#include "insight/prefix_index.h"
#include "providers/price_book.h"
#include "storage/write_queue.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace cachescope::insight {

/** What the analysis of the log does; a snapshot. */
struct AnalysisStatus
{
    std::int64_t analysed = 0; ///< Since this program's start.
    std::int64_t pending = 0; ///< Logged calls that it has not come to yet.
    std::int64_t passedOver = 0; ///< Calls left out because too many came; they stay "not analysed".
    std::int64_t rememberedPrompts = 0, indexBytes = 0;
    bool rebuilding = false; ///< Reads the log's end anew after a start.
    std::string problem; ///< One sentence; empty while all is well.
};

/**
 * Analyses the calls of the log on a thread of its own, of the lowest priority. The log is its queue: it follows
 * its end in the order of starts, a second behind, so nothing at all is done on the way of a call and nothing waits
 * in memory. It remembers in the log how far it came, and goes on there after a restart. Far behind (see
 * `mostPending`) it passes calls over, counts them and goes on near the end.
 *
 * Thread-safe; the queue must outlive it.
 */
class LogAnalyser
{
public:
    struct Settings
    {
        std::string databasePath;
        std::function<std::shared_ptr<const providers::PriceBook>()> prices; ///< Called on its thread.
        const base::Clock *clock = &base::SystemClock::instance();
        PrefixIndex::Limits index{};
        std::int64_t mostPending = 200'000; ///< Calls; beyond it the oldest are passed over.
        std::int64_t rebuiltFrom = 3'000; ///< Newest analysed calls that are read anew after a start.
        std::chrono::milliseconds pace{ 400 }; ///< Between two looks at the log's end.
        std::chrono::seconds settle{
            1
        }; ///< So old is a call before it is looked at: its neighbours are in the log.
        std::chrono::seconds longestWait{ 60 }; ///< For a call under way that started before others.
        std::chrono::seconds problemsEvery{ 90 }; ///< How often the prompt rules look at recent requests; 0: never.
        /** Called on its thread after new insights were handed to the log. May be empty. */
        std::function<void()> changed{};
    };
    static std::unique_ptr<LogAnalyser> start(storage::WriteQueue &queue, Settings settings);
    /** Stops at the next call, or within one. */
    ~LogAnalyser();

    AnalysisStatus status() const;
    /** What the prompt rules found in the log's recent requests when they last looked; null before the first look.
     */
    std::shared_ptr<const std::vector<LogProblem>> problems() const;
    /** Waits until nothing that has settled is pending; false when `timeout` passed first. For tests. */
    bool waitUntilIdle(std::chrono::milliseconds timeout);

private:
    struct State;
    explicit LogAnalyser(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace cachescope::insight

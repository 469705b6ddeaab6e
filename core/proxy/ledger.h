// SPDX-License-Identifier: MIT
#pragma once

#include "providers/answer.h"
#include "providers/price_book.h"
#include "requestlog/call_journal.h"
#include "requestlog/record.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace cachescope::requestlog {
class RequestLog;
}

namespace cachescope::proxy {

class Metrics;
class UpstreamBoard;

/** A call that has ended, as the proxy thread leaves it: not yet priced, not yet redacted. */
struct EndedCall
{
    requestlog::CallStart start;
    requestlog::CallEnd end;
    requestlog::CallJournal::Entry entry; ///< Of a call that went upstream; goes to the log with it.
    bool isOpen = false; ///< Its row was opened when it began; else it is opened and ended in one.
    std::vector<std::string> secrets; ///< The caller's keys, to be hidden wherever they turn up.
    std::shared_ptr<const providers::PriceBook> prices;
    std::string inferenceGeo; ///< Of the answer; some providers charge by place.
    std::int64_t monotonicEnd = 0; ///< Microseconds.
};

/**
 * Does what a call leaves behind, on a thread of its own: prices, redaction, metrics, the log. So the proxy's
 * threads spend a few microseconds on it, and nothing of it is ever on a call's way (law 5). The queue is bounded
 * by bytes: when it is full, or the log's is half full, bodies are dropped and counted, the row itself stays.
 */
class Ledger
{
public:
    Ledger(requestlog::RequestLog *log, Metrics &metrics, UpstreamBoard &board);
    /** Works off what is queued, then stops. */
    ~Ledger();
    Ledger(const Ledger &) = delete;
    Ledger &operator=(const Ledger &) = delete;

    void add(EndedCall call);
    /** Waits until everything added before is with the log. */
    void drain();
    std::int64_t droppedBodies() const;

private:
    void run();
    void settle(EndedCall &call);
    void dropBodies(EndedCall &call);
    void price(EndedCall &call) const;

    requestlog::RequestLog *m_log;
    Metrics &m_metrics;
    UpstreamBoard &m_board;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_idle;
    std::condition_variable m_hurry; ///< Ends the gathering of a batch early.
    std::vector<EndedCall> m_queue; ///< under m_mutex
    std::size_t m_queuedBytes = 0; ///< under m_mutex
    std::atomic<std::int64_t> m_droppedBodies{ 0 };
    bool m_busy = false; ///< under m_mutex
    int m_drains = 0; ///< waiting for the queue to empty; under m_mutex
    bool m_stopping = false; ///< under m_mutex
    std::thread m_thread;
};

} // namespace cachescope::proxy

// SPDX-License-Identifier: MIT
#pragma once

#include "providers/answer.h"
#include "proxy/ledger.h"
#include "requestlog/call_way.h"
#include "requestlog/request_log.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::proxy {

class Worker;

/**
 * Gathers what the log will say about one call, and hands it to the ledger exactly once. Times are microseconds
 * from the call's start. One worker's thread.
 */
class CallRecord
{
public:
    explicit CallRecord(Worker &worker);
    /** A call that was never finished (its client vanished with the program's end) is recorded as lost to its
     * client. */
    ~CallRecord();
    CallRecord(const CallRecord &) = delete;
    CallRecord &operator=(const CallRecord &) = delete;

    requestlog::CallStart &start() { return m_call.start; }
    const requestlog::CallStart &start() const { return m_call.start; }
    requestlog::CallEnd &end() { return m_call.end; }
    const requestlog::CallEnd &end() const { return m_call.end; }
    /** What is unusual of the call's way; made when it is first asked for. */
    requestlog::CallWay &way();
    void attemptEnded(requestlog::CallAttempt attempt) { way().attempts.push_back(std::move(attempt)); }
    std::vector<std::string> &secrets() { return m_call.secrets; }
    const base::Uid &uid() const { return m_call.start.uid; }
    std::int64_t elapsed() const;

    /** For calls that go upstream, before they do: enters the call in the log's journal, so that a crash leaves it
     * behind, and has its row opened. The row soon, not now: the log's writer gathers rows anyway, and a call that
     * is over by then needs only one. */
    void open();
    void openNow();
    void phase(requestlog::LiveCall::Phase phase);
    /** Cheap to call often: passes on a few times a second. */
    void progress(std::int64_t receivedBytes, int chunks);
    void takeFacts(const providers::AnswerFacts &facts);
    void fail(std::string_view kind, std::string message);
    /** There was no call after all: nothing is logged. */
    void discard();
    bool isFinished() const { return m_finished; }
    /** Ends the record. What is in `end()` then is what the log gets. */
    void finish(requestlog::Outcome outcome, requestlog::CallState state, int status);

private:
    Worker &m_worker;
    EndedCall m_call;
    std::int64_t m_startedMonotonic;
    std::int64_t m_lastProgressMs = 0;
    std::unique_ptr<requestlog::CallWay> m_way;
    std::optional<requestlog::LiveCall::Phase> m_phase;
    bool m_opensSoon = false;
    bool m_finished = false;
};

} // namespace cachescope::proxy

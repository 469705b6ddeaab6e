// SPDX-License-Identifier: MIT
#include "proxy/ledger.h"

#include "base/background.h"
#include "base/redact.h"
#include "proxy/credential.h"
#include "proxy/metrics.h"
#include "proxy/upstream_board.h"
#include "requestlog/call_way.h"
#include "requestlog/request_log.h"

#include <chrono>

namespace cachescope::proxy {

namespace {

constexpr std::size_t maxQueuedBytes = 64U << 20;
/** Calls are gathered this long before the thread looks at them: waking it for each would cost their threads more
 * than all the rest of a hit. */
constexpr std::chrono::milliseconds gatherTime{ 5 };
constexpr std::size_t fullBatch = 512;

std::size_t bytesOf(const EndedCall &call)
{
    return call.end.requestBody.size() + call.end.responseBody.size();
}

/** What a call says against its upstream's health; a client's own mistakes (400, 404 …) do not. */
std::string trouble(const requestlog::CallEnd &end)
{
    using requestlog::CallState;
    if (end.state == CallState::ClientGone)
        return {};
    const bool upstreamsFault = end.state == CallState::Failed || end.state == CallState::Cut || end.status >= 500
        || end.status == 429 || end.status == 401 || end.status == 403;
    if (!upstreamsFault)
        return {};
    return end.errorMessage.empty() ? "HTTP " + std::to_string(end.status) : end.errorMessage;
}

} // namespace

Ledger::Ledger(requestlog::RequestLog *log, Metrics &metrics, UpstreamBoard &board)
    : m_log(log)
    , m_metrics(metrics)
    , m_board(board)
    , m_thread(&Ledger::run, this)
{ }

Ledger::~Ledger()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
    m_hurry.notify_one();
    m_thread.join();
}

void Ledger::add(EndedCall call)
{
    bool first = false;
    bool full = false;
    {
        const std::lock_guard lock(m_mutex);
        if (m_queuedBytes + bytesOf(call) > maxQueuedBytes)
            dropBodies(call);
        m_queuedBytes += bytesOf(call);
        first = m_queue.empty();
        m_queue.push_back(std::move(call));
        full = m_queue.size() == fullBatch;
    }
    if (first)
        m_wake.notify_one();
    if (full)
        m_hurry.notify_one();
}

void Ledger::dropBodies(EndedCall &call)
{
    if (bytesOf(call) == 0)
        return;
    call.end.requestBody.clear();
    call.end.responseBody.clear();
    call.end.responseBodyTruncated = true;
    ++m_droppedBodies;
}

void Ledger::drain()
{
    std::unique_lock lock(m_mutex);
    ++m_drains;
    m_hurry.notify_one();
    m_idle.wait(lock, [this] { return m_queue.empty() && !m_busy; });
    --m_drains;
}

std::int64_t Ledger::droppedBodies() const
{
    return m_droppedBodies;
}

void Ledger::run()
{
    base::runInBackground("ledger");
    std::vector<EndedCall> batch; // changes places with the queue, so that neither is allocated anew
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_stopping || !m_queue.empty(); });
        if (m_queue.empty())
            return;
        m_hurry.wait_for(
            lock, gatherTime, [this] { return m_stopping || m_drains > 0 || m_queue.size() >= fullBatch; });
        std::swap(batch, m_queue);
        m_queuedBytes = 0;
        m_busy = true;
        lock.unlock();
        for (EndedCall &call : batch)
            settle(call);
        batch.clear();
        lock.lock();
        m_busy = false;
        if (m_queue.empty())
            m_idle.notify_all();
    }
}

void Ledger::settle(EndedCall &call)
{
    requestlog::CallEnd &end = call.end;
    price(call);
    // Before anything is made of them: what cannot be written in time shall not cost the calls' threads a core.
    if (m_log != nullptr && m_log->isBehind())
        dropBodies(call);
    call.start.target = base::redactTarget(call.start.target);
    if (!end.requestHead.empty())
        end.requestHead = base::redactHead(end.requestHead);
    if (!end.responseHead.empty())
        end.responseHead = base::redactHead(end.responseHead);
    for (std::string *text : { &end.requestHead, &end.responseHead, &end.requestBody, &end.responseBody,
                               &end.errorMessage, &end.diagnosticsJson }) {
        if (!text->empty())
            hideSecrets(*text, call.secrets);
    }
    m_metrics.record(call.start, end);
    if (end.attempts > 0)
        m_board.report(call.start.upstream, end.firstTokenMicros, trouble(end), call.monotonicEnd);
    if (m_log == nullptr)
        return;
    if (call.isOpen)
        m_log->finish(call.start.id, std::move(end));
    else
        m_log->record(std::move(call.start), std::move(end), std::move(call.entry));
}

void Ledger::price(EndedCall &call) const
{
    requestlog::CallEnd &end = call.end;
    if (end.billed || end.usage.source == providers::UsageSource::None || !call.prices || end.attempts == 0)
        return;
    const providers::PriceContext context{ call.start.startedAt, end.serviceTier, call.inferenceGeo,
                                           end.usage.explicitCache };
    // Another upstream that answered has prices of its own.
    const bool elsewhere = end.way && !end.way->answeredBy.empty();
    const auto cost = call.prices->cost(
        elsewhere ? end.way->answeredBy : call.start.upstream,
        elsewhere && !end.way->answeredModel.empty() ? end.way->answeredModel : call.start.model, end.usage.tokens,
        context);
    if (!cost)
        return;
    end.billed = cost->billed;
    end.parts = { cost->input, cost->cacheRead, cost->cacheWrite, cost->output };
    end.withoutCache = cost->withoutCache;
}

} // namespace cachescope::proxy

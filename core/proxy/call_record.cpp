// SPDX-License-Identifier: MIT
#include "proxy/call_record.h"

#include "base/redact.h"
#include "proxy/worker.h"

#include <utility>

namespace cachescope::proxy {

CallRecord::CallRecord(Worker &worker)
    : m_worker(worker)
    , m_startedMonotonic(worker.shared().clock().monotonic())
{
    m_call.start.startedAt = worker.shared().clock().wall();
    m_call.start.uid = base::Uid::create(m_call.start.startedAt);
    m_call.prices = worker.settings()->prices;
    ++worker.shared().openCalls;
}

CallRecord::~CallRecord()
{
    if (!m_finished)
        finish(requestlog::Outcome::Error, requestlog::CallState::ClientGone, 0);
}

void CallRecord::discard()
{
    m_finished = true;
    --m_worker.shared().openCalls;
}

requestlog::CallWay &CallRecord::way()
{
    if (!m_way)
        m_way = std::make_unique<requestlog::CallWay>();
    return *m_way;
}

std::int64_t CallRecord::elapsed() const
{
    return m_worker.shared().clock().monotonic() - m_startedMonotonic;
}

void CallRecord::open()
{
    if (m_worker.shared().services.log == nullptr || m_call.isOpen || m_opensSoon)
        return;
    m_opensSoon = true;
    m_call.start.target = base::redactTarget(m_call.start.target);
    m_call.entry = m_worker.shared().services.log->announce(m_call.start);
    m_worker.openSoon(*this);
}

void CallRecord::openNow()
{
    if (!m_opensSoon)
        return;
    m_opensSoon = false;
    m_worker.opensNoMore(*this);
    m_call.start.id = m_worker.shared().services.log->open(m_call.start, std::move(m_call.entry));
    m_call.isOpen = true;
    if (m_phase)
        m_worker.shared().services.log->phase(m_call.start.id, *m_phase);
}

void CallRecord::phase(requestlog::LiveCall::Phase phase)
{
    if (m_phase == phase)
        return;
    m_phase = phase;
    if (m_call.isOpen)
        m_worker.shared().services.log->phase(m_call.start.id, phase);
}

void CallRecord::progress(std::int64_t receivedBytes, int chunks)
{
    if (!m_call.isOpen || m_lastProgressMs == m_worker.nowMs())
        return;
    m_lastProgressMs = m_worker.nowMs();
    m_worker.shared().services.log->progress(m_call.start.id, receivedBytes, chunks);
}

void CallRecord::takeFacts(const providers::AnswerFacts &facts)
{
    requestlog::CallEnd &end = m_call.end;
    end.servedModel = facts.servedModel;
    end.serviceTier = facts.serviceTier;
    end.finishReason = facts.finishReason;
    end.usage = facts.usage;
    end.toolCalls = facts.hasToolCalls;
    end.diagnosticsJson = facts.diagnosticsJson;
    m_call.inferenceGeo = facts.inferenceGeo;
    if (end.errorMessage.empty())
        end.errorMessage = facts.errorMessage;
}

void CallRecord::fail(std::string_view kind, std::string message)
{
    m_call.end.errorKind = kind;
    m_call.end.errorMessage = std::move(message);
}

void CallRecord::finish(requestlog::Outcome outcome, requestlog::CallState state, int status)
{
    if (m_finished)
        return;
    m_finished = true;
    if (std::exchange(m_opensSoon, false))
        m_worker.opensNoMore(*this);
    Shared &shared = m_worker.shared();
    --shared.openCalls;
    requestlog::CallEnd &end = m_call.end;
    end.outcome = outcome;
    end.state = state;
    end.status = status;
    if (m_way) {
        // One attempt, and that where it was meant to go: the row says all of it.
        if (m_way->attempts.size() == 1 && m_way->answeredBy.empty() && end.attempts <= 1)
            m_way->attempts.clear();
        if (!m_way->empty())
            end.way = std::make_shared<const requestlog::CallWay>(std::move(*m_way));
    }
    end.totalMicros = elapsed();
    m_call.monotonicEnd = shared.clock().monotonic();
    shared.ledger.add(std::move(m_call));
}

} // namespace cachescope::proxy

// SPDX-License-Identifier: MIT
// What helps the provider's cache in a ProxiedCall (docs/help-provider-cache.md).
#include "base/text.h"
#include "proxy/client_connection.h"
#include "proxy/helped_request.h"
#include "proxy/proxied_call.h"
#include "proxy/worker.h"

#include <QTimer>

#include <utility>

namespace cachescope::proxy {

/** Puts into the request what the user wants in it for the provider's cache. The local cache knows nothing of it:
 * its key is the client's question. */
void ProxiedCall::help()
{
    if (m_purpose == Purpose::Own || m_streamsThrough || m_head->api == providers::Api::Opaque
        || !m_known->facts.wellFormed)
        return;
    const requestlog::CallStart &start = m_record.start();
    const config::ProviderHelp help = helpFor(
        m_head->settings->config, { start.project, start.model, start.upstream, start.client, start.target });
    if (!help.isSet())
        return;
    HelpPlan plan = planHelp(
        { *m_head, body(), m_known->facts, help, m_head->settings->prices.get() }, m_worker.shared().help,
        m_worker.shared().clock().monotonic());
    if (plan.request)
        m_upstream->sendHelped(std::move(plan.request));
    if (plan.newObject)
        makeObject(*plan.newObject);
    if (plan.warmth || !plan.diagnosed.empty()) {
        m_help = std::make_unique<HelpPlan>();
        m_help->warmth = std::move(plan.warmth);
        m_help->diagnosed = std::move(plan.diagnosed);
        m_help->lifetimeMicros = plan.lifetimeMicros;
    }
    if (plan.beginnings.empty())
        return;
    m_ticket = std::make_shared<flow::WarmGate::Ticket>();
    m_ticket->beginnings = std::move(plan.beginnings);
    m_ticket->lifetimeMicros = plan.lifetimeMicros;
    m_ticket->wake = [this, alive = alive(), post = m_worker.post()] {
        post->post([this, alive] {
            if (!alive.expired() && !m_done && m_gateFrom >= 0)
                gateNews();
        });
    };
    m_gateUntil = m_record.elapsed() + std::chrono::microseconds(*help.warmGate).count();
}

/** True when another call is writing what this one could read; it goes on when that one's first byte is there. */
bool ProxiedCall::waitsAtGate()
{
    if (!m_ticket)
        return false;
    const auto verdict = m_worker.shared().help.gate.ask(m_ticket, m_worker.shared().clock().monotonic());
    if (verdict != flow::WarmGate::Verdict::Wait) {
        if (verdict == flow::WarmGate::Verdict::Lead && m_gateFrom < 0)
            m_record.way().gate = "led";
        return false;
    }
    if (m_gateFrom >= 0)
        return true;
    m_gateFrom = m_record.elapsed();
    m_record.open();
    m_record.phase(requestlog::LiveCall::Phase::Waiting);
    const std::int64_t longest = (m_gateUntil - m_gateFrom + 999) / 1000;
    QTimer::singleShot(static_cast<int>(longest), Qt::PreciseTimer, &m_worker, [this, alive = alive()] {
        if (!alive.expired() && !m_done && m_gateFrom >= 0)
            startUpstream("gave up");
    });
    return true;
}

void ProxiedCall::gateNews()
{
    if (!waitsAtGate())
        startUpstream("followed");
}

/** The waiting is over. */
void ProxiedCall::startUpstream(std::string_view gate)
{
    const std::int64_t waited = m_record.elapsed() - std::exchange(m_gateFrom, -1);
    m_record.end().waitMicros += waited;
    m_record.way().gateWaitMicros = waited;
    m_record.way().gate = gate;
    if (gate == "gave up")
        leaveGate();
    m_upstream->start();
}

/** Whoever waits for us had better not. */
void ProxiedCall::leaveGate()
{
    if (m_ticket)
        m_worker.shared().help.gate.leave(m_ticket);
    m_gateFrom = -1;
}

/** Before anything of the answer is relayed. */
void ProxiedCall::hideUsageChunk()
{
    const std::string_view coding = m_answerHead.fields.value("content-encoding");
    if (!m_recorder->isStream() || !(coding.empty() || base::equalIgnoringCase(coding, "identity")))
        return;
    m_hiding = std::make_unique<providers::UsageChunkFilter>();
    m_recorder->hideUsageChunk();
}

/** The answer is over: what looked like the beginning of an event is all there is. */
void ProxiedCall::releaseHidden()
{
    if (!m_hiding || m_client == nullptr)
        return;
    m_filtered.clear();
    m_hiding->finish(m_filtered);
    if (!m_filtered.empty())
        m_client->sendBody(m_filtered);
}

} // namespace cachescope::proxy

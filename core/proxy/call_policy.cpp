// SPDX-License-Identifier: MIT
// What a caching policy adds to a ProxiedCall: stale answers while they are asked anew, shadow questions, pace.
#include "proxy/answer_comparison.h"
#include "proxy/client_connection.h"
#include "proxy/proxied_call.h"
#include "proxy/worker.h"

#include <QRandomGenerator>
#include <QTimer>

namespace cachescope::proxy {

using cache::ResponseCache;
using requestlog::CallState;
using requestlog::Outcome;
using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::seconds;

namespace {

constexpr double microsPerSecond = 1e6;

} // namespace

seconds ProxiedCall::staleFor(const cache::Entry &entry) const
{
    return duration_cast<seconds>(microseconds(m_worker.shared().clock().wall() - entry.expiresAt));
}

/** Only what time alone has made stale: what was invalidated is not held in memory any more. */
bool ProxiedCall::mayServeStale(const ResponseCache::Found &found) const
{
    if (m_policy.staleWhileRevalidate.count() == 0 || !found.entry || m_plan.mustNotForward || !m_plan.mayStore)
        return false;
    const seconds stale = staleFor(*found.entry);
    return stale.count() >= 0 && stale <= m_policy.staleWhileRevalidate;
}

bool ProxiedCall::isShadowed() const
{
    return m_policy.shadowShare > 0 && !m_plan.mustNotForward
        && QRandomGenerator::global()->generateDouble() < m_policy.shadowShare;
}

bool ProxiedCall::isPaced() const
{
    return m_policy.replay != cache::ReplayPace::AtOnce && m_known->facts.form == providers::AnswerForm::Sse;
}

/** Gives a stored stream again in its time. */
void ProxiedCall::replay(const cache::Entry &entry, std::shared_ptr<const std::string> text)
{
    std::int64_t first = entry.originalFirstTokenMicros;
    std::int64_t total = entry.originalTotalMicros;
    if (m_policy.replay == cache::ReplayPace::Fixed) {
        const PacedReplay counted(text, 0, 0);
        first = 0;
        total = static_cast<std::int64_t>(
            static_cast<double>(counted.events()) * microsPerSecond / m_policy.eventsPerSecond);
    }
    m_replay = std::make_unique<PacedReplay>(std::move(text), first, total);
    m_record.end().firstTokenMicros = -1;
    m_client->flush();
    if (!m_done)
        replayMore();
}

void ProxiedCall::replayMore()
{
    if (m_client->isCongested())
        return; // clientWritable() comes back here.
    const std::int64_t begun = m_record.end().firstByteMicros;
    const std::string_view due = m_replay->take(m_record.elapsed() - begun);
    if (!due.empty()) {
        if (m_record.end().firstTokenMicros < 0)
            m_record.end().firstTokenMicros = m_record.elapsed();
        if (!m_replay->isDone()) {
            m_client->sendBody(due);
            m_client->flush();
        } else {
            m_done = true;
            m_client->answerBody(due);
            m_record.finish(Outcome::Hit, CallState::Complete, m_answerHead.status);
            return;
        }
    }
    if (m_done)
        return;
    const std::int64_t wait = std::max<std::int64_t>(0, m_replay->nextAt() - (m_record.elapsed() - begun));
    const std::weak_ptr<char> alive = this->alive();
    QTimer::singleShot(static_cast<int>((wait + 999) / 1000), Qt::PreciseTimer, &m_worker, [this, alive] {
        if (!alive.expired() && !m_done)
            replayMore();
    });
}

/** The same question once more, by the proxy itself; the client has its answer. One at a time for each question. */
void ProxiedCall::askAgain(Purpose purpose, const ResponseCache::EntryPointer &entry)
{
    auto made = std::make_unique<ProxiedCall>(nullptr, m_worker, m_head);
    ProxiedCall &call = *made;
    call.m_purpose = purpose;
    call.m_body = body();
    call.m_trailers = m_trailers;
    call.m_known = m_known;
    call.m_policy = m_policy;
    call.m_plan = m_plan;
    const bool isShadow = purpose == Purpose::Shadow;
    call.m_plan.mayServe = false;
    call.m_plan.mayStore = !isShadow;
    call.m_plan.reason = isShadow ? "shadow" : "";
    call.m_forwardReason = isShadow ? "bypass" : "stale";
    call.setFlightKey();
    if (isShadow)
        call.m_flightKey.push_back('s');
    const auto wake = call.wake();
    call.m_place
        = m_worker.shared().flights.join(call.m_flightKey, wake, wake, m_worker.shared().clock().monotonic());
    if (!call.m_place.leads()) {
        call.m_record.discard(); // Somebody asks it already.
        return;
    }
    if (isShadow)
        call.m_shadowed = entry;
    call.describe();
    requestlog::CallStart &start = call.m_record.start();
    const requestlog::CallStart &own = m_record.start();
    start.requestBytes = own.requestBytes;
    start.model = own.model;
    start.stream = own.stream;
    start.session = own.session;
    start.firstText = own.firstText;
    start.nameSpace = own.nameSpace;
    requestlog::CallWay &way = call.m_record.way();
    way.purpose = isShadow ? "shadow" : "revalidate";
    way.policy = m_policy.policyName;
    way.policyReason = m_policy.policyReason;
    m_worker.adopt(std::move(made));
    call.forward();
}

void ProxiedCall::compareShadow(const providers::AnswerFacts &facts)
{
    if (!facts.complete || m_recorder->copy() != AnswerRecorder::Copy::Whole)
        return;
    const auto same
        = sayTheSame(m_head->api, { m_shadowed->form, m_shadowed->body }, { facts.form, m_recorder->text() });
    if (same)
        m_record.way().comparison = *same ? "same" : "different";
}

} // namespace cachescope::proxy

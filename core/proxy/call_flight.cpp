// SPDX-License-Identifier: MIT
// The shared part of a ProxiedCall: leading a flight that others listen to, or listening to another call's.
#include "proxy/cache_status.h"
#include "proxy/client_connection.h"
#include "proxy/dispatch.h"
#include "proxy/flight_summary.h"
#include "proxy/proxied_call.h"
#include "proxy/worker.h"

#include "base/text.h"

#include <array>

namespace cachescope::proxy {

using flow::Flight;
using requestlog::CallState;
using requestlog::LiveCall;
using requestlog::Outcome;

namespace {

constexpr std::size_t takenAtOnce = 64 * 1024;
/** All ended flights together may hold this much for newcomers of the batch window. */
constexpr std::size_t mostLingeringBytes = std::size_t{ 64 } << 20;

/** Fields that mean the same to every listener; what belongs to the leader's own call stays with it. */
constexpr std::array<std::string_view, 6> sharedFields{ "content-language", "content-disposition",
                                                        "content-location", "retry-after",
                                                        "retry-after-ms",   "x-should-retry" };

} // namespace

/** Contract, "Coalesced": temperature 0 or a seed, `X-Cachescope-Cache: on`, or whatever is cacheable if the user
 * wants it so. Declared tools may do something each time: only where their answers are kept, too. */
bool ProxiedCall::mayShare() const
{
    using config::CoalescingMode;
    const CoalescingMode mode = m_head->settings->config.coalescing.mode;
    if (mode == CoalescingMode::Off || m_streamsThrough || m_lookedAgain || m_plan.mustNotForward
        || !m_plan.mayServe || !m_known->canonical)
        return false;
    if (m_head->controls.mode == cache::CacheMode::On)
        return true;
    if (m_known->facts.hasTools && !m_policy.storeToolCalls)
        return false;
    return mode == CoalescingMode::All || m_known->facts.deterministic;
}

/** For any thread: the call hears of news on its own worker's loop, if it is still there. */
Flight::Wake ProxiedCall::wake()
{
    return [this, alive = alive(), post = m_worker.post()] {
        post->post([this, alive] {
            if (!alive.expired() && !m_done)
                flightNews();
        });
    };
}

void ProxiedCall::setFlightKey()
{
    const base::Digest &canonical = *m_known->canonical;
    m_flightKey.assign(reinterpret_cast<const char *>(canonical.data()), canonical.size());
    // Two forms of one question are two answers until one of them is whole.
    m_flightKey.push_back(static_cast<char>('0' + static_cast<int>(m_known->facts.form)));
    m_flightKey.push_back(m_known->facts.includeUsage ? 'u' : '-');
}

/** True when the call will be answered by another's flight, or was by the cache; else it has to go upstream, and
 * perhaps leads one. */
bool ProxiedCall::share()
{
    flow::FlightBoard &board = m_worker.shared().flights;
    const base::Digest &canonical = *m_known->canonical;
    setFlightKey();
    const Flight::Wake woken = wake();
    m_place = board.join(m_flightKey, woken, woken, m_worker.shared().clock().monotonic());
    if (m_place.leads()) {
        // The last flight may have landed between our look into the cache and now.
        const auto found = m_worker.shared().services.cache->find(canonical);
        if (found.freshness != cache::ResponseCache::Freshness::Fresh || !found.entry)
            return awaitTurn();
        endFlight(Flight::End::LookAgain, {}, {});
        return tryServe(found, Source::MemoryOnly);
    }
    m_record.end().overheadMicros = m_record.elapsed();
    m_record.open();
    m_record.phase(LiveCall::Phase::Waiting);
    follow();
    return true;
}

/** The same on the other machines of a team: one of them makes the call, the others take its answer from their
 * Redis. False: there is no team, or its server is away. */
bool ProxiedCall::awaitTurn()
{
    using cache::ResponseCache;
    ResponseCache *const answers = m_worker.shared().services.cache;
    const std::chrono::milliseconds longest = m_head->settings->config.coalescing.teamWait;
    if (longest.count() == 0 || !answers->hasTeam())
        return false;
    m_record.end().overheadMicros = m_record.elapsed();
    m_record.open();
    m_record.phase(LiveCall::Phase::Waiting);
    const base::Digest canonical = *m_known->canonical;
    const std::weak_ptr<char> alive = this->alive();
    answers->takeTurn(
        canonical, longest, [this, alive, answers, canonical, post = m_worker.post()](ResponseCache::Turn turn) {
            post->post([this, alive, answers, canonical, turn = std::move(turn)]() mutable {
                if (!alive.expired() && !m_done)
                    turnCame(std::move(turn));
                else if (turn.kind == ResponseCache::Turn::Kind::Lead)
                    answers->endTurn(canonical, std::move(turn.token));
            });
        });
    return true;
}

void ProxiedCall::turnCame(cache::ResponseCache::Turn turn)
{
    using Kind = cache::ResponseCache::Turn::Kind;
    const std::int64_t waited = m_record.elapsed() - m_record.end().overheadMicros;
    m_turn = std::move(turn.token);
    if (m_place.flight->isAbandoned()) {
        abandonedByAll();
        return;
    }
    const bool answered = turn.kind == Kind::Answered;
    if (answered && m_client == nullptr) {
        abandonedByAll(); // Those who listen find the answer in the cache.
        return;
    }
    if (answered) {
        m_turnWait = std::max<std::int64_t>(1, waited);
        endFlight(Flight::End::LookAgain, {}, {});
        if (tryServe(m_worker.shared().services.cache->find(*m_known->canonical), Source::MemoryOnly))
            return;
        m_turnWait = 0; // It cannot be put into the form that was asked for.
    }
    m_record.end().overheadMicros = 0; // Counted anew, up to what is sent.
    m_record.end().waitMicros += waited;
    forward();
}

/** Nobody of those who asked here is left. */
void ProxiedCall::abandonedByAll()
{
    m_done = true;
    endFlight(Flight::End::LookAgain, {}, {});
    m_record.fail("client_gone", "all clients left before the answer ended");
    keepContents();
    m_record.finish(Outcome::Error, CallState::ClientGone, 0);
    leave();
}

void ProxiedCall::flightNews()
{
    if (isFollowing())
        follow();
    else if (isLeading())
        leaderNews();
}

/** Everybody has left, or the slowest has caught up. */
void ProxiedCall::leaderNews()
{
    if (!m_upstream)
        return;
    if (!m_place.flight->isAbandoned()) {
        throttle();
        return;
    }
    m_done = true;
    leaveGate();
    m_upstream->abandon();
    providers::AnswerFacts facts;
    if (m_recorder)
        facts = finishAnswer(false);
    endFlight(Flight::End::LookAgain, facts, {});
    m_record.fail("client_gone", "all clients left before the answer ended");
    keepContents();
    m_record.finish(Outcome::Error, CallState::ClientGone, m_answering ? m_answerHead.status : 0);
    leave();
}

/** Takes what has come since the last time. */
void ProxiedCall::follow()
{
    while (!m_done && !(m_answering && m_client->isCongested())) {
        m_unobserved.clear();
        const Flight::Taken taken = m_place.flight->take(m_place.listener, m_unobserved, takenAtOnce);
        if (taken.head && !m_answering)
            followHead(*taken.head);
        if (!m_unobserved.empty()) {
            m_received += static_cast<std::int64_t>(m_unobserved.size());
            m_client->sendBody(m_unobserved);
            if (m_done) // It left while we wrote.
                return;
            if (m_record.end().firstTokenMicros < 0)
                m_record.end().firstTokenMicros = m_record.elapsed();
        }
        if (taken.end) {
            followEnd(*taken.end, taken.summary.get());
            return;
        }
        m_client->flush();
        if (m_unobserved.empty())
            return;
        m_record.phase(LiveCall::Phase::Streaming);
        m_record.progress(m_received, 0);
    }
}

void ProxiedCall::followHead(const Flight::Head &head)
{
    m_answering = true;
    m_answerHead.status = head.status;
    requestlog::CallEnd &end = m_record.end();
    end.firstByteMicros = m_record.elapsed();
    end.waitMicros = std::max<std::int64_t>(0, end.firstByteMicros - end.overheadMicros);
    end.cacheDetail = "fwd=" + std::string(m_forwardReason) + "; collapsed";
    end.cacheKey = m_known->shortKey;
    std::string &lines
        = m_client->beginHead(head.status, http::reasonPhrase(head.status), http::BodyFraming::Chunked);
    if (!head.contentType.empty())
        http::appendField(lines, "Content-Type", head.contentType);
    for (const auto &[name, value] : head.fields)
        http::appendField(lines, name, value);
    CacheStatusMember member{ false, m_forwardReason, false, {}, m_known->shortKey, {} };
    member.collapsed = true;
    http::appendField(lines, "Cache-Status", toHeader(member));
    http::appendField(lines, "X-Cachescope-Request-Id", m_record.uid().toString());
    m_client->endHead();
}

/** What the log says of an answer that another call paid for. */
void ProxiedCall::recordFollowed(const flow::FlightSummary &summary)
{
    requestlog::CallEnd &end = m_record.end();
    m_record.takeFacts(summary.facts);
    end.diagnosticsJson.clear();
    end.usage.rawJson.clear();
    end.hitOf = summary.leader;
    end.responseBytes = m_received;
    end.billed = end.withoutCache = base::Money{};
    end.parts = requestlog::CostParts{};
    end.avoided = summary.cost;
}

void ProxiedCall::followEnd(Flight::End how, const flow::FlightSummary *summary)
{
    if (how == Flight::End::LookAgain && !m_answering) {
        lookAgain();
        return;
    }
    const auto flight = std::exchange(m_place, {});
    flight.flight->leave(flight.listener);
    m_done = true;
    if (how == Flight::End::Failed && summary != nullptr) {
        tellFailure(summary->failure);
        return;
    }
    if (summary != nullptr)
        recordFollowed(*summary);
    const int status = m_answerHead.status;
    if (how == Flight::End::Whole) {
        m_client->endAnswer();
        if (status >= 400)
            m_record.end().errorKind = "upstream_status";
        keepContents();
        m_record.finish(status >= 400 ? Outcome::Error : Outcome::Coalesced, CallState::Complete, status);
        return;
    }
    m_record.fail("upstream_closed", "the shared upstream call ended before the answer did");
    m_record.end().avoided.reset();
    keepContents();
    m_record.finish(Outcome::Error, CallState::Cut, status);
    m_client->cutAnswer();
}

/** The flight came to nothing for us: into the cache once more, then alone. */
void ProxiedCall::lookAgain()
{
    const auto flight = std::exchange(m_place, {});
    flight.flight->leave(flight.listener);
    const auto found = m_worker.shared().services.cache->find(*m_known->canonical);
    if (tryServe(found, Source::MemoryOnly))
        return;
    // One new election; who loses that one, too, goes alone.
    const bool again = !m_lookedAgain && share();
    m_lookedAgain = true;
    if (!again)
        forward();
}

/** The leader has its answer's beginning. */
void ProxiedCall::shareHead(const http::ResponseHead &head)
{
    if (m_recorder->copy() == AnswerRecorder::Copy::Undecodable) {
        // Only its own client can be expected to understand this coding.
        endFlight(Flight::End::LookAgain, {}, {});
        return;
    }
    Flight::Head shared{ head.status, m_recorder->contentType(), {} };
    for (const http::Field field : head.fields) {
        for (const std::string_view name : sharedFields) {
            if (base::equalIgnoringCase(field.name, name))
                shared.fields.emplace_back(field.name, field.value);
        }
    }
    m_place.flight->begin(std::move(shared));
}

/** Lands, and takes the flight off the board unless the batch window keeps it there. */
void ProxiedCall::endFlight(Flight::End how, const providers::AnswerFacts &facts, const CallFailure &failure)
{
    const auto flight = std::exchange(m_place, {}).flight;
    Shared &shared = m_worker.shared();
    if (!m_turn.empty()) // Behind the answer, where one was kept.
        shared.services.cache->endTurn(*m_known->canonical, std::exchange(m_turn, {}));
    const std::int64_t now = shared.clock().monotonic();
    const std::chrono::microseconds window = m_head->settings->config.coalescing.window;
    // The window counts from the call's beginning: what takes longer upstream is over when it is over.
    const std::int64_t keepUntil = now - m_record.elapsed() + window.count();
    const bool copied = !m_recorder || m_recorder->copy() == AnswerRecorder::Copy::Whole;
    const bool lingers = how == Flight::End::Whole && copied && keepUntil > now && m_answerHead.status < 400
        && shared.flights.lingeringBytes() + flight->heldBytes() < mostLingeringBytes;
    std::shared_ptr<flow::FlightSummary> summary;
    if (flight->wasShared() || lingers) {
        summary = std::make_shared<flow::FlightSummary>();
        m_record.openNow(); // For its number.
        summary->leader = m_record.start().id;
        summary->facts = facts;
        summary->cost = costOf(facts);
        summary->failure = failure;
    }
    const bool broken = how == Flight::End::Whole && m_recorder->copy() == AnswerRecorder::Copy::Undecodable;
    flight->end(broken ? Flight::End::Cut : how, std::move(summary), lingers ? keepUntil : 0);
    if (!lingers)
        shared.flights.remove(m_flightKey, flight);
}

} // namespace cachescope::proxy

// SPDX-License-Identifier: MIT
// The cache's part of a ProxiedCall: looking an answer up, serving it, keeping a new one.
#include "proxy/cache_status.h"
#include "proxy/client_connection.h"
#include "proxy/proxied_call.h"
#include "proxy/worker.h"

#include "base/text.h"

#include <array>

namespace cachescope::proxy {

using cache::ResponseCache;

namespace {

/** Answers above this are relayed, not kept. */
constexpr std::size_t maxEntryBytes = 16U << 20;

constexpr std::array<std::string_view, 4> keyHeaders{ "openai-organization", "openai-project", "anthropic-version",
                                                      "anthropic-beta" };
/** Content fields that a hit repeats; Content-Type has a place of its own, coding and length are ours. */
constexpr std::array<std::string_view, 3> contentHeaders{ "content-language", "content-disposition",
                                                          "content-location" };

std::string_view contentTypeOf(providers::AnswerForm form)
{
    return form == providers::AnswerForm::Sse ? "text/event-stream; charset=utf-8" : "application/json";
}

} // namespace

cache::KeyParts ProxiedCall::keyParts() const
{
    const http::RequestHead &head = m_client.requestHead();
    cache::KeyParts parts;
    parts.method = head.method;
    parts.target = m_route.rest;
    parts.upstream = m_route.upstream;
    parts.credential = m_credential;
    for (const std::string_view name : keyHeaders) {
        if (const auto value = head.fields.find(name))
            parts.headers.emplace_back(name, *value);
    }
    parts.nameSpace = m_labels.nameSpace;
    parts.version = m_labels.version;
    parts.body = m_body;
    return parts;
}

/** Finds out what the body says, from memory when these bytes came before, and what to do with the call. */
void ProxiedCall::recall()
{
    const cache::KeyParts parts = keyParts();
    const bool switchedOff = m_controls.mode == cache::CacheMode::Off;
    if (!switchedOff) {
        m_exact = cache::exactDigest(parts);
        m_known = m_worker.memory().find(m_exact);
    }
    if (m_known) {
        plan();
        // What a policy leaves out of the key differs by project and client, which the memory does not know.
        if (m_policy.volatileFields.empty())
            return;
    }
    auto call = std::make_shared<RememberedCall>();
    call->facts = m_known ? m_known->facts : providers::inspectRequest(parts.method, parts.target, parts.body);
    m_known = call;
    plan();
    if (!m_plan.mayServe && !m_plan.mayStore)
        return;
    call->canonical = cache::canonicalDigest(parts, m_api, m_policy.volatileFields);
    if (m_policy.volatileFields.empty())
        m_worker.memory().remember(m_exact, m_known);
}

void ProxiedCall::plan()
{
    const requestlog::CallStart &start = m_record.start();
    m_policy = matchPolicy(
        m_settings->config.cache, { start.project, m_known->facts.model, start.upstream, start.client });
    if (m_worker.shared().services.cache == nullptr || m_worker.shared().mode == ProxyServer::Mode::CacheBypassed) {
        m_plan = {};
        m_plan.reason = "cache switched off";
        m_plan.mustNotForward = m_controls.onlyIfCached || m_controls.mode == cache::CacheMode::Only;
        return;
    }
    m_plan = cache::planLookup(m_known->facts, m_controls, m_policy);
}

void ProxiedCall::lookUp()
{
    if (m_streamsThrough || m_api == providers::Api::Opaque) {
        auto call = std::make_shared<RememberedCall>();
        call->facts.api = m_api;
        m_known = std::move(call);
        plan();
    } else {
        recall();
    }
    requestlog::CallStart &start = m_record.start();
    start.model = m_known->facts.model;
    start.stream = m_known->facts.form != providers::AnswerForm::Json;
    start.session = m_known->facts.sessionHint;
    start.firstText = m_known->facts.firstUserText;
    if (!m_known->canonical) {
        m_plan.mayServe = m_plan.mayStore = false;
        if (m_plan.reason.empty())
            m_plan.reason = "no cacheable call";
    } else {
        m_shortKey = cache::ResponseKey{ m_exact, *m_known->canonical }.shortName();
    }
    m_forwardReason = m_plan.mayServe ? "miss" : m_plan.mayStore ? "request" : "bypass";
    if (m_plan.mayServe && tryServe(m_worker.shared().services.cache->find(*m_known->canonical), Source::DiskToo))
        return;
    forward(m_streamsThrough ? Connection::Fresh : Connection::Pooled);
}

/** True when the call is answered, or will be when the disk has been read. */
bool ProxiedCall::tryServe(const ResponseCache::Found &found, Source source)
{
    if (found.freshness == ResponseCache::Freshness::Stale)
        m_forwardReason = "stale";
    if (found.freshness != ResponseCache::Freshness::Fresh)
        return false;
    if (found.entry)
        return serveEntry(found);
    if (!found.onDisk || source == Source::MemoryOnly)
        return false;
    fetchFromDisk(*m_known->canonical);
    return true;
}

void ProxiedCall::fetchFromDisk(const base::Digest &canonical)
{
    Worker *worker = &m_worker;
    std::weak_ptr<char> alive = m_alive;
    // Called on the cache's thread; the answer comes back to this worker's loop, if the call is still there.
    m_worker.shared().services.cache->fetch(canonical, [this, worker, alive](ResponseCache::EntryPointer entry) {
        QMetaObject::invokeMethod(
            worker,
            [this, alive, entry = std::move(entry)] {
                if (alive.expired() || m_done)
                    return;
                // What was read is in memory now, and there its age is known.
                const auto found = m_worker.shared().services.cache->find(*m_known->canonical);
                if (!entry || !tryServe(found, Source::MemoryOnly))
                    forward(Connection::Pooled);
            },
            Qt::QueuedConnection);
    });
}

bool ProxiedCall::serveEntry(const ResponseCache::Found &found)
{
    Shared &shared = m_worker.shared();
    const ResponseCache::EntryPointer &entry = found.entry;
    if (m_plan.maxAge && found.age > *m_plan.maxAge) {
        m_forwardReason = "stale";
        return false;
    }
    const bool sameForm = entry->form == m_known->facts.form;
    // Asked for the same form, too: streams with and without a usage chunk are different answers.
    const auto text = shared.services.cache->inForm(entry, m_known->facts);
    if (!text)
        return false;
    http::ResponseHead head{ entry->status, std::string(http::reasonPhrase(entry->status)), 1, {} };
    head.fields.add(
        "Content-Type", sameForm ? std::string_view(entry->contentType) : contentTypeOf(m_known->facts.form));
    if (sameForm && !entry->contentEncoding.empty())
        head.fields.add("Content-Encoding", entry->contentEncoding);
    for (const auto &[name, value] : entry->contentHeaders)
        head.fields.add(name, value);
    CacheStatusMember member{ true, {}, false, {}, m_shortKey, {} };
    member.ttl = found.timeLeft;
    head.fields.add("Cache-Status", toHeader(member));
    head.fields.add("Age", std::to_string(found.age.count()));
    head.fields.add("X-Cachescope-Request-Id", m_record.uid().toString());

    const std::string &body = *text;
    m_done = true;
    requestlog::CallEnd &end = m_record.end();
    end.firstByteMicros = end.firstTokenMicros = end.overheadMicros = m_record.elapsed();
    end.cacheDetail = "hit";
    end.cacheKey = m_shortKey;
    end.hitOf = entry->filledBy;
    end.responseBytes = static_cast<std::int64_t>(body.size());
    end.billed = end.withoutCache = base::Money{};
    end.avoided = entry->cost;
    // What was saved. Sums leave it out, because nothing went upstream.
    end.usage.source = entry->usage.source;
    end.usage.tokens = entry->usage.tokens;
    const int status = entry->status;
    m_client.answer(std::move(head), body);
    shared.services.cache->recordHit(entry->canonical);
    m_record.finish(requestlog::Outcome::Hit, requestlog::CallState::Complete, status);
    return true;
}

void ProxiedCall::storeAnswer(const providers::AnswerFacts &facts)
{
    const bool usable = m_plan.mayStore && facts.complete && m_recorder->copy() == AnswerRecorder::Copy::Whole
        && m_recorder->text().size() <= maxEntryBytes;
    if (!usable)
        return;
    const cache::StoreDecision decision = cache::decideStore(m_answerHead.status, facts, m_policy);
    requestlog::CallEnd &end = m_record.end();
    if (!decision.store) {
        end.cacheDetail += "; not stored: " + decision.reason;
        return;
    }
    if (holdsSecret(m_recorder->text(), m_record.secrets())) {
        end.cacheDetail += "; not stored: the answer repeats the caller's key";
        return;
    }
    const requestlog::CallStart &start = m_record.start();
    cache::Entry entry;
    entry.canonical = *m_known->canonical;
    entry.upstream = start.upstream;
    entry.model = start.model;
    entry.project = start.project;
    entry.nameSpace = start.nameSpace;
    entry.version = start.version;
    entry.credential = m_credential;
    entry.tags = start.tags;
    entry.api = m_api;
    entry.form = facts.form;
    entry.includeUsage = m_known->facts.includeUsage;
    entry.status = m_answerHead.status;
    entry.contentType = m_recorder->contentType();
    for (const std::string_view name : contentHeaders) {
        if (const auto value = m_answerHead.fields.find(name))
            entry.contentHeaders.emplace_back(name, *value);
    }
    entry.body = m_recorder->text();
    entry.storedAt = m_worker.shared().clock().wall();
    entry.expiresAt = entry.storedAt + std::chrono::microseconds(m_plan.ttl).count();
    entry.filledBy = start.id;
    entry.usage = facts.usage;
    if (m_settings->prices) {
        const providers::PriceContext context{ start.startedAt, facts.serviceTier, facts.inferenceGeo };
        if (const auto cost = m_settings->prices->cost(start.upstream, start.model, facts.usage.tokens, context))
            entry.cost = cost->billed;
    }
    entry.originalFirstTokenMicros = end.firstTokenMicros;
    entry.originalTotalMicros = m_record.elapsed();
    entry.firstText = start.firstText;
    // Under a policy that leaves fields out, the same bytes are another question.
    const base::Digest exact
        = m_policy.volatileFields.empty() ? m_exact : cache::exactDigest(keyParts(), m_policy.volatileFields);
    end.stored = m_worker.shared().services.cache->store(exact, std::move(entry));
    if (!end.stored)
        end.cacheDetail += "; not stored: the answer holds what looks like a key";
}

} // namespace cachescope::proxy

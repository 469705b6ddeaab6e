// SPDX-License-Identifier: MIT
// The cache's part of a ProxiedCall: looking an answer up, serving it, keeping a new one.
#include "proxy/cache_status.h"
#include "proxy/client_connection.h"
#include "proxy/proxied_call.h"
#include "proxy/worker.h"

#include "base/text.h"
#include "providers/prompt_start.h"

#include <array>

namespace cachescope::proxy {

using cache::ResponseCache;

namespace {

/** Answers above this are relayed, not kept. */
constexpr std::size_t maxEntryBytes = 16U << 20;

/** Content fields that a hit repeats; Content-Type has a place of its own, coding and length are ours. */
constexpr std::array<std::string_view, 3> contentHeaders{ "content-language", "content-disposition",
                                                          "content-location" };

std::string_view contentTypeOf(providers::AnswerForm form)
{
    return form == providers::AnswerForm::Sse ? "text/event-stream; charset=utf-8" : "application/json";
}

} // namespace

/** True when these very bytes were asked and answered from the cache before: then all that they say is known. */
bool ProxiedCall::recall()
{
    if (m_head->controls.mode == cache::CacheMode::Off)
        return false;
    m_known = m_worker.memory().find(m_head->keyText, body());
    if (!m_known)
        return false;
    plan();
    // What a policy does to the key differs by project and client, which the memory does not know.
    return !m_policy.changesKey();
}

/** Finds out what the body says and what to do with the call. */
void ProxiedCall::inspect()
{
    auto call = std::make_shared<RememberedCall>();
    call->facts.api = m_head->api;
    if (!m_streamsThrough && m_head->api != providers::Api::Opaque)
        call->facts = providers::inspectRequest(m_head->method, m_head->route.rest, body());
    m_known = call;
    plan();
    if (m_streamsThrough || m_head->api == providers::Api::Opaque || (!m_plan.mayServe && !m_plan.mayStore))
        return;
    cache::KeyParts parts = m_head->keyParts(body());
    if (parts.nameSpace.empty() && !m_policy.nameSpace.empty())
        parts.nameSpace = m_record.start().nameSpace = m_policy.nameSpace;
    call->canonical = cache::canonicalDigest(parts, m_head->api, m_policy.volatileFields);
    if (call->canonical)
        call->shortKey = cache::shortName(*call->canonical);
}

void ProxiedCall::plan()
{
    const requestlog::CallStart &start = m_record.start();
    m_policy = matchPolicy(
        m_head->settings->config.cache,
        { start.project, m_known->facts.model, start.upstream, start.client, start.target });
    if (!m_policy.policyName.empty()) {
        m_record.way().policy = m_policy.policyName;
        m_record.way().policyReason = m_policy.policyReason;
    }
    const cache::RequestControls &controls = m_head->controls;
    if (m_worker.shared().services.cache == nullptr || m_worker.shared().mode == ProxyServer::Mode::CacheBypassed) {
        m_plan = {};
        m_plan.reason = "cache switched off";
        m_plan.mustNotForward = controls.onlyIfCached || controls.mode == cache::CacheMode::Only;
        return;
    }
    m_plan = cache::planLookup(m_known->facts, controls, m_policy);
}

void ProxiedCall::lookUp()
{
    const bool repeated = recall();
    if (!repeated)
        inspect();
    requestlog::CallStart &start = m_record.start();
    start.model = m_known->facts.model;
    start.stream = m_known->facts.form != providers::AnswerForm::Json;
    start.session = m_known->facts.sessionHint;
    start.firstText = m_known->facts.firstUserText;
    if (!m_known->canonical) {
        m_plan.mayServe = m_plan.mayStore = false;
        if (m_plan.reason.empty())
            m_plan.reason = "no cacheable call";
    }
    m_forwardReason = m_plan.mayServe ? "miss" : m_plan.mayStore ? "request" : "bypass";
    if (m_plan.mayServe && tryServe(m_worker.shared().services.cache->find(*m_known->canonical), Source::DiskToo)) {
        if (!repeated && !m_policy.changesKey())
            m_worker.memory().remember(m_head->keyText, body(), m_known);
        return;
    }
    if (!mayShare() || !share())
        forward();
}

/** True when the call is answered, or will be when the disk has been read. */
bool ProxiedCall::tryServe(const ResponseCache::Found &found, Source source)
{
    if (found.freshness == ResponseCache::Freshness::Stale) {
        m_forwardReason = "stale";
        if (mayServeStale(found) && serveEntry(found)) {
            askAgain(Purpose::Revalidate, found.entry);
            return true;
        }
    }
    if (found.freshness != ResponseCache::Freshness::Fresh)
        return false;
    if (found.entry) {
        if (!serveEntry(found))
            return false;
        if (isShadowed())
            askAgain(Purpose::Shadow, found.entry);
        return true;
    }
    if (!found.onDisk || source == Source::MemoryOnly)
        return false;
    fetchFromDisk(*m_known->canonical);
    return true;
}

void ProxiedCall::fetchFromDisk(const base::Digest &canonical)
{
    const std::weak_ptr<char> alive = this->alive();
    // Called on the cache's thread; the answer comes back to this worker's loop, if the call is still there.
    m_worker.shared().services.cache->fetch(
        canonical, [this, alive, post = m_worker.post()](ResponseCache::EntryPointer entry) {
            post->post([this, alive, entry = std::move(entry)] {
                if (alive.expired() || m_done)
                    return;
                // What was read is in memory now, and there its age is known.
                const auto found = m_worker.shared().services.cache->find(*m_known->canonical);
                if (entry && tryServe(found, Source::MemoryOnly))
                    return;
                if (!mayShare() || !share())
                    forward();
            });
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
    // Asked for the same form, too: streams with and without a usage chunk are different answers.
    const auto text = shared.services.cache->inForm(entry, m_known->facts);
    if (!text)
        return false;
    const bool paced = isPaced();
    m_done = !paced;
    recordHit(found, text->size());
    appendHitFields(
        m_client->beginHead(entry->status, http::reasonPhrase(entry->status), http::BodyFraming::Length), found);
    http::appendField(m_client->headLines(), "Content-Length", std::to_string(text->size()));
    m_client->endHead();
    shared.services.cache->recordHit(entry->canonical);
    if (paced) {
        m_answerHead.status = entry->status;
        m_answering = true;
        replay(*entry, text);
        return true;
    }
    m_client->answerBody(*text);
    m_record.finish(
        m_turnWait > 0 ? requestlog::Outcome::Coalesced : requestlog::Outcome::Hit, requestlog::CallState::Complete,
        entry->status);
    return true;
}

void ProxiedCall::appendHitFields(std::string &lines, const ResponseCache::Found &found) const
{
    const cache::Entry &entry = *found.entry;
    const bool sameForm = entry.form == m_known->facts.form;
    http::appendField(
        lines, "Content-Type", sameForm ? std::string_view(entry.contentType) : contentTypeOf(m_known->facts.form));
    if (sameForm && !entry.contentEncoding.empty())
        http::appendField(lines, "Content-Encoding", entry.contentEncoding);
    for (const auto &[name, value] : entry.contentHeaders)
        http::appendField(lines, name, value);
    lines.append("Cache-Status: ");
    CacheStatusMember member{ true, {}, false, {}, m_known->shortKey, {} };
    member.ttl = found.timeLeft;
    if (found.freshness == ResponseCache::Freshness::Stale) // RFC 9211, section 2.2: below zero when stale.
        member.ttl = -staleFor(entry);
    appendHeader(lines, member);
    lines.append("\r\n");
    http::appendField(lines, "Age", std::to_string(found.age.count()));
    http::appendField(lines, "X-Cachescope-Request-Id", m_record.uid().toString());
}

void ProxiedCall::recordHit(const ResponseCache::Found &found, std::size_t bodyBytes)
{
    const cache::Entry &entry = *found.entry;
    requestlog::CallEnd &end = m_record.end();
    end.firstByteMicros = end.firstTokenMicros = end.overheadMicros = m_record.elapsed();
    end.cacheDetail = found.freshness == ResponseCache::Freshness::Stale ? "hit; stale" : "hit";
    if (m_turnWait > 0) { // It was made while we waited.
        end.cacheDetail = "hit; collapsed; detail=team";
        end.waitMicros = m_turnWait;
        end.overheadMicros -= m_turnWait;
    }
    end.cacheKey = m_known->shortKey;
    end.hitOf = entry.filledBy;
    end.responseBytes = static_cast<std::int64_t>(bodyBytes);
    end.billed = end.withoutCache = base::Money{};
    end.parts = requestlog::CostParts{};
    end.avoided = entry.cost;
    // What was saved. Sums leave it out, because nothing went upstream.
    end.usage.source = entry.usage.source;
    end.usage.tokens = entry.usage.tokens;
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
    m_record.openNow(); // For its number.
    end.stored = m_worker.shared().services.cache->store(makeEntry(facts));
    if (!end.stored)
        end.cacheDetail += "; not stored: the answer holds what looks like a key";
}

cache::Entry ProxiedCall::makeEntry(const providers::AnswerFacts &facts) const
{
    const requestlog::CallStart &start = m_record.start();
    cache::Entry entry;
    entry.canonical = *m_known->canonical;
    entry.upstream = start.upstream;
    entry.model = start.model;
    entry.project = start.project;
    entry.nameSpace = start.nameSpace;
    entry.version = start.version;
    entry.credential = m_head->credential;
    entry.tags = start.tags;
    entry.api = m_head->api;
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
    entry.cost = costOf(facts);
    entry.originalFirstTokenMicros = m_record.end().firstTokenMicros;
    entry.originalTotalMicros = m_record.elapsed();
    entry.firstText = start.firstText;
    providers::PromptStart prompt = providers::promptStart(m_head->api, body(), cache::longestPrefixText);
    entry.promptText = std::move(prompt.text);
    entry.systemHash = prompt.systemHash;
    return entry;
}

/** What the provider asks for this answer; nothing when that is not known. */
std::optional<base::Money> ProxiedCall::costOf(const providers::AnswerFacts &facts) const
{
    const auto &prices = m_head->settings->prices;
    if (!prices || facts.usage.source == providers::UsageSource::None)
        return {};
    const requestlog::CallStart &start = m_record.start();
    const providers::PriceContext context{ start.startedAt, facts.serviceTier, facts.inferenceGeo,
                                           facts.usage.explicitCache };
    const FallbackRequest *other = m_upstream ? m_upstream->fallback() : nullptr;
    const std::string &upstream = other != nullptr ? other->target->name : start.upstream;
    const std::string &model = other != nullptr && !other->model.empty() ? other->model : start.model;
    const auto cost = prices->cost(upstream, model, facts.usage.tokens, context);
    return cost ? std::optional(cost->billed) : std::nullopt;
}

} // namespace cachescope::proxy

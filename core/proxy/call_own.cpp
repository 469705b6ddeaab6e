// SPDX-License-Identifier: MIT
// Calls of the proxy's own for the provider's cache: cached objects, pings (docs/help-provider-cache.md).
#include "base/money.h"
#include "prompt/splice/gemini_object.h"
#include "proxy/call_memory.h"
#include "proxy/helped_request.h"
#include "proxy/proxied_call.h"
#include "proxy/worker.h"

#include <QTimer>

#include <utility>

namespace cachescope::proxy {

namespace {

constexpr std::int64_t microsPerHour = 3'600'000'000;
constexpr int usualCentsADay = 100;
constexpr std::int64_t picoPerCent = 10'000'000'000;
/** What a ping asks beside the beginning: a message of one character, and its wrapping. */
constexpr std::int64_t pingTokens = 12;

/** Creation at the price of input, and storage for the whole lifetime: deleting it earlier costs less, never more.
 */
void priceObject(
    CallRecord &record, const providers::PriceBook *prices, std::int64_t tokens, std::chrono::seconds lifetime)
{
    requestlog::CallEnd &end = record.end();
    end.usage.source = providers::UsageSource::Reported;
    end.usage.tokens.fresh = tokens;
    const requestlog::CallStart &start = record.start();
    const auto rates = prices == nullptr
        ? std::nullopt
        : prices->rates(start.upstream, start.model, tokens, { start.startedAt, {}, {} });
    if (!rates || !rates->cacheStorageHour)
        return;
    const std::int64_t tokenHours = tokens * std::chrono::microseconds(lifetime).count() / microsPerHour;
    requestlog::CostParts parts;
    parts.fresh = rates->input.times(tokens);
    parts.cacheWrite = rates->cacheStorageHour->times(tokenHours);
    end.parts = parts;
    end.billed = parts.sum();
    end.withoutCache = base::Money{}; // Without a cache there would be no object.
}

/** The id of an answer of Anthropic's or the Responses shape, JSON or stream; empty when it has none. */
std::string answerId(std::string_view text, std::string_view prefix)
{
    constexpr std::size_t longest = 200;
    const std::size_t at = text.substr(0, 4096).find(prefix);
    if (at == std::string_view::npos)
        return {};
    const std::size_t end
        = text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", at + 1);
    const bool isWhole = end != std::string_view::npos && text[end] == '"' && end - at < longest;
    return isWhole ? std::string(text.substr(at + 1, end - at - 1)) : std::string();
}

} // namespace

void ProxiedCall::makeOwn(Worker &worker, OwnCall own)
{
    auto made = std::make_unique<ProxiedCall>(nullptr, worker, std::move(own.head));
    ProxiedCall &call = *made;
    call.m_purpose = Purpose::Own;
    call.m_body = std::move(own.body);
    call.m_whenDone = std::move(own.done);
    auto known = std::make_shared<RememberedCall>();
    known->facts.api = call.m_head->api;
    known->facts.model = own.model;
    call.m_known = std::move(known);
    call.m_plan = {};
    call.m_plan.reason = own.purpose;
    call.describe();
    call.m_record.start().requestBytes = static_cast<std::int64_t>(call.m_body.size());
    call.m_record.start().model = std::move(own.model);
    call.m_record.way().purpose = std::move(own.purpose);
    worker.adopt(std::move(made));
    call.forward();
}

void ProxiedCall::tellOwner(int status, std::string_view text)
{
    if (const auto whenDone = std::exchange(m_whenDone, nullptr))
        whenDone(m_record, status, text);
}

/** Beside this call, which goes as it is: only later ones can use the object. */
void ProxiedCall::makeObject(const HelpPlan::NewObject &object)
{
    HelpMemory &memory = m_worker.shared().help;
    const base::Clock &clock = m_worker.shared().clock();
    const std::string target = objectsTarget(m_head->route.rest);
    if (target.empty()) {
        memory.objects.failed(object.key, clock.monotonic());
        return;
    }
    OwnCall own;
    own.head = ownHead(*m_head, "POST", target, object.body.size());
    own.body = object.body;
    own.purpose = "create_cached_contents";
    own.model = m_record.start().model;
    own.done = [&memory, &clock, head = m_head, key = object.key,
                lifetime = object.lifetime](CallRecord &record, int status, std::string_view text) {
        const auto created = status == 200 ? prompt::readCreatedObject(text) : std::nullopt;
        if (!created) {
            memory.objects.failed(key, clock.monotonic());
            return;
        }
        // From the call's start on: better a little early than a call that finds it gone.
        const std::int64_t expires
            = clock.monotonic() - record.elapsed() + std::chrono::microseconds(lifetime).count();
        memory.objects.created(key, created->name, expires);
        const std::string doomed = objectsTarget(head->route.rest, created->name);
        memory.noteObject(created->name, ownHead(*head, "DELETE", doomed, 0), expires);
        priceObject(record, head->settings->prices.get(), created->tokens, lifetime);
    };
    makeOwn(m_worker, std::move(own));
}

/** The call went well: what it wrote may be kept warm, and its id is what the next one is compared with. */
void ProxiedCall::noteForLater()
{
    const auto plan = std::exchange(m_help, nullptr);
    Shared &shared = m_worker.shared();
    if (!plan->diagnosed.empty()) {
        const bool anthropic = m_head->api == providers::Api::AnthropicMessages;
        const std::string id = answerId(m_recorder->text(), anthropic ? "\"msg_" : "\"resp_");
        if (!id.empty())
            shared.help.noteAnswer(plan->diagnosed, id);
    }
    const auto &prices = m_head->settings->prices;
    if (!plan->warmth || !prices || m_upstream->fallback() != nullptr)
        return;
    const requestlog::CallStart &start = m_record.start();
    const config::ProviderHelp help = helpFor(
        m_head->settings->config, { start.project, start.model, start.upstream, start.client, start.target });
    const auto rates
        = prices->rates(start.upstream, start.model, plan->warmth->tokens, { start.startedAt, {}, {} });
    const bool anHour = plan->lifetimeMicros >= microsPerHour;
    const auto write = !rates ? std::nullopt : anHour ? rates->cacheWrite1h : rates->cacheWrite5m;
    if (!write || !rates->cacheRead)
        return;
    flow::KeepWarm::Use use;
    use.lifetimeMicros = plan->lifetimeMicros;
    use.horizonMicros = std::chrono::microseconds(help.keepWarm.value_or(std::chrono::seconds{})).count();
    const std::int64_t read = rates->cacheRead->times(plan->warmth->tokens).pico();
    use.pingPico
        = read + rates->input.times(pingTokens).pico() + rates->output.value_or(rates->input).times(1).pico();
    use.gainPico = write->times(plan->warmth->tokens).pico() - read;
    use.budgetPico = help.keepWarmCents.value_or(usualCentsADay) * picoPerCent;
    use.upstream = start.upstream;
    OwnCall own;
    own.head = ownHead(*m_head, "POST", m_head->route.rest, plan->warmth->ping.size());
    own.body = std::move(plan->warmth->ping);
    own.purpose = "keep_warm";
    own.model = start.model;
    shared.help.warm.used(
        plan->warmth->beginning, use, std::make_shared<const flow::WarmPing>(flow::WarmPing{ std::move(own) }),
        shared.clock().monotonic() - m_record.elapsed());
}

} // namespace cachescope::proxy

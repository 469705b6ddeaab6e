// SPDX-License-Identifier: MIT
#include "proxy/admin_exchange.h"

#include "base/digest.h"
#include "base/text.h"
#include "cache/control_api.h"
#include "cache/response_cache.h"
#include "http/sse.h"
#include "proxy/client_connection.h"
#include "proxy/dispatch.h"
#include "proxy/flow_health.h"
#include "proxy/worker.h"
#include "requestlog/request_log.h"

#include <nlohmann/json.hpp>

#include <optional>

namespace cachescope::proxy {

namespace {

constexpr std::size_t maxWaitingEventBytes = 1 << 20;
constexpr std::size_t maxBodyBytes = 1 << 16;

bool hasToken(const http::RequestHead &head, const base::Secret &token)
{
    constexpr std::string_view scheme = "Bearer ";
    const std::string_view value = head.fields.value("authorization");
    // An empty token would let everyone in: without one the admin API is closed.
    return !token.empty() && head.fields.count("authorization") == 1
        && base::equalIgnoringCase(value.substr(0, scheme.size()), scheme)
        && base::equalConstantTime(base::trim(value.substr(scheme.size())), token.reveal());
}

void answerText(ClientConnection &client, std::string_view contentType, std::string_view body)
{
    http::ResponseHead head{ 200, "OK", 1, {} };
    head.fields.add("Content-Type", contentType);
    head.fields.add("Cache-Control", "no-store");
    client.answer(std::move(head), body);
}

std::string healthText(Worker &worker)
{
    Shared &shared = worker.shared();
    const ProxyServer::Mode mode = shared.mode;
    nlohmann::ordered_json document{ { "status", shared.draining ? "draining" : "ok" },
                                     { "mode",
                                       mode == ProxyServer::Mode::Paused              ? "paused"
                                           : mode == ProxyServer::Mode::CacheBypassed ? "cache_bypassed"
                                                                                      : "on" },
                                     { "open_calls", shared.openCalls.load() },
                                     { "log", shared.services.log != nullptr },
                                     { "cache", shared.services.cache != nullptr },
                                     { "log_bodies_dropped", shared.ledger.droppedBodies() } };
    if (shared.services.cache != nullptr && shared.services.cache->hasTeam()) {
        const cache::SharedTierStatus team = shared.services.cache->status().team;
        document["team_cache"] = { { "reachable", team.reachable }, { "problem", team.message } };
    }
    if (shared.services.log != nullptr)
        document["log_unannounced"] = shared.services.log->unannounced();
    if (shared.services.gauges) {
        const auto gauges = shared.services.gauges();
        const auto degraded = gauges.find("cachescope_log_degraded");
        document["log_degraded"] = degraded != gauges.end() && degraded->second > 0;
    }
    if (auto upstreams = troubledUpstreams(*worker.settings(), shared.clock().monotonic()); !upstreams.empty())
        document["upstreams"] = std::move(upstreams);
    return document.dump();
}

bool isKnown(std::string_view path)
{
    return path == "health" || path == "metrics" || path == "stats" || path == "requests" || path == "events"
        || path.starts_with("requests/");
}

/** Which method a resource wants; nothing for one that there is not. */
std::optional<std::string_view> methodOf(std::string_view path)
{
    bool wantsPost = false;
    if (cache::isControlPath(path, wantsPost))
        return wantsPost ? "POST" : "GET";
    if (isWindowPath(path))
        return wantsWindowPost(path) ? "POST" : "GET";
    if (isLogJobPath(path))
        return wantsLogJobPost(path) ? "POST" : "GET";
    return isKnown(path) ? std::optional<std::string_view>("GET") : std::nullopt;
}

/** A page in a browser can post forms and plain text across origins without asking, but not JSON. */
bool hasJsonBody(const http::RequestHead &head)
{
    const std::string_view type = head.fields.value("content-type");
    return base::equalIgnoringCase(base::trim(type.substr(0, type.find(';'))), "application/json");
}

} // namespace

std::unique_ptr<Exchange> AdminExchange::start(ClientConnection &client, Worker &worker, const std::string &rest)
{
    const http::RequestHead &head = client.requestHead();
    const std::size_t question = rest.find('?');
    const std::string path = rest.substr(0, question);
    const bool open = path == "health" || (path == "metrics" && !worker.settings()->config.admin.metricsToken);
    if (!open && !hasToken(head, worker.shared().adminToken.get())) {
        answerProblem(
            client, 401, "token_required",
            "send Authorization: Bearer with the token in the data directory's admin-token",
            { { "WWW-Authenticate", "Bearer realm=\"cachescope\"" } });
        return nullptr;
    }
    const auto method = methodOf(path);
    if (!method) {
        answerProblem(
            client, 404, "not_found",
            "the admin API has health, metrics, stats, requests, requests/ID, entries, entries/KEY, invalidations, "
            "invalidate, undo/ID, pin, import, imports, reprice, repricings, events and, for windows, "
            "window/state");
        return nullptr;
    }
    if (head.method != *method && !(*method == "GET" && head.method == "HEAD")) {
        const std::string allow = *method == "GET" ? "GET, HEAD" : "POST";
        answerProblem(
            client, 405, "method_not_allowed", "this resource answers " + std::string(*method),
            { { "Allow", allow } });
        return nullptr;
    }
    // An undo has no body to be of any type.
    if (*method == "POST" && !path.starts_with("undo/") && !hasJsonBody(head)) {
        answerProblem(client, 415, "json_wanted", "send the body with Content-Type: application/json");
        return nullptr;
    }
    auto exchange = std::make_unique<AdminExchange>(client, worker);
    exchange->m_path = path;
    exchange->m_query = question == std::string::npos ? std::string{} : rest.substr(question + 1);
    return exchange;
}

AdminExchange::AdminExchange(ClientConnection &client, Worker &worker)
    : m_client(client)
    , m_worker(worker)
{ }

AdminExchange::~AdminExchange()
{
    if (m_events) {
        m_worker.unsubscribe(*this);
        --m_worker.shared().eventReaders;
    }
}

void AdminExchange::requestEnd(const http::Fields & /*trailers*/)
{
    Shared &shared = m_worker.shared();
    if (m_path == "health") {
        m_done = true;
        answerText(m_client, "application/json", healthText(m_worker));
    } else if (m_path == "metrics") {
        m_done = true;
        const auto gauges = shared.services.gauges ? shared.services.gauges() : std::map<std::string, double>{};
        const auto alerts
            = shared.services.alertsFiring ? shared.services.alertsFiring() : std::map<std::string, int>{};
        answerText(m_client, "text/plain; version=0.0.4; charset=utf-8", shared.metrics.render(gauges, alerts));
    } else if (m_path == "events") {
        beginEvents();
    } else {
        ask();
    }
}

void AdminExchange::requestBody(std::string_view bytes)
{
    if (m_body.size() + bytes.size() > maxBodyBytes)
        m_bodyTooLong = true;
    else
        m_body.append(bytes);
}

void AdminExchange::ask()
{
    if (m_bodyTooLong) {
        deliver(adminProblem(413, "too_long", "the admin API takes bodies up to 64 KiB"));
        return;
    }
    if (isWindowPath(m_path))
        askWindow();
    else
        m_worker.shared().desk.ask(m_path, m_query, std::move(m_body), delivery());
}

std::function<void(AdminAnswer)> AdminExchange::delivery()
{
    return [this, worker = &m_worker, alive = std::weak_ptr<char>(m_alive)](AdminAnswer answer) {
        QMetaObject::invokeMethod(
            worker,
            [this, alive, answer = std::move(answer)] {
                if (!alive.expired() && !m_done)
                    deliver(answer);
            },
            Qt::QueuedConnection);
    };
}

void AdminExchange::askWindow()
{
    const auto &window = m_worker.shared().services.window;
    if (!window) {
        deliver(adminProblem(503, "unavailable", "this proxy runs by itself and shows no window anything"));
        return;
    }
    // The answer comes on the thread that owns the server and so the workers: if this exchange is there then, its
    // worker is, too.
    window(
        { wantsWindowPost(m_path), m_path, parseAdminQuery(m_query), std::move(m_body), "window" },
        [deliver = delivery(), alive = std::weak_ptr<char>(m_alive)](cache::ControlAnswer answered) {
            if (!alive.expired())
                deliver(fromControl(std::move(answered)));
        });
}

void AdminExchange::deliver(const AdminAnswer &answer)
{
    m_done = true;
    http::ResponseHead head{ answer.status, std::string(http::reasonPhrase(answer.status)), 1, {} };
    head.fields.add("Content-Type", answer.contentType);
    head.fields.add("Cache-Control", "no-store");
    m_client.answer(std::move(head), answer.body);
}

void AdminExchange::beginEvents()
{
    m_events = true;
    ++m_worker.shared().eventReaders;
    m_worker.subscribe(*this);
    http::ResponseHead head{ 200, "OK", 1, {} };
    head.fields.add("Content-Type", "text/event-stream");
    head.fields.add("Cache-Control", "no-store");
    m_client.beginAnswer(head, http::BodyFraming::Chunked);
    m_client.sendBody(": live calls follow\n\n");
    m_client.flush();
}

void AdminExchange::sendEvent(const std::string &record)
{
    if (m_done)
        return;
    if (m_client.waitingBytes() > maxWaitingEventBytes) {
        ++m_missed;
        return;
    }
    std::string event;
    if (m_missed > 0)
        http::appendSseEvent(event, "{\"missed\":" + std::to_string(std::exchange(m_missed, 0)) + "}", "missed");
    http::appendSseEvent(event, record, "call");
    m_client.sendBody(event);
    m_client.flush();
}

} // namespace cachescope::proxy

// SPDX-License-Identifier: MIT
#include "proxy/admin_exchange.h"

#include "base/digest.h"
#include "base/text.h"
#include "http/sse.h"
#include "proxy/client_connection.h"
#include "proxy/dispatch.h"
#include "proxy/worker.h"

#include <nlohmann/json.hpp>

namespace cachescope::proxy {

namespace {

constexpr std::size_t maxWaitingEventBytes = 1 << 20;

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
    return document.dump();
}

bool isKnown(std::string_view path)
{
    return path == "health" || path == "metrics" || path == "stats" || path == "requests" || path == "events"
        || path.starts_with("requests/");
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
    if (!isKnown(path)) {
        answerProblem(
            client, 404, "not_found", "the admin API has health, metrics, stats, requests, requests/ID and events");
        return nullptr;
    }
    if (head.method != "GET" && head.method != "HEAD") {
        answerProblem(client, 405, "method_not_allowed", "this resource answers GET", { { "Allow", "GET, HEAD" } });
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
        answerText(m_client, "text/plain; version=0.0.4; charset=utf-8", shared.metrics.render(gauges));
    } else if (m_path == "events") {
        beginEvents();
    } else {
        ask(m_path, m_query);
    }
}

void AdminExchange::ask(std::string path, std::string query)
{
    Worker *worker = &m_worker;
    std::weak_ptr<char> alive = m_alive;
    m_worker.shared().desk.ask(std::move(path), std::move(query), [this, worker, alive](AdminAnswer answer) {
        QMetaObject::invokeMethod(
            worker,
            [this, alive, answer = std::move(answer)] {
                if (!alive.expired() && !m_done)
                    deliver(answer);
            },
            Qt::QueuedConnection);
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

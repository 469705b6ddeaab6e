// SPDX-License-Identifier: MIT
#include "proxy/worker.h"

#include "proxy/admin_exchange.h"
#include "proxy/call_record.h"
#include "proxy/client_connection.h"
#include "proxy/proxied_call.h"

#include <QNetworkProxyFactory>
#include <QUrl>

#include <algorithm>
#include <vector>

namespace cachescope::proxy {

namespace {

constexpr int tickMs = 250;
/** How long a call's row may wait to be opened; the log's writer gathers longer. */
constexpr int openAfterMs = 10;

std::int64_t toMs(std::chrono::seconds seconds)
{
    return std::chrono::milliseconds(seconds).count();
}

} // namespace

Worker::Worker(Shared &shared)
    : m_shared(shared)
    , m_pool(m_poll)
    , m_hasher(shared.services.hashKey)
    , m_timer(this)
    , m_openTimer(this)
    , m_pollTimer(this)
    , m_post(std::make_shared<WorkerPost>(this))
{ }

Worker::~Worker()
{
    m_post->close();
}

void Worker::begin(std::shared_ptr<const Settings> settings)
{
    m_nowMs = m_shared.clock().monotonic() / 1000;
    m_poll.begin();
    setSettings(std::move(settings));
    connect(&m_timer, &QTimer::timeout, this, &Worker::tick);
    m_timer.start(tickMs);
    m_openTimer.setSingleShot(true);
    m_pollTimer.setSingleShot(true);
    m_pollTimer.setTimerType(Qt::PreciseTimer);
    connect(&m_pollTimer, &QTimer::timeout, this, &Worker::pollLimiters);
    connect(&m_openTimer, &QTimer::timeout, this, &Worker::openWaiting);
}

void Worker::setSettings(std::shared_ptr<const Settings> settings)
{
    m_settings = std::move(settings);
    const config::Limits &limits = m_settings->config.limits;
    m_times = { toMs(limits.connect), toMs(limits.firstByte), toMs(limits.idle) };
    m_memory.clear();
    m_pool.closeIdle();
}

void Worker::addConnection(qintptr descriptor)
{
    auto connection = std::make_unique<ClientConnection>(*this, descriptor);
    ClientConnection *key = connection.get();
    m_connections.emplace(key, std::move(connection));
    if (m_finishing)
        key->finishUp();
}

void Worker::removeLater(ClientConnection &connection)
{
    const auto found = m_connections.find(&connection);
    if (found == m_connections.end())
        return;
    // Its own functions are on the stack; the event loop deletes it.
    found->second.release()->deleteLater();
    m_connections.erase(found);
}

void Worker::finishUp()
{
    m_finishing = true;
    std::vector<ClientConnection *> all;
    for (const auto &[connection, owner] : m_connections)
        all.push_back(connection);
    for (ClientConnection *connection : all)
        connection->finishUp();
}

void Worker::shutDown()
{
    m_timer.stop();
    m_poll.end();
    m_connections.clear();
    m_orphans.clear();
    m_pollTimer.stop();
    m_post->close();
    m_pool.closeIdle();
}

void Worker::pollLater(const std::shared_ptr<flow::UpstreamFlow> &flow, std::int64_t atMicros)
{
    if (atMicros == flow::TokenBucket::never)
        return;
    const auto [known, isNew] = m_polls.try_emplace(flow, atMicros);
    if (!isNew && known->second <= atMicros)
        return;
    known->second = atMicros;
    armPollTimer();
}

void Worker::armPollTimer()
{
    std::int64_t first = flow::TokenBucket::never;
    for (const auto &[flow, at] : m_polls)
        first = std::min(first, at);
    if (first == flow::TokenBucket::never)
        return;
    const std::int64_t now = m_shared.clock().monotonic();
    // Rounded up: a limiter that is asked too early has nothing to say.
    const std::int64_t wait = std::clamp<std::int64_t>((first - now + 999) / 1000, 0, 60'000);
    m_pollTimer.start(static_cast<int>(wait));
}

void Worker::pollLimiters()
{
    const std::int64_t now = m_shared.clock().monotonic();
    std::vector<std::shared_ptr<flow::UpstreamFlow>> due;
    for (const auto &[flow, at] : m_polls) {
        if (at <= now)
            due.push_back(flow);
    }
    for (const auto &flow : due) {
        m_polls.erase(flow);
        pollLater(flow, flow->limiter.poll(now).pollAt);
    }
    armPollTimer();
}

void Worker::adopt(std::unique_ptr<Exchange> orphan)
{
    Exchange *key = orphan.get();
    m_orphans.emplace(key, std::move(orphan));
}

void Worker::dismissLater(Exchange &orphan)
{
    // Its own functions are on the stack.
    QMetaObject::invokeMethod(
        this, [this, key = &orphan] { m_orphans.erase(key); }, Qt::QueuedConnection);
}

void Worker::openSoon(CallRecord &record)
{
    m_unopened.insert(&record);
    if (!m_openTimer.isActive())
        m_openTimer.start(openAfterMs);
}

void Worker::openWaiting()
{
    const std::vector<CallRecord *> waiting(m_unopened.begin(), m_unopened.end());
    for (CallRecord *record : waiting)
        record->openNow();
}

/** Pings that pay, unless nothing is to be called just now. */
void Worker::keepWarm(std::int64_t nowMicros)
{
    flow::KeepWarm &warm = m_shared.help.warm;
    if (m_shared.draining || !m_settings->helps) {
        warm.clear();
        return;
    }
    constexpr std::int64_t dayMicros = 86'400'000'000;
    const auto mayCall = [&](const std::string &name) {
        const UpstreamTarget *target = m_settings->findUpstream(name);
        return m_shared.mode != ProxyServer::Mode::Paused && target != nullptr
            && target->flow->breaker.status(nowMicros).state == flow::Breaker::State::Closed;
    };
    for (const flow::KeepWarm::Ping &ping : warm.takeDue(nowMicros, m_shared.clock().wall() / dayMicros, mayCall))
        ProxiedCall::makeOwn(*this, ping->call);
}

void Worker::deleteObjects()
{
    m_shared.help.warm.clear();
    for (const auto &[name, head] : m_shared.help.takeObjects(m_shared.clock().monotonic())) {
        OwnCall own;
        own.head = head;
        own.purpose = "delete_cached_contents";
        ProxiedCall::makeOwn(*this, std::move(own));
    }
}

void Worker::tick()
{
    m_nowMs = m_shared.clock().monotonic() / 1000;
    m_pool.tick(m_nowMs);
    if (m_shared.help.warm.isDue(m_shared.clock().monotonic()))
        keepWarm(m_shared.clock().monotonic());
    if (m_settings->config.coalescing.window.count() > 0)
        m_shared.flights.sweep(m_shared.clock().monotonic());
    std::vector<ClientConnection *> all;
    all.reserve(m_connections.size());
    for (const auto &[connection, owner] : m_connections)
        all.push_back(connection);
    for (ClientConnection *connection : all) {
        if (m_connections.contains(connection))
            connection->tick(m_nowMs);
    }
}

void Worker::publish(const std::string &event)
{
    for (AdminExchange *exchange : m_subscribers)
        exchange->sendEvent(event);
}

QNetworkProxy Worker::networkProxy(const Origin &origin) const
{
    const std::string &configured = m_settings->config.upstreamProxy;
    if (configured.empty())
        return QNetworkProxy(QNetworkProxy::NoProxy);
    if (configured == "system") {
        // As a browser would ask: settings are by scheme, a bare host and port would match none.
        QUrl url;
        url.setScheme(origin.tls ? QStringLiteral("https") : QStringLiteral("http"));
        url.setHost(QString::fromStdString(origin.host));
        url.setPort(origin.port);
        const QNetworkProxyQuery query(url);
        return QNetworkProxyFactory::systemProxyForQuery(query).value(0, QNetworkProxy(QNetworkProxy::NoProxy));
    }
    const QUrl url(QString::fromStdString(configured));
    const bool socks = url.scheme().startsWith(QStringLiteral("socks"));
    constexpr int socksPort = 1080;
    constexpr int webPort = 8080;
    return QNetworkProxy(
        socks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, url.host(),
        static_cast<quint16>(url.port(socks ? socksPort : webPort)), url.userName(), url.password());
}

} // namespace cachescope::proxy

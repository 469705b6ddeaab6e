// SPDX-License-Identifier: MIT
#include "proxy/worker.h"

#include "proxy/admin_exchange.h"
#include "proxy/call_record.h"
#include "proxy/client_connection.h"

#include <QNetworkProxyFactory>
#include <QUrl>

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
{ }

Worker::~Worker() = default;

void Worker::begin(std::shared_ptr<const Settings> settings)
{
    m_nowMs = m_shared.clock().monotonic() / 1000;
    m_poll.begin();
    setSettings(std::move(settings));
    connect(&m_timer, &QTimer::timeout, this, &Worker::tick);
    m_timer.start(tickMs);
    m_openTimer.setSingleShot(true);
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
    m_pool.closeIdle();
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

void Worker::tick()
{
    m_nowMs = m_shared.clock().monotonic() / 1000;
    m_pool.tick(m_nowMs);
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

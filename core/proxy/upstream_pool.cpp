// SPDX-License-Identifier: MIT
#include "proxy/upstream_pool.h"

#include <algorithm>

namespace cachescope::proxy {

namespace {

/** Idle connections kept for one origin and credential. */
constexpr std::size_t maxIdle = 128;
/** Providers close idle connections after a minute or so; ours go first, so that a call seldom meets a dead one. */
constexpr std::int64_t maxIdleMs = 30'000;

} // namespace

UpstreamPool::~UpstreamPool()
{
    for (auto &[connection, owner] : m_connections)
        connection->released = [](UpstreamConnection &, bool) {};
}

UpstreamConnection *UpstreamPool::acquire(
    const Origin &origin, std::string_view credential, const UpstreamTimes &times, const ProxyChooser &proxy,
    Want want, std::int64_t nowMs)
{
    m_key.assign(origin.tls ? "s " : "p ");
    m_key.append(origin.authority).append(" ").append(credential);
    if (want == Want::Any) {
        if (const auto idle = m_idle.find(m_key); idle != m_idle.end() && !idle->second.empty()) {
            // The one used last: the others may go idle and be closed.
            UpstreamConnection *connection = idle->second.back();
            idle->second.pop_back();
            return connection;
        }
    }
    auto owner = std::make_unique<UpstreamConnection>(m_poll, origin, times, m_key, nowMs);
    UpstreamConnection *connection = owner.get();
    connection->released = [this](UpstreamConnection &done, bool reusable) { release(done, reusable); };
    m_connections.emplace(connection, std::move(owner));
    // Later, for a refused connect is reported at once, and its call must be there to hear of it.
    QMetaObject::invokeMethod(
        connection, [connection, way = proxy()] { connection->open(way); }, Qt::QueuedConnection);
    return connection;
}

void UpstreamPool::release(UpstreamConnection &connection, bool reusable)
{
    auto &idle = m_idle[connection.poolKey()];
    std::erase(idle, &connection);
    if (reusable && idle.size() < maxIdle) {
        idle.push_back(&connection);
        return;
    }
    if (idle.empty())
        m_idle.erase(connection.poolKey());
    destroyLater(connection);
}

void UpstreamPool::destroyLater(UpstreamConnection &connection)
{
    const auto found = m_connections.find(&connection);
    if (found == m_connections.end())
        return;
    // Its own functions are on the stack; the event loop deletes it.
    found->second.release()->deleteLater();
    m_connections.erase(found);
}

void UpstreamPool::tick(std::int64_t nowMs)
{
    std::vector<UpstreamConnection *> all;
    all.reserve(m_connections.size());
    for (const auto &[connection, owner] : m_connections)
        all.push_back(connection);
    for (UpstreamConnection *connection : all) {
        // A tick can end calls, and with them other connections.
        if (!m_connections.contains(connection))
            continue;
        connection->tick(nowMs);
        if (m_connections.contains(connection) && connection->state() == UpstreamConnection::State::Idle
            && nowMs - connection->idleSince() > maxIdleMs)
            connection->abandon();
    }
}

void UpstreamPool::closeIdle()
{
    const auto idle = std::exchange(m_idle, {});
    for (const auto &[key, connections] : idle) {
        for (UpstreamConnection *connection : connections)
            connection->abandon();
    }
}

std::size_t UpstreamPool::idleCount() const
{
    std::size_t count = 0;
    for (const auto &[key, connections] : m_idle)
        count += connections.size();
    return count;
}

} // namespace cachescope::proxy

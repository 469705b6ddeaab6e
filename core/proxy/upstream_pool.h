// SPDX-License-Identifier: MIT
#pragma once

#include "proxy/upstream_connection.h"

#include <QNetworkProxy>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cachescope::proxy {

/**
 * One worker's connections to upstreams. Idle ones are kept per origin *and* credential, so that no two callers
 * ever share a connection (reliability.md, section 5). Lives on one worker's thread.
 */
class UpstreamPool
{
public:
    /** Connections that a caller without credential of a kind takes. */
    enum class Want
    {
        Any,
        Fresh
    };

    /** Says which way a new connection goes; asked only when one is opened, for the system's answer may take its
     * time. */
    using ProxyChooser = std::function<QNetworkProxy()>;

    explicit UpstreamPool(SocketPoll &poll)
        : m_poll(poll)
    { }
    ~UpstreamPool();
    UpstreamPool(const UpstreamPool &) = delete;
    UpstreamPool &operator=(const UpstreamPool &) = delete;

    /** An idle connection, or a new one that is being opened (state Connecting). Never null; the pool stays its
     * owner. */
    UpstreamConnection *acquire(
        const Origin &origin, std::string_view credential, const UpstreamTimes &times, const ProxyChooser &proxy,
        Want want, std::int64_t nowMs);
    void tick(std::int64_t nowMs);
    /** Closes what is idle, as when settings changed. */
    void closeIdle();
    std::size_t size() const { return m_connections.size(); }
    std::size_t idleCount() const;

private:
    void release(UpstreamConnection &connection, bool reusable);
    void destroyLater(UpstreamConnection &connection);

    SocketPoll &m_poll;
    std::unordered_map<UpstreamConnection *, std::unique_ptr<UpstreamConnection>> m_connections;
    std::unordered_map<std::string, std::vector<UpstreamConnection *>> m_idle;
    std::string m_key; ///< Kept to spare an allocation per call.
};

} // namespace cachescope::proxy

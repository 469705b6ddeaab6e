// SPDX-License-Identifier: MIT
#pragma once

#include "cache/response_cache.h"
#include "proxy/proxy_server.h"
#include "requestlog/request_log.h"
#include "storage/write_queue.h"
#include "support/raw_origin.h"

#include <QTemporaryDir>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace cachescope::test {

/** A running proxy with log and cache in a temporary directory, whose upstream `up` (and every built-in one) is
 * `originUrl`. */
class ProxyFixture
{
public:
    using Adjust = std::function<void(config::Config &)>;
    explicit ProxyFixture(
        const std::string &originUrl, const Adjust &adjust = {}, const base::Clock *clock = nullptr);
    ~ProxyFixture();

    proxy::ProxyServer &server() { return *m_server; }
    std::uint16_t port() const { return m_server->port(); }
    /** "Host: 127.0.0.1:PORT" */
    std::string host() const { return "127.0.0.1:" + std::to_string(port()); }
    cache::ResponseCache &cache() { return *m_cache; }
    static constexpr std::string_view adminToken = "test-admin-token";

    /** Waits until `count` calls have ended; their records in the order of ending. */
    std::vector<requestlog::CallRecord> waitForRecords(std::size_t count);
    /** A POST with this body, as bytes. */
    std::string post(std::string_view target, std::string_view body, std::string_view fields = {}) const;

private:
    QTemporaryDir m_directory;
    std::unique_ptr<storage::WriteQueue> m_queue;
    std::unique_ptr<requestlog::RequestLog> m_log;
    std::unique_ptr<cache::ResponseCache> m_cache;
    std::unique_ptr<proxy::ProxyServer> m_server;
    int m_subscription = 0;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<requestlog::CallRecord> m_records; ///< under m_mutex
};

/** Sends bytes on a new connection and reads one response. */
RawMessage roundTrip(std::uint16_t port, std::string_view bytes, bool isHead = false);

} // namespace cachescope::test

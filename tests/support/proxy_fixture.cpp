// SPDX-License-Identifier: MIT
#include "support/proxy_fixture.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace cachescope::test {

namespace {

template <typename T> T orDie(base::Result<T> result)
{
    if (!result) {
        std::fprintf(stderr, "fixture: %s\n", result.error().message.c_str());
        std::abort();
    }
    return std::move(*result);
}

} // namespace

ProxyFixture::ProxyFixture(const std::string &originUrl, const Adjust &adjust, const base::Clock *clock)
{
    const base::Clock &used = clock != nullptr ? *clock : base::SystemClock::instance();
    const std::string path = m_directory.filePath(QStringLiteral("cachescope.db")).toStdString();
    m_queue = orDie(storage::WriteQueue::start(path, {}));
    m_log = orDie(requestlog::RequestLog::create(*m_queue, used, {}));
    m_cache = orDie(cache::ResponseCache::create(*m_queue, used, {}));
    m_subscription = m_log->subscribe([this](const requestlog::CallRecord &record) {
        const std::lock_guard lock(m_mutex);
        m_records.push_back(record);
        m_changed.notify_all();
    });
    config::Config configuration = config::defaults();
    configuration.listen.port = 0;
    configuration.limits.threads = 1;
    configuration.retries.max = 0;
    configuration.upstreams["up"] = {};
    for (auto &[name, upstream] : configuration.upstreams) {
        upstream.url = originUrl;
        upstream.keyEnvironment.clear();
    }
    if (adjust)
        adjust(configuration);
    proxy::Services services;
    services.log = m_log.get();
    services.cache = m_cache.get();
    services.clock = &used;
    services.databasePath = path;
    services.adminToken = base::Secret(std::string(adminToken));
    services.hashKey = base::Secret("install secret of the tests");
    m_server
        = orDie(proxy::ProxyServer::start(configuration, providers::PriceBook::shipped(), std::move(services)));
}

ProxyFixture::~ProxyFixture()
{
    m_server.reset();
    m_log->unsubscribe(m_subscription);
    m_cache.reset();
    m_log.reset();
}

std::vector<requestlog::CallRecord> ProxyFixture::waitForRecords(std::size_t count)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, std::chrono::seconds(10), [&] { return m_records.size() >= count; });
    return m_records;
}

std::string ProxyFixture::post(std::string_view target, std::string_view body, std::string_view fields) const
{
    return "POST " + std::string(target) + " HTTP/1.1\r\nHost: " + host()
        + "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n"
        + std::string(fields) + "\r\n" + std::string(body);
}

RawMessage roundTrip(std::uint16_t port, std::string_view bytes, bool isHead)
{
    RawPeer client(RawPeer::connectTo(port));
    client.write(bytes);
    return RawMessage(client.readResponse(isHead));
}

} // namespace cachescope::test

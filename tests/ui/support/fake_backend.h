// SPDX-License-Identifier: MIT
#pragma once

#include "fake_log.h"
#include "ui/shell/backend.h"

#include "providers/price_book.h"

namespace cachescope::ui::test {

/** A backend whose every state a test sets directly. */
class FakeBackend final : public Backend
{
    Q_OBJECT

public:
    FakeBackend()
    {
        m_configuration = config::defaults();
        m_proxy = { engine::ProxyState::Kind::On, "127.0.0.1:8737", {} };
        for (const char *name : { "anthropic", "openai", "gemini", "deepseek" })
            m_health[name] = { proxy::UpstreamHealth::State::Ok, 600'000, {}, {}, {}, 0 };
    }

    std::shared_ptr<FakeLogData> data = std::make_shared<FakeLogData>();
    config::Config m_configuration;
    engine::ProxyState m_proxy;
    std::map<std::string, proxy::UpstreamHealth> m_health;
    std::vector<std::string> m_notices;
    std::int64_t m_open = 0;
    bool m_demo = false;
    std::optional<AttachmentFacts> m_attachment;
    int takenOver = 0; ///< Times that the proxy was to run here.
    std::vector<std::uint16_t> triedPorts;
    std::uint16_t freePort = 0; ///< The only port on which `startProxy` works.
    std::vector<std::pair<std::string, std::string>> changedSettings;
    std::shared_ptr<insight::AlertSnapshot> m_alerts = std::make_shared<insight::AlertSnapshot>();
    std::vector<std::pair<std::string, base::UnixMicros>> snoozes;
    std::vector<insight::AlertRule> tests; ///< Of alerts.
    bool stopAsked = false;
    int stopTimeoutMs = -1;

    const config::Config &configuration() const override { return m_configuration; }
    std::string configFile() const override { return {}; }
    std::string dataDirectory() const override { return {}; }
    bool isDemo() const override { return m_demo; }
    std::optional<AttachmentFacts> attachment() const override { return m_attachment; }
    base::Result<> runProxyHere() override
    {
        ++takenOver;
        return {};
    }
    std::shared_ptr<const providers::PriceBook> prices() const override { return providers::PriceBook::shipped(); }
    engine::ProxyState proxyState() const override { return m_proxy; }
    base::Result<> startProxy(std::uint16_t port) override
    {
        triedPorts.push_back(port);
        if (port != freePort)
            return base::failure(base::ErrorCode::Unavailable, "Port in use.");
        m_proxy = { engine::ProxyState::Kind::On, "127.0.0.1:" + std::to_string(port), {} };
        Q_EMIT proxyStateChanged();
        return {};
    }
    void setMode(proxy::ProxyServer::Mode mode) override
    {
        using Mode = proxy::ProxyServer::Mode;
        using Kind = engine::ProxyState::Kind;
        m_proxy.kind = mode == Mode::On ? Kind::On : mode == Mode::Paused ? Kind::Paused : Kind::Bypass;
        Q_EMIT proxyStateChanged();
    }
    std::map<std::string, proxy::UpstreamHealth> upstreamHealth() const override { return m_health; }
    storage::WriteStatus writeStatus() const override { return {}; }
    cache::CacheStatus cacheStatus() const override { return {}; }
    std::vector<requestlog::LiveCall> liveCalls() const override { return {}; }
    std::int64_t openCalls() const override { return m_open; }
    std::int64_t droppedRows() const override { return 0; }
    void setPinned(std::int64_t, bool) override { }
    void setNote(std::int64_t, std::string) override { }
    void cleanUpLog() override { }
    base::Result<> changeSetting(const std::string &path, const std::string &jsonValue) override
    {
        changedSettings.emplace_back(path, jsonValue);
        if (path == "log.bodies")
            m_configuration.log.bodies = jsonValue == "true";
        if (path == "alerts")
            m_configuration.alertsJson = jsonValue.empty() ? "[]" : jsonValue;
        Q_EMIT configurationChanged();
        return {};
    }
    std::shared_ptr<const insight::AlertSnapshot> alerts() const override { return m_alerts; }
    void snoozeAlert(const std::string &rule, base::UnixMicros until) override
    {
        snoozes.emplace_back(rule, until);
    }
    void sendTestAlert(const insight::AlertRule &rule) override { tests.push_back(rule); }
    std::string adminToken() const override { return "token"; }
    base::Result<> renewAdminToken() override { return {}; }
    std::vector<std::string> notices() const override { return m_notices; }
    std::function<base::Result<std::unique_ptr<LogSource>>()> logOpener() const override
    {
        return [data = data] { return base::Result<std::unique_ptr<LogSource>>(fakeSource(data)); };
    }
    void sendTestCall(const std::string &, std::function<void(TestCallResult)> done) override
    {
        done({ true, "openai answered." });
    }
    void stop(int timeoutMs) override
    {
        stopAsked = true;
        stopTimeoutMs = timeoutMs;
        Q_EMIT stopped();
    }
};

} // namespace cachescope::ui::test

// SPDX-License-Identifier: MIT
#pragma once

#include "ui/shell/backend.h"

namespace cachescope::ui {

/** The backend of the running program: passes everything on to an engine, which must outlive it. */
class EngineBackend final : public Backend
{
    Q_OBJECT

public:
    explicit EngineBackend(engine::Engine &engine, QObject *parent = nullptr);

    const config::Config &configuration() const override;
    std::string configFile() const override;
    std::string dataDirectory() const override;
    std::string databasePath() const override;
    bool isDemo() const override;
    bool isMakingPast() const override;
    std::shared_ptr<const providers::PriceBook> prices() const override;
    engine::ProxyState proxyState() const override;
    base::Result<> startProxy(std::uint16_t port) override;
    void setMode(proxy::ProxyServer::Mode mode) override;
    std::map<std::string, proxy::UpstreamHealth> upstreamHealth() const override;
    storage::WriteStatus writeStatus() const override;
    cache::CacheStatus cacheStatus() const override;
    cache::EntryControl *invalidator() const override;
    std::vector<requestlog::LiveCall> liveCalls() const override;
    insight::AnalysisStatus analysisStatus() const override;
    std::shared_ptr<const std::vector<insight::LogProblem>> logProblems() const override;
    std::int64_t openCalls() const override;
    std::int64_t droppedRows() const override;
    void setPinned(std::int64_t callId, bool pinned) override;
    void setNote(std::int64_t callId, std::string note) override;
    void cleanUpLog() override;
    void askLogJobs(
        const cache::ControlQuestion &question, std::function<void(const cache::ControlAnswer &)> done) override
    {
        done(m_engine.askLogJobs(question));
    }
    base::Result<> changeSetting(const std::string &path, const std::string &jsonValue) override;
    std::string adminToken() const override;
    base::Result<> renewAdminToken() override;
    std::vector<std::string> notices() const override;
    std::function<base::Result<std::unique_ptr<LogSource>>()> logOpener() const override;
    void stop(int timeoutMs) override;
    std::shared_ptr<const insight::AlertSnapshot> alerts() const override;
    void snoozeAlert(const std::string &rule, base::UnixMicros until) override;
    void sendTestAlert(const insight::AlertRule &rule) override;
    engine::AlertDelivery alertDelivery() const override;

private:
    engine::Engine &m_engine;
};

} // namespace cachescope::ui

// SPDX-License-Identifier: MIT
#pragma once

#include "ui/shell/backend.h"

#include "engine/attached_configuration.h"
#include "engine/attachment.h"
#include "engine/remote_entries.h"

#include <QTimer>

namespace cachescope::ui {

/**
 * The backend of a window on a program in another process: shows what engine::Attachment hears, passes controls on
 * through it, and leaves the log to read-only readers. Waits for nothing.
 *
 * Controls show at once what they will come to: a setting is checked here by the same code that the other process
 * runs, and one that it refuses all the same comes back with a notice.
 */
class AttachedBackend final : public Backend
{
    Q_OBJECT

public:
    /** Starts a proxy in this process; on success the window is to close and open over it. */
    using TakeOver = std::function<base::Result<>()>;
    /** `attachment` has been attached and outlives it. */
    AttachedBackend(engine::Attachment &attachment, TakeOver takeOver, QObject *parent = nullptr);

    const config::Config &configuration() const override { return m_configured.configuration; }
    std::string configFile() const override;
    std::string dataDirectory() const override { return m_attachment.dataDirectory(); }
    std::string databasePath() const override;
    bool isDemo() const override { return state().demo; }
    std::optional<AttachmentFacts> attachment() const override;
    base::Result<> runProxyHere() override;
    std::shared_ptr<const providers::PriceBook> prices() const override { return m_configured.prices; }
    engine::ProxyState proxyState() const override;
    base::Result<> startProxy(std::uint16_t port) override;
    void setMode(proxy::ProxyServer::Mode mode) override;
    std::map<std::string, proxy::UpstreamHealth> upstreamHealth() const override;
    storage::WriteStatus writeStatus() const override { return state().writer; }
    cache::CacheStatus cacheStatus() const override { return state().cache; }
    cache::EntryControl *invalidator() const override { return m_entries.get(); }
    std::vector<requestlog::LiveCall> liveCalls() const override { return state().live; }
    insight::AnalysisStatus analysisStatus() const override { return state().analysis; }
    std::shared_ptr<const std::vector<insight::LogProblem>> logProblems() const override
    {
        return state().problems.value;
    }
    std::int64_t openCalls() const override { return state().openCalls; }
    std::int64_t droppedRows() const override { return state().droppedRows; }
    void setPinned(std::int64_t callId, bool pinned) override;
    void setNote(std::int64_t callId, std::string note) override;
    void cleanUpLog() override;
    void askLogJobs(
        const cache::ControlQuestion &question, std::function<void(const cache::ControlAnswer &)> done) override;
    base::Result<> changeSetting(const std::string &path, const std::string &jsonValue) override;
    std::string adminToken() const override;
    base::Result<> renewAdminToken() override;
    std::vector<std::string> notices() const override;
    std::function<base::Result<std::unique_ptr<LogSource>>()> logOpener() const override;
    /** The other process goes on as it is. */
    void stop(int timeoutMs) override;
    std::shared_ptr<const insight::AlertSnapshot> alerts() const override;
    void snoozeAlert(const std::string &rule, base::UnixMicros until) override;
    void sendTestAlert(const insight::AlertRule &rule) override;
    engine::AlertDelivery alertDelivery() const override { return state().delivery; }

private:
    const engine::WindowState &state() const { return m_attachment.state(); }
    bool isAttached() const { return m_attachment.phase() == engine::Attachment::Phase::Attached; }
    base::Error away() const;
    void post(const std::string &path, const std::string &json, const std::string &whatFailed);
    void takePhase();
    void takeState(const std::set<std::string> &changed);
    void takeNews();
    void readConfiguration();
    void settingAnswered(const std::string &path, const base::Result<cache::ControlAnswer> &answer);
    void setProblem(const std::string &problem);

    engine::Attachment &m_attachment;
    TakeOver m_takeOver;
    std::unique_ptr<engine::RemoteEntries> m_entries;
    engine::AttachedConfiguration m_configured;
    std::string m_problem; ///< Of the control that failed last; empty after one that did not.
    int m_settingsUnderWay = 0; ///< While there are some, what they will come to is shown.
    int m_modesUnderWay = 0;
    std::optional<proxy::ProxyServer::Mode> m_wantedMode;
    base::UnixMicros m_runSince = 0; ///< Of the run whose news were told.
    std::int64_t m_newsTold = 0;
    QTimer m_insightsTimer; ///< `insightsChanged` comes at most once a second.
};

} // namespace cachescope::ui

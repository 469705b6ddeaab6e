// SPDX-License-Identifier: MIT
#include "ui/shell/engine_backend.h"

#include "requestlog/request_log.h"

namespace cachescope::ui {

EngineBackend::EngineBackend(engine::Engine &engine, QObject *parent)
    : Backend(parent)
    , m_engine(engine)
{
    connect(&engine, &engine::Engine::proxyStateChanged, this, &Backend::proxyStateChanged);
    connect(&engine, &engine::Engine::configurationChanged, this, &Backend::configurationChanged);
    connect(&engine, &engine::Engine::callsChanged, this, &Backend::callsChanged);
    connect(&engine, &engine::Engine::noticesChanged, this, &Backend::noticesChanged);
    connect(&engine, &engine::Engine::insightsChanged, this, &Backend::insightsChanged);
    connect(&engine, &engine::Engine::stopped, this, &Backend::stopped);
    connect(&engine.alerts(), &engine::AlertDesk::changed, this, &Backend::alertsChanged);
    connect(&engine.alerts(), &engine::AlertDesk::noticed, this, &Backend::alertNoticed);
    connect(&engine.alerts(), &engine::AlertDesk::told, this, &Backend::alertTold);
}

const config::Config &EngineBackend::configuration() const
{
    return m_engine.configuration();
}

std::string EngineBackend::configFile() const
{
    return m_engine.configFile();
}

std::string EngineBackend::dataDirectory() const
{
    return m_engine.dataDirectory();
}

std::string EngineBackend::databasePath() const
{
    return m_engine.databasePath();
}

bool EngineBackend::isMakingPast() const
{
    return m_engine.isMakingPast();
}

bool EngineBackend::isDemo() const
{
    return m_engine.isDemo();
}

std::shared_ptr<const providers::PriceBook> EngineBackend::prices() const
{
    return m_engine.prices();
}

engine::ProxyState EngineBackend::proxyState() const
{
    return m_engine.proxyState();
}

base::Result<> EngineBackend::startProxy(std::uint16_t port)
{
    return m_engine.startProxy(port);
}

void EngineBackend::setMode(proxy::ProxyServer::Mode mode)
{
    m_engine.setMode(mode);
}

std::map<std::string, proxy::UpstreamHealth> EngineBackend::upstreamHealth() const
{
    return m_engine.upstreamHealth();
}

storage::WriteStatus EngineBackend::writeStatus() const
{
    return m_engine.writeStatus();
}

cache::CacheStatus EngineBackend::cacheStatus() const
{
    return m_engine.cacheStatus();
}

cache::EntryControl *EngineBackend::invalidator() const
{
    return &m_engine.invalidator();
}

std::vector<requestlog::LiveCall> EngineBackend::liveCalls() const
{
    return m_engine.log().live();
}

std::shared_ptr<const std::vector<insight::LogProblem>> EngineBackend::logProblems() const
{
    return m_engine.logProblems();
}

insight::AnalysisStatus EngineBackend::analysisStatus() const
{
    return m_engine.analysisStatus();
}

std::int64_t EngineBackend::openCalls() const
{
    return m_engine.openCalls();
}

std::int64_t EngineBackend::droppedRows() const
{
    return m_engine.log().droppedRows();
}

void EngineBackend::setPinned(std::int64_t callId, bool pinned)
{
    m_engine.log().setPinned(callId, pinned);
}

void EngineBackend::setNote(std::int64_t callId, std::string note)
{
    m_engine.log().setNote(callId, std::move(note));
}

void EngineBackend::cleanUpLog()
{
    m_engine.log().cleanUp();
}

base::Result<> EngineBackend::changeSetting(const std::string &path, const std::string &jsonValue)
{
    return m_engine.changeSetting(path, jsonValue);
}

std::string EngineBackend::adminToken() const
{
    return m_engine.adminToken();
}

base::Result<> EngineBackend::renewAdminToken()
{
    return m_engine.renewAdminToken();
}

std::vector<std::string> EngineBackend::notices() const
{
    return m_engine.notices();
}

std::function<base::Result<std::unique_ptr<LogSource>>()> EngineBackend::logOpener() const
{
    return [path = m_engine.databasePath()] { return openLogSource(path); };
}

void EngineBackend::stop(int timeoutMs)
{
    m_engine.stop(timeoutMs);
}

std::shared_ptr<const insight::AlertSnapshot> EngineBackend::alerts() const
{
    return m_engine.alerts().snapshot();
}

void EngineBackend::snoozeAlert(const std::string &rule, base::UnixMicros until)
{
    m_engine.alerts().snooze(rule, until);
}

void EngineBackend::sendTestAlert(const insight::AlertRule &rule)
{
    m_engine.alerts().sendTest(rule);
}

engine::AlertDelivery EngineBackend::alertDelivery() const
{
    return m_engine.alerts().delivery();
}

} // namespace cachescope::ui

#include "moc_engine_backend.cpp"

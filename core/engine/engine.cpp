// SPDX-License-Identifier: MIT
#include "engine/engine.h"

#include "cache/response_cache.h"
#include "cache/system_watch.h"
#include "engine/alert_desk.h"
#include "engine/data_directory.h"
#include "engine/demo.h"
#include "engine/derived_settings.h"
#include "engine/entry_filter.h"
#include "engine/log_jobs.h"
#include "engine/team_cache.h"
#include "engine/window_desk.h"
#include "storage/private_files.h"

#include <QTimer>

#include <atomic>
#include <mutex>

namespace cachescope::engine {

using base::ErrorCode;
using base::failure;
using base::Result;
using proxy::ProxyServer;

struct Engine::State
{
    explicit State(DataDirectory opened)
        : directory(std::move(opened))
    { }

    Options options;
    DataDirectory directory;
    std::string configFile;
    std::string configProblem; ///< Why the file is not in force; the defaults are, and the file is left alone.
    config::Config configuration;
    std::mutex pricesMutex; ///< Jobs on the log ask for `prices` on other threads; written on the main one only.
    std::shared_ptr<const providers::PriceBook> prices;
    std::string priceProblem;

    // In the order of their dependence: destroyed from the last to the first.
    std::unique_ptr<storage::WriteQueue> queue;
    std::unique_ptr<requestlog::RequestLog> log;
    std::unique_ptr<LogJobs> logJobs;
    std::unique_ptr<cache::ResponseCache> cache;
    std::mutex teamMutex;
    std::string teamTrouble; ///< Last of the team's invalidations that could not be followed; under the mutex.
    std::unique_ptr<cache::Invalidator> invalidator;
    std::unique_ptr<cache::SystemWatch> systemWatch;
    std::string teamProblem; ///< Why answers are not shared although the configuration says so.
    base::Secret credentialKey; ///< Of the keyed hash that stands for callers: the installation's or the team's.
    std::unique_ptr<AlertDesk> alerts;
    std::unique_ptr<WindowDesk> windowDesk; ///< Answers windows of other processes.
    std::string addressProblem; ///< Why commands cannot find the proxy.
    std::unique_ptr<Demo> demo;
    bool demoReady = false; ///< The made-up past is in the log: live traffic may start.
    std::unique_ptr<ProxyServer> proxy;
    /** Former proxies that finish their open calls; they take no new ones. */
    std::vector<std::unique_ptr<ProxyServer>> retired;
    ProxyServer::Mode mode = ProxyServer::Mode::On;
    ProxyState proxyState;

    /** Other threads ask for these: the analysis for prices, the proxy for the state of the analysis. */
    struct Analysis
    {
        std::mutex mutex; ///< Protects both.
        std::shared_ptr<const providers::PriceBook> prices;
        std::unique_ptr<insight::LogAnalyser> analyser; ///< Null until the start is over.

        insight::AnalysisStatus status()
        {
            const std::lock_guard lock(mutex);
            return analyser ? analyser->status() : insight::AnalysisStatus{};
        }
        std::unique_ptr<insight::LogAnalyser> take()
        {
            const std::lock_guard lock(mutex);
            return std::move(analyser);
        }
    };
    std::shared_ptr<Analysis> analysis = std::make_shared<Analysis>();
    std::atomic<bool> insightsPending{ false };
    QTimer insightsTimer;

    int subscription = 0;
    std::atomic<bool> callsPending{ false };
    QTimer callsTimer;
    QTimer noticeTimer;
    QTimer purgeTimer;
    std::vector<std::string> notices;
};

namespace {

constexpr int callsInterval = 250; // At most four batches a second (ux.md, Requests, Live).
constexpr int noticeInterval = 1000;
constexpr int insightsInterval = 1000;
constexpr int analysisDelay = 1500; ///< The first seconds belong to the window and the first calls.
constexpr int purgeInterval = 60'000; ///< Of what was removed from the cache and cannot be taken back any more.
constexpr int flushMs = 5000; ///< For what the log has in hand at the end.
constexpr int retirementMs = 3'600'000; ///< Longer than any call; a stuck one must not keep a thread for ever.

} // namespace

Engine::Engine(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
    State &d = *m_state;
    d.callsTimer.setSingleShot(true);
    d.callsTimer.setInterval(callsInterval);
    connect(&d.callsTimer, &QTimer::timeout, this, [this] {
        m_state->callsPending = false;
        Q_EMIT callsChanged();
    });
    d.subscription = d.log->subscribe([this](const requestlog::CallRecord &) {
        // On a proxy thread: only the first call of a batch wakes the main thread.
        if (!m_state->callsPending.exchange(true))
            QMetaObject::invokeMethod(
                this, [this] { m_state->callsTimer.start(); }, Qt::QueuedConnection);
    });
    d.insightsTimer.setSingleShot(true);
    d.insightsTimer.setInterval(insightsInterval);
    connect(&d.insightsTimer, &QTimer::timeout, this, [this] {
        m_state->insightsPending = false;
        Q_EMIT insightsChanged();
    });
    QTimer::singleShot(analysisDelay, this, &Engine::startAnalysis);
    d.noticeTimer.setInterval(noticeInterval);
    connect(&d.noticeTimer, &QTimer::timeout, this, [this] {
        if (auto now = notices(); now != m_state->notices) {
            m_state->notices = std::move(now);
            Q_EMIT noticesChanged();
        }
    });
    d.noticeTimer.start();
    d.purgeTimer.setInterval(purgeInterval);
    connect(&d.purgeTimer, &QTimer::timeout, this, [this] { m_state->invalidator->purge(); });
    d.purgeTimer.start();
    d.notices = notices();
}

Engine::~Engine()
{
    State &d = *m_state;
    d.analysis->take().reset();
    d.demo.reset(); // No new traffic while the proxy goes.
    d.retired.clear();
    d.proxy.reset();
    d.cache->setStoredHook({});
    d.log->unsubscribe(d.subscription);
}

void Engine::configureAlerts(State &d)
{
    // Read before without an error, or the defaults: there is nothing to report here.
    auto rules = alertRulesOf(d.configuration, d.configFile);
    d.alerts->configure(
        d.configuration, rules ? *std::move(rules) : std::vector<insight::AlertRule>(), d.prices->currency());
}

AlertDesk &Engine::alerts()
{
    return *m_state->alerts;
}

Result<std::unique_ptr<Engine>> Engine::start(const Options &options)
{
    auto directory = DataDirectory::open(
        resolveDataDirectory(options.dataDirectory, options.demo),
        options.demo ? DataDirectory::Kind::Simulated : DataDirectory::Kind::Real);
    if (!directory)
        return tl::unexpected(directory.error());

    auto state = std::make_unique<State>(std::move(*directory));
    State &d = *state;
    d.options = options;
    // The demo's settings are its own: trying things out there changes nothing in earnest.
    d.configFile = options.demo && options.configFile.empty() ? d.directory.path() + "/config.json"
                                                              : resolveConfigFile(options.configFile);
    if (auto loaded = loadConfiguration(d.configFile)) {
        d.configuration = std::move(*loaded);
    } else if (options.tolerateBadConfig) {
        d.configuration = config::defaults();
        d.configProblem = loaded.error().message + " The defaults are in force; the file was left as it is.";
    } else {
        return tl::unexpected(loaded.error());
    }
    applyOptions(d.configuration, options);

    if (auto prices = loadPrices(d.configuration)) {
        d.prices = std::move(*prices);
    } else if (options.tolerateBadConfig) {
        d.prices = providers::PriceBook::shipped();
        d.priceProblem = prices.error().message + " The shipped prices are in force.";
    } else {
        return tl::unexpected(prices.error());
    }

    auto queue = storage::WriteQueue::start(databaseFile(d.directory.path()), {});
    if (!queue)
        return tl::unexpected(queue.error());
    d.queue = std::move(*queue);
    const base::Clock &clock = base::SystemClock::instance();
    auto log = requestlog::RequestLog::create(*d.queue, clock, retentionOf(d.configuration));
    if (!log)
        return tl::unexpected(log.error());
    d.log = std::move(*log);
    d.logJobs = std::make_unique<LogJobs>(*d.log, databaseFile(d.directory.path()), [state = state.get()] {
        const std::scoped_lock lock(state->pricesMutex);
        return state->prices;
    });
    TeamCache team = openTeamCache(d.configuration, clock);
    d.teamProblem = std::move(team.problem);
    d.credentialKey = team.tier ? std::move(team.credentialKey) : d.directory.hashKey();
    const bool hasTeam = team.tier != nullptr;
    auto responses
        = cache::ResponseCache::create(*d.queue, clock, cacheSettingsOf(d.configuration), std::move(team.tier));
    if (!responses)
        return tl::unexpected(responses.error());
    d.cache = std::move(*responses);
    d.invalidator = std::make_unique<cache::Invalidator>(*d.cache, *d.queue, clock);
    d.invalidator->setFilterReader(entryFilterReader(databaseFile(d.directory.path())));
    d.systemWatch = std::make_unique<cache::SystemWatch>(*d.invalidator, clock);
    d.systemWatch->setRules(systemRulesOf(d.configuration));
    d.cache->setStoredHook([watch = d.systemWatch.get()](const cache::Entry &entry) { watch->stored(entry); });
    if (hasTeam) {
        if (const auto refused = d.invalidator->refuseAgain(); !refused)
            d.teamProblem = refused.error().message;
        d.invalidator->joinTeam([state = state.get()](const base::Error &error) {
            const std::scoped_lock lock(state->teamMutex);
            state->teamTrouble = error.message;
        });
    }

    if (options.demo) {
        auto demo = Demo::start();
        if (!demo)
            return tl::unexpected(demo.error());
        d.demo = std::move(*demo);
        d.demo->redirect(d.configuration);
        Demo::addAlerts(d.configuration);
    }

    requestlog::noteBookInForce(*d.queue, std::string(d.prices->version()), clock.wall());
    d.alerts = std::make_unique<AlertDesk>(
        *d.queue, clock, databaseFile(d.directory.path()), [log = d.log.get()] { return log->droppedRows(); });
    configureAlerts(d);

    std::unique_ptr<Engine> engine(new Engine(std::move(state)));
    engine->m_state->windowDesk = std::make_unique<WindowDesk>(*engine);
    if (auto prepared = engine->prepareDemo(); !prepared)
        return tl::unexpected(prepared.error());
    const std::uint16_t port = engine->m_state->configuration.listen.port;
    // A taken port is the window's to show and solve; serve looks at proxyState and gives up.
    (void)engine->startProxy(port);
    return engine;
}

Result<> Engine::startProxy(std::uint16_t port)
{
    State &d = *m_state;
    retireProxy();
    d.configuration.listen.port = port;
    proxy::Services services;
    services.cache = d.cache.get();
    services.invalidator = d.invalidator.get();
    services.log = d.log.get();
    services.logJobs
        = [jobs = d.logJobs.get()](const cache::ControlQuestion &question) { return jobs->answer(question); };
    services.window = [desk = d.windowDesk.get()](cache::ControlQuestion question, auto done) {
        desk->ask(std::move(question), std::move(done));
    };
    services.clock = &base::SystemClock::instance();
    services.databasePath = databasePath();
    services.adminToken = d.directory.adminToken();
    services.hashKey = d.credentialKey;
    services.gauges = [queue = d.queue.get(), log = d.log.get(), cache = d.cache.get(), analysis = d.analysis] {
        const insight::AnalysisStatus insights = analysis->status();
        const storage::WriteStatus writer = queue->status();
        const cache::CacheStatus entries = cache->status();
        std::map<std::string, double> gauges{
            { "cachescope_log_queue_rows", static_cast<double>(writer.queuedJobs) },
            { "cachescope_log_dropped_total", static_cast<double>(log->droppedRows()) },
            { "cachescope_log_degraded", writer.state == storage::WriteStatus::State::Working ? 0.0 : 1.0 },
            { "cachescope_cache_entries", static_cast<double>(entries.entries) },
            { "cachescope_cache_bytes", static_cast<double>(entries.bytes) },
            { "cachescope_evictions_total", static_cast<double>(entries.evictions) },
            { "cachescope_analysis_pending_calls", static_cast<double>(insights.pending) },
            { "cachescope_analysed_total", static_cast<double>(insights.analysed) },
            { "cachescope_analysis_passed_over_total", static_cast<double>(insights.passedOver) },
            { "cachescope_analysis_bytes", static_cast<double>(insights.indexBytes) },
        };
        if (entries.team.configured) {
            addTeamGauges(entries.team, gauges);
        }
        return gauges;
    };
    services.alertsFiring = [alerts = d.alerts.get()] { return AlertDesk::firingByRule(*alerts->snapshot()); };
    auto started = ProxyServer::start(d.configuration, d.prices, std::move(services));
    if (!started) {
        d.proxyState = { started.error().code == ErrorCode::Unavailable ? ProxyState::Kind::PortInUse
                                                                        : ProxyState::Kind::Stopped,
                         d.configuration.listen.host + ":" + std::to_string(port), started.error().message };
        Q_EMIT proxyStateChanged();
        return tl::unexpected(started.error());
    }
    d.proxy = std::move(*started);
    d.proxy->setMode(d.mode);
    noteAddress();
    startDemoTraffic();
    Q_EMIT proxyStateChanged();
    return {};
}

/** Where commands beside a running program find it: they ask the admin API there. */
void Engine::noteAddress()
{
    const std::string file = addressFile(m_state->directory.path());
    if (const auto written = writePrivateFile(file, proxyState().address + "\n"); !written)
        m_state->addressProblem = written.error().message;
}

cache::ControlAnswer Engine::askLogJobs(const cache::ControlQuestion &question)
{
    return m_state->logJobs->answer(question);
}

cache::Invalidator &Engine::invalidator()
{
    return *m_state->invalidator;
}

/** The port is free afterwards; calls that are under way go on. */
void Engine::retireProxy()
{
    State &d = *m_state;
    if (!d.proxy)
        return;
    ProxyServer *old = d.retired.emplace_back(std::move(d.proxy)).get();
    old->drain(retirementMs, [this, old] {
        // From the old one's own timer: it must not be destroyed under it.
        QMetaObject::invokeMethod(
            this,
            [this, old] {
                std::erase_if(m_state->retired, [old](const auto &proxy) { return proxy.get() == old; });
            },
            Qt::QueuedConnection);
    });
}

void Engine::startAnalysis()
{
    State &d = *m_state;
    // For measuring what the analysis costs, and for machines that have no time to spare at all.
    if (qEnvironmentVariable("CACHESCOPE_ANALYSIS") == QLatin1String("off"))
        return;
    insight::LogAnalyser::Settings settings;
    settings.databasePath = databasePath();
    settings.prices = [analysis = d.analysis.get()] {
        const std::lock_guard lock(analysis->mutex);
        return analysis->prices;
    };
    settings.changed = [this] {
        // On the analysis thread, which ends before this object does.
        if (!m_state->insightsPending.exchange(true))
            QMetaObject::invokeMethod(
                this, [this] { m_state->insightsTimer.start(); }, Qt::QueuedConnection);
    };
    const std::lock_guard lock(d.analysis->mutex);
    d.analysis->prices = d.prices;
    d.analysis->analyser = insight::LogAnalyser::start(*d.queue, std::move(settings));
}

Result<> Engine::prepareDemo()
{
    State &d = *m_state;
    if (!d.demo || !d.options.demoTraffic)
        return {};
    auto reader = requestlog::Reader::open(databasePath());
    if (!reader)
        return tl::unexpected(reader.error());
    const auto newest = (*reader)->newestId();
    if (!newest)
        return tl::unexpected(newest.error());
    if (*newest > 0) {
        d.demoReady = true;
        return {};
    }
    d.demo->makePast(*d.log, this, [this] {
        m_state->demoReady = true;
        startDemoTraffic();
    });
    return {};
}

void Engine::startDemoTraffic()
{
    State &d = *m_state;
    if (d.demo && d.demoReady && d.proxy)
        d.demo->startTraffic(d.proxy->url());
}

ProxyState Engine::proxyState() const
{
    const State &d = *m_state;
    if (!d.proxy)
        return d.proxyState;
    ProxyState state{ ProxyState::Kind::On,
                      d.configuration.listen.host + ":" + std::to_string(d.proxy->port()),
                      {} };
    if (d.mode == ProxyServer::Mode::Paused)
        state.kind = ProxyState::Kind::Paused;
    else if (d.mode == ProxyServer::Mode::CacheBypassed)
        state.kind = ProxyState::Kind::Bypass;
    else if (d.configuration.upstreams.empty())
        state.kind = ProxyState::Kind::NoUpstream;
    return state;
}

void Engine::setMode(ProxyServer::Mode mode)
{
    m_state->mode = mode;
    if (m_state->proxy)
        m_state->proxy->setMode(mode);
    Q_EMIT proxyStateChanged();
}

Result<> Engine::changeSetting(const std::string &path, const std::string &jsonValue)
{
    State &d = *m_state;
    if (!d.configProblem.empty())
        return failure(ErrorCode::InvalidInput, "Mend the configuration file first: " + d.configProblem);
    auto changed = changedConfiguration(d.configFile, path, jsonValue);
    if (!changed)
        return tl::unexpected(changed.error());
    if (auto free = checkAddress(path, changed->configuration); !free)
        return free;
    if (const auto slash = d.configFile.rfind('/'); slash != std::string::npos && slash > 0) {
        if (auto ready = storage::ensurePrivateDirectory(d.configFile.substr(0, slash)); !ready)
            return tl::unexpected(ready.error());
    }
    if (auto written = writePrivateFile(d.configFile, changed->text); !written)
        return tl::unexpected(written.error());
    // What is chosen in Settings outranks the command line from now on.
    if (path == "listen.port")
        d.options.port.reset();
    else if (path == "listen.host")
        d.options.host.reset();
    const base::UnixMicros now = base::SystemClock::instance().wall();
    requestlog::writeAnnotation(*d.queue, path + ' ' + std::to_string(now), annotationOf(path, jsonValue, now));
    return apply(std::move(changed->configuration), std::move(changed->prices));
}

/** A running proxy is not given up for an address that cannot be had. */
Result<> Engine::checkAddress(const std::string &path, const config::Config &next) const
{
    const State &d = *m_state;
    if (!d.proxy || (path != "listen.host" && path != "listen.port"))
        return {};
    config::Listen wanted = next.listen;
    if (path == "listen.host" && wanted.host == d.configuration.listen.host)
        return {};
    if (wanted.port == d.proxy->port())
        wanted.port = 0; // It is this one that holds it.
    return ProxyServer::probe(wanted);
}

Result<> Engine::apply(config::Config next, std::shared_ptr<const providers::PriceBook> prices)
{
    State &d = *m_state;
    applyOptions(next, d.options);
    if (d.demo) {
        d.demo->redirect(next);
        Demo::addAlerts(next);
    }
    const bool moved = next.listen.host != d.configuration.listen.host
        || next.listen.port != d.configuration.listen.port || next.limits.threads != d.configuration.limits.threads;
    d.configuration = std::move(next);
    {
        const std::scoped_lock lock(d.pricesMutex);
        d.prices = std::move(prices);
    }
    {
        const std::lock_guard lock(d.analysis->mutex);
        d.analysis->prices = d.prices;
    }
    d.cache->setSettings(cacheSettingsOf(d.configuration));
    d.systemWatch->setRules(systemRulesOf(d.configuration));
    d.log->setRetention(retentionOf(d.configuration));
    configureAlerts(d);
    Result<> result;
    if (moved)
        result = startProxy(d.configuration.listen.port);
    else if (d.proxy)
        d.proxy->reconfigure(d.configuration, d.prices);
    Q_EMIT configurationChanged();
    return result;
}

Result<> Engine::renewAdminToken()
{
    State &d = *m_state;
    if (auto renewed = d.directory.renewAdminToken(); !renewed)
        return renewed;
    if (d.proxy)
        d.proxy->setAdminToken(d.directory.adminToken());
    return {};
}

std::vector<std::string> Engine::notices() const
{
    const State &d = *m_state;
    std::vector<std::string> all;
    const auto trouble = [&] {
        const std::scoped_lock lock(m_state->teamMutex);
        return m_state->teamTrouble;
    };
    for (const std::string &text : { d.configProblem, d.priceProblem, d.addressProblem, d.teamProblem, trouble(),
                                     d.queue->status().message, d.cache->status().message }) {
        if (!text.empty())
            all.push_back(text);
    }
    return all;
}

void Engine::stop(int timeoutMs)
{
    State &d = *m_state;
    if (d.demo)
        d.demo->stopTraffic();
    const auto flush = [this] {
        m_state->queue->drain(std::chrono::milliseconds(flushMs));
        Q_EMIT stopped();
    };
    if (!d.proxy && d.retired.empty())
        return flush();
    const auto left = std::make_shared<std::size_t>(d.retired.size() + (d.proxy ? 1 : 0));
    const auto drained = [flush, left] {
        if (--*left == 0)
            flush();
    };
    for (const auto &proxy : d.retired)
        proxy->drain(timeoutMs, drained);
    if (d.proxy)
        d.proxy->drain(timeoutMs, drained);
}

const config::Config &Engine::configuration() const
{
    return m_state->configuration;
}
const std::string &Engine::configFile() const
{
    return m_state->configFile;
}
const std::string &Engine::dataDirectory() const
{
    return m_state->directory.path();
}
std::string Engine::databasePath() const
{
    return databaseFile(m_state->directory.path());
}
bool Engine::isMakingPast() const
{
    return m_state->demo && m_state->options.demoTraffic && !m_state->demoReady;
}

bool Engine::isDemo() const
{
    return m_state->demo != nullptr;
}
bool Engine::hasWindow() const
{
    return m_state->options.hasWindow;
}
std::shared_ptr<const providers::PriceBook> Engine::prices() const
{
    return m_state->prices;
}
requestlog::RequestLog &Engine::log()
{
    return *m_state->log;
}
storage::WriteStatus Engine::writeStatus() const
{
    return m_state->queue->status();
}
cache::CacheStatus Engine::cacheStatus() const
{
    return m_state->cache->status();
}
std::shared_ptr<const std::vector<insight::LogProblem>> Engine::logProblems() const
{
    const std::lock_guard lock(m_state->analysis->mutex);
    const auto &analyser = m_state->analysis->analyser;
    return analyser ? analyser->problems() : nullptr;
}
insight::AnalysisStatus Engine::analysisStatus() const
{
    return m_state->analysis->status();
}
std::int64_t Engine::openCalls() const
{
    return m_state->log->openCount();
}
std::string Engine::adminToken() const
{
    return std::string(m_state->directory.adminToken().reveal());
}

std::map<std::string, proxy::UpstreamHealth> Engine::upstreamHealth() const
{
    return m_state->proxy ? m_state->proxy->upstreamHealth() : std::map<std::string, proxy::UpstreamHealth>{};
}

} // namespace cachescope::engine

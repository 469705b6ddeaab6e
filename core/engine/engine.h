// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "cache/invalidator.h"
#include "cache/response_cache.h"
#include "config/config.h"
#include "insight/log_analyser.h"
#include "providers/price_book.h"
#include "proxy/proxy_server.h"
#include "requestlog/query.h"
#include "requestlog/request_log.h"
#include "storage/write_queue.h"

#include <QObject>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace cachescope::engine {

class AlertDesk;

/** How an engine is to run; from the command line. */
struct Options
{
    std::string dataDirectory; ///< Empty: the platform's, or CACHESCOPE_DATA_DIR; `--demo` uses its own below it.
    std::string configFile; ///< Empty: the platform's, or CACHESCOPE_CONFIG.
    std::optional<std::string> host;
    std::optional<std::uint16_t> port;
    std::map<std::string, std::string, std::less<>> upstreams; ///< --upstream NAME=URL
    bool demo = false; ///< Simulated provider and traffic, data directory of its own.
    bool demoTraffic = true; ///< With demo: also make traffic.
    /** True (the window): a damaged configuration or price file leaves the defaults in force, with a notice. */
    bool tolerateBadConfig = false;
    bool hasWindow = false; ///< For other windows to say what they are attached to.
};

/** What the proxy chip shows. */
struct ProxyState
{
    enum class Kind
    {
        On,
        Paused,
        Bypass,
        PortInUse,
        NoUpstream,
        Stopped
    } kind
        = Kind::Stopped;
    std::string address; ///< "127.0.0.1:8737"
    std::string message; ///< Why, when it is not On.
};

/**
 * One running Cachescope: data directory (locked by this process), log, cache and proxy wired together. The window
 * and `serve` are two faces of it. Lives on the main thread; signals come there.
 */
class Engine : public QObject
{
    Q_OBJECT

public:
    /**
     * Opens everything. A damaged log is set aside with a message (see notices); an unwritable directory or one
     * that another process holds is an error. A taken port is no error here: the engine runs without a proxy, state
     * PortInUse.
     */
    static base::Result<std::unique_ptr<Engine>> start(const Options &options);
    ~Engine() override;

    const config::Config &configuration() const;
    const std::string &configFile() const;
    const std::string &dataDirectory() const;
    std::string databasePath() const; ///< For requestlog::Reader::open, one per thread.
    bool isDemo() const;
    bool hasWindow() const; ///< As Options says.
    /** With demo: the made-up past is still being written; the newest calls come last. */
    bool isMakingPast() const;
    std::shared_ptr<const providers::PriceBook> prices() const;

    ProxyState proxyState() const;
    /** After PortInUse or Stopped, or to move: calls that are open on the old port end there in peace. */
    base::Result<> startProxy(std::uint16_t port);
    void setMode(proxy::ProxyServer::Mode mode);
    std::map<std::string, proxy::UpstreamHealth> upstreamHealth() const;

    requestlog::RequestLog &log();
    storage::WriteStatus writeStatus() const;
    cache::CacheStatus cacheStatus() const;
    insight::AnalysisStatus analysisStatus() const;
    /** See insight::LogAnalyser::problems. */
    std::shared_ptr<const std::vector<insight::LogProblem>> logProblems() const;
    /** Lists, invalidates, pins and takes back; waits for the disk, so not for the main thread. As long as the
     * engine lives. */
    cache::Invalidator &invalidator();
    /** Imports and recomputations, as commands and admin API ask for them; answers at once. */
    cache::ControlAnswer askLogJobs(const cache::ControlQuestion &question);
    std::int64_t openCalls() const;
    AlertDesk &alerts(); ///< As long as the engine lives.

    /** Writes one setting into config.json (comments kept) and applies it at once. `jsonValue` empty: back to the
     * default. While the proxy runs, an address that cannot be listened on is refused. */
    base::Result<> changeSetting(const std::string &path, const std::string &jsonValue);
    std::string adminToken() const; ///< For Settings; shown hidden.
    base::Result<> renewAdminToken();

    /** Messages for the inline bar, newest last: things that need the user's eye (file set aside, disk full …). */
    std::vector<std::string> notices() const;

    /** Drains for at most `timeoutMs` (0: open calls end now) and emits `stopped`; used by SIGTERM and by closing
     * the window. */
    void stop(int timeoutMs);

Q_SIGNALS:
    void proxyStateChanged();
    void configurationChanged();
    /** At most four times a second while calls end. */
    void callsChanged();
    void noticesChanged();
    /** At most once a second while calls are analysed (requestlog::CallInsight). */
    void insightsChanged();
    void stopped();

private:
    struct State;
    explicit Engine(std::unique_ptr<State> state);
    base::Result<> prepareDemo();
    void startDemoTraffic();
    void startAnalysis();
    void retireProxy();
    void noteAddress();
    static void configureAlerts(State &state);
    base::Result<> checkAddress(const std::string &path, const config::Config &next) const;
    base::Result<> apply(config::Config next, std::shared_ptr<const providers::PriceBook> prices);
    std::unique_ptr<State> m_state;
};

} // namespace cachescope::engine

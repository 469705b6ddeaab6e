// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "cache/control_api.h"
#include "config/config.h"
#include "providers/price_book.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace cachescope::cache {
class Invalidator;
class ResponseCache;
} // namespace cachescope::cache
namespace cachescope::requestlog {
class RequestLog;
}

namespace cachescope::proxy {

/** What the proxy works with. All pointers outlive the server; null `cache` or `log` means: pass calls through
 * without. */
struct Services
{
    cache::ResponseCache *cache = nullptr;
    cache::Invalidator *invalidator = nullptr; ///< For the admin API; null with `cache`.
    requestlog::RequestLog *log = nullptr;
    /** Answers `import`, `reprice` and `repricings` of the admin API, which the engine does (engine/log_jobs.h); on
     * the desk's thread. Empty: there are none. */
    std::function<cache::ControlAnswer(const cache::ControlQuestion &)> logJobs;
    /** Answers what is below `window/` of the admin API: a window of another process asks (engine/window_desk.h).
     * Called on a proxy thread; must be quick. `done` is called on the thread that owns the server, later, or never
     * when that ends. Empty: there is none. */
    std::function<void(cache::ControlQuestion, std::function<void(cache::ControlAnswer)>)> window;
    const base::Clock *clock = nullptr;
    std::string databasePath; ///< For the admin API's queries, on threads of their own.
    base::Secret adminToken;
    base::Secret hashKey; ///< Install secret for the keyed hash of credentials.
    /** Facts for /metrics that others own: name → value (cachescope_log_queue_rows …). Called on a proxy thread;
     * must be quick. */
    std::function<std::map<std::string, double>()> gauges;
    /** Alert rules and how many of their alerts fire. As `gauges`. */
    std::function<std::map<std::string, int>()> alertsFiring;
};

/** Health of one upstream as seen from calls. */
struct UpstreamHealth
{
    enum class State
    {
        Idle,
        Ok,
        Failing
    } state
        = State::Idle;
    std::int64_t firstTokenP50Micros = -1; ///< Over the last minutes.
    std::string lastError;
    enum class Breaker
    {
        Closed,
        Open,
        HalfOpen ///< A probe is under way.
    } breaker
        = Breaker::Closed;
    std::string fallback; ///< Where its calls go while the breaker is open; empty: nowhere else.
    int waiting = 0; ///< Calls in our own queue.
};

/**
 * The caching proxy: listeners and connections on threads with event loops of their own. Made, changed and
 * destroyed on the thread that owns it (GUI or main); safe to ask from there at any time.
 */
class ProxyServer
{
public:
    /** Binds and starts. Port taken: ErrorCode::Unavailable, naming the port. */
    static base::Result<std::unique_ptr<ProxyServer>> start(
        const config::Config &configuration, std::shared_ptr<const providers::PriceBook> prices, Services services);
    /** Whether start() could listen there now: the same errors, nothing kept. */
    static base::Result<> probe(const config::Listen &listen);
    /** Stops at once what is still open (see drain). */
    ~ProxyServer();

    std::uint16_t port() const;
    std::string url() const; ///< "http://127.0.0.1:8737"

    /** New settings for calls that start from now on; the listening address cannot change this way. */
    void reconfigure(const config::Config &configuration, std::shared_ptr<const providers::PriceBook> prices);
    /** For admin requests that come from now on; open calls go on. */
    void setAdminToken(base::Secret token);
    enum class Mode
    {
        On,
        CacheBypassed,
        Paused
    }; ///< Paused answers new calls with 503.
    void setMode(Mode mode);
    Mode mode() const;

    int openCalls() const;
    std::map<std::string, UpstreamHealth> upstreamHealth() const;
    /** No new calls, and the port is free again on return. `done` is called once on the owner's thread when the
     * open calls have ended or `timeoutMs` passed; a second drain() replaces the time and the `done` of the first.
     */
    void drain(int timeoutMs, std::function<void()> done);

private:
    struct State;
    explicit ProxyServer(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace cachescope::proxy

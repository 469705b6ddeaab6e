// SPDX-License-Identifier: MIT
#pragma once

#include <QObject> // First: see ui/format/format.h.

#include "engine/alert_desk.h"
#include "engine/engine.h"
#include "engine/fresh_answer.h"
#include "ui/data/log_source.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cachescope::ui {

/** How the request of the first-run page went. */
struct TestCallResult
{
    bool ok = false;
    std::string message; ///< One sentence: what came back, or what was wrong and what to do.
};

/** How a window stands that shows a program in another process. */
struct AttachmentFacts
{
    enum class Phase
    {
        Attached,
        Lost, ///< It has ended or does not answer; the window asks again by itself.
        OtherVersion
    } phase
        = Phase::Attached;
    bool toWindow = false; ///< What runs there is a window, not `serve`.
    std::int64_t process = 0;
    base::UnixMicros since = 0; ///< When that program started.
    std::string version; ///< Of that program.
    std::string problem; ///< One sentence unless attached.
    bool directoryFree = false; ///< Nobody holds the data directory: the proxy can run in this window.
};

/**
 * What the window works on: engine::Engine as an interface, so that tests can set every state. On the GUI thread.
 * The log is read through LogService, not here.
 */
class Backend : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual const config::Config &configuration() const = 0;
    virtual std::string configFile() const = 0;
    virtual std::string dataDirectory() const = 0;
    /** Of the log, for readers on other threads; empty: none. */
    virtual std::string databasePath() const { return {}; }
    virtual bool isDemo() const = 0;
    /** Nothing for a window with the proxy in it. */
    virtual std::optional<AttachmentFacts> attachment() const { return {}; }
    /** Ends being attached: the window closes and opens again with a proxy of its own. Unavailable when the data
     * directory is held after all. */
    virtual base::Result<> runProxyHere() { return {}; }
    /** With a demo: its made-up past is still being written. */
    virtual bool isMakingPast() const { return false; }
    virtual std::shared_ptr<const providers::PriceBook> prices() const = 0;

    virtual engine::ProxyState proxyState() const = 0;
    virtual base::Result<> startProxy(std::uint16_t port) = 0;
    virtual void setMode(proxy::ProxyServer::Mode mode) = 0;
    virtual std::map<std::string, proxy::UpstreamHealth> upstreamHealth() const = 0;

    virtual storage::WriteStatus writeStatus() const = 0;
    virtual cache::CacheStatus cacheStatus() const = 0;
    /** Lists, invalidates and pins; waits for the disk, so for LogService's lanes only. Thread-safe; null: none. */
    virtual cache::EntryControl *invalidator() const { return nullptr; }
    virtual std::vector<requestlog::LiveCall> liveCalls() const = 0;
    virtual std::int64_t openCalls() const = 0;
    virtual std::int64_t droppedRows() const = 0;
    virtual insight::AnalysisStatus analysisStatus() const { return {}; }
    /** Null before the prompt rules first looked at the log. */
    virtual std::shared_ptr<const std::vector<insight::LogProblem>> logProblems() const { return {}; }
    virtual void setPinned(std::int64_t callId, bool pinned) = 0;
    virtual void setNote(std::int64_t callId, std::string note) = 0;
    virtual void cleanUpLog() = 0;

    /** Imports and recomputations of the log (engine/log_jobs.h); `done` comes on the GUI thread, at once or soon.
     */
    virtual void askLogJobs(
        const cache::ControlQuestion & /*question*/, std::function<void(const cache::ControlAnswer &)> done)
    {
        done({ 503, {}, "log_unavailable", "This window has no log of its own." });
    }

    virtual base::Result<> changeSetting(const std::string &path, const std::string &jsonValue) = 0;
    virtual std::string adminToken() const = 0;
    virtual base::Result<> renewAdminToken() = 0;
    virtual std::vector<std::string> notices() const = 0;

    /** A reader for another thread; see LogService::Opener. Thread-safe. */
    virtual std::function<base::Result<std::unique_ptr<LogSource>>()> logOpener() const = 0;
    /** Sends one tiny call through the proxy; `done` comes on the GUI thread. */
    virtual void sendTestCall(const std::string &upstream, std::function<void(TestCallResult)> done);
    /** Asks a logged question anew, past the cache, at the user's cost; `done` comes on the GUI thread. */
    virtual void askFresh(
        const engine::FreshQuestion &question, std::function<void(const engine::FreshAnswer &)> done);
    virtual void stop(int timeoutMs) = 0;

    /** Where all alerts stand; never null. */
    virtual std::shared_ptr<const insight::AlertSnapshot> alerts() const
    {
        static const auto none = std::make_shared<const insight::AlertSnapshot>();
        return none;
    }
    virtual void snoozeAlert(const std::string & /*rule*/, base::UnixMicros /*until*/) { } ///< 0: no longer.
    virtual void sendTestAlert(const insight::AlertRule & /*rule*/) { }
    virtual engine::AlertDelivery alertDelivery() const { return {}; }

Q_SIGNALS:
    void attachmentChanged();
    void proxyStateChanged();
    void configurationChanged();
    void callsChanged(); ///< At most four times a second.
    void noticesChanged();
    void insightsChanged(); ///< Calls were analysed; at most once a second.
    void alertsChanged();
    void alertNoticed(const cachescope::insight::AlertNotice &notice);
    /** One notice by webhook or command (AlertTell); `problem` empty: it arrived. */
    void alertTold(int way, const QString &rule, const QString &problem);
    void stopped();
};

} // namespace cachescope::ui

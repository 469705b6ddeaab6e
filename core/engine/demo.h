// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "config/config.h"

#include <functional>
#include <memory>
#include <string>

class QObject;
class QThread;

namespace cachescope::requestlog {
class RequestLog;
}
namespace cachescope::simulated {
class DemoTraffic;
class SimulatedProvider;
} // namespace cachescope::simulated

namespace cachescope::engine {

/** What `--demo` adds to an engine: a simulated provider in place of every upstream, and traffic. Main thread. */
class Demo
{
public:
    static base::Result<std::unique_ptr<Demo>> start();
    ~Demo();

    /** Rules for alerts, where the demo's own configuration has none. */
    static void addAlerts(config::Config &configuration);
    /** Points every upstream at the simulated provider, so that no demo call can leave the machine. */
    void redirect(config::Config &configuration) const;
    /**
     * Gives an empty log a made-up past (see simulated::demoHistory) on a thread of its own; `done` is called on
     * the thread of `context` when it is there. Live traffic waits for it, so that numbers and times of the calls
     * rise together.
     */
    void makePast(requestlog::RequestLog &log, QObject *context, std::function<void()> done);
    void startTraffic(const std::string &proxyUrl);
    void stopTraffic();

private:
    Demo();
    std::unique_ptr<QThread> m_past;
    std::unique_ptr<simulated::SimulatedProvider> m_provider;
    std::unique_ptr<simulated::DemoTraffic> m_traffic;
};

} // namespace cachescope::engine

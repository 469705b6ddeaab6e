// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "config/config.h"

#include <memory>
#include <string>

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

    /** Points every upstream at the simulated provider, so that no demo call can leave the machine. */
    void redirect(config::Config &configuration) const;
    void startTraffic(const std::string &proxyUrl);
    void stopTraffic();

private:
    Demo();
    std::unique_ptr<simulated::SimulatedProvider> m_provider;
    std::unique_ptr<simulated::DemoTraffic> m_traffic;
};

} // namespace cachescope::engine

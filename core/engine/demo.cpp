// SPDX-License-Identifier: MIT
#include "engine/demo.h"

#include "simulated/simulated_provider.h"

namespace cachescope::engine {

Demo::Demo() = default;
Demo::~Demo() = default;

base::Result<std::unique_ptr<Demo>> Demo::start()
{
    auto provider = simulated::SimulatedProvider::start({});
    if (!provider)
        return tl::unexpected(provider.error());
    std::unique_ptr<Demo> demo(new Demo);
    demo->m_provider = std::move(*provider);
    return demo;
}

void Demo::redirect(config::Config &configuration) const
{
    for (auto &[name, upstream] : configuration.upstreams) {
        upstream.url = m_provider->url() + "/" + name;
        upstream.keyEnvironment.clear(); // A real key has no business in simulated calls.
    }
    configuration.upstreamProxy.clear();
}

void Demo::startTraffic(const std::string &proxyUrl)
{
    simulated::DemoTraffic::Settings settings;
    settings.proxyUrl = proxyUrl;
    m_traffic = simulated::DemoTraffic::start(settings);
}

void Demo::stopTraffic()
{
    m_traffic.reset();
}

} // namespace cachescope::engine

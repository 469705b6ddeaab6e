// SPDX-License-Identifier: MIT
#include "engine/demo.h"

#include "requestlog/request_log.h"
#include "simulated/demo_history.h"
#include "simulated/simulated_provider.h"

#include <QThread>

namespace cachescope::engine {

Demo::Demo() = default;

Demo::~Demo()
{
    if (m_past)
        m_past->wait(); // A few seconds at most; the log must outlive it.
}

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

void Demo::makePast(requestlog::RequestLog &log, QObject *context, std::function<void()> done)
{
    m_past.reset(QThread::create([&log] {
        simulated::DemoHistorySettings settings;
        settings.until = base::SystemClock::instance().wall();
        simulated::demoHistory(settings, [&log](requestlog::CallStart start, requestlog::CallEnd end) {
            const std::int64_t id = log.open(std::move(start));
            log.finish(id, std::move(end));
            return id;
        });
    }));
    QObject::connect(m_past.get(), &QThread::finished, context, std::move(done));
    m_past->start(QThread::LowPriority);
}

void Demo::startTraffic(const std::string &proxyUrl)
{
    simulated::DemoTraffic::Settings settings;
    settings.proxyUrl = proxyUrl;
    // The made-up past fills the first screen; live calls go on at about its pace.
    settings.callsPerMinute = 20;
    settings.openingCalls = 6;
    m_traffic = simulated::DemoTraffic::start(settings);
}

void Demo::stopTraffic()
{
    m_traffic.reset();
}

} // namespace cachescope::engine

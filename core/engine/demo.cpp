// SPDX-License-Identifier: MIT
#include "engine/demo.h"

#include "insight/alert_rule.h"
#include "requestlog/request_log.h"
#include "simulated/demo_history.h"
#include "simulated/simulated_provider.h"

#include <QThread>

#include <algorithm>
#include <array>

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

void Demo::addAlerts(config::Config &configuration)
{
    const config::Config standard = config::defaults();
    // An empty list that somebody wrote is an answer, too.
    if (configuration.alertsJson != standard.alertsJson || configuration.alertsLine != standard.alertsLine)
        return;
    std::vector<insight::AlertRule> rules;
    for (const insight::AlertRule &rule : insight::alertTemplates()) {
        constexpr std::array<std::string_view, 9> shown{
            "Prefix read fell",    "TTFT p95",   "Rate limit answers", "Spend per day",   "Month forecast",
            "Local hit ratio low", "Error rate", "No traffic",         "One dear request"
        };
        if (std::find(shown.begin(), shown.end(), rule.name) == shown.end())
            continue;
        rules.push_back(rule);
        // A small team's traffic.
        constexpr std::int64_t fewCalls = 5;
        rules.back().minRequests = std::min(rules.back().minRequests, fewCalls);
        rules.back().tell = insight::AlertTell::window; // Nothing of the demo leaves its window.
    }
    configuration.alertsJson = insight::alertRulesJson(rules);
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
        settings.earlierDays = 30;
        settings.colleagues = 16;
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

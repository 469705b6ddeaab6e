// SPDX-License-Identifier: MIT
#include "simulated/demo_client.h"
#include "simulated/simulated_provider.h"

#include <QThread>
#include <QUrl>

namespace cachescope::simulated {

namespace {

constexpr auto burstGap = std::chrono::milliseconds(140);
constexpr int mostOpenCalls = 64; ///< Should the proxy stand still, calls do not pile up.

/** Makes calls; lives on the traffic's thread. */
class Caller : public QObject
{
    Q_OBJECT

public:
    Caller(const DemoTraffic::Settings &settings, std::uint16_t port)
        : m_schedule(settings.seed)
        , m_random(mix(settings.seed, 17))
        , m_meanGapMicros(60e6 / std::max(0.1, settings.callsPerMinute))
        , m_openingCalls(settings.openingCalls)
        , m_port(port)
        , m_timer(this)
    {
        m_timer.setSingleShot(true);
        connect(&m_timer, &QTimer::timeout, this, &Caller::call);
    }
    void begin() { m_timer.start(burstGap); }

private:
    void call()
    {
        const bool burst = m_calls < m_openingCalls;
        if (m_open < mostOpenCalls) {
            DemoSchedule::Item item = m_schedule.next(base::SystemClock::instance().wall());
            if (burst) {
                item.call.headers.emplace_back("X-Simulate-First-Token-Ms", "60");
                item.call.headers.emplace_back("X-Simulate-Tokens-Per-Second", "1200");
            }
            for (int copy = 0; copy < item.call.copies; ++copy)
                send(item, copy == 0);
        }
        const auto gap
            = std::chrono::microseconds(static_cast<std::int64_t>(m_random.exponential(m_meanGapMicros)));
        m_timer.start(burst ? burstGap : std::chrono::ceil<std::chrono::milliseconds>(gap));
    }

    void send(const DemoSchedule::Item &item, bool counts)
    {
        ++m_calls;
        ++m_open;
        auto *client = new DemoClient(m_port, requestBytes(item.call), item.call.api, this);
        connect(
            client, &DemoClient::finished, this,
            [this, program = item.program, session = item.call.session, counts](const DemoReply &reply) {
                --m_open;
                if (counts)
                    m_schedule.reply(program, session, reply);
            });
    }

    std::string requestBytes(const DemoCall &call) const
    {
        std::string bytes = "POST /" + call.upstream + call.target
            + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(m_port) + "\r\n";
        for (const auto &[name, value] : call.headers)
            bytes.append(name).append(": ").append(value).append("\r\n");
        bytes += "Connection: close\r\nContent-Length: " + std::to_string(call.body.size()) + "\r\n\r\n";
        return bytes + call.body;
    }

    DemoSchedule m_schedule;
    Random m_random;
    double m_meanGapMicros;
    int m_openingCalls;
    std::uint16_t m_port;
    QTimer m_timer;
    int m_calls = 0;
    int m_open = 0;
};

} // namespace

struct DemoTraffic::State
{
    QThread thread;

    ~State()
    {
        thread.quit();
        thread.wait();
    }
};

std::unique_ptr<DemoTraffic> DemoTraffic::start(const Settings &settings)
{
    const QUrl url(QString::fromStdString(settings.proxyUrl));
    auto state = std::make_unique<State>();
    auto *caller = new Caller(settings, static_cast<std::uint16_t>(url.port(80)));
    caller->moveToThread(&state->thread);
    QObject::connect(&state->thread, &QThread::started, caller, &Caller::begin);
    QObject::connect(&state->thread, &QThread::finished, caller, &QObject::deleteLater);
    state->thread.setObjectName(QStringLiteral("demo traffic"));
    state->thread.start();
    return std::unique_ptr<DemoTraffic>(new DemoTraffic(std::move(state)));
}

DemoTraffic::DemoTraffic(std::unique_ptr<State> state)
    : m_state(std::move(state))
{ }

DemoTraffic::~DemoTraffic() = default;

} // namespace cachescope::simulated

#include "demo_traffic.moc"

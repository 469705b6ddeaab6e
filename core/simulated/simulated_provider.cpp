// SPDX-License-Identifier: MIT
#include "simulated/simulated_provider.h"

#include "simulated/connection.h"

#include <QTcpServer>
#include <QThread>

#include <atomic>

namespace cachescope::simulated {

namespace {

/** The listener; lives on the provider's thread. */
class Listener : public QTcpServer
{
    Q_OBJECT

public:
    Listener(const Backend::Settings &settings, const base::Clock &clock, std::atomic<std::int64_t> &calls)
        : m_backend(settings, clock)
        , m_calls(calls)
    { }

private:
    void incomingConnection(qintptr descriptor) override
    {
        auto *socket = new QTcpSocket;
        if (!socket->setSocketDescriptor(descriptor)) {
            delete socket;
            return;
        }
        new Connection(socket, m_backend, m_calls, this); // deletes itself when the client goes
    }
    Backend m_backend;
    std::atomic<std::int64_t> &m_calls;
};

constexpr int waitingConnections = 1024;

} // namespace

struct SimulatedProvider::State
{
    QThread thread;
    Listener *listener = nullptr;
    std::atomic<std::int64_t> calls{ 0 };
    std::uint16_t port = 0;

    ~State()
    {
        thread.quit();
        thread.wait();
    }
};

base::Result<std::unique_ptr<SimulatedProvider>> SimulatedProvider::start(const Settings &settings)
{
    auto faults = FaultMix::parse(settings.fault);
    if (!faults)
        return tl::make_unexpected(faults.error());
    const Backend::Settings backend{ settings.seed, settings.firstToken, settings.tokensPerSecond,
                                     std::move(*faults) };
    const base::Clock &clock = settings.clock ? *settings.clock : base::SystemClock::instance();
    auto state = std::make_unique<State>();
    state->listener = new Listener(backend, clock, state->calls);
    state->listener->moveToThread(&state->thread);
    QObject::connect(&state->thread, &QThread::finished, state->listener, &QObject::deleteLater);
    state->thread.setObjectName(QStringLiteral("simulated"));
    state->thread.start();
    QString error;
    QMetaObject::invokeMethod(
        state->listener,
        [&] {
            state->listener->setListenBacklogSize(waitingConnections);
            state->listener->setMaxPendingConnections(waitingConnections);
            if (state->listener->listen(QHostAddress::LocalHost, settings.port))
                state->port = state->listener->serverPort();
            else
                error = state->listener->errorString();
        },
        Qt::BlockingQueuedConnection);
    if (state->port == 0) {
        return base::failure(
            base::ErrorCode::Unavailable,
            "The simulated provider cannot listen on 127.0.0.1:" + std::to_string(settings.port) + ": "
                + error.toStdString() + ". Choose another port, or 0 for a free one.");
    }
    return std::unique_ptr<SimulatedProvider>(new SimulatedProvider(std::move(state)));
}

SimulatedProvider::SimulatedProvider(std::unique_ptr<State> state)
    : m_state(std::move(state))
{ }

SimulatedProvider::~SimulatedProvider() = default;

std::uint16_t SimulatedProvider::port() const
{
    return m_state->port;
}

std::string SimulatedProvider::url() const
{
    return "http://127.0.0.1:" + std::to_string(m_state->port);
}

std::int64_t SimulatedProvider::callCount() const
{
    return m_state->calls;
}

} // namespace cachescope::simulated

#include "simulated_provider.moc"

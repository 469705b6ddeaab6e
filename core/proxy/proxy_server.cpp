// SPDX-License-Identifier: MIT
#include "proxy/proxy_server.h"

#include "proxy/flow_health.h"
#include "proxy/listener.h"
#include "proxy/shared.h"
#include "proxy/worker.h"
#include "requestlog/export.h"
#include "requestlog/request_log.h"

#include <QHostAddress>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <sys/resource.h>

namespace cachescope::proxy {

using base::ErrorCode;
using base::failure;
using base::Result;

namespace {

constexpr int backlog = 1024;
constexpr int drainPollMs = 20;
constexpr int maxThreads = 64;

/** A worker and its thread. The thread deletes the worker when it ends. */
struct Seat
{
    std::unique_ptr<QThread> thread;
    Worker *worker = nullptr;
};

QHostAddress bindAddress(const std::string &host)
{
    if (host == "localhost")
        return QHostAddress(QHostAddress::LocalHost);
    return QHostAddress(QString::fromStdString(host));
}

/** Two descriptors a call: the usual soft limit of 1024 would end at five hundred streams. */
void raiseDescriptorLimit()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max)
        return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

/** Says in our own words what Qt would say in its own language. */
base::Error listenFailure(const config::Listen &listen, const QTcpServer &server)
{
    const std::string place = "Cannot listen on port " + std::to_string(listen.port) + " of " + listen.host + ": ";
    switch (server.serverError()) {
    case QAbstractSocket::AddressInUseError:
        return { ErrorCode::Unavailable, place + "another program uses it. Choose another port." };
    case QAbstractSocket::SocketAccessError:
        return { ErrorCode::Network,
                 place + "this user may not. Ports below 1024 need special rights; choose another port." };
    case QAbstractSocket::SocketAddressNotAvailableError:
        return { ErrorCode::InvalidInput,
                 place + "this machine does not have that address. Set listen.host to one that it has." };
    default:
        return { ErrorCode::Network, place + server.errorString().toStdString() };
    }
}

Result<std::unique_ptr<Listener>> listenOn(const config::Listen &listen, Listener::Handler handler)
{
    const QHostAddress address = bindAddress(listen.host);
    if (address.isNull())
        return failure(
            ErrorCode::InvalidInput,
            "listen.host \"" + listen.host + "\" is no address; write 127.0.0.1 or another of this machine's");
    auto made = std::make_unique<Listener>(std::move(handler));
    made->setListenBacklogSize(backlog);
    if (!made->listen(address, listen.port))
        return tl::unexpected(listenFailure(listen, *made));
    return made;
}

} // namespace

struct ProxyServer::State
{
    explicit State(Services services)
        : shared(std::move(services))
    { }
    ~State();

    Result<> bind(const config::Listen &listen);
    void startWorkers(int count);
    void accept(qintptr descriptor);
    void closeListener();
    template <typename Function> void onAll(Function function)
    {
        for (const Seat &seat : seats)
            QMetaObject::invokeMethod(seat.worker, [worker = seat.worker, function] { function(*worker); });
    }

    Shared shared;
    std::shared_ptr<const Settings> settings;
    std::vector<Seat> seats;
    Listener *listener = nullptr; ///< Lives on the first worker's thread.
    std::string host;
    std::uint16_t port = 0;
    std::size_t nextSeat = 0; ///< The listener's thread only.
    int subscription = -1;
    std::unique_ptr<QTimer> drainTimer;
};

ProxyServer::State::~State()
{
    if (subscription >= 0)
        shared.services.log->unsubscribe(subscription);
    closeListener();
    for (const Seat &seat : seats) {
        QMetaObject::invokeMethod(
            seat.worker, [worker = seat.worker] { worker->shutDown(); }, Qt::BlockingQueuedConnection);
        seat.thread->quit();
        seat.thread->wait();
    }
    seats.clear();
    shared.ledger.drain();
}

Result<> ProxyServer::State::bind(const config::Listen &listen)
{
    auto made = listenOn(listen, [this](qintptr descriptor) { accept(descriptor); });
    if (!made)
        return tl::unexpected(made.error());
    host = listen.host;
    port = (*made)->serverPort();
    listener = made->release();
    return {};
}

void ProxyServer::State::startWorkers(int count)
{
    for (int i = 0; i < std::clamp(count, 1, maxThreads); ++i) {
        Seat seat;
        seat.thread = std::make_unique<QThread>();
        seat.thread->setObjectName(QStringLiteral("proxy %1").arg(i));
        seat.worker = new Worker(shared);
        seat.worker->moveToThread(seat.thread.get());
        QObject::connect(seat.thread.get(), &QThread::finished, seat.worker, &QObject::deleteLater);
        seat.thread->start();
        QMetaObject::invokeMethod(
            seat.worker, [this, worker = seat.worker] { worker->begin(settings); }, Qt::BlockingQueuedConnection);
        seats.push_back(std::move(seat));
    }
    // Accepting is work, too, and must not wait for a busy window: the first worker's thread does it.
    listener->moveToThread(seats.front().thread.get());
}

/** On the first worker's thread. */
void ProxyServer::State::accept(qintptr descriptor)
{
    Worker *worker = seats[nextSeat].worker;
    nextSeat = (nextSeat + 1) % seats.size();
    QMetaObject::invokeMethod(worker, [worker, descriptor] { worker->addConnection(descriptor); });
}

void ProxyServer::State::closeListener()
{
    if (listener == nullptr)
        return;
    Listener *closing = std::exchange(listener, nullptr);
    if (seats.empty()) {
        delete closing;
        return;
    }
    QMetaObject::invokeMethod(
        seats.front().worker, [closing] { delete closing; }, Qt::BlockingQueuedConnection);
}

ProxyServer::ProxyServer(std::unique_ptr<State> state)
    : m_state(std::move(state))
{ }

ProxyServer::~ProxyServer() = default;

Result<std::unique_ptr<ProxyServer>> ProxyServer::start(
    const config::Config &configuration, std::shared_ptr<const providers::PriceBook> prices, Services services)
{
    raiseDescriptorLimit();
    auto state = std::make_unique<State>(std::move(services));
    if (auto bound = state->bind(configuration.listen); !bound)
        return tl::unexpected(bound.error());
    state->settings = makeSettings(
        configuration, std::move(prices), state->port, state->shared.flows, state->shared.clock().monotonic());
    State *raw = state.get();
    state->startWorkers(configuration.limits.threads);
    if (requestlog::RequestLog *log = raw->shared.services.log) {
        raw->subscription = log->subscribe([raw](const requestlog::CallRecord &record) {
            if (raw->shared.eventReaders == 0)
                return;
            raw->onAll([event = requestlog::toJson(record)](Worker &worker) { worker.publish(event); });
        });
    }
    return std::unique_ptr<ProxyServer>(new ProxyServer(std::move(state)));
}

Result<> ProxyServer::probe(const config::Listen &listen)
{
    const auto made = listenOn(listen, {});
    return made ? Result<>{} : tl::unexpected(made.error());
}

std::uint16_t ProxyServer::port() const
{
    return m_state->port;
}

std::string ProxyServer::url() const
{
    const bool isV6 = m_state->host.find(':') != std::string::npos;
    return "http://" + (isV6 ? "[" + m_state->host + "]" : m_state->host) + ":" + std::to_string(m_state->port);
}

void ProxyServer::reconfigure(
    const config::Config &configuration, std::shared_ptr<const providers::PriceBook> prices)
{
    m_state->settings = makeSettings(
        configuration, std::move(prices), m_state->port, m_state->shared.flows,
        m_state->shared.clock().monotonic());
    m_state->onAll([settings = m_state->settings](Worker &worker) { worker.setSettings(settings); });
}

void ProxyServer::setAdminToken(base::Secret token)
{
    m_state->shared.adminToken.set(std::move(token));
}

void ProxyServer::setMode(Mode mode)
{
    m_state->shared.mode = mode;
}

ProxyServer::Mode ProxyServer::mode() const
{
    return m_state->shared.mode;
}

int ProxyServer::openCalls() const
{
    return m_state->shared.openCalls;
}

std::map<std::string, UpstreamHealth> ProxyServer::upstreamHealth() const
{
    const std::int64_t now = m_state->shared.clock().monotonic();
    auto health = m_state->shared.board.health(now);
    addFlow(health, *m_state->settings, now);
    return health;
}

void ProxyServer::drain(int timeoutMs, std::function<void()> done)
{
    State &state = *m_state;
    state.shared.draining = true;
    state.closeListener();
    // Before the first look at how many calls are open.
    QMetaObject::invokeMethod(
        state.seats.front().worker, [worker = state.seats.front().worker] { worker->deleteObjects(); },
        Qt::BlockingQueuedConnection);
    state.onAll([](Worker &worker) { worker.finishUp(); });
    const std::int64_t deadline = state.shared.clock().monotonic() + std::int64_t{ timeoutMs } * 1000;
    state.drainTimer = std::make_unique<QTimer>();
    QObject::connect(state.drainTimer.get(), &QTimer::timeout, state.drainTimer.get(), [&state, deadline, done] {
        if (state.shared.openCalls > 0 && state.shared.clock().monotonic() < deadline)
            return;
        state.drainTimer->stop();
        state.shared.ledger.drain();
        done();
    });
    state.drainTimer->start(drainPollMs);
}

} // namespace cachescope::proxy

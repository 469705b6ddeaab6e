// SPDX-License-Identifier: MIT
#include "loadtest/load_run.h"

#include "loadtest/load_connection.h"

#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <deque>
#include <memory>
#include <span>

namespace cachescope::loadtest {

namespace {

std::string keyFields(Shape shape, const std::string &key)
{
    switch (shape) {
    case Shape::Anthropic:
        return "x-api-key: " + key + "\r\nanthropic-version: 2023-06-01\r\n";
    case Shape::Gemini:
        return "x-goog-api-key: " + key + "\r\n";
    case Shape::OpenAiChat:
    case Shape::OpenAiResponses:
        break;
    }
    return "Authorization: Bearer " + key + "\r\n";
}

/** One target's connections, kept over all parts of the run. */
class Lane
{
public:
    Lane(const Plan &plan, const Target &target, const std::function<bool()> &isStopped)
        : m_plan(plan)
        , m_target(target)
        , m_isStopped(isStopped)
        , m_headers("User-Agent: cachescope-bench\r\n" + keyFields(target.shape, plan.key))
    {
        for (int i = 0; i < plan.concurrency; ++i) {
            m_connections.push_back(std::make_unique<LoadConnection>(
                m_target, m_headers, plan.timeout,
                [this](LoadConnection &connection, const Outcome &outcome) { ended(connection, outcome); }));
        }
        for (std::uint32_t i = 0; i < plan.contexts; ++i)
            m_bodies.push_back(contextBody(target.shape, i, plan.body));
    }

    /** Requests on contexts that no measured one has, so that they leave the hit rate alone. */
    void warmUp()
    {
        std::vector<std::string> own;
        for (std::uint32_t i = 0; i < std::min<std::size_t>(m_plan.warmUp, m_plan.contexts); ++i)
            own.push_back(contextBody(m_target.shape, std::uint64_t(m_plan.contexts) + i, m_plan.body));
        std::swap(own, m_bodies);
        std::vector<std::uint32_t> order(m_plan.warmUp);
        for (std::size_t i = 0; i < order.size(); ++i)
            order[i] = static_cast<std::uint32_t>(i % m_bodies.size());
        run(order, 0);
        std::swap(own, m_bodies);
    }

    Tally run(std::span<const std::uint32_t> order, double ratePerSecond)
    {
        m_tally = {};
        m_order = order;
        m_rate = ratePerSecond;
        m_next = m_ended = 0;
        if (order.empty())
            return {};
        m_free.clear();
        for (const auto &connection : m_connections)
            m_free.push_back(connection.get());
        m_clock.start();
        QTimer tick;
        tick.setTimerType(Qt::PreciseTimer);
        QObject::connect(&tick, &QTimer::timeout, &tick, [this] { feed(); });
        if (ratePerSecond > 0)
            tick.start(1);
        QTimer::singleShot(0, &tick, [this] { feed(); });
        m_loop.exec();
        m_tally.seconds = static_cast<double>(m_clock.nsecsElapsed()) / 1e9;
        return m_tally;
    }

private:
    /** When the next request falls due, in microseconds of this part. */
    std::int64_t dueMicros(std::size_t index) const
    {
        return m_rate > 0 ? static_cast<std::int64_t>(static_cast<double>(index) * 1e6 / m_rate) : 0;
    }

    void feed()
    {
        while (m_next < m_order.size() && !m_free.empty() && !m_isStopped()) {
            const std::int64_t now = m_clock.nsecsElapsed() / 1000;
            const std::int64_t due = dueMicros(m_next);
            if (due > now)
                return;
            LoadConnection *connection = m_free.front();
            m_free.pop_front();
            connection->send(m_bodies[m_order[m_next++]], m_rate > 0 ? now - due : 0);
        }
        quitWhenDone();
    }

    void ended(LoadConnection &connection, const Outcome &outcome)
    {
        m_tally.add(outcome);
        ++m_ended;
        m_free.push_back(&connection);
        // Not from here: a connection that is refused at once would call itself without end.
        if (!outcome.error.empty())
            QTimer::singleShot(0, &connection, [this] { feed(); });
        else
            feed();
    }

    void quitWhenDone()
    {
        if (m_ended == m_order.size() || (m_isStopped() && m_ended == m_next))
            m_loop.quit();
    }

    const Plan &m_plan;
    const Target &m_target;
    const std::function<bool()> &m_isStopped;
    std::string m_headers;
    std::vector<std::string> m_bodies;
    std::vector<std::unique_ptr<LoadConnection>> m_connections;
    std::deque<LoadConnection *> m_free;
    std::span<const std::uint32_t> m_order;
    std::size_t m_next = 0, m_ended = 0;
    double m_rate = 0;
    Tally m_tally;
    QElapsedTimer m_clock;
    QEventLoop m_loop;
};

} // namespace

std::vector<Tally> runLoad(const Plan &plan, const std::function<bool()> &isStopped)
{
    std::vector<std::unique_ptr<Lane>> lanes;
    for (const Target &target : plan.targets) {
        lanes.push_back(std::make_unique<Lane>(plan, target, isStopped));
        lanes.back()->warmUp();
    }
    const std::vector<std::uint32_t> order = contextOrder(plan.requests, plan.contexts, plan.body.seed);
    const std::size_t parts = plan.targets.size() > 1 ? std::min(comparisonParts, order.size()) : 1;
    std::vector<Tally> tallies(lanes.size());
    for (std::size_t part = 0; part < parts; ++part) {
        const std::size_t begin = order.size() * part / parts, end = order.size() * (part + 1) / parts;
        for (std::size_t lane = 0; lane < lanes.size() && !isStopped(); ++lane) {
            // Who comes first changes: what the first leaves behind (warm caches, dirty pages) is not the second's.
            const std::size_t turn = (lane + part) % lanes.size();
            tallies[turn].merge(lanes[turn]->run(std::span(order).subspan(begin, end - begin), plan.ratePerSecond));
        }
    }
    return tallies;
}

} // namespace cachescope::loadtest

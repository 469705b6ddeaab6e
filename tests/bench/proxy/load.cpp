// SPDX-License-Identifier: MIT
#include "processor_time.h"
#include "roles.h"

#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace cachescope::bench {

namespace {

using Clock = std::chrono::steady_clock;

/** One connection with at most one request under way. */
struct Connection
{
    int descriptor = -1;
    std::string out;
    std::size_t sent = 0;
    std::string in;
    Clock::time_point began;
    Clock::time_point firstByte;
    bool sawBody = false;
};

int connectTo(std::uint16_t port)
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0) {
        std::perror("connect");
        std::exit(1);
    }
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::fcntl(descriptor, F_SETFL, O_NONBLOCK);
    return descriptor;
}

class Load
{
public:
    explicit Load(const LoadOptions &options)
        : m_options(options)
        , m_epoll(::epoll_create1(0))
    {
        const std::string body = chatBody(options.bodyBytes, 0, options.stream);
        m_request = "POST " + options.target + " HTTP/1.1\r\nHost: " + options.host + ":"
            + std::to_string(options.port)
            + "\r\nUser-Agent: bench\r\nAuthorization: Bearer sk-bench\r\nAccept: "
              "application/json\r\nContent-Type: application/json\r\n"
            + options.fields + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
        m_connections.resize(static_cast<std::size_t>(options.connections));
        for (std::size_t i = 0; i < m_connections.size(); ++i) {
            m_connections[i].descriptor = connectTo(options.port);
            epoll_event event{};
            event.events = EPOLLIN;
            event.data.u64 = i;
            ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_connections[i].descriptor, &event);
        }
    }

    int run()
    {
        constexpr auto warmUp = std::chrono::milliseconds(500);
        const auto begin = Clock::now() + warmUp;
        const auto end
            = begin + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(m_options.seconds));
        for (Connection &connection : m_connections)
            send(connection);
        bool measuring = false;
        std::vector<epoll_event> events(256);
        while (Clock::now() < end) {
            const int count = ::epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), 100);
            for (int i = 0; i < count; ++i)
                receive(m_connections[events[static_cast<std::size_t>(i)].data.u64]);
            if (!measuring && Clock::now() >= begin) {
                measuring = true;
                m_latencies.clear();
                m_errors = 0;
                m_before = processorTimes(m_options.watched);
            }
        }
        const ProcessorTimes after = processorTimes(m_options.watched);
        report();
        reportProcessorTime(after);
        return m_errors == 0 ? 0 : 1;
    }

private:
    void send(Connection &connection)
    {
        connection.out
            = m_request + chatBody(m_options.bodyBytes, m_options.unique ? ++m_number : 0, m_options.stream);
        connection.sent = 0;
        connection.in.clear();
        connection.sawBody = false;
        connection.began = Clock::now();
        // Loopback takes 8 KB at once; a larger body is pushed until it is gone.
        while (connection.sent < connection.out.size()) {
            const ssize_t sent = ::send(
                connection.descriptor, connection.out.data() + connection.sent,
                connection.out.size() - connection.sent, MSG_NOSIGNAL);
            if (sent > 0)
                connection.sent += static_cast<std::size_t>(sent);
        }
    }

    void receive(Connection &connection)
    {
        char piece[65536];
        const ssize_t size = ::recv(connection.descriptor, piece, sizeof piece, 0);
        if (size <= 0) {
            std::fprintf(stderr, "the server closed a connection: %.200s\n", connection.in.c_str());
            std::exit(1);
        }
        connection.in.append(piece, static_cast<std::size_t>(size));
        const std::size_t head = connection.in.find("\r\n\r\n");
        if (head == std::string::npos)
            return;
        if (!connection.sawBody && connection.in.size() > head + 4) {
            connection.sawBody = true;
            connection.firstByte = Clock::now();
        }
        if (!isWhole(connection, head))
            return;
        if (connection.in.compare(0, 12, "HTTP/1.1 200") != 0 && ++m_errors == 1)
            std::fprintf(stderr, "%.400s\n", connection.in.c_str());
        const auto measured = m_options.stream ? connection.firstByte : Clock::now();
        m_latencies.push_back(std::chrono::duration<double, std::micro>(measured - connection.began).count());
        send(connection);
    }

    bool isWhole(const Connection &connection, std::size_t head) const
    {
        const std::size_t length = connection.in.find("Content-Length: ");
        if (length != std::string::npos && length < head)
            return connection.in.size()
                >= head + 4 + std::strtoull(connection.in.c_str() + length + 16, nullptr, 10);
        return connection.in.ends_with("0\r\n\r\n");
    }

    void report()
    {
        std::sort(m_latencies.begin(), m_latencies.end());
        const auto percentile = [&](double p) {
            return m_latencies.empty()
                ? 0.0
                : m_latencies[static_cast<std::size_t>(p * static_cast<double>(m_latencies.size() - 1))];
        };
        std::printf(
            "%.0f %.1f %.1f %d\n", static_cast<double>(m_latencies.size()) / m_options.seconds, percentile(0.5),
            percentile(0.99), m_errors);
    }

    void reportProcessorTime(const ProcessorTimes &after)
    {
        const auto calls = static_cast<double>(std::max<std::size_t>(m_latencies.size(), 1));
        for (const auto &[thread, nanoseconds] : after) {
            const double micros = static_cast<double>(nanoseconds - m_before[thread]) / 1000.0 / calls;
            std::printf("cpu %d %s %.2f\n", thread.first, thread.second.c_str(), micros);
        }
    }

    LoadOptions m_options;
    ProcessorTimes m_before;
    int m_epoll;
    std::string m_request;
    std::vector<Connection> m_connections;
    std::vector<double> m_latencies;
    std::uint64_t m_number = static_cast<std::uint64_t>(::getpid()) << 32;
    int m_errors = 0;
};

} // namespace

int runLoad(const LoadOptions &options)
{
    return Load(options).run();
}

int runSlowStreams(const LoadOptions &options)
{
    std::vector<int> descriptors;
    const std::string body = chatBody(options.bodyBytes, 1, true);
    for (int i = 0; i < options.connections; ++i) {
        const int descriptor = connectTo(options.port);
        ::fcntl(descriptor, F_SETFL, 0);
        const std::string request = "POST " + options.target + " HTTP/1.1\r\nHost: " + options.host + ":"
            + std::to_string(options.port)
            + "\r\nX-Cachescope-Cache: off\r\nContent-Type: application/json\r\nContent-Length: "
            + std::to_string(body.size()) + "\r\n\r\n" + body;
        if (::send(descriptor, request.data(), request.size(), MSG_NOSIGNAL) < 0)
            return 1;
        descriptors.push_back(descriptor);
    }
    char piece[4096];
    for (const int descriptor : descriptors) {
        if (::recv(descriptor, piece, sizeof piece, 0) <= 0)
            return 1;
    }
    std::printf("ready\n");
    std::fflush(stdout);
    const auto end = Clock::now()
        + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(options.seconds));
    while (Clock::now() < end) {
        for (const int descriptor : descriptors)
            (void)::recv(descriptor, piece, sizeof piece, MSG_DONTWAIT);
        ::usleep(10'000);
    }
    return 0;
}

} // namespace cachescope::bench

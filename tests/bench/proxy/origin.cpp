// SPDX-License-Identifier: MIT
#include "roles.h"

#include <arpa/inet.h>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <map>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace cachescope::bench {

namespace {

using Clock = std::chrono::steady_clock;

std::string chunk(const std::string &data)
{
    char size[32];
    std::snprintf(size, sizeof size, "%zx\r\n", data.size());
    return size + data + "\r\n";
}

class Origin
{
public:
    explicit Origin(const OriginOptions &options)
        : m_options(options)
        , m_epoll(::epoll_create1(0))
    {
        const std::string body = chatAnswer(options.answerBytes);
        m_answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
            + std::to_string(body.size()) + "\r\n\r\n" + body;
    }

    int run()
    {
        m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        ::bind(m_listener, reinterpret_cast<sockaddr *>(&address), size);
        ::listen(m_listener, 1024);
        ::getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size);
        std::printf("listening %d\n", ntohs(address.sin_port));
        std::fflush(stdout);
        watch(m_listener);
        std::array<epoll_event, 256> events;
        for (;;) {
            const int wait = m_streams.empty() ? -1 : 5;
            const int count = ::epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), wait);
            for (int i = 0; i < count; ++i) {
                const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
                if (descriptor == m_listener)
                    accept();
                else
                    receive(descriptor);
            }
            continueStreams();
        }
    }

private:
    struct Stream
    {
        int left = 0;
        Clock::time_point next;
    };

    void watch(int descriptor)
    {
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = descriptor;
        ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event);
    }

    void accept()
    {
        const int descriptor = ::accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK);
        if (descriptor < 0)
            return;
        const int on = 1;
        ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        watch(descriptor);
    }

    void receive(int descriptor)
    {
        char piece[65536];
        const ssize_t size = ::recv(descriptor, piece, sizeof piece, 0);
        if (size <= 0) {
            ::close(descriptor);
            m_in.erase(descriptor);
            m_streams.erase(descriptor);
            return;
        }
        std::string &in = m_in[descriptor];
        in.append(piece, static_cast<std::size_t>(size));
        const std::size_t head = in.find("\r\n\r\n");
        if (head == std::string::npos)
            return;
        const std::size_t length = in.find("Content-Length: ");
        const std::size_t body = length < head ? std::strtoull(in.c_str() + length + 16, nullptr, 10) : 0;
        if (in.size() < head + 4 + body)
            return;
        if (in.find("\"stream\":true", head) != std::string::npos)
            beginStream(descriptor);
        else
            write(descriptor, m_answer);
        in.clear();
    }

    void beginStream(int descriptor)
    {
        write(
            descriptor,
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n" + event());
        m_streams[descriptor] = { m_options.events - 1, Clock::now() };
    }

    static std::string event()
    {
        return chunk(
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"token \"},\"finish_reason\":null}]}\n\n");
    }

    void continueStreams()
    {
        const auto now = Clock::now();
        for (auto it = m_streams.begin(); it != m_streams.end();) {
            auto &[descriptor, stream] = *it;
            if (now < stream.next) {
                ++it;
                continue;
            }
            stream.next = now + std::chrono::milliseconds(m_options.gapMs);
            if (stream.left-- > 0) {
                write(descriptor, event());
                ++it;
                continue;
            }
            write(descriptor, chunk("data: [DONE]\n\n") + "0\r\n\r\n");
            it = m_streams.erase(it);
        }
    }

    static void write(int descriptor, const std::string &bytes)
    {
        // Answers are small: a full socket buffer means a broken peer.
        (void)::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    }

    OriginOptions m_options;
    int m_epoll;
    int m_listener = -1;
    std::string m_answer;
    std::map<int, std::string> m_in;
    std::map<int, Stream> m_streams;
};

} // namespace

int runOrigin(const OriginOptions &options)
{
    return Origin(options).run();
}

} // namespace cachescope::bench

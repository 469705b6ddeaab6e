// SPDX-License-Identifier: MIT
#include "proxy/socket_poll.h"

#include <array>
#include <sys/epoll.h>
#include <unistd.h>

namespace cachescope::proxy {

namespace {

constexpr std::size_t eventsAtOnce = 128;
/** Under load the next events are there already: going round here costs far less than going through Qt's loop,
 * which must have its turn all the same (timers, settings, connections being opened). */
constexpr int mostRounds = 16;

} // namespace

SocketPoll::SocketPoll()
    : m_epoll(::epoll_create1(EPOLL_CLOEXEC))
{ }

SocketPoll::~SocketPoll()
{
    m_notifier.reset();
    ::close(m_epoll);
}

void SocketPoll::begin()
{
    m_notifier = std::make_unique<QSocketNotifier>(m_epoll, QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] { dispatch(); });
}

bool SocketPoll::add(int descriptor, PollTarget &target)
{
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.ptr = &target;
    return ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event) == 0;
}

void SocketPoll::dispatch()
{
    std::array<epoll_event, eventsAtOnce> events;
    for (int round = 0; round < mostRounds; ++round) {
        const int count = ::epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), 0);
        if (count <= 0)
            return;
        for (int i = 0; i < count; ++i) {
            const epoll_event &event = events[static_cast<std::size_t>(i)];
            static_cast<PollTarget *>(event.data.ptr)->pollEvents(event.events);
        }
    }
}

} // namespace cachescope::proxy

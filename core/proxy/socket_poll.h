// SPDX-License-Identifier: MIT
#pragma once

#include <QSocketNotifier>

#include <cstdint>
#include <memory>

namespace cachescope::proxy {

/** Whoever hears of one descriptor. */
class PollTarget
{
public:
    virtual ~PollTarget() = default;
    /** `events`: EPOLLIN, EPOLLOUT, EPOLLRDHUP, EPOLLHUP, EPOLLERR. */
    virtual void pollEvents(std::uint32_t events) = 0;
};

/**
 * Watches the plain sockets of one worker by a single epoll(7) set, of which the thread's Qt event loop sees one
 * descriptor. Qt's own way costs a notifier switched on and off per write, a FIONREAD per read and a poll(2) over
 * all descriptors; this one costs a share of an epoll_wait. Edge-triggered: a target reads and writes until the
 * kernel has no more, or remembers that it has not. A target must live until the event loop is reached again after
 * its descriptor was closed (deleteLater), and must take events for a closed one. One worker's thread.
 */
class SocketPoll
{
public:
    SocketPoll();
    ~SocketPoll();
    SocketPoll(const SocketPoll &) = delete;
    SocketPoll &operator=(const SocketPoll &) = delete;

    /** Begins to listen; on the thread whose event loop is to call. */
    void begin();
    void end() { m_notifier.reset(); }
    /** Watches `descriptor` until it is closed. False when the kernel refuses. */
    bool add(int descriptor, PollTarget &target);

private:
    void dispatch();

    int m_epoll;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace cachescope::proxy

// SPDX-License-Identifier: MIT
#pragma once

#include <QSocketNotifier>

#include <functional>
#include <memory>

namespace cachescope::app {

/**
 * Turns SIGINT, SIGTERM and SIGHUP into a call of `handler` on the main thread's event loop. A second signal ends
 * the process at once, for users who do not want to wait for open streams. One at a time.
 */
class Termination
{
public:
    explicit Termination(std::function<void()> handler);
    ~Termination();
    Termination(const Termination &) = delete;
    Termination &operator=(const Termination &) = delete;

private:
    std::function<void()> m_handler;
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace cachescope::app

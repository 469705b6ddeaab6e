// SPDX-License-Identifier: MIT
#include "termination.h"

#include <array>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace cachescope::app {

namespace {

std::array<int, 2> signalPipe{ -1, -1 };
constexpr std::array handledSignals{ SIGINT, SIGTERM, SIGHUP };

void onSignal(int signal)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(signalPipe[1], &byte, 1);
    std::signal(signal, SIG_DFL); // The next one ends the process.
}

} // namespace

Termination::Termination(std::function<void()> handler)
    : m_handler(std::move(handler))
{
    if (::pipe2(signalPipe.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(signalPipe[0], QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] {
        char byte = 0;
        while (::read(signalPipe[0], &byte, 1) > 0) { }
        m_handler();
    });
    for (const int signal : handledSignals)
        std::signal(signal, onSignal);
}

Termination::~Termination()
{
    for (const int signal : handledSignals)
        std::signal(signal, SIG_DFL);
    m_notifier.reset();
    ::close(signalPipe[0]);
    ::close(signalPipe[1]);
}

} // namespace cachescope::app

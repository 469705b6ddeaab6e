// SPDX-License-Identifier: MIT
#pragma once

#include "cache/control_api.h"
#include "engine/window_state.h"

#include <QNetworkAccessManager>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <set>
#include <string>

class QNetworkReply;

namespace cachescope::engine {

/**
 * The line of a window to the program that holds a data directory: finds it by the files there, asks for its state
 * (`window/state`) when calls end (`events`) and at least once a second, passes controls on, and comes back by
 * itself when the program was away. Takes no lock and writes nothing. Needs a QCoreApplication; nothing blocks but
 * `waitUntilDecided`. One thread.
 */
class Attachment : public QObject
{
    Q_OBJECT

public:
    /** Times, so that tests need not wait. */
    struct Pace
    {
        std::chrono::milliseconds idle{ 1000 }; ///< Between two questions while nothing happens.
        std::chrono::milliseconds busy{ 250 }; ///< While calls are under way or end.
        std::chrono::milliseconds retry{ 1000 }; ///< While the program is away.
        std::chrono::milliseconds patience{ 5000 }; ///< For the answer to a question about the state.
        std::chrono::milliseconds controlPatience{ 30'000 }; ///< For a control to be done.
    };
    enum class Phase
    {
        Connecting, ///< Nothing has answered yet.
        Attached,
        Lost, ///< It has ended or does not answer; asked again and again.
        OtherVersion, ///< It answers, but cannot be shown; asked again, for it may be replaced.
    };

    explicit Attachment(std::string dataDirectory);
    Attachment(std::string dataDirectory, Pace pace);
    ~Attachment() override;

    /** For the start, before there is a window: waits until the program has answered. Unavailable after `timeout`,
     * TooNew for another version. */
    base::Result<> waitUntilDecided(std::chrono::milliseconds timeout);

    const std::string &dataDirectory() const { return m_directory; }
    Phase phase() const { return m_phase; }
    const std::string &problem() const { return m_problem; } ///< One sentence unless attached.
    /** As last heard, also while it is away. */
    const WindowState &state() const { return m_state; }
    const std::string &token() const { return m_token; }
    /** The process named in the directory's lock is no more: whoever wants can start there. */
    bool isDirectoryFree() const { return m_directoryFree; }

    using Answered = std::function<void(base::Result<cache::ControlAnswer>)>;
    /** Errors are of the transport; what the program has to say is in the answer. `answered` may be empty. */
    void ask(const cache::ControlQuestion &question, Answered answered);
    /** Asks for the state now, for instance because a control was passed on. */
    void refresh();

Q_SIGNALS:
    void phaseChanged(); ///< Or `isDirectoryFree`, or `problem`.
    /** Names of WindowState's members in JSON that differ from before. */
    void stateChanged(const std::set<std::string> &changed);
    void callsEnded(); ///< After their state came; at most once in `busy`.

private:
    QNetworkReply *send(const cache::ControlQuestion &question, std::chrono::milliseconds patience);
    bool readFiles();
    void poll();
    void takeState(QNetworkReply &reply);
    void openEvents();
    void lose(Phase phase, const std::string &problem);
    void schedule();
    void wakeUp();

    const std::string m_directory;
    const Pace m_pace;
    std::string m_address, m_token;
    Phase m_phase = Phase::Connecting;
    std::string m_problem;
    bool m_directoryFree = false;
    WindowState m_state;
    WindowStateReader m_reader;
    bool m_asking = false; ///< A question about the state is on its way.
    bool m_askAgain = false; ///< And its answer may be too old when it comes.
    bool m_callsEnded = false; ///< Since the last question was sent.
    bool m_tellCalls = false; ///< The question under way was asked because calls ended.
    std::chrono::steady_clock::time_point m_askedAt;
    QTimer m_timer;
    QNetworkReply *m_events = nullptr;
    QNetworkAccessManager m_network;
};

} // namespace cachescope::engine

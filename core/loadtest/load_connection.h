// SPDX-License-Identifier: MIT
#pragma once

#include "http/response_parser.h"
#include "loadtest/tally.h"
#include "loadtest/target.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

class QTcpSocket;

namespace cachescope::loadtest {

/**
 * One keep-alive connection that sends one request after another. A request that meets a connection which the peer
 * had already closed is sent again on a new one, once, as SDKs do. Lives on the thread of its event loop.
 */
class LoadConnection : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(LoadConnection &, Outcome)>;

    /** `target` and `headers` (complete field lines) outlive the connection; `done` may send the next request. */
    LoadConnection(const Target &target, const std::string &headers, std::chrono::milliseconds timeout, Done done);
    ~LoadConnection() override;

    /** Sends `body`; `lateMicros`: how long it has been due already, which counts (no coordinated omission). */
    void send(const std::string &body, std::int64_t lateMicros);
    bool isBusy() const { return m_busy; }

private:
    void connectSocket();
    void write();
    void read();
    void closed();
    void finish(std::string error);
    bool answeredByCache() const;

    const Target &m_target;
    const std::string &m_headers;
    const std::chrono::milliseconds m_timeout;
    Done m_done;
    std::unique_ptr<QTcpSocket> m_socket;
    http::ResponseParser m_parser;
    QTimer m_deadline;
    QElapsedTimer m_clock;
    std::string m_request;
    std::int64_t m_lateMicros = 0, m_firstByteMicros = -1;
    bool m_busy = false, m_reused = false, m_ready = false;
};

} // namespace cachescope::loadtest

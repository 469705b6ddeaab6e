// SPDX-License-Identifier: MIT
#pragma once

#include "http/response_parser.h"
#include "simulated/demo_program.h"

#include <QObject>
#include <QTcpSocket>
#include <QTimer>

#include <string>

namespace cachescope::simulated {

/** One demo call over a connection of its own. Emits `finished` once, then deletes itself. */
class DemoClient : public QObject
{
    Q_OBJECT

public:
    /** Sends `bytes` (a whole HTTP/1.1 request) to 127.0.0.1:port. */
    DemoClient(std::uint16_t port, std::string bytes, DemoApi api, QObject *parent);

Q_SIGNALS:
    /** Status 0 when no whole answer came. */
    void finished(const cachescope::simulated::DemoReply &reply);

private:
    void read();
    void closed();
    void take(http::Event event);
    void end(int status);

    QTcpSocket m_socket;
    QTimer m_deadline;
    std::string m_request;
    DemoApi m_api;
    http::ResponseParser m_parser;
    std::string m_body;
    bool m_ended = false;
};

} // namespace cachescope::simulated

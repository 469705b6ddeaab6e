// SPDX-License-Identifier: MIT
#pragma once

#include "http/request_parser.h"
#include "simulated/answer_sender.h"

#include <QObject>
#include <QTcpSocket>

#include <atomic>
#include <cstdint>
#include <string>

namespace cachescope::simulated {

/** One client of the simulated provider: reads requests one after the other and answers them in order. */
class Connection : public QObject
{
    Q_OBJECT

public:
    /** Takes the socket over. Deletes itself when the connection ends. */
    Connection(QTcpSocket *socket, Backend &backend, std::atomic<std::int64_t> &calls, QObject *parent);

private:
    void read();
    void takeInput();
    void headRead();
    void requestRead();
    void refuse();

    QTcpSocket *m_socket;
    Backend &m_backend;
    std::atomic<std::int64_t> &m_calls; ///< Of the whole listener.
    AnswerSender m_sender;
    http::RequestParser m_parser;
    std::string m_input; ///< Read, but not taken yet: requests that wait for the answers before them.
    std::string m_body;
    bool m_refused = false;
};

} // namespace cachescope::simulated

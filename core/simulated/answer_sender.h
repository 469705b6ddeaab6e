// SPDX-License-Identifier: MIT
#pragma once

#include "simulated/answer.h"
#include "simulated/backend.h"
#include "simulated/gzip.h"

#include <QObject>
#include <QTcpSocket>
#include <QTimer>

#include <memory>
#include <optional>
#include <string>

namespace cachescope::simulated {

/** Sends one answer at a time over a socket, at its pace and with its fault. Lives on the socket's thread. */
class AnswerSender : public QObject
{
    Q_OBJECT

public:
    /** What of the request decides the framing. */
    struct Request
    {
        bool isHead = false;
        bool chunksUnderstood = true; ///< HTTP/1.1; otherwise the body ends with the connection.
        bool keepAlive = true;
    };
    AnswerSender(QTcpSocket &socket, Backend &backend, QObject *parent);

    void start(Answer answer, const Request &request);
    bool isBusy() const { return m_phase != Phase::Idle; }

Q_SIGNALS:
    /** The answer is out, and the connection can carry another one. Not emitted when it cannot. */
    void finished();

private:
    enum class Phase
    {
        Idle,
        Thinking,
        Streaming,
        Dripping, ///< SlowBytes: the rest goes out byte by byte.
        Over ///< Closed, reset, or hanging for ever.
    };
    enum class Framing
    {
        Length,
        Chunked,
        UntilClose
    };

    void tick();
    void begin();
    void sendWhole();
    void sendSteps();
    void sendBlankLines();
    bool strikesNow();
    void strike();
    void send(std::string_view content);
    void sendRaw(std::string bytes);
    void drip();
    void end();
    void close();
    void reset();
    void hang();
    void appendFraming(std::string &head, std::size_t length);
    void wait(std::chrono::microseconds time);

    QTcpSocket &m_socket;
    Backend &m_backend;
    QTimer m_timer;
    Phase m_phase = Phase::Idle;
    Answer m_answer;
    Request m_request;
    Framing m_framing = Framing::Length;
    std::size_t m_next = 0;
    std::size_t m_faultAt = 0;
    std::int64_t m_due = 0; ///< Monotonic microseconds at which the next step is due.
    int m_blankLines = 0;
    bool m_begun = false;
    std::string m_drip;
    std::size_t m_dripped = 0;
    std::optional<GzipCoder> m_coder;
};

} // namespace cachescope::simulated

// SPDX-License-Identifier: MIT
#pragma once

#include "http/request_parser.h"
#include "proxy/exchange.h"
#include "proxy/tcp_stream.h"

#include <QObject>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace cachescope::proxy {

class Worker;
struct CallHead;

/**
 * One client's connection: reads requests one after the other, has each answered by an Exchange, writes the answers
 * in order. Pipelined bytes wait, bounded, until the answer before them is out. One worker's thread.
 */
class ClientConnection final : public QObject, private StreamOwner
{
public:
    ClientConnection(Worker &worker, qintptr descriptor);
    ~ClientConnection() override;

    /** What the head of the last call said; good for the next when parser().repeatsHead(). */
    const std::shared_ptr<const CallHead> &lastCall() const { return m_lastCall; }
    void setLastCall(std::shared_ptr<const CallHead> call) { m_lastCall = std::move(call); }

    // The request under way, for its exchange.
    const http::RequestHead &requestHead() const { return m_parser.head(); }
    http::RequestParser &parser() { return m_parser; }
    /** Interim 100 for a client that waits with its body (RFC 9110, section 10.1.1). */
    void sendContinue();
    void pauseRequest() { m_requestPaused = true; }
    void resumeRequest();

    // The answer. `head` holds end-to-end fields only; framing and Connection are written here.
    void beginAnswer(const http::ResponseHead &head, http::BodyFraming framing);
    /** The same in three steps: the caller appends whole field lines (end-to-end) to what it is given, then ends.
     */
    std::string &beginHead(int status, std::string_view reason, http::BodyFraming framing);
    std::string &headLines() { return m_out; }
    void endHead();
    void sendBody(std::string_view bytes);
    void endAnswer(const http::Fields &trailers = {});
    /** A whole answer at once; sets Content-Length. */
    void answer(http::ResponseHead head, std::string_view body);
    /** The rest of a whole answer behind its head. */
    void answerBody(std::string_view body);
    /** Ends the connection so that the client cannot take what it got for a whole answer. */
    void cutAnswer();
    /** Sends what has been written so far. */
    void flush();
    bool hasBegunAnswer() const { return m_answerBegun; }
    /** The write buffer is over its bound: produce nothing more until clientWritable(). */
    bool isCongested() const;
    /** Bytes that the client has not taken yet. */
    std::size_t waitingBytes() const { return m_stream.waitingBytes(); }

    void tick(std::int64_t nowMs);
    /** Closes when idle; a call under way goes on and closes after its answer. */
    void finishUp();
    bool isBusy() const { return m_exchange != nullptr; }

private:
    void streamReadable() override;
    void streamWritten() override;
    void closed();
    void peerLeft();
    void processInput();
    void consume(std::string_view &bytes);
    bool takeEvent(const http::Event &event);
    void startExchange();
    void requestFailed();
    bool canRead() const;
    bool isRequestWhole() const;
    void retire();
    void letGo();
    void closeAfterAnswer();
    void linger();
    void discardInput();
    void resetClient();

    Worker &m_worker;
    TcpStream m_stream;
    http::RequestParser m_parser;
    std::shared_ptr<const CallHead> m_lastCall;
    std::unique_ptr<Exchange> m_exchange;
    std::unique_ptr<Exchange> m_retired; ///< Ended, but possibly still on the stack.
    std::string m_input; ///< Read, but not yet taken: pipelined or paused.
    std::string m_out;
    http::BodyFraming m_framing = http::BodyFraming::None;
    std::int64_t m_lastProgress = 0;
    std::int64_t m_headStart = 0; ///< When the first byte of an unfinished head came; 0 otherwise.
    bool m_processing = false;
    bool m_requestComplete = false;
    bool m_requestPaused = false;
    bool m_answerBegun = false;
    bool m_closeAfter = false;
    bool m_peerEnded = false; ///< The client sends no more, but may read on.
    bool m_unreadable = false; ///< What comes in is refused: it can only be thrown away.
    bool m_lingering = false;
    bool m_closing = false; ///< Closes once everything written is sent.
    bool m_wasCongested = false;
    bool m_dead = false;
};

} // namespace cachescope::proxy

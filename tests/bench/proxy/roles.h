// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace cachescope::bench {

/** What the load generator does. */
struct LoadOptions
{
    std::uint16_t port = 0;
    std::string host = "127.0.0.1"; ///< For the Host field only; it always connects to loopback.
    std::string target = "/v1/chat/completions";
    std::string fields; ///< Further header lines, each with CR LF.
    int connections = 1;
    double seconds = 3;
    std::size_t bodyBytes = 8192;
    bool unique = false; ///< Every body differs; else all are equal.
    std::vector<int> watched; ///< Processes whose threads' processor time is measured alongside.
    bool stream = false; ///< Measures time to the first byte of the body, and reads to its end.
};
/** Prints "REQUESTS_PER_S P50_US P99_US ERRORS", then a line "cpu PID THREAD MICROSECONDS_PER_CALL" for each thread
 * of the watched processes, of which the load generator itself is always one. */
int runLoad(const LoadOptions &options);

/** Opens `connections` slow streams, reads one event from each, then prints "ready" and goes on reading for
 * `seconds`. */
int runSlowStreams(const LoadOptions &options);

/** An origin that answers JSON of `answerBytes`, or event streams (`events` events, `gapMs` apart) when the body
 * asks. */
struct OriginOptions
{
    std::size_t answerBytes = 2048;
    int events = 10;
    int gapMs = 0;
};
/** Prints "listening PORT" and serves until killed. */
int runOrigin(const OriginOptions &options);

/** A QTcpServer on one thread that parses, hashes the body and answers: what no proxy on Qt sockets can beat. */
int runBare(std::size_t answerBytes);

/** A chat request's body of this size; `number` makes it unlike others of the same size. */
std::string chatBody(std::size_t bytes, std::uint64_t number, bool stream);
/** A chat answer's body of this size. */
std::string chatAnswer(std::size_t bytes);

} // namespace cachescope::bench

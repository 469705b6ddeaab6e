// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "simulated/random.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::simulated {

/** What can go wrong on purpose; docs/simulated-provider.md says what each does on the wire. */
enum class Fault : std::uint8_t
{
    None,
    // An error status with the body of the call's own API.
    Status400,
    Status401,
    Status402,
    Status403,
    Status404,
    Status408,
    Status409,
    Status429, ///< retry-after in seconds
    Status429Milliseconds, ///< retry-after-ms
    Status429Date, ///< retry-after as an HTTP date
    Status429Long, ///< retry-after of 90 s
    Status429NoHint,
    Status500,
    Status502Html,
    Status503,
    Status529,
    Redirect, ///< 307 to another origin
    // Broken transport.
    Cut, ///< FIN in the middle of a chunk or of the announced length
    Reset, ///< RST in the middle of the answer
    ResetBeforeHead,
    CloseBeforeHead,
    NoLastChunk, ///< all events, then FIN without the last chunk
    BadChunk, ///< a chunk-size line that is none
    WrongLength, ///< Content-Length larger than the body
    TwoLengths, ///< two different Content-Lengths
    LengthAndChunked,
    GarbageHead,
    // Broken content in a sound transport.
    GarbageJson,
    NoTerminal, ///< the stream ends properly without its terminal event
    ErrorEvent, ///< an error event in the middle, after status 200
    NoUsage,
    Huge, ///< an answer of 32 MiB
    // Time.
    HangBeforeHead,
    HangMidStream,
    SlowBytes, ///< byte by byte
    BlankLines, ///< DeepSeek's keep-alive: blank lines before JSON, comments in a stream
    // Caching.
    Forget, ///< the prefix cache has lost its entry
};

/** The name used in `--fault`, `X-Simulate-Fault` and `fault-NAME`: "429", "cut", "hang-head" … */
std::string_view faultName(Fault fault);
/** Every name, in the order of the enumeration, without None. */
std::span<const std::string_view> faultNames();
/** InvalidInput with the nearest name when there is no such fault. */
base::Result<Fault> faultFromName(std::string_view name);
/** The HTTP status of a status fault; 0 for the others. */
int faultStatus(Fault fault);

/** Faults that strike by chance. Immutable. */
class FaultMix
{
public:
    /** Reads "429:0.05,cut:0.01"; a name without a probability strikes always. Empty text: no faults. */
    static base::Result<FaultMix> parse(std::string_view text);
    Fault draw(Random &random) const;
    bool empty() const { return m_parts.empty(); }

private:
    struct Part
    {
        Fault fault;
        double probability;
    };
    std::vector<Part> m_parts;
};

} // namespace cachescope::simulated

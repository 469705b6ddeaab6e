// SPDX-License-Identifier: MIT
#pragma once

#include "simulated/demo_history.h"
#include "simulated/random.h"

#include <unordered_map>
#include <vector>

namespace cachescope::simulated {

/**
 * Fills the earlier days of the demo's past: each made-up call of a day happens again, spread over the working day,
 * as if colleagues ran the same programs. Those repetitions have sums only, no bodies, as calls whose bodies have
 * been cleared away. Hands a day over in the order of time once the next one begins. One thread.
 */
class DemoColleagues
{
public:
    /** `repetitions` of each call on a working day; a tenth of it at weekends. None at `end` or later. */
    DemoColleagues(std::uint64_t seed, int repetitions, base::UnixMicros end, const DemoHistorySink &sink);

    /** Takes a call of an earlier day; the number it returns stands for the log's until `flush`. */
    std::int64_t add(requestlog::CallStart start, requestlog::CallEnd end);
    /** Hands over the day that is open. */
    void flush();
    /** The log's number for one that `add` gave. */
    std::int64_t numberInLog(std::int64_t given) const;
    std::size_t repeated() const { return m_repeated; }

private:
    struct Call
    {
        requestlog::CallStart start;
        requestlog::CallEnd end;
        std::int64_t given = 0; ///< 0: a repetition.
    };
    void repeat(const Call &call, std::int64_t shift, int colleague);

    Random m_random;
    int m_repetitions;
    base::UnixMicros m_end;
    const DemoHistorySink &m_sink;
    std::int64_t m_day = 0, m_lastGiven = 0;
    std::vector<Call> m_calls;
    std::unordered_map<std::int64_t, std::int64_t> m_numbers;
    std::size_t m_repeated = 0;
};

} // namespace cachescope::simulated

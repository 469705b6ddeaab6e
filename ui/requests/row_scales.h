// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal> // First: see ui/format/format.h.

#include "ui/requests/call_query.h"
#include "ui/requests/newer_calls.h"

#include <cstdint>
#include <vector>

namespace cachescope::ui {

/**
 * The scales of a list's bars, the same for all its rows. Taken from the first rows that are read, and then left
 * alone: bars that change their length while one reads them compare nothing.
 */
class RowScales
{
public:
    void clear() { *this = {}; }
    /** Takes the rows into the sample. False when it was full already and nothing changed. */
    bool learn(const CallRows &rows);
    std::int64_t inputTokens() const { return m_input; } ///< At full width; 0: not known yet.
    std::int64_t latencyMicros() const { return m_latency; } ///< Likewise.

private:
    std::int64_t m_input = 0, m_latency = 0;
    std::vector<std::int64_t> m_inputSample, m_latencySample;
};

} // namespace cachescope::ui

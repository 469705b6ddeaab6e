// SPDX-License-Identifier: MIT
#include "ui/requests/row_scales.h"

#include "ui/requests/call_text.h"

#include <algorithm>
#include <cmath>

namespace cachescope::ui {

namespace {

/** The next of 1, 1.5, 2, 3, 5, 7, 10 × 10^n, so that a scale can be said in words. */
std::int64_t niceCeiling(double value)
{
    if (value <= 1)
        return 1;
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double step : { 1.0, 1.5, 2.0, 3.0, 5.0, 7.0 }) {
        if (value <= step * power)
            return std::int64_t(step * power);
    }
    return std::int64_t(10 * power);
}

/** A scale that nearly all rows fit into; the few beyond are cut, so that one giant does not flatten the rest. */
std::int64_t scaleFor(std::vector<std::int64_t> values)
{
    if (values.empty())
        return 0;
    const auto place = values.begin() + std::ptrdiff_t(double(values.size() - 1) * 0.97);
    std::nth_element(values.begin(), place, values.end());
    return niceCeiling(double(*place) * 1.05);
}

} // namespace

bool RowScales::learn(const CallRows &rows)
{
    constexpr std::size_t enough = 150;
    if (m_latencySample.size() >= enough)
        return false;
    for (const auto &row : rows) {
        if (hasTokens(row))
            m_inputSample.push_back(row.end.usage.tokens.input());
        if (!answeredLocally(row))
            m_latencySample.push_back(row.end.totalMicros);
    }
    m_input = scaleFor(m_inputSample);
    m_latency = scaleFor(m_latencySample);
    return true;
}

} // namespace cachescope::ui

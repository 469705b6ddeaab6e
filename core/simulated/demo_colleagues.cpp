// SPDX-License-Identifier: MIT
#include "simulated/demo_colleagues.h"

#include <algorithm>

namespace cachescope::simulated {

namespace {

constexpr std::int64_t microsPerSecond = 1'000'000;
constexpr std::int64_t microsPerHour = 3600 * microsPerSecond;
constexpr std::int64_t microsPerDay = 24 * microsPerHour;

bool isWeekend(std::int64_t day)
{
    const std::int64_t weekday = (day + 4) % 7; // 1970 began on a Thursday; 0 is Sunday.
    return weekday == 0 || weekday == 6;
}

} // namespace

DemoColleagues::DemoColleagues(
    std::uint64_t seed, int repetitions, base::UnixMicros end, const DemoHistorySink &sink)
    : m_random(seed)
    , m_repetitions(repetitions)
    , m_end(end)
    , m_sink(sink)
{ }

std::int64_t DemoColleagues::add(requestlog::CallStart start, requestlog::CallEnd end)
{
    const std::int64_t day = start.startedAt / microsPerDay;
    if (day != m_day)
        flush();
    m_day = day;
    // Below zero, so that no number of the log's is taken for one of ours.
    m_calls.push_back({ std::move(start), std::move(end), --m_lastGiven });
    return m_lastGiven;
}

void DemoColleagues::repeat(const Call &call, std::int64_t shift, int colleague)
{
    Call copy{ call.start, {}, 0 };
    copy.start.startedAt += shift + m_random.between(0, 90 * microsPerSecond);
    if (copy.start.startedAt >= m_end)
        return;
    copy.start.uid = base::Uid::create(copy.start.startedAt);
    if (!copy.start.session.empty())
        copy.start.session += "-" + std::to_string(colleague);
    copy.end = call.end;
    copy.end.requestHead.clear();
    copy.end.requestBody.clear();
    copy.end.responseHead.clear();
    copy.end.responseBody.clear();
    m_calls.push_back(std::move(copy));
    ++m_repeated;
}

void DemoColleagues::flush()
{
    if (m_calls.empty())
        return;
    const std::size_t own = m_calls.size();
    const int usual = isWeekend(m_day) ? m_repetitions / 10 : m_repetitions;
    const int today = static_cast<int>(usual * (0.7 + 0.6 * m_random.unit()));
    for (int colleague = 1; colleague <= today; ++colleague) {
        // The whole bout moves, so what a prefix cache still held when its calls came stays true; and never before
        // the calls that hits come from.
        const auto shift = static_cast<std::int64_t>(m_random.unit() * 6 * microsPerHour);
        for (std::size_t i = 0; i < own; ++i)
            repeat(Call(m_calls[i]), shift, colleague);
    }
    std::stable_sort(m_calls.begin(), m_calls.end(), [](const Call &one, const Call &other) {
        return one.start.startedAt < other.start.startedAt;
    });
    for (Call &call : m_calls) {
        call.end.hitOf = numberInLog(call.end.hitOf);
        const std::int64_t given = call.given;
        const std::int64_t number = m_sink(std::move(call.start), std::move(call.end));
        if (given != 0)
            m_numbers.emplace(given, number);
    }
    m_calls.clear();
}

std::int64_t DemoColleagues::numberInLog(std::int64_t given) const
{
    const auto known = m_numbers.find(given);
    // One that comes later in its own day has no number yet: the link is left out.
    return known != m_numbers.end() ? known->second : std::max<std::int64_t>(given, 0);
}

} // namespace cachescope::simulated

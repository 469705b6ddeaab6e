// SPDX-License-Identifier: MIT
#include "insight/alert_machine.h"

#include <algorithm>
#include <array>

namespace cachescope::insight {

namespace {

std::int64_t microsOf(std::chrono::seconds duration)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
}

/** Continues a stretch, or begins it. */
void goOn(std::int64_t &stretch, std::int64_t awakeMicros)
{
    stretch = stretch < 0 ? 0 : stretch + awakeMicros;
}

/** One step under way. */
class Advance
{
public:
    Advance(const AlertRule &rule, AlertState &state, base::UnixMicros now, std::int64_t awake, std::int64_t next)
        : m_rule(rule)
        , m_state(state)
        , m_now(now)
        , m_awake(awake)
        , m_nextEpisode(next)
    { }

    AlertStep take(const AlertReading &reading)
    {
        m_state.sinceTold += m_awake;
        switch (reading.kind) {
        case AlertReading::Kind::Error:
            takeError();
            break;
        case AlertReading::Kind::TooFew:
            m_state.errorMicros = 0;
            m_state.requests = reading.requests;
            takeSilence();
            break;
        case AlertReading::Kind::Value:
            m_state.errorMicros = 0;
            m_state.silentMicros = 0;
            takeValue(reading);
            break;
        }
        return m_step;
    }

private:
    bool inEpisode() const { return m_state.episode.id != 0; }

    void enter(AlertPhase phase)
    {
        if (m_state.phase == phase)
            return;
        m_state.phase = phase;
        m_state.since = m_now;
        m_step.phaseChanged = true;
    }

    void begin(base::UnixMicros since)
    {
        m_state.episode = { m_nextEpisode, since, 0, AlertEnd::StillOpen, m_state.value.value_or(0), m_rule.limit };
        if (!m_rule.isBudget())
            m_state.toldLevel = 0;
        m_state.sinceTold = 0;
        m_step.episodeBegan = true;
    }

    void end(AlertEnd why)
    {
        m_step.ended = endEpisode(m_state, m_now, why);
        m_state.breachMicros = -1;
        m_state.wellMicros = -1;
    }

    void takeError()
    {
        m_state.errorMicros += m_awake;
        if (m_state.errorMicros >= alertErrorAfterMicros)
            enter(AlertPhase::Error);
    }

    void takeSilence()
    {
        m_state.silentMicros += m_awake;
        if (m_state.silentMicros < microsOf(m_rule.noDataFor)) {
            if (m_state.phase == AlertPhase::Error)
                enter(inEpisode() ? AlertPhase::Firing : AlertPhase::Normal);
            return;
        }
        if (m_rule.noData == AlertNoData::Normal) {
            if (inEpisode())
                end(AlertEnd::NoData);
            m_state.breachMicros = -1;
            return enter(AlertPhase::Normal);
        }
        enter(AlertPhase::NoData);
        if (m_rule.noData == AlertNoData::Fire) {
            if (!inEpisode())
                begin(m_now - m_state.silentMicros);
        } else if (inEpisode() && m_state.silentMicros >= alertSilenceEndsMicros) {
            end(AlertEnd::NoData);
        }
    }

    void takeValue(const AlertReading &reading)
    {
        m_state.value = reading.value;
        m_state.requests = reading.requests;
        m_state.newestCall = reading.newest;
        if (m_rule.breaches(reading.value))
            takeBreach(reading.value);
        else if (inEpisode())
            takeRelief(reading.value);
        else {
            m_state.breachMicros = -1;
            enter(AlertPhase::Normal);
        }
    }

    void takeBreach(double value)
    {
        if (m_state.breachMicros < 0)
            m_state.breachSince = m_now;
        goOn(m_state.breachMicros, m_awake);
        m_state.wellMicros = -1;
        if (!inEpisode()) {
            if (m_state.breachMicros < microsOf(m_rule.pending))
                return enter(AlertPhase::Waiting);
            begin(m_state.breachSince);
        }
        double &worst = m_state.episode.worst;
        worst = m_rule.is == AlertComparison::Above ? std::max(worst, value) : std::min(worst, value);
        enter(AlertPhase::Firing);
    }

    /** Not beyond the limit any more, within an episode. */
    void takeRelief(double value)
    {
        m_state.breachMicros = -1;
        if (!m_rule.isWell(value)) {
            // Between limit and recovery: neither worse nor well.
            m_state.wellMicros = -1;
            return enter(AlertPhase::Firing);
        }
        goOn(m_state.wellMicros, m_awake);
        if (m_state.wellMicros < microsOf(m_rule.recoveredFor))
            return enter(AlertPhase::Recovering);
        end(AlertEnd::Recovered);
        enter(AlertPhase::Normal);
    }

    const AlertRule &m_rule;
    AlertState &m_state;
    base::UnixMicros m_now;
    std::int64_t m_awake, m_nextEpisode;
    AlertStep m_step;
};

} // namespace

std::string_view alertPhaseName(AlertPhase phase)
{
    constexpr std::array<std::string_view, 6> names{
        "normal", "waiting", "firing", "recovering", "no data", "error"
    };
    return names[static_cast<std::size_t>(phase)];
}

int urgencyOf(AlertPhase phase)
{
    constexpr std::array<int, 6> order{ 0, 3, 5, 2, 1, 4 };
    return order[static_cast<std::size_t>(phase)];
}

std::optional<AlertEpisode> endEpisode(AlertState &state, base::UnixMicros now, AlertEnd why)
{
    if (state.episode.id == 0)
        return {};
    AlertEpisode ended = state.episode;
    ended.end = std::max(now, ended.begin);
    ended.why = why;
    state.episode = {};
    return ended;
}

AlertStep advance(
    const AlertRule &rule, AlertState &state, const AlertReading &reading, base::UnixMicros now,
    std::int64_t awakeMicros, std::int64_t nextEpisode)
{
    return Advance(rule, state, now, awakeMicros, nextEpisode).take(reading);
}

} // namespace cachescope::insight

// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "insight/alert_rule.h"

#include <optional>
#include <string>
#include <vector>

namespace cachescope::insight {

/** Where one alert (a rule and an entity) stands. The numbers are stored: never renumber. */
enum class AlertPhase : std::uint8_t
{
    Normal = 0,
    Waiting = 1, ///< Beyond the limit, not yet for long enough.
    Firing = 2,
    Recovering = 3, ///< Well again, not yet for long enough.
    NoData = 4,
    Error = 5, ///< The rule could not be evaluated.
};
std::string_view alertPhaseName(AlertPhase phase); ///< "normal", "waiting" …; English.
/** Which of two phases is the more urgent one to show: the higher figure. */
int urgencyOf(AlertPhase phase);

/** Why an episode ended. The numbers are stored. */
enum class AlertEnd : std::uint8_t
{
    StillOpen = 0,
    Recovered = 1,
    PeriodOver = 2, ///< A budget's hour, day or month.
    NoData = 3,
    RuleChanged = 4,
};

/** What one look at the log said about an entity. */
struct AlertReading
{
    enum class Kind : std::uint8_t
    {
        Value,
        TooFew, ///< Too few calls to judge.
        Error
    } kind
        = Kind::TooFew;
    double value = 0;
    std::int64_t requests = 0; ///< In the window.
    base::UnixMicros newest = 0; ///< Newest call, where the metric is about that; else 0.
};

/** One stretch of firing. Flapping stays within one. */
struct AlertEpisode
{
    std::int64_t id = 0; ///< 0: none.
    base::UnixMicros begin = 0; ///< When the limit was first passed.
    base::UnixMicros end = 0; ///< 0 while it lasts.
    AlertEnd why = AlertEnd::StillOpen;
    double worst = 0, limit = 0;
};

/** Everything remembered about one entity of a rule. Durations are of awake time, in microseconds. */
struct AlertState
{
    AlertPhase phase = AlertPhase::Normal;
    base::UnixMicros since = 0; ///< When the phase began.
    std::optional<double> value; ///< The last that was known.
    std::int64_t requests = 0;
    base::UnixMicros newestCall = 0;
    std::int64_t breachMicros = -1; ///< Beyond the limit for so long; -1: not.
    std::int64_t wellMicros = -1; ///< Well again for so long; -1: not.
    std::int64_t silentMicros = 0; ///< Without enough data.
    std::int64_t errorMicros = 0;
    std::int64_t quietMicros = 0; ///< Without any call, for the metric NoTraffic.
    AlertEpisode episode;
    base::UnixMicros breachSince = 0;
    int toldLevel = 0; ///< Thresholds told in this episode, or of a budget in this period.
    base::UnixMicros toldAt = 0;
    std::int64_t sinceTold = 0;
    base::UnixMicros period = 0; ///< Start of the period that a budget's `toldLevel` is about.
};

/** What happened to an alert in one step. */
struct AlertStep
{
    bool phaseChanged = false;
    bool episodeBegan = false;
    std::optional<AlertEpisode> ended;
};

/** A failing evaluation becomes visible after this much awake time, and so does an episode without data end. */
inline constexpr std::int64_t alertErrorAfterMicros = 60'000'000;
inline constexpr std::int64_t alertSilenceEndsMicros = std::int64_t{ 24 } * 3'600'000'000;

/**
 * One step of the state machine: `reading` as of `now`, `awakeMicros` after the one before. `nextEpisode` is the id
 * for an episode that begins. A pure function of its arguments; see docs/alerts.md for the table of states.
 */
AlertStep advance(
    const AlertRule &rule, AlertState &state, const AlertReading &reading, base::UnixMicros now,
    std::int64_t awakeMicros, std::int64_t nextEpisode);

/** Ends an open episode for a reason from outside (rule changed, period over). */
std::optional<AlertEpisode> endEpisode(AlertState &state, base::UnixMicros now, AlertEnd why);

} // namespace cachescope::insight

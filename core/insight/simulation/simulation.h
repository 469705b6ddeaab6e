// SPDX-License-Identifier: MIT
#pragma once

#include "insight/simulation/bands.h"
#include "insight/simulation/replay.h"

#include <optional>
#include <string>
#include <vector>

namespace cachescope::insight {

/** What a sweep varies. */
enum class SweepParameter : std::uint8_t
{
    Lifetime, ///< Of the provider's entries.
    LocalLifetime, ///< Of the local cache.
    Granularity,
};

struct SimulationRequest
{
    std::vector<Variant> variants; ///< Beside "as now", which always comes first.
    std::optional<SweepParameter> sweep = SweepParameter::Lifetime;
    ReplaySettings settings;
    int threads = 2;
};

/** Whether the figures may be believed. */
struct Reproduction
{
    enum class State : std::uint8_t
    {
        Reproduced,
        NotReproduced, ///< "As now" is off by more than the limit.
        TooLittle, ///< Too few requests or too short a time.
        NoActual, ///< Plain bodies: nobody knows what they cost.
    } state
        = State::Reproduced;
    double costError = 0, readError = 0; ///< Relative, of "as now" against the log.
    double localError = 0; ///< Of the imitated local cache's hits; needed by variants that change it.
    bool localReproduced = true;
    std::string worst; ///< Upstream and model that are furthest off, when not reproduced.
    std::int64_t requests = 0; ///< That could be replayed.
    std::int64_t spanSeconds = 0;
};
inline constexpr double reproductionLimit = 0.05;
inline constexpr std::int64_t fewestRequests = 200;
inline constexpr std::int64_t shortestSpanSeconds = 24 * 3600 - 1800; ///< A day, give or take the last half hour.

/** How a variant stands to "as now". */
enum class Verdict : std::uint8_t
{
    NotJudged, ///< The log is not reproduced, or too short for a band.
    Cheaper,
    Dearer,
    NoClearDifference, ///< The band of the difference reaches across zero.
    NoDifference, ///< Not a single call costs anything else.
};

/** A part of a difference; all parts add up to it. */
struct Saving
{
    std::string client, model;
    base::Money difference; ///< Against "as now"; negative saves.
    std::int64_t changedCalls = 0;
};

struct VariantReport
{
    ReplayResult result;
    Band band; ///< Of the cost.
    base::Money difference;
    Band differenceBand;
    Verdict verdict = Verdict::NotJudged;
    std::vector<std::uint32_t> changedCalls; ///< Into Traffic::calls; the largest difference first.
    std::vector<Saving> savings; ///< The largest first.
};

struct SweepPoint
{
    Variant variant;
    base::Money cost;
    double readShare = 0, hitShare = 0;
    std::int64_t olderThanDay = 0;
};
struct SweepLine
{
    std::string name; ///< Of the variant that is swept.
    std::vector<SweepPoint> points;
};
struct SweepReport
{
    SweepParameter parameter = SweepParameter::Lifetime;
    std::vector<SweepLine> lines; ///< "As now" and, if there is one, the cheapest variant.
    std::optional<std::chrono::seconds> now; ///< The value in force, where it is one for all.
};

struct SimulationReport
{
    std::int64_t calls = 0;
    base::UnixMicros begin = 0, end = 0;
    double days = 0; ///< Between the first and the last call.
    std::size_t clusters = 0; ///< Days or hours that the bands rest on.
    bool clustersAreDays = true;
    LeftOut leftOut;
    std::vector<std::string> notes;
    Reproduction reproduction;
    ReplayResult actual;
    base::Money billed; ///< As logged; differs from the actual cost when prices changed since.
    std::vector<VariantReport> variants; ///< The first is "as now".
    std::optional<std::size_t> best; ///< The cheapest variant that is clearly cheaper.
    std::optional<SweepReport> sweep;
    double seconds = 0; ///< That it took, reading the log not counted.

    /** Money of a difference per month of 30.44 days at the observed rate. */
    base::Money perMonth(base::Money difference) const;
};

/** "A", "B", … of the variant with that index. */
std::string letterOf(std::size_t variant);

/** Runs all variants and the sweep. Fits unpublished lifetimes first. Cancelled when asked for. */
base::Result<SimulationReport> simulate(
    Traffic &traffic, const SimulationRequest &request, std::stop_token stop = {},
    const ReplayProgress &progress = {});

/** The values of a sweep as changes of a variant. */
std::vector<Variant> sweepOf(const Variant &variant, SweepParameter parameter);

} // namespace cachescope::insight

// SPDX-License-Identifier: MIT
#include "tokens/estimator.h"

#include <algorithm>
#include <cmath>

namespace cachescope::tokens {

namespace {

constexpr std::uint64_t smallestCall = 50; ///< below, the wrapping of the request outweighs its text
constexpr double smallestRatio = 0.25;
constexpr double largestRatio = 4.0;
/** Weight of what was learnt before, at each new call: about the last hundred calls count. */
constexpr double decay = 0.99;
/** The family's published factor counts as much as this many calls. */
constexpr double priorWeight = 5.0;
constexpr double smallestError = 0.02;
/** Names come from clients; more than these are not learnt. */
constexpr std::size_t mostModels = 1000;
/** Standard deviations that hold 19 of 20 values, and one in ten more because the deviation is estimated, too. */
constexpr double spread = 2.2;

} // namespace

std::uint64_t TokenEstimate::low() const
{
    return static_cast<std::uint64_t>(std::floor(static_cast<double>(tokens) * (1.0 - std::min(error, 1.0))));
}

std::uint64_t TokenEstimate::high() const
{
    return static_cast<std::uint64_t>(std::ceil(static_cast<double>(tokens) * (1.0 + error)));
}

TokenEstimate Estimator::estimate(
    std::string_view modelName, const ModelTokens &model, std::uint64_t baseTokens) const
{
    if (model.exact)
        return { baseTokens, true, 0.0 };
    double factor = model.factor;
    double error = model.error;
    const std::lock_guard lock(m_mutex);
    if (const auto found = m_models.find(modelName); found != m_models.end() && found->second.weight > 0) {
        const Calibration &learnt = found->second;
        const double mean = learnt.sumRatio / learnt.weight;
        const double variance = std::max(0.0, learnt.sumSquaredRatio / learnt.weight - mean * mean);
        const double share = learnt.weight / (learnt.weight + priorWeight);
        factor = share * mean + (1.0 - share) * model.factor;
        const double measured = spread * std::sqrt(variance) / mean;
        // What is still left of the prior's own uncertainty, and the scatter that was seen.
        error = std::max(smallestError, share * measured + (1.0 - share) * model.error);
    }
    return { static_cast<std::uint64_t>(std::llround(static_cast<double>(baseTokens) * factor)), false, error };
}

void Estimator::observe(std::string_view modelName, std::uint64_t baseTokens, std::uint64_t reportedTokens)
{
    const double ratio
        = baseTokens == 0 ? 0.0 : static_cast<double>(reportedTokens) / static_cast<double>(baseTokens);
    const std::lock_guard lock(m_mutex);
    const bool hasRoom = m_models.size() < mostModels || m_models.find(modelName) != m_models.end();
    if (baseTokens < smallestCall || ratio < smallestRatio || ratio > largestRatio || !hasRoom) {
        ++m_ignored;
        return;
    }
    Calibration &learnt = m_models.try_emplace(std::string(modelName)).first->second;
    ++learnt.observations;
    learnt.weight = learnt.weight * decay + 1.0;
    learnt.sumRatio = learnt.sumRatio * decay + ratio;
    learnt.sumSquaredRatio = learnt.sumSquaredRatio * decay + ratio * ratio;
}

std::uint64_t Estimator::ignoredObservations() const
{
    const std::lock_guard lock(m_mutex);
    return m_ignored;
}

std::map<std::string, Calibration, std::less<>> Estimator::calibrations() const
{
    const std::lock_guard lock(m_mutex);
    return m_models;
}

void Estimator::restore(std::map<std::string, Calibration, std::less<>> calibrations)
{
    const std::lock_guard lock(m_mutex);
    m_models = std::move(calibrations);
}

} // namespace cachescope::tokens

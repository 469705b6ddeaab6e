// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/model_table.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace cachescope::tokens {

/** A token count that says how far it can be trusted. */
struct TokenEstimate
{
    std::uint64_t tokens = 0;
    /** True only when the model's own tokenizer counted. */
    bool exact = false;
    /** Stated relative error: the true count lies within tokens * (1 ± error) for about 19 of 20 requests. 0 when
     * exact. */
    double error = 0.0;
    std::uint64_t low() const;
    std::uint64_t high() const;
};

/** What was learnt about one model; stored and restored by the owner of an Estimator. */
struct Calibration
{
    std::uint64_t observations = 0;
    double weight = 0.0; ///< Sum of the decayed weights.
    double sumRatio = 0.0; ///< Weighted sum of reported / base tokens.
    double sumSquaredRatio = 0.0; ///< Weighted sum of its squares.
};

/**
 * Token counts for models whose tokenizer is not public: a stand-in tokenizer's count times a factor. The factor
 * starts with a published or measured value of the model's family and moves towards what the provider reports for
 * logged calls; the stated error follows their scatter. Never marked exact. Thread-safe.
 */
class Estimator
{
public:
    /** The estimate for a text that has `baseTokens` tokens in the stand-in tokenizer of `model`. */
    TokenEstimate estimate(std::string_view modelName, const ModelTokens &model, std::uint64_t baseTokens) const;

    /**
     * Learns from one logged call: `baseTokens` as counted with the stand-in tokenizer, `reportedTokens` from the
     * provider's usage (all input: fresh and cached). Calls below 50 tokens and ratios outside 0.25 to 4 (images,
     * files, hidden tools) teach nothing and are counted in `ignoredObservations`.
     */
    void observe(std::string_view modelName, std::uint64_t baseTokens, std::uint64_t reportedTokens);

    std::uint64_t ignoredObservations() const;
    std::map<std::string, Calibration, std::less<>> calibrations() const;
    void restore(std::map<std::string, Calibration, std::less<>> calibrations);

private:
    mutable std::mutex m_mutex;
    std::map<std::string, Calibration, std::less<>> m_models;
    std::uint64_t m_ignored = 0;
};

} // namespace cachescope::tokens

// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "requestlog/query.h"
#include "tokens/estimator.h"
#include "tokens/model_table.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace cachescope::engine {

/** Which logged calls teach, and how much work that may be. */
struct CalibrationRequest
{
    /** The model to learn about, in any of its names (provider path, date at the end). Empty: all models without a
     * tokenizer of their own, each by the name that the calls used. */
    std::string model;
    int callsPerModel = 200; ///< The newest ones.
    std::int64_t largestBody = std::int64_t{ 2 } << 20; ///< Bytes; larger requests are passed by.
    std::chrono::milliseconds longest{ 1000 }; ///< What was read until then counts.
    const base::Clock *clock = &base::SystemClock::instance();
};

/** What the log says about one model. */
struct ModelCalibration
{
    std::uint64_t calls = 0; ///< That it rests on.
    double factor = 1.0; ///< Tokens of the model for each token of the stand-in tokenizer.
    double error = 0.0; ///< Stated relative error (19 of 20 requests), e.g. 0.04.
};

struct TokenCalibration
{
    std::unique_ptr<tokens::Estimator> estimator; ///< Never null; knows the models below.
    std::map<std::string, ModelCalibration, std::less<>> models; ///< Without those that no call taught about.
    // Calls that taught nothing, for whoever wonders.
    std::int64_t withoutBody = 0, tooLarge = 0, uncountable = 0, outliers = 0;
};

/**
 * Calibrates the token estimates of models without a public tokenizer from the log: the usage that providers
 * reported against our count of the stored request bodies. Looks at complete calls that went upstream, newest
 * first, among at most the newest 262,144 calls. Requests with images or files teach nothing, nor do calls that
 * differ from the model's median by a factor of two: something there is not text. Takes up to `longest`, so never
 * on a call's way and never on the main thread of a window. Errors: the log's own, or a tokenizer that cannot be
 * had.
 */
base::Result<TokenCalibration> calibrateTokens(
    requestlog::Reader &log, const tokens::ModelTable &models, const CalibrationRequest &request = {});

} // namespace cachescope::engine

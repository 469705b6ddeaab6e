// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "prompt/lint/lint.h"
#include "requestlog/query.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cachescope::insight {

/** What a prompt rule finds in the newest request of a program, with its other calls as evidence. */
struct LogProblem
{
    std::string rule; ///< "DYN001"
    prompt::Severity severity = prompt::Severity::Warning;
    std::string message;
    std::string client; ///< The program that calls.
    std::string place; ///< "system[0], line 4": label and line within the segment's text.
    std::optional<base::Money> perDay;
    std::int64_t callId = 0; ///< The request it was found in.
    bool hasFix = false;
};

struct ProblemQuery
{
    std::int64_t scannedCalls = 2'000; ///< Newest rows of the log among which programs are looked for.
    int programs = 12; ///< Of client, upstream and model.
    std::size_t problems = 40; ///< At most, dearest first.
    std::chrono::milliseconds timeEach{ 800 }; ///< For reading the other calls of a program.
    std::function<bool()> isCancelled{};
};

/** One problem for each rule and program, dearest first, then by severity. Seconds of work: in the background. */
base::Result<std::vector<LogProblem>> findProblems(
    requestlog::Reader &reader, const tokens::ModelTable &models, const providers::PriceBook &prices,
    const ProblemQuery &query = {});

} // namespace cachescope::insight

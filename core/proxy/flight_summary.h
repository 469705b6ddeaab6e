// SPDX-License-Identifier: MIT
#pragma once

#include "base/money.h"
#include "flow/flight.h"
#include "providers/answer.h"
#include "proxy/upstream_call.h"

#include <cstdint>
#include <optional>

namespace cachescope::flow {

/** What a shared call turned out to be, for the records of those who listened. */
struct FlightSummary
{
    std::int64_t leader = 0; ///< Log number of the call that went upstream; 0 without a log.
    providers::AnswerFacts facts;
    std::optional<base::Money> cost; ///< Of the one call: what each listener did not pay.
    proxy::CallFailure failure; ///< With Flight::End::Failed.
};

} // namespace cachescope::flow

// SPDX-License-Identifier: MIT
#pragma once

#include "insight/advice/advice.h"
#include "insight/simulation/simulation.h"

#include <string>
#include <string_view>

namespace cachescope::app {

/** The report as a table for people, advice behind it where there is any; ends in a newline. */
std::string simulationText(
    const insight::SimulationReport &report, const std::vector<insight::FamilyAdvice> &advice,
    std::string_view currency);
/** The same as JSON (docs/simulate.md); ends in a newline. */
std::string simulationJson(
    const insight::SimulationReport &report, const std::vector<insight::FamilyAdvice> &advice,
    std::string_view currency);

} // namespace cachescope::app

// SPDX-License-Identifier: MIT
#pragma once

#include "insight/simulation/simulation.h"

#include <string>
#include <string_view>

namespace cachescope::insight {

// English words of a report, for the command and its JSON. The window has its own, translated.

/** One sentence: whether the log is reproduced, and if not, what is missing. */
std::string sentenceOf(const Reproduction &reproduction);
std::string_view stateName(Reproduction::State state); ///< "reproduced", "not_reproduced", …
std::string_view verdictName(Verdict verdict); ///< "cheaper", "no_clear_difference", …
std::string_view parameterName(SweepParameter parameter); ///< "lifetime", "local-lifetime", "granularity".
/** The value that a point of a sweep has: "5m", "128", "window". */
std::string valueOf(const Variant &variant, SweepParameter parameter);
/** Name of a variant: its own, else what it changes. */
std::string titleOf(const Variant &variant);

} // namespace cachescope::insight

// SPDX-License-Identifier: MIT
#pragma once

#include "ui/prompt/document_places.h"
#include "ui/prompt/prompt_report.h"

namespace cachescope::ui {

/**
 * How much of the prompt can be cached: by its variables, over the value sets, against the log's calls; the
 * strictest of them, the zones in the text, the state of each breakpoint, and what a call costs. Fills in the
 * report, whose layout and findings are there already.
 */
void checkPrefix(
    const CheckInput &input, const BandList &bands, const DocumentPlaces &places, PromptReport &report);

} // namespace cachescope::ui

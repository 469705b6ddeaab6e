// SPDX-License-Identifier: MIT
#pragma once

#include "insight/simulation/piece_table.h"
#include "insight/simulation/traffic_builder.h"

namespace cachescope::insight {

/** Takes a request apart for the tree of a replay: parts with their tokens, marks, ends of messages. What earlier
 * requests had, too, is not read again. `to` stays without a prompt when it is none that we know. Thread-safe. */
void readBody(
    std::string body, prompt::PromptForm form, const ModelCounter &counter, PieceTable &pieces, ReadBody &to);

} // namespace cachescope::insight

// SPDX-License-Identifier: MIT
#pragma once

#include "insight/simulation/traffic_builder.h"

namespace cachescope::insight {

/** Takes a prompt apart for the tree of a replay: parts with their tokens, marks, ends of messages. Thread-safe. */
void readParts(
    std::shared_ptr<const prompt::Prompt> prompt, const tokens::ModelTokens &chosen,
    const tokens::Tokenizer &tokenizer, SegmentTable &segments, ReadBody &to);

} // namespace cachescope::insight

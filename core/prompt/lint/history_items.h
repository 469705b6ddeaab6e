// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/lint/log_turns.h"

#include <cstdint>
#include <vector>

namespace cachescope::prompt {

/** One piece of a conversation, for comparing. */
struct HistoryItem
{
    std::uint64_t hash = 0; ///< Of role and comparable text.
    std::size_t segment = 0;
    int message = 0;
};

/** A prompt's conversation: messages and media behind tools and system text. */
struct History
{
    const Prompt *prompt = nullptr;
    std::vector<HistoryItem> items; ///< Without reasoning.
    std::vector<HistoryItem> reasoning;
    std::vector<std::uint64_t> sortedHashes; ///< Of `items`.
    std::uint64_t fixedHash = 0; ///< Of tools and system text.
    std::size_t bytes = 0;

    /** Share of these items that `other` has too, 0 to 1. */
    double sharedBy(const History &other) const;
};
History historyOf(const Prompt &prompt);

/** How `newer` goes on from `older`: `change`, the segments and the dropped messages of a Turn. */
Turn compareHistories(const History &older, const History &newer);

} // namespace cachescope::prompt

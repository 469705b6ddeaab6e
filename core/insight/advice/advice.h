// SPDX-License-Identifier: MIT
#pragma once

#include "insight/simulation/simulation.h"

#include <string>
#include <vector>

namespace cachescope::insight {

/** What could be changed for a family of prompts. */
enum class AdviceOption : std::uint8_t
{
    NoCache, ///< Nothing written, nothing read.
    BestMarks,
    LongLifetime, ///< An hour.
    BestMarksLongLifetime,
    KeepWarm, ///< For an hour after a call.
    SortedTools,
    WarmGate,
    LongerLocal, ///< Local answers kept for seven days.
};
inline constexpr std::size_t adviceOptionCount = 8;

/** What an option would have cost for one family. */
struct OptionResult
{
    AdviceOption option = AdviceOption::NoCache;
    base::Money cost;
    base::Money difference; ///< Against "as now"; negative saves.
    Band band; ///< Of the difference.
    Verdict verdict = Verdict::NotJudged;
};

/**
 * Everything that people ask before they switch caching on, answered for one recurring kind of prompt from its own
 * calls (docs/advice.md lists the questions). A plain value.
 */
struct FamilyAdvice
{
    std::string client, upstream, model;
    std::string title; ///< First words of its fixed text; may be empty.
    std::int64_t calls = 0;
    double callsPerDay = 0;
    std::int64_t fixedTokens = 0; ///< Median length of tools and system text, in the model's tokens.
    std::int64_t minimumTokens = 0; ///< Of the provider; 0: none published.
    bool needsMarks = false; ///< Nothing is cached without marks.
    std::int64_t markedCalls = 0;
    double againIn5Minutes = 0,
           againInAnHour = 0; ///< Share of calls that follow another one of the family so soon.
    double identical = 0; ///< Share of calls with exactly the body of an earlier one.
    double readNow = 0; ///< Share of the input.
    double writtenNow = 0;
    double localNow = 0; ///< Share of calls answered locally.
    std::int64_t parallelStarts
        = 0; ///< Calls that began while a first one of the same beginning had no answer yet.
    base::Money costNow, withoutCache;
    std::vector<OptionResult> options; ///< All that can apply to the family.
    std::optional<std::size_t> best; ///< Into options: the cheapest that is clearly cheaper.
};

/** The settings behind an option; nothing for NoCache, which is no replay. */
std::optional<Variant> variantOf(AdviceOption option);
std::string_view optionName(AdviceOption option); ///< "best_marks", … for JSON.

/** Advice for the families that cost most, dearest first, at most `most`. The report must be of the same traffic.
 */
base::Result<std::vector<FamilyAdvice>> adviseFamilies(
    const Traffic &traffic, const SimulationReport &report, const SimulationRequest &request,
    std::stop_token stop = {}, std::size_t most = 20);

} // namespace cachescope::insight

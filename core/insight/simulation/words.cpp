// SPDX-License-Identifier: MIT
#include "insight/simulation/words.h"

#include <array>
#include <cstdio>

namespace cachescope::insight {

namespace {

std::string percent(double share)
{
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f %%", share * 100);
    return text.data();
}

std::string spanText(std::int64_t seconds)
{
    std::array<char, 32> text{};
    const double hours = static_cast<double>(seconds) / 3600;
    if (hours < 48)
        std::snprintf(text.data(), text.size(), "%.1f hours", hours);
    else
        std::snprintf(text.data(), text.size(), "%.1f days", hours / 24);
    return text.data();
}

} // namespace

std::string sentenceOf(const Reproduction &found)
{
    switch (found.state) {
    case Reproduction::State::Reproduced:
        return "The model reproduces the log: variant A differs from the actual cost by " + percent(found.costError)
            + " and from the tokens read by " + percent(found.readError) + ", the limit is "
            + percent(reproductionLimit) + ".";
    case Reproduction::State::NotReproduced:
        return "The model does not reproduce the log: variant A differs from the actual cost by "
            + percent(found.costError) + " and from the tokens read by " + percent(found.readError)
            + ", the limit is " + percent(reproductionLimit) + "; the most at " + found.worst
            + ". No advice can rest on this; choose another stretch of time or filter.";
    case Reproduction::State::TooLittle:
        return "There is too little to go by: " + std::to_string(found.requests)
            + " requests with body and usage over " + spanText(found.spanSeconds) + "; "
            + std::to_string(fewestRequests) + " requests and one day are needed for advice.";
    case Reproduction::State::NoActual:
        break;
    }
    return "Plain bodies say neither what was read nor what it cost, so there is nothing to reproduce and no "
           "advice; "
           "the figures are what the published rules would give.";
}

std::string_view stateName(Reproduction::State state)
{
    constexpr std::array<std::string_view, 4> names{ "reproduced", "not_reproduced", "too_little", "no_actual" };
    return names[static_cast<std::size_t>(state)];
}

std::string_view verdictName(Verdict verdict)
{
    constexpr std::array<std::string_view, 5> names{ "not_judged", "cheaper", "dearer", "no_clear_difference",
                                                     "no_difference" };
    return names[static_cast<std::size_t>(verdict)];
}

std::string_view parameterName(SweepParameter parameter)
{
    constexpr std::array<std::string_view, 3> names{ "lifetime", "local-lifetime", "granularity" };
    return names[static_cast<std::size_t>(parameter)];
}

std::string valueOf(const Variant &variant, SweepParameter parameter)
{
    switch (parameter) {
    case SweepParameter::Lifetime:
        return variant.lifetime ? durationText(*variant.lifetime) : "";
    case SweepParameter::LocalLifetime:
        return variant.localLifetime ? durationText(*variant.localLifetime) : "";
    case SweepParameter::Granularity:
        break;
    }
    if (variant.matching == Matching::Steps)
        return std::to_string(variant.stepTokens);
    return variant.matching == Matching::Messages ? "message" : "window";
}

std::string titleOf(const Variant &variant)
{
    return variant.name.empty() ? describe(variant) : variant.name;
}

} // namespace cachescope::insight

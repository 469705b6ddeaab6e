// SPDX-License-Identifier: MIT
#include "simulated/fault.h"

#include "base/text.h"

#include <array>
#include <charconv>

namespace cachescope::simulated {

namespace {

constexpr std::array<std::string_view, 37> names{ "400",          "401",
                                                  "402",          "403",
                                                  "404",          "408",
                                                  "409",          "429",
                                                  "429-ms",       "429-date",
                                                  "429-long",     "429-no-hint",
                                                  "500",          "502-html",
                                                  "503",          "529",
                                                  "redirect",     "cut",
                                                  "reset",        "reset-head",
                                                  "close-head",   "no-last-chunk",
                                                  "bad-chunk",    "wrong-length",
                                                  "two-lengths",  "length-and-chunked",
                                                  "garbage-head", "garbage-json",
                                                  "no-terminal",  "error-event",
                                                  "no-usage",     "huge",
                                                  "hang-head",    "hang-stream",
                                                  "slow",         "blank-lines",
                                                  "forget" };

constexpr std::size_t nameCount = static_cast<std::size_t>(Fault::Forget);
static_assert(names.size() == nameCount && !names.back().empty());

} // namespace

std::string_view faultName(Fault fault)
{
    return fault == Fault::None ? std::string_view{} : names[static_cast<std::size_t>(fault) - 1];
}

std::span<const std::string_view> faultNames()
{
    return std::span(names).first(nameCount);
}

base::Result<Fault> faultFromName(std::string_view name)
{
    for (std::size_t i = 0; i < nameCount; ++i) {
        if (names[i] == name)
            return static_cast<Fault>(i + 1);
    }
    std::string message = "There is no fault named \"" + std::string(name) + "\"";
    if (const auto near = base::nearestName(name, faultNames()); !near.empty())
        message += "; did you mean \"" + std::string(near) + "\"";
    return base::failure(base::ErrorCode::InvalidInput, message + ".");
}

int faultStatus(Fault fault)
{
    switch (fault) {
    case Fault::Redirect:
        return 307;
    case Fault::Status429Milliseconds:
    case Fault::Status429Date:
    case Fault::Status429Long:
    case Fault::Status429NoHint:
        return 429;
    case Fault::Status502Html:
        return 502;
    default:
        break;
    }
    if (fault == Fault::None || fault > Fault::Status529)
        return 0;
    const std::string_view name = faultName(fault);
    int status = 0;
    std::from_chars(name.data(), name.data() + name.size(), status);
    return status;
}

base::Result<FaultMix> FaultMix::parse(std::string_view text)
{
    FaultMix mixture;
    for (std::string_view part : base::split(text, ',')) {
        part = base::trim(part);
        if (part.empty())
            continue;
        const auto colon = part.find(':');
        const auto fault = faultFromName(base::trim(part.substr(0, colon)));
        if (!fault)
            return tl::make_unexpected(fault.error());
        double probability = 1;
        if (colon != std::string_view::npos) {
            const std::string_view number = base::trim(part.substr(colon + 1));
            const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), probability);
            if (error != std::errc{} || end != number.data() + number.size() || !(probability >= 0)
                || probability > 1) {
                return base::failure(
                    base::ErrorCode::InvalidInput,
                    "The probability of fault \"" + std::string(part) + "\" must be a number from 0 to 1.");
            }
        }
        mixture.m_parts.push_back({ *fault, probability });
    }
    return mixture;
}

Fault FaultMix::draw(Random &random) const
{
    for (const Part &part : m_parts) {
        if (random.chance(part.probability))
            return part.fault;
    }
    return Fault::None;
}

} // namespace cachescope::simulated

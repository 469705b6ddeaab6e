// SPDX-License-Identifier: MIT
#include "requestlog/record.h"

#include <array>

namespace cachescope::requestlog {

std::string_view outcomeName(Outcome outcome)
{
    constexpr std::array<std::string_view, outcomeCount> names = { "hit", "miss", "coalesced", "bypass", "error" };
    const auto number = static_cast<std::size_t>(outcome);
    return number < names.size() ? names[number] : std::string_view("unknown");
}

std::string_view callStateName(CallState state)
{
    constexpr std::array<std::string_view, 7> names
        = { "open", "complete", "cut", "no_terminal_event", "client_gone", "failed", "lost" };
    const auto number = static_cast<std::size_t>(state);
    return number < names.size() ? names[number] : std::string_view("unknown");
}

} // namespace cachescope::requestlog

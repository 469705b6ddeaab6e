// SPDX-License-Identifier: MIT
#include "cache/redis_slots.h"

#include <charconv>

namespace cachescope::cache {

namespace {

constexpr std::uint16_t polynomial = 0x1021;

std::uint16_t crc16(std::string_view text)
{
    std::uint16_t crc = 0;
    for (const char c : text) {
        crc = static_cast<std::uint16_t>(crc ^ (static_cast<unsigned char>(c) << 8U));
        for (int bit = 0; bit < 8; ++bit)
            crc = static_cast<std::uint16_t>((crc << 1U) ^ ((crc & 0x8000U) != 0 ? polynomial : 0U));
    }
    return crc;
}

template <typename Number> bool readNumber(std::string_view text, Number &number)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
}

} // namespace

std::uint16_t slotOf(std::string_view key)
{
    const std::size_t open = key.find('{');
    const std::size_t close = open == std::string_view::npos ? open : key.find('}', open + 1);
    const bool tagged = close != std::string_view::npos && close > open + 1; // "{}" is no tag.
    return static_cast<std::uint16_t>(crc16(tagged ? key.substr(open + 1, close - open - 1) : key) % redisSlots);
}

std::string besideKey(std::string_view prefix, std::string_view key)
{
    return std::string(prefix) + '{' + std::string(key) + '}';
}

std::optional<Redirection> readRedirection(std::string_view refusal)
{
    Redirection out;
    if (refusal.starts_with("ASK "))
        out.kind = Redirection::Kind::Ask;
    else if (!refusal.starts_with("MOVED "))
        return {};
    refusal.remove_prefix(refusal.find(' ') + 1);
    const std::size_t space = refusal.find(' ');
    const std::size_t colon = refusal.rfind(':');
    if (space == std::string_view::npos || colon == std::string_view::npos || colon <= space
        || !readNumber(refusal.substr(0, space), out.slot) || out.slot >= redisSlots
        || !readNumber(refusal.substr(colon + 1), out.node.port) || out.node.port == 0)
        return {};
    out.node.host = refusal.substr(space + 1, colon - space - 1); // An IPv6 address comes without brackets.
    return out;
}

} // namespace cachescope::cache

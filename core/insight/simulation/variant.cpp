// SPDX-License-Identifier: MIT
#include "insight/simulation/variant.h"

#include "base/text.h"

#include <array>
#include <charconv>

namespace cachescope::insight {

namespace {

using base::ErrorCode;
using base::failure;
using base::Result;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::array<std::string_view, 9> keys{ "ttl",       "granularity", "tools",     "marks",   "gate",
                                                "keep-warm", "local",       "local-ttl", "volatile" };
constexpr std::int64_t stepUnit = 64;
constexpr std::int64_t mostStep = 1 << 20;
constexpr auto longest = std::chrono::hours(24 * 366);

struct Unit
{
    std::string_view name;
    std::int64_t millis;
};
constexpr std::array<Unit, 6> units{
    { { "ms", 1 }, { "s", 1000 }, { "m", 60'000 }, { "h", 3'600'000 }, { "d", 86'400'000 }, { "w", 604'800'000 } }
};

std::optional<std::int64_t> integerIn(std::string_view text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        return {};
    return value;
}

Result<> wrong(std::string_view key, std::string_view value, std::string_view wanted)
{
    return failure(
        ErrorCode::InvalidInput,
        std::string(key) + " wants " + std::string(wanted) + ", not '" + std::string(value) + "'.");
}

Result<> readDuration(std::string_view key, std::string_view value, std::optional<milliseconds> &to)
{
    to = parseDuration(value);
    if (!to || *to <= milliseconds(0))
        return wrong(key, value, "a time such as 5m, 1h or 7d");
    return {};
}

Result<> readSeconds(std::string_view key, std::string_view value, std::optional<seconds> &to)
{
    std::optional<milliseconds> time;
    if (auto read = readDuration(key, value, time); !read)
        return read;
    if (*time < seconds(1))
        return wrong(key, value, "at least a second");
    to = std::chrono::duration_cast<seconds>(*time);
    return {};
}

Result<> readMatching(std::string_view value, Variant &variant)
{
    if (value == "message") {
        variant.matching = Matching::Messages;
    } else if (value == "window") {
        variant.matching = Matching::Windows;
    } else {
        const auto step = integerIn(value);
        if (!step || *step <= 0 || *step > mostStep || *step % stepUnit != 0)
            return wrong("granularity", value, "a multiple of 64 tokens, message or window");
        variant.matching = Matching::Steps;
        variant.stepTokens = *step;
    }
    return {};
}

Result<> readLocal(std::string_view value, Variant &variant)
{
    if (value != "on" && value != "off")
        return wrong("local", value, "on or off");
    variant.local = value == "on" ? LocalCache::On : LocalCache::Off;
    return {};
}

Result<> readWord(std::string_view key, std::string_view value, std::string_view word)
{
    return value == word ? Result<>{} : wrong(key, value, word);
}

Result<> readOne(std::string_view key, std::string_view value, Variant &variant)
{
    if (key == "ttl")
        return readSeconds(key, value, variant.lifetime);
    if (key == "granularity")
        return readMatching(value, variant);
    if (key == "tools") {
        variant.tools = ToolOrder::ByName;
        return readWord(key, value, "sorted");
    }
    if (key == "marks") {
        variant.marks = MarkPlaces::Best;
        return readWord(key, value, "best");
    }
    if (key == "gate")
        return readDuration(key, value, variant.warmGate);
    if (key == "keep-warm")
        return readSeconds(key, value, variant.keepWarm);
    if (key == "local")
        return readLocal(value, variant);
    if (key == "local-ttl")
        return readSeconds(key, value, variant.localLifetime);
    if (key == "volatile") {
        if (value.empty() || value.front() != '/')
            return wrong(key, value, "a JSON Pointer such as /metadata");
        variant.volatileFields.emplace_back(value);
        return {};
    }
    std::string message = "There is no setting '" + std::string(key) + "' in a variant.";
    if (const auto nearest = base::nearestName(key, keys); !nearest.empty())
        message += " Did you mean '" + std::string(nearest) + "'?";
    return failure(ErrorCode::InvalidInput, message);
}

} // namespace

bool Variant::isAsNow() const
{
    Variant plain;
    plain.name = name;
    return *this == plain;
}

bool Variant::changesLocalCache() const
{
    return local != LocalCache::AsNow || localLifetime || !volatileFields.empty();
}

Result<Variant> parseVariant(std::string_view text)
{
    Variant variant;
    const std::size_t colon = text.find(':');
    // A name comes before the first colon; settings have none but in a pointer, which comes behind a "=".
    if (colon != std::string_view::npos && text.substr(0, colon).find('=') == std::string_view::npos) {
        variant.name = text.substr(0, colon);
        text.remove_prefix(colon + 1);
    }
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        const std::string_view part = text.substr(0, comma);
        text.remove_prefix(std::min(comma + 1, text.size()));
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos)
            return failure(
                ErrorCode::InvalidInput,
                "A variant is KEY=VALUE,… with an optional NAME: in front, not '" + std::string(part) + "'.");
        if (auto read = readOne(part.substr(0, equals), part.substr(equals + 1), variant); !read)
            return tl::unexpected(read.error());
    }
    return variant;
}

std::string settingsOf(const Variant &variant)
{
    std::string text;
    const auto add = [&text](std::string_view key, std::string_view value) {
        text.append(text.empty() ? "" : ",").append(key).append("=").append(value);
    };
    if (variant.lifetime)
        add("ttl", durationText(*variant.lifetime));
    if (variant.matching == Matching::Steps)
        add("granularity", std::to_string(variant.stepTokens));
    else if (variant.matching != Matching::AsProvider)
        add("granularity", variant.matching == Matching::Messages ? "message" : "window");
    if (variant.tools == ToolOrder::ByName)
        add("tools", "sorted");
    if (variant.marks == MarkPlaces::Best)
        add("marks", "best");
    if (variant.warmGate)
        add("gate", durationText(*variant.warmGate));
    if (variant.keepWarm)
        add("keep-warm", durationText(*variant.keepWarm));
    if (variant.local != LocalCache::AsNow)
        add("local", variant.local == LocalCache::On ? "on" : "off");
    if (variant.localLifetime)
        add("local-ttl", durationText(*variant.localLifetime));
    for (const std::string &field : variant.volatileFields)
        add("volatile", field);
    return text;
}

std::string describe(const Variant &variant)
{
    std::string text;
    const auto add = [&text](const std::string &part) { text.append(text.empty() ? "" : ", ").append(part); };
    if (variant.lifetime)
        add("lifetime " + durationText(*variant.lifetime));
    if (variant.matching == Matching::Steps)
        add("steps of " + std::to_string(variant.stepTokens));
    else if (variant.matching == Matching::Messages)
        add("matched by message");
    else if (variant.matching == Matching::Windows)
        add("matched by sliding window");
    if (variant.tools == ToolOrder::ByName)
        add("tools sorted");
    if (variant.marks == MarkPlaces::Best)
        add("marks at the best places");
    if (variant.warmGate)
        add("warm gate " + durationText(*variant.warmGate));
    if (variant.keepWarm)
        add("kept warm " + durationText(*variant.keepWarm));
    if (variant.local != LocalCache::AsNow)
        add(variant.local == LocalCache::On ? "local cache on" : "local cache off");
    if (variant.localLifetime)
        add("local lifetime " + durationText(*variant.localLifetime));
    for (const std::string &field : variant.volatileFields)
        add(field + " not in the key");
    return text.empty() ? "as now" : text;
}

std::optional<milliseconds> parseDuration(std::string_view text)
{
    std::size_t digits = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9')
        ++digits;
    const auto value = integerIn(text.substr(0, digits));
    if (!value || digits > 9)
        return {};
    for (const Unit &unit : units) {
        if (unit.name != text.substr(digits))
            continue;
        const milliseconds time(*value * unit.millis);
        return time <= longest ? std::optional(time) : std::nullopt;
    }
    return {};
}

std::string durationText(milliseconds duration)
{
    const std::int64_t millis = duration.count();
    for (std::size_t i = units.size() - 1; i-- > 0;) { // Not in weeks: seven days are plainer.
        if (millis % units[i].millis == 0)
            return std::to_string(millis / units[i].millis) + std::string(units[i].name);
    }
    return std::to_string(millis) + "ms";
}

} // namespace cachescope::insight

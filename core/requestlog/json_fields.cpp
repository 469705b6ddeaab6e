// SPDX-License-Identifier: MIT
#include "requestlog/json_fields.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

namespace cachescope::requestlog {

namespace {

constexpr std::int64_t mostCount = std::int64_t{ 1 } << 53;
constexpr std::int64_t secondMicros = 1'000'000;

const Json &emptyObject()
{
    static const Json empty = Json::object();
    return empty;
}

/** A number of exactly `digits` digits at the start, which is taken off; nothing otherwise. */
std::optional<int> takeNumber(std::string_view &text, std::size_t digits)
{
    int value = 0;
    if (text.size() < digits)
        return {};
    const auto [end, error] = std::from_chars(text.data(), text.data() + digits, value);
    if (error != std::errc() || end != text.data() + digits || text.front() == '-' || text.front() == '+')
        return {};
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view &text, char c)
{
    if (!text.starts_with(c))
        return false;
    text.remove_prefix(1);
    return true;
}

/** ".123456789" in microseconds, rounded down; 0 without one. */
std::optional<std::int64_t> takeFraction(std::string_view &text)
{
    std::int64_t micros = 0;
    if (!take(text, '.'))
        return micros;
    std::size_t digits = 0;
    for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1), ++digits)
        if (digits < 6)
            micros = micros * 10 + (text.front() - '0');
    for (std::size_t i = digits; i < 6; ++i)
        micros *= 10;
    return digits > 0 ? std::optional(micros) : std::nullopt;
}

/** "Z" or "+02:00" in seconds. */
std::optional<std::int64_t> takeOffset(std::string_view &text)
{
    if (take(text, 'Z') || take(text, 'z'))
        return 0;
    const bool west = text.starts_with('-');
    if (!west && !text.starts_with('+'))
        return {};
    text.remove_prefix(1);
    const auto hours = takeNumber(text, 2);
    take(text, ':');
    const auto minutes = takeNumber(text, 2);
    if (!hours || !minutes || *hours > 18 || *minutes > 59)
        return {};
    return (west ? -1 : 1) * (std::int64_t{ *hours } * 3600 + *minutes * 60);
}

} // namespace

std::optional<base::UnixMicros> parseIsoTime(std::string_view text)
{
    const auto year = takeNumber(text, 4);
    const bool dated = year && take(text, '-');
    const auto month = dated ? takeNumber(text, 2) : std::nullopt;
    const auto day = month && take(text, '-') ? takeNumber(text, 2) : std::nullopt;
    if (!day || !(take(text, 'T') || take(text, ' ')))
        return {};
    const auto hour = takeNumber(text, 2);
    const auto minute = hour && take(text, ':') ? takeNumber(text, 2) : std::nullopt;
    const auto second = minute && take(text, ':') ? takeNumber(text, 2) : std::nullopt;
    const auto fraction = second ? takeFraction(text) : std::nullopt;
    const auto offset = fraction ? takeOffset(text) : std::nullopt;
    const std::chrono::year_month_day date{ std::chrono::year(*year),
                                            std::chrono::month(static_cast<unsigned>(*month)),
                                            std::chrono::day(static_cast<unsigned>(*day)) };
    constexpr int firstYear = 1970, lastYear = 2199;
    if (!offset || !text.empty() || !date.ok() || *year < firstYear || *year > lastYear || *hour > 23
        || *minute > 59 || *second > 60)
        return {};
    const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
    const std::int64_t seconds
        = days * 86'400 + std::int64_t{ *hour } * 3600 + std::int64_t{ *minute } * 60 + *second - *offset;
    if (seconds < 0)
        return {};
    return seconds * secondMicros + *fraction;
}

std::optional<std::string> fromBase64(std::string_view text)
{
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    while (text.ends_with('='))
        text.remove_suffix(1);
    std::string bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : text) {
        const std::size_t value = digits.find(c);
        if (value == std::string_view::npos)
            return {};
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        held += 6;
        if (held >= 8) {
            held -= 8;
            bytes.push_back(static_cast<char>(bits >> held & 0xFF));
        }
    }
    return bytes;
}

JsonFields::JsonFields(const Json &object, std::string &problem, std::string place)
    : m_object(object.is_object() ? object : emptyObject())
    , m_problem(problem)
    , m_place(std::move(place))
{
    if (!object.is_object() && m_problem.empty())
        m_problem = (m_place.empty() ? "it" : m_place.substr(0, m_place.size() - 1)) + " is no JSON object";
}

void JsonFields::fail(const char *name, const std::string &what)
{
    if (m_problem.empty())
        m_problem = "\"" + m_place + name + "\" " + what;
}

const Json *JsonFields::any(const char *name) const
{
    const auto found = m_object.find(name);
    return found == m_object.end() || found->is_null() ? nullptr : &*found;
}

bool JsonFields::has(const char *name) const
{
    return any(name) != nullptr;
}

std::string JsonFields::text(const char *name, std::size_t most)
{
    const Json *const value = any(name);
    if (value == nullptr)
        return {};
    const auto *const text = value->get_ptr<const std::string *>();
    if (text == nullptr)
        fail(name, "is no text");
    else if (text->size() > most)
        fail(name, "is longer than " + std::to_string(most) + " bytes");
    else
        return *text;
    return {};
}

bool JsonFields::flag(const char *name)
{
    const Json *const value = any(name);
    if (value == nullptr)
        return false;
    if (!value->is_boolean()) {
        fail(name, "is neither true nor false");
        return false;
    }
    return value->get<bool>();
}

std::int64_t JsonFields::count(const char *name)
{
    const Json *const value = any(name);
    if (value == nullptr)
        return 0;
    // As double first: a number beyond 64 bits is one for the parser.
    const double number = value->is_number() ? value->get<double>() : -1;
    if (!(number >= 0) || number > static_cast<double>(mostCount) || std::floor(number) != number) {
        fail(name, "is no whole number from 0 to 2^53");
        return 0;
    }
    return static_cast<std::int64_t>(number);
}

std::optional<base::Money> JsonFields::money(const char *name)
{
    const Json *const value = any(name);
    if (value == nullptr)
        return {};
    const auto *const text = value->get_ptr<const std::string *>();
    const auto amount = text != nullptr ? base::Money::parse(*text) : std::nullopt;
    // A thousandth of the range, so that sums fit as well.
    constexpr std::int64_t most = std::int64_t{ 9'000 } * base::Money::perUnit;
    if (!amount || amount->pico() > most || amount->pico() < -most) {
        fail(name, "is no amount such as \"0.0225\"");
        return {};
    }
    return amount;
}

std::int64_t JsonFields::millis(const char *name)
{
    const Json *const value = any(name);
    if (value == nullptr)
        return -1;
    constexpr double most = 1e12; // Thirty years.
    const double number = value->is_number() ? value->get<double>() : -1;
    if (!(number >= 0) || number > most) {
        fail(name, "is no duration in milliseconds");
        return -1;
    }
    return std::llround(number * 1000);
}

std::optional<base::UnixMicros> JsonFields::time(const char *name)
{
    const auto time = parseIsoTime(text(name, 64));
    if (!time)
        fail(name, "is no time such as \"2026-10-24T08:00:00.123456Z\"");
    return time;
}

JsonFields JsonFields::object(const char *name)
{
    const Json *const value = any(name);
    return JsonFields(value == nullptr ? emptyObject() : *value, m_problem, m_place + name + ".");
}

const Json *JsonFields::array(const char *name)
{
    const Json *const value = any(name);
    if (value == nullptr)
        return nullptr;
    if (!value->is_array()) {
        fail(name, "is no list");
        return nullptr;
    }
    return value;
}

} // namespace cachescope::requestlog

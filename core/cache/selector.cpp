// SPDX-License-Identifier: MIT
#include "cache/selector.h"

#include "base/text.h"
#include "providers/prompt_start.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace cachescope::cache {

namespace {

using base::ErrorCode;
using base::failure;
using std::chrono::microseconds;
using Text = std::optional<std::string>;

constexpr std::size_t shortestKey = 8, longestKey = 64;

bool matchesText(const Text &wanted, std::string_view text)
{
    return !wanted || matchesPattern(*wanted, text);
}

bool hasTag(std::string_view tags, const std::string &wanted)
{
    const auto all = base::split(tags, ',');
    return std::any_of(all.begin(), all.end(), [&](std::string_view tag) { return matchesPattern(wanted, tag); });
}

struct TextMember
{
    std::string_view name, option;
    Text Selector::*member;
};
constexpr std::array<TextMember, 11> textMembers{ {
    { "key", "--key", &Selector::key },
    { "prefix_text", "--prefix-text", &Selector::prefixText },
    { "model", "--model", &Selector::model },
    { "upstream", "--upstream", &Selector::upstream },
    { "project", "--project", &Selector::project },
    { "tag", "--tag", &Selector::tag },
    { "namespace", "--namespace", &Selector::nameSpace },
    { "version", "--version", &Selector::version },
    { "system", "--system", &Selector::system },
    { "system_not", "--system-not", &Selector::systemNot },
    { "filter", "--filter", &Selector::filter },
} };

constexpr std::array<std::pair<std::string_view, EntryCondition>, 4> conditions{ {
    { "fresh", EntryCondition::Fresh },
    { "stale", EntryCondition::Stale },
    { "expired", EntryCondition::Expired },
    { "pinned", EntryCondition::Pinned },
} };

std::string_view nameOf(EntryCondition condition)
{
    return conditions[static_cast<std::size_t>(condition)].first;
}

bool isInCondition(const EntryFacts &entry, EntryCondition condition, base::UnixMicros now)
{
    switch (condition) {
    case EntryCondition::Fresh:
        return !entry.stale && entry.expiresAt > now;
    case EntryCondition::Stale:
        return entry.stale;
    case EntryCondition::Expired:
        return !entry.stale && entry.expiresAt <= now;
    case EntryCondition::Pinned:
        return entry.pinned;
    }
    return false;
}

/** As prompts are kept: a line for each text. Blanks count as one blank, whichever they are. */
bool promptBegins(const EntryFacts &entry, const std::string &wanted)
{
    const std::string_view text = entry.promptText.empty() ? entry.firstText : entry.promptText;
    if (text.size() < wanted.size())
        return false;
    return std::equal(wanted.begin(), wanted.end(), text.begin(), [](char mine, char kept) {
        return mine == kept || (mine == ' ' && kept == '\n');
    });
}

base::Result<> readCondition(Selector &selector, const std::string &value)
{
    for (const auto &[name, condition] : conditions) {
        if (name == value) {
            selector.condition = condition;
            return {};
        }
    }
    return failure(ErrorCode::InvalidInput, "state wants fresh, stale, expired or pinned, not '" + value + "'.");
}

std::optional<std::int64_t> wholeNumber(std::string_view text)
{
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size() && value >= 0;
    return whole ? std::optional(value) : std::nullopt;
}

std::string secondsText(microseconds age)
{
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(age).count()) + "s";
}

base::Result<> checkText(std::string_view name, std::string &value)
{
    if (value.empty())
        return failure(ErrorCode::InvalidInput, std::string(name) + " is empty; leave it out to mean any.");
    if (name == "key") {
        value = base::toLower(value);
        const bool hex = value.find_first_not_of("0123456789abcdef") == std::string::npos;
        if (!hex || value.size() < shortestKey || value.size() > longestKey)
            return failure(
                ErrorCode::InvalidInput,
                "key wants the hexadecimal digits that Cache-Status shows (8 to 64), not '" + value + "'.");
    }
    if (name == "prefix_text") {
        value = providers::withSingleBlanks(value);
        if (value.size() > longestPrefixText)
            return failure(
                ErrorCode::InvalidInput,
                "prefix_text is longer than " + std::to_string(longestPrefixText)
                    + " bytes: no more of a prompt's beginning is kept beside its answer.");
    }
    if (name == "system" || name == "system_not") {
        value = base::toLower(value);
        constexpr std::size_t digits = 16;
        if (value.size() != digits || value.find_first_not_of("0123456789abcdef") != std::string::npos)
            return failure(
                ErrorCode::InvalidInput,
                std::string(name) + " wants the 16 hexadecimal digits of a system prompt's hash, not '" + value
                    + "'.");
    }
    return {};
}

base::Result<microseconds> readAge(std::string_view name, const std::string &value)
{
    if (const auto age = parseAge(value))
        return *age;
    return failure(
        ErrorCode::InvalidInput,
        std::string(name) + " wants a number with s, m, h, d or w, such as 24h, not '" + value + "'.");
}

/** A POSIX shell's single quotes. */
std::string quoted(const std::string &text)
{
    std::string out = "'";
    for (const char c : text)
        out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

} // namespace

std::optional<microseconds> parseAge(std::string_view text)
{
    if (text.size() < 2)
        return {};
    static constexpr std::string_view units = "smhdw";
    static constexpr std::array<std::int64_t, 5> seconds{ 1, 60, 3600, 86'400, 604'800 };
    constexpr std::int64_t most = 1'000'000'000;
    const auto count = wholeNumber(text.substr(0, text.size() - 1));
    const std::size_t unit = units.find(text.back());
    if (!count || unit == std::string_view::npos || *count > most / seconds[unit])
        return {};
    return std::chrono::seconds(*count * seconds[unit]);
}

bool matchesPattern(std::string_view pattern, std::string_view text)
{
    // Linear but for retries behind the last star.
    std::size_t p = 0, t = 0, star = std::string_view::npos, mark = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            mark = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

std::string systemHashText(std::uint64_t hash)
{
    constexpr int digits = 16, bitsPerDigit = 4;
    std::string text(digits, '0');
    for (int i = digits - 1; i >= 0; --i, hash >>= bitsPerDigit)
        text[static_cast<std::size_t>(i)] = "0123456789abcdef"[hash & 0xf];
    return text;
}

bool Selector::isEmpty() const
{
    const bool noText = std::none_of(textMembers.begin(), textMembers.end(), [this](const TextMember &text) {
        return (this->*text.member).has_value();
    });
    return noText && !condition && !olderThan && !ttlLeftBelow && !hitsBelow && !all;
}

bool Selector::matches(const EntryFacts &entry, base::UnixMicros now) const
{
    if (isEmpty())
        return false;
    if (key && !base::toHex(entry.canonical).starts_with(*key))
        return false;
    if (prefixText && !promptBegins(entry, *prefixText))
        return false;
    if ((system && systemHashText(entry.systemHash) != *system)
        || (systemNot && (entry.systemHash == 0 || systemHashText(entry.systemHash) == *systemNot)))
        return false;
    if (condition && !isInCondition(entry, *condition, now))
        return false;
    if (!matchesText(model, entry.model) || !matchesText(upstream, entry.upstream)
        || !matchesText(project, entry.project) || !matchesText(nameSpace, entry.nameSpace)
        || !matchesText(version, entry.version))
        return false;
    if (tag && !hasTag(entry.tags, *tag))
        return false;
    if (olderThan && now - entry.storedAt <= olderThan->count())
        return false;
    if (ttlLeftBelow && (entry.expiresAt <= now || entry.expiresAt - now >= ttlLeftBelow->count()))
        return false;
    if (hitsBelow && entry.hits >= *hitsBelow)
        return false;
    return !filter || (judge && judge(entry)); // Last: it may be the dearest.
}

std::string Selector::toJson() const
{
    nlohmann::ordered_json out = nlohmann::ordered_json::object();
    for (const TextMember &text : textMembers) {
        if (const Text &value = this->*text.member)
            out[std::string(text.name)] = *value;
    }
    if (condition)
        out["state"] = nameOf(*condition);
    if (olderThan)
        out["older_than"] = secondsText(*olderThan);
    if (ttlLeftBelow)
        out["ttl_left_below"] = secondsText(*ttlLeftBelow);
    if (hitsBelow)
        out["hits_below"] = *hitsBelow;
    if (all)
        out["all"] = true;
    return out.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

base::Result<Selector> Selector::fromJson(std::string_view json)
{
    const auto document = nlohmann::json::parse(json, nullptr, false);
    if (!document.is_object())
        return failure(ErrorCode::Corrupt, "A selector of the history is no JSON object.");
    Selector selector;
    for (const auto &[name, value] : document.items()) {
        const auto known = setSelector(selector, name, value.is_string() ? value.get<std::string>() : value.dump());
        if (!known)
            return tl::unexpected(known.error());
        if (!*known)
            return failure(ErrorCode::Corrupt, "A selector of the history has an unknown member: " + name + '.');
    }
    return selector;
}

std::string Selector::toArguments() const
{
    std::string out;
    const auto add = [&out](std::string_view option, const std::string &value) {
        out.append(out.empty() ? "" : " ").append(option).append(" ").append(value);
    };
    for (const TextMember &text : textMembers) {
        if (const Text &value = this->*text.member)
            add(text.option, quoted(*value));
    }
    if (condition)
        add("--state", std::string(nameOf(*condition)));
    if (olderThan)
        add("--older-than", secondsText(*olderThan));
    if (ttlLeftBelow)
        add("--ttl-left-below", secondsText(*ttlLeftBelow));
    if (hitsBelow)
        add("--hits-below", std::to_string(*hitsBelow));
    return out;
}

base::Result<bool> setSelector(Selector &selector, std::string_view name, const std::string &value)
{
    for (const TextMember &text : textMembers) {
        if (text.name != name)
            continue;
        std::string checked = value;
        if (auto fine = checkText(name, checked); !fine)
            return tl::unexpected(fine.error());
        selector.*text.member = std::move(checked);
        return true;
    }
    if (name == "state") {
        const auto read = readCondition(selector, value);
        return read ? base::Result<bool>(true) : tl::unexpected(read.error());
    }
    if (name == "older_than" || name == "ttl_left_below") {
        const auto age = readAge(name, value);
        if (!age)
            return tl::unexpected(age.error());
        (name == "older_than" ? selector.olderThan : selector.ttlLeftBelow) = *age;
        return true;
    }
    if (name == "hits_below") {
        selector.hitsBelow = wholeNumber(value);
        return selector.hitsBelow
            ? base::Result<bool>(true)
            : failure(ErrorCode::InvalidInput, "hits_below wants a whole number, not '" + value + "'.");
    }
    if (name == "all") {
        selector.all = value == "true";
        return selector.all ? base::Result<bool>(true)
                            : failure(ErrorCode::InvalidInput, "all wants true; leave it out otherwise.");
    }
    return false;
}

const std::vector<std::string_view> &selectorNames()
{
    static const std::vector<std::string_view> names = [] {
        std::vector<std::string_view> all;
        for (const TextMember &text : textMembers)
            all.push_back(text.name);
        all.insert(all.end(), { "state", "older_than", "ttl_left_below", "hits_below", "all" });
        return all;
    }();
    return names;
}

} // namespace cachescope::cache

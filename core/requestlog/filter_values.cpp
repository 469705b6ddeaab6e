// SPDX-License-Identifier: MIT
#include "requestlog/filter_values.h"

#include "base/text.h"
#include "requestlog/number_text.h"

#include <algorithm>
#include <array>
#include <limits>

namespace cachescope::requestlog {

namespace {

using Leaf = std::variant<NumberCondition, TextCondition>;
template <typename T> using Parsed = tl::expected<T, std::string>;

constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t highest = std::numeric_limits<std::int64_t>::max();

bool isOneOf(std::string_view word, std::initializer_list<std::string_view> words)
{
    return std::any_of(words.begin(), words.end(), [&](auto one) { return base::equalIgnoringCase(one, word); });
}

std::string quote(std::string_view text)
{
    return "\"" + std::string(text) + "\"";
}

/** `[value, value]` turned by the sign into everything below, above …; `span` of a value may be longer than one
 * (a day, "4xx"). */
NumberRange compared(CompareSign sign, NumberRange span)
{
    switch (sign) {
    case CompareSign::Less:
        return { lowest, span.low == lowest ? lowest : span.low - 1 };
    case CompareSign::LessOrEqual:
        return { lowest, span.high };
    case CompareSign::Greater:
        return { span.high == highest ? highest : span.high + 1, highest };
    case CompareSign::GreaterOrEqual:
        return { span.low, highest };
    default:
        return span;
    }
}

Parsed<NumberRange> spanOf(const FieldRule &rule, std::string_view text, base::UnixMicros now)
{
    switch (rule.kind) {
    case ValueKind::Count:
    case ValueKind::Retries:
        return parseCount(text);
    case ValueKind::Money:
        return parseMoney(text);
    case ValueKind::Duration:
        return parseDuration(text);
    case ValueKind::Bytes:
        return parseBytes(text);
    case ValueKind::Status:
        return parseStatus(text);
    case ValueKind::Share:
        return parseShare(text);
    case ValueKind::Time:
        return parseTime(text, now);
    default:
        return parseCount(text);
    }
}

/** Words that number fields understand beside numbers. */
bool addWord(const FieldRule &rule, std::string_view word, NumberCondition &condition)
{
    const bool none = isOneOf(word, { "none", "unknown" });
    switch (rule.kind) {
    case ValueKind::Money:
    case ValueKind::Duration:
        condition.unknown = condition.unknown || none;
        return none;
    case ValueKind::Retries:
        if (isOneOf(word, { "yes", "true" }))
            condition.ranges.push_back({ 1, highest });
        else if (isOneOf(word, { "no", "false", "none" }))
            condition.ranges.push_back({ lowest, 0 });
        else
            return false;
        return true;
    default:
        return false;
    }
}

Parsed<Leaf> numberLeaf(
    const FieldRule &rule, CompareSign sign, const std::vector<FilterValue> &values, base::UnixMicros now)
{
    NumberCondition condition{ .field = rule.number, .ranges = {}, .unknown = false };
    const bool equality = sign == CompareSign::Equal || sign == CompareSign::Exact;
    for (const FilterValue &value : values) {
        if (equality && addWord(rule, value.text, condition))
            continue;
        const std::size_t dots = value.text.find("..");
        if (equality && dots != std::string::npos) {
            const auto low = spanOf(rule, std::string_view(value.text).substr(0, dots), now);
            const auto high = spanOf(rule, std::string_view(value.text).substr(dots + 2), now);
            if (!low || !high)
                return tl::unexpected(!low ? low.error() : high.error());
            condition.ranges.push_back({ low->low, high->high });
            continue;
        }
        const auto span = spanOf(rule, value.text, now);
        if (!span)
            return tl::unexpected(span.error());
        condition.ranges.push_back(compared(sign, *span));
    }
    return condition;
}

TextPattern patternFor(const FilterValue &value, TextPattern::Mode mode, CompareSign sign)
{
    if (sign == CompareSign::Exact)
        return { TextPattern::Mode::Whole, escapedGlob(value.text) };
    std::string glob;
    if (value.quoted) {
        glob = escapedGlob(value.text);
    } else {
        // Outside of quotes `*` is a wildcard and a backslash a backslash.
        for (const char c : value.text) {
            if (c == '\\')
                glob.push_back('\\');
            glob.push_back(c);
        }
    }
    return { mode, std::move(glob) };
}

TextPattern::Mode modeFor(ValueKind kind)
{
    switch (kind) {
    case ValueKind::ModelName:
        return TextPattern::Mode::WordStart;
    case ValueKind::Text:
    case ValueKind::ErrorText:
    case ValueKind::Why:
        return TextPattern::Mode::Contains;
    default:
        return TextPattern::Mode::Whole;
    }
}

TextCondition textLeaf(const FieldRule &rule, CompareSign sign, const std::vector<FilterValue> &values)
{
    TextCondition condition{ { rule.text }, {} };
    if (rule.kind == ValueKind::ErrorText)
        condition.fields.push_back(TextField::ErrorKind);
    for (const FilterValue &value : values) {
        const bool isEmpty = value.text.empty() || (!value.quoted && isOneOf(value.text, { "none" }));
        if (isEmpty && rule.kind != ValueKind::ErrorText) {
            condition.patterns.push_back({ TextPattern::Mode::Whole, {} });
            continue;
        }
        condition.patterns.push_back(patternFor(value, modeFor(rule.kind), sign));
        if (rule.kind == ValueKind::Prefix && sign != CompareSign::Exact)
            condition.patterns.back().glob.push_back('*');
    }
    return condition;
}

template <typename Names>
Parsed<Leaf> wordLeaf(
    const FieldRule &rule, const std::vector<FilterValue> &values, int count, Names nameOf, TextPattern::Mode mode)
{
    NumberCondition condition{ .field = rule.number, .ranges = {}, .unknown = false };
    for (const FilterValue &value : values) {
        const TextPattern pattern = patternFor(value, mode, CompareSign::Equal);
        bool found = false;
        std::vector<std::string_view> known;
        for (int i = 0; i < count; ++i) {
            known.push_back(nameOf(i));
            if (pattern.matches(known.back())) {
                condition.ranges.push_back({ i, i });
                found = true;
            }
        }
        if (found)
            continue;
        const std::string_view near = base::nearestName(value.text, known);
        std::string message = quote(value.text) + " is no value of " + std::string(rule.name);
        if (!near.empty())
            message += "; did you mean " + std::string(near) + "?";
        return tl::unexpected(message);
    }
    return condition;
}

Parsed<Leaf> yesNoLeaf(const FieldRule &rule, const std::vector<FilterValue> &values)
{
    NumberCondition condition{ .field = rule.number, .ranges = {}, .unknown = false };
    for (const FilterValue &value : values) {
        if (isOneOf(value.text, { "yes", "true", "1", "on" }))
            condition.ranges.push_back({ 1, 1 });
        else if (isOneOf(value.text, { "no", "false", "0", "off" }))
            condition.ranges.push_back({ 0, 0 });
        else
            return tl::unexpected(std::string(rule.name) + " is yes or no, not " + quote(value.text));
    }
    return condition;
}

bool areWords(const std::vector<FilterValue> &values, std::initializer_list<std::string_view> words)
{
    return values.size() == 1 && isOneOf(values.front().text, words);
}

Parsed<Leaf> shareLeaf(
    const FieldRule &rule, CompareSign sign, const std::vector<FilterValue> &values, base::UnixMicros now)
{
    if (areWords(values, { "read", "hit" }))
        return NumberCondition{ .field = NumberField::Read, .ranges = { { 1, highest } }, .unknown = false };
    if (areWords(values, { "write" }))
        return NumberCondition{ .field = NumberField::Write, .ranges = { { 1, highest } }, .unknown = false };
    if (areWords(values, { "none", "miss" }))
        return NumberCondition{ .field = NumberField::Read, .ranges = { { lowest, 0 } }, .unknown = false };
    return numberLeaf(rule, sign, values, now);
}

Parsed<Leaf> errorLeaf(const FieldRule &rule, CompareSign sign, const std::vector<FilterValue> &values)
{
    if (areWords(values, { "yes", "true", "any", "*" }))
        return NumberCondition{ .field = NumberField::HasError, .ranges = { { 1, 1 } }, .unknown = false };
    if (areWords(values, { "no", "false", "none" }))
        return NumberCondition{ .field = NumberField::HasError, .ranges = { { 0, 0 } }, .unknown = false };
    return textLeaf(rule, sign, values);
}

Parsed<Leaf> identifierLeaf(
    const FieldRule &rule, CompareSign sign, const std::vector<FilterValue> &values, base::UnixMicros now)
{
    const bool numbers = std::all_of(values.begin(), values.end(), [](const FilterValue &value) {
        return value.text.size() < 19 && value.text.find_first_not_of("0123456789.") == std::string::npos;
    });
    if (numbers)
        return numberLeaf(rule, sign, values, now);
    TextCondition condition{ { TextField::Uid }, {} };
    for (const FilterValue &value : values)
        condition.patterns.push_back(patternFor(value, TextPattern::Mode::Whole, CompareSign::Equal));
    return condition;
}

Parsed<Leaf> outcomeLeaf(const FieldRule &rule, const std::vector<FilterValue> &values)
{
    if (areWords(values, { "stored" }))
        return NumberCondition{ .field = NumberField::Stored, .ranges = { { 1, 1 } }, .unknown = false };
    return wordLeaf(
        rule, values, outcomeCount, [](int i) { return outcomeName(static_cast<Outcome>(i)); },
        TextPattern::Mode::Whole);
}

/** Reasons of the prefix cache by their words; anything else is searched in what the local cache says. */
Parsed<Leaf> whyLeaf(const FieldRule &rule, CompareSign sign, const std::vector<FilterValue> &values)
{
    NumberCondition condition{ .field = rule.number, .ranges = {}, .unknown = false };
    std::vector<const FilterValue *> others;
    for (const FilterValue &value : values) {
        if (isOneOf(value.text, { "unanalysed" })) {
            condition.unknown = true;
            continue;
        }
        const TextPattern pattern = patternFor(value, TextPattern::Mode::Whole, CompareSign::Equal);
        const bool anyFault = isOneOf(value.text, { "fault" });
        const std::size_t before = condition.ranges.size();
        for (int i = 1; i <= static_cast<int>(lastMissReason); ++i) {
            const auto reason = static_cast<MissReason>(i);
            if (anyFault ? isFault(reason) : pattern.matches(missReasonName(reason)))
                condition.ranges.push_back({ i, i });
        }
        if (condition.ranges.size() == before)
            others.push_back(&value);
    }
    if (others.size() == values.size())
        return textLeaf(rule, sign, values);
    if (!others.empty())
        return tl::unexpected(
            quote(others.front()->text)
            + " is a word of the local cache, the others are of the prefix cache; write "
            + "why:... or why:" + others.front()->text);
    return condition;
}

bool comparesNumbers(ValueKind kind)
{
    switch (kind) {
    case ValueKind::Count:
    case ValueKind::Money:
    case ValueKind::Duration:
    case ValueKind::Bytes:
    case ValueKind::Status:
    case ValueKind::Retries:
    case ValueKind::Share:
    case ValueKind::Time:
    case ValueKind::Identifier:
        return true;
    default:
        return false;
    }
}

} // namespace

Parsed<Leaf> makeLeaf(
    const FieldRule &rule, CompareSign sign, const std::vector<FilterValue> &values, base::UnixMicros now)
{
    const bool equality = sign == CompareSign::Equal || sign == CompareSign::Exact;
    if (!equality && !comparesNumbers(rule.kind))
        return tl::unexpected(std::string(rule.name) + " has no order; write " + std::string(rule.name) + ":value");
    if (!equality && values.size() > 1)
        return tl::unexpected(std::string("Only one value can be compared with < or >"));
    switch (rule.kind) {
    case ValueKind::YesNo:
        return yesNoLeaf(rule, values);
    case ValueKind::OutcomeWord:
        return outcomeLeaf(rule, values);
    case ValueKind::StateWord:
        return wordLeaf(
            rule, values, 7, [](int i) { return callStateName(static_cast<CallState>(i)); },
            TextPattern::Mode::Whole);
    case ValueKind::ApiWord:
        return wordLeaf(
            rule, values, 8, [](int i) { return providers::apiName(static_cast<providers::Api>(i)); },
            TextPattern::Mode::WordStart);
    case ValueKind::Share:
        return shareLeaf(rule, sign, values, now);
    case ValueKind::Identifier:
        return identifierLeaf(rule, sign, values, now);
    case ValueKind::ErrorText:
        return errorLeaf(rule, sign, values);
    case ValueKind::Why:
        return whyLeaf(rule, sign, values);
    case ValueKind::Name:
    case ValueKind::ModelName:
    case ValueKind::Text:
    case ValueKind::Prefix:
        return textLeaf(rule, sign, values);
    default:
        return numberLeaf(rule, sign, values, now);
    }
}

TextCondition freeText(const FilterValue &value)
{
    using enum TextField;
    return { { Model, Upstream, Client, Project, Session, Tags, Target, ErrorKind, FirstText, ErrorMessage, Note },
             { patternFor(value, TextPattern::Mode::Contains, CompareSign::Equal) } };
}

} // namespace cachescope::requestlog

// SPDX-License-Identifier: MIT
#include "prompt/values_of_calls.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace cachescope::prompt {

namespace {

/** Bytes of fixed text before and behind a variable that are looked for, longest first: the longer, the surer. */
constexpr std::array<std::size_t, 3> lengthsBefore{ 64, 24, 8 };
constexpr std::array<std::size_t, 4> lengthsBehind{ 64, 24, 8, 3 };

/** A segment's text cut at its variables: always one fixed text more than variables. */
struct Pattern
{
    std::vector<std::string_view> fixed;
    std::vector<std::string_view> names;
};

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t begin = text.find_first_not_of(blanks);
    return begin == std::string_view::npos ? std::string_view()
                                           : text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

Pattern patternOf(const Prompt &prompt, std::size_t segment)
{
    Pattern pattern;
    const std::string_view whole = prompt.segments()[segment].text.text();
    const std::string_view text = trimmed(whole);
    const auto offset = static_cast<std::size_t>(text.data() - whole.data());
    std::size_t at = 0;
    for (const Variable &variable : prompt.variables()) {
        if (variable.segment != segment)
            continue;
        pattern.fixed.push_back(text.substr(at, variable.decoded.begin - offset - at));
        pattern.names.push_back(variable.name);
        at = variable.decoded.end - offset;
    }
    pattern.fixed.push_back(text.substr(at));
    return pattern;
}

/** All fixed text is there as it stands; a variable that comes again has the same value again. */
std::optional<ValueSet> matchWhole(const Pattern &pattern, std::string_view text)
{
    if (!text.starts_with(pattern.fixed.front()))
        return {};
    ValueSet values;
    std::size_t at = pattern.fixed.front().size();
    for (std::size_t i = 0; i < pattern.names.size(); ++i) {
        const std::string_view next = pattern.fixed[i + 1];
        const bool isLast = i + 1 == pattern.names.size();
        const auto known = values.find(pattern.names[i]);
        std::size_t end = 0;
        if (known != values.end())
            end = text.substr(at).starts_with(known->second) ? at + known->second.size() : std::string_view::npos;
        else if (isLast)
            end = text.size() >= at + next.size() ? text.size() - next.size() : std::string_view::npos;
        else
            end = text.find(next, at);
        if (end == std::string_view::npos || !text.substr(end).starts_with(next)
            || (isLast && end + next.size() != text.size()))
            return {};
        values.emplace(pattern.names[i], text.substr(at, end - at));
        at = end + next.size();
    }
    return values;
}

/** Where the fixed text before a variable ends in `text`; nothing when it cannot be found behind `from`. */
std::optional<std::size_t> behind(std::string_view fixed, std::string_view text, std::size_t from, bool isFirst)
{
    if (isFirst && fixed.empty())
        return 0;
    for (const std::size_t length : lengthsBefore) {
        const std::string_view anchor = fixed.substr(fixed.size() - std::min(length, fixed.size()));
        if (trimmed(anchor).empty())
            break; // Blanks stand everywhere.
        if (const std::size_t found = text.find(anchor, from); found != std::string_view::npos)
            return found + anchor.size();
    }
    return {};
}

std::optional<std::size_t> before(std::string_view fixed, std::string_view text, std::size_t from, bool isLast)
{
    if (isLast && fixed.empty())
        return text.size();
    for (const std::size_t length : lengthsBehind) {
        const std::string_view anchor = fixed.substr(0, length);
        if (anchor.empty())
            break;
        if (const std::size_t found = text.find(anchor, from); found != std::string_view::npos)
            return found;
    }
    return {};
}

/** The variables whose neighbourhood is still as it was. */
ValueSet matchAround(const Pattern &pattern, std::string_view text)
{
    ValueSet values;
    std::size_t at = 0;
    for (std::size_t i = 0; i < pattern.names.size(); ++i) {
        const auto begin = behind(pattern.fixed[i], text, at, i == 0);
        const auto end
            = begin ? before(pattern.fixed[i + 1], text, *begin, i + 1 == pattern.names.size()) : std::nullopt;
        if (!end)
            continue;
        values.emplace(pattern.names[i], text.substr(*begin, *end - *begin));
        at = *end;
    }
    return values;
}

bool mayBe(const Prompt &pattern, const Segment &wanted, const Segment &segment)
{
    if (pattern.form() == PromptForm::PlainText || pattern.form() == PromptForm::Template)
        return segment.kind == SegmentKind::System || segment.kind == SegmentKind::Message;
    return segment.kind == wanted.kind && segment.role == wanted.role;
}

/** What one segment's variables held; of several segments that fit, the one that tells of most of them. */
ValueSet valuesOfSegment(const Prompt &prompt, std::size_t index, const Prompt &call)
{
    const Pattern pattern = patternOf(prompt, index);
    ValueSet best;
    for (const Segment &segment : call.segments()) {
        if (!mayBe(prompt, prompt.segments()[index], segment))
            continue;
        const std::string_view text = trimmed(segment.text.text());
        if (auto whole = matchWhole(pattern, text))
            return *std::move(whole);
        ValueSet around = matchAround(pattern, text);
        if (around.size() > best.size())
            best = std::move(around);
    }
    return best;
}

} // namespace

std::optional<ValueSet> valuesIn(const Prompt &pattern, const Prompt &call)
{
    ValueSet values;
    std::optional<std::size_t> last;
    for (const Variable &variable : pattern.variables()) {
        if (last == variable.segment)
            continue; // The variables of a segment stand together.
        last = variable.segment;
        values.merge(valuesOfSegment(pattern, variable.segment, call));
    }
    return values.empty() ? std::nullopt : std::optional(std::move(values));
}

CallValues valuesOfCalls(
    const Prompt &pattern, const LogEvidence &evidence, const std::function<bool()> &isCancelled)
{
    CallValues found;
    for (const ObservedCall &call : evidence.calls) {
        if (isCancelled && isCancelled())
            break;
        if (!call.prompt)
            continue;
        ++found.calls;
        auto values = valuesIn(pattern, *call.prompt);
        if (!values)
            continue;
        found.variables = std::max(found.variables, values->size());
        found.sets.push_back(*std::move(values));
    }
    // A set with a hole would look like a value that changes.
    std::erase_if(found.sets, [&](const ValueSet &set) { return set.size() < found.variables; });
    return found;
}

} // namespace cachescope::prompt

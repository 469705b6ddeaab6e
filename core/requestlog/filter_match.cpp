// SPDX-License-Identifier: MIT
#include "requestlog/filter_node.h"

#include <algorithm>
#include <limits>

namespace cachescope::requestlog {

namespace {

constexpr std::int64_t wholeShare = 10'000;

std::optional<std::int64_t> duration(std::int64_t micros)
{
    return micros < 0 ? std::nullopt : std::optional(micros);
}

std::optional<std::int64_t> saved(const CallEnd &end)
{
    const bool provider = end.billed && end.withoutCache;
    if (!end.avoided && !provider)
        return {};
    return (end.avoided ? end.avoided->pico() : 0) + (provider ? end.withoutCache->pico() - end.billed->pico() : 0);
}

std::optional<std::int64_t> prefixShare(const providers::TokenUsage &tokens)
{
    const std::int64_t input = tokens.input();
    if (input <= 0 || tokens.cacheRead > std::numeric_limits<std::int64_t>::max() / wholeShare)
        return {};
    return tokens.cacheRead * wholeShare / input;
}

std::optional<std::int64_t> ended(const CallRecord &record, std::int64_t value)
{
    return record.end.state == CallState::Open ? std::nullopt : std::optional(value);
}

bool textMatches(const CallRecord &record, TextField field, const TextPattern &pattern)
{
    const CallStart &start = record.start;
    const CallEnd &end = record.end;
    switch (field) {
    case TextField::Upstream:
        return pattern.matches(start.upstream);
    case TextField::Model:
        return pattern.matches(start.model);
    case TextField::Client:
        return pattern.matches(start.client);
    case TextField::Session:
        return pattern.matches(start.session);
    case TextField::Project:
        return pattern.matches(start.project);
    case TextField::Namespace:
        return pattern.matches(start.nameSpace);
    case TextField::Version:
        return pattern.matches(start.version);
    case TextField::Tags:
        return start.tags.empty() ? pattern.matches({})
                                  : std::any_of(start.tags.begin(), start.tags.end(), [&](const auto &tag) {
                                        return pattern.matches(tag);
                                    });
    case TextField::Credential:
        return pattern.matches(start.credential);
    case TextField::Method:
        return pattern.matches(start.method);
    case TextField::Target:
        return pattern.matches(start.target);
    case TextField::ErrorKind:
        return pattern.matches(end.errorKind);
    case TextField::ErrorMessage:
        return pattern.matches(end.errorMessage);
    case TextField::CacheDetail:
        return pattern.matches(end.cacheDetail);
    case TextField::CacheKey:
        return pattern.matches(end.cacheKey);
    case TextField::Uid:
        return pattern.matches(start.uid.toString());
    case TextField::FirstText:
        return pattern.matches(start.firstText);
    case TextField::Note:
        return pattern.matches(record.note);
    case TextField::Body:
    case TextField::Header:
        return false;
    }
    return false;
}

bool leafMatches(const CallRecord &record, const NumberCondition &condition)
{
    const auto number = numberOf(record, condition.field);
    if (condition.unknown && !number)
        return true;
    return number && std::any_of(condition.ranges.begin(), condition.ranges.end(), [&](const NumberRange &range) {
               return *number >= range.low && *number <= range.high;
           });
}

bool leafMatches(const CallRecord &record, const TextCondition &condition)
{
    return std::any_of(condition.fields.begin(), condition.fields.end(), [&](TextField field) {
        return std::any_of(condition.patterns.begin(), condition.patterns.end(), [&](const TextPattern &pattern) {
            return textMatches(record, field, pattern);
        });
    });
}

bool nodeMatches(const Filter::Node &node, const CallRecord &record)
{
    const auto child = [&](const auto &one) { return nodeMatches(*one, record); };
    switch (node.kind) {
    case Filter::Node::Kind::All:
        return true;
    case Filter::Node::Kind::And:
        return std::all_of(node.children.begin(), node.children.end(), child);
    case Filter::Node::Kind::Or:
        return std::any_of(node.children.begin(), node.children.end(), child);
    case Filter::Node::Kind::Not:
        return !child(node.children.front());
    case Filter::Node::Kind::Leaf:
        return std::visit([&](const auto &leaf) { return leafMatches(record, leaf); }, node.leaf);
    }
    return false;
}

} // namespace

std::optional<std::int64_t> numberOf(const CallRecord &record, NumberField field)
{
    const CallStart &start = record.start;
    const CallEnd &end = record.end;
    const providers::TokenUsage &tokens = end.usage.tokens;
    switch (field) {
    case NumberField::Status:
        return end.status;
    case NumberField::Outcome:
        return ended(record, static_cast<std::int64_t>(end.outcome));
    case NumberField::Api:
        return static_cast<std::int64_t>(start.api);
    case NumberField::State:
        return static_cast<std::int64_t>(end.state);
    case NumberField::Fresh:
        return tokens.fresh;
    case NumberField::Read:
        return tokens.cacheRead;
    case NumberField::Write:
        return tokens.cacheWrite();
    case NumberField::Input:
        return tokens.input();
    case NumberField::Output:
        return tokens.output;
    case NumberField::Cost:
        return end.billed ? std::optional(end.billed->pico()) : std::nullopt;
    case NumberField::Saved:
        return saved(end);
    case NumberField::FirstToken:
        return duration(end.firstTokenMicros);
    case NumberField::Total:
        return duration(end.totalMicros);
    case NumberField::Size:
        return start.requestBytes + end.responseBytes;
    case NumberField::Stream:
        return start.stream;
    case NumberField::Stored:
        return end.stored;
    case NumberField::Pinned:
        return record.pinned;
    case NumberField::HasError:
        return ended(record, end.outcome == Outcome::Error || !end.errorKind.empty());
    case NumberField::Retries:
        return std::max(end.attempts - 1, 0);
    case NumberField::StartedAt:
        return start.startedAt;
    case NumberField::Id:
        return start.id;
    case NumberField::PrefixShare:
        return prefixShare(tokens);
    case NumberField::Why:
        return record.reason == MissReason::NotAnalysed ? std::nullopt
                                                        : std::optional(static_cast<std::int64_t>(record.reason));
    }
    return {};
}

bool Filter::matches(const CallRecord &record) const
{
    return !m_root || nodeMatches(*m_root, record);
}

} // namespace cachescope::requestlog

// SPDX-License-Identifier: MIT
#include "engine/entry_filter.h"

#include "base/text.h"
#include "cache/selector.h"
#include "requestlog/filter_node.h"
#include "requestlog/query.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <unordered_set>

namespace cachescope::engine {

namespace {

using base::ErrorCode;
using base::failure;
using requestlog::Filter;
using requestlog::NumberCondition;
using requestlog::NumberField;
using requestlog::TextCondition;
using requestlog::TextField;

bool isOfEntry(TextField field)
{
    switch (field) {
    case TextField::Upstream:
    case TextField::Model:
    case TextField::Project:
    case TextField::Namespace:
    case TextField::Version:
    case TextField::Tags:
    case TextField::CacheKey:
        return true;
    default:
        return false;
    }
}

/** Free text also asks for notes, errors and addresses; of an entry, its words are meant. */
bool isFreeText(const TextCondition &condition)
{
    return std::find(condition.fields.begin(), condition.fields.end(), TextField::FirstText)
        != condition.fields.end();
}

bool isOfEntry(const Filter::Node &node)
{
    if (node.kind == Filter::Node::Kind::Leaf) {
        if (const auto *number = std::get_if<NumberCondition>(&node.leaf))
            return number->field == NumberField::Cost || number->field == NumberField::Id;
        const auto &text = std::get<TextCondition>(node.leaf);
        return isFreeText(text) || std::all_of(text.fields.begin(), text.fields.end(), [](TextField field) {
                   return isOfEntry(field);
               });
    }
    return std::all_of(
        node.children.begin(), node.children.end(), [](const auto &child) { return isOfEntry(*child); });
}

/** The call that stored an entry, as far as the entry tells. */
requestlog::CallRecord callOf(const cache::EntryFacts &facts)
{
    requestlog::CallRecord call;
    call.start.id = facts.filledBy;
    call.start.upstream = facts.upstream;
    call.start.model = facts.model;
    call.start.project = facts.project;
    call.start.nameSpace = facts.nameSpace;
    call.start.version = facts.version;
    for (const std::string_view tag : base::split(facts.tags, ',')) {
        if (!tag.empty())
            call.start.tags.emplace_back(tag);
    }
    call.start.firstText = std::string(facts.firstText) + '\n' + std::string(facts.promptText);
    call.end.cacheKey = base::toHex(facts.canonical);
    call.end.billed = facts.cost;
    return call;
}

base::Result<std::shared_ptr<const std::unordered_set<std::int64_t>>> callsOf(
    const std::string &databasePath, const Filter &filter)
{
    auto reader = requestlog::Reader::open(databasePath);
    if (!reader)
        return tl::unexpected(reader.error());
    auto calls = std::make_shared<std::unordered_set<std::int64_t>>();
    const requestlog::TimeRange always{ 0, std::numeric_limits<std::int64_t>::max() };
    const auto done = (*reader)->ids(
        always, filter, requestlog::SortColumn::Time, false,
        [&calls](const std::vector<std::int64_t> &ids) { calls->insert(ids.begin(), ids.end()); });
    if (!done)
        return tl::unexpected(done.error());
    return calls;
}

} // namespace

cache::EntryFilterReader entryFilterReader(std::string databasePath)
{
    return [path = std::move(databasePath)](const std::string &text) -> base::Result<cache::EntryJudge> {
        const auto filter = Filter::parse(text);
        if (!filter)
            return failure(
                ErrorCode::InvalidInput,
                "filter, at character " + std::to_string(filter.error().begin + 1) + ": " + filter.error().message);
        if (filter->isEmpty())
            return failure(ErrorCode::InvalidInput, "filter is empty; leave it out to mean any.");
        if (isOfEntry(*filter->root()))
            return [filter = *filter](const cache::EntryFacts &facts) { return filter.matches(callOf(facts)); };
        const auto calls = callsOf(path, *filter);
        if (!calls)
            return tl::unexpected(calls.error());
        return [calls = *calls](const cache::EntryFacts &facts) { return calls->contains(facts.filledBy); };
    };
}

} // namespace cachescope::engine

// SPDX-License-Identifier: MIT
#include "prompt/lint/history_items.h"

#include "prompt/lint/json_order.h"
#include "prompt/lint/request_json.h"

#include <algorithm>
#include <functional>

namespace cachescope::prompt {

namespace {

/** The part of the items that must be left for a cut at the front to be one. */
constexpr std::size_t leastKept = 2;

bool isPrefix(
    const std::vector<HistoryItem> &a, std::size_t from, const std::vector<HistoryItem> &b, std::size_t at)
{
    if (a.size() - from > b.size() - at)
        return false;
    return std::equal(
        a.begin() + static_cast<std::ptrdiff_t>(from), a.end(), b.begin() + static_cast<std::ptrdiff_t>(at),
        [](const HistoryItem &x, const HistoryItem &y) { return x.hash == y.hash; });
}

/** The items without those of the last message, which is often sent with reminders that later calls leave out. */
std::vector<HistoryItem> withoutLast(const std::vector<HistoryItem> &items)
{
    std::vector<HistoryItem> rest = items;
    while (!rest.empty() && rest.back().message == items.back().message)
        rest.pop_back();
    return rest;
}

/** How many of `older`'s items are missing at the front of `newer` (behind `kept` first ones); 0 when not so. */
std::size_t droppedAtFront(const History &older, const History &newer, std::size_t kept)
{
    const auto before = withoutLast(older.items);
    if (before.size() < kept + leastKept || newer.items.size() < kept + leastKept)
        return 0;
    for (std::size_t i = 0; i < kept; ++i)
        if (before[i].hash != newer.items[i].hash)
            return 0;
    for (std::size_t from = kept + 1; from + leastKept <= before.size(); ++from)
        if (before[from].hash == newer.items[kept].hash && isPrefix(before, from, newer.items, kept))
            return from - kept;
    return 0;
}

/** An address without what signs it, for telling that only the signature is new. */
std::string withoutQueries(std::string text)
{
    for (std::size_t at = 0; (at = text.find("://", at)) != std::string::npos; at += 3) {
        const std::size_t end = std::min(text.find_first_of(" \t\r\n\"'<>)\\", at), text.size());
        const std::size_t query = text.find('?', at);
        if (query < end)
            text.erase(query, end - query);
    }
    return text;
}

/** Media with the same place and kind; bytes or address differ. */
bool isSameAttachment(const History &older, const HistoryItem &a, const History &newer, const HistoryItem &b)
{
    const Segment &before = older.prompt->segments()[a.segment];
    const Segment &after = newer.prompt->segments()[b.segment];
    if (before.kind == SegmentKind::Media && after.kind == SegmentKind::Media)
        return true;
    const std::string one = comparableText(*older.prompt, before);
    return one.find("://") != std::string::npos
        && withoutQueries(one) == withoutQueries(comparableText(*newer.prompt, after));
}

/** A call's JSON with its arguments decoded, where they are a string of JSON. */
std::string callText(const std::string &json)
{
    JsonValue value;
    value.raw = json;
    value.member = value.range();
    const JsonValue arguments = member(value, "arguments");
    if (!arguments.isString())
        return canonicalText(json);
    return member(value, "name").string() + canonicalText(arguments.string());
}

bool isSameCall(const History &older, const HistoryItem &a, const History &newer, const HistoryItem &b)
{
    const std::string before = comparableText(*older.prompt, older.prompt->segments()[a.segment]);
    const std::string after = comparableText(*newer.prompt, newer.prompt->segments()[b.segment]);
    return before.starts_with('{') && after.starts_with('{') && callText(before) == callText(after);
}

HistoryChange kindOfDifference(
    const History &older, const HistoryItem &a, const History &newer, const HistoryItem &b)
{
    if (isSameCall(older, a, newer, b))
        return HistoryChange::Arguments;
    if (isSameAttachment(older, a, newer, b))
        return HistoryChange::Attachment;
    if (newer.items.size() * 2 < older.items.size())
        return HistoryChange::Compacted;
    return HistoryChange::Edited;
}

/** Reasoning of answers that `newer` still has, and that is missing there. */
std::optional<HistoryItem> missingReasoning(const History &older, const History &newer)
{
    for (const HistoryItem &item : older.reasoning) {
        const auto same = std::ranges::find(newer.reasoning, item.hash, &HistoryItem::hash);
        if (same == newer.reasoning.end())
            return item;
    }
    return {};
}

Turn unchanged(const History &older, const History &newer)
{
    Turn turn;
    if (const auto missing = missingReasoning(older, newer)) {
        turn.change = HistoryChange::Reasoning;
        turn.olderSegment = missing->segment;
        const auto next = std::ranges::find_if(
            older.items, [&](const HistoryItem &item) { return item.segment > missing->segment; });
        const auto index = static_cast<std::size_t>(next - older.items.begin());
        turn.newerSegment
            = index < newer.items.size() ? newer.items[index].segment : newer.prompt->segments().size();
    }
    return turn;
}

} // namespace

std::string comparableText(const Prompt &prompt, const Segment &segment)
{
    if (segment.text.isJson() && segment.kind != SegmentKind::Media)
        return segment.text.text();
    std::string text = prompt.bytes().substr(segment.source.begin, segment.source.size());
    const bool holdsMark = segment.mark && segment.mark->source.begin >= segment.source.begin
        && segment.mark->source.end <= segment.source.end;
    if (holdsMark) {
        TextEdit cut = itemRemoval(prompt.bytes(), segment.mark->source);
        cut.range.begin = std::max(cut.range.begin, segment.source.begin);
        cut.range.end = std::min(cut.range.end, segment.source.end);
        text.erase(cut.range.begin - segment.source.begin, cut.range.size());
    }
    return text;
}

bool isReasoning(const Segment &segment)
{
    return segment.pointer.ends_with("/thinking") || segment.label.ends_with(" redacted_thinking")
        || segment.label.ends_with(" reasoning");
}

double History::sharedBy(const History &other) const
{
    if (sortedHashes.empty())
        return 0;
    const auto shared = std::ranges::count_if(
        sortedHashes, [&](std::uint64_t hash) { return std::ranges::binary_search(other.sortedHashes, hash); });
    return static_cast<double>(shared) / static_cast<double>(sortedHashes.size());
}

History historyOf(const Prompt &prompt)
{
    History history;
    history.prompt = &prompt;
    const std::hash<std::string> hash;
    const auto &segments = prompt.segments();
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const Segment &segment = segments[i];
        const std::string text = comparableText(prompt, segment);
        if (segment.kind != SegmentKind::Message && segment.kind != SegmentKind::Media) {
            history.fixedHash = history.fixedHash * 31 + hash(text);
            continue;
        }
        const HistoryItem item{ hash(segment.role + '\n' + text), i, segment.message };
        (isReasoning(segment) ? history.reasoning : history.items).push_back(item);
        history.bytes += text.size();
    }
    for (const HistoryItem &item : history.items)
        history.sortedHashes.push_back(item.hash);
    std::ranges::sort(history.sortedHashes);
    return history;
}

Turn compareHistories(const History &older, const History &newer)
{
    if (isPrefix(older.items, 0, newer.items, 0))
        return unchanged(older, newer);
    Turn turn;
    for (const std::size_t kept : { std::size_t{ 0 }, std::size_t{ 1 } })
        if (const std::size_t dropped = droppedAtFront(older, newer, kept)) {
            turn.change = HistoryChange::Sliding;
            turn.droppedMessages = older.items[kept + dropped].message - older.items[kept].message;
            turn.olderSegment = older.items[kept].segment;
            turn.newerSegment = newer.items[kept].segment;
            return turn;
        }
    std::size_t at = 0;
    while (at < older.items.size() && at < newer.items.size() && older.items[at].hash == newer.items[at].hash)
        ++at;
    // The last message alone is new: another attempt, no continuation.
    if (at >= older.items.size() || at >= newer.items.size()
        || older.items[at].message == older.items.back().message)
        return turn;
    turn.change = kindOfDifference(older, older.items[at], newer, newer.items[at]);
    // As long or shorter, and not cut down: a sibling with other material, as batch programs send them.
    if (turn.change != HistoryChange::Compacted && newer.items.size() <= older.items.size())
        turn.change = HistoryChange::None;
    turn.olderSegment = older.items[at].segment;
    turn.newerSegment = newer.items[at].segment;
    return turn;
}

} // namespace cachescope::prompt

// SPDX-License-Identifier: MIT
#include "requestlog/spend_groups.h"

#include "requestlog/local_time.h"
#include "requestlog/miss_reason.h"
#include "requestlog/rollups.h"

#include <algorithm>
#include <tuple>

namespace cachescope::requestlog {

namespace {

using base::Result;

constexpr int mostChildren = 100;

bool isTime(SpendBy by)
{
    return by == SpendBy::Day || by == SpendBy::Hour;
}

/** Equal in all that shares of tags split. */
bool sameMoneyAndTokens(SpendSums a, const SpendSums &b)
{
    a.calls = b.calls;
    a.unpriced = b.unpriced;
    return a == b;
}

template <typename Numbered> void sortRows(std::vector<Numbered> &rows, SpendBy by)
{
    std::sort(rows.begin(), rows.end(), [by](const Numbered &one, const Numbered &other) {
        const auto &[a, aNumber] = one;
        const auto &[b, bNumber] = other;
        if (isTime(by))
            return a.begin < b.begin;
        if (a.sums.billed != b.sums.billed)
            return a.sums.billed > b.sums.billed;
        if (a.sums.calls != b.sums.calls)
            return a.sums.calls > b.sums.calls;
        return std::tie(a.key, aNumber) < std::tie(b.key, bNumber);
    });
}

/** Leaves those that are shown, dearest first but for times; what is beyond the limit becomes one row. Names are
 * looked up for what is shown only: there may be a quarter of a million sessions. */
template <typename Ranked> std::optional<SpendRow> limitGroups(std::vector<Ranked> &groups, SpendBy by, int limit)
{
    const auto room = static_cast<std::size_t>(std::max(limit, 2));
    if (isTime(by) || groups.size() <= room)
        return {};
    const auto last = groups.begin() + static_cast<std::ptrdiff_t>(room - 1);
    std::nth_element(groups.begin(), last, groups.end(), [](const Ranked &a, const Ranked &b) {
        if (a.sums->billed != b.sums->billed)
            return a.sums->billed > b.sums->billed;
        return a.sums->calls != b.sums->calls ? a.sums->calls > b.sums->calls : a.key < b.key;
    });
    SpendRow others;
    for (auto group = last; group != groups.end(); ++group) {
        others.sums.add(*group->sums);
        ++others.others;
    }
    groups.erase(last, groups.end());
    return others;
}

SpendSums sumOf(const std::vector<SpendRow> &rows)
{
    SpendSums sums;
    for (const SpendRow &row : rows)
        sums.add(row.sums);
    return sums;
}

} // namespace

Result<const std::vector<std::int64_t> *> SpendGroups::tagsFor(std::int64_t list, const NameOf &nameOf)
{
    if (const auto known = m_tagLists.find(list); known != m_tagLists.end())
        return &known->second;
    std::vector<std::int64_t> numbers;
    if (list != 0) {
        const auto joined = nameOf(list);
        if (!joined)
            return tl::unexpected(joined.error());
        for (const std::string &tag : splitTags(*joined)) {
            const auto [at, added] = m_tagNumbers.try_emplace(tag, static_cast<std::int64_t>(m_tags.size()) + 1);
            if (added)
                m_tags.push_back(tag);
            // A tag that is given twice counts once.
            if (std::find(numbers.begin(), numbers.end(), at->second) == numbers.end())
                numbers.push_back(at->second);
        }
    }
    if (numbers.empty())
        numbers.push_back(0);
    return &m_tagLists.emplace(list, std::move(numbers)).first->second;
}

Result<std::vector<std::int64_t>> SpendGroups::keysFor(
    SpendBy by, base::UnixMicros at, const RowKeys &keys, const NameOf &nameOf)
{
    switch (by) {
    case SpendBy::Upstream:
        return std::vector{ keys.upstream };
    case SpendBy::Model:
        return std::vector{ keys.model };
    case SpendBy::Project:
        return std::vector{ keys.project };
    case SpendBy::Client:
        return std::vector{ keys.client };
    case SpendBy::Session:
        return std::vector{ keys.session };
    case SpendBy::Credential:
        return std::vector{ keys.credential };
    case SpendBy::Day:
        return std::vector{ localDayStart(at) };
    case SpendBy::Hour:
        return std::vector{ localHourStart(at) };
    case SpendBy::Cause:
        return std::vector{ keys.reason };
    case SpendBy::Tag:
        break;
    }
    const auto tags = tagsFor(keys.tags, nameOf);
    if (!tags)
        return tl::unexpected(tags.error());
    return **tags;
}

SpendSums SpendGroups::shared(SpendBy by, const SpendSums &sums, int index, std::size_t count) const
{
    const bool splits = by == SpendBy::Tag && m_question.tags == TagShare::Split && count > 1;
    return splits ? sums.share(index, static_cast<int>(count)) : sums;
}

Result<> SpendGroups::add(base::UnixMicros at, const RowKeys &keys, const SpendSums &sums, const NameOf &nameOf)
{
    const auto groups = keysFor(m_question.first, at, keys, nameOf);
    if (!groups)
        return tl::unexpected(groups.error());
    for (std::size_t i = 0; i < groups->size(); ++i) {
        const SpendSums part = shared(m_question.first, sums, static_cast<int>(i), groups->size());
        addToFirst((*groups)[i], part);
        if (!m_question.second)
            continue;
        if (auto added = addToSecond((*groups)[i], at, keys, part, nameOf); !added)
            return added;
    }
    return {};
}

Result<> SpendGroups::addToSecond(
    std::int64_t first, base::UnixMicros at, const RowKeys &keys, const SpendSums &sums, const NameOf &nameOf)
{
    const auto groups = keysFor(*m_question.second, at, keys, nameOf);
    if (!groups)
        return tl::unexpected(groups.error());
    Second &second = m_first[first].second;
    for (std::size_t i = 0; i < groups->size(); ++i)
        second[(*groups)[i]].add(shared(*m_question.second, sums, static_cast<int>(i), groups->size()));
    return {};
}

void SpendGroups::addOthers(const SpendSums &sums, std::int64_t count)
{
    m_others.emplace();
    m_others->sums = sums;
    m_others->others = count;
}

Result<SpendRow> SpendGroups::rowOf(SpendBy by, std::int64_t key, const SpendSums &sums, const NameOf &nameOf) const
{
    SpendRow row;
    row.sums = sums;
    if (isTime(by)) {
        row.begin = key;
        row.end = by == SpendBy::Day ? addLocalDays(key, 1) : key + hourMicros;
        row.key = by == SpendBy::Day ? localIsoDate(key) : localIsoMinute(key);
    } else if (by == SpendBy::Tag) {
        row.key = key == 0 ? std::string() : m_tags[static_cast<std::size_t>(key - 1)];
    } else if (by == SpendBy::Cause) {
        row.key = missReasonName(static_cast<MissReason>(key));
    } else if (by == SpendBy::Session && key == forgottenSession) {
        row.forgotten = true;
    } else {
        auto name = nameOf(key);
        if (!name)
            return tl::unexpected(name.error());
        row.key = *std::move(name);
    }
    return row;
}

Result<std::vector<SpendGroups::Numbered>> SpendGroups::rowsOf(
    std::vector<Ranked> groups, SpendBy by, int limit, const NameOf &nameOf) const
{
    std::optional<SpendRow> others = limitGroups(groups, by, limit);
    std::vector<Numbered> rows;
    rows.reserve(groups.size() + 1);
    for (const Ranked &group : groups) {
        auto row = rowOf(by, group.key, *group.sums, nameOf);
        if (!row)
            return tl::unexpected(row.error());
        rows.emplace_back(*std::move(row), group.key);
    }
    sortRows(rows, by);
    if (others)
        rows.emplace_back(*std::move(others), 0);
    return rows;
}

Result<std::vector<SpendRow>> SpendGroups::childrenOf(const First &first, const NameOf &nameOf) const
{
    std::vector<Ranked> groups;
    for (const auto &[key, sums] : first.second)
        groups.push_back({ key, &sums });
    auto found = rowsOf(std::move(groups), *m_question.second, mostChildren, nameOf);
    if (!found)
        return tl::unexpected(found.error());
    std::vector<SpendRow> children;
    for (auto &[row, key] : *found)
        children.push_back(std::move(row));
    return children;
}

Result<SpendBreakdown> SpendGroups::finished(const SpendSums &total, const NameOf &nameOf) const
{
    SpendBreakdown breakdown;
    breakdown.total = total;
    const auto overlapping = [this](SpendBy by) { return by == SpendBy::Tag && m_question.tags == TagShare::Full; };
    breakdown.overlaps = overlapping(m_question.first) || (m_question.second && overlapping(*m_question.second));
    std::vector<Ranked> groups;
    groups.reserve(m_first.size());
    for (const auto &[key, first] : m_first)
        groups.push_back({ key, &first.sums });
    auto found = rowsOf(std::move(groups), m_question.first, m_question.limit, nameOf);
    if (!found)
        return tl::unexpected(found.error());
    bool parts = true;
    for (auto &[row, key] : *found) {
        // Of calls without a session, and of sessions among many alike, nobody has read what they are made of.
        const bool unread
            = m_question.first == SpendBy::Session && row.others == 0 && m_first.at(key).second.empty();
        if (m_question.second && row.others == 0 && !unread) {
            auto children = childrenOf(m_first.at(key), nameOf);
            if (!children)
                return tl::unexpected(children.error());
            row.children = *std::move(children);
            parts = parts && sameMoneyAndTokens(sumOf(row.children), row.sums);
        }
        breakdown.rows.push_back(std::move(row));
    }
    if (m_others)
        breakdown.rows.push_back(*m_others);
    breakdown.addsUp = parts && sameMoneyAndTokens(sumOf(breakdown.rows), total);
    return breakdown;
}

} // namespace cachescope::requestlog

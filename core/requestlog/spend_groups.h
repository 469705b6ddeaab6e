// SPDX-License-Identifier: MIT
#pragma once

#include "requestlog/query.h"
#include "requestlog/row.h"

#include <functional>
#include <map>
#include <unordered_map>

namespace cachescope::requestlog {

/** Stands for the session of calls whose rows are gone. */
inline constexpr std::int64_t forgottenSession = -1;

/** Collects parts of a range into the groups of a question. Numbers of names inside, strings at the end. */
class SpendGroups
{
public:
    using NameOf = std::function<base::Result<std::string>(std::int64_t)>;

    explicit SpendGroups(const SpendQuestion &question)
        : m_question(question)
    { }

    base::Result<> add(base::UnixMicros at, const RowKeys &keys, const SpendSums &sums, const NameOf &nameOf);
    /** In two steps, where the second groups are read for some of the first only. */
    void addToFirst(std::int64_t key, const SpendSums &sums) { m_first[key].sums.add(sums); }
    base::Result<> addToSecond(
        std::int64_t first, base::UnixMicros at, const RowKeys &keys, const SpendSums &sums, const NameOf &nameOf);
    /** So many first groups that are not here one by one. */
    void addOthers(const SpendSums &sums, std::int64_t count);

    base::Result<SpendBreakdown> finished(const SpendSums &total, const NameOf &nameOf) const;

private:
    using Second = std::unordered_map<std::int64_t, SpendSums>;
    struct First
    {
        SpendSums sums;
        Second second;
    };
    /** A group by its number. */
    struct Ranked
    {
        std::int64_t key;
        const SpendSums *sums;
    };
    /** A row and the number of its key. */
    using Numbered = std::pair<SpendRow, std::int64_t>;
    base::Result<std::vector<Numbered>> rowsOf(
        std::vector<Ranked> groups, SpendBy by, int limit, const NameOf &nameOf) const;
    /** The groups that a part belongs to; more than one only for tags. */
    base::Result<std::vector<std::int64_t>> keysFor(
        SpendBy by, base::UnixMicros at, const RowKeys &keys, const NameOf &nameOf);
    base::Result<const std::vector<std::int64_t> *> tagsFor(std::int64_t list, const NameOf &nameOf);
    SpendSums shared(SpendBy by, const SpendSums &sums, int index, std::size_t count) const;
    base::Result<SpendRow> rowOf(SpendBy by, std::int64_t key, const SpendSums &sums, const NameOf &nameOf) const;
    base::Result<std::vector<SpendRow>> childrenOf(const First &first, const NameOf &nameOf) const;

    const SpendQuestion m_question;
    std::unordered_map<std::int64_t, First> m_first;
    std::optional<SpendRow> m_others;
    std::vector<std::string> m_tags; ///< Single tags by our own number, from 1.
    std::map<std::string, std::int64_t> m_tagNumbers;
    std::unordered_map<std::int64_t, std::vector<std::int64_t>> m_tagLists; ///< By the number of a list's name.
};

} // namespace cachescope::requestlog

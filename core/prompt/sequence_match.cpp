// SPDX-License-Identifier: MIT
#include "prompt/sequence_match.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace cachescope::prompt {

namespace {

constexpr std::ptrdiff_t mostEdits = 1500; // The trace takes this squared in 32-bit numbers: 9 MB.

using Sequence = std::span<const std::uint64_t>;

/** Elements of one side that the other has, too, with their places. */
struct Filtered
{
    std::vector<std::uint64_t> values;
    std::vector<std::size_t> places;
};

Filtered filtered(Sequence sequence, const std::unordered_map<std::uint64_t, std::size_t> &other)
{
    Filtered result;
    for (std::size_t i = 0; i < sequence.size(); ++i) {
        if (!other.contains(sequence[i]))
            continue;
        result.values.push_back(sequence[i]);
        result.places.push_back(i);
    }
    return result;
}

std::unordered_map<std::uint64_t, std::size_t> countsOf(Sequence sequence)
{
    std::unordered_map<std::uint64_t, std::size_t> counts;
    for (const std::uint64_t value : sequence)
        ++counts[value];
    return counts;
}

/** Myers' greedy algorithm with the whole trace; nothing when it needs too many edits. */
std::optional<std::vector<MatchedPair>> shortestEdit(Sequence a, Sequence b)
{
    const auto n = static_cast<std::ptrdiff_t>(a.size());
    const auto m = static_cast<std::ptrdiff_t>(b.size());
    const std::ptrdiff_t most = std::min(n + m, mostEdits);
    std::vector<std::vector<std::int32_t>> trace; // trace[d][k + d]: furthest x on diagonal k after d edits.
    const auto furthest = [&trace](std::ptrdiff_t d, std::ptrdiff_t k) {
        return std::ptrdiff_t{ trace[static_cast<std::size_t>(d)][static_cast<std::size_t>(k + d)] };
    };
    const auto comesFromAbove = [&](std::ptrdiff_t d, std::ptrdiff_t k) {
        return k == -d || (k != d && furthest(d - 1, k - 1) < furthest(d - 1, k + 1));
    };
    std::ptrdiff_t edits = -1;
    for (std::ptrdiff_t d = 0; d <= most && edits < 0; ++d) {
        std::vector<std::int32_t> row(static_cast<std::size_t>(2 * d + 1));
        for (std::ptrdiff_t k = -d; k <= d && edits < 0; k += 2) {
            std::ptrdiff_t x = d == 0  ? 0
                : comesFromAbove(d, k) ? furthest(d - 1, k + 1)
                                       : furthest(d - 1, k - 1) + 1;
            while (x < n && x - k < m && x >= 0 && x - k >= 0
                   && a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(x - k)])
                ++x;
            row[static_cast<std::size_t>(k + d)] = static_cast<std::int32_t>(x);
            if (x >= n && x - k >= m)
                edits = d;
        }
        trace.push_back(std::move(row));
    }
    if (edits < 0)
        return {};
    std::vector<MatchedPair> pairs;
    std::ptrdiff_t x = n, y = m;
    for (std::ptrdiff_t d = edits; d >= 0; --d) {
        const std::ptrdiff_t k = x - y;
        std::ptrdiff_t startX = 0, previousX = 0, previousY = 0;
        if (d > 0) {
            const bool above = comesFromAbove(d, k);
            const std::ptrdiff_t previousK = above ? k + 1 : k - 1;
            previousX = furthest(d - 1, previousK);
            previousY = previousX - previousK;
            startX = above ? previousX : previousX + 1;
        }
        for (; x > startX; --x, --y)
            pairs.emplace_back(static_cast<std::size_t>(x - 1), static_cast<std::size_t>(y - 1));
        x = previousX;
        y = previousY;
    }
    std::reverse(pairs.begin(), pairs.end());
    return pairs;
}

/** Elements that each side has exactly once, as far as they stand in the same order (patience). */
std::vector<MatchedPair> uniqueAnchors(Sequence a, Sequence b)
{
    const auto inA = countsOf(a);
    const auto inB = countsOf(b);
    std::unordered_map<std::uint64_t, std::size_t> placeInB;
    for (std::size_t i = 0; i < b.size(); ++i)
        placeInB[b[i]] = i;
    std::vector<MatchedPair> pairs;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const auto other = inB.find(a[i]);
        if (other != inB.end() && other->second == 1 && inA.at(a[i]) == 1)
            pairs.emplace_back(i, placeInB[a[i]]);
    }
    std::vector<std::size_t> tails, before(pairs.size(), pairs.size()); // Longest ascending run by `second`.
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const auto place
            = std::lower_bound(tails.begin(), tails.end(), i, [&pairs](std::size_t tail, std::size_t now) {
                  return pairs[tail].second < pairs[now].second;
              });
        if (place != tails.begin())
            before[i] = *(place - 1);
        if (place == tails.end())
            tails.push_back(i);
        else
            *place = i;
    }
    std::vector<MatchedPair> ascending;
    for (std::size_t i = tails.empty() ? pairs.size() : tails.back(); i < pairs.size(); i = before[i])
        ascending.push_back(pairs[i]);
    std::reverse(ascending.begin(), ascending.end());
    return ascending;
}

} // namespace

std::vector<MatchedPair> matchSequences(Sequence a, Sequence b)
{
    std::vector<MatchedPair> pairs;
    std::size_t head = 0;
    while (head < std::min(a.size(), b.size()) && a[head] == b[head]) {
        pairs.emplace_back(head, head);
        ++head;
    }
    std::size_t tail = 0;
    while (tail < std::min(a.size(), b.size()) - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail])
        ++tail;
    const Sequence innerA = a.subspan(head, a.size() - head - tail);
    const Sequence innerB = b.subspan(head, b.size() - head - tail);
    const Filtered left = filtered(innerA, countsOf(innerB));
    const Filtered right = filtered(innerB, countsOf(innerA));
    auto inner = shortestEdit(left.values, right.values);
    for (const auto &[x, y] : inner ? *inner : uniqueAnchors(left.values, right.values))
        pairs.emplace_back(head + left.places[x], head + right.places[y]);
    for (; tail > 0; --tail)
        pairs.emplace_back(a.size() - tail, b.size() - tail);
    return pairs;
}

} // namespace cachescope::prompt

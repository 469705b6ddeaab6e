// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace cachescope::tokens::detail {

constexpr std::uint32_t noRank = 0xFFFFFFFFU;

/** A match of the trie: which token, and how many bytes it takes. */
struct TrieMatch
{
    std::uint32_t rank = noRank;
    std::size_t length = 0;
};

/**
 * A byte trie as a double array (Aoe 1989, with the XOR addressing of darts-clone): the child of a node for byte c
 * lies at `offset(node) ^ c` and is a child if its label is c. A unit is label (9 bits, 256 = free), value flag
 * (1), offset (22). Values lie in an array of their own, which only the end of a walk touches. Borrows its arrays.
 */
class Trie
{
public:
    static constexpr std::uint32_t freeLabel = 256;
    static constexpr std::uint32_t valueFlag = 1U << 9;
    static constexpr unsigned offsetShift = 10;
    static constexpr std::uint32_t maxUnits = 1U << 22;

    Trie() = default;
    Trie(std::span<const std::uint32_t> units, std::span<const std::uint32_t> values)
        : m_units(units.data())
        , m_values(values.data())
    { }

    /** The longest token that begins at `text` and has at most `limit` bytes. */
    TrieMatch longest(const std::uint8_t *text, std::size_t limit) const
    {
        std::uint32_t unit = m_units[0];
        std::uint32_t hit = 0;
        std::size_t length = 0;
        for (std::size_t i = 0; i < limit; ++i) {
            const std::uint32_t index = (unit >> offsetShift) ^ text[i];
            unit = m_units[index];
            if ((unit & 0x1FFU) != text[i])
                break;
            if ((unit & valueFlag) != 0) {
                hit = index;
                length = i + 1;
            }
        }
        return length == 0 ? TrieMatch{} : TrieMatch{ m_values[hit], length };
    }

private:
    const std::uint32_t *m_units = nullptr;
    const std::uint32_t *m_values = nullptr;
};

/** The arrays of a Trie. */
struct TrieArrays
{
    std::vector<std::uint32_t> units;
    std::vector<std::uint32_t> values;
};

/** Builds the arrays; `keys` must be sorted by bytes, without duplicates and empty keys. Empty on more than 4 M
 * units. */
TrieArrays buildTrie(std::span<const std::pair<std::string_view, std::uint32_t>> keys);

} // namespace cachescope::tokens::detail

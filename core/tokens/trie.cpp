// SPDX-License-Identifier: MIT
#include "tokens/trie.h"

#include <array>

namespace cachescope::tokens::detail {

namespace {

using Keys = std::span<const std::pair<std::string_view, std::uint32_t>>;

/** A node whose children are still to be placed: the keys [begin, end) share their first `depth` bytes. */
struct Pending
{
    std::uint32_t node;
    std::size_t begin;
    std::size_t end;
    std::size_t depth;
};

class Builder
{
public:
    explicit Builder(Keys keys)
        : m_keys(keys)
    { }

    TrieArrays build();

private:
    void grow();
    std::uint32_t findOffset(std::span<const std::uint8_t> labels);
    bool fits(std::uint32_t offset, std::span<const std::uint8_t> labels) const;
    bool placeChildren(const Pending &parent, std::vector<Pending> &stack);
    bool isFree(std::uint32_t index) const { return (m_arrays.units[index] & 0x1FFU) == Trie::freeLabel; }

    Keys m_keys;
    TrieArrays m_arrays;
    std::vector<bool> m_offsetUsed;
    std::uint32_t m_firstFree = 1;
};

void Builder::grow()
{
    const std::size_t size = m_arrays.units.size() + 256;
    m_arrays.units.resize(size, Trie::freeLabel);
    m_arrays.values.resize(size, noRank);
    m_offsetUsed.resize(size, false);
}

bool Builder::fits(std::uint32_t offset, std::span<const std::uint8_t> labels) const
{
    if (m_offsetUsed[offset])
        return false;
    for (const std::uint8_t label : labels) {
        if (!isFree(offset ^ label))
            return false;
    }
    return true;
}

/** First fit; a window of the newest blocks is searched, so that building stays linear. */
std::uint32_t Builder::findOffset(std::span<const std::uint8_t> labels)
{
    constexpr std::uint32_t window = 16 * 256;
    const auto size = static_cast<std::uint32_t>(m_arrays.units.size());
    if (size > window && m_firstFree < size - window)
        m_firstFree = size - window;
    while (m_firstFree < size && !isFree(m_firstFree))
        ++m_firstFree;
    for (std::uint32_t slot = m_firstFree; slot < size; ++slot) {
        if (isFree(slot) && fits(slot ^ labels[0], labels))
            return slot ^ labels[0];
    }
    grow();
    return size ^ labels[0];
}

bool Builder::placeChildren(const Pending &parent, std::vector<Pending> &stack)
{
    std::array<std::uint8_t, 256> labels{};
    std::size_t count = 0;
    for (std::size_t i = parent.begin; i < parent.end; ++i) {
        const auto label = static_cast<std::uint8_t>(m_keys[i].first[parent.depth]);
        if (count == 0 || labels[count - 1] != label)
            labels[count++] = label;
    }
    const std::uint32_t offset = findOffset(std::span(labels).first(count));
    if (m_arrays.units.size() > Trie::maxUnits)
        return false;
    m_offsetUsed[offset] = true;
    m_arrays.units[parent.node] |= offset << Trie::offsetShift;
    std::size_t begin = parent.begin;
    for (std::size_t k = 0; k < count; ++k) {
        const std::uint32_t node = offset ^ labels[k];
        std::size_t end = begin;
        while (end < parent.end && static_cast<std::uint8_t>(m_keys[end].first[parent.depth]) == labels[k])
            ++end;
        m_arrays.units[node] = labels[k];
        if (m_keys[begin].first.size() == parent.depth + 1) {
            m_arrays.units[node] |= Trie::valueFlag;
            m_arrays.values[node] = m_keys[begin].second;
            ++begin;
        }
        if (begin < end)
            stack.push_back({ node, begin, end, parent.depth + 1 });
        begin = end;
    }
    return true;
}

TrieArrays Builder::build()
{
    grow();
    m_arrays.units[0] = 0x1FFU; // the root is no child: no byte has this label
    m_offsetUsed[0] = true; // for leaves: a child in slot c of block 0 would need the label c, which nothing has
    if (m_keys.empty())
        return std::move(m_arrays);
    std::vector<Pending> stack{ { 0, 0, m_keys.size(), 0 } };
    while (!stack.empty()) {
        const Pending next = stack.back();
        stack.pop_back();
        if (!placeChildren(next, stack))
            return {};
    }
    return std::move(m_arrays);
}

} // namespace

TrieArrays buildTrie(Keys keys)
{
    return Builder(keys).build();
}

} // namespace cachescope::tokens::detail

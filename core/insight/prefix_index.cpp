// SPDX-License-Identifier: MIT
#include "insight/prefix_index.h"

#include <algorithm>

namespace cachescope::insight {

namespace {

constexpr std::uint32_t none = 0xffffffffU;
/** What an entry of an unordered_map and of the list of uses takes beside its value. */
constexpr std::size_t bytesPerHash = 48, bytesPerUse = 96;

std::uint64_t chained(std::uint64_t before, std::span<const std::uint32_t> block)
{
    std::uint64_t hash = before;
    for (std::size_t i = 0; i + 1 < block.size(); i += 2)
        hash = mixed(hash, std::uint64_t{ block[i] } << 32 | block[i + 1]);
    if (block.size() % 2 == 1)
        hash = mixed(hash, block.back());
    return mixed(hash, block.size());
}

std::size_t sharedTokens(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b)
{
    const std::size_t both = std::min(a.size(), b.size());
    return static_cast<std::size_t>(
        std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(both), b.begin()).first - a.begin());
}

} // namespace

/** One block of the tree, or the root of a scope. */
struct PrefixIndex::Node
{
    std::uint64_t hash = 0; ///< Of all tokens up to its end.
    std::uint32_t parent = none;
    std::uint32_t ends = 0; ///< Prompts that end here.
    std::vector<std::uint32_t> tokens; ///< 64; fewer at a prompt's end; none of a root.
    std::vector<std::uint32_t> children; ///< In the order of their tokens.
    IndexedCall newest; ///< That came through here.
    IndexedCall settled; ///< The newest that was ready before a later one started; id 0: not known.

    std::size_t bytes() const
    {
        return sizeof(Node) + tokens.capacity() * sizeof(std::uint32_t)
            + children.capacity() * sizeof(std::uint32_t) + bytesPerHash;
    }
};

PrefixIndex::PrefixIndex()
    : PrefixIndex(Limits())
{ }
PrefixIndex::PrefixIndex(Limits limits)
    : m_limits(limits)
{ }
PrefixIndex::~PrefixIndex() = default;

/** The first of these blocks that is not before `wanted` in the order of tokens. */
std::vector<std::uint32_t>::const_iterator PrefixIndex::placeOf(
    const std::vector<std::uint32_t> &children, std::span<const std::uint32_t> wanted) const
{
    return std::lower_bound(
        children.begin(), children.end(), wanted, [this](std::uint32_t child, const auto &block) {
            const auto &own = m_nodes[child].tokens;
            return std::lexicographical_compare(own.begin(), own.end(), block.begin(), block.end());
        });
}

std::uint32_t PrefixIndex::newNode(std::uint32_t parent, std::uint64_t hash, std::span<const std::uint32_t> block)
{
    std::uint32_t index = 0;
    if (m_free.empty()) {
        index = static_cast<std::uint32_t>(m_nodes.size());
        m_nodes.emplace_back();
    } else {
        index = m_free.back();
        m_free.pop_back();
    }
    Node &node = m_nodes[index];
    node = Node();
    node.hash = hash;
    node.parent = parent;
    node.tokens.assign(block.begin(), block.end());
    m_bytes += node.bytes();
    if (block.empty() || block.size() == blockTokens)
        m_byHash.emplace(hash, index);
    if (parent == none)
        return index;
    Node &above = m_nodes[parent];
    m_bytes -= above.bytes();
    const auto place = placeOf(above.children, block);
    above.children.insert(place, index);
    m_bytes += above.bytes();
    return index;
}

std::uint32_t PrefixIndex::rootOf(std::uint64_t scope)
{
    const auto found = m_byHash.find(scope);
    return found != m_byHash.end() ? found->second : newNode(none, scope, {});
}

std::uint32_t PrefixIndex::childLike(
    std::uint32_t node, std::uint64_t hash, std::span<const std::uint32_t> block) const
{
    if (block.size() == blockTokens) {
        const auto found = m_byHash.find(hash);
        if (found == m_byHash.end())
            return none;
        const Node &child = m_nodes[found->second];
        // Hashes can collide; tokens cannot.
        const bool same = child.parent == node
            && std::equal(block.begin(), block.end(), child.tokens.begin(), child.tokens.end());
        if (same)
            return found->second;
    }
    const auto &children = m_nodes[node].children;
    const auto place = placeOf(children, block);
    if (place == children.end())
        return none;
    const auto &own = m_nodes[*place].tokens;
    if (own.size() == block.size() && std::equal(own.begin(), own.end(), block.begin()))
        return *place;
    return none;
}

void PrefixIndex::add(std::uint64_t scope, std::span<const std::uint32_t> tokens, const IndexedCall &call)
{
    if (tokens.empty())
        return;
    std::uint32_t node = rootOf(scope);
    std::uint64_t hash = scope;
    for (std::size_t at = 0; at < tokens.size(); at += blockTokens) {
        const auto block = tokens.subspan(at, std::min(blockTokens, tokens.size() - at));
        hash = chained(hash, block);
        std::uint32_t child = childLike(node, hash, block);
        if (child == none)
            child = newNode(node, hash, block);
        Node &here = m_nodes[child];
        if (here.newest.id != 0 && here.newest.readyAt <= call.startedAt)
            here.settled = here.newest;
        here.newest = call;
        node = child;
    }
    if (const auto known = m_useOf.find(call.id); known != m_useOf.end()) {
        use(call.id); // The same call again: its prompt is the same, too.
        return;
    }
    ++m_nodes[node].ends;
    m_uses.push_front({ node, call.id });
    m_useOf.emplace(call.id, m_uses.begin());
    m_bytes += bytesPerUse;
    while (m_uses.size() > 1 && (m_bytes > m_limits.bytes || m_uses.size() > m_limits.prompts))
        evict();
}

/** The deepest node along whole blocks, at most `blocks` of them. */
std::uint32_t PrefixIndex::descend(
    std::uint64_t scope, std::span<const std::uint32_t> tokens, std::size_t blocks, std::size_t &reached) const
{
    reached = 0;
    const auto root = m_byHash.find(scope);
    if (root == m_byHash.end())
        return none;
    std::uint32_t node = root->second;
    std::uint64_t hash = scope;
    for (std::size_t i = 0; i < blocks; ++i) {
        const auto block = tokens.subspan(i * blockTokens, blockTokens);
        hash = chained(hash, block);
        const auto found = m_byHash.find(hash);
        if (found == m_byHash.end() || m_nodes[found->second].parent != node
            || !std::equal(block.begin(), block.end(), m_nodes[found->second].tokens.begin()))
            break;
        node = found->second;
        reached = (i + 1) * blockTokens;
    }
    return node;
}

/** Of the blocks that follow, the one that begins most like `rest`. In order, so they are neighbours. */
std::optional<PrefixMatch> PrefixIndex::closestChild(
    std::uint32_t node, std::span<const std::uint32_t> rest, std::size_t before) const
{
    constexpr std::ptrdiff_t mostNeighbours
        = 64; // Of equals the newest; among thousands one of the newest will do.
    const auto &children = m_nodes[node].children;
    const auto place = placeOf(children, rest);
    PrefixMatch best;
    const auto look = [&](std::uint32_t child) {
        const std::size_t shared = sharedTokens(m_nodes[child].tokens, rest);
        const IndexedCall &call = m_nodes[child].newest;
        const std::size_t all = before + shared;
        if (shared > 0 && (all > best.tokens || (all == best.tokens && call.startedAt > best.call.startedAt)))
            best = { call, all };
        return shared > 0 && all >= best.tokens;
    };
    for (auto it = place; it != children.end() && it - place < mostNeighbours && look(*it); ++it) { }
    for (auto it = place; it != children.begin() && place - it < mostNeighbours && look(*std::prev(it)); --it) { }
    return best.tokens > 0 ? std::optional(best) : std::nullopt;
}

std::optional<PrefixMatch> PrefixIndex::best(std::uint64_t scope, std::span<const std::uint32_t> tokens)
{
    std::size_t reached = 0;
    const std::uint32_t node = descend(scope, tokens, tokens.size() / blockTokens, reached);
    if (node == none)
        return {};
    auto match = closestChild(node, tokens.subspan(reached), reached);
    if (!match && reached > 0)
        match = PrefixMatch{ m_nodes[node].newest, reached };
    if (match)
        use(match->call.id);
    return match;
}

IndexedCall PrefixIndex::newestSharing(
    std::uint64_t scope, std::span<const std::uint32_t> tokens, std::size_t count) const
{
    std::size_t reached = 0;
    const std::size_t blocks = std::min(count, tokens.size()) / blockTokens;
    const std::uint32_t node = descend(scope, tokens, blocks, reached);
    return node == none || reached < blocks * blockTokens ? IndexedCall() : m_nodes[node].newest;
}

IndexedCall PrefixIndex::newestReady(
    std::uint64_t scope, std::span<const std::uint32_t> tokens, std::size_t count, base::UnixMicros moment) const
{
    std::size_t reached = 0;
    const std::size_t blocks = std::min(count, tokens.size()) / blockTokens;
    const std::uint32_t node = descend(scope, tokens, blocks, reached);
    if (node == none || reached < blocks * blockTokens)
        return {};
    const Node &here = m_nodes[node];
    if (here.newest.id != 0 && here.newest.readyAt <= moment)
        return here.newest;
    return here.settled.id != 0 && here.settled.readyAt <= moment ? here.settled : IndexedCall();
}

void PrefixIndex::use(std::int64_t id)
{
    const auto found = m_useOf.find(id);
    if (found != m_useOf.end())
        m_uses.splice(m_uses.begin(), m_uses, found->second);
}

/** Frees the node and those above it that nothing needs any more. */
void PrefixIndex::release(std::uint32_t index)
{
    while (index != none && m_nodes[index].ends == 0 && m_nodes[index].children.empty()) {
        Node &node = m_nodes[index];
        const std::uint32_t parent = node.parent;
        m_bytes -= node.bytes();
        if (const auto found = m_byHash.find(node.hash); found != m_byHash.end() && found->second == index)
            m_byHash.erase(found);
        if (parent != none) {
            Node &above = m_nodes[parent];
            m_bytes -= above.bytes();
            std::erase(above.children, index);
            m_bytes += above.bytes();
        }
        node = Node();
        m_free.push_back(index);
        index = parent;
    }
}

void PrefixIndex::evict()
{
    const Use oldest = m_uses.back();
    m_useOf.erase(oldest.id);
    m_uses.pop_back();
    m_bytes -= bytesPerUse;
    --m_nodes[oldest.leaf].ends;
    release(oldest.leaf);
    ++m_evicted;
}

} // namespace cachescope::insight

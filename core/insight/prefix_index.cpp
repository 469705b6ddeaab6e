// SPDX-License-Identifier: MIT
#include "insight/prefix_index.h"

#include "insight/packed_tokens.h"

#include <algorithm>

namespace cachescope::insight {

namespace {

constexpr std::uint32_t none = 0xffffffffU;
/** What an entry of an unordered_map takes beside its value, and what an allocation does. */
constexpr std::size_t bytesPerId = 48, bytesPerAllocation = 8;

std::uint64_t chained(std::uint64_t before, std::span<const std::uint32_t> block)
{
    std::uint64_t hash = before;
    for (std::size_t i = 0; i + 1 < block.size(); i += 2)
        hash = mixed(hash, std::uint64_t{ block[i] } << 32 | block[i + 1]);
    if (block.size() % 2 == 1)
        hash = mixed(hash, block.back());
    return mixed(hash, block.size());
}

} // namespace

/** One block of the tree, or the root of a scope. */
struct PrefixIndex::Node
{
    std::uint64_t hash = 0; ///< Of all tokens up to its end.
    PackedTokens tokens; ///< 64; fewer at a prompt's end; none of a root.
    std::unique_ptr<std::vector<std::uint32_t>> children; ///< In the order of their tokens; null: at most one.
    std::uint32_t onlyChild = none;
    std::uint32_t parent = none;
    std::uint32_t ends = 0; ///< Prompts that end here.
    std::uint32_t newest = none; ///< Call that came through here last.
    std::uint32_t settled = none; ///< The newest that was ready before a later one started.

    std::size_t bytes() const
    {
        return sizeof(Node) + tokens.bytes() + bytesPerAllocation
            + (children ? sizeof *children + children->capacity() * sizeof(std::uint32_t) + 2 * bytesPerAllocation
                        : 0);
    }
};

PrefixIndex::PrefixIndex()
    : PrefixIndex(Limits())
{ }
PrefixIndex::PrefixIndex(Limits limits)
    : m_limits(limits)
{ }
PrefixIndex::~PrefixIndex() = default;

std::size_t PrefixIndex::bytes() const
{
    return m_nodeBytes + m_byHash.bytes() + m_callOf.size() * (sizeof(Call) + bytesPerId);
}

std::span<const std::uint32_t> PrefixIndex::childrenOf(const Node &node) const
{
    if (node.children)
        return *node.children;
    return { &node.onlyChild, node.onlyChild == none ? std::size_t{ 0 } : std::size_t{ 1 } };
}

/** The first of these blocks that is not before `wanted` in the order of tokens. */
std::size_t PrefixIndex::placeOf(
    std::span<const std::uint32_t> children, std::span<const std::uint32_t> wanted) const
{
    const auto place = std::lower_bound(
        children.begin(), children.end(), wanted,
        [this](std::uint32_t child, const auto &block) { return m_nodes[child].tokens.compare(block).sign < 0; });
    return static_cast<std::size_t>(place - children.begin());
}

void PrefixIndex::addChild(Node &node, std::size_t place, std::uint32_t child)
{
    if (!node.children && node.onlyChild == none) {
        node.onlyChild = child;
        return;
    }
    if (!node.children) {
        node.children = std::make_unique<std::vector<std::uint32_t>>(1, node.onlyChild);
        node.onlyChild = none;
    }
    node.children->insert(node.children->begin() + static_cast<std::ptrdiff_t>(place), child);
}

void PrefixIndex::removeChild(Node &node, std::uint32_t child)
{
    if (node.onlyChild == child)
        node.onlyChild = none;
    if (!node.children)
        return;
    std::erase(*node.children, child);
    if (node.children->size() == 1) {
        node.onlyChild = node.children->front();
        node.children.reset();
    }
}

IndexedCall PrefixIndex::callOf(std::uint32_t call) const
{
    return call == none ? IndexedCall() : m_calls[call].call;
}

/** A node names another call than before. */
void PrefixIndex::refer(std::uint32_t &from, std::uint32_t to)
{
    if (to != none)
        ++m_calls[to].references;
    if (from != none && --m_calls[from].references == 0 && m_calls[from].leaf == none)
        freeCall(from);
    from = to;
}

/** The place of a call that is to be remembered; not yet among the used ones. */
std::uint32_t PrefixIndex::numberOf(const IndexedCall &call)
{
    std::uint32_t number = 0;
    if (m_freeCalls.empty()) {
        number = static_cast<std::uint32_t>(m_calls.size());
        m_calls.emplace_back();
    } else {
        number = m_freeCalls.back();
        m_freeCalls.pop_back();
    }
    m_calls[number] = Call();
    m_calls[number].call = call;
    return number;
}

void PrefixIndex::freeCall(std::uint32_t call)
{
    m_calls[call] = Call();
    m_freeCalls.push_back(call);
}

/** Becomes the one that was used last. */
void PrefixIndex::link(std::uint32_t call)
{
    m_calls[call].older = m_newest;
    m_calls[call].newer = none;
    (m_newest == none ? m_oldest : m_calls[m_newest].newer) = call;
    m_newest = call;
}

void PrefixIndex::unlink(std::uint32_t call)
{
    const Call &of = m_calls[call];
    (of.newer == none ? m_newest : m_calls[of.newer].older) = of.older;
    (of.older == none ? m_oldest : m_calls[of.older].newer) = of.newer;
}

std::uint32_t PrefixIndex::found(std::uint64_t hash) const
{
    return m_byHash.find(hash, [this](std::uint32_t node) { return m_nodes[node].hash; });
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
    node.tokens = PackedTokens(block);
    m_nodeBytes += node.bytes();
    if ((block.empty() || block.size() == blockTokens) && found(hash) == none)
        m_byHash.add(hash, index, [this](std::uint32_t known) { return m_nodes[known].hash; });
    if (parent == none)
        return index;
    Node &above = m_nodes[parent];
    m_nodeBytes -= above.bytes();
    addChild(above, placeOf(childrenOf(above), block), index);
    m_nodeBytes += above.bytes();
    return index;
}

std::uint32_t PrefixIndex::rootOf(std::uint64_t scope)
{
    const std::uint32_t root = found(scope);
    return root != none ? root : newNode(none, scope, {});
}

std::uint32_t PrefixIndex::childLike(
    std::uint32_t node, std::uint64_t hash, std::span<const std::uint32_t> block) const
{
    if (block.size() == blockTokens) {
        const std::uint32_t known = found(hash);
        if (known == none)
            return none;
        // Hashes can collide; tokens cannot.
        if (m_nodes[known].parent == node && m_nodes[known].tokens.compare(block).sign == 0)
            return known;
    }
    const auto children = childrenOf(m_nodes[node]);
    const std::size_t place = placeOf(children, block);
    return place < children.size() && m_nodes[children[place]].tokens.compare(block).sign == 0 ? children[place]
                                                                                               : none;
}

void PrefixIndex::add(std::uint64_t scope, std::span<const std::uint32_t> tokens, const IndexedCall &call)
{
    if (tokens.empty())
        return;
    // The same call again: its prompt is the same, too.
    const auto before = m_callOf.find(call.id);
    const std::uint32_t number = before != m_callOf.end() ? before->second : numberOf(call);
    m_calls[number].call = call;
    std::uint32_t node = rootOf(scope);
    std::uint64_t hash = scope;
    for (std::size_t at = 0; at < tokens.size(); at += blockTokens) {
        const auto block = tokens.subspan(at, std::min(blockTokens, tokens.size() - at));
        hash = chained(hash, block);
        std::uint32_t child = childLike(node, hash, block);
        if (child == none)
            child = newNode(node, hash, block);
        Node &here = m_nodes[child];
        if (here.newest != none && here.newest != number && m_calls[here.newest].call.readyAt <= call.startedAt)
            refer(here.settled, here.newest);
        refer(here.newest, number);
        node = child;
    }
    if (before != m_callOf.end())
        return use(call.id);
    ++m_nodes[node].ends;
    m_calls[number].leaf = node;
    link(number);
    m_callOf.emplace(call.id, number);
    while (m_callOf.size() > 1 && (bytes() > m_limits.bytes || m_callOf.size() > m_limits.prompts))
        evict();
}

/** The deepest node along whole blocks, at most `blocks` of them. */
std::uint32_t PrefixIndex::descend(
    std::uint64_t scope, std::span<const std::uint32_t> tokens, std::size_t blocks, std::size_t &reached) const
{
    reached = 0;
    std::uint32_t node = found(scope);
    if (node == none)
        return none;
    std::uint64_t hash = scope;
    for (std::size_t i = 0; i < blocks; ++i) {
        const auto block = tokens.subspan(i * blockTokens, blockTokens);
        hash = chained(hash, block);
        const std::uint32_t known = found(hash);
        if (known == none || m_nodes[known].parent != node || m_nodes[known].tokens.compare(block).sign != 0)
            break;
        node = known;
        reached = (i + 1) * blockTokens;
    }
    return node;
}

/** Of the blocks that follow, the one that begins most like `rest`. In order, so they are neighbours. */
std::optional<PrefixMatch> PrefixIndex::closestChild(
    std::uint32_t node, std::span<const std::uint32_t> rest, std::size_t before) const
{
    constexpr std::size_t mostNeighbours = 64; // Of equals the newest; among thousands one of the newest will do.
    const auto children = childrenOf(m_nodes[node]);
    const std::size_t place = placeOf(children, rest);
    PrefixMatch best;
    const auto look = [&](std::uint32_t child) {
        const std::size_t shared = m_nodes[child].tokens.compare(rest).shared;
        const IndexedCall call = callOf(m_nodes[child].newest);
        const std::size_t all = before + shared;
        if (shared > 0 && (all > best.tokens || (all == best.tokens && call.startedAt > best.call.startedAt)))
            best = { call, all };
        return shared > 0 && all >= best.tokens;
    };
    for (std::size_t at = place; at < children.size() && at - place < mostNeighbours && look(children[at]); ++at) {
    }
    for (std::size_t at = place; at > 0 && place - at < mostNeighbours && look(children[at - 1]); --at) { }
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
        match = PrefixMatch{ callOf(m_nodes[node].newest), reached };
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
    return node == none || reached < blocks * blockTokens ? IndexedCall() : callOf(m_nodes[node].newest);
}

IndexedCall PrefixIndex::newestReady(
    std::uint64_t scope, std::span<const std::uint32_t> tokens, std::size_t count, base::UnixMicros moment) const
{
    std::size_t reached = 0;
    const std::size_t blocks = std::min(count, tokens.size()) / blockTokens;
    const std::uint32_t node = descend(scope, tokens, blocks, reached);
    if (node == none || reached < blocks * blockTokens)
        return {};
    const IndexedCall newest = callOf(m_nodes[node].newest), settled = callOf(m_nodes[node].settled);
    if (newest.id != 0 && newest.readyAt <= moment)
        return newest;
    return settled.id != 0 && settled.readyAt <= moment ? settled : IndexedCall();
}

void PrefixIndex::use(std::int64_t id)
{
    const auto known = m_callOf.find(id);
    if (known == m_callOf.end())
        return;
    unlink(known->second);
    link(known->second);
}

/** Frees the node and those above it that nothing needs any more. */
void PrefixIndex::release(std::uint32_t index)
{
    while (index != none && m_nodes[index].ends == 0 && childrenOf(m_nodes[index]).empty()) {
        Node &node = m_nodes[index];
        const std::uint32_t parent = node.parent;
        m_nodeBytes -= node.bytes();
        refer(node.newest, none);
        refer(node.settled, none);
        if (found(node.hash) == index)
            m_byHash.remove(node.hash, index, [this](std::uint32_t known) { return m_nodes[known].hash; });
        if (parent != none) {
            Node &above = m_nodes[parent];
            m_nodeBytes -= above.bytes();
            removeChild(above, index);
            m_nodeBytes += above.bytes();
        }
        node = Node();
        m_free.push_back(index);
        index = parent;
    }
}

void PrefixIndex::evict()
{
    const std::uint32_t call = m_oldest;
    const std::uint32_t leaf = m_calls[call].leaf;
    unlink(call);
    m_callOf.erase(m_calls[call].call.id);
    m_calls[call].leaf = none;
    if (m_calls[call].references == 0)
        freeCall(call);
    --m_nodes[leaf].ends;
    release(leaf);
    ++m_evicted;
}

} // namespace cachescope::insight

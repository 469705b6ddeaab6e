// SPDX-License-Identifier: MIT
#include "insight/simulation/prefix_trie.h"

#include <algorithm>
#include <cmath>

namespace cachescope::insight {

namespace {

constexpr std::size_t firstSlots = 1 << 12;
constexpr std::uint64_t multiplier = 0x9E3779B97F4A7C15ULL;

std::uint64_t mixed(std::uint64_t hash, std::uint64_t word)
{
    hash = (hash ^ word) * multiplier;
    return hash ^ (hash >> 29);
}

/** The fewest own tokens with which the model's count reaches `target`, cut to whole tokens as the rules cut it. */
std::int64_t ownTokensFor(std::int64_t target, double factor)
{
    auto own = static_cast<std::int64_t>(std::ceil(static_cast<double>(target) / factor));
    while (own > 0 && static_cast<std::int64_t>(static_cast<double>(own - 1) * factor) >= target)
        --own;
    while (static_cast<std::int64_t>(static_cast<double>(own) * factor) < target)
        ++own;
    return own;
}

/** Walks over the tokens of a part and says where steps end. */
class StepWalk
{
public:
    StepWalk(std::int64_t own, std::uint64_t chain, double factor, std::int64_t step)
        : m_own(own)
        , m_chain(chain)
        , m_factor(factor)
        , m_step(step)
        , m_next(static_cast<std::int64_t>(static_cast<double>(own) * factor) / step + 1)
        , m_nextOwn(ownTokensFor(m_next * step, factor))
    { }

    void mixIn(std::uint64_t word) { m_chain = mixed(m_chain, word); }
    /** One token more; true when a step ends behind it. */
    bool take(std::uint64_t id)
    {
        m_chain = mixed(m_chain, id);
        if (++m_own < m_nextOwn)
            return false;
        m_nextOwn = ownTokensFor(++m_next * m_step, m_factor);
        return true;
    }
    std::uint64_t chain() const { return m_chain; }
    std::int64_t own() const { return m_own; }

private:
    std::int64_t m_own;
    std::uint64_t m_chain;
    double m_factor;
    std::int64_t m_step, m_next, m_nextOwn;
};

} // namespace

PrefixTrie::PrefixTrie()
    : m_slots(firstSlots, nowhere)
    , m_stepSlots(firstSlots, nowhere)
{ }

std::size_t PrefixTrie::slotOf(std::uint32_t parent, std::uint32_t segment, std::uint64_t wrap) const
{
    const std::uint64_t hash = mixed(mixed(wrap, segment), parent);
    std::size_t slot = static_cast<std::size_t>(hash) & (m_slots.size() - 1);
    while (m_slots[slot] != nowhere) {
        const Node &found = m_nodes[m_slots[slot]];
        if (found.parent == parent && found.segment == segment && found.wrap == wrap)
            break;
        slot = (slot + 1) & (m_slots.size() - 1);
    }
    return slot;
}

void PrefixTrie::growSlots()
{
    if ((m_nodes.size() + 1) * 2 < m_slots.size())
        return;
    m_slots.assign(m_slots.size() * 2, nowhere);
    for (std::uint32_t i = 0; i < m_nodes.size(); ++i)
        m_slots[slotOf(m_nodes[i].parent, m_nodes[i].segment, m_nodes[i].wrap)] = i;
}

void PrefixTrie::growStepSlots()
{
    if ((m_stepKeys.size() + 1) * 2 < m_stepSlots.size())
        return;
    m_stepSlots.assign(m_stepSlots.size() * 2, nowhere);
    for (std::uint32_t i = 0; i < m_stepKeys.size(); ++i) {
        std::size_t slot = static_cast<std::size_t>(m_stepKeys[i]) & (m_stepSlots.size() - 1);
        while (m_stepSlots[slot] != nowhere)
            slot = (slot + 1) & (m_stepSlots.size() - 1);
        m_stepSlots[slot] = i;
    }
}

std::uint32_t PrefixTrie::stepOf(std::uint64_t key)
{
    growStepSlots();
    std::size_t slot = static_cast<std::size_t>(key) & (m_stepSlots.size() - 1);
    while (m_stepSlots[slot] != nowhere && m_stepKeys[m_stepSlots[slot]] != key)
        slot = (slot + 1) & (m_stepSlots.size() - 1);
    if (m_stepSlots[slot] == nowhere) {
        m_stepSlots[slot] = static_cast<std::uint32_t>(m_stepKeys.size());
        m_stepKeys.push_back(key);
    }
    return m_stepSlots[slot];
}

std::uint32_t PrefixTrie::root(std::uint64_t scope)
{
    growSlots();
    const std::size_t slot = slotOf(nowhere, nowhere, scope);
    if (m_slots[slot] == nowhere) {
        Node node;
        node.wrap = scope;
        node.chain = mixed(scope, multiplier);
        m_slots[slot] = static_cast<std::uint32_t>(m_nodes.size());
        m_nodes.push_back(node);
    }
    return m_slots[slot];
}

std::uint32_t PrefixTrie::child(std::uint32_t parent, const PathPart &part) const
{
    return m_slots[slotOf(parent, part.segment, part.wrap)];
}

std::uint32_t PrefixTrie::add(
    std::uint32_t parent, const PathPart &part, double factor, std::int64_t step,
    const std::function<SegmentTable::Ids()> &ids)
{
    const Node above = m_nodes[parent];
    Node node;
    node.parent = parent;
    node.segment = part.segment;
    node.wrap = part.wrap;
    node.bits = part.bits;
    node.depth = above.depth + 1;
    node.firstStep = static_cast<std::uint32_t>(m_steps.size());
    StepWalk walk(above.own, above.chain, factor, step);
    const auto take = [&](std::uint64_t id) {
        if (walk.take(id))
            m_steps.push_back(stepOf(walk.chain()));
    };
    walk.mixIn(part.wrap);
    for (std::int32_t i = 0; i < part.wrapping; ++i)
        take(part.wrap);
    if (part.isMedia) {
        for (std::int32_t i = 0; i < part.tokens; ++i)
            take(part.segment);
    } else if (part.tokens > 0) {
        for (const std::uint32_t id : *ids())
            take(id);
    }
    node.stepCount = static_cast<std::uint32_t>(m_steps.size()) - node.firstStep;
    node.chain = walk.chain();
    node.own = static_cast<std::int32_t>(walk.own());
    node.tokens = static_cast<std::int32_t>(std::llround(static_cast<double>(walk.own()) * factor));
    growSlots();
    const auto index = static_cast<std::uint32_t>(m_nodes.size());
    m_slots[slotOf(parent, part.segment, part.wrap)] = index;
    m_nodes.push_back(node);
    return index;
}

std::uint32_t PrefixTrie::insert(
    std::uint32_t root, std::span<const PathPart> parts, double factor, std::int64_t step, const IdsOf &ids)
{
    std::uint32_t at = root;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::uint32_t known = child(at, parts[i]);
        at = known != nowhere ? known : add(at, parts[i], factor, step, [&] { return ids(i); });
    }
    return at;
}

void PrefixTrie::path(std::uint32_t leaf, std::vector<std::uint32_t> &path) const
{
    path.resize(m_nodes[leaf].depth);
    for (std::size_t i = path.size(); i-- > 0;) {
        path[i] = leaf;
        leaf = m_nodes[leaf].parent;
    }
}

} // namespace cachescope::insight

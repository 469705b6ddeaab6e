// SPDX-License-Identifier: MIT
#pragma once

#include "insight/simulation/segment_table.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace cachescope::insight {

inline constexpr std::uint32_t nowhere = 0xffffffffU;

/** Tokens of a step that every granularity is a multiple of (unless a provider's own step is not). */
inline constexpr std::int64_t baseStep = 64;

/** What a replay needs to know of a place in a prompt. */
namespace NodeBit {
inline constexpr std::uint8_t tool = 1; ///< A tool or the schema.
inline constexpr std::uint8_t system = 2;
inline constexpr std::uint8_t goesOn = 4; ///< Of the same block as the place before: no entry ends between them.
inline constexpr std::uint8_t unmarkable = 8; ///< Thinking, or empty text: carries no mark.
} // namespace NodeBit

/** A part of a prompt on its way into the tree. */
struct PathPart
{
    std::uint32_t segment = 0;
    std::int32_t tokens = 0; ///< Of its text, in the tokenizer's own.
    std::int32_t wrapping = 0; ///< Tokens in front of it.
    std::uint64_t wrap = 0; ///< Hash of kind, role, name and of parameters that end a match here.
    std::uint8_t bits = 0;
    bool isMedia = false;
};

/**
 * All prompts of a log as one tree of their parts: prompts with a common beginning share its places, so that its
 * tokens are hashed once. Beside the places there are the steps: every so many tokens from a root on, told apart by
 * a hash over all tokens before (hash-chained blocks), so that prompts which part inside a text still share what
 * they can. One owner.
 */
class PrefixTrie
{
public:
    struct Node
    {
        std::uint32_t parent = nowhere;
        std::uint32_t segment = nowhere;
        std::uint32_t firstStep = 0; ///< Into `steps`; those that end inside this part.
        std::uint32_t stepCount = 0;
        std::int32_t own = 0; ///< Tokens up to the end, wrapping included, in the tokenizer's own.
        std::int32_t tokens = 0; ///< The same in the model's tokens.
        std::uint64_t wrap = 0;
        std::uint64_t chain = 0; ///< Hash of all tokens up to here.
        std::uint32_t depth = 0; ///< 0 at a root.
        std::uint8_t bits = 0;
    };

    PrefixTrie();

    /** The root for prompts that can share anything at all: one model, one credential, the same hidden parameters.
     */
    std::uint32_t root(std::uint64_t scope);
    /** Token ids of the part, asked for when its place is new. */
    using IdsOf = std::function<SegmentTable::Ids(std::size_t part)>;
    /** The place behind `parts`; made where it is new. `factor`: the model's tokens for one here; `step`: tokens
     * of a step. */
    std::uint32_t insert(
        std::uint32_t root, std::span<const PathPart> parts, double factor, std::int64_t step, const IdsOf &ids);

    const Node &node(std::uint32_t index) const { return m_nodes[index]; }
    std::size_t nodeCount() const { return m_nodes.size(); }
    std::size_t stepCount() const { return m_stepKeys.size(); }
    /** Numbers of the steps that end inside a part. */
    std::span<const std::uint32_t> steps(const Node &node) const
    {
        return { m_steps.data() + node.firstStep, node.stepCount };
    }
    /** Fills `path` with the places from the root's first child to `leaf`. */
    void path(std::uint32_t leaf, std::vector<std::uint32_t> &path) const;

private:
    std::uint32_t child(std::uint32_t parent, const PathPart &part) const;
    std::uint32_t add(
        std::uint32_t parent, const PathPart &part, double factor, std::int64_t step,
        const std::function<SegmentTable::Ids()> &ids);
    std::size_t slotOf(std::uint32_t parent, std::uint32_t segment, std::uint64_t wrap) const;
    std::uint32_t stepOf(std::uint64_t key);
    void growSlots();
    void growStepSlots();

    std::vector<Node> m_nodes;
    std::vector<std::uint32_t> m_slots; ///< Open addressing over m_nodes.
    std::vector<std::uint32_t> m_steps;
    std::vector<std::uint64_t> m_stepKeys;
    std::vector<std::uint32_t> m_stepSlots; ///< Open addressing over m_stepKeys.
};

} // namespace cachescope::insight

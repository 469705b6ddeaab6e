// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "insight/hash_slots.h"
#include "insight/token_stream.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace cachescope::insight {

/** A logged call as the index remembers it. */
struct IndexedCall
{
    std::int64_t id = 0; ///< In the log; 0: none.
    base::UnixMicros startedAt = 0;
    base::UnixMicros readyAt = 0; ///< When the answer's first byte came: from then on its entries can be read.
};

/** An earlier call and how far the present one begins like it. */
struct PrefixMatch
{
    IndexedCall call;
    std::size_t tokens = 0; ///< Exact, to the token (of the row that TokenStream makes).
};

/**
 * The beginnings of earlier prompts, to find the one that a new call has most in common with. Prompts of a scope
 * (upstream, model, credential) are a tree of blocks of 64 tokens; a block is found by the hash of all tokens up to
 * its end, chained from block to block, and compared token by token; within the first block that differs the exact
 * place is found among its neighbours in order. What many prompts share is kept once.
 *
 * Memory is bounded: the prompt that was neither added nor matched for longest goes first. One owner, one thread.
 */
class PrefixIndex
{
public:
    struct Limits
    {
        std::size_t bytes = std::size_t{ 192 } << 20; ///< Of all that is kept, as estimated by `bytes()`.
        std::size_t prompts = 200'000;
    };
    static constexpr std::size_t blockTokens = 64;

    PrefixIndex();
    explicit PrefixIndex(Limits limits);
    ~PrefixIndex();

    /** Remembers a call. To be called in the order of starts. */
    void add(std::uint64_t scope, std::span<const std::uint32_t> tokens, const IndexedCall &call);
    /** The call that shares the longest beginning, the newest of equals; nothing when none shares a token. Counts
     * as a use of it. */
    std::optional<PrefixMatch> best(std::uint64_t scope, std::span<const std::uint32_t> tokens);
    /** The newest call that shares at least the first `count` of these tokens (rounded down to whole blocks). */
    IndexedCall newestSharing(std::uint64_t scope, std::span<const std::uint32_t> tokens, std::size_t count) const;
    /** The same among those that were ready at `moment`, as far as the newest two tell. */
    IndexedCall newestReady(
        std::uint64_t scope, std::span<const std::uint32_t> tokens, std::size_t count,
        base::UnixMicros moment) const;

    std::size_t prompts() const { return m_callOf.size(); }
    std::size_t bytes() const;
    std::int64_t evicted() const { return m_evicted; } ///< Prompts that had to go for others.

private:
    struct Node;
    /** A remembered prompt: its call, and its place among those that were used lately. Nodes refer to it, so its
     * place in the vector stays taken until none does. */
    struct Call
    {
        IndexedCall call;
        std::uint32_t references = 0; ///< Of nodes.
        std::uint32_t leaf = nowhere; ///< Nowhere: forgotten, but nodes still name it.
        std::uint32_t newer = nowhere, older = nowhere;
    };
    static constexpr std::uint32_t nowhere = 0xffffffffU;

    std::span<const std::uint32_t> childrenOf(const Node &node) const;
    std::size_t placeOf(std::span<const std::uint32_t> children, std::span<const std::uint32_t> wanted) const;
    void addChild(Node &node, std::size_t place, std::uint32_t child);
    void removeChild(Node &node, std::uint32_t child);
    IndexedCall callOf(std::uint32_t call) const;
    void refer(std::uint32_t &from, std::uint32_t to);
    std::uint32_t numberOf(const IndexedCall &call);
    void link(std::uint32_t call);
    void unlink(std::uint32_t call);
    void freeCall(std::uint32_t call);
    std::uint32_t found(std::uint64_t hash) const;
    std::uint32_t rootOf(std::uint64_t scope);
    std::uint32_t newNode(std::uint32_t parent, std::uint64_t hash, std::span<const std::uint32_t> block);
    std::uint32_t childLike(std::uint32_t node, std::uint64_t hash, std::span<const std::uint32_t> block) const;
    std::uint32_t descend(
        std::uint64_t scope, std::span<const std::uint32_t> tokens, std::size_t blocks, std::size_t &reached) const;
    std::optional<PrefixMatch> closestChild(
        std::uint32_t node, std::span<const std::uint32_t> rest, std::size_t before) const;
    void release(std::uint32_t node);
    void evict();
    void use(std::int64_t id);

    Limits m_limits;
    std::vector<Node> m_nodes;
    std::vector<std::uint32_t> m_free;
    HashSlots m_byHash; ///< Whole blocks and roots.
    std::vector<Call> m_calls;
    std::vector<std::uint32_t> m_freeCalls;
    std::unordered_map<std::int64_t, std::uint32_t> m_callOf; ///< Of those that are remembered.
    std::uint32_t m_newest = nowhere, m_oldest = nowhere; ///< By use.
    std::size_t m_nodeBytes = 0;
    std::int64_t m_evicted = 0;
};

} // namespace cachescope::insight

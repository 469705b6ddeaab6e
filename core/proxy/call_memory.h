// SPDX-License-Identifier: MIT
#pragma once

#include "base/digest.h"
#include "providers/api.h"

#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace cachescope::proxy {

/** What was read out of a request: facts, and the canonical digest when it has one. */
struct RememberedCall
{
    providers::CallFacts facts;
    std::optional<base::Digest> canonical;
    std::string shortKey; ///< Of the digest; empty without.
};

/**
 * Remembers the last requests that were asked again, byte for byte, and what they say: so that the next of them is
 * answered without reading its JSON or hashing it. Bounded by bytes; least recently used goes first. One worker's
 * thread.
 */
class CallMemory
{
public:
    using Pointer = std::shared_ptr<const RememberedCall>;

    explicit CallMemory(std::size_t capacityBytes = std::size_t{ 16 } << 20);
    /** `head`: see cache::keyHead. */
    Pointer find(std::string_view head, std::string_view body);
    /** Bodies of more than an eighth of the capacity are not kept. */
    void remember(std::string_view head, std::string_view body, Pointer call);
    void clear();

private:
    struct Item
    {
        std::uint64_t hash;
        std::string head;
        std::string body;
        Pointer call;
    };
    using Order = std::list<Item>;

    std::uint64_t hashOf(std::string_view head, std::string_view body) const;
    void drop(Order::iterator item);

    const std::size_t m_capacity;
    const std::uint64_t m_seed;
    std::size_t m_bytes = 0;
    Order m_order;
    std::unordered_map<std::uint64_t, Order::iterator> m_index;
};

} // namespace cachescope::proxy

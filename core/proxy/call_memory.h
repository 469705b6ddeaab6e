// SPDX-License-Identifier: MIT
#pragma once

#include "base/digest.h"
#include "providers/api.h"

#include <list>
#include <memory>
#include <optional>
#include <unordered_map>

namespace cachescope::proxy {

/** What was read out of a request body: facts, and the canonical digest when it has one. */
struct RememberedCall
{
    providers::CallFacts facts;
    std::optional<base::Digest> canonical;
};

/**
 * Remembers what the most recent request bodies said, by their exact digest, so that a repeated call is answered
 * without reading its JSON again. Least recently used goes first. One worker's thread.
 */
class CallMemory
{
public:
    using Pointer = std::shared_ptr<const RememberedCall>;

    explicit CallMemory(std::size_t capacity = 4096)
        : m_capacity(capacity)
    { }
    Pointer find(const base::Digest &exact)
    {
        const auto found = m_index.find(exact);
        if (found == m_index.end())
            return {};
        m_order.splice(m_order.begin(), m_order, found->second);
        return found->second->second;
    }
    void remember(const base::Digest &exact, Pointer call)
    {
        if (m_index.contains(exact))
            return;
        m_order.emplace_front(exact, std::move(call));
        m_index.emplace(exact, m_order.begin());
        if (m_order.size() > m_capacity) {
            m_index.erase(m_order.back().first);
            m_order.pop_back();
        }
    }
    void clear()
    {
        m_index.clear();
        m_order.clear();
    }

private:
    using Order = std::list<std::pair<base::Digest, Pointer>>;
    std::size_t m_capacity;
    Order m_order;
    std::unordered_map<base::Digest, Order::iterator, base::DigestHash> m_index;
};

} // namespace cachescope::proxy

// SPDX-License-Identifier: MIT
#include "proxy/call_memory.h"

#include "base/quick_hash.h"

#include <iterator>
#include <random>

namespace cachescope::proxy {

namespace {

/** Nodes, control block and facts beside the bytes of head and body. */
constexpr std::size_t overheadBytes = 512;

std::size_t bytesOf(std::string_view head, std::string_view body)
{
    return head.size() + body.size() + overheadBytes;
}

} // namespace

CallMemory::CallMemory(std::size_t capacityBytes)
    : m_capacity(capacityBytes)
    , m_seed(std::random_device{}())
{ }

std::uint64_t CallMemory::hashOf(std::string_view head, std::string_view body) const
{
    return base::quickHash(body, base::quickHash(head, m_seed));
}

CallMemory::Pointer CallMemory::find(std::string_view head, std::string_view body)
{
    if (m_index.empty())
        return {};
    const auto found = m_index.find(hashOf(head, body));
    if (found == m_index.end() || found->second->body != body || found->second->head != head)
        return {};
    m_order.splice(m_order.begin(), m_order, found->second);
    return found->second->call;
}

void CallMemory::remember(std::string_view head, std::string_view body, Pointer call)
{
    const std::size_t bytes = bytesOf(head, body);
    if (bytes > m_capacity / 8)
        return;
    const std::uint64_t hash = hashOf(head, body);
    if (const auto found = m_index.find(hash); found != m_index.end())
        drop(found->second);
    m_order.push_front({ hash, std::string(head), std::string(body), std::move(call) });
    m_index.emplace(hash, m_order.begin());
    m_bytes += bytes;
    while (m_bytes > m_capacity)
        drop(std::prev(m_order.end()));
}

void CallMemory::drop(Order::iterator item)
{
    m_bytes -= bytesOf(item->head, item->body);
    m_index.erase(item->hash);
    m_order.erase(item);
}

void CallMemory::clear()
{
    m_index.clear();
    m_order.clear();
    m_bytes = 0;
}

} // namespace cachescope::proxy

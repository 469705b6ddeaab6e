// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "cache/redis_address.h"
#include "cache/redis_connection.h"
#include "cache/redis_slots.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::cache {

/**
 * One Redis, or the nodes of a Redis Cluster, behind one face: each command goes to the node that has its key's
 * slot, MOVED and ASK are followed. A server on its own is a cluster of one: that it is more shows by MOVED, to a
 * probe when connecting or at any time, and then its map is read (CLUSTER SLOTS; without that permission each MOVED
 * teaches one slot). One owner; not thread-safe.
 */
class RedisRouter
{
public:
    using TimePoint = RedisConnection::TimePoint;
    using Reply = RedisConnection::Reply;

    /** A command and the key that says where it belongs; both outlive the exchange. */
    struct Call
    {
        std::string_view key;
        RedisConnection::Command words;
    };
    struct Outcome
    {
        std::vector<std::optional<Reply>> replies; ///< One a call; nothing where its node did not answer.
        std::string problem; ///< Of a node that has just been lost; empty: none was.
    };

    /** `probePrefix`: beginning of names that we may read. `interrupt`: see RedisStream. */
    RedisRouter(RedisAddress address, std::string probePrefix, RedisConnection::Limits limits, int interrupt = -1);

    /** Connects anew to all nodes and asks each a question. Unavailable when none answers; those of a cluster that
     * do not are left out until the next connect() (see problem()). */
    base::Result<> connect(TimePoint deadline);
    /** All commands at once (pipelined, nodes in parallel). Those of one slot keep their order. A node that fails
     * is dropped until the next connect(): nobody waits for it meanwhile. */
    Outcome exchange(std::span<const Call> calls, TimePoint deadline);

    /** Which nodes of a cluster are away; empty: all are there. */
    std::string problem() const;
    /** Some node is away, or the map has changed: connect() is worth another try. */
    bool wantsConnect() const { return m_mapIsOld || !problem().empty(); }
    bool isCluster() const { return m_isCluster; }
    std::size_t nodeCount() const { return m_nodes.size(); }

private:
    struct Node
    {
        RedisNode address;
        std::unique_ptr<RedisConnection> connection; ///< Null: away.
        std::string problem;
    };
    struct Pending
    {
        std::size_t call = 0;
        std::size_t node = 0;
        bool asking = false;
    };

    base::Result<> connectTo(Node &node, TimePoint deadline);
    base::Result<> probe(Node &node, TimePoint deadline);
    base::Result<std::size_t> firstThatAnswers(TimePoint deadline);
    void readMap(std::size_t teacher, TimePoint deadline);
    void connectToOwners(std::size_t substitute, TimePoint deadline);
    bool takeRange(const Reply &range, const RedisNode &teacher);
    std::size_t nodeAt(const RedisNode &address);
    void lose(Node &node, const std::string &why, Outcome &outcome);
    std::vector<Pending> exchangeOnce(
        std::span<const Call> calls, const std::vector<Pending> &pending, TimePoint deadline, Outcome &outcome);
    bool redirect(Pending &pending, const Redirection &to, TimePoint deadline, Outcome &outcome);

    const RedisAddress m_address;
    const std::string m_probePrefix;
    const RedisConnection::Limits m_limits;
    const int m_interrupt;
    std::vector<Node> m_nodes; ///< Never empty once connected.
    std::array<std::uint16_t, redisSlots> m_owners{}; ///< Index of the slot's node.
    bool m_isCluster = false;
    bool m_mapIsOld = false;
    bool m_mapIsRefused = false; ///< What MOVED taught is kept, then.
};

} // namespace cachescope::cache

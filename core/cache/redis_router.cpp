// SPDX-License-Identifier: MIT
#include "cache/redis_router.h"

#include <algorithm>
#include <utility>

namespace cachescope::cache {

namespace {

using Reply = RedisConnection::Reply;
using Command = RedisConnection::Command;

/** Redirections of one command; more means that the nodes disagree. */
constexpr int mostRounds = 5;
/** Redis recommends a thousand nodes at most. */
constexpr std::size_t mostNodes = 1000;
/** Probes, spread evenly over the slots: no node but a single one has the slots of all. */
constexpr std::size_t probeCount = 8;

/** Names whose slots lie one in each part of the slots. */
std::vector<std::string> probeNames(const std::string &prefix)
{
    std::vector<std::string> names(probeCount);
    std::size_t missing = probeCount;
    for (int i = 0; missing > 0; ++i) {
        std::string name = besideKey(prefix, std::to_string(i));
        std::string &place = names[slotOf(name) * probeCount / redisSlots];
        missing -= place.empty() ? 1 : 0;
        if (place.empty())
            place = std::move(name);
    }
    return names;
}

/** One of `parts` equal parts of the time that is left: a node that hangs must leave some for the next. */
RedisRouter::TimePoint shareOf(RedisRouter::TimePoint deadline, std::size_t parts)
{
    const auto now = std::chrono::steady_clock::now();
    return now + (deadline - now) / static_cast<std::int64_t>(std::max<std::size_t>(1, parts));
}

} // namespace

RedisRouter::RedisRouter(
    RedisAddress address, std::string probePrefix, RedisConnection::Limits limits, int interrupt)
    : m_address(std::move(address))
    , m_probePrefix(std::move(probePrefix))
    , m_limits(limits)
    , m_interrupt(interrupt)
{ }

base::Result<> RedisRouter::connectTo(Node &node, TimePoint deadline)
{
    auto connection = RedisConnection::open(node.address, m_address, deadline, m_limits, m_interrupt);
    if (!connection) {
        node.problem = connection.error().message;
        return tl::unexpected(connection.error());
    }
    node.connection = std::move(*connection);
    node.problem.clear();
    return {};
}

/** A server that accepts need not answer. */
base::Result<> RedisRouter::probe(Node &node, TimePoint deadline)
{
    if (auto done = connectTo(node, deadline); !done)
        return done;
    const std::vector<std::string> names = probeNames(m_probePrefix);
    std::vector<Command> commands;
    for (const std::string &name : names)
        commands.push_back({ "GET", name });
    const auto replies = node.connection->exchange(commands, deadline);
    std::string refusal;
    if (!replies)
        refusal = replies.error().message;
    else
        for (const Reply &reply : *replies) {
            if (reply.isRefusal("MOVED "))
                m_isCluster = true;
            else if (reply.kind == Reply::Kind::Refusal && !reply.isRefusal("ASK "))
                refusal = "Redis at " + node.address.shown() + " refuses to be read: " + reply.text;
        }
    if (refusal.empty())
        return {};
    node.connection.reset();
    node.problem = refusal;
    return base::failure(base::ErrorCode::Unavailable, refusal);
}

/** Of those that the user named and those that we know of. */
base::Result<std::size_t> RedisRouter::firstThatAnswers(TimePoint deadline)
{
    for (const RedisNode &named : m_address.nodes)
        nodeAt(named);
    base::Result<> last;
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        last = probe(m_nodes[i], shareOf(deadline, m_nodes.size() - i));
        if (last)
            return i;
    }
    return tl::unexpected(last.error());
}

base::Result<> RedisRouter::connect(TimePoint deadline)
{
    for (Node &node : m_nodes)
        node.connection.reset();
    m_isCluster = m_mapIsOld = false;
    const auto first = firstThatAnswers(deadline);
    if (!first)
        return tl::unexpected(first.error());
    if (!m_isCluster || !m_mapIsRefused)
        m_owners.fill(static_cast<std::uint16_t>(*first));
    if (m_isCluster) {
        readMap(*first, deadline);
        connectToOwners(*first, deadline);
    } else {
        for (Node &node : m_nodes)
            node.problem.clear(); // Others that were named are not needed.
    }
    return {};
}

/** Where each slot is, by the word of one node. Without that word MOVED has to tell. */
void RedisRouter::readMap(std::size_t teacher, TimePoint deadline)
{
    const Command question{ "CLUSTER", "SLOTS" };
    const RedisNode address = m_nodes[teacher].address;
    const auto replies = m_nodes[teacher].connection->exchange({ &question, 1 }, deadline);
    m_mapIsRefused = !replies || replies->front().kind != Reply::Kind::List;
    if (m_mapIsRefused)
        return;
    for (const Reply &range : replies->front().items)
        takeRange(range, address);
}

/** To all that have slots, as far as we know. */
void RedisRouter::connectToOwners(std::size_t substitute, TimePoint deadline)
{
    std::vector<bool> isOwner(m_nodes.size(), false);
    for (const std::uint16_t owner : m_owners)
        isOwner[owner] = true;
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        if (!isOwner[i]) {
            m_nodes[i].problem.clear();
            continue;
        }
        if (m_nodes[i].connection || connectTo(m_nodes[i], shareOf(deadline, m_nodes.size() - i)))
            continue;
        // What is wrong stays in its `problem`. Who has its slots now is asked of another.
        if (m_mapIsRefused)
            std::replace(
                m_owners.begin(), m_owners.end(), static_cast<std::uint16_t>(i),
                static_cast<std::uint16_t>(substitute));
    }
}

/** `[first, last, [host, port, …], replicas…]`; an unknown host (nil, "", "?") is the teacher's own. */
bool RedisRouter::takeRange(const Reply &range, const RedisNode &teacher)
{
    if (range.items.size() < 3 || range.items[2].items.size() < 2)
        return false;
    const long long first = range.items[0].number, last = range.items[1].number;
    const Reply &host = range.items[2].items[0];
    const long long port = range.items[2].items[1].number;
    if (first < 0 || last < first || last >= static_cast<long long>(redisSlots) || port <= 0 || port > 65535)
        return false;
    const bool isKnown = host.kind == Reply::Kind::Text && !host.text.empty() && host.text != "?";
    const std::size_t node = nodeAt({ isKnown ? host.text : teacher.host, static_cast<std::uint16_t>(port) });
    std::fill(m_owners.begin() + first, m_owners.begin() + last + 1, static_cast<std::uint16_t>(node));
    return true;
}

/** The place of this node, a new one if need be. */
std::size_t RedisRouter::nodeAt(const RedisNode &address)
{
    const auto known
        = std::find_if(m_nodes.begin(), m_nodes.end(), [&](const Node &node) { return node.address == address; });
    if (known != m_nodes.end())
        return static_cast<std::size_t>(known - m_nodes.begin());
    if (m_nodes.size() == mostNodes)
        return 0;
    m_nodes.push_back({ address, nullptr, {} });
    return m_nodes.size() - 1;
}

void RedisRouter::lose(Node &node, const std::string &why, Outcome &outcome)
{
    node.connection.reset();
    node.problem = outcome.problem = why;
}

RedisRouter::Outcome RedisRouter::exchange(std::span<const Call> calls, TimePoint deadline)
{
    Outcome outcome;
    outcome.replies.resize(calls.size());
    std::vector<Pending> pending;
    pending.reserve(calls.size());
    for (std::size_t i = 0; i < calls.size(); ++i)
        pending.push_back({ i, m_isCluster ? m_owners[slotOf(calls[i].key)] : m_owners.front(), false });
    for (int round = 0; round < mostRounds && !pending.empty(); ++round)
        pending = exchangeOnce(calls, pending, deadline, outcome);
    return outcome;
}

/** Returns what was sent elsewhere and has to be sent again. */
std::vector<RedisRouter::Pending> RedisRouter::exchangeOnce(
    std::span<const Call> calls, const std::vector<Pending> &pending, TimePoint deadline, Outcome &outcome)
{
    std::vector<std::vector<Pending>> ofNode(m_nodes.size());
    for (const Pending &one : pending)
        ofNode[one.node].push_back(one);
    for (std::size_t n = 0; n < ofNode.size(); ++n) {
        std::vector<Command> commands;
        for (const Pending &one : ofNode[n]) {
            if (one.asking)
                commands.push_back({ "ASKING" });
            commands.push_back(calls[one.call].words);
        }
        if (commands.empty() || !m_nodes[n].connection)
            continue;
        if (const auto sent = m_nodes[n].connection->send(commands, deadline); !sent)
            lose(m_nodes[n], sent.error().message, outcome);
    }
    std::vector<Pending> again;
    for (std::size_t n = 0; n < ofNode.size(); ++n) {
        if (ofNode[n].empty() || !m_nodes[n].connection)
            continue;
        const auto asked
            = std::count_if(ofNode[n].begin(), ofNode[n].end(), [](const Pending &one) { return one.asking; });
        auto replies = m_nodes[n].connection->receive(ofNode[n].size() + static_cast<std::size_t>(asked), deadline);
        if (!replies) {
            lose(m_nodes[n], replies.error().message, outcome);
            continue;
        }
        std::size_t at = 0;
        for (Pending &one : ofNode[n]) {
            at += one.asking ? 1 : 0; // What ASKING was answered.
            Reply &reply = (*replies)[at++];
            const auto elsewhere = reply.kind == Reply::Kind::Refusal ? readRedirection(reply.text) : std::nullopt;
            if (elsewhere && redirect(one, *elsewhere, deadline, outcome))
                again.push_back(one);
            else
                outcome.replies[one.call] = std::move(reply);
        }
    }
    return again;
}

/** False when there is no getting to the node. */
bool RedisRouter::redirect(Pending &pending, const Redirection &to, TimePoint deadline, Outcome &outcome)
{
    RedisNode target = to.node;
    if (target.host.empty())
        target.host = m_nodes[pending.node].address.host;
    const std::size_t index = nodeAt(target);
    m_isCluster = true;
    pending.node = index;
    pending.asking = to.kind == Redirection::Kind::Ask;
    if (!pending.asking) {
        m_owners[to.slot] = static_cast<std::uint16_t>(index);
        m_mapIsOld = !m_mapIsRefused;
    }
    Node &node = m_nodes[index];
    // One that was lost before is not waited for again.
    if (!node.connection && node.problem.empty()) {
        if (const auto done = connectTo(node, deadline); !done)
            outcome.problem = done.error().message;
    }
    return node.connection != nullptr;
}

std::string RedisRouter::problem() const
{
    std::size_t away = 0;
    const std::string *why = nullptr;
    for (const Node &node : m_nodes) {
        if (node.problem.empty())
            continue;
        ++away;
        why = &node.problem;
    }
    if (away == 0)
        return {};
    if (!m_isCluster)
        return *why;
    return std::to_string(away) + " of the cluster's " + std::to_string(m_nodes.size()) + " nodes is away: " + *why;
}

} // namespace cachescope::cache

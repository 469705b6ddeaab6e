// SPDX-License-Identifier: MIT
#include "flow/object_keeper.h"

#include <algorithm>
#include <limits>

namespace cachescope::flow {

namespace {

constexpr double microsPerHour = 3.6e9;
constexpr std::int64_t pauseMicros = 600'000'000;
/** A call on its way must not find the object gone. */
constexpr std::int64_t marginMicros = 5'000'000;
constexpr std::size_t mostSeen = 1000;
constexpr std::size_t mostObjects = 5000;

} // namespace

double ObjectKeeper::leastUses(const Prices &prices, std::int64_t lifetimeMicros)
{
    const double saved = prices.input - prices.read;
    if (saved <= 0)
        return std::numeric_limits<double>::infinity();
    const double kept = prices.storageHour * static_cast<double>(lifetimeMicros) / microsPerHour;
    return (prices.input + kept) / saved;
}

bool ObjectKeeper::isReady(const Object &object, std::int64_t nowMicros) const
{
    return !object.name.empty() && object.expires - marginMicros > nowMicros;
}

void ObjectKeeper::forgetOld(std::int64_t lifetimeMicros, std::int64_t nowMicros)
{
    if (m_objects.size() < mostObjects)
        return;
    std::erase_if(m_objects, [&](const auto &item) {
        const Object &object = item.second;
        return !object.isBeingMade && !isReady(object, nowMicros) && object.notBefore <= nowMicros
            && (object.seen.size() < 2 || object.seen.back() + lifetimeMicros < nowMicros);
    });
}

ObjectKeeper::Decision ObjectKeeper::decide(
    const std::vector<Candidate> &candidates, std::int64_t minimumTokens, std::int64_t lifetimeMicros,
    const Prices &prices, std::int64_t nowMicros)
{
    const std::lock_guard lock(m_mutex);
    forgetOld(lifetimeMicros, nowMicros);
    const double least = leastUses(prices, lifetimeMicros);
    Decision decision;
    bool isBeingMade = false;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (candidates[i].tokens < minimumTokens)
            continue;
        Object &object = m_objects[candidates[i].key];
        while (!object.seen.empty() && object.seen.front() + lifetimeMicros < nowMicros)
            object.seen.pop_front();
        object.seen.push_back(nowMicros);
        if (object.seen.size() > mostSeen)
            object.seen.pop_front();
        isBeingMade = isBeingMade || object.isBeingMade;
        if (isReady(object, nowMicros)) {
            decision.use = i;
            decision.name = object.name;
        } else if (
            !object.isBeingMade && object.notBefore <= nowMicros
            && static_cast<double>(object.seen.size()) > least) {
            decision.create = i;
        }
    }
    if (decision.use || isBeingMade)
        decision.create.reset();
    if (decision.create)
        m_objects[candidates[*decision.create].key].isBeingMade = true;
    return decision;
}

void ObjectKeeper::created(const base::Digest &key, std::string name, std::int64_t expiresMicros)
{
    const std::lock_guard lock(m_mutex);
    Object &object = m_objects[key];
    object.isBeingMade = false;
    object.name = std::move(name);
    object.expires = expiresMicros;
}

void ObjectKeeper::failed(const base::Digest &key, std::int64_t nowMicros)
{
    const std::lock_guard lock(m_mutex);
    Object &object = m_objects[key];
    object.isBeingMade = false;
    object.notBefore = nowMicros + pauseMicros;
}

void ObjectKeeper::gone(const base::Digest &key, std::int64_t nowMicros)
{
    const std::lock_guard lock(m_mutex);
    Object &object = m_objects[key];
    object.name.clear();
    object.notBefore = nowMicros + pauseMicros;
}

std::vector<std::string> ObjectKeeper::takeAll(std::int64_t nowMicros)
{
    const std::lock_guard lock(m_mutex);
    std::vector<std::string> names;
    for (auto &[key, object] : m_objects) {
        if (!object.name.empty() && object.expires > nowMicros)
            names.push_back(object.name);
        object.name.clear();
    }
    return names;
}

} // namespace cachescope::flow

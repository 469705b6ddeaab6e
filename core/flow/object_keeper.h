// SPDX-License-Identifier: MIT
#pragma once

#include "base/digest.h"

#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace cachescope::flow {

/**
 * Which beginnings of prompts are objects at a provider that charges for keeping them (Gemini's cachedContents),
 * and which ought to be: when the calls of the latest lifetime would have paid for one. Times are monotonic
 * microseconds. Thread-safe; makes no calls itself.
 */
class ObjectKeeper
{
public:
    /** What a million tokens cost, in any one unit. */
    struct Prices
    {
        double input = 0, read = 0, storageHour = 0;
    };
    struct Candidate
    {
        base::Digest key{}; ///< Of upstream, caller, model and bytes.
        std::int64_t tokens = 0;
    };
    struct Decision
    {
        std::optional<std::size_t> use; ///< Into the candidates.
        std::string name; ///< Of the object to use.
        std::optional<std::size_t> create;
    };
    /** A call with these beginnings, shortest first, comes by. What shall be created counts as being created. */
    Decision decide(
        const std::vector<Candidate> &candidates, std::int64_t minimumTokens, std::int64_t lifetimeMicros,
        const Prices &prices, std::int64_t nowMicros);

    /** The object is there; it is used until a little before it expires. */
    void created(const base::Digest &key, std::string name, std::int64_t expiresMicros);
    /** It could not be made: not tried again for ten minutes. */
    void failed(const base::Digest &key, std::int64_t nowMicros);
    /** The provider does not know the object any more. */
    void gone(const base::Digest &key, std::int64_t nowMicros);
    /** All that live, once; they are not used any more. */
    std::vector<std::string> takeAll(std::int64_t nowMicros);

    /** Calls in a lifetime from which on an object pays: (n · (input - read) > input + storage). */
    static double leastUses(const Prices &prices, std::int64_t lifetimeMicros);

private:
    struct Object
    {
        std::deque<std::int64_t> seen; ///< Calls of the latest lifetime.
        std::string name; ///< While it is there.
        std::int64_t expires = 0;
        bool isBeingMade = false;
        std::int64_t notBefore = 0;
    };
    bool isReady(const Object &object, std::int64_t nowMicros) const;
    void forgetOld(std::int64_t lifetimeMicros, std::int64_t nowMicros);

    mutable std::mutex m_mutex; ///< everything below is under it
    std::unordered_map<base::Digest, Object, base::DigestHash> m_objects;
};

} // namespace cachescope::flow

// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "simulated/prompt.h"

#include <cstdint>
#include <map>
#include <string>

namespace cachescope::simulated {

/** Gemini's explicit cache objects (rules, section 8.2). One owner; not thread-safe. */
class CachedContents
{
public:
    struct Object
    {
        std::string id, model, displayName, credential;
        Json content; ///< contents, systemInstruction, tools, toolConfig as they came.
        std::int64_t tokens = 0;
        base::UnixMicros createdAt = 0, updatedAt = 0, expiresAt = 0;
    };
    explicit CachedContents(const base::Clock &clock)
        : m_clock(clock)
    { }

    /** Takes the object over and gives it an id. `body` carries ttl or expireTime; one hour when neither. */
    Checked<const Object *> create(Object object, const Json &body);
    /** The living object of that id and credential, or null. Accepts "cachedContents/ID" and "ID". */
    const Object *find(std::string_view name, std::string_view credential) const;
    Checked<const Object *> changeExpiry(std::string_view name, std::string_view credential, const Json &body);
    bool remove(std::string_view name, std::string_view credential);
    Json list(std::string_view credential) const;
    static Json describe(const Object &object);
    /** A request that uses the object, as one that brings it all. */
    static Json withObject(const Object &object, const Json &request);

private:
    Checked<base::UnixMicros> expiry(const Json &body) const;
    Object *living(std::string_view name, std::string_view credential);

    const base::Clock &m_clock;
    std::map<std::string, Object, std::less<>> m_objects;
    std::uint64_t m_created = 0;
};

} // namespace cachescope::simulated

// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "storage/database.h"

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cachescope::requestlog {

/** What a row of the table `name` names. The numbers are stored: never renumber. */
enum class NameKind : std::uint8_t
{
    Upstream = 1,
    Model = 2,
    Client = 3,
    Project = 4,
    Session = 5,
    Credential = 6,
    Namespace = 7,
    Version = 8,
    Tags = 9, ///< A whole list, see joinTags.
    Method = 10,
    Target = 11,
    ServedModel = 12,
    ServiceTier = 13,
    FinishReason = 14,
    ErrorKind = 15,
    CacheDetail = 16,
};

/**
 * Numbers for strings that repeat, so that rows stay narrow. The empty string is 0 and has no row. The writer's
 * half: finds or adds; remembers what it found until `forget`. Writer thread only.
 */
class NameWriter
{
public:
    base::Result<std::int64_t> idOf(storage::Database &database, NameKind kind, std::string_view value);
    /** To be called after a rolled-back transaction: what it added is gone. */
    void forget();

private:
    struct Hash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    struct Kind
    {
        std::string last; ///< Neighbouring calls are much alike.
        std::int64_t lastId = 0;
        std::unordered_map<std::string, std::int64_t, Hash, std::equal_to<>> known;
    };
    base::Result<std::int64_t> findOrAdd(storage::Database &database, NameKind kind, std::string_view value);

    std::array<Kind, 17> m_kinds;
};

/** The reader's half: number to string, remembered. One thread. A number without a row gives "". */
class NameReader
{
public:
    base::Result<std::string> nameOf(storage::Database &database, std::int64_t id);

private:
    std::unordered_map<std::int64_t, std::string> m_known;
};

/** A list of tags as one string, one a line; backslash and newline in a tag are escaped. */
std::string joinTags(const std::vector<std::string> &tags);
std::vector<std::string> splitTags(std::string_view joined);

} // namespace cachescope::requestlog

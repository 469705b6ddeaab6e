// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/money.h"
#include "requestlog/record_json.h"

#include <cstdint>
#include <optional>
#include <string>

namespace cachescope::requestlog {

/**
 * Reads members of a JSON object that nobody vouches for. A missing member and null are the default; a wrong kind
 * or an impossible value is remembered as the first problem, and everything read after it does not matter.
 */
class JsonFields
{
public:
    /** `place`: what stands before a member's name in a message ("usage."). */
    JsonFields(const Json &object, std::string &problem, std::string place = {});

    bool has(const char *name) const;
    std::string text(const char *name, std::size_t most = 65'536);
    bool flag(const char *name);
    std::int64_t count(const char *name); ///< 0 to 2^53.
    std::optional<base::Money> money(
        const char *name); ///< A decimal in quotation marks; within a thousandth of the range.
    std::int64_t millis(const char *name); ///< Milliseconds as microseconds; -1 when missing or null.
    std::optional<base::UnixMicros> time(const char *name); ///< ISO 8601 with zone; years 1970 to 2199.
    /** An object below; an empty one when it is missing. */
    JsonFields object(const char *name);
    const Json *array(const char *name); ///< Null when missing.
    const Json *any(const char *name) const; ///< Null when missing or null.
    void fail(const char *name, const std::string &what);

private:
    const Json &m_object;
    std::string &m_problem;
    std::string m_place;
};

/** "2026-10-24T08:00:00.123456Z", "…+02:00" in microseconds; nothing when it is no time from 1970 to 2199. */
std::optional<base::UnixMicros> parseIsoTime(std::string_view text);
/** Nothing when it is not base64. */
std::optional<std::string> fromBase64(std::string_view text);

} // namespace cachescope::requestlog

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::providers {

/** One place where a request's body is sent otherwise than its client wrote it. Everything else stays byte for
 * byte.
 */
struct BodyEdit
{
    std::string what; ///< Which help asked for it: "include_usage", "cache_key", "marks" …
    std::size_t offset = 0; ///< In the client's body.
    std::size_t removed = 0; ///< Bytes of the client's body that are left out there.
    std::string inserted;
    friend bool operator==(const BodyEdit &, const BodyEdit &) = default;
};

/** Puts edits into the order of their places; those of the same place stay in the order in which they came. */
void sortEdits(std::vector<BodyEdit> &edits);

/** The body with its edits, which must be in order and must not overlap. */
std::string edited(std::string_view body, const std::vector<BodyEdit> &edits);

} // namespace cachescope::providers

// SPDX-License-Identifier: MIT
#pragma once

#include "base/digest.h"
#include "providers/api.h"

#include <string>
#include <string_view>
#include <vector>

namespace cachescope::cache {

/** More volatile fields than this make a call uncached. */
inline constexpr std::size_t volatileFieldLimit = 64;

/**
 * Feeds the canonical form of a JSON text to a digest: an encoding made for hashing, in which each value says its
 * kind and, for strings and numbers, its length, so that different texts cannot run together. Members are in the
 * order of their names' bytes; blanks are gone; strings count by content, numbers by spelling. Left out are
 * `volatileFields` (RFC 6901), and of the request's top level the wishes for the form of the answer (see
 * canonicalDigest). A volatile element of an array leaves a mark, so that its neighbours keep their places. False
 * when the text is not strict JSON, names a member twice or has more volatile fields than the limit; then the
 * digest holds rubbish.
 */
bool addCanonicalJson(
    std::string_view json, providers::Api api, const std::vector<std::string> &volatileFields,
    base::Sha256 &digest);

} // namespace cachescope::cache

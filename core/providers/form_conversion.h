// SPDX-License-Identifier: MIT
#pragma once

#include "providers/raw_json.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::providers {

/** An event of a recorded stream. */
struct StreamEvent
{
    std::string type; ///< Of the `event:` line, else of the data's `type`; may be empty.
    std::string data;
};
using StreamEvents = std::vector<StreamEvent>;

// Each pair is exact or nothing: what one direction makes, the other takes back to the same content. The callers
// have checked that the answer is whole and holds no error.

std::optional<std::string> chatStreamToJson(const StreamEvents &events);
std::optional<std::string> chatJsonToStream(const RawObject &answer, bool includeUsage);

std::optional<std::string> responsesStreamToJson(const StreamEvents &events);
std::optional<std::string> responsesJsonToStream(const RawObject &response);

std::optional<std::string> anthropicStreamToJson(const StreamEvents &events);
std::optional<std::string> anthropicJsonToStream(const RawObject &message);

/** `chunks` are the objects of either kind of stream. */
std::optional<std::string> geminiChunksToJson(const std::vector<std::string> &chunks);

/**
 * Takes over a member that is the same wherever it appears; a value that carries nothing gives way to one that
 * does. False when two values contradict each other.
 */
bool carry(RawObject &target, std::string_view name, std::string_view value);

} // namespace cachescope::providers

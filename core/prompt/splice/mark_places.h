// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/splice/prefix_points.h"
#include "providers/body_edit.h"

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace cachescope::prompt {

/** What earlier calls say of a beginning. */
enum class Recurrence : std::uint8_t
{
    Unknown,
    SeenAgain, ///< An earlier call had it, too.
    AlwaysNew ///< The latest calls each had another.
};
using KnownBeginnings = std::function<Recurrence(const PrefixPoint &point)>;

/** What marks may be set. */
struct MarkWish
{
    std::string_view ttl = "5m"; ///< "5m" or "1h".
    int most = 4; ///< The provider's.
    std::int64_t minimumTokens = 0; ///< Shorter beginnings are not kept.
};

/** `cache_control` marks for a request, as insertions. */
struct MarkPlan
{
    std::vector<providers::BodyEdit> edits; ///< In order.
    std::vector<std::size_t> segments; ///< Behind which a mark stands then.
};

/**
 * Where Anthropic's marks save most (docs/help-provider-cache.md, prompt-caching rules 6.2): behind the tools,
 * behind the system text as far as it is fixed, and behind the newest message of a conversation, with one more at
 * the deepest beginning that was seen before when the service would not look back that far. Never behind tools or
 * system text with a clock, a date or a random id in it, nor where each of the latest calls was different. Nothing
 * for other shapes, for text that is not strict JSON, and when the client has set any mark itself.
 */
MarkPlan planMarks(
    const Prompt &prompt, const PrefixPoints &beginnings, const MarkWish &wish, const KnownBeginnings &known);

} // namespace cachescope::prompt

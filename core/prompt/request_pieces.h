// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/prompt.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::prompt {

/** A list of a request that grows from call to call. */
enum class PieceList : std::uint8_t
{
    Tools,
    Messages, ///< Messages, input items or contents.
};

/**
 * A request cut where calls repeat each other: each tool and each message is a piece, all that is left is the
 * frame. Equal pieces mean the same wherever they stand, so each needs to be read only once (`readPiece`).
 */
struct RequestPieces
{
    std::vector<std::string_view> tools, messages; ///< As spelt in the body; in its order.
    std::string frame; ///< The body with these lists empty.
};
/** Nothing for what must be read as a whole: broken JSON, or a list that is there twice. One pass over the body. */
std::optional<RequestPieces> takeApart(std::string_view body, PromptForm form);

/** Segments of one piece, as Prompt::parse gives them for the whole request but for their numbers (message, block,
 * index in pointers and labels) and places in the source. */
struct PieceSegments
{
    std::string source; ///< What their places point into.
    std::vector<Segment> segments;
};
/** Nothing when it says something about the piece before it (a mark without text of its own). `piece` is one that
 * takeApart gave. */
std::optional<PieceSegments> readPiece(std::string_view piece, PieceList list, PromptForm form);

} // namespace cachescope::prompt

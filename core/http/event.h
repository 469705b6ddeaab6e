// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace cachescope::http {

/** What a push parser found next. */
enum class EventKind
{
    NeedMore, ///< All input was taken; feed more.
    Head, ///< The head is complete: see head().
    Body, ///< `body` holds content, with chunk framing removed. A view into the input of this call.
    End, ///< The message is complete: see trailers(). What follows in the input belongs to the next message.
    Error, ///< The message is refused: see error(). Nothing more can be read from this connection.
};

struct Event
{
    EventKind kind = EventKind::NeedMore;
    std::string_view body;
};

} // namespace cachescope::http

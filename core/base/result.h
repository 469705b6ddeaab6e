// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>

namespace cachescope::base {

/** What kind of failure; chooses exit codes, HTTP statuses and the window's words. */
enum class ErrorCode
{
    InvalidInput, ///< The user's or the peer's input is wrong.
    NotFound, ///< Something that was named does not exist.
    Unreadable, ///< A file or device could not be read or written.
    Unavailable, ///< Busy, locked, full, away; may work later.
    Corrupt, ///< Stored data is damaged.
    TooNew, ///< Stored data comes from a newer version of this program.
    LimitExceeded, ///< A configured or built-in limit was met.
    Network, ///< Connect, TLS or transport failure.
    Timeout, ///< A deadline passed.
    Cancelled, ///< The caller asked to stop.
    Internal, ///< A defect of this program.
};

/** An error as a value: `message` is one sentence that says what happened, where, and what to do. Never holds a
 * secret. */
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    std::string message;
};

template <typename T = void> using Result = tl::expected<T, Error>;

/** Makes the error side of a Result: `return failure(ErrorCode::NotFound, "…");` */
inline tl::unexpected<Error> failure(ErrorCode code, std::string message)
{
    return tl::unexpected<Error>(Error{ code, std::move(message) });
}

} // namespace cachescope::base

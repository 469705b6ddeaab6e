// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <string_view>

/**
 * Bodies as text that a text widget can lay out quickly. Pure functions, for a worker thread. What is shown is a
 * picture of the bytes, never the bytes: encoded data is named and left out, and lines over 2,000 characters are
 * broken (Qt needs 165 to 690 ms a key stroke for a line of 1 MB).
 */
namespace cachescope::ui::body {

enum class Kind
{
    Empty,
    Json,
    EventStream,
    Text,
    Binary
};

Kind kindOf(std::string_view bytes);

/** Indented JSON, values spelt as they came; long strings are broken behind their "\n". Text that is no JSON comes
 * back as `plain` gives it. */
QString pretty(std::string_view json);
/** The text as it is, less encoded data, with broken lines; bytes that are no text as a hex dump of the first 4 KB.
 */
QString plain(std::string_view text);

/** An event stream as a numbered list: event name and data, one a line. */
QString eventList(std::string_view sse);
/** What the stream said: the pieces of text, tool arguments and reasoning of all known shapes joined. */
QString streamText(std::string_view sse);

/** Runs of base64 (or the like) of at least this length are named instead of shown. */
inline constexpr qsizetype encodedRun = 400;
inline constexpr qsizetype longestLine = 2000;

} // namespace cachescope::ui::body

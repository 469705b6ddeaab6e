// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cachescope::requestlog {

/**
 * How a word of a filter is compared with text. ASCII letters match without regard to case; `*` in the pattern
 * stands for any bytes unless it was quoted.
 */
struct TextPattern
{
    enum class Mode : std::uint8_t
    {
        Whole, ///< The whole text.
        WordStart, ///< The text from its start, or from behind one of - _ . / : @ to its end ("opus*" finds
                   ///< "claude-opus-4-8").
        Contains, ///< Any part of the text.
    };
    Mode mode = Mode::Whole;
    std::string glob; ///< `*` and, before a literal `*` or backslash, a backslash.

    /** An empty text matches only the empty pattern in mode Whole. */
    bool matches(std::string_view text) const;
    /** As one string, for a bound value in SQL, and back. */
    std::string encoded() const;
    static TextPattern decode(std::string_view encoded);
    friend bool operator==(const TextPattern &, const TextPattern &) = default;
};

/** `text` with backslash and `*` escaped: a pattern that stands for itself. */
std::string escapedGlob(std::string_view text);

} // namespace cachescope::requestlog

// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace cachescope::prompt {

/** What looks like a generated id. */
struct IdShape
{
    std::string_view name; ///< "UUID", "ULID", "hex id", "base64 id", "random-looking id"; empty: none.
    std::size_t length = 0;
    bool isCertain
        = false; ///< The shape alone says it is generated; else only a word such as "request id" before it.
};

/**
 * The generated id that is the whole word at `at`. UUID (RFC 9562), ULID, runs of hex digits from 12 on, prefixed
 * ids (req_…, call_…), and words that look random: their letters and digits alternate, few repeat (Shannon entropy
 * per character). Names with versions and dates (claude-sonnet-4-20250514, utf8_general_ci) are made of words and
 * numbers and do not count.
 */
IdShape idAt(std::string_view text, std::size_t at);

/** Shannon entropy of the characters of `word`, bits for each. */
double entropyPerCharacter(std::string_view word);

/** True when a person would not have typed it: see idAt. */
bool looksRandom(std::string_view word);

} // namespace cachescope::prompt

// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/tokenizer.h"

#include <functional>

namespace cachescope::tokens {

/** A token of a stream; positions in bytes since its beginning. */
struct StreamToken
{
    std::uint32_t id = 0;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

/**
 * Tokenises a text that comes in chunks, in memory bounded by the chunk and the longest piece (the stretch between
 * two places where the tokenizer's splitting rules always cut). Gives exactly the tokens of the whole text. One
 * owner; not thread-safe.
 */
class StreamEncoder
{
public:
    using Sink = std::function<void(std::span<const StreamToken>)>;

    /** `sink` gets the tokens in order, in batches, during `add` and `finish`. */
    StreamEncoder(TokenizerPtr tokenizer, SpecialTokens special, Sink sink);
    ~StreamEncoder();

    /** Takes the next bytes; they may end anywhere, also inside a character. */
    void add(std::string_view bytes);
    /** The text ends here: delivers what is left. Nothing may be added afterwards. */
    void finish();

    /** Bytes kept at the moment, waiting for a safe border. */
    std::size_t pendingBytes() const;
    /** Where the first ill-formed UTF-8 sequence was met, in bytes from the beginning; nothing while there is none.
     */
    std::optional<std::uint64_t> firstInvalidByte() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace cachescope::tokens

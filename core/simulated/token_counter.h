// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/model_table.h"

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cachescope::simulated {

/** How a model's tokens follow from those of a tokenizer at hand; from core/tokens' table. */
struct ModelTokenizer
{
    tokens::ModelTokens tokens; ///< A built-in encoding, its factor and the wrapping of chats.

    const std::string &encoding() const { return tokens.tokenizer; }

    std::int64_t scale(std::int64_t count) const;
};
ModelTokenizer tokenizerOf(std::string_view model);

/**
 * Tokens of texts, with a memory of texts seen before: a conversation repeats all but its end. One owner; not
 * thread-safe.
 */
class TokenCounter
{
public:
    using Tokens = std::shared_ptr<const std::vector<tokens::Token>>;

    /** The tokens of `text`. */
    Tokens tokens(const std::string &encoding, std::string_view text);
    /** Number of tokens, not remembered: for texts that will not come again. */
    std::int64_t count(const std::string &encoding, std::string_view text);
    /** The text of each token, joined where a token ends within a UTF-8 sequence; at most `limit` tokens. */
    struct Piece
    {
        std::string_view text;
        int tokens = 1;
    };
    std::vector<Piece> pieces(const std::string &encoding, std::string_view text, std::int64_t limit);

private:
    const tokens::Tokenizer &tokenizer(const std::string &encoding);
    struct Known
    {
        std::uint64_t key;
        Tokens tokens;
    };
    std::unordered_map<std::string, tokens::TokenizerPtr> m_tokenizers;
    std::list<Known> m_recent; ///< newest first
    std::unordered_map<std::uint64_t, std::list<Known>::iterator> m_known;
    std::size_t m_knownTokens = 0;
};

} // namespace cachescope::simulated

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
    std::string encoding = "o200k_base";
    double factor = 1; ///< The model's tokens for each token of `encoding`.
    bool harmony = false; ///< Chats are wrapped as the GPT-5 family does it (rules, section 15.3).

    std::int64_t scale(std::int64_t tokens) const;
};
ModelTokenizer tokenizerOf(std::string_view model);

/**
 * Token ids of texts, with a memory of texts seen before: a conversation repeats all but its end. One owner; not
 * thread-safe.
 */
class TokenCounter
{
public:
    using Ids = std::shared_ptr<const std::vector<std::uint32_t>>;

    /** The ids of `text`. */
    Ids ids(const std::string &encoding, std::string_view text);
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
        Ids ids;
    };
    std::unordered_map<std::string, tokens::TokenizerPtr> m_tokenizers;
    std::list<Known> m_recent; ///< newest first
    std::unordered_map<std::uint64_t, std::list<Known>::iterator> m_known;
    std::size_t m_knownIds = 0;
};

} // namespace cachescope::simulated

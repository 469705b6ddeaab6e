// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/prompt.h"
#include "providers/caching_rules.h"
#include "tokens/model_table.h"
#include "tokens/tokenizer.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::prompt {

/** A prompt's tokens, segment by segment, with the provider's wrapping counted in where it is documented. */
struct TokenLayout
{
    struct SegmentTokens
    {
        std::size_t segment = 0;
        std::int64_t wrapping = 0; ///< Tokens in front of its text, in the tokenizer's own.
        std::int64_t media = 0; ///< Stand-in for an image or file, in the tokenizer's own.
        std::int64_t begin = 0; ///< Tokens before the segment's text, its wrapping included.
        std::int64_t end = 0; ///< Tokens up to and including it.
        std::vector<tokens::Token> tokens; ///< Of its text; offsets in decoded bytes.
    };
    std::vector<SegmentTokens> segments;
    std::int64_t total = 0; ///< With the primer of the reply.
    bool exact = false;
    std::string tokenizer; ///< Name, for the status line.
    double errorShare = 0; ///< Stated error of an estimate, e.g. 0.15.
    double factor = 1; ///< Tokens of the model for each token here; cumulative figures have it applied.

    /** Tokens up to the first `count` tokens of a segment. */
    std::int64_t upTo(std::size_t segment, std::size_t count) const;
};
/** Tokenises by the model's tokenizer, or the stand-in that `models` names (then `exact` is false). */
base::Result<TokenLayout> layOut(const Prompt &prompt, std::string_view model, const tokens::ModelTable &models);
/** Replaces its second argument by the tokens of the first. */
using Encode = std::function<void(std::string_view, std::vector<tokens::Token> &)>;
/** The same with a tokenizer that remembers what it has seen. */
TokenLayout layOut(const Prompt &prompt, const tokens::ModelTokens &chosen, const Encode &encode);

/** Who ended the stable prefix. */
struct PrefixEnd
{
    enum class Cause
    {
        EndOfPrompt,
        Variable,
        Difference,
        LastMark,
        NoMark,
        BelowMinimum,
        LookBack
    } cause
        = Cause::EndOfPrompt;
    std::string culprit; ///< Variable name or a label.
    std::size_t segment = 0;
    std::size_t sourceByte = 0;
};

/** How much of a prompt the provider can cache. */
struct CacheablePrefix
{
    std::int64_t stableTokens = 0; ///< Equal in every call by what is known.
    std::int64_t cacheableTokens = 0; ///< After minimum, increment, marks and look-back; 0 below the minimum.
    std::int64_t totalTokens = 0;
    std::int64_t minimumTokens = 0;
    PrefixEnd end;
};

/**
 * What the provider keeps of the first `stableTokens` tokens: nothing below the minimum, else up to the last place
 * where an entry can end: a step of the increment, an explicit mark, or the end of a message (OpenAI from GPT-5.6
 * on).
 */
CacheablePrefix applyRules(
    const Prompt &prompt, const TokenLayout &layout, const providers::CachingRules &rules,
    std::int64_t stableTokens, PrefixEnd end);

/** From variables alone: the prefix ends at the first {{variable}}. */
CacheablePrefix staticPrefix(const Prompt &prompt, const TokenLayout &layout, const providers::CachingRules &rules);

/** Where two prompts part, to the token. */
struct Divergence
{
    std::int64_t sharedTokens = 0;
    std::int64_t cacheableTokens = 0; ///< Of the shared ones, by the provider's rules.
    std::int64_t totalTokensA = 0, totalTokensB = 0;
    struct At
    {
        std::string segment; ///< Label.
        std::size_t byteA = 0, byteB = 0; ///< Source offset where the differing token starts.
        Prompt::Position a, b;
        std::string textA, textB; ///< The differing tokens' text.
    };
    std::optional<At> at; ///< Nothing when one prompt is a prefix of the other.
};
Divergence diverge(
    const Prompt &a, const TokenLayout &layoutA, const Prompt &b, const TokenLayout &layoutB,
    const providers::CachingRules &rules);

} // namespace cachescope::prompt

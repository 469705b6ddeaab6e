// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/added_tokens.h"
#include "tokens/split_kind.h"
#include "tokens/tokenizer.h"
#include "tokens/utf8.h"
#include "tokens/vocabulary.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::tokens::detail {

class PlainSink;

/** What is done to a text before it is cut. */
struct Normalizer
{
    enum class Prefix
    {
        None,
        Always, ///< before each stretch between added tokens
        UnlessPresent, ///< the same, where the stretch does not begin with it
        First, ///< only at the beginning of the text, unless present
    };
    bool nfc = false;
    bool blanksToBlocks = false; ///< U+0020 becomes U+2581, as SentencePiece has it
    Prefix prefixWhen = Prefix::None;
    std::string prefix;
};

/** What becomes of a character that the vocabulary does not hold. */
struct Fallback
{
    std::vector<std::uint32_t> byteIds; ///< ids of <0x00> to <0xFF>; empty when there are none
    std::optional<std::uint32_t> unknownId;
    bool fuseUnknown = false;
    bool isNeeded() const { return !byteIds.empty() || unknownId.has_value(); }
};

/** Everything that makes up a tokenizer. Immutable when made. */
class Pipeline
{
public:
    struct Parts
    {
        std::string name;
        std::shared_ptr<const Vocabulary> vocabulary;
        std::vector<SplitKind> splits; ///< empty: a text is one piece
        AddedTokens added;
        Normalizer normalizer;
        Fallback fallback;
        bool decodesBlocks = false; ///< U+2581 in a token's text is a blank
        bool ignoresMerges = false; ///< a whole piece that is a token is that token, whatever merging gives
    };
    explicit Pipeline(Parts parts);

    const Parts &parts() const { return m_parts; }
    const Vocabulary &vocabulary() const { return *m_parts.vocabulary; }
    std::uint32_t idCount() const { return m_idCount; }

    std::size_t count(std::string_view utf8, SpecialTokens special) const;
    void encodeIds(std::string_view utf8, std::vector<std::uint32_t> &out, SpecialTokens special) const;
    /** Where a piece or a text is, for what is put before a text. */
    enum class PieceAt
    {
        BeginningOfText,
        BeginningOfStretch,
        Later
    };
    void encode(
        std::string_view utf8, std::vector<Token> &out, SpecialTokens special,
        PieceAt at = PieceAt::BeginningOfText) const;

    /** Where encoding can begin anew inside a text (streaming, editing). */
    enum class Restart
    {
        /** At borders between pieces: a piece depends only on the text to its right. */
        AtPieces,
        /** At borders between tokens: pieces are cut by what two neighbours are, and merged by merges alone. */
        AtTokens,
        Nowhere
    };
    Restart restart() const { return m_restart; }
    static AddedTokens::Which which(SpecialTokens special)
    {
        return special == SpecialTokens::AsTokens ? AddedTokens::Which::All : AddedTokens::Which::OnlyOrdinary;
    }
    /**
     * The text between two added tokens as it is cut, where that is not the text itself: composed, and with the
     * blank of a byte-level tokenizer before it. A block before the text is put there by encodePiece().
     */
    std::optional<MappedText> changedStretch(std::string_view text, PieceAt at) const;
    /** Tokens of one piece, or of a text between two added tokens. `Sink` is PlainSink or MappedSink. */
    template <typename Sink> void encodePiece(std::string_view piece, PieceAt at, Sink &sink) const;
    void encodeStretch(std::string_view text, PieceAt at, PlainSink &sink) const;

    std::optional<std::string> tokenBytes(std::uint32_t id) const;

private:
    template <typename Sink> void run(std::string_view utf8, SpecialTokens special, PieceAt at, Sink &sink) const;
    template <typename Sink>
    void runWellFormed(std::string_view utf8, SpecialTokens special, PieceAt at, Sink &sink) const;
    template <typename Sink> void runStretch(std::string_view text, PieceAt at, Sink &sink) const;
    template <typename Sink> void runCuts(std::string_view text, PieceAt at, Sink &sink) const;
    template <typename Sink> void runPieces(std::string_view text, PieceAt at, Sink &sink) const;

    Parts m_parts;
    std::uint32_t m_idCount = 0;
    Restart m_restart = Restart::Nowhere;
    std::unordered_map<std::uint32_t, std::uint32_t> m_rankOfId; ///< empty when ids are ranks
    std::unordered_map<std::uint32_t, std::uint8_t> m_byteOfId;
};

/** `text` as the normaliser has it, with the way back. NFC is done by the caller, on whole stretches. */
void normalizePiece(const Normalizer &normalizer, std::string_view text, Pipeline::PieceAt at, MappedText &out);

} // namespace cachescope::tokens::detail

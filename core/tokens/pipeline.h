// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/added_tokens.h"
#include "tokens/split_rules.h"
#include "tokens/tokenizer.h"
#include "tokens/utf8.h"
#include "tokens/vocabulary.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::tokens::detail {

/** One step that cuts a text into pieces; the steps of a pipeline cut each other's pieces further. */
enum class SplitKind
{
    O200k,
    Tekken,
    Cl100k,
    Qwen2,
    Qwen35,
    Gpt2,
    DeepSeek,
    Digits, ///< each digit alone
    Digits3, ///< digits by three from the left
    DigitRuns,
    BlankRuns, ///< before each run of blanks; see splitBeforeBlanks
    EachBlank, ///< before each blank
};

/** End of the first piece of [text, end), which is not empty, by one rule. */
Bytes splitOnce(SplitKind kind, Bytes text, Bytes end);

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

    /**
     * True when encoding can begin anew at any border between two pieces (streaming, editing): every piece depends
     * only on the text to its right, and the tokens are those of the pieces one by one.
     */
    bool restartsAtPieces() const { return m_restartsAtPieces; }
    /** True when no added token is looked for in ordinary text. */
    bool hasNoAddedTokens(SpecialTokens special) const { return m_parts.added.empty(which(special)); }
    static AddedTokens::Which which(SpecialTokens special)
    {
        return special == SpecialTokens::AsTokens ? AddedTokens::Which::All : AddedTokens::Which::OnlyOrdinary;
    }
    /** True when the text is cut and encoded as it stands, and nothing is put before it. */
    bool keepsText() const
    {
        const Normalizer &normalizer = m_parts.normalizer;
        return !normalizer.nfc && !normalizer.blanksToBlocks && normalizer.prefixWhen == Normalizer::Prefix::None;
    }
    /** True when blanks begin pieces as SentencePiece has it; other white space then does not. */
    bool cutsAtBlanksOnly() const;
    /** End of the first piece of [text, end); only when restartsAtPieces(). */
    Bytes pieceEnd(Bytes text, Bytes end) const;
    /** Appends the tokens of one piece; positions count from `base`. Only when restartsAtPieces(). */
    void encodePiece(std::string_view piece, PieceAt at, std::uint32_t base, std::vector<Token> &out) const;

    std::optional<std::string> tokenBytes(std::uint32_t id) const;

private:
    template <typename Sink> void run(std::string_view utf8, SpecialTokens special, PieceAt at, Sink &sink) const;
    template <typename Sink>
    void runWellFormed(std::string_view utf8, SpecialTokens special, PieceAt at, Sink &sink) const;
    template <typename Sink> void runStretch(std::string_view text, PieceAt at, Sink &sink) const;
    template <typename Sink> void runPieces(std::string_view text, PieceAt at, Sink &sink) const;

    Parts m_parts;
    std::uint32_t m_idCount = 0;
    bool m_restartsAtPieces = false;
    std::unordered_map<std::uint32_t, std::uint32_t> m_rankOfId; ///< empty when ids are ranks
    std::unordered_map<std::uint32_t, std::uint8_t> m_byteOfId;
};

/** `text` as the normaliser has it, with the way back. NFC is done by the caller, on whole stretches. */
void normalizePiece(const Normalizer &normalizer, std::string_view text, Pipeline::PieceAt at, MappedText &out);

} // namespace cachescope::tokens::detail

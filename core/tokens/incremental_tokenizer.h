// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/tokenizer.h"

#include <memory>

namespace cachescope::tokens {

/** A place between two characters, counted in every unit that someone uses. */
struct TextPosition
{
    std::size_t byte = 0;
    std::size_t utf16 = 0; ///< UTF-16 code units, as QTextDocument and LSP count.
    friend bool operator==(const TextPosition &, const TextPosition &) = default;
};

/**
 * A token with its range in bytes and in UTF-16 units. Tokens can begin and end inside a character; their UTF-16
 * range then takes in the whole character, so that it overlaps with the neighbour's.
 */
struct PositionedToken
{
    std::uint32_t id = 0;
    TextPosition begin;
    TextPosition end;
    /** True when the token begins inside a character whose first bytes belong to the token before. */
    bool beginsInside = false;
};

/** Which tokens an edit replaced: `removed` old ones from index `first` on became `inserted` new ones. */
struct TokenChange
{
    std::size_t first = 0;
    std::size_t removed = 0;
    std::size_t inserted = 0;
};

/**
 * The tokens of a text that is being edited. An edit re-tokenises only what it can have changed, and the tokens are
 * always those of the whole text from scratch. Keeps its own copy of the text, as UTF-8. Text that comes in as
 * UTF-16 may hold lone surrogates; each counts as U+FFFD. One owner; not thread-safe.
 */
class IncrementalTokenizer
{
public:
    explicit IncrementalTokenizer(TokenizerPtr tokenizer, SpecialTokens special = SpecialTokens::AsText);
    ~IncrementalTokenizer();

    /** Starts anew with this text (well-formed UTF-8 or not: ill-formed sequences become U+FFFD in the copy). */
    void setText(std::string_view utf8);
    void setText(std::u16string_view utf16);

    /** Replaces `removedBytes` bytes at `byte` by `inserted`. Positions beyond the end or inside a character:
     * InvalidInput. */
    base::Result<TokenChange> edit(std::size_t byte, std::size_t removedBytes, std::string_view inserted);
    /** The same in UTF-16 units, as QTextDocument::contentsChange reports them. */
    base::Result<TokenChange> editUtf16(std::size_t position, std::size_t removed, std::u16string_view inserted);

    std::size_t tokenCount() const;
    std::size_t textBytes() const;
    std::size_t textUtf16() const;
    std::string text() const;

    PositionedToken token(std::size_t index) const;
    /** Tokens that touch the UTF-16 range [begin, end), for painting the visible part. */
    void tokensInUtf16(std::size_t begin, std::size_t end, std::vector<PositionedToken> &out) const;
    /** Index of the token that holds the byte; tokenCount() at the end of the text. */
    std::size_t tokenAtByte(std::size_t byte) const;
    /** All tokens, with byte positions. */
    void tokens(std::vector<Token> &out) const;

    /** Bytes of text that the last edit scanned; for tests and benchmarks. */
    std::size_t lastScannedBytes() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace cachescope::tokens

// SPDX-License-Identifier: MIT
#pragma once

#include <QObject> // First: see ui/format/format.h.

#include "tokens/incremental_tokenizer.h"

#include <QTextBlock>

#include <cstdint>
#include <memory>
#include <vector>

namespace cachescope::ui {

class PromptDocument;

/** A token as a line of the document shows it. */
struct ShownToken
{
    int begin = 0, end = 0; ///< In the block; both at its end for the token of the line break.
    std::uint32_t id = 0;
    std::size_t index = 0; ///< In its segment; decides the tint.
    int bytes = 0;
    bool beginsInside = false; ///< Begins within a character.
};

/**
 * The tokens of a prompt's segments, kept up to date with every key by re-tokenising only what it can have changed.
 * GUI thread; follows a document, which must outlive it.
 */
class TokenTrack : public QObject
{
    Q_OBJECT

public:
    explicit TokenTrack(PromptDocument &document);

    /** Counts with this tokenizer; null: no tokens at all. `factor`: tokens of the model for each of them. */
    void setTokenizer(tokens::TokenizerPtr tokenizer, double factor);
    /** What the provider adds before each segment (roles, separators), in the model's tokens. */
    void setOverheads(std::vector<std::int64_t> overheads);

    bool isOn() const { return m_tokenizer != nullptr; }
    const tokens::TokenizerPtr &tokenizer() const { return m_tokenizer; }
    double factor() const { return m_factor; }
    void tokensOfBlock(const QTextBlock &block, std::vector<ShownToken> &out) const;
    /** Tokens of the model from the prompt's beginning to this place, the token it stands in included. */
    std::int64_t tokensUpTo(int position) const;
    /** Tokens of the model from the prompt's beginning to a segment's text, its wrapping included. */
    std::int64_t tokensBefore(std::size_t segment) const;
    std::int64_t tokensOf(std::size_t segment) const;
    std::int64_t total() const;
    /** The place in the document behind the first so many tokens of the model. */
    int positionOf(std::int64_t tokens) const;

    /** Times that a whole segment was tokenised, and bytes that the last key made us look at; for tests. */
    std::int64_t wholeRuns() const { return m_wholeRuns; }
    std::size_t lastScannedBytes() const { return m_lastScanned; }

private:
    void tokenizeAll();
    void onEdited(int position, int removed, int added);
    void editSegment(std::size_t segment, int from, int to);
    std::u16string realText(int from, int to) const;
    void sumUp(std::size_t from);

    PromptDocument &m_document;
    tokens::TokenizerPtr m_tokenizer;
    double m_factor = 1;
    std::vector<std::unique_ptr<tokens::IncrementalTokenizer>> m_segments;
    std::vector<std::int64_t> m_overheads;
    std::vector<double> m_before; ///< Tokens before each segment's text; one more for the end.
    std::int64_t m_wholeRuns = 0;
    std::size_t m_lastScanned = 0;
};

} // namespace cachescope::ui

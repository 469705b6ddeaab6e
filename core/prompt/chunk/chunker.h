// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "tokens/tokenizer.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

namespace cachescope::prompt {

/** Where a chunk ends; the later ones are the better places. */
enum class BreakKind : std::uint8_t
{
    Token, ///< Between two tokens, where there is nothing better.
    Word,
    Sentence,
    Line, ///< Between two lines, also of a code block or a list.
    Block, ///< Between two paragraphs, or behind a code block.
    Heading, ///< Before a Markdown heading.
    End, ///< The end of the text.
};
std::string_view breakName(BreakKind kind); ///< "token", "word", "sentence", "line", "block", "heading", "end".

struct ChunkSettings
{
    std::int64_t maxTokens = 32'000; ///< Of one chunk's text alone, what it repeats included.
    std::int64_t overlapTokens = 500; ///< Tokens of the end of a chunk that the next one begins with.
};
/** InvalidInput for a limit below 8 tokens or an overlap of more than half of it. */
base::Result<void> checkChunkSettings(const ChunkSettings &settings);

struct Chunk
{
    std::size_t index = 0;
    std::uint64_t begin = 0, end = 0; ///< Bytes of the whole text.
    std::uint64_t overlapEnd = 0; ///< Up to here it repeats the chunk before; `begin` when it does not.
    std::uint64_t line = 1; ///< Where it begins, from 1.
    std::int64_t tokens = 0; ///< Of its text, encoded by itself.
    std::int64_t overlapTokens = 0; ///< Of the repeated text, encoded by itself.
    BreakKind endsAt = BreakKind::End;
    std::string_view text; ///< Valid during the call that delivers it.
};

/**
 * Cuts a text that comes in pieces into chunks of at most `maxTokens` tokens, at the best natural border of each
 * one's last part: headings, paragraphs, lines, sentences, words. Together the chunks cover the text; each token
 * figure is that of the text encoded by itself, so a model's API counts the same. The overlap has just the tokens
 * asked for wherever there is a border that gives them, else the most below. Memory is bounded by one chunk and the
 * tokenizer's longest piece. One owner; not thread-safe.
 */
class Chunker
{
public:
    using Sink = std::function<void(const Chunk &)>;
    /** `settings` must have passed checkChunkSettings(). */
    Chunker(tokens::TokenizerPtr tokenizer, const ChunkSettings &settings, Sink sink);
    ~Chunker();

    /** Takes the next bytes; they may end anywhere, also inside a character. */
    void add(std::string_view bytes);
    /** The text ends here: delivers what is left. */
    void finish();
    /** Where the first ill-formed UTF-8 was met; nothing while there is none. */
    std::optional<std::uint64_t> firstInvalidByte() const;

private:
    class Window;
    std::unique_ptr<Window> m_window;
};

} // namespace cachescope::prompt

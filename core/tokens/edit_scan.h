// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/chunk_list.h"
#include "tokens/incremental_tokenizer.h"
#include "tokens/pipeline.h"

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace cachescope::tokens::detail {

/** `removed` bytes at `byte` become `inserted`. */
struct TextEdit
{
    std::size_t byte = 0;
    std::size_t removed = 0;
    std::string_view inserted;
};

/**
 * Does an edit on a text that is tokenised already, so that its tokens are those of the whole new text.
 *
 * Where pieces hang only on the text to their right (Pipeline::Restart::AtPieces), encoding begins anew at a border
 * that the edit cannot have moved (settledPieces), and stops where a new and an old border meet behind the edit:
 * from there on the text is the same, and so are the tokens.
 *
 * Where the tokens of a text are those of its parts, joined wherever no merge crosses the joint (AtTokens), a
 * window around the edit is encoded on its own, from an old border between tokens to another one. Its tokens stand
 * when its first and its last token are what they were before. For with u the last token of a text L and v the
 * first of a text R, L R has the tokens of L and R one after the other if u v has the tokens u and v: until a first
 * merge crosses the joint, both sides are merged as they would be alone, the tokens that touch the joint are within
 * u and v, and merges within the bytes of u v come in the same order there as in u v alone (the lowest first, of
 * equal ones the leftmost); so that merge would come in u v, too. And u v has these tokens because both pairs at
 * the window's ends were neighbours before. When one of the two has changed, the window grows.
 */
class EditScan
{
public:
    EditScan(const Pipeline &pipeline, AddedTokens::Which which, ChunkList &chunks)
        : m_pipeline(pipeline)
        , m_which(which)
        , m_chunks(chunks)
    { }

    /** Only when there are chunks and the pipeline restarts somewhere. Positions are between characters. */
    TokenChange edit(const TextEdit &edit);
    /** Bytes that were encoded. */
    std::size_t scannedBytes() const { return m_scanned; }

private:
    /** Old text that is encoded anew: whole chunks, and the border among them to begin at. */
    struct Region
    {
        ChunkList::Place first;
        std::size_t last = 0; ///< chunk behind the last one
        EditChunk old;
        std::size_t restart = 0; ///< in old.text
        Pipeline::PieceAt where = Pipeline::PieceAt::BeginningOfText;
    };
    /** The text of a region after the edit, as far as it is looked at. Places count from its beginning. */
    struct Window
    {
        std::string text;
        std::size_t start = 0; ///< the region's restart; a character before it is there for its neighbours
        std::size_t editEnd = 0;
        std::size_t oldShift = 0; ///< what makes a place behind the edit one in region.old.text; may wrap around
        bool isEnd = false; ///< the whole text ends here
    };
    /** What encoding a window gave: tokens from the region's restart on, and where they end in region.old.text. */
    struct Rescan
    {
        EditChunk fresh;
        std::size_t oldEnd = 0;
    };
    enum class Failure
    {
        FirstTokenChanged,
        WindowTooShort
    };

    bool byTokens() const { return m_pipeline.restart() == Pipeline::Restart::AtTokens; }
    Region regionBefore(std::size_t byte, std::size_t margin) const;
    std::optional<std::size_t> restartIn(const EditChunk &chunk, std::size_t editAt, std::size_t margin) const;
    Window windowOf(Region &region, const TextEdit &edit, std::size_t lookAhead) const;
    tl::expected<Rescan, Failure> rescanPieces(const Region &region, const Window &window);
    tl::expected<Rescan, Failure> rescanTokens(const Region &region, const Window &window);
    TokenChange putIn(const Region &region, const Rescan &rescan);

    const Pipeline &m_pipeline;
    AddedTokens::Which m_which;
    ChunkList &m_chunks;
    std::size_t m_scanned = 0;
};

} // namespace cachescope::tokens::detail

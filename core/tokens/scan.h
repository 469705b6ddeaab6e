// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/added_tokens.h"
#include "tokens/edit_chunks.h"
#include "tokens/pipeline.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>

namespace cachescope::tokens::detail {

/** Where in a text encoding begins anew. What is before it in the text is only looked at by single-word tokens. */
struct ScanStart
{
    std::size_t at = 0;
    Pipeline::PieceAt where = Pipeline::PieceAt::BeginningOfText;
};

/** Asked at each border that is reached; true ends the scan there. Its place counts from the start of the scan. */
using StopAt = std::function<bool(Border)>;

/**
 * Tokens of text[start, …), piece by piece, until `stop` says at a border that it is enough. Borders are those
 * between pieces at which a scan that begins there gives the same: not inside an outer rule's piece that is counted
 * from its beginning, nor where normalisation joins both sides, nor inside an added token that was passed over.
 * Only for pipelines with splits.
 */
EditChunk scanPieces(
    const Pipeline &pipeline, AddedTokens::Which which, std::string_view text, ScanStart start, const StopAt &stop);

/** What scanTokens() found. */
struct TokenScan
{
    EditChunk chunk;
    bool endsAfterAdded = false; ///< an added token ends where the scan does
};

/**
 * Tokens of text[start, until), as if a stretch ended there; added tokens are looked for in all of `text`. Borders
 * are between tokens. Nothing when `until` is inside an added token. See Pipeline::Restart::AtTokens.
 */
std::optional<TokenScan> scanTokens(
    const Pipeline &pipeline, AddedTokens::Which which, std::string_view text, ScanStart start, std::size_t until);

} // namespace cachescope::tokens::detail

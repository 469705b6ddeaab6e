// SPDX-License-Identifier: MIT
#include "tokens/edit_scan.h"

#include "tokens/scan.h"
#include "tokens/settled.h"

#include <algorithm>

namespace cachescope::tokens::detail {

namespace {

constexpr std::size_t firstMargin = 4; ///< tokens before the edit, where encoding begins anew at tokens
constexpr std::size_t firstLookAhead = 64; ///< bytes behind the edit
constexpr std::size_t growth = 4;

/** The last token of [0, end), when it ends there. */
const Token *tokenBefore(const EditChunk &chunk, std::size_t end)
{
    const std::size_t behind = chunk.tokenFrom(end);
    return behind > 0 && chunk.tokens[behind - 1].end == end ? &chunk.tokens[behind - 1] : nullptr;
}

} // namespace

TokenChange EditScan::edit(const TextEdit &edit)
{
    std::size_t margin = firstMargin;
    std::size_t lookAhead = firstLookAhead;
    if (const AddedTokens &added = m_pipeline.parts().added; !added.empty(m_which))
        lookAhead += added.longest();
    Region region = regionBefore(edit.byte, margin);
    for (;;) {
        const Window window = windowOf(region, edit, lookAhead);
        const auto found = byTokens() ? rescanTokens(region, window) : rescanPieces(region, window);
        if (found)
            return putIn(region, *found);
        if (found.error() == Failure::FirstTokenChanged) {
            margin *= growth;
            region = regionBefore(edit.byte, margin);
        } else {
            lookAhead *= growth;
        }
    }
}

/** Where in `chunk` encoding can begin anew, so that an edit at `editAt` changes nothing before it. */
std::optional<std::size_t> EditScan::restartIn(const EditChunk &chunk, std::size_t editAt, std::size_t margin) const
{
    const std::string_view before = std::string_view(chunk.text).substr(0, editAt);
    const AddedTokens &added = m_pipeline.parts().added;
    const std::size_t settled
        = byTokens() ? settledStretches(added, m_which, before) : settledPieces(m_pipeline, m_which, before);
    // Pieces: what holds `settled` begins at `holder`; what is before it ends there whatever the edit is, and so
    // does, by the piece after it, what is before that.
    const std::size_t holder = chunk.borderFrom(settled + 1) - 1;
    const std::size_t steps = byTokens() ? margin : 1;
    const std::size_t needed = steps + (added.looksAround() ? 1 : 0);
    if (settled == 0 || holder < needed)
        return std::nullopt;
    return holder - steps;
}

/** Chunks up to the one with `byte`, from so far back that there is a border to begin at. */
EditScan::Region EditScan::regionBefore(std::size_t byte, std::size_t margin) const
{
    Region region;
    region.first = m_chunks.ofByte(byte);
    region.last = region.first.chunk + 1;
    region.old = m_chunks[region.first.chunk];
    for (;;) {
        if (const auto border = restartIn(region.old, byte - region.first.byte, margin)) {
            region.restart = region.old.borders[*border].at;
            if (region.restart > 0 || region.first.chunk > 0)
                region.where = pieceAt(region.old.borders[*border]);
            return region;
        }
        if (region.first.chunk == 0)
            return region;
        region.first = m_chunks.before(region.first);
        EditChunk joined = m_chunks[region.first.chunk];
        joined.append(region.old, 0, region.old.text.size());
        region.old = std::move(joined);
    }
}

/** The edited text from the region's restart on; adds chunks until there are `lookAhead` bytes behind the edit. */
EditScan::Window EditScan::windowOf(Region &region, const TextEdit &edit, std::size_t lookAhead) const
{
    const std::size_t editAt = edit.byte - region.first.byte;
    const std::size_t oldEditEnd = editAt + edit.removed;
    while (region.last < m_chunks.size() && region.old.text.size() < oldEditEnd + lookAhead) {
        const EditChunk &next = m_chunks[region.last++];
        region.old.append(next, 0, next.text.size());
    }
    const std::string_view old = region.old.text;
    std::size_t end = old.size();
    if (end > oldEditEnd + lookAhead)
        end = previousCharacter(old, oldEditEnd + lookAhead + 1);
    Window window;
    const std::size_t begin = region.restart == 0 ? 0 : previousCharacter(old, region.restart);
    window.start = region.restart - begin;
    window.text = old.substr(begin, editAt - begin);
    window.text += edit.inserted;
    window.editEnd = window.text.size();
    window.text += old.substr(oldEditEnd, end - oldEditEnd);
    window.oldShift = oldEditEnd - window.editEnd;
    window.isEnd = end == old.size() && region.last == m_chunks.size();
    return window;
}

tl::expected<EditScan::Rescan, EditScan::Failure> EditScan::rescanPieces(const Region &region, const Window &window)
{
    const std::size_t settled = window.isEnd ? window.text.size() : settledPieces(m_pipeline, m_which, window.text);
    // A token that looks around must see the same neighbours.
    const std::size_t sameFrom = window.editEnd + (m_pipeline.parts().added.looksAround() ? 1 : 0);
    bool isSettled = false;
    const auto meetsOld = [&](Border border) {
        const std::size_t place = window.start + border.at;
        if (place < sameFrom)
            return false;
        const auto &borders = region.old.borders;
        const std::size_t old = region.old.borderFrom(place + window.oldShift);
        const bool isTextBegin = old == 0 && region.first.chunk == 0; // where something may be put before the text
        if (old == borders.size() || isTextBegin || borders[old].at != place + window.oldShift
            || borders[old].afterAdded != border.afterAdded)
            return false;
        // What was scanned must not have hung on the end of what was looked at.
        const std::size_t next = old + 1 < borders.size() ? borders[old + 1].at : region.old.text.size();
        isSettled = next - window.oldShift <= settled;
        return isSettled;
    };
    Rescan result{ scanPieces(m_pipeline, m_which, window.text, { window.start, region.where }, meetsOld), 0 };
    const std::size_t end = window.start + result.fresh.text.size();
    m_scanned += result.fresh.text.size();
    if (!isSettled && !window.isEnd)
        return tl::unexpected(Failure::WindowTooShort);
    result.oldEnd = end + window.oldShift;
    return result;
}

tl::expected<EditScan::Rescan, EditScan::Failure> EditScan::rescanTokens(const Region &region, const Window &window)
{
    std::size_t until = window.text.size();
    if (!window.isEnd) {
        const std::size_t settled = settledStretches(m_pipeline.parts().added, m_which, window.text);
        const std::size_t sameFrom = window.editEnd + (m_pipeline.parts().added.looksAround() ? 1 : 0);
        if (settled <= sameFrom)
            return tl::unexpected(Failure::WindowTooShort);
        const std::size_t behind = region.old.borderFrom(settled + window.oldShift + 1);
        if (behind == 0 || region.old.borders[behind - 1].at < sameFrom + window.oldShift)
            return tl::unexpected(Failure::WindowTooShort);
        until = region.old.borders[behind - 1].at - window.oldShift;
    }
    auto found = scanTokens(m_pipeline, m_which, window.text, { window.start, region.where }, until);
    m_scanned += until - window.start;
    if (!found)
        return tl::unexpected(Failure::WindowTooShort);
    const std::vector<Token> &tokens = found->chunk.tokens;
    if (region.where == Pipeline::PieceAt::Later) {
        const Token &old = region.old.tokens[region.old.tokenFrom(region.restart)];
        const bool isSame = !tokens.empty() && tokens[0].id == old.id && tokens[0].end == old.end - region.restart;
        if (!isSame)
            return tl::unexpected(Failure::FirstTokenChanged);
    }
    Rescan result{ std::move(found->chunk), until + window.oldShift };
    if (window.isEnd)
        return result;
    const Border border = region.old.borders[region.old.borderFrom(result.oldEnd)];
    const Token *const old = tokenBefore(region.old, result.oldEnd);
    const Token *const fresh = tokenBefore(result.fresh, until - window.start);
    const bool isSame = old != nullptr && fresh != nullptr && old->id == fresh->id
        && (border.afterAdded != 0) == found->endsAfterAdded && window.start + fresh->begin >= window.editEnd
        && window.start + fresh->begin + window.oldShift == old->begin;
    if (!isSame)
        return tl::unexpected(Failure::WindowTooShort);
    return result;
}

/** Replaces the old tokens of the region by the fresh ones. */
TokenChange EditScan::putIn(const Region &region, const Rescan &rescan)
{
    const std::size_t firstToken = region.old.tokenFrom(region.restart);
    const TokenChange change{ region.first.token + firstToken, region.old.tokenFrom(rescan.oldEnd) - firstToken,
                              rescan.fresh.tokens.size() };
    EditChunk joined;
    joined.append(region.old, 0, region.restart);
    joined.append(rescan.fresh, 0, rescan.fresh.text.size());
    joined.append(region.old, rescan.oldEnd, region.old.text.size());
    m_chunks.replace(region.first.chunk, region.last, splitChunk(std::move(joined)));
    return change;
}

} // namespace cachescope::tokens::detail

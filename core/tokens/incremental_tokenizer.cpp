// SPDX-License-Identifier: MIT
#include "tokens/incremental_tokenizer.h"

#include "tokens/edit_chunks.h"
#include "tokens/pipeline.h"
#include "tokens/safe_cut.h"
#include "tokens/text_positions.h"

#include <algorithm>

namespace cachescope::tokens {

using detail::EditChunk;
using detail::isBorder;
using detail::Pipeline;
using detail::Utf16Cursor;

namespace {

tl::unexpected<base::Error> badPosition(std::size_t position)
{
    return base::failure(
        base::ErrorCode::InvalidInput,
        "cannot edit the text: the position " + std::to_string(position)
            + " is beyond its end or inside a character.");
}

} // namespace

struct IncrementalTokenizer::State
{
    /** A chunk, and what lies before it. */
    struct Place
    {
        std::size_t chunk = 0;
        std::size_t byte = 0;
        std::size_t utf16 = 0;
        std::size_t token = 0;
    };
    /** Old text that an edit re-tokenises: whole chunks, and the piece border among them to begin at. */
    struct Region
    {
        Place first;
        std::size_t last = 0; ///< chunk behind the last one
        EditChunk old;
        std::size_t restart = 0; ///< in old.text
    };

    /** What re-tokenising a region gave. */
    struct Rescan
    {
        EditChunk fresh; ///< from the restart on
        std::size_t oldEnd = 0; ///< where fresh ends, in the old text of the region
        bool isSettled = false; ///< false: more of the text must be looked at
    };

    TokenizerPtr tokenizer;
    SpecialTokens special = SpecialTokens::AsText;
    std::vector<EditChunk> chunks;
    Place sums; ///< of the whole text
    std::size_t scanned = 0;

    const Pipeline &pipeline() const { return tokenizer->pipeline(); }
    bool isIncremental() const
    {
        return pipeline().restartsAtPieces() && pipeline().keepsText() && pipeline().hasNoAddedTokens(special);
    }
    template <typename Beyond> Place find(Beyond beyond) const;
    Place chunkOfByte(std::size_t byte) const
    {
        return find([byte](const Place &next) { return next.byte > byte; });
    }
    std::size_t byteAtUtf16(std::size_t utf16) const;
    void replaceChunks(std::size_t first, std::size_t last, std::vector<EditChunk> with);
    void tokenizeWhole(std::string text);
    Region regionBefore(std::size_t byte) const;
    void extend(Region &region, std::size_t bytes) const;
    Rescan scanRegion(
        const Region &region, std::size_t editAt, std::size_t removed, std::string_view inserted) const;
    TokenChange putIn(const Region &region, const Rescan &rescan);
    TokenChange edit(std::size_t byte, std::size_t removed, std::string_view inserted);
    TokenChange editWhole(std::size_t byte, std::size_t removed, std::string_view inserted);
    std::string wholeText() const;
    PositionedToken positioned(const Place &place, std::size_t index) const;
};

template <typename Beyond> IncrementalTokenizer::State::Place IncrementalTokenizer::State::find(Beyond beyond) const
{
    Place place;
    while (place.chunk + 1 < chunks.size()) {
        const EditChunk &chunk = chunks[place.chunk];
        const Place next{ place.chunk + 1, place.byte + chunk.text.size(), place.utf16 + chunk.utf16,
                          place.token + chunk.tokens.size() };
        if (beyond(next))
            break;
        place = next;
    }
    return place;
}

std::size_t IncrementalTokenizer::State::byteAtUtf16(std::size_t utf16) const
{
    if (chunks.empty())
        return utf16 == 0 ? 0 : std::string_view::npos;
    const Place place = find([utf16](const Place &next) { return next.utf16 > utf16; });
    const std::size_t inside = detail::byteOfUtf16(chunks[place.chunk].text, utf16 - place.utf16);
    return inside == std::string_view::npos ? inside : place.byte + inside;
}

void IncrementalTokenizer::State::replaceChunks(std::size_t first, std::size_t last, std::vector<EditChunk> with)
{
    for (std::size_t i = first; i < last; ++i) {
        sums.byte -= chunks[i].text.size();
        sums.utf16 -= chunks[i].utf16;
        sums.token -= chunks[i].tokens.size();
    }
    for (const EditChunk &chunk : with) {
        sums.byte += chunk.text.size();
        sums.utf16 += chunk.utf16;
        sums.token += chunk.tokens.size();
    }
    const auto at = [this](std::size_t i) { return chunks.begin() + static_cast<std::ptrdiff_t>(i); };
    const std::size_t common = std::min(with.size(), last - first);
    const auto rest = with.begin() + static_cast<std::ptrdiff_t>(common);
    std::move(with.begin(), rest, at(first));
    chunks.erase(at(first + common), at(last));
    chunks.insert(at(first + common), std::make_move_iterator(rest), std::make_move_iterator(with.end()));
}

void IncrementalTokenizer::State::tokenizeWhole(std::string text)
{
    scanned = text.size();
    std::vector<EditChunk> fresh;
    if (isIncremental()) {
        fresh = detail::splitChunk(detail::scanPieces(pipeline(), text, [](std::size_t) { return false; }));
    } else if (!text.empty()) {
        EditChunk &chunk = fresh.emplace_back();
        tokenizer->encode(text, chunk.tokens, special);
        chunk.borders.push_back(0);
        chunk.utf16 = detail::utf16Length(text);
        chunk.text = std::move(text);
    }
    replaceChunks(0, chunks.size(), std::move(fresh));
}

std::string IncrementalTokenizer::State::wholeText() const
{
    std::string text;
    text.reserve(sums.byte);
    for (const EditChunk &chunk : chunks)
        text += chunk.text;
    return text;
}

/** Chunks up to the one with `byte`, from so far back that a border is among them which an edit there cannot move.
 */
IncrementalTokenizer::State::Region IncrementalTokenizer::State::regionBefore(std::size_t byte) const
{
    Region region;
    region.first = chunkOfByte(byte);
    region.last = region.first.chunk + 1;
    region.old = chunks[region.first.chunk];
    for (;;) {
        const std::string_view before = std::string_view(region.old.text).substr(0, byte - region.first.byte);
        const std::size_t settled = detail::settledBefore(before);
        // The piece that holds `settled` begins at `holder`; the one before it ends there whatever the edit is.
        const auto &borders = region.old.borders;
        const auto holder = std::upper_bound(borders.begin(), borders.end(), settled) - borders.begin() - 1;
        if (settled > 0 && holder >= 1) {
            region.restart = borders[static_cast<std::size_t>(holder - 1)];
            return region;
        }
        if (region.first.chunk == 0)
            return region;
        EditChunk joined = chunks[--region.first.chunk];
        region.first.byte -= joined.text.size();
        region.first.utf16 -= joined.utf16;
        region.first.token -= joined.tokens.size();
        joined.append(region.old, 0, region.old.text.size());
        region.old = std::move(joined);
    }
}

/** Adds chunks until the region holds `bytes` bytes or the text ends. */
void IncrementalTokenizer::State::extend(Region &region, std::size_t bytes) const
{
    while (region.last < chunks.size() && region.old.text.size() < bytes) {
        region.old.append(chunks[region.last], 0, chunks[region.last].text.size());
        ++region.last;
    }
}

TokenChange IncrementalTokenizer::State::edit(std::size_t byte, std::size_t removed, std::string_view inserted)
{
    if (!isIncremental() || chunks.empty())
        return editWhole(byte, removed, inserted);
    constexpr std::size_t lookAhead = 256;
    Region region = regionBefore(byte);
    std::size_t needed = byte - region.first.byte + removed + lookAhead;
    for (;;) {
        extend(region, needed);
        const Rescan rescan = scanRegion(region, byte - region.first.byte, removed, inserted);
        scanned += rescan.fresh.text.size();
        if (rescan.isSettled)
            return putIn(region, rescan);
        needed = 2 * region.old.text.size() + lookAhead;
    }
}

/** Pieces of the edited region from its restart on, until a border is met that the old text had, too. */
IncrementalTokenizer::State::Rescan IncrementalTokenizer::State::scanRegion(
    const Region &region, std::size_t editAt, std::size_t removed, std::string_view inserted) const
{
    const bool isEnd = region.last == chunks.size();
    std::string text = region.old.text.substr(region.restart, editAt - region.restart);
    text += inserted;
    text.append(region.old.text, editAt + removed);
    const std::size_t settled = isEnd ? text.size() : detail::settledBefore(text);
    const std::size_t editEnd = editAt - region.restart + inserted.size();
    const auto oldPlace = [&](std::size_t at) { return at + region.restart + removed - inserted.size(); };
    Rescan result;
    const auto meetsOld = [&](std::size_t at) {
        if (at < editEnd)
            return false;
        const auto &borders = region.old.borders;
        const auto old = std::lower_bound(borders.begin(), borders.end(), oldPlace(at));
        const bool meets = old != borders.end() && *old == oldPlace(at);
        // What was scanned must not have hung on the end of what was looked at.
        const std::size_t next = meets && old + 1 != borders.end() ? *(old + 1) : region.old.text.size();
        result.isSettled = meets && oldPlace(settled) >= next;
        return result.isSettled;
    };
    result.fresh = detail::scanPieces(pipeline(), text, meetsOld);
    result.isSettled = result.isSettled || isEnd;
    result.oldEnd = oldPlace(result.fresh.text.size());
    return result;
}

/** Replaces the old pieces of the region by the fresh ones. */
TokenChange IncrementalTokenizer::State::putIn(const Region &region, const Rescan &rescan)
{
    const auto &tokens = region.old.tokens;
    const auto tokenIndex = [&tokens](std::size_t place) {
        const auto startsBefore = [](const Token &token, std::size_t at) { return token.begin < at; };
        return static_cast<std::size_t>(
            std::lower_bound(tokens.begin(), tokens.end(), place, startsBefore) - tokens.begin());
    };
    const std::size_t firstToken = tokenIndex(region.restart);
    const TokenChange change{ region.first.token + firstToken, tokenIndex(rescan.oldEnd) - firstToken,
                              rescan.fresh.tokens.size() };
    EditChunk joined;
    joined.append(region.old, 0, region.restart);
    joined.append(rescan.fresh, 0, rescan.fresh.text.size());
    joined.append(region.old, rescan.oldEnd, region.old.text.size());
    replaceChunks(region.first.chunk, region.last, detail::splitChunk(std::move(joined)));
    return change;
}

/** For tokenizers that cannot begin anew inside a text: everything again, and the change by comparing. */
TokenChange IncrementalTokenizer::State::editWhole(std::size_t byte, std::size_t removed, std::string_view inserted)
{
    std::vector<Token> before;
    if (!chunks.empty() && !isIncremental())
        before = chunks[0].tokens;
    std::string text = wholeText();
    text.replace(byte, removed, inserted);
    tokenizeWhole(std::move(text));
    if (chunks.empty() || isIncremental())
        return { 0, before.size(), sums.token };
    const std::vector<Token> &after = chunks[0].tokens;
    const std::size_t shorter = std::min(before.size(), after.size());
    std::size_t front = 0;
    while (front < shorter && before[front] == after[front])
        ++front;
    std::size_t back = 0;
    const auto sameFromBack = [&](std::size_t i) {
        const Token &a = before[before.size() - 1 - i];
        const Token &b = after[after.size() - 1 - i];
        return a.id == b.id && a.begin >= byte + removed && b.begin >= byte + inserted.size();
    };
    while (back < shorter - front && sameFromBack(back))
        ++back;
    return { front, before.size() - front - back, after.size() - front - back };
}

PositionedToken IncrementalTokenizer::State::positioned(const Place &place, std::size_t index) const
{
    Utf16Cursor cursor(chunks[place.chunk].text, place.byte, place.utf16);
    return cursor.position(chunks[place.chunk].tokens[index]);
}

IncrementalTokenizer::IncrementalTokenizer(TokenizerPtr tokenizer, SpecialTokens special)
    : m_state(std::make_unique<State>())
{
    m_state->tokenizer = std::move(tokenizer);
    m_state->special = special;
}

IncrementalTokenizer::~IncrementalTokenizer() = default;

void IncrementalTokenizer::setText(std::string_view utf8)
{
    m_state->tokenizeWhole(detail::replaceIllFormedPlain(utf8));
}

void IncrementalTokenizer::setText(std::u16string_view utf16)
{
    m_state->tokenizeWhole(detail::fromUtf16(utf16));
}

base::Result<TokenChange> IncrementalTokenizer::edit(
    std::size_t byte, std::size_t removedBytes, std::string_view inserted)
{
    const std::size_t size = m_state->sums.byte;
    if (byte > size || removedBytes > size - byte)
        return badPosition(byte > size ? byte : byte + removedBytes);
    for (const std::size_t place : { byte, byte + removedBytes }) {
        const State::Place chunk = m_state->chunkOfByte(place);
        if (!m_state->chunks.empty() && !isBorder(m_state->chunks[chunk.chunk].text, place - chunk.byte))
            return badPosition(place);
    }
    m_state->scanned = 0;
    return m_state->edit(byte, removedBytes, detail::replaceIllFormedPlain(inserted));
}

base::Result<TokenChange> IncrementalTokenizer::editUtf16(
    std::size_t position, std::size_t removed, std::u16string_view inserted)
{
    const std::size_t begin = m_state->byteAtUtf16(position);
    if (begin == std::string_view::npos || removed > m_state->sums.utf16 - position)
        return badPosition(position);
    const std::size_t end = m_state->byteAtUtf16(position + removed);
    if (end == std::string_view::npos)
        return badPosition(position + removed);
    m_state->scanned = 0;
    return m_state->edit(begin, end - begin, detail::fromUtf16(inserted));
}

std::size_t IncrementalTokenizer::tokenCount() const
{
    return m_state->sums.token;
}

std::size_t IncrementalTokenizer::textBytes() const
{
    return m_state->sums.byte;
}

std::size_t IncrementalTokenizer::textUtf16() const
{
    return m_state->sums.utf16;
}

std::string IncrementalTokenizer::text() const
{
    return m_state->wholeText();
}

PositionedToken IncrementalTokenizer::token(std::size_t index) const
{
    const State::Place place = m_state->find([index](const State::Place &next) { return next.token > index; });
    return m_state->positioned(place, index - place.token);
}

void IncrementalTokenizer::tokensInUtf16(
    std::size_t begin, std::size_t end, std::vector<PositionedToken> &out) const
{
    out.clear();
    if (m_state->chunks.empty())
        return;
    State::Place place = m_state->find([begin](const State::Place &next) { return next.utf16 > begin; });
    while (place.chunk < m_state->chunks.size() && place.utf16 < end) {
        const EditChunk &chunk = m_state->chunks[place.chunk];
        Utf16Cursor cursor(chunk.text, place.byte, place.utf16);
        for (const Token &token : chunk.tokens) {
            const PositionedToken item = cursor.position(token);
            if (item.begin.utf16 >= end)
                return;
            if (item.end.utf16 > begin)
                out.push_back(item);
        }
        place = { place.chunk + 1, place.byte + chunk.text.size(), place.utf16 + chunk.utf16,
                  place.token + chunk.tokens.size() };
    }
}

std::size_t IncrementalTokenizer::tokenAtByte(std::size_t byte) const
{
    if (byte >= m_state->sums.byte)
        return m_state->sums.token;
    const State::Place place = m_state->chunkOfByte(byte);
    const auto &tokens = m_state->chunks[place.chunk].tokens;
    const auto next
        = std::upper_bound(tokens.begin(), tokens.end(), byte - place.byte, [](std::size_t at, const Token &token) {
              return at < token.end;
          });
    return place.token + static_cast<std::size_t>(next - tokens.begin());
}

void IncrementalTokenizer::tokens(std::vector<Token> &out) const
{
    out.clear();
    out.reserve(m_state->sums.token);
    std::size_t base = 0;
    for (const EditChunk &chunk : m_state->chunks) {
        for (const Token &token : chunk.tokens)
            out.push_back({ token.id, static_cast<std::uint32_t>(base + token.begin),
                            static_cast<std::uint32_t>(base + token.end) });
        base += chunk.text.size();
    }
}

std::size_t IncrementalTokenizer::lastScannedBytes() const
{
    return m_state->scanned;
}

} // namespace cachescope::tokens

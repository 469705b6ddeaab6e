// SPDX-License-Identifier: MIT
#include "tokens/incremental_tokenizer.h"

#include "tokens/chunk_list.h"
#include "tokens/edit_scan.h"
#include "tokens/pipeline.h"
#include "tokens/scan.h"
#include "tokens/text_positions.h"

#include <algorithm>

namespace cachescope::tokens {

using detail::ChunkList;
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
    TokenizerPtr tokenizer;
    SpecialTokens special = SpecialTokens::AsText;
    ChunkList chunks;
    std::size_t scanned = 0;

    const Pipeline &pipeline() const { return tokenizer->pipeline(); }
    std::size_t byteAtUtf16(std::size_t utf16) const;
    void tokenizeWhole(std::string text);
    TokenChange edit(const detail::TextEdit &edit);
    TokenChange editWhole(const detail::TextEdit &edit);
    PositionedToken positioned(const ChunkList::Place &place, std::size_t index) const;
};

std::size_t IncrementalTokenizer::State::byteAtUtf16(std::size_t utf16) const
{
    if (chunks.empty())
        return utf16 == 0 ? 0 : std::string_view::npos;
    const auto place = chunks.find([utf16](const ChunkList::Place &next) { return next.utf16 > utf16; });
    const std::size_t inside = detail::byteOfUtf16(chunks[place.chunk].text, utf16 - place.utf16);
    return inside == std::string_view::npos ? inside : place.byte + inside;
}

void IncrementalTokenizer::State::tokenizeWhole(std::string text)
{
    scanned = text.size();
    const auto which = Pipeline::which(special);
    EditChunk whole;
    if (pipeline().restart() == Pipeline::Restart::AtPieces) {
        whole = detail::scanPieces(pipeline(), which, text, {}, [](detail::Border) { return false; });
    } else if (pipeline().restart() == Pipeline::Restart::AtTokens) {
        if (auto found = detail::scanTokens(pipeline(), which, text, {}, text.size()))
            whole = std::move(found->chunk);
    } else if (!text.empty()) {
        tokenizer->encode(text, whole.tokens, special);
        whole.borders.push_back({});
        whole.text = std::move(text);
    }
    chunks.replace(0, chunks.size(), detail::splitChunk(std::move(whole)));
}

TokenChange IncrementalTokenizer::State::edit(const detail::TextEdit &edit)
{
    if (pipeline().restart() == Pipeline::Restart::Nowhere || chunks.empty())
        return editWhole(edit);
    detail::EditScan scan(pipeline(), Pipeline::which(special), chunks);
    const TokenChange change = scan.edit(edit);
    scanned = scan.scannedBytes();
    return change;
}

/** For tokenizers that cannot begin anew inside a text. */
TokenChange IncrementalTokenizer::State::editWhole(const detail::TextEdit &edit)
{
    const std::size_t before = chunks.sums().token;
    std::string text = chunks.text();
    text.replace(edit.byte, edit.removed, edit.inserted);
    tokenizeWhole(std::move(text));
    return { 0, before, chunks.sums().token };
}

PositionedToken IncrementalTokenizer::State::positioned(const ChunkList::Place &place, std::size_t index) const
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
    const std::size_t size = m_state->chunks.sums().byte;
    if (byte > size || removedBytes > size - byte)
        return badPosition(byte > size ? byte : byte + removedBytes);
    for (const std::size_t place : { byte, byte + removedBytes }) {
        const ChunkList::Place chunk = m_state->chunks.ofByte(place);
        if (!m_state->chunks.empty() && !isBorder(m_state->chunks[chunk.chunk].text, place - chunk.byte))
            return badPosition(place);
    }
    const std::string text = detail::replaceIllFormedPlain(inserted);
    return m_state->edit({ byte, removedBytes, text });
}

base::Result<TokenChange> IncrementalTokenizer::editUtf16(
    std::size_t position, std::size_t removed, std::u16string_view inserted)
{
    const std::size_t begin = m_state->byteAtUtf16(position);
    if (begin == std::string_view::npos || removed > m_state->chunks.sums().utf16 - position)
        return badPosition(position);
    const std::size_t end = m_state->byteAtUtf16(position + removed);
    if (end == std::string_view::npos)
        return badPosition(position + removed);
    const std::string text = detail::fromUtf16(inserted);
    return m_state->edit({ begin, end - begin, text });
}

std::size_t IncrementalTokenizer::tokenCount() const
{
    return m_state->chunks.sums().token;
}

std::size_t IncrementalTokenizer::textBytes() const
{
    return m_state->chunks.sums().byte;
}

std::size_t IncrementalTokenizer::textUtf16() const
{
    return m_state->chunks.sums().utf16;
}

std::string IncrementalTokenizer::text() const
{
    return m_state->chunks.text();
}

PositionedToken IncrementalTokenizer::token(std::size_t index) const
{
    const ChunkList::Place place
        = m_state->chunks.find([index](const ChunkList::Place &next) { return next.token > index; });
    return m_state->positioned(place, index - place.token);
}

void IncrementalTokenizer::tokensInUtf16(
    std::size_t begin, std::size_t end, std::vector<PositionedToken> &out) const
{
    out.clear();
    if (m_state->chunks.empty())
        return;
    ChunkList::Place place
        = m_state->chunks.find([begin](const ChunkList::Place &next) { return next.utf16 > begin; });
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
        place = m_state->chunks.after(place);
    }
}

std::size_t IncrementalTokenizer::tokenAtByte(std::size_t byte) const
{
    if (byte >= m_state->chunks.sums().byte)
        return m_state->chunks.sums().token;
    const ChunkList::Place place = m_state->chunks.ofByte(byte);
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
    out.reserve(m_state->chunks.sums().token);
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

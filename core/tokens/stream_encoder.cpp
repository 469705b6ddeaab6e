// SPDX-License-Identifier: MIT
#include "tokens/stream_encoder.h"

#include "tokens/pipeline.h"
#include "tokens/safe_cut.h"

#include <algorithm>

namespace cachescope::tokens {

using detail::Pipeline;

struct StreamEncoder::State
{
    static constexpr std::size_t batchBytes = std::size_t{ 1 } << 20;

    TokenizerPtr tokenizer;
    SpecialTokens special;
    Sink sink;
    std::string pending;
    std::uint64_t base = 0; ///< bytes delivered
    std::size_t nextTry = batchBytes;
    std::optional<std::uint64_t> firstInvalid;
    std::vector<Token> tokens;
    std::vector<StreamToken> batch;

    void encode(std::string_view text, bool byPieces);
    void deliver(detail::SafeCut cut);
};

/** Tokens of `text`, the beginning of `pending`. */
void StreamEncoder::State::encode(std::string_view text, bool byPieces)
{
    const Pipeline &pipeline = tokenizer->pipeline();
    const auto at = base == 0 ? Pipeline::PieceAt::BeginningOfText : Pipeline::PieceAt::Later;
    if (!byPieces) {
        pipeline.encode(text, tokens, special, at);
        return;
    }
    tokens.clear();
    const auto *const begin = reinterpret_cast<detail::Bytes>(pending.data());
    for (std::size_t place = 0; place < text.size();) {
        const auto next
            = static_cast<std::size_t>(pipeline.pieceEnd(begin + place, begin + pending.size()) - begin);
        pipeline.encodePiece(text.substr(place, next - place), at, static_cast<std::uint32_t>(place), tokens);
        place = next;
    }
}

void StreamEncoder::State::deliver(detail::SafeCut cut)
{
    const std::size_t bytes = cut.bytes;
    const std::string_view text = std::string_view(pending).substr(0, bytes);
    if (!firstInvalid) {
        if (const std::size_t invalid = detail::firstIllFormed(text); invalid < text.size())
            firstInvalid = base + invalid;
    }
    encode(text, cut.byPieces);
    batch.clear();
    batch.reserve(tokens.size());
    for (const Token &token : tokens)
        batch.push_back({ token.id, base + token.begin, base + token.end });
    pending.erase(0, bytes);
    base += bytes;
    if (!batch.empty())
        sink(batch);
}

StreamEncoder::StreamEncoder(TokenizerPtr tokenizer, SpecialTokens special, Sink sink)
    : m_state(std::make_unique<State>())
{
    m_state->tokenizer = std::move(tokenizer);
    m_state->special = special;
    m_state->sink = std::move(sink);
}

StreamEncoder::~StreamEncoder() = default;

void StreamEncoder::add(std::string_view bytes)
{
    State &state = *m_state;
    while (!bytes.empty()) {
        // Not more at once than what is tried next, so that one huge chunk does not make one huge batch.
        const std::size_t taken = std::min(bytes.size(), state.nextTry - state.pending.size());
        state.pending.append(bytes.substr(0, taken));
        bytes.remove_prefix(taken);
        if (state.pending.size() < state.nextTry)
            break;
        const detail::SafeCut cut = detail::lastSafeCut(state.tokenizer->pipeline(), state.pending, state.special);
        if (cut.bytes > 0)
            state.deliver(cut);
        // Without a cut the stretch is tried again when it has doubled: the whole stays linear.
        state.nextTry = std::max(State::batchBytes, state.pending.size() * 2);
    }
}

void StreamEncoder::finish()
{
    if (!m_state->pending.empty())
        m_state->deliver({ m_state->pending.size(), false });
}

std::size_t StreamEncoder::pendingBytes() const
{
    return m_state->pending.size();
}

std::optional<std::uint64_t> StreamEncoder::firstInvalidByte() const
{
    return m_state->firstInvalid;
}

} // namespace cachescope::tokens

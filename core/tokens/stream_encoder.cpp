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
    Pipeline::PieceAt where = Pipeline::PieceAt::BeginningOfText;
    std::vector<Token> tokens;
    std::vector<StreamToken> batch;

    void deliverSettled();
    void deliverText(std::size_t bytes);
    void deliver(std::size_t bytes);
};

/** What is settled of `pending`, if anything. */
void StreamEncoder::State::deliverSettled()
{
    const std::size_t local = detail::lastLocalCut(tokenizer->pipeline(), pending, special);
    if (local <= pending.size() / 2) {
        if (auto start = detail::settledStart(tokenizer->pipeline(), pending, special, where);
            start && start->bytes > local) {
            tokens = std::move(start->tokens);
            where = start->next;
            deliver(start->bytes);
            return;
        }
    }
    if (local > 0)
        deliverText(local);
}

/** The first `bytes` of `pending` as a text of its own. */
void StreamEncoder::State::deliverText(std::size_t bytes)
{
    tokenizer->pipeline().encode(std::string_view(pending).substr(0, bytes), tokens, special, where);
    where = Pipeline::PieceAt::Later;
    deliver(bytes);
}

/** `tokens`, which are those of the first `bytes` of `pending`. */
void StreamEncoder::State::deliver(std::size_t bytes)
{
    if (!firstInvalid) {
        const std::string_view text = std::string_view(pending).substr(0, bytes);
        if (const std::size_t invalid = detail::firstIllFormed(text); invalid < text.size())
            firstInvalid = base + invalid;
    }
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
        state.deliverSettled();
        // Without a cut the stretch is tried again when it has doubled: the whole stays linear.
        state.nextTry = std::max(State::batchBytes, state.pending.size() * 2);
    }
}

void StreamEncoder::finish()
{
    if (!m_state->pending.empty())
        m_state->deliverText(m_state->pending.size());
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

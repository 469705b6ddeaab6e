// SPDX-License-Identifier: MIT
#include "prompt/chunk/chunker.h"

#include "prompt/chunk/natural_break.h"
#include "tokens/stream_encoder.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace cachescope::prompt {

using base::ErrorCode;
using tokens::StreamToken;

namespace {

constexpr std::int64_t smallestLimit = 8; // A character has at most four tokens, and one may stand before it.
constexpr std::size_t lookAhead = 64; // Tokens behind the limit, so that a border's surroundings are in sight.
constexpr std::size_t overlapSearch = 16; // Token borders around the wanted one that are tried.

constexpr std::array<std::string_view, 7> breakNames{
    "token", "word", "sentence", "line", "block", "heading", "end"
};

/** How full a chunk must be, in percent, for a border of this kind to end it. */
constexpr std::array<std::size_t, 6> leastFill{ 0, 50, 75, 75, 60, 50 };

} // namespace

std::string_view breakName(BreakKind kind)
{
    return breakNames[static_cast<std::size_t>(kind)];
}

base::Result<void> checkChunkSettings(const ChunkSettings &settings)
{
    if (settings.maxTokens < smallestLimit)
        return base::failure(
            ErrorCode::InvalidInput,
            "A chunk of " + std::to_string(settings.maxTokens) + " tokens is too small; 8 is the least.");
    if (settings.overlapTokens < 0 || settings.overlapTokens * 2 > settings.maxTokens)
        return base::failure(
            ErrorCode::InvalidInput,
            "An overlap of " + std::to_string(settings.overlapTokens) + " tokens does not fit chunks of "
                + std::to_string(settings.maxTokens) + ": it is 0 to half a chunk.");
    return {};
}

/** The stretch of text that the next chunk is cut from. */
class Chunker::Window
{
public:
    Window(tokens::TokenizerPtr tokenizer, const ChunkSettings &settings, Sink sink)
        : m_tokenizer(std::move(tokenizer))
        , m_limit(static_cast<std::size_t>(settings.maxTokens))
        , m_overlap(static_cast<std::size_t>(settings.overlapTokens))
        , m_sink(std::move(sink))
        , m_encoder(m_tokenizer, tokens::SpecialTokens::AsText, [this](std::span<const StreamToken> batch) {
            take(batch);
        })
    { }

    void add(std::string_view bytes)
    {
        if (m_dropped > m_buffer.size() / 2) {
            m_buffer.erase(0, m_dropped);
            m_dropped = 0;
        }
        m_buffer += bytes;
        m_lines.add(bytes);
        m_encoder.add(bytes);
    }

    void finish()
    {
        m_encoder.finish();
        m_ended = true;
        while (!m_encoder.firstInvalidByte() && m_previousEnd < m_begin + text().size())
            cut();
    }

    std::optional<std::uint64_t> firstInvalidByte() const { return m_encoder.firstInvalidByte(); }

private:
    struct Place
    {
        std::size_t tokens = 0; ///< Of the window, before it.
        BreakKind kind = BreakKind::End;
        std::int64_t own = 0; ///< Tokens of the text up to it, encoded by itself.
    };

    void take(std::span<const StreamToken> batch)
    {
        // A batch can be far larger than a chunk (it is as large as what was added).
        for (const StreamToken &token : batch) {
            m_tokens.push_back(token);
            if (m_tokens.size() > m_limit + lookAhead && !m_encoder.firstInvalidByte())
                cut();
        }
    }

    /** From the chunk's begin on. */
    std::string_view text() const { return std::string_view(m_buffer).substr(m_dropped); }
    std::size_t byteAfter(std::size_t count) const
    {
        return static_cast<std::size_t>((count == 0 ? m_begin : m_tokens[count - 1].end) - m_begin);
    }
    std::string_view textBetween(std::size_t fromToken, std::size_t toToken) const
    {
        const std::size_t from = byteAfter(fromToken);
        return text().substr(from, byteAfter(toToken) - from);
    }
    std::int64_t ownTokens(std::size_t fromToken, std::size_t toToken) const
    {
        return static_cast<std::int64_t>(m_tokenizer->count(textBetween(fromToken, toToken)));
    }

    std::optional<BreakKind> breakAfter(std::size_t count) const
    {
        const std::size_t byte = byteAfter(count);
        if (byte == text().size())
            return m_ended ? std::optional(BreakKind::End) : std::nullopt;
        return breakAt(text(), byte, m_lines.lineAt(m_begin + byte));
    }

    /** The best border with `least` < tokens <= `most`. */
    Place bestBreak(std::size_t least, std::size_t most) const
    {
        Place best{ 0, BreakKind::Token, 0 };
        for (std::size_t count = most; count > least; --count) {
            const auto kind = breakAfter(count);
            if (!kind || (best.tokens != 0 && *kind <= best.kind))
                continue;
            if (*kind == BreakKind::End || count * 100 >= m_limit * leastFill[static_cast<std::size_t>(*kind)])
                best = { count, *kind, 0 };
            else if (best.tokens == 0)
                best = { count, BreakKind::Token, 0 };
            if (best.kind >= BreakKind::Heading)
                break;
        }
        return best;
    }

    /** Where the chunk ends: at most the limit when its text is encoded by itself. No tokens: there is no such
     * place. */
    Place chooseEnd() const
    {
        const std::size_t repeated = tokensBefore(m_previousEnd);
        std::size_t most = std::min(m_limit, m_tokens.size());
        while (most > repeated) {
            Place place = bestBreak(repeated, most);
            if (place.tokens == 0)
                break;
            place.own = ownTokens(0, place.tokens);
            const auto excess = place.own - static_cast<std::int64_t>(m_limit);
            if (excess <= 0)
                return place;
            most = place.tokens - std::min(place.tokens, static_cast<std::size_t>(excess));
        }
        return {};
    }

    std::size_t tokensBefore(std::uint64_t byte) const
    {
        const auto first = std::partition_point(
            m_tokens.begin(), m_tokens.end(), [byte](const StreamToken &token) { return token.end <= byte; });
        return static_cast<std::size_t>(first - m_tokens.begin());
    }

    void cut()
    {
        Place end = chooseEnd();
        if (end.tokens == 0 && m_previousEnd > m_begin) {
            // What is repeated leaves no room for anything new: repeat nothing.
            forget(tokensBefore(m_previousEnd));
            m_repeatedTokens = 0;
            end = chooseEnd();
        }
        if (end.tokens == 0) { // No tokenizer needs more than the smallest limit for a character.
            end = { std::min(m_limit, m_tokens.size()), BreakKind::Token, 0 };
            end.own = ownTokens(0, end.tokens);
        }
        Chunk chunk;
        chunk.index = m_count++;
        chunk.begin = m_begin;
        chunk.end = m_begin + byteAfter(end.tokens);
        chunk.overlapEnd = std::max(m_begin, m_previousEnd);
        chunk.line = m_line;
        chunk.tokens = end.own;
        chunk.overlapTokens = m_repeatedTokens;
        chunk.endsAt = end.kind;
        chunk.text = textBetween(0, end.tokens);
        m_sink(chunk);
        m_previousEnd = chunk.end;
        forget(overlapStart(end.tokens));
    }

    /** Token at which the next chunk begins, so that it repeats the wanted number of them before `end`. */
    std::size_t overlapStart(std::size_t end)
    {
        m_repeatedTokens = 0;
        if (m_overlap == 0)
            return end;
        const std::size_t wanted = end - std::min(end, m_overlap);
        std::size_t best = end;
        for (std::size_t distance = 0; distance <= overlapSearch; ++distance) {
            for (const std::size_t start : { wanted + distance, wanted - std::min(wanted, distance) }) {
                const std::size_t byte = byteAfter(std::min(start, end));
                if (start == 0 || start >= end || (static_cast<unsigned char>(text()[byte]) & 0xc0) == 0x80)
                    continue;
                const std::int64_t own = ownTokens(start, end);
                if (own > static_cast<std::int64_t>(m_overlap) || own <= m_repeatedTokens)
                    continue;
                best = start;
                m_repeatedTokens = own;
                if (own == static_cast<std::int64_t>(m_overlap))
                    return best;
            }
        }
        return best;
    }

    /** Drops the first `count` tokens and their text. */
    void forget(std::size_t count)
    {
        const std::size_t bytes = byteAfter(count);
        const std::string_view gone = text().substr(0, bytes);
        m_line += static_cast<std::uint64_t>(std::count(gone.begin(), gone.end(), '\n'));
        m_dropped += bytes;
        m_tokens.erase(m_tokens.begin(), m_tokens.begin() + static_cast<std::ptrdiff_t>(count));
        m_begin += bytes;
        m_lines.forgetBefore(m_begin);
    }

    tokens::TokenizerPtr m_tokenizer;
    std::size_t m_limit, m_overlap;
    Sink m_sink;
    std::string m_buffer;
    std::size_t m_dropped = 0; ///< Bytes at its beginning that no chunk needs any more.
    std::vector<StreamToken> m_tokens; ///< From there on, as far as they are settled.
    LineStates m_lines;
    std::uint64_t m_begin = 0, m_previousEnd = 0, m_line = 1;
    std::int64_t m_repeatedTokens = 0;
    std::size_t m_count = 0;
    bool m_ended = false;
    tokens::StreamEncoder m_encoder;
};

Chunker::Chunker(tokens::TokenizerPtr tokenizer, const ChunkSettings &settings, Sink sink)
    : m_window(std::make_unique<Window>(std::move(tokenizer), settings, std::move(sink)))
{ }

Chunker::~Chunker() = default;

void Chunker::add(std::string_view bytes)
{
    m_window->add(bytes);
}

void Chunker::finish()
{
    m_window->finish();
}

std::optional<std::uint64_t> Chunker::firstInvalidByte() const
{
    return m_window->firstInvalidByte();
}

} // namespace cachescope::prompt

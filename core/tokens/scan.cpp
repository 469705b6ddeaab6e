// SPDX-License-Identifier: MIT
#include "tokens/scan.h"

#include "tokens/nfc.h"
#include "tokens/sinks.h"

#include <algorithm>

namespace cachescope::tokens::detail {

namespace {

using PieceAt = Pipeline::PieceAt;

Bytes bytesOf(std::string_view text)
{
    return reinterpret_cast<Bytes>(text.data());
}

/** Which ends of pieces are borders. */
struct CutBorders
{
    bool atEnd = true;
    bool inside = true;
};

/** Cuts by the rules from `level` on; `take(begin, end, isBorder)` gets each last piece and says whether to go on.
 */
template <typename Take>
bool cutPieces(
    const std::vector<SplitKind> &splits, std::size_t level, Bytes begin, Bytes end, CutBorders borders, Take &take)
{
    if (level == splits.size())
        return take(begin, end, borders.atEnd);
    while (begin < end) {
        const Bytes next = splitOnce(splits[level], begin, end);
        const CutBorders inner{ next == end ? borders.atEnd : borders.inside,
                                borders.inside && endsTheSameFromInside(splits[level], begin) };
        if (!cutPieces(splits, level + 1, begin, next, inner, take))
            return false;
        begin = next;
    }
    return true;
}

/** True when `place` is inside one of the ranges, which are in order. */
bool isInside(const std::vector<AddedTokens::Rejected> &ranges, std::size_t place)
{
    const auto range = std::partition_point(
        ranges.begin(), ranges.end(), [place](const AddedTokens::Rejected &item) { return item.end <= place; });
    return range != ranges.end() && range->begin < place;
}

/** One run of scanPieces(). */
class PieceScan
{
public:
    PieceScan(const Pipeline &pipeline, std::string_view text, ScanStart start, const StopAt &stop)
        : m_pipeline(pipeline)
        , m_text(text)
        , m_start(start)
        , m_stop(stop)
        , m_sink(m_chunk.tokens)
    { }

    EditChunk run(AddedTokens::Which which)
    {
        if (m_start.at < m_text.size())
            m_chunk.borders.push_back({ 0, m_start.where == PieceAt::BeginningOfStretch });
        std::size_t at = m_start.at;
        bool afterAdded = false;
        while (at < m_text.size()) {
            const auto match = m_pipeline.parts().added.next(m_text, at, which, &m_rejected);
            const std::size_t end = match ? match->begin : m_text.size();
            if (end > at && !(reach(at, afterAdded) && scanStretch(at, end)))
                break;
            if (!match) {
                reach(end, false);
                break;
            }
            if (!reach(end, end == at && afterAdded))
                break;
            putAdded(*match);
            at = match->end;
            afterAdded = true;
            m_where = PieceAt::BeginningOfStretch;
            if (at == m_text.size())
                reach(at, true);
        }
        m_chunk.text = m_text.substr(m_start.at, m_end - m_start.at);
        return std::move(m_chunk);
    }

private:
    std::size_t relative(std::size_t place) const { return place - m_start.at; }

    /** Everything up to `place` is done, and encoding can begin anew there. False: that is enough. */
    bool reach(std::size_t place, bool afterAdded)
    {
        if (place == m_start.at || place == m_end)
            return true;
        const Border border{ static_cast<std::uint32_t>(relative(place)) & 0x7FFFFFFFU, afterAdded };
        m_end = place;
        if (m_stop(border))
            return false;
        if (place < m_text.size())
            m_chunk.borders.push_back(border);
        return true;
    }

    void putAdded(const AddedTokens::Match &match)
    {
        m_sink.setBase(0);
        m_sink.put(match.token->id, relative(match.begin), relative(match.end));
    }

    bool scanStretch(std::size_t begin, std::size_t end)
    {
        const std::string_view text = m_text.substr(begin, end - begin);
        auto changed = m_pipeline.changedStretch(text, m_where);
        if (!changed)
            return scanText(text, begin, false, [](std::size_t place) { return std::optional(place); });
        m_composed = *std::move(changed);
        // A border in the composed text is one in the text when nothing is joined across it.
        const auto placeIn = [&](std::size_t place) -> std::optional<std::size_t> {
            const auto &origin = m_composed.origin;
            const std::size_t there = origin[place];
            const bool isClean = origin[place - 1] < there
                && (there == text.size() || beginsNfcSegment(decode(bytesOf(text) + there).codePoint));
            return isClean ? std::optional(there) : std::nullopt;
        };
        return scanText(m_composed.text, begin, true, placeIn);
    }

    /** `text` as it is cut; placeIn(end of a piece) is the place in the stretch at `base`. */
    template <typename PlaceIn>
    bool scanText(std::string_view text, std::size_t base, bool isMapped, PlaceIn placeIn)
    {
        const Bytes begin = bytesOf(text);
        const auto take = [&](Bytes from, Bytes to, bool isBorder) {
            const auto offset = static_cast<std::size_t>(from - begin);
            encode(text.substr(offset, static_cast<std::size_t>(to - from)), offset, base, isMapped);
            const auto end = static_cast<std::size_t>(to - begin);
            const auto place = isBorder && end < text.size() ? placeIn(end) : std::nullopt;
            return !place || isInside(m_rejected, base + *place) || reach(base + *place, false);
        };
        return cutPieces(m_pipeline.parts().splits, 0, begin, begin + text.size(), {}, take);
    }

    void encode(std::string_view piece, std::size_t offset, std::size_t base, bool isMapped)
    {
        if (isMapped) {
            m_sink.setBase(relative(base));
            MappedSink mapped(m_sink, m_composed.origin);
            mapped.setBase(offset);
            m_pipeline.encodePiece(piece, m_where, mapped);
        } else {
            m_sink.setBase(relative(base + offset));
            m_pipeline.encodePiece(piece, m_where, m_sink);
        }
        m_where = PieceAt::Later;
    }

    const Pipeline &m_pipeline;
    std::string_view m_text;
    ScanStart m_start;
    const StopAt &m_stop;
    EditChunk m_chunk;
    PlainSink m_sink;
    PieceAt m_where = m_start.where;
    std::size_t m_end = m_start.at;
    MappedText m_composed;
    std::vector<AddedTokens::Rejected> m_rejected;
};

bool isInsideCharacter(std::string_view text, std::size_t at)
{
    return at < text.size() && (static_cast<std::uint8_t>(text[at]) & 0xC0U) == 0x80U;
}

/** One run of scanTokens(). */
class TokenRun
{
public:
    TokenRun(const Pipeline &pipeline, std::string_view text, ScanStart start, std::size_t until)
        : m_pipeline(pipeline)
        , m_text(text)
        , m_start(start)
        , m_until(until)
        , m_sink(m_found.chunk.tokens)
    {
        m_found.chunk.text = text.substr(start.at, until - start.at);
    }

    std::optional<TokenScan> run(AddedTokens::Which which)
    {
        std::size_t at = m_start.at;
        while (at < m_until) {
            const auto match = m_pipeline.parts().added.next(m_text, at, which, &m_rejected);
            const std::size_t end = std::min(m_until, match ? match->begin : m_text.size());
            if (end > at)
                putStretch(at, end);
            if (!match || match->begin >= m_until)
                break;
            if (match->end > m_until)
                return std::nullopt;
            putAdded(*match);
            at = match->end;
        }
        if (isInside(m_rejected, m_until))
            return std::nullopt;
        m_found.endsAfterAdded = m_until > m_start.at && isAfterAdded();
        return std::move(m_found);
    }

private:
    bool isAfterAdded() const { return m_where == PieceAt::BeginningOfStretch; }

    void putStretch(std::size_t begin, std::size_t end)
    {
        m_sink.setBase(begin - m_start.at);
        m_pipeline.encodeStretch(m_text.substr(begin, end - begin), m_where, m_sink);
        addBorders();
        m_where = PieceAt::Later;
    }

    void putAdded(const AddedTokens::Match &match)
    {
        m_sink.setBase(0);
        m_sink.put(match.token->id, match.begin - m_start.at, match.end - m_start.at);
        addBorders();
        m_where = PieceAt::BeginningOfStretch;
    }

    /** For the tokens since the last time. Those that begin inside a character, or where one ends, are none. */
    void addBorders()
    {
        EditChunk &chunk = m_found.chunk;
        bool afterAdded = isAfterAdded();
        for (; m_done < chunk.tokens.size(); ++m_done) {
            const std::size_t at = chunk.tokens[m_done].begin;
            const bool isNew = chunk.borders.empty() || chunk.borders.back().at < at;
            const bool meets = m_done == 0 || chunk.tokens[m_done - 1].end == at;
            if (isNew && meets && !isInside(m_rejected, m_start.at + at) && !isInsideCharacter(chunk.text, at))
                chunk.borders.push_back({ static_cast<std::uint32_t>(at) & 0x7FFFFFFFU, afterAdded });
            afterAdded = false;
        }
    }

    const Pipeline &m_pipeline;
    std::string_view m_text;
    ScanStart m_start;
    std::size_t m_until;
    TokenScan m_found;
    PlainSink m_sink;
    PieceAt m_where = m_start.where;
    std::size_t m_done = 0; ///< tokens whose borders are found
    std::vector<AddedTokens::Rejected> m_rejected;
};

} // namespace

EditChunk scanPieces(
    const Pipeline &pipeline, AddedTokens::Which which, std::string_view text, ScanStart start, const StopAt &stop)
{
    return PieceScan(pipeline, text, start, stop).run(which);
}

std::optional<TokenScan> scanTokens(
    const Pipeline &pipeline, AddedTokens::Which which, std::string_view text, ScanStart start, std::size_t until)
{
    return TokenRun(pipeline, text, start, until).run(which);
}

} // namespace cachescope::tokens::detail

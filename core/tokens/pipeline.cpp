// SPDX-License-Identifier: MIT
#include "tokens/pipeline.h"

#include "tokens/fast_split.h"
#include "tokens/nfc.h"
#include "tokens/piece_encoder.h"
#include "tokens/sinks.h"

#include <algorithm>
#include <numeric>

namespace cachescope::tokens::detail {

namespace {

constexpr std::string_view block = "\xE2\x96\x81"; // U+2581

PieceEncoder &threadsEncoder()
{
    thread_local PieceEncoder encoder;
    return encoder;
}

Bytes bytesOf(std::string_view text)
{
    return reinterpret_cast<Bytes>(text.data());
}

/** Tokens of a piece that is no token itself. `at` is where it begins in the sink's text. */
template <typename Sink>
[[gnu::noinline]] void putMerged(
    const Vocabulary &vocabulary, Bytes piece, std::size_t length, std::size_t at, Sink &sink)
{
    std::size_t begin = at;
    for (const PieceToken &token : threadsEncoder().encode(vocabulary, piece, length)) {
        sink.put(vocabulary.idOf(token.rank), begin, at + token.end);
        begin = at + token.end;
    }
}

/** The same for a piece with a key, through what the thread has learnt. */
template <typename Sink>
[[gnu::noinline]] void putLearnt(
    const Vocabulary &vocabulary, const ShortKey &key, Bytes piece, std::size_t length, std::size_t at, Sink &sink)
{
    PieceEncoder &encoder = threadsEncoder();
    PieceCache::Entry &entry = encoder.pieces().slot(key);
    if (PieceCache::holds(entry, key, vocabulary.serial())) [[likely]] {
        std::size_t begin = 0;
        for (unsigned i = 0; i < entry.count(); ++i) {
            sink.put(entry.ids[i], at + begin, at + entry.end(i));
            begin = entry.end(i);
        }
        return;
    }
    const auto tokens = encoder.encode(vocabulary, piece, length);
    if (tokens.size() <= PieceCache::mostTokens && vocabulary.serial() < PieceCache::serialLimit) {
        entry.key = key;
        entry.shape = (vocabulary.serial() << 14) | (static_cast<std::uint32_t>(tokens.size()) << 12);
        for (unsigned i = 0; i < tokens.size(); ++i) {
            entry.ids[i] = vocabulary.idOf(tokens[i].rank);
            entry.shape |= tokens[i].end << (4 * i);
        }
    }
    std::size_t begin = at;
    for (const PieceToken &token : tokens) {
        sink.put(vocabulary.idOf(token.rank), begin, at + token.end);
        begin = at + token.end;
    }
}

template <typename Sink>
void putPiece(const Vocabulary &vocabulary, Bytes piece, std::size_t length, std::size_t at, Sink &sink)
{
    const std::uint32_t rank = vocabulary.find(piece, length);
    if (rank != noRank)
        sink.put(vocabulary.idOf(rank), at, at + length);
    else
        putMerged(vocabulary, piece, length, at, sink);
}

/** For vocabularies that do not hold every character. */
template <typename Sink>
void putWithFallback(const Vocabulary &vocabulary, const Fallback &fallback, std::string_view piece, Sink &sink)
{
    const Bytes begin = bytesOf(piece);
    const Bytes end = begin + piece.size();
    constexpr std::size_t none = std::string_view::npos; // No std::optional: GCC 12 takes it for uninitialised.
    std::size_t unknownFrom = none; // where the unknown characters at hand begin
    const auto putUnknown = [&](std::size_t to) {
        if (unknownFrom != none)
            sink.put(*fallback.unknownId, unknownFrom, to);
        unknownFrom = none;
    };
    for (Bytes at = begin; at < end;) {
        Bytes known = at;
        unsigned length = 0;
        while (known < end) {
            length = decode(known).length;
            if (vocabulary.find(known, length) == noRank)
                break;
            known += length;
        }
        const auto offset = static_cast<std::size_t>(at - begin);
        if (known > at) {
            putUnknown(offset);
            putPiece(vocabulary, at, static_cast<std::size_t>(known - at), offset, sink);
            at = known;
            continue;
        }
        if (fallback.byteIds.empty()) {
            if (!fallback.fuseUnknown)
                putUnknown(offset);
            unknownFrom = unknownFrom == none ? offset : unknownFrom;
        } else {
            for (unsigned i = 0; i < length; ++i)
                sink.put(fallback.byteIds[at[i]], offset + i, offset + i + 1);
        }
        at += length;
    }
    putUnknown(piece.size());
}

/** The hot loop: cut, look up, put. */
template <typename Split, typename Sink>
void putFast(const Vocabulary &vocabulary, std::string_view text, Sink &sink)
{
    const Bytes begin = bytesOf(text);
    const Bytes end = begin + text.size();
    Bytes at = begin;
    while (end - at >= Split::lookAhead) {
        const Bytes next = Split::fast(at, end);
        const auto length = static_cast<std::size_t>(next - at);
        const auto offset = static_cast<std::size_t>(at - begin);
        if (length <= ShortKey::maxLength) [[likely]] {
            const ShortKey key = ShortKey::fromPadded(at, length);
            const std::uint32_t rank = vocabulary.findShort(key);
            if (rank != noRank) [[likely]]
                sink.put(vocabulary.idOf(rank), offset, offset + length);
            else
                putLearnt(vocabulary, key, at, length, offset, sink);
        } else {
            putPiece(vocabulary, at, length, offset, sink);
        }
        at = next;
    }
    while (at < end) {
        const Bytes next = Split::complete(at, end);
        putPiece(vocabulary, at, static_cast<std::size_t>(next - at), static_cast<std::size_t>(at - begin), sink);
        at = next;
    }
}

/** Cuts by the rules from `level` on and calls `take(begin, end)` for each last piece. */
template <typename Take>
void cut(const std::vector<SplitKind> &splits, std::size_t level, Bytes begin, Bytes end, Take &take)
{
    if (level == splits.size()) {
        take(begin, end);
        return;
    }
    while (begin < end) {
        const Bytes next = splitOnce(splits[level], begin, end);
        cut(splits, level + 1, begin, next, take);
        begin = next;
    }
}

/** Where encoding can begin anew; see Pipeline::Restart. */
Pipeline::Restart restartOf(const Pipeline::Parts &parts)
{
    if (!parts.normalizer.nfc && !parts.ignoresMerges
        && std::all_of(parts.splits.begin(), parts.splits.end(), hangsOnNeighbours))
        return Pipeline::Restart::AtTokens;
    return parts.splits.empty() ? Pipeline::Restart::Nowhere : Pipeline::Restart::AtPieces;
}

} // namespace

Pipeline::Pipeline(Parts parts)
    : m_parts(std::move(parts))
{
    const Vocabulary &words = *m_parts.vocabulary;
    for (std::uint32_t rank = 0; rank < words.ranks(); ++rank) {
        const std::uint32_t id = words.idOf(rank);
        m_idCount = std::max(m_idCount, id + 1);
        if (id != rank)
            m_rankOfId.emplace(id, rank);
    }
    for (const AddedToken &token : m_parts.added.all())
        m_idCount = std::max(m_idCount, token.id + 1);
    for (std::size_t byte = 0; byte < m_parts.fallback.byteIds.size(); ++byte) {
        m_byteOfId.emplace(m_parts.fallback.byteIds[byte], static_cast<std::uint8_t>(byte));
        m_idCount = std::max(m_idCount, m_parts.fallback.byteIds[byte] + 1);
    }
    m_restart = restartOf(m_parts);
}

template <typename Sink> void Pipeline::encodePiece(std::string_view piece, PieceAt at, Sink &sink) const
{
    const Normalizer &normalizer = m_parts.normalizer;
    if (normalizer.blanksToBlocks) {
        thread_local MappedText changed;
        normalizePiece(normalizer, piece, at, changed);
        MappedSink mapped(sink, changed.origin);
        if (m_parts.fallback.isNeeded())
            putWithFallback(vocabulary(), m_parts.fallback, changed.text, mapped);
        else
            putPiece(vocabulary(), bytesOf(changed.text), changed.text.size(), 0, mapped);
        constexpr std::size_t kept = std::size_t{ 1 } << 16;
        if (changed.text.capacity() > kept)
            changed = {};
    } else if (m_parts.fallback.isNeeded()) {
        putWithFallback(vocabulary(), m_parts.fallback, piece, sink);
    } else {
        putPiece(vocabulary(), bytesOf(piece), piece.size(), 0, sink);
    }
}

template void Pipeline::encodePiece(std::string_view, PieceAt, PlainSink &) const;
template void Pipeline::encodePiece(std::string_view, PieceAt, MappedSink &) const;

/** A whole text of one piece rule; NFC, if any, is done already. */
template <typename Sink> void Pipeline::runPieces(std::string_view text, PieceAt at, Sink &sink) const
{
    const std::size_t base = sink.base();
    const Bytes begin = bytesOf(text);
    PieceAt where = at;
    const auto take = [&](Bytes from, Bytes to) {
        const auto offset = static_cast<std::size_t>(from - begin);
        sink.setBase(base + offset);
        encodePiece(text.substr(offset, static_cast<std::size_t>(to - from)), where, sink);
        where = PieceAt::Later;
    };
    cut(m_parts.splits, 0, begin, begin + text.size(), take);
    sink.setBase(base);
}

/** Text between two added tokens, as it is cut. */
template <typename Sink> void Pipeline::runCuts(std::string_view text, PieceAt at, Sink &sink) const
{
    if (text.empty())
        return;
    const bool plain
        = !m_parts.normalizer.blanksToBlocks && !m_parts.fallback.isNeeded() && m_parts.splits.size() == 1;
    const std::optional<SplitKind> kind = plain ? std::optional(m_parts.splits[0]) : std::nullopt;
    if (kind == SplitKind::O200k)
        putFast<FastSplit<FastFamily::O200k, true, 3>>(vocabulary(), text, sink);
    else if (kind == SplitKind::Tekken)
        putFast<FastSplit<FastFamily::O200k, false, 1>>(vocabulary(), text, sink);
    else if (kind == SplitKind::Cl100k)
        putFast<FastSplit<FastFamily::Cl100k, true, 3>>(vocabulary(), text, sink);
    else if (kind == SplitKind::Qwen2)
        putFast<FastSplit<FastFamily::Cl100k, true, 1>>(vocabulary(), text, sink);
    else if (kind == SplitKind::Gpt2)
        putFast<FastSplit<FastFamily::Gpt2, true, 0>>(vocabulary(), text, sink);
    else
        runPieces(text, at, sink);
}

std::optional<MappedText> Pipeline::changedStretch(std::string_view text, PieceAt at) const
{
    const Normalizer &normalizer = m_parts.normalizer;
    const bool composes = normalizer.nfc && !isSurelyNfc(text);
    const bool prefixes = normalizer.prefixWhen == Normalizer::Prefix::UnlessPresent && !normalizer.blanksToBlocks
        && at != PieceAt::Later && !text.empty() && !text.starts_with(normalizer.prefix);
    if (!composes && !prefixes)
        return std::nullopt;
    MappedText changed;
    if (composes) {
        changed = toNfc(text);
    } else {
        changed.text = text;
        changed.origin.resize(text.size() + 1);
        std::iota(changed.origin.begin(), changed.origin.end(), std::size_t{ 0 });
    }
    if (prefixes) {
        changed.text.insert(0, normalizer.prefix);
        changed.origin.insert(changed.origin.begin(), normalizer.prefix.size(), 0);
    }
    return changed;
}

/** Text between two added tokens. */
template <typename Sink> void Pipeline::runStretch(std::string_view text, PieceAt at, Sink &sink) const
{
    if (const auto changed = changedStretch(text, at)) {
        MappedSink mapped(sink, changed->origin);
        runCuts(changed->text, at, mapped);
    } else {
        runCuts(text, at, sink);
    }
}

template <typename Sink>
void Pipeline::runWellFormed(std::string_view utf8, SpecialTokens special, PieceAt at, Sink &sink) const
{
    std::size_t position = 0;
    while (position < utf8.size()) {
        const auto match = m_parts.added.next(utf8, position, which(special));
        const std::size_t end = match ? match->begin : utf8.size();
        const std::string_view stretch = utf8.substr(position, end - position);
        sink.setBase(position);
        runStretch(stretch, at, sink);
        if (!match)
            break;
        sink.setBase(0);
        sink.put(match->token->id, match->begin, match->end);
        position = match->end;
        at = PieceAt::BeginningOfStretch;
    }
    sink.setBase(0);
}

template <typename Sink>
void Pipeline::run(std::string_view utf8, SpecialTokens special, PieceAt at, Sink &sink) const
{
    if (firstIllFormed(utf8) == utf8.size()) {
        runWellFormed(utf8, special, at, sink);
        return;
    }
    const MappedText replaced = replaceIllFormed(utf8);
    MappedSink mapped(sink, replaced.origin);
    runWellFormed(std::string_view(replaced.text), special, at, mapped);
}

std::size_t Pipeline::count(std::string_view utf8, SpecialTokens special) const
{
    CountSink sink;
    run(utf8, special, PieceAt::BeginningOfText, sink);
    return sink.count();
}

void Pipeline::encodeIds(std::string_view utf8, std::vector<std::uint32_t> &out, SpecialTokens special) const
{
    out.clear();
    BufferedSink<std::uint32_t> sink(out);
    run(utf8, special, PieceAt::BeginningOfText, sink);
}

void Pipeline::encode(std::string_view utf8, std::vector<Token> &out, SpecialTokens special, PieceAt at) const
{
    out.clear();
    BufferedSink<Token> sink(out);
    run(utf8, special, at, sink);
}

void Pipeline::encodeStretch(std::string_view text, PieceAt at, PlainSink &sink) const
{
    runStretch(text, at, sink);
}

std::optional<std::string> Pipeline::tokenBytes(std::uint32_t id) const
{
    if (const AddedToken *token = m_parts.added.byId(id))
        return token->text;
    if (const auto byte = m_byteOfId.find(id); byte != m_byteOfId.end())
        return std::string(1, static_cast<char>(byte->second));
    const auto found = m_rankOfId.find(id);
    const std::uint32_t rank = found == m_rankOfId.end() ? id : found->second;
    if (rank >= vocabulary().ranks() || vocabulary().idOf(rank) != id || vocabulary().bytesOf(rank).empty())
        return std::nullopt;
    std::string text(vocabulary().bytesOf(rank));
    if (m_parts.decodesBlocks) {
        for (std::size_t at = text.find(block); at != std::string::npos; at = text.find(block, at))
            text.replace(at, block.size(), " ");
    }
    return text;
}

void normalizePiece(const Normalizer &normalizer, std::string_view text, Pipeline::PieceAt at, MappedText &out)
{
    out.text.clear();
    out.origin.clear();
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool isBlank = normalizer.blanksToBlocks && text[i] == ' ';
        out.text.append(isBlank ? block : text.substr(i, 1));
        out.origin.insert(out.origin.end(), isBlank ? block.size() : 1, i);
    }
    out.origin.push_back(text.size());
    using Prefix = Normalizer::Prefix;
    const bool present = out.text.starts_with(normalizer.prefix);
    const bool first = at == Pipeline::PieceAt::BeginningOfText;
    const bool wanted = (normalizer.prefixWhen == Prefix::Always && at != Pipeline::PieceAt::Later)
        || (normalizer.prefixWhen == Prefix::UnlessPresent && at != Pipeline::PieceAt::Later && !present)
        || (normalizer.prefixWhen == Prefix::First && first && !present);
    if (wanted) {
        out.text.insert(0, normalizer.prefix);
        out.origin.insert(out.origin.begin(), normalizer.prefix.size(), 0);
    }
}

} // namespace cachescope::tokens::detail

// SPDX-License-Identifier: MIT
#include "insight/simulation/piece_table.h"

#include "base/quick_hash.h"

#include <algorithm>
#include <utility>

namespace cachescope::insight {

using prompt::PieceList;
using prompt::Prompt;
using prompt::PromptForm;
using prompt::Segment;
using prompt::SegmentKind;

namespace {

constexpr std::uint64_t frameKind = 2; ///< Beside the two lists.

std::uint64_t hashOf(std::string_view text, std::uint64_t seed)
{
    return base::quickHash(text, seed);
}

/** What the parameters hide in a prompt, from the named level on (prompt-caching rules, 3.5 and 6.5). */
void readSalts(const prompt::RequestParameters &parameters, KnownFrame &frame)
{
    if (frame.form == PromptForm::AnthropicMessages) {
        frame.systemSalt = hashOf(parameters.speed, 1);
        frame.messagesSalt = parameters.toolChoice + '\n' + parameters.thinking + '\n' + parameters.reasoningEffort;
    } else if (frame.form == PromptForm::Gemini) {
        frame.rootSalt = hashOf(parameters.toolChoice, 3);
    } else {
        frame.rootSalt = hashOf(
            parameters.parallelToolCalls + '\n' + parameters.reasoningEffort + '\n' + parameters.verbosity, 4);
    }
}

std::uint8_t bitsOf(const prompt::Place &place)
{
    std::uint8_t bits = place.isMarkable ? 0 : NodeBit::unmarkable;
    if (place.kind == SegmentKind::Tool || place.kind == SegmentKind::Schema)
        bits |= NodeBit::tool;
    if (place.kind == SegmentKind::System)
        bits |= NodeBit::system;
    return bits;
}

/** "tools[3] run_checks" is called "run_checks". */
std::string_view toolName(const Segment &segment)
{
    const std::size_t blank = segment.label.find(' ');
    return blank == std::string::npos ? std::string_view() : std::string_view(segment.label).substr(blank + 1);
}

/** The stand-in for a picture, by the rules of the form. */
std::int32_t mediaTokens(PromptForm form, const ModelCounter &counter)
{
    prompt::Place picture;
    picture.kind = SegmentKind::Media;
    const std::int64_t none = 0;
    const auto layout = prompt::layOutCounted(
        form, { &picture, 1 }, counter.tokens, { &none, 1 }, [](std::string_view) { return 0; });
    return static_cast<std::int32_t>(layout.segments.front().media);
}

} // namespace

template <typename Value> std::size_t PieceTable::Shard<Value>::slotOf(std::uint64_t hash, std::size_t size) const
{
    std::size_t slot = static_cast<std::size_t>(hash) & (m_slots.size() - 1);
    while (m_slots[slot].value != nowhere
           && (m_slots[slot].hash != hash || m_slots[slot].size != static_cast<std::uint32_t>(size)))
        slot = (slot + 1) & (m_slots.size() - 1);
    return slot;
}

template <typename Value> const Value *PieceTable::Shard<Value>::find(std::uint64_t hash, std::size_t size) const
{
    const Slot &slot = m_slots[slotOf(hash, size)];
    return slot.value == nowhere ? nullptr : &m_values[slot.value];
}

template <typename Value>
const Value *PieceTable::Shard<Value>::keep(std::uint64_t hash, std::size_t size, Value value)
{
    if (const Value *known = find(hash, size))
        return known; // Another thread was quicker.
    if ((m_values.size() + 1) * 2 > m_slots.size()) {
        const std::vector<Slot> before = std::exchange(m_slots, std::vector<Slot>(m_slots.size() * 2));
        for (const Slot &slot : before)
            if (slot.value != nowhere)
                m_slots[slotOf(slot.hash, slot.size)] = slot;
    }
    m_slots[slotOf(hash, size)]
        = { hash, static_cast<std::uint32_t>(size), static_cast<std::uint32_t>(m_values.size()) };
    return &m_values.emplace_back(std::move(value));
}

template <typename Value, typename Make>
std::shared_ptr<const Value> PieceTable::find(
    Shards<Value> &shards, std::string_view text, std::uint64_t kind, const ModelCounter &counter, const Make &make)
{
    const std::uint64_t hash = hashOf(text, hashOf(counter.tokenizer->name(), kind));
    Shard<Value> &shard = shards[(hash >> 48) % shardCount];
    // What is kept stays: it is lent without counting by whom, which threads would contend for.
    const auto lent = [](const Value &value) {
        return value.isRead ? std::shared_ptr<const Value>(std::shared_ptr<void>(), &value) : nullptr;
    };
    {
        const std::lock_guard lock(shard.mutex);
        if (const Value *known = shard.find(hash, text.size()))
            return lent(*known);
    }
    Value made = make();
    const std::lock_guard lock(shard.mutex);
    if (shard.count() < m_mostKept / shardCount)
        return lent(*shard.keep(hash, text.size(), std::move(made)));
    return made.isRead ? std::make_shared<const Value>(std::move(made)) : nullptr;
}

PieceTable::Piece PieceTable::piece(
    std::string_view text, PieceList list, PromptForm form, const ModelCounter &counter)
{
    const std::uint64_t kind = static_cast<std::uint64_t>(form) * 4 + static_cast<std::uint64_t>(list);
    return find(m_pieces, text, kind, counter, [&]() -> KnownPiece {
        const auto piece = prompt::readPiece(text, list, form);
        return piece ? read(piece->source, piece->segments, form, counter) : KnownPiece();
    });
}

PieceTable::Frame PieceTable::frame(std::string_view text, PromptForm form, const ModelCounter &counter)
{
    const std::uint64_t kind = static_cast<std::uint64_t>(form) * 4 + frameKind;
    return find(m_frames, text, kind, counter, [&]() -> KnownFrame {
        const auto prompt = Prompt::parse(std::string(text), form);
        if (!prompt || (*prompt)->problem() || (*prompt)->form() != form)
            return {};
        return whole(**prompt, counter);
    });
}

KnownFrame PieceTable::whole(const Prompt &prompt, const ModelCounter &counter)
{
    KnownFrame frame;
    const prompt::RequestParameters &parameters = prompt.parameters();
    frame.form = prompt.form();
    frame.texts = read(prompt.bytes(), prompt.segments(), prompt.form(), counter);
    readSalts(parameters, frame);
    if (parameters.topLevelCacheControl)
        frame.topLevelTtl = kept(parameters.topLevelTtl.value_or(""));
    frame.explicitMode = parameters.explicitCacheMode;
    frame.dayRetention = parameters.promptCacheRetention == "24h";
    frame.isRead = true;
    return frame;
}

KnownPiece PieceTable::read(
    std::string_view source, const std::vector<Segment> &segments, PromptForm form, const ModelCounter &counter)
{
    KnownPiece piece;
    piece.isRead = true;
    piece.parts.reserve(segments.size());
    const bool byBlock = form == PromptForm::AnthropicMessages;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const Segment &segment = segments[i];
        KnownPart part = readPart(segment, counter);
        if (segment.kind == SegmentKind::Media) {
            std::string buffer;
            part.tokens = mediaTokens(form, counter);
            part.segment = m_segments.findOpaque(prompt::contentOf(source, segment, buffer), part.tokens).segment;
        }
        if (byBlock && i > 0 && segments[i - 1].block == segment.block)
            part.bits |= NodeBit::goesOn;
        piece.blocks = std::max(piece.blocks, segment.block + 1);
        piece.parts.push_back(part);
    }
    return piece;
}

KnownPart PieceTable::readPart(const Segment &segment, const ModelCounter &counter)
{
    KnownPart part;
    part.place = prompt::placeOf(segment);
    part.place.role = kept(part.place.role);
    part.place.name = kept(part.place.name);
    if (part.place.mark)
        part.place.mark = kept(*part.place.mark);
    part.identity = hashOf(segment.name, hashOf(segment.role, 0)) + static_cast<std::uint64_t>(segment.kind) * 31;
    part.bits = bitsOf(part.place);
    if (segment.kind == SegmentKind::Tool)
        part.toolName = kept(toolName(segment));
    if (segment.kind == SegmentKind::Media) {
        part.isPicture = segment.label.ends_with(" image");
        return part;
    }
    const SegmentTable::Found found = m_segments.find(*counter.tokenizer, segment.text.text());
    part.segment = found.segment;
    part.tokens = found.tokens;
    return part;
}

std::string_view PieceTable::kept(std::string_view text)
{
    if (text.empty())
        return {};
    const std::lock_guard lock(m_stringMutex);
    return *m_strings.emplace(text).first;
}

} // namespace cachescope::insight

// SPDX-License-Identifier: MIT
#include "insight/simulation/read_body.h"

#include "base/quick_hash.h"

#include <algorithm>

namespace cachescope::insight {

namespace {

using prompt::PieceList;
using prompt::Place;
using prompt::Prompt;
using prompt::PromptForm;
using prompt::SegmentKind;

/** The pieces of one request in the order of its prompt. */
struct Taken
{
    PieceTable::Frame frame;
    std::vector<PieceTable::Piece> tools, messages;
};

/** One request's parts in the order of its prompt, numbered through. */
class Assembly
{
public:
    explicit Assembly(const Taken &taken)
        : m_form(taken.frame->form)
    {
        const KnownPiece &frame = taken.frame->texts;
        const std::size_t about = frame.parts.size() + taken.tools.size() + 2 * taken.messages.size();
        m_parts.reserve(about);
        m_places.reserve(about);
        m_counts.reserve(about);
        m_blocks = frame.blocks;
        // The readers' order: the output schema, tools, system text, messages; Gemini's tools follow the system
        // text.
        const auto isSchema = [](const KnownPart &part) { return part.place.kind == SegmentKind::Schema; };
        const auto firstText = std::find_if_not(frame.parts.begin(), frame.parts.end(), isSchema);
        for (auto part = frame.parts.begin(); part != firstText; ++part)
            add(*part, 0, part->place.message);
        const auto addTexts = [&] {
            for (auto part = firstText; part != frame.parts.end(); ++part)
                add(*part, 0, part->place.message);
        };
        if (m_form == PromptForm::Gemini)
            addTexts();
        for (const PieceTable::Piece &tool : taken.tools)
            add(*tool, -1);
        if (m_form != PromptForm::Gemini)
            addTexts();
        for (std::size_t i = 0; i < taken.messages.size(); ++i)
            add(*taken.messages[i], static_cast<int>(i));
    }

    void read(const KnownFrame &frame, const ModelCounter &counter, ReadBody &to) const
    {
        const prompt::TokenLayout layout
            = prompt::layOutCounted(m_form, m_places, counter.tokens, m_counts, [&](std::string_view name) {
                  return static_cast<std::int64_t>(counter.tokenizer->count(name));
              });
        readParts(frame, layout, to);
        for (const prompt::CachePoint &point : prompt::cachePoints(m_form, m_places, layout, frame.topLevelTtl)) {
            const auto depth = static_cast<std::uint32_t>(point.segment);
            if (point.mark)
                to.marks.push_back({ depth, static_cast<std::int32_t>(point.mark->count()) });
            if (point.messageEnd)
                to.ends.push_back(depth);
        }
        to.sortedOrder = orderByName();
        to.tokens = static_cast<std::int32_t>(layout.total);
    }

private:
    void add(const KnownPart &part, int firstBlock, int message)
    {
        m_parts.push_back(&part);
        m_places.push_back(part.place);
        m_places.back().block += firstBlock;
        m_places.back().message = message;
        m_counts.push_back(part.tokens);
    }

    void add(const KnownPiece &piece, int message)
    {
        for (const KnownPart &part : piece.parts)
            add(part, m_blocks, message);
        m_blocks += piece.blocks;
    }

    void readParts(const KnownFrame &frame, const prompt::TokenLayout &layout, ReadBody &to) const
    {
        const bool pictures
            = std::any_of(m_parts.begin(), m_parts.end(), [](const KnownPart *part) { return part->isPicture; });
        std::uint64_t messagesSalt = 0;
        if (m_form == PromptForm::AnthropicMessages)
            messagesSalt = base::quickHash(frame.messagesSalt + (pictures ? "\npictures" : ""), 2);
        to.parts.resize(m_parts.size());
        for (std::size_t i = 0; i < m_parts.size(); ++i) {
            const KnownPart &known = *m_parts[i];
            PathPart &part = to.parts[i];
            part.segment = known.segment;
            part.tokens = known.tokens;
            part.isMedia = known.place.kind == SegmentKind::Media;
            part.wrapping = static_cast<std::int32_t>(layout.segments[i].wrapping);
            part.bits = known.bits;
            const std::uint64_t level = (part.bits & NodeBit::tool) != 0 ? 0
                : (part.bits & NodeBit::system) != 0                     ? frame.systemSalt
                                                                         : frame.systemSalt + messagesSalt;
            part.wrap = (known.identity ^ level * 0x9E3779B97F4A7C15ULL)
                + static_cast<std::uint64_t>(part.wrapping) * 257 + (part.bits & NodeBit::goesOn) * 65'537;
        }
    }

    /** Empty when the tools are in the order of their names already. */
    std::vector<std::uint32_t> orderByName() const
    {
        std::vector<std::uint32_t> tools;
        for (std::uint32_t i = 0; i < m_parts.size(); ++i)
            if (m_parts[i]->place.kind == SegmentKind::Tool)
                tools.push_back(i);
        std::vector<std::uint32_t> sorted = tools;
        std::stable_sort(sorted.begin(), sorted.end(), [this](std::uint32_t a, std::uint32_t b) {
            return m_parts[a]->toolName < m_parts[b]->toolName;
        });
        if (sorted == tools)
            return {};
        std::vector<std::uint32_t> order(m_parts.size());
        for (std::uint32_t i = 0; i < order.size(); ++i)
            order[i] = i;
        for (std::size_t i = 0; i < tools.size(); ++i)
            order[tools[i]] = sorted[i];
        return order;
    }

    const PromptForm m_form;
    int m_blocks = 0;
    std::vector<const KnownPart *> m_parts;
    std::vector<Place> m_places;
    std::vector<std::int64_t> m_counts;
};

/** By pieces, where the request can be cut into such. */
std::optional<Taken> takePieces(
    std::string_view body, PromptForm form, const ModelCounter &counter, PieceTable &table)
{
    const auto cut = prompt::takeApart(body, form);
    if (!cut)
        return {};
    Taken taken;
    taken.frame = table.frame(cut->frame, form, counter);
    if (!taken.frame)
        return {};
    taken.tools.reserve(cut->tools.size());
    taken.messages.reserve(cut->messages.size());
    for (const auto &[list, from, to] : { std::tuple(PieceList::Tools, &cut->tools, &taken.tools),
                                          std::tuple(PieceList::Messages, &cut->messages, &taken.messages) }) {
        for (const std::string_view text : *from) {
            to->push_back(table.piece(text, list, form, counter));
            if (!to->back())
                return {};
        }
    }
    return taken;
}

} // namespace

void readBody(std::string body, PromptForm form, const ModelCounter &counter, PieceTable &pieces, ReadBody &to)
{
    std::optional<Taken> taken = takePieces(body, form, counter, pieces);
    if (!taken) {
        const auto prompt = Prompt::parse(std::move(body), form);
        // What is no object has no members: it was read as text.
        if (!prompt || (*prompt)->problem() || (*prompt)->parameters().memberNames.empty())
            return;
        taken = Taken{ std::make_shared<const KnownFrame>(pieces.whole(**prompt, counter)), {}, {} };
    }
    const KnownFrame &frame = *taken->frame;
    to.isPrompt = true;
    to.form = frame.form;
    to.rootSalt = frame.rootSalt;
    to.explicitMode = frame.explicitMode;
    to.dayRetention = frame.dayRetention;
    Assembly(*taken).read(frame, counter, to);
}

} // namespace cachescope::insight

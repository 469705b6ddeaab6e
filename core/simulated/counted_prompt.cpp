// SPDX-License-Identifier: MIT
#include "simulated/prefix_cache.h"

#include "prompt/cache_points.h"

#include <cmath>

namespace cachescope::simulated {

namespace {

/** Parts of a prompt in the order in which providers render them (rules, sections 3.1, 6.2, 8.2). */
enum class Level
{
    Tools,
    System,
    Messages
};

Level levelOf(prompt::PromptForm form, const prompt::Segment &segment)
{
    const bool tool = segment.kind == prompt::SegmentKind::Tool || segment.kind == prompt::SegmentKind::Schema;
    if (tool && form != prompt::PromptForm::Gemini)
        return Level::Tools;
    return tool || segment.message < 0 ? Level::System : Level::Messages;
}

/** Walks over the token stream of a prompt and notes the running hash at every increment. */
class IncrementHasher
{
public:
    IncrementHasher(std::uint64_t start, std::int64_t increment, double factor, std::vector<std::uint64_t> &out)
        : m_hash(start)
        , m_increment(increment)
        , m_factor(factor)
        , m_out(out)
    {
        nextBoundary();
    }
    void add(std::uint64_t token)
    {
        m_hash = mix(m_hash, token);
        if (++m_taken == m_boundary) {
            m_out.push_back(m_hash);
            nextBoundary();
        }
    }

    /** Wrapping, then a picture's stand-in or the text; `media` tells pictures apart. */
    void addSegment(const prompt::TokenLayout::SegmentTokens &place, std::uint64_t kind, std::uint64_t media)
    {
        m_hash = mix(m_hash, kind); // Also where no token stands for it.
        for (std::int64_t i = 0; i < place.wrapping; ++i)
            add(kind);
        for (std::int64_t i = 0; i < place.media; ++i)
            add(media);
        for (const tokens::Token &token : place.tokens)
            add(token.id);
    }

private:
    /** Boundaries lie at multiples in the model's tokens; the stream is in those of the stand-in tokenizer. */
    void nextBoundary()
    {
        const auto tokens = static_cast<double>((static_cast<std::int64_t>(m_out.size()) + 1) * m_increment);
        m_boundary = static_cast<std::int64_t>(std::ceil(tokens / m_factor));
    }
    std::uint64_t m_hash;
    std::int64_t m_increment;
    double m_factor;
    std::vector<std::uint64_t> &m_out;
    std::int64_t m_taken = 0;
    std::int64_t m_boundary = 0;
};

} // namespace

CountedPrompt countPrompt(
    const Prompt &prompt, const ModelTokenizer &tokenizer, std::int64_t increment, TokenCounter &counter)
{
    const prompt::Prompt &text = *prompt.text;
    const prompt::TokenLayout layout
        = prompt::layOut(text, tokenizer.tokens, [&](std::string_view part, std::vector<tokens::Token> &out) {
              out = *counter.tokens(tokenizer.encoding(), part);
          });
    CountedPrompt counted;
    counted.implicitBreakpoints = prompt.implicitBreakpoints;
    std::uint64_t chain = hashText(prompt.rootSalt);
    IncrementHasher hasher(mix(chain, hashText(prompt.messageSalt)), increment, layout.factor, counted.increments);
    Level level = Level::Tools;
    auto point = prompt::cachePoints(text, layout);
    auto next = point.begin();
    std::string buffer;
    for (const prompt::TokenLayout::SegmentTokens &place : layout.segments) {
        const prompt::Segment &segment = text.segments()[place.segment];
        const Level here = levelOf(text.form(), segment);
        if (level < Level::System && here >= Level::System)
            chain = mix(chain, hashText(prompt.systemSalt, 1));
        if (level < Level::Messages && here == Level::Messages)
            chain = mix(chain, hashText(prompt.messageSalt, 2));
        level = here;
        const std::uint64_t kind
            = hashText(segment.role + '\n' + segment.name, static_cast<std::uint64_t>(segment.kind));
        const std::uint64_t content = hashText(prompt::contentOf(text, segment, buffer));
        chain = mix(mix(mix(chain, kind), static_cast<std::uint64_t>(place.wrapping)), content);
        if (increment > 1)
            hasher.addSegment(place, kind, segment.kind == prompt::SegmentKind::Media ? content : 0);
        if (next == point.end() || next->segment != place.segment)
            continue; // The provider's block goes on.
        counted.blocks.push_back({ next->tokens, chain, next->messageEnd, next->mark });
        ++next;
    }
    counted.total = layout.total;
    return counted;
}

} // namespace cachescope::simulated

// SPDX-License-Identifier: MIT
#include "simulated/prefix_cache.h"

#include <cmath>

namespace cachescope::simulated {

namespace {

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
    CountedPrompt counted;
    counted.implicitBreakpoints = prompt.implicitBreakpoints;
    std::uint64_t chain = hashText(prompt.rootSalt);
    IncrementHasher hasher(
        mix(chain, hashText(prompt.messageSalt)), increment, tokenizer.factor, counted.increments);
    Level level = Level::Tools;
    std::int64_t tokens = 0;
    for (const Segment &segment : prompt.segments) {
        if (level < Level::System && segment.level >= Level::System)
            chain = mix(chain, hashText(prompt.systemSalt, 1));
        if (level < Level::Messages && segment.level == Level::Messages)
            chain = mix(chain, hashText(prompt.messageSalt, 2));
        level = segment.level;
        const std::uint64_t kind = hashText(segment.kind, static_cast<std::uint64_t>(segment.level));
        chain = mix(mix(chain, kind), hashText(segment.text));
        const TokenCounter::Ids ids = counter.ids(tokenizer.encoding, segment.text);
        tokens += segment.overhead + static_cast<std::int64_t>(ids->size());
        if (increment > 1) {
            for (int i = 0; i < segment.overhead; ++i)
                hasher.add(kind);
            for (const std::uint32_t id : *ids)
                hasher.add(id);
        }
        counted.blocks.push_back({ tokenizer.scale(tokens), chain, segment.messageEnd, segment.mark });
    }
    counted.total = tokenizer.scale(tokens + prompt.closing);
    return counted;
}

} // namespace cachescope::simulated

// SPDX-License-Identifier: MIT
#include "insight/token_stream.h"

#include "prompt/cache_points.h"

#include <algorithm>
#include <limits>
#include <set>

namespace cachescope::insight {

namespace {

using prompt::Prompt;
using prompt::Segment;
using prompt::SegmentKind;
using prompt::TokenLayout;

constexpr std::uint32_t noToken = 0x80000000U;
constexpr std::size_t runLength = 6;
constexpr std::size_t mostSketched = 16'384; ///< Tokens; beyond these two makes differ anyway.
/** Below this, tools and system text alone say too little ("You are a helpful assistant."). */
constexpr std::size_t tellingTokens = 96;

std::uint32_t marker(std::uint64_t hash)
{
    return static_cast<std::uint32_t>(hash ^ hash >> 32) | noToken;
}

bool isFixedPart(const Segment &segment)
{
    return segment.kind == SegmentKind::Schema || segment.kind == SegmentKind::Tool
        || segment.kind == SegmentKind::System;
}

/** Keeps the least hashes of runs of tokens. */
class Sketcher
{
public:
    void add(const TokenLayout::SegmentTokens &place)
    {
        const auto &tokens = place.tokens;
        if (tokens.empty())
            return;
        for (std::size_t at = 0; at == 0 || at + runLength <= tokens.size(); ++at) {
            std::uint64_t run = 0;
            for (std::size_t i = at; i < std::min(at + runLength, tokens.size()); ++i)
                run = mixed(run, tokens[i].id);
            m_least.insert(run);
            if (m_least.size() > Sketch().size())
                m_least.erase(std::prev(m_least.end()));
        }
        m_taken += tokens.size();
    }
    std::size_t taken() const { return m_taken; }
    Sketch take() const
    {
        Sketch sketch;
        sketch.fill(0);
        std::copy(m_least.begin(), m_least.end(), sketch.begin());
        return sketch;
    }

private:
    std::set<std::uint64_t> m_least;
    std::size_t m_taken = 0;
};

} // namespace

std::uint64_t hashOf(std::string_view text)
{
    std::uint64_t hash = 0xcbf29ce484222325U ^ text.size();
    while (text.size() >= 8) {
        std::uint64_t word = 0;
        for (std::size_t i = 0; i < 8; ++i)
            word |= static_cast<std::uint64_t>(static_cast<unsigned char>(text[i])) << (8 * i);
        hash = mixed(hash, word);
        text.remove_prefix(8);
    }
    for (const char c : text)
        hash = mixed(hash, static_cast<unsigned char>(c));
    return hash;
}

TokenStream TokenStream::of(const Prompt &prompt, const TokenLayout &layout)
{
    TokenStream stream;
    std::size_t size = 0;
    for (const auto &place : layout.segments)
        size += place.tokens.size() + 2;
    stream.ids.reserve(size);
    stream.ends.reserve(layout.segments.size());
    for (const TokenLayout::SegmentTokens &place : layout.segments) {
        const Segment &segment = prompt.segments()[place.segment];
        std::uint64_t wrapping = mixed(static_cast<std::uint64_t>(segment.kind), hashOf(segment.role));
        wrapping = mixed(wrapping, hashOf(segment.name));
        stream.ids.push_back(marker(mixed(wrapping, static_cast<std::uint64_t>(place.wrapping))));
        for (const tokens::Token &token : place.tokens)
            stream.ids.push_back(token.id);
        if (segment.kind == SegmentKind::Media) {
            std::string buffer;
            stream.ids.push_back(marker(hashOf(prompt::contentOf(prompt, segment, buffer))));
        }
        stream.ends.push_back(stream.ids.size());
    }
    return stream;
}

Sketch sketchOf(const Prompt &prompt, const TokenLayout &layout)
{
    Sketcher sketcher;
    for (const TokenLayout::SegmentTokens &place : layout.segments) {
        if (isFixedPart(prompt.segments()[place.segment]) && sketcher.taken() < mostSketched)
            sketcher.add(place);
    }
    if (sketcher.taken() < tellingTokens) {
        const auto first = std::find_if(layout.segments.begin(), layout.segments.end(), [&](const auto &place) {
            return prompt.segments()[place.segment].kind == SegmentKind::Message;
        });
        if (first != layout.segments.end())
            sketcher.add(*first);
    }
    return sketcher.take();
}

} // namespace cachescope::insight

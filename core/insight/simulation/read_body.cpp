// SPDX-License-Identifier: MIT
#include "insight/simulation/read_body.h"

#include "base/quick_hash.h"
#include "prompt/cache_points.h"
#include "prompt/counted_layout.h"

#include <algorithm>

namespace cachescope::insight {

namespace {

using prompt::Prompt;
using prompt::PromptForm;
using prompt::Segment;
using prompt::SegmentKind;

std::uint64_t hashOf(std::string_view text, std::uint64_t seed)
{
    return base::quickHash(text, seed);
}

/** What the parameters hide in a prompt, from the named level on (prompt-caching rules, 3.5 and 6.5). */
struct Salts
{
    std::uint64_t root = 0, system = 0, messages = 0;
};

Salts saltsOf(const Prompt &prompt)
{
    const prompt::RequestParameters &parameters = prompt.parameters();
    Salts salts;
    if (prompt.form() == PromptForm::AnthropicMessages) {
        const bool pictures
            = std::any_of(prompt.segments().begin(), prompt.segments().end(), [](const Segment &segment) {
                  return segment.kind == SegmentKind::Media && segment.label.ends_with(" image");
              });
        salts.system = hashOf(parameters.speed, 1);
        salts.messages = hashOf(
            parameters.toolChoice + '\n' + parameters.thinking + '\n' + parameters.reasoningEffort
                + (pictures ? "\npictures" : ""),
            2);
    } else if (prompt.form() == PromptForm::Gemini) {
        salts.root = hashOf(parameters.toolChoice, 3);
    } else {
        salts.root = hashOf(
            parameters.parallelToolCalls + '\n' + parameters.reasoningEffort + '\n' + parameters.verbosity, 4);
    }
    return salts;
}

std::uint8_t bitsOf(const Prompt &prompt, std::size_t index)
{
    const Segment &segment = prompt.segments()[index];
    std::uint8_t bits = 0;
    if (segment.kind == SegmentKind::Tool || segment.kind == SegmentKind::Schema)
        bits |= NodeBit::tool;
    if (segment.kind == SegmentKind::System)
        bits |= NodeBit::system;
    const bool byBlock = prompt.form() == PromptForm::AnthropicMessages;
    if (byBlock && index > 0 && prompt.segments()[index - 1].block == segment.block)
        bits |= NodeBit::goesOn;
    if (segment.pointer.ends_with("/thinking") || segment.label.ends_with(" redacted_thinking")
        || (segment.kind != SegmentKind::Media && segment.text.text().empty()))
        bits |= NodeBit::unmarkable;
    return bits;
}

/** "tools[3] run_checks" is called "run_checks". */
std::string_view toolName(const Segment &segment)
{
    const std::size_t blank = segment.label.find(' ');
    return blank == std::string::npos ? std::string_view() : std::string_view(segment.label).substr(blank + 1);
}

/** Empty when the tools are in the order of their names already. */
std::vector<std::uint32_t> orderByName(const Prompt &prompt)
{
    std::vector<std::uint32_t> order(prompt.segments().size());
    std::vector<std::uint32_t> tools;
    for (std::uint32_t i = 0; i < order.size(); ++i) {
        order[i] = i;
        if (prompt.segments()[i].kind == SegmentKind::Tool)
            tools.push_back(i);
    }
    std::vector<std::uint32_t> sorted = tools;
    std::stable_sort(sorted.begin(), sorted.end(), [&](std::uint32_t a, std::uint32_t b) {
        return toolName(prompt.segments()[a]) < toolName(prompt.segments()[b]);
    });
    if (sorted == tools)
        return {};
    for (std::size_t i = 0; i < tools.size(); ++i)
        order[tools[i]] = sorted[i];
    return order;
}

void readPoints(const Prompt &prompt, const prompt::TokenLayout &layout, ReadBody &to)
{
    for (const prompt::CachePoint &point : prompt::cachePoints(prompt, layout)) {
        const auto depth = static_cast<std::uint32_t>(point.segment);
        if (point.mark)
            to.marks.push_back({ depth, static_cast<std::int32_t>(point.mark->count()) });
        if (point.messageEnd)
            to.ends.push_back(depth);
    }
}

} // namespace

void readParts(
    std::shared_ptr<const Prompt> prompt, const tokens::ModelTokens &chosen, const tokens::Tokenizer &tokenizer,
    SegmentTable &segments, ReadBody &to)
{
    const std::vector<Segment> &parts = prompt->segments();
    std::vector<std::int64_t> counts(parts.size(), 0);
    to.parts.resize(parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].kind == SegmentKind::Media)
            continue;
        const SegmentTable::Found found = segments.find(tokenizer, parts[i].text.text());
        to.parts[i].segment = found.segment;
        to.parts[i].tokens = found.tokens;
        counts[i] = found.tokens;
    }
    const prompt::TokenLayout layout = prompt::layOutCounted(*prompt, chosen, counts, [&](const std::string &name) {
        return static_cast<std::int64_t>(tokenizer.count(name));
    });
    const Salts salts = saltsOf(*prompt);
    std::string buffer;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        PathPart &part = to.parts[i];
        if (parts[i].kind == SegmentKind::Media) {
            part.isMedia = true;
            part.tokens = static_cast<std::int32_t>(layout.segments[i].media);
            part.segment = segments.findOpaque(prompt::contentOf(*prompt, parts[i], buffer), part.tokens).segment;
        }
        part.wrapping = static_cast<std::int32_t>(layout.segments[i].wrapping);
        part.bits = bitsOf(*prompt, i);
        const std::uint64_t level = (part.bits & NodeBit::tool) != 0 ? 0
            : (part.bits & NodeBit::system) != 0                     ? salts.system
                                                                     : salts.system + salts.messages;
        part.wrap = hashOf(parts[i].name, hashOf(parts[i].role, level))
            + static_cast<std::uint64_t>(parts[i].kind) * 31 + static_cast<std::uint64_t>(part.wrapping) * 257
            + (part.bits & NodeBit::goesOn) * 65'537;
    }
    readPoints(*prompt, layout, to);
    to.sortedOrder = orderByName(*prompt);
    to.rootSalt = salts.root;
    to.tokens = static_cast<std::int32_t>(layout.total);
    to.prompt = std::move(prompt);
}

} // namespace cachescope::insight

// SPDX-License-Identifier: MIT
#include "insight/simulation/prefix_replay.h"

#include <algorithm>
#include <cmath>

namespace cachescope::insight {

namespace {

constexpr std::int64_t micros = 1'000'000;
constexpr std::int64_t hour = 3600 * micros;
// Prompt-caching rules, 3.3 and 6.2; the same figures as in core/prompt's PrefixMemory.
constexpr std::size_t firstMarks = 2;
constexpr std::size_t latestMarks = 50;
constexpr std::size_t earlierEnds = 20;
constexpr std::size_t mostWrites = 4;
constexpr std::size_t usualLookBack = 20;
constexpr std::int32_t shortLifetime = 300; ///< Seconds; longer ones are written at the price of an hour.

bool isOpenAi(const TrafficGroup &group)
{
    return group.form == prompt::PromptForm::OpenAiChat || group.form == prompt::PromptForm::OpenAiResponses;
}

} // namespace

PrefixReplay::PrefixReplay(const Traffic &traffic, const Variant &variant)
    : m_traffic(traffic)
    , m_variant(variant)
{
    if (variant.marks == MarkPlaces::Best)
        m_planner.emplace(traffic, variant);
    const bool asProvider = variant.matching == Matching::AsProvider;
    const auto any = [&](PrefixKind kind) {
        return asProvider && std::any_of(traffic.groups.begin(), traffic.groups.end(), [&](const auto &group) {
                   return group.kind == kind;
               });
    };
    if (variant.matching == Matching::Steps || any(PrefixKind::Steps) || any(PrefixKind::Units))
        m_steps.resize(traffic.trie.stepCount());
    if (variant.matching == Matching::Messages || any(PrefixKind::Marks) || any(PrefixKind::Ends))
        m_nodes.resize(traffic.trie.nodeCount());
    if (any(PrefixKind::Ends))
        m_ends.resize(traffic.trie.nodeCount());
    if (variant.matching == Matching::Windows)
        m_pieces.resize(traffic.pieceCount);
}

PrefixReplay::~PrefixReplay() = default;

std::int64_t PrefixReplay::idleOf(const Look &look) const
{
    if (m_variant.lifetime)
        return m_variant.lifetime->count() * micros;
    const std::int64_t usual = look.group.idle.count() * micros;
    return look.prompt.dayRetention ? std::max(usual, hour / 2) : usual;
}

std::int64_t PrefixReplay::longestOf(const Look &look) const
{
    // Prompt-caching rules, 3.2: an hour at most, a day with the 24 h policy.
    if (!isOpenAi(look.group) || look.group.kind != PrefixKind::Steps)
        return 0;
    const std::int64_t longest = look.prompt.dayRetention ? 24 * hour : hour;
    return m_variant.lifetime ? std::max(longest, m_variant.lifetime->count() * micros) : longest;
}

void PrefixReplay::write(Entry &entry, const Look &look, std::int64_t idle, std::int64_t longest) const
{
    const bool wasAlive = entry.isAlive(look.now);
    const std::int64_t visible = look.now + look.firstByte;
    entry.visible = wasAlive ? std::min(entry.visible, visible) : visible;
    entry.written = look.now;
    entry.idle = idle;
    entry.longest = longest;
    entry.expires = look.now + idle;
}

void PrefixReplay::notePending(Look &look, const Entry &entry) const
{
    if (look.gate > 0 && look.pending == 0 && entry.isAlive(look.now) && entry.visible - look.now <= look.gate)
        look.pending = entry.visible;
}

void PrefixReplay::addWritten(Look &look, std::int64_t tokens) const
{
    // Only providers that charge for writing count it apart; elsewhere it is fresh input.
    if (look.group.kind == PrefixKind::Ends)
        look.use.writeOther += tokens;
    else if (look.group.kind == PrefixKind::Marks)
        (idleOf(look) > shortLifetime * micros ? look.use.write1h : look.use.write5m) += tokens;
}

/** OpenAI before GPT-5.6 and Gemini; also what-ifs by step. */
void PrefixReplay::steps(Look &look)
{
    const bool byVariant = m_variant.matching == Matching::Steps;
    const std::int64_t unit = look.group.unit;
    const std::int64_t every
        = std::max<std::int64_t>(1, (byVariant ? m_variant.stepTokens : look.group.step) / unit);
    const PrefixTrie &trie = m_traffic.trie;
    std::int64_t order
        = static_cast<std::int64_t>(static_cast<double>(trie.node(look.leaf).own) * look.group.factor) / unit;
    const std::int64_t last = order / every * every;
    std::int64_t found = 0;
    m_touched.clear();
    m_written.clear();
    const auto minimumOrder = [&] { return std::max<std::int64_t>(1, (look.minimum + unit - 1) / unit); }();
    for (std::uint32_t at = look.leaf; at != nowhere; at = trie.node(at).parent) {
        const auto inside = trie.steps(trie.node(at));
        for (std::size_t i = inside.size(); i-- > 0; --order) {
            if (order % every != 0)
                continue;
            Entry &entry = m_steps[inside[i]];
            if (found == 0 && order >= minimumOrder) {
                if (entry.isReadable(look.now))
                    found = order;
                else
                    notePending(look, entry);
            }
            (found > 0 ? m_touched : m_written).push_back(inside[i]);
        }
    }
    if (look.pending != 0)
        return;
    look.use.read = found * unit;
    for (const std::uint32_t step : m_touched) {
        Entry &entry = m_steps[step];
        if (entry.isReadable(look.now))
            entry.expires = look.now + entry.idle;
    }
    if (look.prompt.tokens < look.minimum)
        return;
    const std::int64_t idle = idleOf(look), longest = longestOf(look);
    for (const std::uint32_t step : m_written)
        write(m_steps[step], look, idle, longest);
    addWritten(look, (last - found) * unit);
}

/** DeepSeek's guide, as the simulated provider has it. */
void PrefixReplay::units(Look &look)
{
    const PrefixTrie &trie = m_traffic.trie;
    const std::int64_t unit = look.group.unit;
    std::int64_t order
        = static_cast<std::int64_t>(static_cast<double>(trie.node(look.leaf).own) * look.group.factor) / unit;
    const std::int64_t last = order;
    std::int64_t seen = 0, found = 0;
    std::uint32_t foundStep = nowhere;
    m_written.clear(); // Deepest first.
    for (std::uint32_t at = look.leaf; at != nowhere; at = trie.node(at).parent) {
        const auto inside = trie.steps(trie.node(at));
        for (std::size_t i = inside.size(); i-- > 0; --order) {
            m_written.push_back(inside[i]);
            const Entry &entry = m_steps[inside[i]];
            if (found > 0)
                continue;
            if (!entry.isReadable(look.now)) {
                notePending(look, entry);
                continue;
            }
            seen = seen == 0 ? order : seen;
            if (entry.readable) {
                found = order;
                foundStep = inside[i];
            }
        }
    }
    if (look.pending != 0)
        return;
    if (found * unit >= look.minimum && found > 0) {
        look.use.read = found * unit;
        m_steps[foundStep].expires = look.now + m_steps[foundStep].idle;
    }
    const std::int64_t idle = idleOf(look);
    order = last;
    for (const std::uint32_t step : m_written) {
        Entry &entry = m_steps[step];
        const bool readable = order == last || order == seen || order == found;
        entry.readable = readable || (entry.isAlive(look.now) && entry.readable);
        write(entry, look, idle, 0);
        --order;
    }
}

void PrefixReplay::collectPath(const Look &look)
{
    m_traffic.trie.path(look.leaf, m_path);
}

bool PrefixReplay::isPoint(std::size_t depth) const
{
    return depth + 1 >= m_path.size() || (m_traffic.trie.node(m_path[depth + 1]).bits & NodeBit::goesOn) == 0;
}

std::int64_t PrefixReplay::tokensAt(std::size_t depth) const
{
    return m_traffic.trie.node(m_path[depth]).tokens;
}

void PrefixReplay::marksOf(const Look &look)
{
    if (m_planner && look.group.kind == PrefixKind::Marks) {
        m_planner->plan(look.prompt, look.group, m_path, m_marks);
    } else {
        const auto begin = m_traffic.marks.begin() + look.prompt.marksBegin;
        m_marks.assign(begin, begin + look.prompt.marks);
    }
    if (!m_variant.lifetime)
        return;
    for (TrafficMark &mark : m_marks)
        mark.seconds = static_cast<std::int32_t>(m_variant.lifetime->count());
}

/** Anthropic. */
void PrefixReplay::marks(Look &look)
{
    collectPath(look);
    marksOf(look);
    const std::size_t lookBack = look.group.rules.lookbackBlocks > 0
        ? static_cast<std::size_t>(look.group.rules.lookbackBlocks)
        : usualLookBack;
    std::uint32_t found = nowhere;
    for (const TrafficMark &mark : m_marks) {
        std::size_t back = 0;
        for (std::size_t at = mark.depth + 1; at-- > 0 && back < lookBack;) {
            if (!isPoint(at))
                continue;
            ++back;
            const Entry &entry = m_nodes[m_path[at]];
            if (!entry.isReadable(look.now)) {
                if (tokensAt(at) > look.use.read)
                    notePending(look, entry);
                continue;
            }
            if (tokensAt(at) > look.use.read) {
                look.use.read = tokensAt(at);
                found = m_path[at];
            }
            break;
        }
    }
    if (look.pending != 0)
        return;
    if (found != nowhere)
        m_nodes[found].expires = look.now + m_nodes[found].idle;
    std::int64_t written = look.use.read;
    for (const TrafficMark &mark : m_marks) {
        const std::int64_t tokens = tokensAt(mark.depth);
        Entry &entry = m_nodes[m_path[mark.depth]];
        if (tokens < look.minimum)
            continue;
        if (tokens <= look.use.read) {
            if (entry.isReadable(look.now))
                entry.expires = look.now + entry.idle;
            continue;
        }
        (mark.seconds > shortLifetime ? look.use.write1h : look.use.write5m) += tokens - written;
        written = tokens;
        write(entry, look, mark.seconds * micros, 0);
    }
}

/** OpenAI from GPT-5.6 on. */
void PrefixReplay::ends(Look &look)
{
    collectPath(look);
    marksOf(look);
    Entry *found = nullptr;
    const auto consider = [&](std::vector<Entry> &entries, std::size_t depth) {
        Entry &entry = entries[m_path[depth]];
        if (tokensAt(depth) <= look.use.read)
            return;
        if (!entry.isReadable(look.now)) {
            notePending(look, entry);
            return;
        }
        look.use.read = tokensAt(depth);
        found = &entry;
    };
    const bool implicit = !look.prompt.explicitMode;
    for (std::size_t i = 0; i < m_marks.size(); ++i) {
        if (i >= firstMarks && i + latestMarks < m_marks.size())
            continue;
        consider(m_nodes, m_marks[i].depth);
        if (implicit)
            consider(m_ends, m_marks[i].depth);
    }
    const std::span<const std::uint32_t> ends(m_traffic.ends.data() + look.prompt.endsBegin, look.prompt.ends);
    const std::size_t from = ends.size() > earlierEnds + 1 ? ends.size() - earlierEnds - 1 : 0;
    for (std::size_t i = from; implicit && i < ends.size(); ++i)
        consider(m_ends, ends[i]);
    if (look.pending != 0)
        return;
    if (found != nullptr)
        found->expires = look.now + found->idle;
    std::int64_t reach = look.use.read;
    std::size_t writes = 0;
    const std::int64_t idle = idleOf(look);
    const auto put = [&](std::vector<Entry> &entries, std::size_t depth) {
        ++writes;
        if (tokensAt(depth) < look.minimum)
            return;
        reach = std::max(reach, tokensAt(depth));
        write(entries[m_path[depth]], look, idle, 0);
    };
    if (implicit && !ends.empty())
        put(m_ends, ends.back());
    for (std::size_t i = m_marks.size(); i-- > 0 && writes < mostWrites;)
        put(m_nodes, m_marks[i].depth);
    look.use.writeOther = reach - look.use.read;
}

/** A what-if: an entry at the end of each block, found wherever the beginning is the same. */
void PrefixReplay::messages(Look &look)
{
    collectPath(look);
    std::size_t found = m_path.size();
    for (std::size_t at = m_path.size(); at-- > 0 && found == m_path.size();) {
        if (!isPoint(at) || tokensAt(at) < look.minimum)
            continue;
        if (m_nodes[m_path[at]].isReadable(look.now))
            found = at;
        else
            notePending(look, m_nodes[m_path[at]]);
    }
    if (look.pending != 0)
        return;
    const bool any = found < m_path.size();
    look.use.read = any ? tokensAt(found) : 0;
    const std::int64_t idle = idleOf(look);
    std::int64_t reach = look.use.read;
    for (std::size_t at = 0; at < m_path.size(); ++at) {
        Entry &entry = m_nodes[m_path[at]];
        if (!isPoint(at) || tokensAt(at) < look.minimum)
            continue;
        if (any && at <= found && entry.isReadable(look.now)) {
            entry.expires = look.now + entry.idle;
        } else if (!any || at > found) {
            write(entry, look, idle, 0);
            reach = tokensAt(at);
        }
    }
    addWritten(look, reach - look.use.read);
}

/** A what-if: pieces are found wherever they stand. */
void PrefixReplay::windows(Look &look)
{
    collectPath(look);
    const std::int64_t idle = idleOf(look);
    std::int64_t own = 0, all = 0;
    for (const std::uint32_t at : m_path) {
        for (const auto &[piece, tokens] : m_traffic.pieces[m_traffic.trie.node(at).segment]) {
            Entry &entry = m_pieces[piece];
            all += tokens;
            if (entry.isReadable(look.now)) {
                own += tokens;
                entry.expires = look.now + entry.idle;
            } else {
                write(entry, look, idle, 0);
            }
        }
    }
    const auto inModel = [&](std::int64_t tokens) {
        return static_cast<std::int64_t>(std::llround(static_cast<double>(tokens) * look.group.factor));
    };
    look.use.read = inModel(own) >= look.minimum ? inModel(own) : 0;
    addWritten(look, inModel(all) - look.use.read);
}

void PrefixReplay::once(Look &look)
{
    look.use = { .waitMicros = look.use.waitMicros };
    look.pending = 0;
    switch (m_variant.matching) {
    case Matching::Steps:
        return steps(look);
    case Matching::Messages:
        return messages(look);
    case Matching::Windows:
        return windows(look);
    case Matching::AsProvider:
        break;
    }
    switch (look.group.kind) {
    case PrefixKind::Steps:
        return steps(look);
    case PrefixKind::Units:
        return units(look);
    case PrefixKind::Marks:
        return marks(look);
    case PrefixKind::Ends:
        return ends(look);
    case PrefixKind::None:
        break;
    }
}

PrefixUse PrefixReplay::call(const TrafficCall &call, std::int64_t firstByteMicros)
{
    const TrafficPrompt &prompt = m_traffic.prompts[call.prompt];
    const TrafficGroup &group = m_traffic.groups[call.group];
    if (group.kind == PrefixKind::None)
        return {};
    Look look(prompt, group, call.startedAt, firstByteMicros);
    look.minimum = static_cast<std::int64_t>(
        std::llround(static_cast<double>(group.rules.minimumTokens) / std::max(group.scale, 0.1)));
    look.leaf = m_variant.tools == ToolOrder::ByName ? prompt.sortedLeaf : prompt.leaf;
    look.gate = m_variant.warmGate ? m_variant.warmGate->count() * 1000 : 0;
    once(look);
    while (look.pending != 0) {
        const std::int64_t wait = look.pending - look.now;
        look.use.waitMicros += wait;
        look.gate -= wait; // Nothing more to wait for than the limit allows in all.
        look.now = look.pending;
        once(look);
    }
    return look.use;
}

void PrefixReplay::keepWarm(const TrafficPrompt &prompt, const TrafficGroup &group, base::UnixMicros now)
{
    const PrefixTrie &trie = m_traffic.trie;
    std::uint32_t at = m_variant.tools == ToolOrder::ByName ? prompt.sortedLeaf : prompt.leaf;
    while (at != nowhere && trie.node(at).depth > prompt.fixedDepth)
        at = trie.node(at).parent;
    const auto renew = [now](Entry &entry) {
        if (entry.written != 0)
            entry.expires = std::max(entry.expires, now + 1);
    };
    const bool byStep = m_variant.matching == Matching::Steps
        || (m_variant.matching == Matching::AsProvider
            && (group.kind == PrefixKind::Steps || group.kind == PrefixKind::Units));
    for (; at != nowhere; at = trie.node(at).parent) {
        if (byStep) {
            for (const std::uint32_t step : trie.steps(trie.node(at)))
                renew(m_steps[step]);
        } else {
            if (!m_nodes.empty())
                renew(m_nodes[at]);
            if (!m_ends.empty())
                renew(m_ends[at]);
        }
    }
}

std::int64_t PrefixReplay::fixedLifetime(const TrafficPrompt &prompt, const TrafficGroup &group) const
{
    if (prompt.fixedDepth == 0 || group.kind == PrefixKind::None || m_variant.matching == Matching::Windows)
        return 0;
    if (m_variant.lifetime)
        return m_variant.lifetime->count() * micros;
    if (group.kind != PrefixKind::Marks || m_variant.matching != Matching::AsProvider)
        return group.idle.count() * micros;
    if (m_planner)
        return shortLifetime * micros;
    for (std::uint32_t i = 0; i < prompt.marks; ++i) {
        const TrafficMark &mark = m_traffic.marks[prompt.marksBegin + i];
        if (mark.depth + 1 == prompt.fixedDepth)
            return mark.seconds * micros;
    }
    return 0;
}

} // namespace cachescope::insight

// SPDX-License-Identifier: MIT
#include "prompt/prefix_memory.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace cachescope::prompt {

using namespace std::chrono_literals;
using providers::CachingMode;
using std::chrono::seconds;

namespace {

constexpr std::size_t firstMarks = 2; // prompt-caching rules, 3.3: marks that are looked up
constexpr std::size_t latestMarks = 50;
constexpr std::size_t earlierEnds = 20;
constexpr std::size_t mostWrites = 4;
constexpr std::size_t usualLookBack = 20; // 6.2, the mark's own position included

enum class EntryKind : std::uint8_t
{
    Step, ///< A whole number of the provider's increments.
    Mark,
    MessageEnd,
};

struct Entry
{
    seconds written{}, expires{}, idle{};
    seconds longest{}; ///< 0: as long as it is used.
    bool isUnit = true; ///< False: a step that was seen, and that nothing is read up to yet.
    bool isAlive(seconds now) const { return now < expires && (longest == 0s || now < written + longest); }
};
using EntryPointer = std::shared_ptr<Entry>;

/** One call with what it left, by place. */
struct Past
{
    std::shared_ptr<const Prompt> prompt;
    TokenLayout layout;
    std::vector<CachePoint> points;
    std::vector<EntryPointer> steps; ///< Of automatic caches: entry of each increment, read or written.
    std::map<std::pair<EntryKind, std::size_t>, EntryPointer> entries; ///< By kind and point.
};

/** A call that is being looked up. */
struct Present
{
    const Prompt &prompt;
    const TokenLayout &layout;
    const std::vector<CachePoint> &points;
    seconds now;
};

/** What the parameters leave of a match (prompt-caching rules, 3.5 and 6.5). */
enum class Reach
{
    Nothing,
    Tools,
    System,
    All
};

bool hasPictures(const Prompt &prompt)
{
    return std::any_of(prompt.segments().begin(), prompt.segments().end(), [](const Segment &segment) {
        return segment.kind == SegmentKind::Media && segment.label.ends_with(" image");
    });
}

Reach reachOf(const Prompt &a, const Prompt &b)
{
    const RequestParameters &left = a.parameters(), &right = b.parameters();
    switch (a.form()) {
    case PromptForm::AnthropicMessages: {
        if (left.speed != right.speed)
            return Reach::Tools;
        const bool same = left.toolChoice == right.toolChoice && left.thinking == right.thinking
            && left.reasoningEffort == right.reasoningEffort && hasPictures(a) == hasPictures(b);
        return same ? Reach::All : Reach::System;
    }
    case PromptForm::Gemini: // Not published; what configures tools is taken to stand at the beginning.
        return left.toolChoice == right.toolChoice ? Reach::All : Reach::Nothing;
    default: {
        const auto hidden = [](const RequestParameters &of) {
            return std::tie(of.parallelToolCalls, of.reasoningEffort, of.verbosity);
        };
        return hidden(left) == hidden(right) ? Reach::All : Reach::Nothing;
    }
    }
}

bool isWithin(const Prompt &prompt, std::size_t segment, Reach reach)
{
    if (reach == Reach::All)
        return true;
    const SegmentKind kind = prompt.segments()[segment].kind;
    const bool tools = kind == SegmentKind::Tool || kind == SegmentKind::Schema;
    return tools ? reach != Reach::Nothing : kind == SegmentKind::System && reach == Reach::System;
}

/** How far a past call and the present one are the same. */
struct Match
{
    const Past *past = nullptr;
    SharedPrefix shared;
    Reach reach = Reach::All;

    /** The same block ends at the same place in both. */
    const CachePoint *pointAt(const Present &present, std::size_t index) const
    {
        if (index >= past->points.size())
            return nullptr;
        const CachePoint &mine = past->points[index];
        const bool same = mine.segment == present.points[index].segment && mine.segment < shared.segments
            && isWithin(present.prompt, mine.segment, reach);
        return same ? &mine : nullptr;
    }
};

std::vector<Match> matchesOf(const std::vector<Past> &calls, const Present &present)
{
    std::vector<Match> matches;
    for (const Past &past : calls) {
        if (past.prompt->form() != present.prompt.form())
            continue;
        matches.push_back({ &past, sharedPrefix(*past.prompt, past.layout, present.prompt, present.layout),
                            reachOf(*past.prompt, present.prompt) });
    }
    return matches;
}

/** The newest entry of that kind at a point of the present prompt, alive or not; null when there never was one. */
EntryPointer newestAt(const std::vector<Match> &matches, const Present &present, EntryKind kind, std::size_t point)
{
    EntryPointer newest;
    for (const Match &match : matches) {
        if (match.pointAt(present, point) == nullptr)
            continue;
        const auto found = match.past->entries.find({ kind, point });
        if (found != match.past->entries.end() && (!newest || found->second->written >= newest->written))
            newest = found->second;
    }
    return newest;
}

/** What is read, and which entry that is. */
struct Reading
{
    std::int64_t tokens = 0;
    EntryPointer entry;
    std::size_t steps = 0;
    std::vector<EntryPointer> stepEntries; ///< Of the steps read; of units: of all steps that earlier calls had.
    std::size_t seen = 0; ///< Of units: steps that an earlier call had, too.
};

} // namespace

struct PrefixMemory::State
{
    providers::CachingRules rules;
    std::vector<Past> calls;

    bool bySteps() const { return rules.mode == CachingMode::Automatic && !rules.exactAtBreakpoint; }
    bool byMarksAlone() const { return rules.mode == CachingMode::Explicit; }
    std::int64_t step() const { return std::max<std::int64_t>(1, rules.incrementTokens); }
    seconds idle(const Prompt &prompt) const
    {
        const seconds usual = rules.timesToLive.empty() ? seconds(5min) : rules.timesToLive.front();
        return prompt.parameters().promptCacheRetention == "24h" ? std::max<seconds>(usual, 30min) : usual;
    }
    seconds longest(const Prompt &prompt) const
    {
        if (rules.wholeUnits
            || (prompt.form() != PromptForm::OpenAiChat && prompt.form() != PromptForm::OpenAiResponses))
            return 0s;
        return prompt.parameters().promptCacheRetention == "24h" ? seconds(24h) : seconds(1h);
    }

    Reading read(const Present &present) const
    {
        if (rules.mode == CachingMode::None)
            return {};
        const std::vector<Match> matches = matchesOf(calls, present);
        if (bySteps())
            return rules.wholeUnits ? readUnits(matches, present) : readSteps(matches, present);
        return byMarksAlone() ? readMarks(matches, present) : readEnds(matches, present);
    }

    std::vector<EntryPointer> newestSteps(const std::vector<Match> &matches, const Present &present) const;
    Reading readSteps(const std::vector<Match> &matches, const Present &present) const;
    Reading readUnits(const std::vector<Match> &matches, const Present &present) const;
    Reading readMarks(const std::vector<Match> &matches, const Present &present) const;
    Reading readEnds(const std::vector<Match> &matches, const Present &present) const;
    std::size_t stepsOf(std::int64_t ownTokens, const TokenLayout &layout) const
    {
        return static_cast<std::size_t>(
            static_cast<std::int64_t>(static_cast<double>(ownTokens) * layout.factor) / step());
    }
    void writeSteps(Past &past, const Reading &reading, seconds now) const;
    void writeUnits(Past &past, const Reading &reading, seconds now) const;
    void writeMarks(Past &past, const Present &present, const Reading &reading);
    void writeEnds(Past &past, seconds now) const;
};

/** The newest entry of each step that an earlier call shares, alive or not. */
std::vector<EntryPointer> PrefixMemory::State::newestSteps(
    const std::vector<Match> &matches, const Present &present) const
{
    std::vector<EntryPointer> newest;
    for (const Match &match : matches) {
        if (match.reach != Reach::All)
            continue;
        const std::size_t shared
            = std::min(stepsOf(match.shared.ownTokens, present.layout), match.past->steps.size());
        newest.resize(std::max(newest.size(), shared));
        for (std::size_t i = 0; i < shared; ++i) {
            const EntryPointer &entry = match.past->steps[i];
            if (!newest[i] || entry->written >= newest[i]->written)
                newest[i] = entry;
        }
    }
    return newest;
}

Reading PrefixMemory::State::readSteps(const std::vector<Match> &matches, const Present &present) const
{
    Reading reading;
    std::vector<EntryPointer> newest = newestSteps(matches, present);
    while (!newest.empty() && !newest.back()->isAlive(present.now))
        newest.pop_back();
    const auto tokens = static_cast<std::int64_t>(newest.size()) * step();
    if (tokens < rules.minimumTokens)
        return reading;
    reading.tokens = tokens;
    reading.steps = newest.size();
    reading.stepEntries = std::move(newest);
    return reading;
}

/** Prompt-caching rules, 10: a unit is read as a whole or not at all. */
Reading PrefixMemory::State::readUnits(const std::vector<Match> &matches, const Present &present) const
{
    Reading reading;
    reading.stepEntries = newestSteps(matches, present);
    for (std::size_t i = reading.stepEntries.size(); i > 0; --i) {
        const EntryPointer &entry = reading.stepEntries[i - 1];
        if (!entry->isAlive(present.now))
            continue;
        if (reading.seen == 0)
            reading.seen = i;
        if (entry->isUnit) {
            reading.steps = i;
            break;
        }
    }
    if (const auto tokens = static_cast<std::int64_t>(reading.steps) * step(); tokens >= rules.minimumTokens)
        reading.tokens = tokens;
    return reading;
}

Reading PrefixMemory::State::readMarks(const std::vector<Match> &matches, const Present &present) const
{
    const std::size_t lookBack
        = rules.lookbackBlocks > 0 ? static_cast<std::size_t>(rules.lookbackBlocks) : usualLookBack;
    Reading reading;
    for (std::size_t mark = 0; mark < present.points.size(); ++mark) {
        if (!present.points[mark].mark)
            continue;
        for (std::size_t back = 0; back < lookBack && back <= mark; ++back) {
            const EntryPointer entry = newestAt(matches, present, EntryKind::Mark, mark - back);
            if (!entry || !entry->isAlive(present.now))
                continue;
            if (present.points[mark - back].tokens > reading.tokens) {
                reading.tokens = present.points[mark - back].tokens;
                reading.entry = entry;
            }
            break;
        }
    }
    return reading;
}

Reading PrefixMemory::State::readEnds(const std::vector<Match> &matches, const Present &present) const
{
    Reading reading;
    const auto consider = [&](EntryKind kind, std::size_t point) {
        const EntryPointer entry = newestAt(matches, present, kind, point);
        if (!entry || !entry->isAlive(present.now) || present.points[point].tokens <= reading.tokens)
            return;
        reading.tokens = present.points[point].tokens;
        reading.entry = entry;
    };
    std::vector<std::size_t> marks, ends;
    for (std::size_t i = 0; i < present.points.size(); ++i) {
        if (present.points[i].mark)
            marks.push_back(i);
        if (present.points[i].messageEnd)
            ends.push_back(i);
    }
    const bool implicit = !present.prompt.parameters().explicitCacheMode;
    for (std::size_t i = 0; i < marks.size(); ++i) {
        if (i >= firstMarks && i + latestMarks < marks.size())
            continue;
        consider(EntryKind::Mark, marks[i]);
        if (implicit)
            consider(EntryKind::MessageEnd, marks[i]);
    }
    // The newest end is where this call's own entry will be; up to twenty earlier ones are looked at, too.
    const std::size_t from = ends.size() > earlierEnds + 1 ? ends.size() - earlierEnds - 1 : 0;
    for (std::size_t i = from; implicit && i < ends.size(); ++i)
        consider(EntryKind::MessageEnd, ends[i]);
    return reading;
}

void PrefixMemory::State::writeSteps(Past &past, const Reading &reading, seconds now) const
{
    for (const EntryPointer &read : reading.stepEntries) {
        if (read->isAlive(now))
            read->expires = now + read->idle;
    }
    past.steps = reading.stepEntries;
    const std::size_t all = stepsOf(ownTokensOf(past.layout), past.layout);
    if (past.layout.total < rules.minimumTokens)
        return;
    const seconds kept = idle(*past.prompt);
    while (past.steps.size() < all)
        past.steps.push_back(std::make_shared<Entry>(Entry{ now, now + kept, kept, longest(*past.prompt) }));
}

/** Kept as a unit: the whole input, what was read, and where it parted from an earlier one. */
void PrefixMemory::State::writeUnits(Past &past, const Reading &reading, seconds now) const
{
    const std::size_t all = stepsOf(ownTokensOf(past.layout), past.layout);
    const seconds kept = idle(*past.prompt);
    for (std::size_t i = 1; i <= all; ++i) {
        Entry entry{ now, now + kept, kept, 0s, i == all || i == reading.seen || i == reading.steps };
        if (i <= reading.stepEntries.size()) {
            const Entry &before = *reading.stepEntries[i - 1];
            entry.isUnit |= before.isUnit && before.isAlive(now);
        }
        past.steps.push_back(std::make_shared<Entry>(entry));
    }
}

void PrefixMemory::State::writeMarks(Past &past, const Present &present, const Reading &reading)
{
    if (reading.entry)
        reading.entry->expires = present.now + reading.entry->idle;
    const std::vector<Match> matches = matchesOf(calls, present);
    for (std::size_t i = 0; i < past.points.size(); ++i) {
        const CachePoint &point = past.points[i];
        if (!point.mark || point.tokens < rules.minimumTokens)
            continue;
        if (point.tokens > reading.tokens) {
            past.entries[{ EntryKind::Mark, i }]
                = std::make_shared<Entry>(Entry{ present.now, present.now + *point.mark, *point.mark, 0s });
        } else if (const EntryPointer known = newestAt(matches, present, EntryKind::Mark, i);
                   known && known->isAlive(present.now)) {
            known->expires = present.now + known->idle;
        }
    }
}

void PrefixMemory::State::writeEnds(Past &past, seconds now) const
{
    std::size_t writes = 0;
    const auto write = [&](EntryKind kind, std::size_t point) {
        ++writes;
        if (past.points[point].tokens >= rules.minimumTokens) {
            const seconds kept = rules.timesToLive.empty() ? seconds(30min) : rules.timesToLive.front();
            past.entries[{ kind, point }] = std::make_shared<Entry>(Entry{ now, now + kept, kept, 0s });
        }
    };
    if (!past.prompt->parameters().explicitCacheMode) {
        for (std::size_t i = past.points.size(); i-- > 0;) {
            if (!past.points[i].messageEnd)
                continue;
            write(EntryKind::MessageEnd, i);
            break;
        }
    }
    for (std::size_t i = past.points.size(); i-- > 0 && writes < mostWrites;) {
        if (past.points[i].mark)
            write(EntryKind::Mark, i);
    }
}

PrefixMemory::PrefixMemory(providers::CachingRules rules)
    : m_state(std::make_unique<State>())
{
    m_state->rules = std::move(rules);
}
PrefixMemory::~PrefixMemory() = default;
PrefixMemory::PrefixMemory(PrefixMemory &&) noexcept = default;
PrefixMemory &PrefixMemory::operator=(PrefixMemory &&) noexcept = default;

std::int64_t PrefixMemory::foresee(const Prompt &prompt, const TokenLayout &layout, seconds now) const
{
    const std::vector<CachePoint> points = cachePoints(prompt, layout);
    return m_state->read({ prompt, layout, points, now }).tokens;
}

std::int64_t PrefixMemory::call(std::shared_ptr<const Prompt> prompt, TokenLayout layout, seconds now)
{
    Past past;
    past.points = cachePoints(*prompt, layout);
    past.prompt = std::move(prompt);
    past.layout = std::move(layout);
    const Present present{ *past.prompt, past.layout, past.points, now };
    const Reading reading = m_state->read(present);
    if (m_state->bySteps()) {
        if (m_state->rules.wholeUnits)
            m_state->writeUnits(past, reading, now);
        else
            m_state->writeSteps(past, reading, now);
    } else if (m_state->byMarksAlone()) {
        m_state->writeMarks(past, present, reading);
    } else if (m_state->rules.mode != CachingMode::None) {
        if (reading.entry)
            reading.entry->expires = now + reading.entry->idle;
        m_state->writeEnds(past, now);
    }
    const std::int64_t tokens = reading.tokens;
    m_state->calls.push_back(std::move(past));
    return tokens;
}

std::int64_t readableAfter(
    const Prompt &a, const TokenLayout &layoutA, const Prompt &b, const TokenLayout &layoutB,
    const providers::CachingRules &rules)
{
    PrefixMemory memory(rules);
    // The callers keep both alive; nothing is owned here.
    memory.call(std::shared_ptr<const Prompt>(std::shared_ptr<const Prompt>(), &a), layoutA, 0s);
    return memory.foresee(b, layoutB, 0s);
}

} // namespace cachescope::prompt

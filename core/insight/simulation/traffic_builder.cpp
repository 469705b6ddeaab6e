// SPDX-License-Identifier: MIT
#include "insight/simulation/traffic_builder.h"

#include "base/quick_hash.h"
#include "cache/response_key.h"
#include "insight/simulation/read_body.h"
#include "providers/caching_rules.h"

#include <algorithm>
#include <mutex>
#include <set>

namespace cachescope::insight {

using prompt::PromptForm;
using providers::CachingMode;
using requestlog::CallRecord;
using requestlog::CallState;
using requestlog::Outcome;

namespace {

constexpr std::int64_t secondMicros = 1'000'000;
constexpr std::int64_t daySeconds = 86'400;
constexpr std::size_t mostFamilies = 48; ///< Of one group; what comes later joins the nearest.
constexpr std::size_t mostComparisons = 2'000; ///< New beginnings that are compared with families.
constexpr double alike = 0.5;
constexpr std::size_t titleBytes = 72;

PrefixKind kindOf(const providers::CachingRules &rules)
{
    switch (rules.mode) {
    case CachingMode::None:
        return PrefixKind::None;
    case CachingMode::Explicit:
        return PrefixKind::Marks;
    case CachingMode::AutomaticAndExplicit:
        return PrefixKind::Ends;
    case CachingMode::Automatic:
        break;
    }
    if (rules.exactAtBreakpoint)
        return PrefixKind::Ends;
    return rules.wholeUnits ? PrefixKind::Units : PrefixKind::Steps;
}

/** Whole answers to whole questions; a hit is one that was kept before. */
bool isStorable(const CallRecord &record)
{
    const requestlog::CallEnd &end = record.end;
    if (end.outcome == Outcome::Hit || end.outcome == Outcome::Coalesced || end.stored)
        return true;
    // Nobody asked the cache: judged as it would have judged.
    const bool passedBy = end.cacheDetail.find("detail=off") != std::string::npos || end.cacheKey.empty();
    const bool whole = end.state == CallState::Complete && end.status == 200 && !end.toolCalls;
    return passedBy && whole && end.cacheDetail.find("no-store") == std::string::npos
        && end.finishReason != "length" && end.finishReason != "max_tokens" && end.finishReason != "MAX_TOKENS"
        && end.finishReason != "refusal" && end.finishReason != "content_filter" && end.finishReason != "SAFETY";
}

std::string titleOf(const prompt::Prompt &prompt)
{
    const prompt::Segment *best = nullptr;
    for (const prompt::Segment &segment : prompt.segments()) {
        const bool isText = segment.kind == prompt::SegmentKind::System
            || (segment.kind == prompt::SegmentKind::Message && best == nullptr);
        if (isText && !segment.text.text().empty()) {
            best = &segment;
            if (segment.kind == prompt::SegmentKind::System)
                break;
        }
    }
    if (best == nullptr)
        return {};
    std::string title = best->text.text().substr(0, titleBytes);
    for (char &c : title)
        c = c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
    while (!title.empty() && (title.back() & 0xC0) == 0x80) // No half characters at the cut.
        title.pop_back();
    if (!title.empty() && static_cast<unsigned char>(title.back()) >= 0xC0)
        title.pop_back();
    return title;
}

std::string scopeOf(const CallRecord &record, PromptForm form)
{
    return record.start.upstream + '\n' + record.start.model + '\n' + record.start.credential + '\n'
        + std::string(prompt::formName(form));
}

} // namespace

/** The whole prompt, read when it is needed. */
class TrafficBuilder::WholePrompt
{
public:
    WholePrompt(PromptForm form, const BodyAgain &again)
        : m_form(form)
        , m_again(again)
    { }
    /** Empty when its body is gone meanwhile: then it has no title and no beginning. */
    const prompt::Prompt &get()
    {
        if (m_prompt)
            return *m_prompt;
        auto body = m_again();
        auto prompt = body ? prompt::Prompt::parse(*std::move(body), m_form) : tl::unexpected(body.error());
        m_prompt = prompt ? *std::move(prompt) : std::make_shared<const prompt::Prompt>();
        return *m_prompt;
    }

private:
    const PromptForm m_form;
    const BodyAgain &m_again;
    std::shared_ptr<const prompt::Prompt> m_prompt;
};

struct TrafficBuilder::State
{
    std::mutex mutex; ///< Of models.
    std::map<std::string, std::unique_ptr<ModelCounter>, std::less<>> models;
    std::unordered_map<std::string, std::uint32_t> groups, names, keys;
    std::unordered_map<std::string, Known> bodies; ///< By scope and number of the body.
    std::unordered_map<std::uint64_t, std::uint32_t> familyOfStart; ///< By group, client and fixed place.
    struct Family
    {
        std::uint32_t index;
        Beginning beginning;
    };
    std::unordered_map<std::uint64_t, std::vector<Family>> families; ///< By group and client.
    std::size_t comparisons = 0;
    std::set<std::string> notes;
    std::vector<std::vector<double>> ratios; ///< Reported / counted, by group.
};

TrafficBuilder::TrafficBuilder(TrafficSettings settings)
    : m_settings(std::move(settings))
    , m_state(std::make_unique<State>())
{ }

TrafficBuilder::~TrafficBuilder() = default;

const ModelCounter *TrafficBuilder::modelOf(std::string_view model)
{
    const std::lock_guard lock(m_state->mutex);
    if (const auto known = m_state->models.find(model); known != m_state->models.end())
        return known->second.get();
    auto made = std::make_unique<ModelCounter>();
    made->tokens = m_settings.models.forModel(model);
    auto tokenizer = tokens::tokenizerFor(made->tokens);
    if (tokenizer)
        made->tokenizer = *std::move(tokenizer);
    return m_state->models.emplace(std::string(model), std::move(made)).first->second.get();
}

ReadBody TrafficBuilder::read(const CallRecord &record, std::string body)
{
    ReadBody read;
    const ModelCounter *model = modelOf(record.start.model);
    const auto form = prompt::formOf(record.start.api);
    if (model->tokenizer == nullptr || !form)
        return read;
    if (m_settings.makeKeys || !m_settings.volatileFields.empty()) {
        cache::KeyParts parts;
        parts.method = record.start.method;
        parts.target = record.start.target;
        parts.upstream = record.start.upstream;
        parts.credential = record.start.credential;
        parts.body = body;
        const auto digestWithout = [&](const std::vector<std::string> &fields) {
            const auto digest = cache::canonicalDigest(parts, record.start.api, fields);
            return digest ? base::toHex(*digest) : std::string();
        };
        if (m_settings.makeKeys)
            read.key = digestWithout({});
        if (!m_settings.volatileFields.empty())
            read.volatileKey = digestWithout(m_settings.volatileFields);
    }
    readBody(std::move(body), *form, *model, m_pieces, read);
    return read;
}

std::uint32_t TrafficBuilder::nameOf(std::string_view text)
{
    const auto [at, isNew]
        = m_state->names.try_emplace(std::string(text), static_cast<std::uint32_t>(m_traffic.names.size()));
    if (isNew)
        m_traffic.names.emplace_back(text);
    return at->second;
}

std::uint32_t TrafficBuilder::keyOf(const std::string &text)
{
    if (text.empty())
        return nowhere;
    const auto [at, isNew] = m_state->keys.try_emplace(text, m_traffic.keyCount);
    m_traffic.keyCount += isNew ? 1 : 0;
    return at->second;
}

std::uint32_t TrafficBuilder::groupOf(const CallRecord &record, PromptForm form)
{
    const auto [at, isNew]
        = m_state->groups.try_emplace(scopeOf(record, form), static_cast<std::uint32_t>(m_traffic.groups.size()));
    if (!isNew)
        return at->second;
    TrafficGroup group;
    group.upstream = record.start.upstream;
    group.model = record.start.model;
    group.credential = record.start.credential;
    group.form = form;
    group.factor = modelOf(record.start.model)->tokens.factor;
    group.rules = providers::cachingRules(*m_settings.prices, group.upstream, group.model);
    group.kind = kindOf(group.rules);
    group.stepPublished = group.rules.incrementTokens > 0;
    group.step = group.rules.incrementTokens > 1 ? group.rules.incrementTokens : baseStep;
    // The tree's steps are those of all granularities; a provider with odd ones has a tree of its own.
    group.unit = group.step % baseStep == 0 ? baseStep : group.step;
    group.idlePublished = !group.rules.timesToLive.empty();
    if (group.idlePublished)
        group.idle = group.rules.timesToLive.front();
    m_traffic.groups.push_back(std::move(group));
    m_state->ratios.emplace_back();
    return at->second;
}

std::uint32_t TrafficBuilder::familyOf(
    std::uint32_t group, std::uint32_t leaf, const TrafficPrompt &prompt, WholePrompt &whole,
    std::string_view client)
{
    std::uint32_t fixed = leaf;
    while (m_traffic.trie.node(fixed).depth > std::max<std::uint32_t>(prompt.fixedDepth, 1))
        fixed = m_traffic.trie.node(fixed).parent;
    const std::uint64_t program = (std::uint64_t{ group } << 32) | nameOf(client);
    const std::uint64_t start = base::quickHash(client, (std::uint64_t{ group } << 32) | fixed);
    if (const auto known = m_state->familyOfStart.find(start); known != m_state->familyOfStart.end())
        return known->second;
    std::vector<State::Family> &families = m_state->families[program];
    std::uint32_t found = nowhere;
    if (m_state->comparisons < mostComparisons) {
        Beginning beginning = Beginning::of(whole.get());
        double best = families.size() < mostFamilies ? alike : 0;
        for (const State::Family &family : families) {
            ++m_state->comparisons;
            if (const double likeness = beginning.likeness(family.beginning); likeness >= best) {
                best = likeness;
                found = family.index;
            }
        }
        if (found == nowhere) {
            found = static_cast<std::uint32_t>(m_traffic.families.size());
            m_traffic.families.push_back({ group, std::string(client), titleOf(whole.get()), 0 });
            families.push_back({ found, std::move(beginning) });
        }
    } else if (!families.empty()) {
        found = families.back().index;
    } else {
        found = static_cast<std::uint32_t>(m_traffic.families.size());
        m_traffic.families.push_back({ group, std::string(client), titleOf(whole.get()), 0 });
        families.push_back({ found, Beginning::of(whole.get()) });
    }
    m_state->familyOfStart.emplace(start, found);
    return found;
}

std::uint32_t TrafficBuilder::addPrompt(
    std::uint32_t group, const ReadBody &body, const BodyAgain &again, std::string_view client)
{
    WholePrompt whole(body.form, again);
    const TrafficGroup &of = m_traffic.groups[group];
    const auto idsOf = [&](std::size_t part) {
        if (auto ids = m_segments.keptIds(body.parts[part].segment))
            return ids;
        const auto &segments = whole.get().segments();
        return m_segments.ids(
            body.parts[part].segment, *modelOf(of.model)->tokenizer,
            part < segments.size() ? segments[part].text.text() : std::string_view());
    };
    TrafficPrompt prompt;
    const std::uint32_t root
        = m_traffic.trie.root(base::quickHash({}, (std::uint64_t{ group } << 20) + 1) ^ body.rootSalt);
    prompt.leaf = m_traffic.trie.insert(root, body.parts, of.factor, of.unit, idsOf);
    prompt.sortedLeaf = prompt.leaf;
    if (!body.sortedOrder.empty()) {
        std::vector<PathPart> sorted;
        for (const std::uint32_t index : body.sortedOrder)
            sorted.push_back(body.parts[index]);
        prompt.sortedLeaf = m_traffic.trie.insert(
            root, sorted, of.factor, of.unit, [&](std::size_t part) { return idsOf(body.sortedOrder[part]); });
    }
    prompt.tokens = body.tokens;
    while (prompt.fixedDepth < body.parts.size()
           && (body.parts[prompt.fixedDepth].bits & (NodeBit::tool | NodeBit::system)) != 0)
        ++prompt.fixedDepth;
    prompt.marksBegin = static_cast<std::uint32_t>(m_traffic.marks.size());
    prompt.marks = static_cast<std::uint16_t>(body.marks.size());
    m_traffic.marks.insert(m_traffic.marks.end(), body.marks.begin(), body.marks.end());
    if (of.kind == PrefixKind::Ends) {
        prompt.endsBegin = static_cast<std::uint32_t>(m_traffic.ends.size());
        prompt.ends = static_cast<std::uint16_t>(std::min<std::size_t>(body.ends.size(), 0xffff));
        m_traffic.ends.insert(m_traffic.ends.end(), body.ends.begin(), body.ends.begin() + prompt.ends);
    }
    prompt.explicitMode = body.explicitMode;
    prompt.dayRetention = body.dayRetention;
    prompt.family = familyOf(group, prompt.leaf, prompt, whole, client);
    m_traffic.prompts.push_back(prompt);
    return static_cast<std::uint32_t>(m_traffic.prompts.size() - 1);
}

TrafficCall TrafficBuilder::callOf(const CallRecord &record)
{
    const requestlog::CallEnd &end = record.end;
    TrafficCall call;
    call.logId = record.start.id;
    call.startedAt = record.start.startedAt;
    call.firstByteMicros = std::max<std::int64_t>(end.firstByteMicros, 0);
    call.totalMicros = std::max<std::int64_t>(end.totalMicros, 0);
    call.client = nameOf(record.start.client);
    call.serviceTier = nameOf(end.serviceTier);
    call.usage = end.usage.tokens;
    call.usageKnown = end.usage.source == providers::UsageSource::Reported && end.usage.tokens.input() > 0;
    call.billedPico = end.billed ? end.billed->pico() : 0;
    call.outcome = end.outcome;
    call.succeeded = end.status < 400 && end.outcome != Outcome::Error;
    call.storable = isStorable(record);
    call.cacheOff = end.cacheDetail.find("detail=off") != std::string::npos;
    call.hitOf = end.hitOf;
    return call;
}

void TrafficBuilder::push(const CallRecord &record, const Known &known, std::uint32_t group)
{
    TrafficCall call = callOf(record);
    call.prompt = known.prompt;
    call.group = group;
    call.key = keyOf(record.end.cacheKey);
    if (call.key == nowhere)
        call.key = known.key;
    call.volatileKey = known.volatileKey;
    if (known.prompt != nowhere) {
        const TrafficPrompt &prompt = m_traffic.prompts[known.prompt];
        if (prompt.family != nowhere)
            ++m_traffic.families[prompt.family].calls;
        const bool local = call.outcome == Outcome::Hit || call.outcome == Outcome::Coalesced;
        if (call.usageKnown && !local && prompt.tokens > 0)
            m_state->ratios[group].push_back(
                static_cast<double>(call.usage.input()) / static_cast<double>(prompt.tokens));
        m_traffic.leftOut.withoutUsage += call.usageKnown || !call.succeeded ? 0 : 1;
    }
    m_traffic.calls.push_back(std::move(call));
}

void TrafficBuilder::add(
    const CallRecord &record, const ReadBody &body, std::int64_t bodyId, const BodyAgain &again)
{
    if (!body.isPrompt) {
        ++m_traffic.leftOut.unreadable;
        push(record, {}, groupWithoutPrompt(record));
        return;
    }
    const PromptForm form = body.form;
    const std::uint32_t group = groupOf(record, form);
    Known known;
    known.prompt = addPrompt(group, body, again, record.start.client);
    known.key = keyOf(body.key);
    known.volatileKey = body.volatileKey.empty() ? nowhere : keyOf("volatile " + body.volatileKey);
    if (bodyId > 0)
        m_state->bodies.emplace(
            scopeOf(record, prompt::formOf(record.start.api).value_or(form)) + '\n' + record.start.client + '\n'
                + std::to_string(bodyId),
            known);
    push(record, known, group);
}

/** For its price: the call stays as it was. */
std::uint32_t TrafficBuilder::groupWithoutPrompt(const CallRecord &record)
{
    const PromptForm form = prompt::formOf(record.start.api).value_or(PromptForm::PlainText);
    return groupOf(record, form);
}

bool TrafficBuilder::knows(const CallRecord &record, std::int64_t bodyId) const
{
    const auto form = prompt::formOf(record.start.api);
    return bodyId > 0 && form
        && m_state->bodies.contains(
            scopeOf(record, *form) + '\n' + record.start.client + '\n' + std::to_string(bodyId));
}

void TrafficBuilder::addAgain(const CallRecord &record, std::int64_t bodyId)
{
    const PromptForm form = prompt::formOf(record.start.api).value_or(PromptForm::PlainText);
    const auto known
        = m_state->bodies.find(scopeOf(record, form) + '\n' + record.start.client + '\n' + std::to_string(bodyId));
    push(record, known->second, groupOf(record, form));
}

void TrafficBuilder::addWithoutBody(const CallRecord &record)
{
    // Embeddings and the like have no prompt; nothing is missing there.
    m_traffic.leftOut.withoutBody += prompt::formOf(record.start.api) ? 1 : 0;
    push(record, {}, groupWithoutPrompt(record));
}

void TrafficBuilder::settleDays()
{
    for (TrafficCall &call : m_traffic.calls) {
        const std::int64_t seconds = call.startedAt / secondMicros + m_settings.zoneOffsetSeconds;
        const std::int64_t number = seconds / daySeconds;
        if (m_traffic.days.empty() || m_traffic.days.back().number != number)
            m_traffic.days.push_back({ number, 0 });
        ++m_traffic.days.back().calls;
        call.day = static_cast<std::uint32_t>(m_traffic.days.size() - 1);
    }
}

/** Numbers the pieces of the sliding window over all parts. */
void TrafficBuilder::settlePieces()
{
    std::unordered_map<std::uint64_t, std::uint32_t> numbers;
    m_traffic.pieces.resize(m_segments.size());
    for (std::uint32_t segment = 0; segment < m_traffic.pieces.size(); ++segment) {
        for (const TokenPiece &piece : m_segments.pieces(segment)) {
            const auto at = numbers.try_emplace(piece.hash, static_cast<std::uint32_t>(numbers.size())).first;
            m_traffic.pieces[segment].emplace_back(at->second, piece.tokens);
        }
    }
    m_traffic.pieceCount = static_cast<std::uint32_t>(numbers.size());
}

void TrafficBuilder::settleGroups()
{
    for (std::size_t i = 0; i < m_traffic.groups.size(); ++i) {
        std::vector<double> &ratios = m_state->ratios[i];
        if (ratios.empty())
            continue;
        const auto middle = ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 2);
        std::nth_element(ratios.begin(), middle, ratios.end());
        m_traffic.groups[i].scale = *middle;
        if (!m_traffic.groups[i].stepPublished && m_traffic.groups[i].kind == PrefixKind::Steps)
            m_state->notes.insert(
                m_traffic.groups[i].model + " publishes no step of its cache; 64 tokens are assumed.");
    }
}

Traffic TrafficBuilder::finish()
{
    std::stable_sort(m_traffic.calls.begin(), m_traffic.calls.end(), [](const auto &a, const auto &b) {
        return a.startedAt < b.startedAt;
    });
    for (std::uint32_t i = 0; i < m_traffic.calls.size(); ++i) {
        const TrafficCall &call = m_traffic.calls[i];
        if (call.logId != 0 && call.outcome != Outcome::Hit && call.outcome != Outcome::Coalesced)
            m_traffic.byLogId.emplace(call.logId, i);
    }
    settleDays();
    settlePieces();
    settleGroups();
    m_traffic.notes.assign(m_state->notes.begin(), m_state->notes.end());
    return std::move(m_traffic);
}

} // namespace cachescope::insight

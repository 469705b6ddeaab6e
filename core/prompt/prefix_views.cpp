// SPDX-License-Identifier: MIT
#include "prompt/prefix_views.h"

#include <algorithm>

namespace cachescope::prompt {

using base::ErrorCode;

namespace {

constexpr std::size_t agreeingPercent = 90;
constexpr std::size_t mostLaidOut = 24; ///< Value sets whose tokens are counted.

tl::unexpected<base::Error> cancelled()
{
    return base::failure(ErrorCode::Cancelled, "The prefix is no longer wanted.");
}

std::string_view valueIn(const ValueSet &set, const std::string &name)
{
    const auto found = set.find(name);
    return found == set.end() ? std::string_view() : std::string_view(found->second);
}

/** The first variable whose values differ between two sets; null when none does. */
const Variable *firstDiffering(const Prompt &prompt, const ValueSet &a, const ValueSet &b)
{
    for (const Variable &variable : prompt.variables()) {
        if (valueIn(a, variable.name) != valueIn(b, variable.name))
            return &variable;
    }
    return nullptr;
}

/** A set, and how far its values agree with those of the first one. */
struct Differing
{
    const ValueSet *set = nullptr;
    std::size_t variable = 0; ///< Index of the first one that differs.
    std::size_t common = 0; ///< Bytes that its values share.
};

/** The sets that differ from the first one, earliest difference first. */
std::vector<Differing> differingSets(const Prompt &prompt, const std::vector<ValueSet> &sets)
{
    std::vector<Differing> found;
    for (const ValueSet &set : sets) {
        const Variable *variable = firstDiffering(prompt, sets.front(), set);
        if (variable == nullptr)
            continue;
        const std::string_view a = valueIn(sets.front(), variable->name), b = valueIn(set, variable->name);
        const auto common = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin();
        found.push_back({ &set, static_cast<std::size_t>(variable - prompt.variables().data()),
                          static_cast<std::size_t>(common) });
    }
    std::stable_sort(found.begin(), found.end(), [](const Differing &left, const Differing &right) {
        return std::pair(left.variable, left.common) < std::pair(right.variable, right.common);
    });
    return found;
}

/** Where the calls part from the prompt. */
struct Parting
{
    std::int64_t sharedTokens = 0;
    bool differs = false;
    std::size_t segment = 0;
    std::size_t sourceByte = 0;
    std::string culprit;
};

std::size_t commonTokens(const TokenLayout::SegmentTokens &a, const TokenLayout::SegmentTokens &b)
{
    const std::size_t both = std::min(a.tokens.size(), b.tokens.size());
    std::size_t count = 0;
    while (count < both && a.tokens[count].id == b.tokens[count].id)
        ++count;
    return count;
}

Parting partingOfText(const Prompt &prompt, const TokenLayout &layout, const TokenLayout &call)
{
    Parting parting;
    if (layout.segments.empty())
        return parting;
    const TokenLayout::SegmentTokens &text = layout.segments.front();
    std::size_t best = 0;
    bool whole = false;
    for (const TokenLayout::SegmentTokens &place : call.segments) {
        const std::size_t common = commonTokens(text, place);
        if (common < best || (common == best && whole))
            continue;
        best = common;
        whole = common == place.tokens.size() && common > 0;
    }
    parting.differs = best < text.tokens.size() && !whole;
    parting.sharedTokens = parting.differs ? layout.upTo(0, best) : text.end;
    const std::size_t decoded = best < text.tokens.size() ? text.tokens[best].begin : 0;
    parting.sourceByte = prompt.segments().front().text.toSource({ decoded, decoded }).begin;
    parting.culprit = prompt.segments().front().label;
    return parting;
}

std::size_t segmentAt(const Prompt &prompt, std::size_t sourceByte)
{
    for (std::size_t i = 0; i < prompt.segments().size(); ++i) {
        const ByteRange range = prompt.segments()[i].source;
        if (sourceByte >= range.begin && sourceByte < range.end)
            return i;
    }
    return prompt.segments().empty() ? 0 : prompt.segments().size() - 1;
}

Parting partingOf(
    const Prompt &prompt, const TokenLayout &layout, const Prompt &call, const TokenLayout &callLayout,
    const providers::CachingRules &rules)
{
    if (prompt.form() == PromptForm::PlainText || prompt.form() == PromptForm::Template)
        return partingOfText(prompt, layout, callLayout);
    const Divergence found = diverge(prompt, layout, call, callLayout, rules);
    Parting parting;
    parting.differs = found.at.has_value();
    parting.sharedTokens
        = parting.differs || layout.segments.empty() ? found.sharedTokens : layout.segments.back().end;
    if (found.at) {
        parting.sourceByte = found.at->byteA;
        parting.segment = segmentAt(prompt, found.at->byteA);
        parting.culprit = found.at->segment;
    }
    return parting;
}

/** What most of `partings` name; they are not empty. */
std::string commonestCulprit(const std::vector<Parting> &partings)
{
    std::map<std::string_view, std::size_t> counts;
    for (const Parting &parting : partings)
        ++counts[parting.culprit];
    return std::string(std::max_element(counts.begin(), counts.end(), [](const auto &a, const auto &b) {
                           return a.second < b.second;
                       })->first);
}

ObservedPrefix summed(
    const Prompt &prompt, const TokenLayout &layout, const providers::CachingRules &rules,
    std::vector<Parting> partings)
{
    std::stable_sort(partings.begin(), partings.end(), [](const Parting &a, const Parting &b) {
        return a.sharedTokens > b.sharedTokens;
    });
    const std::size_t needed = (partings.size() * agreeingPercent + 99) / 100;
    const Parting &decisive = partings[needed - 1];
    PrefixEnd end;
    if (decisive.differs)
        end = { PrefixEnd::Cause::Difference, decisive.culprit, decisive.segment, decisive.sourceByte };
    ObservedPrefix observed;
    observed.calls = partings.size();
    observed.prefix = applyRules(prompt, layout, rules, decisive.sharedTokens, std::move(end));
    const auto firstOther = std::find_if(partings.begin(), partings.end(), [&](const Parting &parting) {
        return parting.sharedTokens < decisive.sharedTokens;
    });
    observed.agreeing = static_cast<std::size_t>(firstOther - partings.begin());
    if (firstOther != partings.end())
        observed.others = ObservedPrefix::Others{ partings.size() - observed.agreeing, partings.back().sharedTokens,
                                                  commonestCulprit({ firstOther, partings.end() }) };
    return observed;
}

} // namespace

base::Result<std::optional<SampledPrefix>> sampledPrefix(
    const Prompt &prompt, const std::vector<ValueSet> &sets, std::string_view model,
    const tokens::ModelTable &models, const providers::CachingRules &rules,
    const std::function<bool()> &isCancelled)
{
    if (sets.size() < 2)
        return std::optional<SampledPrefix>();
    const auto first = prompt.withValues(sets.front());
    if (!first)
        return tl::unexpected(first.error());
    const auto firstLayout = layOut(**first, model, models);
    if (!firstLayout)
        return tl::unexpected(firstLayout.error());
    std::int64_t stable = firstLayout->segments.empty() ? 0 : firstLayout->segments.back().end;
    std::vector<Differing> differing = differingSets(prompt, sets);
    const Variable *culprit = differing.empty() ? nullptr : &prompt.variables()[differing.front().variable];
    // What differs earliest ends the prefix; of many the first ones do, for they differ by bytes of one token.
    differing.resize(std::min(differing.size(), mostLaidOut));
    for (const Differing &other : differing) {
        if (isCancelled && isCancelled())
            return cancelled();
        const auto filled = prompt.withValues(*other.set);
        if (!filled)
            return tl::unexpected(filled.error());
        const auto layout = layOut(**filled, model, models);
        if (!layout)
            return tl::unexpected(layout.error());
        stable = std::min(stable, diverge(**first, *firstLayout, **filled, *layout, rules).sharedTokens);
    }
    PrefixEnd end;
    if (culprit != nullptr)
        end = { PrefixEnd::Cause::Variable, culprit->name, culprit->segment, culprit->source.begin };
    SampledPrefix sampled;
    sampled.sets = sets.size();
    sampled.prefix = applyRules(**first, *firstLayout, rules, stable, std::move(end));
    return std::optional<SampledPrefix>(std::move(sampled));
}

base::Result<std::optional<ObservedPrefix>> observedPrefix(
    const Prompt &prompt, const TokenLayout &layout, const LogEvidence &evidence, std::string_view model,
    const tokens::ModelTable &models, const providers::CachingRules &rules,
    const std::function<bool()> &isCancelled)
{
    std::vector<Parting> partings;
    for (const ObservedCall &call : evidence.calls) {
        if (isCancelled && isCancelled())
            return cancelled();
        if (!call.prompt)
            continue;
        const auto callLayout = evidence.layouts->of(call.prompt, model, models);
        if (!callLayout)
            return tl::unexpected(callLayout.error());
        partings.push_back(partingOf(prompt, layout, *call.prompt, **callLayout, rules));
    }
    if (partings.empty())
        return std::optional<ObservedPrefix>();
    return std::optional(summed(prompt, layout, rules, std::move(partings)));
}

PrefixView PrefixViews::strictest() const
{
    PrefixView view = sampled ? PrefixView::Sampled : PrefixView::Static;
    if (observed && observed->prefix.stableTokens <= prefix(view).stableTokens)
        view = PrefixView::Observed;
    return view;
}

const CacheablePrefix &PrefixViews::prefix(PrefixView view) const
{
    if (view == PrefixView::Observed && observed)
        return observed->prefix;
    return view == PrefixView::Sampled && sampled ? sampled->prefix : fixed;
}

} // namespace cachescope::prompt

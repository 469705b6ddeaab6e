// SPDX-License-Identifier: MIT
#include "prompt/lint/rule.h"
#include "prompt/lint/rule_families.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace cachescope::prompt {

namespace {

bool isForm(std::string_view name, PromptForm form)
{
    switch (form) {
    case PromptForm::OpenAiChat:
    case PromptForm::OpenAiResponses:
        return name == "openai";
    case PromptForm::AnthropicMessages:
        return name == "anthropic";
    case PromptForm::Gemini:
        return name == "gemini";
    case PromptForm::PlainText:
    case PromptForm::Template:
        return false; // A text has no marks and no parameters: rules of one provider have nothing to look at.
    }
    return false;
}

bool appliesToOne(std::string_view scope, const LintContext &context)
{
    using providers::CachingMode;
    const CachingMode mode = context.rules.mode;
    if (scope == "any" || scope == "local")
        return true;
    if (scope == "all") // Of an unknown model nothing better is known than that most cache prefixes.
        return mode != CachingMode::None || !context.card;
    if (scope == "explicit")
        return mode == CachingMode::Explicit || mode == CachingMode::AutomaticAndExplicit;
    if (scope == "automatic")
        return mode == CachingMode::Automatic || mode == CachingMode::AutomaticAndExplicit || !context.card;
    return isForm(scope, context.prompt.form()) || scope == context.upstream;
}

} // namespace

std::string_view severityName(Severity severity)
{
    static constexpr std::array<std::string_view, 4> names{ "off", "info", "warning", "error" };
    return names[static_cast<std::size_t>(severity)];
}

bool appliesTo(std::string_view scope, const LintContext &context)
{
    for (const std::string_view one : base::split(scope, ',')) {
        if (appliesToOne(one, context))
            return true;
    }
    return false;
}

std::span<const std::span<const Rule>> ruleFamilies()
{
    static const std::array families{
        dynamicContentRules(), whiteSpaceRules(),     tokenBoundaryRules(), breakpointRules(), toolRules(),
        historyRules(),        windowAndPriceRules(), parameterRules(),     secretRules(),     configurationRules(),
    };
    return families;
}

const std::vector<RuleInfo> &ruleCatalogue()
{
    static const std::vector<RuleInfo> catalogue = [] {
        std::vector<RuleInfo> all;
        for (const auto family : ruleFamilies()) {
            for (const Rule &rule : family)
                all.push_back(rule.info);
        }
        return all;
    }();
    return catalogue;
}

const RuleInfo *findRule(std::string_view id)
{
    const auto &catalogue = ruleCatalogue();
    const auto found = std::ranges::find(catalogue, id, &RuleInfo::id);
    return found == catalogue.end() ? nullptr : &*found;
}

} // namespace cachescope::prompt

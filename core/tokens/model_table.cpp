// SPDX-License-Identifier: MIT
#include "tokens/model_table.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>

namespace cachescope::tokens {

namespace {

ModelTokens exact(std::string_view encodingName, ChatFormat chat = ChatFormat::None)
{
    ModelTokens value;
    value.tokenizer = encodingName;
    value.exact = true;
    value.chat = chat;
    return value;
}

/** A stand-in for a tokenizer that is not public or not at hand. */
ModelTokens standIn(std::string_view family, double factor, double error)
{
    ModelTokens value;
    value.tokenizer = "o200k_base";
    value.factor = factor;
    value.error = error;
    value.family = family;
    return value;
}

struct NamedRule
{
    std::string_view pattern;
    ModelTokens value;
};

std::vector<NamedRule> openAiRules()
{
    std::vector<NamedRule> rules;
    for (const std::string_view name : { "gpt-5*", "codex-*" })
        rules.push_back({ name, exact("o200k_base", ChatFormat::Harmony) });
    for (const std::string_view name :
         { "gpt-4.1*", "gpt-4.5*", "gpt-4o*", "chatgpt-4o*", "o1*", "o3*", "o4-mini*" })
        rules.push_back({ name, exact("o200k_base", ChatFormat::CookbookO) });
    for (const std::string_view name : { "gpt-4*", "gpt-3.5*", "gpt-35*" })
        rules.push_back({ name, exact("cl100k_base", ChatFormat::Cookbook) });
    for (const std::string_view name :
         { "text-embedding-3*", "text-embedding-ada-002", "davinci-002", "babbage-002" })
        rules.push_back({ name, exact("cl100k_base") });
    for (const std::string_view name : { "text-davinci-002", "text-davinci-003", "code-davinci-*", "code-cushman-*",
                                         "davinci-codex", "cushman-codex" })
        rules.push_back({ name, exact("p50k_base") });
    for (const std::string_view name : { "text-davinci-edit-001", "code-davinci-edit-001" })
        rules.push_back({ name, exact("p50k_edit") });
    for (const std::string_view name : { "davinci", "curie", "babbage", "ada", "text-davinci-001", "text-curie-*",
                                         "text-babbage-*", "text-ada-*", "gpt2" })
        rules.push_back({ name, exact("r50k_base") });
    rules.push_back({ "gpt-oss*", exact("o200k_harmony", ChatFormat::Harmony) });
    // Assumed to go on with o200k_base; OpenAI's registry does not list the family.
    rules.push_back({ "gpt-6*", standIn("gpt-6", 1.0, 0.10) });
    return rules;
}

/** Factors to o200k_base, before anything was learnt from the provider's own counts. */
std::vector<NamedRule> otherRules()
{
    // Up to Opus 4.6, Sonnet 4.6 and Haiku 4.5 a text has 15 to 20 % more tokens than in o200k_base, code has more;
    // all that came later, from Opus 4.7, Sonnet 5 and Fable 5 on, has about 30 % more than that. A name that is
    // not listed is a later one.
    const ModelTokens claude = standIn("claude", 1.20, 0.15);
    const ModelTokens newerClaude = standIn("claude-newer", 1.55, 0.20);
    std::vector<NamedRule> rules{ { "claude*", newerClaude } };
    for (const std::string_view name :
         { "claude-instant*", "claude-v*", "claude-1*", "claude-2*", "claude-3*", "claude-4*", "claude-opus-3*",
           "claude-opus-4*", "claude-sonnet-3*", "claude-sonnet-4*", "claude-haiku-3*", "claude-haiku-4*" })
        rules.push_back({ name, claude });
    for (const std::string_view name :
         { "claude-opus-4-7*", "claude-opus-4-8*", "claude-opus-4-9*", "claude-opus-4.7*", "claude-opus-4.8*",
           "claude-opus-4.9*", "claude-4.7-opus*", "claude-4.8-opus*", "claude-4.9-opus*" })
        rules.push_back({ name, newerClaude });
    rules.push_back({ "gemini*", standIn("gemini", 1.05, 0.15) });
    rules.push_back({ "gemma*", standIn("gemini", 1.05, 0.15) });
    // These have public tokenizers, which the user can load (--tokenizer, or the setting `tokenizers`).
    for (const std::string_view family :
         { "deepseek", "qwen", "qwq", "glm", "minimax", "kimi", "moonshot", "llama", "meta-llama", "mistral",
           "mixtral", "codestral", "devstral", "magistral", "ministral", "pixtral" })
        rules.push_back({ family, standIn(family, 1.05, 0.15) });
    for (const std::string_view family : { "grok", "nova", "amazon.nova", "command", "sonar" })
        rules.push_back({ family, standIn(family, 1.05, 0.20) });
    return rules;
}

} // namespace

std::string plainModelName(std::string_view model)
{
    std::string name = base::toLower(model);
    if (const std::size_t slash = name.rfind('/'); slash != std::string::npos)
        name.erase(0, slash + 1);
    if (name.starts_with("ft:")) {
        name.erase(0, 3);
        name.erase(std::min(name.find(':'), name.size()));
    }
    for (const std::string_view region : { "us.", "eu.", "apac.", "global." }) {
        if (name.starts_with(region))
            name.erase(0, region.size());
    }
    for (const std::string_view vendor : { "anthropic.", "openai.", "meta.", "mistral.", "deepseek.", "qwen." }) {
        if (name.starts_with(vendor))
            name.erase(0, vendor.size());
    }
    return name;
}

ModelTable::ModelTable()
{
    const auto put = [this](const NamedRule &rule) {
        const bool starred = rule.pattern.ends_with('*');
        // A family's name without a star stands for all that begins with it.
        const bool family = !rule.value.exact && !starred;
        m_builtIn.push_back({ std::string(starred ? rule.pattern.substr(0, rule.pattern.size() - 1) : rule.pattern),
                              starred || family, rule.value });
    };
    for (const NamedRule &rule : openAiRules())
        put(rule);
    for (const NamedRule &rule : otherRules())
        put(rule);
}

void ModelTable::add(std::string_view pattern, ModelTokens value)
{
    const bool prefix = pattern.ends_with('*');
    std::string name = plainModelName(prefix ? pattern.substr(0, pattern.size() - 1) : pattern);
    std::erase_if(m_user, [&](const Rule &rule) { return rule.pattern == name && rule.prefix == prefix; });
    m_user.push_back({ std::move(name), prefix, std::move(value) });
}

void ModelTable::addFile(std::string_view pattern, std::string path)
{
    ModelTokens value;
    value.tokenizer = std::move(path);
    value.isFile = true;
    value.exact = true;
    add(pattern, std::move(value));
}

const ModelTable::Rule *ModelTable::find(const std::vector<Rule> &rules, std::string_view model) const
{
    const Rule *best = nullptr;
    for (const Rule &rule : rules) {
        if (!rule.prefix && rule.pattern == model)
            return &rule;
        if (rule.prefix && model.starts_with(rule.pattern)
            && (best == nullptr || rule.pattern.size() > best->pattern.size()))
            best = &rule;
    }
    return best;
}

ModelTokens ModelTable::forModel(std::string_view model) const
{
    const std::string name = plainModelName(model);
    if (const Rule *rule = find(m_user, name))
        return rule->value;
    if (const Rule *rule = find(m_builtIn, name))
        return rule->value;
    ModelTokens guess = standIn("unknown", 1.10, 0.25);
    guess.known = false;
    return guess;
}

base::Result<TokenizerPtr> tokenizerFor(const ModelTokens &model)
{
    if (!model.isFile)
        return encoding(model.tokenizer);
    static std::mutex mutex;
    static std::map<std::string, TokenizerPtr, std::less<>> loaded;
    const std::lock_guard lock(mutex);
    if (const auto found = loaded.find(model.tokenizer); found != loaded.end())
        return found->second;
    auto result = loadTokenizerFile(model.tokenizer);
    if (result)
        loaded.emplace(model.tokenizer, *result);
    return result;
}

} // namespace cachescope::tokens

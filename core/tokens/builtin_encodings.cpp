// SPDX-License-Identifier: MIT
#include "tokens/embedded.h"
#include "tokens/pipeline.h"
#include "tokens/tokenizer.h"

#include "base/text.h"

#include <array>
#include <map>
#include <mutex>

namespace cachescope::tokens {

namespace {

using detail::AddedToken;
using detail::EmbeddedVocabulary;
using detail::SplitKind;

struct Encoding
{
    std::string_view name;
    EmbeddedVocabulary vocabulary;
    SplitKind split;
};

constexpr std::array encodings{
    Encoding{ "o200k_base", EmbeddedVocabulary::O200kBase, SplitKind::O200k },
    Encoding{ "o200k_harmony", EmbeddedVocabulary::O200kBase, SplitKind::O200k },
    Encoding{ "cl100k_base", EmbeddedVocabulary::Cl100kBase, SplitKind::Cl100k },
    Encoding{ "p50k_base", EmbeddedVocabulary::P50kBase, SplitKind::Gpt2 },
    Encoding{ "p50k_edit", EmbeddedVocabulary::P50kBase, SplitKind::Gpt2 },
    Encoding{ "r50k_base", EmbeddedVocabulary::R50kBase, SplitKind::Gpt2 },
    Encoding{ "gpt2", EmbeddedVocabulary::R50kBase, SplitKind::Gpt2 },
};

constexpr auto names = [] {
    std::array<std::string_view, encodings.size()> result;
    for (std::size_t i = 0; i < encodings.size(); ++i)
        result[i] = encodings[i].name;
    return result;
}();

std::vector<AddedToken> harmonyTokens()
{
    std::vector<AddedToken> tokens{
        { "<|startoftext|>", 199998 }, { "<|endoftext|>", 199999 }, { "<|return|>", 200002 },
        { "<|constrain|>", 200003 },   { "<|channel|>", 200005 },   { "<|start|>", 200006 },
        { "<|end|>", 200007 },         { "<|message|>", 200008 },   { "<|call|>", 200012 },
        { "<|endofprompt|>", 200018 }, // before <|reserved_200018|>, so that decoding 200018 gives this one
    };
    for (const std::uint32_t id : { 200000U, 200001U, 200004U, 200009U, 200010U, 200011U })
        tokens.push_back({ "<|reserved_" + std::to_string(id) + "|>", id });
    for (std::uint32_t id = 200013; id <= 201087; ++id)
        tokens.push_back({ "<|reserved_" + std::to_string(id) + "|>", id });
    return tokens;
}

/** As OpenAI's tiktoken 0.14.0 registers them. */
std::vector<AddedToken> specialTokens(std::string_view name)
{
    if (name == "o200k_harmony")
        return harmonyTokens();
    if (name == "o200k_base")
        return { { "<|endoftext|>", 199999 }, { "<|endofprompt|>", 200018 } };
    if (name == "cl100k_base")
        return { { "<|endoftext|>", 100257 },
                 { "<|fim_prefix|>", 100258 },
                 { "<|fim_middle|>", 100259 },
                 { "<|fim_suffix|>", 100260 },
                 { "<|endofprompt|>", 100276 } };
    if (name == "p50k_edit")
        return { { "<|endoftext|>", 50256 },
                 { "<|fim_prefix|>", 50281 },
                 { "<|fim_middle|>", 50282 },
                 { "<|fim_suffix|>", 50283 } };
    return { { "<|endoftext|>", 50256 } };
}

/** What was made so far; encodings with the same ranks share their vocabulary. */
struct Registry
{
    std::mutex mutex;
    std::map<EmbeddedVocabulary, std::shared_ptr<const detail::Vocabulary>> vocabularies;
    std::map<std::string_view, TokenizerPtr> tokenizers;
};

Registry &registry()
{
    static Registry instance;
    return instance;
}

base::Result<TokenizerPtr> make(Registry &made, const Encoding &encoding)
{
    auto &vocabulary = made.vocabularies[encoding.vocabulary];
    if (!vocabulary)
        vocabulary = detail::Vocabulary::fromPacked(detail::embeddedVocabulary(encoding.vocabulary));
    if (!vocabulary) {
        return base::failure(
            base::ErrorCode::Internal,
            "the built-in vocabulary of " + std::string(encoding.name) + " is damaged; install Cachescope again");
    }
    detail::Pipeline::Parts parts;
    parts.name = encoding.name;
    parts.vocabulary = vocabulary;
    parts.splits = { encoding.split };
    parts.added = detail::AddedTokens(specialTokens(encoding.name));
    return std::make_shared<const Tokenizer>(std::make_shared<const detail::Pipeline>(std::move(parts)));
}

/** The known name that begins with `name`, or else the one with the fewest differences. */
std::string_view nearest(std::string_view name)
{
    for (const std::string_view known : names) {
        if (name.size() >= 3 && known.starts_with(name))
            return known;
    }
    return base::nearestName(name, names);
}

} // namespace

base::Result<TokenizerPtr> encoding(std::string_view name)
{
    for (const Encoding &candidate : encodings) {
        if (candidate.name != name)
            continue;
        Registry &made = registry();
        const std::lock_guard lock(made.mutex);
        TokenizerPtr &tokenizer = made.tokenizers[candidate.name];
        if (!tokenizer) {
            auto result = make(made, candidate);
            if (!result)
                return result;
            tokenizer = *std::move(result);
        }
        return tokenizer;
    }
    std::string message = "unknown encoding \"" + std::string(name.substr(0, 80)) + "\"";
    if (const std::string_view near = nearest(name); !near.empty())
        message += "; did you mean " + std::string(near) + "?";
    else
        message += ".";
    message += " Known are";
    for (const std::string_view known : names)
        message += (known == names.front() ? " " : ", ") + std::string(known);
    return base::failure(base::ErrorCode::InvalidInput, message + ".");
}

std::span<const std::string_view> encodingNames()
{
    return names;
}

} // namespace cachescope::tokens

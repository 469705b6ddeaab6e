// SPDX-License-Identifier: MIT
#pragma once

#include "token_models.h"

#include "base/result.h"
#include "prompt/cacheable_prefix.h"
#include "prompt/prompt.h"
#include "providers/caching_rules.h"

#include <memory>
#include <string>
#include <vector>

namespace cachescope::app {

/** A prompt file with what its model means for counting and caching. */
struct PromptInput
{
    std::shared_ptr<const prompt::Prompt> prompt;
    prompt::TokenLayout layout;
    providers::CachingRules rules;
    std::string upstream, model; ///< The provider whose rules apply.
    std::vector<std::string> notes; ///< For stderr: unknown model, an estimate, …
};

/** Reads one prompt for `command` and settles its model, without counting: `layout` and `rules` stay empty. JSON
 * that is broken or no request is refused, and so are several calls in one file. */
base::Result<PromptInput> readUncountedPrompt(
    std::string_view command, const std::string &path, const std::string &model);

/** Reads one prompt; `-` is stdin. `model` overrides the file's own; without either, gpt-4.1's rules apply, with a
 * note. */
base::Result<PromptInput> readPrompt(
    std::string_view command, const std::string &path, const std::string &model, TokenModels &models);

/** The model to count for: the asked one, else the prompt's own, else one that stands in for all. */
std::string modelOf(const prompt::Prompt &prompt, const std::string &asked);

/** The provider that offers a model, by the shape and the model's name. */
std::string upstreamFor(prompt::PromptForm form, const std::string &model);

} // namespace cachescope::app

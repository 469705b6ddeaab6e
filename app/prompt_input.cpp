// SPDX-License-Identifier: MIT
#include "prompt_input.h"

#include "base/files.h"
#include "prompt/upstream_of.h"

namespace cachescope::app {

using base::ErrorCode;
using prompt::PromptForm;

namespace {

constexpr const char *modelWithoutAny = "gpt-4.1";

} // namespace

std::string upstreamFor(PromptForm form, const std::string &model)
{
    return std::string(prompt::upstreamOf(form, model));
}

std::string modelOf(const prompt::Prompt &prompt, const std::string &asked)
{
    if (!asked.empty())
        return asked;
    const std::string &own = prompt.parameters().model;
    return own.empty() ? modelWithoutAny : own;
}

base::Result<PromptInput> readUncountedPrompt(
    std::string_view command, const std::string &path, const std::string &model)
{
    auto bytes = base::readInput(path);
    if (!bytes)
        return tl::unexpected(bytes.error());
    auto parsed = prompt::Prompt::parse(std::move(*bytes));
    if (!parsed)
        return base::failure(ErrorCode::InvalidInput, path + ": " + parsed.error().message);
    PromptInput input;
    input.prompt = std::move(*parsed);
    if (const auto &problem = input.prompt->problem()) {
        const auto lines = prompt::readPromptFile(input.prompt->bytes());
        if (lines && lines->jsonLines)
            return base::failure(
                ErrorCode::InvalidInput,
                path + " holds several calls (JSON Lines); " + std::string(command) + " wants one prompt.");
        return base::failure(
            ErrorCode::InvalidInput,
            path + ", line " + std::to_string(problem->line) + ", column " + std::to_string(problem->column) + ": "
                + problem->message);
    }
    input.model = modelOf(*input.prompt, model);
    if (model.empty() && input.prompt->parameters().model.empty())
        input.notes.push_back("no model is named; counted as for " + input.model + " (--model chooses another)");
    input.upstream = upstreamFor(input.prompt->form(), input.model);
    return input;
}

base::Result<PromptInput> readPrompt(
    std::string_view command, const std::string &path, const std::string &model, TokenModels &models)
{
    auto read = readUncountedPrompt(command, path, model);
    if (!read)
        return read;
    PromptInput input = std::move(*read);
    const auto book = providers::PriceBook::shipped();
    if (!book->find(input.upstream, input.model))
        input.notes.push_back(
            "unknown model '" + input.model + "': the caching rules of " + input.upstream + " apply instead");
    input.rules = providers::cachingRules(*book, input.upstream, input.model);
    auto chosen = models.choose(input.model);
    if (!chosen)
        return tl::unexpected(chosen.error());
    if (!chosen->note.empty())
        input.notes.push_back(std::move(chosen->note));
    auto layout = prompt::layOut(*input.prompt, input.model, models.table());
    if (!layout)
        return tl::unexpected(layout.error());
    input.layout = std::move(*layout);
    return input;
}

} // namespace cachescope::app

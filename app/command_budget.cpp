// SPDX-License-Identifier: MIT
#include "command_line.h"
#include "commands.h"
#include "prompt_input.h"

#include "base/text.h"
#include "prompt/budget.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdio>

namespace cachescope::app {

namespace {

using Json = nlohmann::ordered_json;

long long printable(std::int64_t tokens)
{
    return static_cast<long long>(tokens);
}

Json orNull(const std::optional<std::int64_t> &value)
{
    return value ? Json(*value) : Json(nullptr);
}

Json toJson(const prompt::Budget &budget, const std::string &model)
{
    return { { "model", model },
             { "tokens", budget.used },
             { "tokens_at_most", budget.usedAtMost },
             { "exact", budget.exact },
             { "error", budget.errorShare },
             { "uncounted_parts", budget.uncountedParts },
             { "context_window", budget.window },
             { "max_output", orNull(budget.mostOutput) },
             { "room_left", budget.room },
             { "safe_max_tokens", budget.safeMaxTokens },
             { "requested_max_tokens", orNull(budget.asked) },
             { "reserved_output", budget.reserved },
             { "missing", budget.missing } };
}

void printText(const prompt::Budget &budget, const std::string &model)
{
    std::printf("prompt          %s%lld tokens", budget.exact ? "" : "~", printable(budget.used));
    if (!budget.exact)
        std::printf(" (±%ld %%, at most %lld)", std::lround(budget.errorShare * 100), printable(budget.usedAtMost));
    std::printf("\ncontext window  %lld (%s)\n", printable(budget.window), model.c_str());
    std::printf("room left       %lld\n", printable(budget.room));
    std::printf("safe max_tokens %lld", printable(budget.safeMaxTokens));
    if (budget.mostOutput && budget.safeMaxTokens == *budget.mostOutput)
        std::printf(" (the model's own limit)");
    std::putchar('\n');
    if (budget.asked)
        std::printf(
            "asked for       %lld%s\n", printable(*budget.asked),
            *budget.asked > budget.safeMaxTokens ? ", which can overflow" : "");
}

/** What stands against the budget, for stderr; empty when it holds. */
std::string objection(const prompt::Budget &budget)
{
    if (budget.missing == 0)
        return {};
    if (budget.room < budget.reserved)
        return "The prompt does not leave room for " + std::to_string(budget.reserved)
            + " tokens of output: " + std::to_string(budget.reserved - budget.room) + " are missing.";
    return "The model answers with at most " + std::to_string(budget.mostOutput.value_or(0))
        + " tokens: " + std::to_string(budget.missing) + " fewer than --reserve-output asks for.";
}

base::Result<const providers::ModelCard *> cardOf(
    const providers::PriceBook &book, prompt::PromptForm form, const std::string &model)
{
    if (const auto *card = book.find(upstreamFor(form, model), model))
        return card;
    std::vector<std::string_view> names;
    for (const providers::ModelCard *known : book.models()) {
        if (book.find(known->provider, model) == known) // The model at another provider.
            return known;
        names.push_back(known->id);
    }
    std::string message = "unknown model '" + model + "': its context window is not known.";
    if (const auto nearest = base::nearestName(model, names); !nearest.empty())
        message += " Did you mean '" + std::string(nearest) + "'?";
    return base::failure(base::ErrorCode::InvalidInput, message);
}

int run(const QCommandLineParser &parser, std::int64_t reserve)
{
    const std::string path = parser.positionalArguments().first().toStdString();
    auto models = TokenModels::load(parser);
    if (!models)
        return fail(ExitCode::wrongUse, models.error().message);
    auto input = readUncountedPrompt("budget", path, parser.value(QStringLiteral("model")).toStdString());
    if (!input)
        return fail(ExitCode::wrongUse, input.error().message);
    const auto book = providers::PriceBook::shipped();
    const auto card = cardOf(*book, input->prompt->form(), input->model);
    if (!card)
        return fail(ExitCode::wrongUse, card.error().message);
    auto chosen = models->choose(input->model);
    if (!chosen)
        return fail(ExitCode::wrongUse, chosen.error().message);
    if (!chosen->note.empty())
        input->notes.push_back(chosen->note);
    const auto count = prompt::countPrompt(*input->prompt, input->model, models->table());
    if (!count)
        return fail(ExitCode::wrongUse, path + ": " + count.error().message);
    const auto budget = prompt::budgetOf(*input->prompt, *count, **card, reserve);
    if (!budget)
        return fail(ExitCode::wrongUse, budget.error().message);
    if (budget->uncountedParts > 0)
        input->notes.push_back(
            std::to_string(budget->uncountedParts)
            + " images or files are not counted: the prompt is larger than it says here");
    for (const std::string &note : input->notes)
        std::fprintf(stderr, "cachescope: %s\n", note.c_str());
    if (parser.value(QStringLiteral("format")) == QLatin1String("json"))
        std::puts(toJson(*budget, input->model).dump(2, ' ', false, Json::error_handler_t::replace).c_str());
    else
        printText(*budget, input->model);
    const std::string against = objection(*budget);
    return against.empty() ? ExitCode::success : fail(ExitCode::findings, against);
}

} // namespace

int runBudget(int argc, char **argv)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Tokens of a prompt, the room that it leaves in the model's context window, and the largest "
        "max_tokens that cannot overflow it. Exit code 1 when it leaves none, or less than reserved."));
    parser.addPositionalArgument(
        QStringLiteral("FILE"), QStringLiteral("A prompt or request; - for standard input."));
    parser.addOptions({
        { QStringLiteral("model"), QStringLiteral("The model (the request's own)."), QStringLiteral("M") },
        { QStringLiteral("reserve-output"), QStringLiteral("Tokens of output that must fit (1)."),
          QStringLiteral("N"), QStringLiteral("1") },
        { QStringLiteral("format"), QStringLiteral("text or json (text)."), QStringLiteral("F"),
          QStringLiteral("text") },
    });
    TokenModels::addOptions(parser);
    if (const auto code = parseArguments(parser, commandArguments("budget", argc, argv)))
        return *code;
    if (parser.positionalArguments().size() != 1)
        return fail(ExitCode::wrongUse, "budget wants one file: cachescope budget FILE --model M.");
    if (const auto code = checkFormat(parser))
        return *code;
    const auto reserve = wholeNumber(parser, "reserve-output", 1);
    return reserve ? run(parser, *reserve) : ExitCode::wrongUse;
}

} // namespace cachescope::app

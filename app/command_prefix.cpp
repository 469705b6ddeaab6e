// SPDX-License-Identifier: MIT
#include "command_line.h"
#include "commands.h"
#include "prompt_input.h"

#include "prompt/cacheable_prefix.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <iterator>

namespace cachescope::app {

namespace {

using Json = nlohmann::ordered_json;

Json toJson(const prompt::Divergence &found)
{
    Json at = nullptr;
    if (found.at)
        at = { { "segment", found.at->segment }, { "byte", found.at->byteA },   { "line", found.at->a.line },
               { "column", found.at->a.column }, { "text_a", found.at->textA }, { "text_b", found.at->textB } };
    return { { "shared_tokens", found.sharedTokens },
             { "cacheable_tokens", found.cacheableTokens },
             { "total_tokens_a", found.totalTokensA },
             { "total_tokens_b", found.totalTokensB },
             { "diverges_at", at } };
}

void printText(const prompt::Divergence &found, const prompt::TokenLayout &layout)
{
    const char *about = layout.exact ? "" : "~";
    std::printf(
        "shared     %s%lld of %lld and %lld tokens (%s)\n", about, static_cast<long long>(found.sharedTokens),
        static_cast<long long>(found.totalTokensA), static_cast<long long>(found.totalTokensB),
        layout.tokenizer.c_str());
    std::printf("cacheable  %s%lld\n", about, static_cast<long long>(found.cacheableTokens));
    if (!found.at) {
        std::puts("no difference: one prompt begins the other");
        return;
    }
    std::printf(
        "parts at   %s, line %zu, column %zu (byte %zu)\n", found.at->segment.c_str(), found.at->a.line,
        found.at->a.column, found.at->byteA);
    // As JSON strings: a line break or an escape in a token must not break the line or steer the terminal.
    const auto quoted
        = [](const std::string &text) { return Json(text).dump(-1, ' ', true, Json::error_handler_t::replace); };
    std::printf("  first    %s\n  second   %s\n", quoted(found.at->textA).c_str(), quoted(found.at->textB).c_str());
}

} // namespace

int runPrefix(int argc, char **argv)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Where two prompts part: the exact token, and how much a provider can cache."));
    parser.addPositionalArgument(
        QStringLiteral("A"), QStringLiteral("First prompt or request file; - for standard input."));
    parser.addPositionalArgument(QStringLiteral("B"), QStringLiteral("Second one."));
    parser.addOptions({
        { QStringLiteral("model"), QStringLiteral("Count and cache as for model M."), QStringLiteral("M") },
        { QStringLiteral("format"), QStringLiteral("text or json (text)."), QStringLiteral("F"),
          QStringLiteral("text") },
    });
    TokenModels::addOptions(parser);
    if (const auto code = parseArguments(parser, commandArguments("prefix", argc, argv)))
        return *code;
    if (parser.positionalArguments().size() != 2)
        return fail(ExitCode::wrongUse, "prefix wants two files: cachescope prefix A B.");
    if (const auto code = checkFormat(parser))
        return *code;

    if (parser.positionalArguments() == QStringList{ QStringLiteral("-"), QStringLiteral("-") })
        return fail(ExitCode::wrongUse, "only one of the two prompts can come from standard input.");
    const std::string model = parser.value(QStringLiteral("model")).toStdString();
    auto models = TokenModels::load(parser);
    if (!models)
        return fail(exitCodeFor(models.error()), models.error().message);
    const auto a = readPrompt("prefix", parser.positionalArguments().at(0).toStdString(), model, *models);
    if (!a)
        return fail(exitCodeFor(a.error()), a.error().message);
    const auto b = readPrompt("prefix", parser.positionalArguments().at(1).toStdString(), model, *models);
    if (!b)
        return fail(exitCodeFor(b.error()), b.error().message);
    // What both prompts have to say is said once.
    std::vector<std::string> notes = a->notes;
    std::copy_if(b->notes.begin(), b->notes.end(), std::back_inserter(notes), [&a](const std::string &note) {
        return std::find(a->notes.begin(), a->notes.end(), note) == a->notes.end();
    });
    for (const std::string &note : notes)
        std::fprintf(stderr, "cachescope: %s\n", note.c_str());
    const prompt::Divergence found = prompt::diverge(*a->prompt, a->layout, *b->prompt, b->layout, a->rules);
    if (parser.value(QStringLiteral("format")) == QLatin1String("json"))
        std::puts(toJson(found).dump(2, ' ', false, Json::error_handler_t::replace).c_str());
    else
        printText(found, a->layout);
    return ExitCode::success;
}

} // namespace cachescope::app

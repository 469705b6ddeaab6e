// SPDX-License-Identifier: MIT
#include "command_line.h"
#include "commands.h"
#include "text_stream.h"
#include "token_models.h"
#include "token_output.h"

#include "tokens/model_table.h"
#include "tokens/stream_encoder.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>

namespace cachescope::app {

namespace {

using tokens::ModelTokens;
using tokens::SpecialTokens;
using tokens::TokenizerPtr;

/** Which tokenizer was asked for, and how it stands to the model. */
struct Choice
{
    TokenizerPtr tokenizer;
    std::string model;
    ModelTokens info;
    std::string note; ///< For stderr; empty when there is nothing to say.
};

base::Result<Choice> choose(const QCommandLineParser &parser)
{
    const auto value = [&parser](const char *name) { return parser.value(QLatin1String(name)).toStdString(); };
    const int given = int{ parser.isSet(QStringLiteral("encoding")) } + int{ parser.isSet(QStringLiteral("model")) }
        + int{ parser.isSet(QStringLiteral("tokenizer")) };
    if (given > 1)
        return base::failure(
            base::ErrorCode::InvalidInput, "give one of --encoding, --model and --tokenizer, not more.");
    Choice choice;
    choice.info.exact = true;
    choice.info.tokenizer = given == 0 ? "o200k_base" : value("encoding");
    std::optional<TokenModels> models;
    if (parser.isSet(QStringLiteral("model")) || parser.isSet(QStringLiteral("config"))) {
        auto loaded = TokenModels::load(parser);
        if (!loaded)
            return tl::unexpected(loaded.error());
        models = *std::move(loaded);
    }
    if (parser.isSet(QStringLiteral("model"))) {
        choice.model = value("model");
        auto chosen = models->choose(choice.model);
        if (!chosen)
            return tl::unexpected(chosen.error());
        choice.info = std::move(chosen->info);
        choice.note = std::move(chosen->note);
    } else if (parser.isSet(QStringLiteral("tokenizer"))) {
        choice.info.tokenizer = value("tokenizer");
        choice.info.isFile = true;
    }
    auto tokenizer = tokens::tokenizerFor(choice.info);
    if (!tokenizer)
        return tl::unexpected(tokenizer.error());
    choice.tokenizer = *std::move(tokenizer);
    return choice;
}

/** Tokenises the whole input; what is printed is printed as it comes. */
base::Result<void> run(const std::string &path, const Choice &choice, SpecialTokens special, TokenOutput &output)
{
    auto file = openInput(path);
    if (!file)
        return tl::unexpected(file.error());
    // The text format shows the bytes of each token; they are kept until their token comes.
    std::string text;
    std::uint64_t textBegin = 0;
    std::optional<std::uint64_t> invalid;
    tokens::StreamEncoder encoder(choice.tokenizer, special, [&](std::span<const tokens::StreamToken> batch) {
        invalid = encoder.firstInvalidByte();
        if (invalid)
            return;
        for (const tokens::StreamToken &token : batch)
            output.token(token, std::string_view(text).substr(token.begin - textBegin, token.end - token.begin));
        text.erase(0, batch.back().end - textBegin);
        textBegin = batch.back().end;
    });
    const auto read = readPieces(file->get(), path, [&](std::string_view piece) {
        text.append(piece);
        encoder.add(piece);
        return !invalid && !output.failed();
    });
    if (!read)
        return read;
    encoder.finish();
    invalid = encoder.firstInvalidByte();
    if (invalid)
        return tl::unexpected(notUtf8(path, *invalid));
    return {};
}

void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        QStringLiteral("Exact tokens of a text, or an estimate where a model's tokenizer is not public."));
    parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("A UTF-8 text; - for standard input."));
    parser.addOptions({
        { QStringLiteral("encoding"),
          QStringLiteral("o200k_base (the default), o200k_harmony, cl100k_base, p50k_base, "
                         "p50k_edit, r50k_base or gpt2."),
          QStringLiteral("E") },
        { QStringLiteral("model"), QStringLiteral("The tokenizer of this model."), QStringLiteral("M") },
        { QStringLiteral("tokenizer"), QStringLiteral("A Hugging Face tokenizer.json."), QStringLiteral("FILE") },
        { QStringLiteral("allow-special"), QStringLiteral("Texts such as <|endoftext|> are control tokens.") },
        { QStringLiteral("format"), QStringLiteral("text, json or ids (text)."), QStringLiteral("F"),
          QStringLiteral("text") },
    });
    TokenModels::addOptions(parser);
}

} // namespace

int runTokens(int argc, char **argv)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (const auto code = parseArguments(parser, commandArguments("tokens", argc, argv)))
        return *code;
    const std::string format = parser.value(QStringLiteral("format")).toStdString();
    const auto kind = TokenOutput::formatFromName(format);
    if (!kind)
        return fail(ExitCode::wrongUse, "--format wants text, json or ids, not '" + format + "'.");
    if (parser.positionalArguments().size() != 1)
        return fail(ExitCode::wrongUse, "give one FILE, or - for standard input. Try 'cachescope tokens --help'.");
    const auto choice = choose(parser);
    if (!choice)
        return fail(ExitCode::wrongUse, choice.error().message);
    if (!choice->note.empty())
        std::fprintf(stderr, "cachescope: %s\n", choice->note.c_str());
    const std::string path = parser.positionalArguments().first().toStdString();
    const SpecialTokens special
        = parser.isSet(QStringLiteral("allow-special")) ? SpecialTokens::AsTokens : SpecialTokens::AsText;
    TokenOutput output(*kind, std::string(choice->tokenizer->name()), choice->model, choice->info);
    if (const auto done = run(path, *choice, special, output); !done) {
        output.abandon();
        return fail(ExitCode::wrongUse, done.error().message);
    }
    output.finish();
    if (output.failed())
        return fail(
            ExitCode::runtimeFailure,
            std::string("cannot write to standard output: ") + std::strerror(errno) + ".");
    return ExitCode::success;
}

} // namespace cachescope::app

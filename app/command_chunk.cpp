// SPDX-License-Identifier: MIT
#include "command_line.h"
#include "commands.h"
#include "text_stream.h"
#include "token_models.h"

#include "prompt/chunk/bm25.h"
#include "prompt/chunk/chunker.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace cachescope::app {

namespace {

using Json = nlohmann::ordered_json;
using prompt::Chunk;

struct Wanted
{
    std::string path;
    prompt::ChunkSettings settings;
    std::string query;
    std::size_t best = 0; ///< How many for the query; 0: all chunks, in order.
    bool json = false;
    tokens::TokenizerPtr tokenizer;
};

/** Prints chunks as they come. */
class ChunkOutput
{
public:
    explicit ChunkOutput(const Wanted &wanted)
        : m_wanted(wanted)
    { }

    void chunk(const Chunk &chunk, std::optional<double> score)
    {
        if (m_wanted.json)
            json(chunk, score);
        else
            text(chunk, score);
        ++m_printed;
    }

    /** `total` is the number of chunks in the whole text. */
    void finish(std::size_t total)
    {
        if (!m_wanted.json) {
            std::fprintf(
                stderr, "cachescope: %zu of %zu chunks, %s\n", m_printed, total,
                std::string(m_wanted.tokenizer->name()).c_str());
            return;
        }
        if (m_printed == 0)
            begin();
        std::printf("%s],\"count\":%zu}\n", m_printed > 0 ? "\n" : "", total);
    }

private:
    void begin()
    {
        const Json head{ { "encoding", std::string(m_wanted.tokenizer->name()) },
                         { "max_tokens", m_wanted.settings.maxTokens },
                         { "overlap", m_wanted.settings.overlapTokens },
                         { "query", m_wanted.best > 0 ? Json(m_wanted.query) : Json(nullptr) } };
        std::string opened = head.dump(-1, ' ', false, Json::error_handler_t::replace);
        opened.pop_back(); // The closing brace comes with finish().
        std::printf("%s,\"chunks\":[", opened.c_str());
    }

    void json(const Chunk &chunk, std::optional<double> score)
    {
        if (m_printed == 0)
            begin();
        Json entry{ { "index", chunk.index },
                    { "begin", chunk.begin },
                    { "end", chunk.end },
                    { "line", chunk.line },
                    { "tokens", chunk.tokens },
                    { "overlap_tokens", chunk.overlapTokens },
                    { "ends_at", prompt::breakName(chunk.endsAt) } };
        if (score)
            entry["score"] = *score;
        entry["text"] = chunk.text;
        std::printf(
            "%s\n%s", m_printed > 0 ? "," : "", entry.dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
    }

    void text(const Chunk &chunk, std::optional<double> score)
    {
        std::printf(
            "%s=== chunk %zu, line %llu, bytes %llu to %llu, %lld tokens", m_printed > 0 ? "\n" : "",
            chunk.index + 1, static_cast<unsigned long long>(chunk.line),
            static_cast<unsigned long long>(chunk.begin), static_cast<unsigned long long>(chunk.end),
            static_cast<long long>(chunk.tokens));
        if (chunk.overlapTokens > 0)
            std::printf(" (the first %lld again)", static_cast<long long>(chunk.overlapTokens));
        if (score)
            std::printf(", score %.3f", *score);
        std::puts(" ===");
        std::fwrite(chunk.text.data(), 1, chunk.text.size(), stdout);
        if (!chunk.text.ends_with('\n'))
            std::putchar('\n');
    }

    const Wanted &m_wanted;
    std::size_t m_printed = 0;
};

bool outputFailed()
{
    return std::ferror(stdout) != 0;
}

/** Feeds the file to a chunker; its end is the end of the file. */
base::Result<void> chunkFile(std::FILE *file, const Wanted &wanted, const prompt::Chunker::Sink &sink)
{
    prompt::Chunker chunker(wanted.tokenizer, wanted.settings, sink);
    const auto read = readPieces(file, wanted.path, [&](std::string_view piece) {
        chunker.add(piece);
        return !chunker.firstInvalidByte() && !outputFailed();
    });
    if (!read)
        return read;
    chunker.finish();
    if (const auto byte = chunker.firstInvalidByte())
        return tl::unexpected(notUtf8(wanted.path, *byte));
    return {};
}

/** Standard input cannot be read twice: a nameless file takes a copy. */
base::Result<File> rereadable(File input, const Wanted &wanted)
{
    if (wanted.path != "-")
        return input;
    File copy(std::tmpfile(), std::fclose);
    const auto failed = [] {
        return base::failure(
            base::ErrorCode::Unavailable,
            std::string("cannot keep standard input in a temporary file: ") + std::strerror(errno) + ".");
    };
    if (!copy)
        return failed();
    bool written = true;
    const auto read = readPieces(input.get(), wanted.path, [&](std::string_view piece) {
        written = std::fwrite(piece.data(), 1, piece.size(), copy.get()) == piece.size();
        return written;
    });
    if (!read)
        return tl::unexpected(read.error());
    if (!written || std::fflush(copy.get()) != 0)
        return failed();
    std::rewind(copy.get());
    return copy;
}

/** The best chunks for the query: a first pass counts words, a second one reads the chosen chunks' texts. */
base::Result<void> printBest(File input, const Wanted &wanted)
{
    auto file = rereadable(std::move(input), wanted);
    if (!file)
        return tl::unexpected(file.error());
    prompt::Bm25 ranking(wanted.query);
    std::vector<Chunk> chunks;
    const auto counted = chunkFile(file->get(), wanted, [&](const Chunk &chunk) {
        ranking.addText(chunk.text);
        chunks.push_back(chunk);
        chunks.back().text = {};
    });
    if (!counted)
        return counted;
    ChunkOutput output(wanted);
    std::string text;
    for (const prompt::Bm25::Ranked &ranked : ranking.best(wanted.best)) {
        Chunk &chunk = chunks[ranked.index];
        text.resize(static_cast<std::size_t>(chunk.end - chunk.begin));
        if (::fseeko(file->get(), static_cast<off_t>(chunk.begin), SEEK_SET) != 0
            || std::fread(text.data(), 1, text.size(), file->get()) != text.size())
            return base::failure(
                base::ErrorCode::Unreadable, wanted.path + " changed, or cannot be read a second time.");
        chunk.text = text;
        output.chunk(chunk, ranked.score);
    }
    output.finish(chunks.size());
    return {};
}

base::Result<void> printAll(const File &input, const Wanted &wanted)
{
    ChunkOutput output(wanted);
    std::size_t total = 0;
    const auto done = chunkFile(input.get(), wanted, [&](const Chunk &chunk) {
        output.chunk(chunk, {});
        ++total;
    });
    if (done)
        output.finish(total);
    return done;
}

base::Result<tokens::TokenizerPtr> chooseTokenizer(const QCommandLineParser &parser)
{
    const QString encoding = parser.value(QStringLiteral("encoding"));
    const std::string model = parser.value(QStringLiteral("model")).toStdString();
    if (model.empty())
        return tokens::encoding(encoding.isEmpty() ? "o200k_base" : encoding.toStdString());
    if (!encoding.isEmpty())
        return base::failure(base::ErrorCode::InvalidInput, "give --encoding or --model, not both.");
    auto models = TokenModels::load(parser);
    if (!models)
        return tl::unexpected(models.error());
    const auto chosen = models->choose(model);
    if (!chosen)
        return tl::unexpected(chosen.error());
    if (!chosen->note.empty())
        std::fprintf(
            stderr, "cachescope: the tokenizer of %s is not public: the chunks are counted in %s\n", model.c_str(),
            chosen->info.tokenizer.c_str());
    return tokens::tokenizerFor(chosen->info);
}

base::Result<Wanted> wantedFrom(const QCommandLineParser &parser)
{
    const auto wrong
        = [](std::string message) { return base::failure(base::ErrorCode::InvalidInput, std::move(message)); };
    Wanted wanted;
    wanted.path = parser.positionalArguments().first().toStdString();
    wanted.query = parser.value(QStringLiteral("query")).toStdString();
    wanted.json = parser.value(QStringLiteral("format")) == QLatin1String("json");
    const auto most = wholeNumber(parser, "max-tokens", 1);
    const auto overlap = wholeNumber(parser, "overlap", 0);
    const auto best = wholeNumber(parser, "top-k", 1);
    if (!most || !overlap || !best)
        return wrong({}); // Said already.
    // A smaller chunk without a word about the overlap gets the usual share of it.
    wanted.settings = { *most, parser.isSet(QStringLiteral("overlap")) ? *overlap : std::min(*overlap, *most / 4) };
    if (const auto checked = prompt::checkChunkSettings(wanted.settings); !checked)
        return tl::unexpected(checked.error());
    if (parser.isSet(QStringLiteral("query"))) {
        if (!prompt::Bm25(wanted.query).hasWords())
            return wrong("--query has no word to look for.");
        wanted.best = static_cast<std::size_t>(*best);
    } else if (parser.isSet(QStringLiteral("top-k"))) {
        return wrong("--top-k wants a --query to rank the chunks by.");
    }
    auto tokenizer = chooseTokenizer(parser);
    if (!tokenizer)
        return tl::unexpected(tokenizer.error());
    wanted.tokenizer = std::move(*tokenizer);
    return wanted;
}

void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(QStringLiteral(
        "A text in chunks of at most so many tokens, cut at headings, paragraphs, lines, sentences or "
        "words; with a query, only the chunks that fit it best."));
    parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("A UTF-8 text; - for standard input."));
    parser.addOptions({
        { QStringLiteral("max-tokens"), QStringLiteral("Most tokens of a chunk (32000)."), QStringLiteral("N"),
          QStringLiteral("32000") },
        { QStringLiteral("overlap"), QStringLiteral("Tokens that a chunk repeats of the one before (500)."),
          QStringLiteral("N"), QStringLiteral("500") },
        { QStringLiteral("query"), QStringLiteral("Only the chunks that fit Q best (BM25)."), QStringLiteral("Q") },
        { QStringLiteral("top-k"), QStringLiteral("How many of these (3)."), QStringLiteral("K"),
          QStringLiteral("3") },
        { QStringLiteral("model"), QStringLiteral("Count as for model M."), QStringLiteral("M") },
        { QStringLiteral("encoding"), QStringLiteral("Count in this encoding (o200k_base)."), QStringLiteral("E") },
        { QStringLiteral("format"), QStringLiteral("text or json (text)."), QStringLiteral("F"),
          QStringLiteral("text") },
    });
    TokenModels::addOptions(parser);
}

} // namespace

int runChunk(int argc, char **argv)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (const auto code = parseArguments(parser, commandArguments("chunk", argc, argv)))
        return *code;
    if (parser.positionalArguments().size() != 1)
        return fail(ExitCode::wrongUse, "chunk wants one file: cachescope chunk FILE.");
    if (const auto code = checkFormat(parser))
        return *code;
    const auto wanted = wantedFrom(parser);
    if (!wanted)
        return wanted.error().message.empty() ? ExitCode::wrongUse
                                              : fail(ExitCode::wrongUse, wanted.error().message);
    auto input = openInput(wanted->path);
    if (!input)
        return fail(ExitCode::wrongUse, input.error().message);
    const auto done = wanted->best > 0 ? printBest(std::move(*input), *wanted) : printAll(*input, *wanted);
    if (!done)
        return fail(
            done.error().code == base::ErrorCode::Unavailable ? ExitCode::runtimeFailure : ExitCode::wrongUse,
            done.error().message);
    if (std::fflush(stdout) != 0 || outputFailed())
        return fail(ExitCode::runtimeFailure, "Cannot write to standard output; the chunks are not whole.");
    return ExitCode::success;
}

} // namespace cachescope::app

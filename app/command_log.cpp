// SPDX-License-Identifier: MIT
#include "command_line.h"
#include "commands.h"
#include "engine_options.h"

#include "engine/log_control.h"
#include "requestlog/export.h"

#include <nlohmann/json.hpp>

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryFile>
#include <QThread>

#include <array>
#include <cstdio>
#include <cstring>
#include <optional>
#include <utility>

namespace cachescope::app {

namespace {

using requestlog::ExportFormat;
using Json = nlohmann::ordered_json;

constexpr std::array formatNames{
    std::pair{ "jsonl", ExportFormat::JsonLines },
    std::pair{ "csv", ExportFormat::Csv },
    std::pair{ "har", ExportFormat::Har },
};

int exportLog(int argc, char **argv)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Writes the request log to stdout, oldest call first; secrets stay hidden."));
    DataDirectoryOption::addTo(parser);
    parser.addOptions({
        { QStringLiteral("since"), QStringLiteral("Calls of the last AGE: 15m, 24h, 7d (all)."),
          QStringLiteral("AGE") },
        { QStringLiteral("filter"), QStringLiteral("Only calls that match, as in the window's filter bar."),
          QStringLiteral("EXPR") },
        { QStringLiteral("format"), QStringLiteral("jsonl, csv or har (jsonl)."), QStringLiteral("F"),
          QStringLiteral("jsonl") },
    });
    if (const auto code = parseArguments(parser, commandArguments("log export", argc, argv)))
        return *code;
    const auto format = valueNamed(formatNames, parser.value(QStringLiteral("format")));
    if (!format)
        return fail(
            ExitCode::wrongUse,
            "--format is jsonl, csv or har, not '" + parser.value(QStringLiteral("format")).toStdString() + "'.");
    const base::UnixMicros now = base::SystemClock::instance().wall();
    requestlog::TimeRange range{ 0, now + 1 };
    if (parser.isSet(QStringLiteral("since"))) {
        const auto age = ageSince(parser);
        if (!age)
            return ExitCode::wrongUse;
        range.begin = now - *age;
    }
    const auto filter = requestlog::Filter::parse(parser.value(QStringLiteral("filter")).toStdString());
    if (!filter)
        return fail(
            ExitCode::wrongUse,
            "--filter, at byte " + std::to_string(filter.error().begin + 1) + ": " + filter.error().message);

    int noArguments = 0;
    const QCoreApplication application(noArguments, nullptr);
    nameApplication();
    const auto reader = DataDirectoryOption::openLog(parser);
    if (!reader)
        return fail(exitCodeFor(reader.error()), reader.error().message);
    bool written = true;
    const auto result
        = requestlog::exportCalls(**reader, range, *filter, *format, [&written](std::string_view piece) {
              written = std::fwrite(piece.data(), 1, piece.size(), stdout) == piece.size();
              return written;
          });
    if (!written || std::fflush(stdout) != 0)
        return fail(ExitCode::runtimeFailure, "Cannot write to stdout; the export is not whole.");
    if (!result)
        return fail(ExitCode::runtimeFailure, result.error().message);
    std::fprintf(stderr, "cachescope: %lld calls exported\n", static_cast<long long>(*result));
    return ExitCode::success;
}

/** Standard input as a private file that a running program can read, too. */
std::optional<std::string> spooledInput(QTemporaryFile &spool)
{
    QFile input;
    if (!spool.open() || !input.open(stdin, QIODevice::ReadOnly))
        return {};
    constexpr qint64 piece = 1 << 20;
    for (QByteArray bytes = input.read(piece); !bytes.isEmpty(); bytes = input.read(piece))
        if (spool.write(bytes) != bytes.size())
            return {};
    return spool.flush() ? std::optional(spool.fileName().toStdString()) : std::nullopt;
}

void printImport(const Json &state)
{
    for (const Json &problem : state.at("problems"))
        std::fprintf(stderr, "cachescope: %s\n", problem.get<std::string>().c_str());
    const auto told = static_cast<long long>(state.at("problems").size());
    const auto refused = state.at("refused").get<long long>();
    if (refused > told)
        std::fprintf(stderr, "cachescope: and %lld more that could not be read\n", refused - told);
    std::printf(
        "%lld calls imported, %lld were there, %lld could not be read\n", state.at("imported").get<long long>(),
        state.at("known").get<long long>(), refused);
}

/** Asks how the import goes until it has ended; nothing, with the complaint printed, when that cannot be told. */
std::optional<Json> awaitImport(engine::LogControl &control)
{
    constexpr unsigned long pollMs = 100;
    for (;;) {
        const auto answer = control.ask({ false, "imports", {}, {}, "command" });
        if (!answer || answer->json.empty()) {
            fail(ExitCode::runtimeFailure, answer ? answer->detail : answer.error().message);
            return {};
        }
        Json state = Json::parse(answer->json);
        if (state.at("finished").get<bool>())
            return state;
        QThread::msleep(pollMs);
    }
}

int importLog(int argc, char **argv)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Reads calls into the request log: JSON Lines of 'log export', "
                                                    "or HAR of any program. Calls that are there\n"
                                                    "already are passed over. Bodies are redacted, and kept as the "
                                                    "settings say; calls without a price get one.\n"
                                                    "Works beside a running program."));
    DataDirectoryOption::addTo(parser);
    parser.addOptions({
        { QStringLiteral("config"), QStringLiteral("Configuration, for prices and what to keep."),
          QStringLiteral("FILE") },
        { QStringLiteral("format"), QStringLiteral("text or json (text)."), QStringLiteral("F"),
          QStringLiteral("text") },
    });
    parser.addPositionalArgument(
        QStringLiteral("FILE"), QStringLiteral("- for standard input."), QStringLiteral("FILE…"));
    if (const auto code = parseArguments(parser, commandArguments("log import", argc, argv)))
        return *code;
    if (const auto code = checkFormat(parser))
        return *code;
    if (parser.positionalArguments().isEmpty())
        return fail(ExitCode::wrongUse, "Name the files to import; - is standard input.");
    int noArguments = 0;
    const QCoreApplication application(noArguments, nullptr);
    nameApplication();
    QTemporaryFile spool;
    Json files = Json::array();
    for (const QString &name : parser.positionalArguments()) {
        const auto path = name == QLatin1String("-")
            ? spooledInput(spool)
            : std::optional(QFileInfo(name).absoluteFilePath().toStdString());
        if (!path)
            return fail(
                ExitCode::runtimeFailure, "Cannot keep standard input in a temporary file; name a file instead.");
        if (!QFileInfo(QString::fromStdString(*path)).isReadable())
            return fail(ExitCode::wrongUse, "Cannot read " + *path + "; check its name and rights.");
        files.push_back(*path);
    }
    const bool demo = parser.isSet(QStringLiteral("demo"));
    const auto control = engine::LogControl::open(
        engine::resolveDataDirectory(parser.value(QStringLiteral("data-dir")).toStdString(), demo),
        demo ? engine::DataDirectory::Kind::Simulated : engine::DataDirectory::Kind::Real,
        parser.value(QStringLiteral("config")).toStdString());
    if (!control)
        return fail(exitCodeFor(control.error()), control.error().message);
    const auto started
        = (*control)->ask({ true, "import", {}, Json{ { "files", std::move(files) } }.dump(), "command" });
    if (!started || started->json.empty())
        return fail(ExitCode::runtimeFailure, started ? started->detail : started.error().message);
    const auto state = awaitImport(**control);
    if (!state)
        return ExitCode::runtimeFailure;
    if (parser.value(QStringLiteral("format")) == QLatin1String("json"))
        std::puts(state->dump(2, ' ', false, Json::error_handler_t::replace).c_str());
    else
        printImport(*state);
    if (!state->at("error").is_null())
        return fail(ExitCode::wrongUse, state->at("error").get<std::string>());
    return state->at("refused").get<long long>() > 0 ? ExitCode::wrongUse : ExitCode::success;
}

} // namespace

int runLog(int argc, char **argv)
{
    if (argc > 0 && std::strcmp(argv[0], "export") == 0)
        return exportLog(argc - 1, argv + 1);
    if (argc > 0 && std::strcmp(argv[0], "import") == 0)
        return importLog(argc - 1, argv + 1);
    if (argc > 0 && (std::strcmp(argv[0], "--help") == 0 || std::strcmp(argv[0], "-h") == 0)) {
        std::puts("Usage: cachescope log export [OPTIONS]\n"
                  "       cachescope log import [OPTIONS] FILE...\n\n"
                  "'cachescope log export --help' and 'cachescope log import --help' list the options.");
        return ExitCode::success;
    }
    return fail(
        ExitCode::wrongUse, "Say what to do with the log: 'cachescope log export' or 'cachescope log import'.");
}

} // namespace cachescope::app

// SPDX-License-Identifier: MIT
#include "command_line.h"
#include "commands.h"
#include "engine_options.h"

#include "requestlog/export.h"

#include <QCoreApplication>

#include <array>
#include <cstdio>
#include <cstring>
#include <utility>

namespace cachescope::app {

namespace {

using requestlog::ExportFormat;

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

} // namespace

int runLog(int argc, char **argv)
{
    if (argc > 0 && std::strcmp(argv[0], "export") == 0)
        return exportLog(argc - 1, argv + 1);
    if (argc > 0 && (std::strcmp(argv[0], "--help") == 0 || std::strcmp(argv[0], "-h") == 0)) {
        std::puts("Usage: cachescope log export [OPTIONS]   ('cachescope log export --help' lists them)");
        return ExitCode::success;
    }
    return fail(ExitCode::wrongUse, "Say what to do with the log: 'cachescope log export'.");
}

} // namespace cachescope::app

// SPDX-License-Identifier: MIT
#include "command_line.h"
#include "commands.h"
#include "engine_options.h"
#include "stats_text.h"

#include "requestlog/export.h"

#include <QCoreApplication>

#include <array>
#include <cstdio>
#include <utility>

namespace cachescope::app {

namespace {

using requestlog::GroupBy;

constexpr std::array groupNames{
    std::pair{ "model", GroupBy::Model },
    std::pair{ "project", GroupBy::Project },
    std::pair{ "upstream", GroupBy::Upstream },
    std::pair{ "day", GroupBy::Day },
};

} // namespace

int runStats(int argc, char **argv)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Hit rates, latency percentiles and money of the log."));
    DataDirectoryOption::addTo(parser);
    parser.addOptions({
        { QStringLiteral("since"), QStringLiteral("Calls of the last AGE: 90s, 15m, 24h, 7d (24h)."),
          QStringLiteral("AGE"), QStringLiteral("24h") },
        { QStringLiteral("by"), QStringLiteral("Also by model, project, upstream or day."),
          QStringLiteral("GROUP") },
        { QStringLiteral("format"), QStringLiteral("text or json (text)."), QStringLiteral("F"),
          QStringLiteral("text") },
    });
    if (const auto code = parseArguments(parser, commandArguments("stats", argc, argv)))
        return *code;
    const auto age = ageSince(parser);
    if (!age)
        return ExitCode::wrongUse;
    std::optional<GroupBy> by;
    if (parser.isSet(QStringLiteral("by"))) {
        by = valueNamed(groupNames, parser.value(QStringLiteral("by")));
        if (!by)
            return fail(
                ExitCode::wrongUse,
                "--by knows model, project, upstream and day, not '"
                    + parser.value(QStringLiteral("by")).toStdString() + "'.");
    }
    if (const auto code = checkFormat(parser))
        return *code;

    int noArguments = 0;
    const QCoreApplication application(noArguments, nullptr);
    nameApplication();
    const auto reader = DataDirectoryOption::openLog(parser);
    if (!reader)
        return fail(exitCodeFor(reader.error()), reader.error().message);
    const base::UnixMicros now = base::SystemClock::instance().wall();
    const requestlog::TimeRange range{ now - *age, now + 1 };
    const bool json = parser.value(QStringLiteral("format")) == QLatin1String("json");
    const auto text = json ? requestlog::statsJson(**reader, range, by) : statsText(**reader, range, by);
    if (!text)
        return fail(ExitCode::runtimeFailure, text.error().message);
    std::fwrite(text->data(), 1, text->size(), stdout);
    if (text->empty() || text->back() != '\n')
        std::fputc('\n', stdout);
    return ExitCode::success;
}

} // namespace cachescope::app

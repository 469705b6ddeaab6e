// SPDX-License-Identifier: MIT
#include "command_line.h"
#include "commands.h"
#include "engine_options.h"
#include "stats_text.h"

#include "engine/data_directory.h"
#include "engine/log_control.h"
#include "requestlog/export.h"

#include <nlohmann/json.hpp>

#include <QCoreApplication>
#include <QThread>

#include <array>
#include <cstdio>
#include <utility>

namespace cachescope::app {

namespace {

using requestlog::GroupBy;
using Json = nlohmann::ordered_json;

constexpr std::array groupNames{
    std::pair{ "model", GroupBy::Model },
    std::pair{ "project", GroupBy::Project },
    std::pair{ "upstream", GroupBy::Upstream },
    std::pair{ "day", GroupBy::Day },
};

/** Waits for the end of the recomputation `id`; its record, or nothing with the complaint printed. */
std::optional<Json> awaitRepricing(engine::LogControl &control, const std::string &id)
{
    constexpr unsigned long pollMs = 100;
    for (;;) {
        const auto answer = control.ask({ false, "repricings", {}, {}, "command" });
        if (!answer || answer->json.empty()) {
            fail(ExitCode::runtimeFailure, answer ? answer->detail : answer.error().message);
            return {};
        }
        const Json list = Json::parse(answer->json);
        for (const Json &record : list.at("repricings"))
            if (record.at("id") == id && !record.at("finished_at").is_null())
                return record;
        QThread::msleep(pollMs);
    }
}

/** Prices the calls of the range anew and says what that changed. */
std::optional<int> recompute(const QCommandLineParser &parser, requestlog::TimeRange range)
{
    const bool demo = parser.isSet(QStringLiteral("demo"));
    const auto control = engine::LogControl::open(
        engine::resolveDataDirectory(parser.value(QStringLiteral("data-dir")).toStdString(), demo),
        demo ? engine::DataDirectory::Kind::Simulated : engine::DataDirectory::Kind::Real,
        parser.value(QStringLiteral("config")).toStdString());
    if (!control)
        return fail(exitCodeFor(control.error()), control.error().message);
    const Json question = { { "since_us", range.begin }, { "until_us", range.end } };
    const auto started = (*control)->ask({ true, "reprice", {}, question.dump(), "command" });
    if (!started || started->json.empty())
        return fail(ExitCode::runtimeFailure, started ? started->detail : started.error().message);
    const auto record = awaitRepricing(**control, Json::parse(started->json).at("id").get<std::string>());
    if (!record)
        return ExitCode::runtimeFailure;
    const Json &change = record->at("change");
    std::fprintf(
        stderr,
        "cachescope: priced %lld calls by the book of %s: %lld changed, %lld got their first price, %lld have "
        "none; "
        "billed %s, without cache %s, avoided %s %s\n",
        record->at("calls").get<long long>(), record->at("price_book").get<std::string>().c_str(),
        record->at("changed").get<long long>(), record->at("newly_priced").get<long long>(),
        record->at("unpriced").get<long long>(), change.at("billed").get<std::string>().c_str(),
        change.at("without_cache").get<std::string>().c_str(), change.at("avoided").get<std::string>().c_str(),
        record->at("currency").get<std::string>().c_str());
    return {};
}

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
        { QStringLiteral("recompute"),
          QStringLiteral("First price these calls anew by the price book in force, and say what that changed.") },
        { QStringLiteral("config"), QStringLiteral("Configuration, for the prices of --recompute."),
          QStringLiteral("FILE") },
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
    const base::UnixMicros now = base::SystemClock::instance().wall();
    const requestlog::TimeRange range{ now - *age, now + 1 };
    if (const auto database = DataDirectoryOption::database(parser); !database)
        return fail(exitCodeFor(database.error()), database.error().message);
    if (parser.isSet(QStringLiteral("recompute")))
        if (const auto code = recompute(parser, range))
            return *code;
    const auto reader = DataDirectoryOption::openLog(parser);
    if (!reader)
        return fail(exitCodeFor(reader.error()), reader.error().message);
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

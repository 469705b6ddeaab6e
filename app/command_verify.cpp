// SPDX-License-Identifier: MIT
#include "command_line.h"
#include "commands.h"
#include "engine_options.h"

#include "base/text.h"
#include "config/config.h"
#include "engine/data_directory.h"
#include "engine/upstream_check.h"

#include <QCoreApplication>

#include <cstdio>
#include <vector>

namespace cachescope::app {

namespace {

std::string unknownUpstream(const std::string &name, const config::Config &configuration)
{
    std::vector<std::string_view> names;
    for (const auto &[known, upstream] : configuration.upstreams)
        names.push_back(known);
    std::string message = "There is no upstream '" + name + "'.";
    if (const auto nearest = base::nearestName(name, names); !nearest.empty())
        return message + " Did you mean '" + std::string(nearest) + "'?";
    message += " There are";
    for (const std::string_view known : names)
        message.append(known == names.front() ? " " : ", ").append(known);
    return message + ".";
}

} // namespace

int runVerify(int argc, char **argv)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Checks key and address of an upstream with one free call; exit 1 when something is wrong."));
    parser.addOptions({
        { QStringLiteral("upstream"), QStringLiteral("Name of the upstream, e.g. openai."),
          QStringLiteral("NAME") },
        { QStringLiteral("config"), QStringLiteral("Read the configuration from FILE."), QStringLiteral("FILE") },
        { QStringLiteral("data-dir"),
          QStringLiteral("Accepted as by every command; verify neither reads nor writes it."),
          QStringLiteral("DIR") },
    });
    if (const auto code = parseArguments(parser, commandArguments("verify", argc, argv)))
        return *code;
    const std::string name = parser.value(QStringLiteral("upstream")).toStdString();
    if (name.empty())
        return fail(ExitCode::wrongUse, "Say which one: --upstream NAME.");

    int noArguments = 0;
    const QCoreApplication application(noArguments, nullptr);
    nameApplication();
    const auto configuration
        = config::load(engine::resolveConfigFile(parser.value(QStringLiteral("config")).toStdString()));
    if (!configuration)
        return fail(exitCodeFor(configuration.error()), configuration.error().message);
    const auto upstream = configuration->upstreams.find(name);
    if (upstream == configuration->upstreams.end())
        return fail(ExitCode::wrongUse, unknownUpstream(name, *configuration));

    int code = ExitCode::success;
    const engine::UpstreamCheck check(name, upstream->second, [&code](const engine::UpstreamVerdict &verdict) {
        const bool fine = verdict.kind == engine::UpstreamVerdict::Kind::Fine;
        std::fprintf(fine ? stdout : stderr, "%s\n", verdict.message.c_str());
        code = fine ? ExitCode::success : ExitCode::findings;
        QCoreApplication::quit();
    });
    QCoreApplication::exec();
    return code;
}

} // namespace cachescope::app

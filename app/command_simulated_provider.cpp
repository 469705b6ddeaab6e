// SPDX-License-Identifier: MIT
#include "command_line.h"
#include "commands.h"
#include "termination.h"

#include "simulated/simulated_provider.h"

#include <QCoreApplication>

#include <cstdio>

namespace cachescope::app {

namespace {

struct Options
{
    const QCommandLineOption port{ QStringLiteral("port"), QStringLiteral("Port; 0 picks a free one."),
                                   QStringLiteral("N"), QStringLiteral("0") };
    const QCommandLineOption seed{ QStringLiteral("seed"),
                                   QStringLiteral("Answers, paces and faults depend on it alone."),
                                   QStringLiteral("N"), QStringLiteral("1") };
    const QCommandLineOption latency{
        QStringLiteral("latency"),
        QStringLiteral(
            "Median milliseconds to the first token, with ',RATE' tokens a second of a stream: '300,80'. "
            "'0' answers at once."),
        QStringLiteral("MS[,RATE]"), QStringLiteral("300,80")
    };
    const QCommandLineOption fault{ QStringLiteral("fault"),
                                    QStringLiteral("What goes wrong, and how often: '429:0.05,cut:0.01'."),
                                    QStringLiteral("KIND:PROBABILITY,…") };
};

base::Result<> wrongValue(const QCommandLineOption &option, const QString &value, const char *wanted)
{
    return base::failure(
        base::ErrorCode::InvalidInput,
        "--" + option.names().constFirst().toStdString() + " wants " + wanted + ", not '" + value.toStdString()
            + "'.");
}

base::Result<> readLatency(const QString &text, simulated::SimulatedProvider::Settings &settings)
{
    const QStringList parts = text.split(QLatin1Char(','));
    bool isNumber = false, isRate = true;
    const qlonglong milliseconds = parts.first().toLongLong(&isNumber);
    settings.tokensPerSecond = milliseconds == 0 && parts.size() == 1 ? 0 : 80;
    if (parts.size() == 2)
        settings.tokensPerSecond = parts[1].toDouble(&isRate);
    constexpr qlonglong anHour = 3'600'000;
    if (!isNumber || !isRate || parts.size() > 2 || milliseconds < 0 || milliseconds > anHour
        || !(settings.tokensPerSecond >= 0))
        return wrongValue(Options().latency, text, "MS or MS,RATE");
    settings.firstToken = std::chrono::milliseconds(milliseconds);
    return {};
}

base::Result<simulated::SimulatedProvider::Settings> readSettings(const QCommandLineParser &parser)
{
    const Options options;
    simulated::SimulatedProvider::Settings settings;
    bool isNumber = false;
    settings.port = parser.value(options.port).toUShort(&isNumber);
    if (!isNumber)
        return tl::make_unexpected(
            wrongValue(options.port, parser.value(options.port), "a number from 0 to 65535").error());
    settings.seed = parser.value(options.seed).toULongLong(&isNumber);
    if (!isNumber)
        return tl::make_unexpected(wrongValue(options.seed, parser.value(options.seed), "a whole number").error());
    if (const auto latency = readLatency(parser.value(options.latency), settings); !latency)
        return tl::make_unexpected(latency.error());
    settings.fault = parser.value(options.fault).toStdString();
    return settings;
}

} // namespace

int runSimulatedProvider(int argc, char **argv)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "A provider to test against: OpenAI Chat, Responses and Embeddings, Anthropic Messages, Gemini.\nListens "
        "on "
        "127.0.0.1 until SIGINT or SIGTERM; prints 'listening on http://127.0.0.1:PORT' when ready."));
    const Options options;
    parser.addOptions({ options.port,
                        options.seed,
                        options.latency,
                        options.fault,
                        { QStringLiteral("data-dir"),
                          QStringLiteral("Accepted as by every command; this one neither reads nor writes it."),
                          QStringLiteral("DIR") } });
    if (const auto code = parseArguments(parser, commandArguments("simulated-provider", argc, argv)))
        return *code;
    if (!parser.positionalArguments().isEmpty())
        return fail(
            ExitCode::wrongUse,
            "simulated-provider takes no arguments: '" + parser.positionalArguments().constFirst().toStdString()
                + "'.");
    const auto settings = readSettings(parser);
    if (!settings)
        return fail(ExitCode::wrongUse, settings.error().message);

    int noArguments = 0;
    const QCoreApplication application(noArguments, nullptr);
    const auto provider = simulated::SimulatedProvider::start(*settings);
    if (!provider)
        return fail(exitCodeFor(provider.error()), provider.error().message);
    const Termination termination([&application] { application.quit(); });
    std::printf("listening on %s\n", (*provider)->url().c_str());
    std::fflush(stdout);
    return QCoreApplication::exec();
}

} // namespace cachescope::app

// SPDX-License-Identifier: MIT
#include "command_line.h"
#include "commands.h"

#ifdef CACHESCOPE_UI
#include "engine_options.h"
#include "termination.h"

#include "engine/attachment.h"
#include "engine/data_directory.h"
#include "engine/engine.h"
#include "ui/app_window.h"
#include "ui/handover.h"

#include <QApplication>
#include <QGuiApplication>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#endif

namespace cachescope::app {

#ifndef CACHESCOPE_UI

int runWindowCommand(int, char **)
{
    return fail(ExitCode::wrongUse, "This build has no window. 'cachescope --help' lists the commands.");
}

#else

namespace {

/** Qt ends the process with abort() when no display can be reached; say what to do instead. */
bool hasDisplay()
{
    const auto isSet = [](const char *name) {
        const char *value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): start-up, one thread
        return value && *value;
    };
    return isSet("DISPLAY") || isSet("WAYLAND_DISPLAY") || isSet("QT_QPA_PLATFORM");
}

/** A window that holds the data directory already shows what this start was to show. */
bool wasHandedOver(const engine::Options &options, const ui::WindowOptions &windowOptions)
{
    constexpr int longestMs = 3000;
    const std::string directory = engine::resolveDataDirectory(options.dataDirectory, options.demo);
    return ui::handOver(QString::fromStdString(directory), windowOptions, longestMs);
}

/** What the command line says of a proxy is said to one that runs already. */
bool namesProxySettings(const engine::Options &options)
{
    return options.host || options.port || !options.upstreams.empty() || !options.configFile.empty();
}

/** `serve`, or another window that does not take over, holds the data directory: a window on it. */
int runAttached(
    QApplication &application, const engine::Options &options, const ui::WindowOptions &windowOptions,
    const base::Error &whyNotHere)
{
    constexpr std::chrono::seconds longest{ 5 };
    engine::Attachment attachment(engine::resolveDataDirectory(options.dataDirectory, options.demo));
    if (const auto reached = attachment.waitUntilDecided(longest); !reached)
        return fail(exitCodeFor(reached.error()), whyNotHere.message + " " + reached.error().message);
    if (attachment.state().demo != options.demo)
        return fail(
            ExitCode::wrongUse,
            options.demo ? "What runs there has real calls: leave out --demo."
                         : "What runs there has simulated calls: add --demo.");
    if (namesProxySettings(options))
        std::fprintf(
            stderr,
            "cachescope: the window is attached to process %lld; --host, --port, --upstream and --config are that "
            "one's own and were not looked at.\n",
            static_cast<long long>(attachment.state().process));
    const Termination termination([] { QApplication::closeAllWindows(); });
    return ui::runAttachedWindow(
        application, attachment, windowOptions, [options] { return engine::Engine::start(options); });
}

} // namespace

int runWindowCommand(int argc, char **argv)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("The window, with the caching proxy in it."));
    EngineOptions::addTo(parser);
    ui::addWindowOptions(parser);
    if (const auto code = parseArguments(parser, commandArguments("", argc, argv)))
        return *code;
    auto options = EngineOptions::read(parser);
    if (!options)
        return fail(ExitCode::wrongUse, options.error().message);
    QString problem;
    const auto windowOptions = ui::readWindowOptions(parser, problem);
    if (!windowOptions)
        return fail(ExitCode::wrongUse, problem.toStdString());
    if (!hasDisplay())
        return fail(
            ExitCode::runtimeFailure,
            "There is no display (DISPLAY and WAYLAND_DISPLAY are not set). 'cachescope serve' runs the proxy "
            "without a window.");

    options->tolerateBadConfig = true;
    options->hasWindow = true;
    ui::prepareForWindow(*windowOptions);
    int noArguments = 0;
    QApplication application(noArguments, nullptr);
    nameApplication();
    auto started = engine::Engine::start(*options);
    if (!started) {
        if (started.error().code == base::ErrorCode::Unavailable)
            return wasHandedOver(*options, *windowOptions)
                ? ExitCode::success
                : runAttached(application, *options, *windowOptions, started.error());
        return fail(exitCodeFor(started.error()), started.error().message);
    }
    const Termination termination([] { QApplication::closeAllWindows(); });
    return ui::runWindow(application, **started, *windowOptions);
}

#endif

} // namespace cachescope::app

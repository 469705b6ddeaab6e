// SPDX-License-Identifier: MIT
#include "command_line.h"
#include "commands.h"

#ifdef CACHESCOPE_UI
#include "engine_options.h"
#include "termination.h"

#include "engine/data_directory.h"
#include "engine/engine.h"
#include "ui/app_window.h"
#include "ui/handover.h"

#include <QApplication>
#include <QGuiApplication>

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
    ui::prepareForWindow(*windowOptions);
    int noArguments = 0;
    QApplication application(noArguments, nullptr);
    nameApplication();
    auto started = engine::Engine::start(*options);
    if (!started) {
        if (started.error().code == base::ErrorCode::Unavailable && wasHandedOver(*options, *windowOptions))
            return ExitCode::success;
        return fail(exitCodeFor(started.error()), started.error().message);
    }
    const Termination termination([] { QApplication::closeAllWindows(); });
    return ui::runWindow(application, **started, *windowOptions);
}

#endif

} // namespace cachescope::app

// SPDX-License-Identifier: MIT
#include "command_line.h"
#include "commands.h"
#include "engine_options.h"
#include "termination.h"

#include "engine/alert_desk.h"
#include "engine/engine.h"
#include "insight/alert_text.h"

#include <QCoreApplication>

#include <cstdio>

namespace cachescope::app {

namespace {

constexpr int drainTimeoutMs = 10'000;

} // namespace

int runServe(int argc, char **argv)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("The caching proxy alone, without a window."));
    EngineOptions::addTo(parser);
    if (const auto code = parseArguments(parser, commandArguments("serve", argc, argv)))
        return *code;
    if (!parser.positionalArguments().isEmpty())
        return fail(
            ExitCode::wrongUse,
            "serve takes no file: '" + parser.positionalArguments().first().toStdString() + "'.");
    auto options = EngineOptions::read(parser);
    if (!options)
        return fail(ExitCode::wrongUse, options.error().message);

    int noArguments = 0;
    const QCoreApplication application(noArguments, nullptr);
    nameApplication();
    auto started = engine::Engine::start(*options);
    if (!started)
        return fail(exitCodeFor(started.error()), started.error().message);
    engine::Engine &engine = **started;
    for (const std::string &notice : engine.notices())
        std::fprintf(stderr, "cachescope: %s\n", notice.c_str());
    const engine::ProxyState proxy = engine.proxyState();
    if (proxy.kind == engine::ProxyState::Kind::PortInUse || proxy.kind == engine::ProxyState::Kind::Stopped)
        return fail(ExitCode::runtimeFailure, proxy.message);

    QObject::connect(&engine, &engine::Engine::noticesChanged, &engine, [&engine] {
        for (const std::string &notice : engine.notices())
            std::fprintf(stderr, "cachescope: %s\n", notice.c_str());
    });
    QObject::connect(
        &engine.alerts(), &engine::AlertDesk::noticed, &engine, [&engine](const insight::AlertNotice &notice) {
            const std::string sentence = insight::alertSentence(notice, engine.prices()->currency());
            std::fprintf(stderr, "cachescope: alert %s\n", sentence.c_str());
        });
    QObject::connect(
        &engine.alerts(), &engine::AlertDesk::told, &engine, [](int, const QString &rule, const QString &problem) {
            if (!problem.isEmpty())
                std::fprintf(
                    stderr, "cachescope: the alert \"%s\" was not told: %s\n", qPrintable(rule),
                    qPrintable(problem));
        });
    const Termination termination([&engine] { engine.stop(drainTimeoutMs); });
    QObject::connect(&engine, &engine::Engine::stopped, &application, &QCoreApplication::quit);
    // Last: whoever reads it may send SIGTERM at once, and it must find its handler.
    std::printf("listening on http://%s\n", proxy.address.c_str());
    std::fflush(stdout);
    return QCoreApplication::exec();
}

} // namespace cachescope::app

// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"

#include <QSize>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

class QApplication;
class QCommandLineParser;
class QCoreApplication;

namespace cachescope::engine {
class Attachment;
class Engine;
} // namespace cachescope::engine

namespace cachescope::ui {

/** How the window is to open; from the command line. */
struct WindowOptions
{
    QStringList files; ///< To open in the prompt editor.
    /** --show: "overview", "requests", "prompts", "cache", "spend", "alerts", "simulator", "settings"; empty: as
     * the session had it. */
    QString page;
    QString filter; ///< --filter: opens Requests with it.
    std::int64_t call = 0; ///< --call: opens Requests with this call's detail; 0: none.
    QString range; ///< --range: "15m", "1h", "6h", "24h", "7d", "30d".
    bool minimized = false; ///< --minimized
    QString theme; ///< --theme: "light", "dark"; empty: as set, else as the desktop.
    std::optional<QSize> size; ///< --size WxH
    double scale = 0; ///< --scale: device pixel ratio; 0: the desktop's.
    bool reportFirstPaint = false; ///< --report-first-paint: on stderr, for the benchmarks.
    QString screenshotFile; ///< --screenshot: draw the window into this file and end.
    int screenshotAfterMs = 1500; ///< --screenshot-after: how long the window works before that.
};

/** Adds the window's options; those for pictures are hidden from --help. */
void addWindowOptions(QCommandLineParser &parser);
/** Nothing when an option's value is malformed; `problem` then says which. */
std::optional<WindowOptions> readWindowOptions(const QCommandLineParser &parser, QString &problem);

/** Loads the words of the user's language; English ones for their plurals when there are no others. */
void installTranslations(QCoreApplication &application);

/** Sets what has to be set before there is a QApplication (scale, rounding). */
void prepareForWindow(const WindowOptions &options);

/**
 * Shows the window over a running engine and runs the event loop until the window is closed and the engine drained.
 * Returns the exit code.
 */
int runWindow(QApplication &application, engine::Engine &engine, const WindowOptions &options);

using EngineStarter = std::function<base::Result<std::unique_ptr<engine::Engine>>()>;
/**
 * Shows the window over a program in another process, which `attachment` has reached, until it is closed; that
 * program goes on. When the user lets the proxy run here, `startEngine` is asked for it and the window opens again
 * over that. Returns the exit code.
 */
int runAttachedWindow(
    QApplication &application, engine::Attachment &attachment, const WindowOptions &options,
    const EngineStarter &startEngine);

} // namespace cachescope::ui

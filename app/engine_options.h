// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "engine/engine.h"
#include "requestlog/query.h"

#include <QCommandLineParser>

#include <memory>

namespace cachescope::app {

/** The command-line options that the window and `serve` share. */
namespace EngineOptions {
void addTo(QCommandLineParser &parser);
base::Result<engine::Options> read(const QCommandLineParser &parser);
} // namespace EngineOptions

/** `--data-dir` alone, for commands that only read the log. */
namespace DataDirectoryOption {
void addTo(QCommandLineParser &parser);
/** The database of the chosen data directory; an error when there is no log yet. */
base::Result<std::string> database(const QCommandLineParser &parser);
/** Opens that database for reading. */
base::Result<std::unique_ptr<requestlog::Reader>> openLog(const QCommandLineParser &parser);
} // namespace DataDirectoryOption

/** Gives the Qt application its name, which decides the platform's data and configuration directories. */
void nameApplication();

} // namespace cachescope::app

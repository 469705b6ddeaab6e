// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QCommandLineParser>

#include <optional>
#include <string>

namespace cachescope::app {

/** Exit codes of the contract. */
namespace ExitCode {
inline constexpr int success = 0;
inline constexpr int findings = 1;
inline constexpr int wrongUse = 2;
inline constexpr int runtimeFailure = 3;
} // namespace ExitCode

/** Prints "cachescope: message" on stderr. Returns `code`, for `return fail(…)`. */
int fail(int code, const std::string &message);
/** The exit code that an error of the core deserves: wrong input 2, everything else 3. */
int exitCodeFor(const base::Error &error);

/**
 * Parses `arguments` (program name first). Handles --help and --version itself. Gives the exit code to return with,
 * or nothing when the command is to go on.
 */
std::optional<int> parseArguments(QCommandLineParser &parser, const QStringList &arguments);

/** "90s", "15m", "24h", "7d", "2w" in microseconds; nothing when malformed. */
std::optional<std::int64_t> parseAge(const QString &text);

/** Program name and arguments of one command as Qt wants them: "cachescope NAME" first. */
QStringList commandArguments(const char *name, int argc, char **argv);

} // namespace cachescope::app

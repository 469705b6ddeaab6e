// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QCommandLineParser>

#include <array>
#include <optional>
#include <string>
#include <utility>

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
enum class VersionOption
{
    Program,
    Own ///< The command has a --version of its own (a selector).
};
std::optional<int> parseArguments(
    QCommandLineParser &parser, const QStringList &arguments, VersionOption versionOption = VersionOption::Program);

/** Complains about a --format that is neither text nor json; nothing when it is one of them. */
std::optional<int> checkFormat(const QCommandLineParser &parser);
/** --since as an age in microseconds; nothing when it is not one, with the complaint printed. */
std::optional<std::int64_t> ageSince(const QCommandLineParser &parser);
/** A whole number from `least` up to a thousand million; nothing otherwise, with the complaint printed. */
std::optional<std::int64_t> wholeNumber(const QCommandLineParser &parser, const char *option, std::int64_t least);

/** "90s", "15m", "24h", "7d", "2w" in microseconds; nothing when malformed. */
std::optional<std::int64_t> parseAge(const QString &text);

/** The value that a table of names has for `name`; nothing when it has none. */
template <typename Value, std::size_t size>
std::optional<Value> valueNamed(const std::array<std::pair<const char *, Value>, size> &names, const QString &name)
{
    for (const auto &[known, value] : names) {
        if (name == QLatin1String(known))
            return value;
    }
    return {};
}

/** Program name and arguments of one command as Qt wants them: "cachescope NAME" first. */
QStringList commandArguments(const char *name, int argc, char **argv);

} // namespace cachescope::app

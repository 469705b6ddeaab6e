// SPDX-License-Identifier: MIT
#include "command_line.h"

#include <cstdio>

namespace cachescope::app {

int fail(int code, const std::string &message)
{
    std::fprintf(stderr, "cachescope: %s\n", message.c_str());
    return code;
}

int exitCodeFor(const base::Error &error)
{
    const bool input = error.code == base::ErrorCode::InvalidInput || error.code == base::ErrorCode::NotFound;
    return input ? ExitCode::wrongUse : ExitCode::runtimeFailure;
}

std::optional<int> parseArguments(
    QCommandLineParser &parser, const QStringList &arguments, VersionOption versionOption)
{
    const QCommandLineOption help(
        QStringList{ QStringLiteral("h"), QStringLiteral("help") }, QStringLiteral("Show this text."));
    const QCommandLineOption version(QStringLiteral("version"), QStringLiteral("Show the version."));
    parser.addOption(help);
    if (versionOption == VersionOption::Program)
        parser.addOption(version);
    if (!parser.parse(arguments)) {
        const QString hint = QStringLiteral(" Try '%1 --help'.").arg(arguments.first());
        return fail(ExitCode::wrongUse, QString(parser.errorText() + hint).toStdString());
    }
    if (parser.isSet(help)) {
        // Without a QCoreApplication Qt does not know the program's name.
        const QString text = parser.helpText().replace(QLatin1String("<executable_name>"), arguments.first());
        std::fputs(text.toUtf8().constData(), stdout);
        return ExitCode::success;
    }
    if (versionOption == VersionOption::Program && parser.isSet(version)) {
        std::puts("cachescope " CACHESCOPE_VERSION);
        return ExitCode::success;
    }
    return {};
}

std::optional<int> checkFormat(const QCommandLineParser &parser)
{
    const QString format = parser.value(QStringLiteral("format"));
    if (format == QLatin1String("text") || format == QLatin1String("json"))
        return {};
    return fail(ExitCode::wrongUse, "--format is text or json, not '" + format.toStdString() + "'.");
}

std::optional<std::int64_t> ageSince(const QCommandLineParser &parser)
{
    const QString text = parser.value(QStringLiteral("since"));
    const auto age = parseAge(text);
    if (!age)
        fail(ExitCode::wrongUse, "--since wants an age such as 15m, 24h or 7d, not '" + text.toStdString() + "'.");
    return age;
}

std::optional<std::int64_t> wholeNumber(const QCommandLineParser &parser, const char *option, std::int64_t least)
{
    constexpr qlonglong largest = 1'000'000'000;
    const QString text = parser.value(QLatin1String(option));
    bool isNumber = false;
    const qlonglong value = text.toLongLong(&isNumber);
    if (isNumber && value >= least && value <= largest)
        return value;
    fail(
        ExitCode::wrongUse,
        std::string("--") + option + " wants a whole number from " + std::to_string(least) + " on, not '"
            + text.toStdString() + "'.");
    return {};
}

std::optional<std::int64_t> parseAge(const QString &text)
{
    if (text.size() < 2)
        return {};
    std::int64_t seconds = 0;
    switch (text.back().toLatin1()) {
    case 's':
        seconds = 1;
        break;
    case 'm':
        seconds = 60;
        break;
    case 'h':
        seconds = 3600;
        break;
    case 'd':
        seconds = 86400;
        break;
    case 'w':
        seconds = 7 * 86400;
        break;
    default:
        return {};
    }
    bool isNumber = false;
    const qlonglong count = text.chopped(1).toLongLong(&isNumber);
    constexpr qlonglong aCentury = 100LL * 366 * 86400;
    if (!isNumber || count <= 0 || count > aCentury / seconds)
        return {};
    return count * seconds * 1'000'000;
}

QStringList commandArguments(const char *name, int argc, char **argv)
{
    QStringList arguments{ QStringLiteral("cachescope ") + QString::fromUtf8(name) };
    for (int i = 0; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    return arguments;
}

} // namespace cachescope::app

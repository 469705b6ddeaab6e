// SPDX-License-Identifier: MIT
#include "engine_options.h"

#include "config/checks.h"
#include "engine/data_directory.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QUrl>

namespace cachescope::app {

using base::ErrorCode;
using base::failure;

void EngineOptions::addTo(QCommandLineParser &parser)
{
    parser.addOptions({
        { QStringLiteral("host"), QStringLiteral("Listen on address H (127.0.0.1)."), QStringLiteral("H") },
        { QStringLiteral("port"), QStringLiteral("Listen on port N (8737); 0 picks a free one."),
          QStringLiteral("N") },
        { QStringLiteral("data-dir"), QStringLiteral("Keep log, cache and tokens in DIR."), QStringLiteral("DIR") },
        { QStringLiteral("config"), QStringLiteral("Read the configuration from FILE."), QStringLiteral("FILE") },
        { QStringLiteral("upstream"), QStringLiteral("Add or replace an upstream; may be given several times."),
          QStringLiteral("NAME=URL") },
        { QStringLiteral("demo"),
          QStringLiteral("Simulated provider and traffic in a data directory of their own.") },
    });
}

base::Result<engine::Options> EngineOptions::read(const QCommandLineParser &parser)
{
    engine::Options options;
    options.demo = parser.isSet(QStringLiteral("demo"));
    options.dataDirectory = parser.value(QStringLiteral("data-dir")).toStdString();
    options.configFile = parser.value(QStringLiteral("config")).toStdString();
    if (!options.configFile.empty() && !QFileInfo::exists(parser.value(QStringLiteral("config"))))
        return failure(ErrorCode::InvalidInput, "There is no configuration file " + options.configFile + ".");
    if (parser.isSet(QStringLiteral("host")))
        options.host = parser.value(QStringLiteral("host")).toStdString();
    if (parser.isSet(QStringLiteral("port"))) {
        bool isNumber = false;
        const uint port = parser.value(QStringLiteral("port")).toUInt(&isNumber);
        if (!isNumber || port > 65535)
            return failure(
                ErrorCode::InvalidInput,
                "--port wants a number from 0 to 65535, not '" + parser.value(QStringLiteral("port")).toStdString()
                    + "'.");
        options.port = static_cast<std::uint16_t>(port);
    }
    const QStringList upstreams = parser.values(QStringLiteral("upstream"));
    for (const QString &text : upstreams) {
        const auto equals = text.indexOf(QLatin1Char('='));
        const QUrl url(equals > 0 ? text.mid(equals + 1) : QString(), QUrl::StrictMode);
        const bool web = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
        if (equals <= 0 || !url.isValid() || url.host().isEmpty() || !web)
            return failure(
                ErrorCode::InvalidInput,
                "--upstream wants NAME=URL with an http or https address, not '" + text.toStdString() + "'.");
        std::string address = text.mid(equals + 1).toStdString();
        if (const std::string wrong = config::cleanUrl(address); !wrong.empty())
            return failure(
                ErrorCode::InvalidInput, "--upstream " + text.toStdString() + ": the address " + wrong + ".");
        options.upstreams[text.left(equals).toStdString()] = text.mid(equals + 1).toStdString();
    }
    return options;
}

void DataDirectoryOption::addTo(QCommandLineParser &parser)
{
    parser.addOption({ QStringLiteral("data-dir"), QStringLiteral("Read the log in DIR."), QStringLiteral("DIR") });
    parser.addOption({ QStringLiteral("demo"), QStringLiteral("Read the log of --demo.") });
}

base::Result<std::string> DataDirectoryOption::database(const QCommandLineParser &parser)
{
    const std::string directory = engine::resolveDataDirectory(
        parser.value(QStringLiteral("data-dir")).toStdString(), parser.isSet(QStringLiteral("demo")));
    std::string file = engine::databaseFile(directory);
    if (!QFileInfo::exists(QString::fromStdString(file)))
        return failure(
            ErrorCode::NotFound,
            "There is no log in " + directory
                + ". Start 'cachescope' or 'cachescope serve' first, or name another --data-dir.");
    return file;
}

base::Result<std::unique_ptr<requestlog::Reader>> DataDirectoryOption::openLog(const QCommandLineParser &parser)
{
    const auto file = database(parser);
    if (!file)
        return tl::unexpected(file.error());
    return requestlog::Reader::open(*file);
}

void nameApplication()
{
    QCoreApplication::setApplicationName(QStringLiteral("cachescope"));
    QCoreApplication::setApplicationVersion(QStringLiteral(CACHESCOPE_VERSION));
}

} // namespace cachescope::app

// SPDX-License-Identifier: MIT
#include "ui/app_window.h"

#include "ui/first_paint.h"
#include "ui/format/format.h"
#include "ui/handover.h"
#include "ui/shell/attached_backend.h"
#include "ui/shell/engine_backend.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"

#include "base/clock.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFile>
#include <QFileInfo>
#include <QIcon>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>
#include <QTimer>
#include <QTranslator>

#include <cstdio>

namespace cachescope::ui {

namespace {

const auto themeKey = QLatin1String("theme");

QString sessionFile(const std::string &dataDirectory)
{
    return format::text(dataDirectory) % QStringLiteral("/window.ini");
}

QCommandLineOption hidden(const QString &name, const QString &description, const QString &value)
{
    QCommandLineOption option(name, description, value);
    option.setFlags(QCommandLineOption::HiddenFromHelp);
    return option;
}

Theme::Preference preferenceOf(const QString &name)
{
    if (name == QStringLiteral("light"))
        return Theme::Preference::Light;
    if (name == QStringLiteral("dark"))
        return Theme::Preference::Dark;
    return Theme::Preference::System;
}

std::optional<PageId> pageOf(const QString &name)
{
    if (name == QStringLiteral("overview"))
        return PageId::Overview;
    if (name == QStringLiteral("requests"))
        return PageId::Requests;
    if (name == QStringLiteral("prompts"))
        return PageId::Prompts;
    if (name == QStringLiteral("cache"))
        return PageId::Cache;
    if (name == QStringLiteral("spend"))
        return PageId::Spend;
    if (name == QStringLiteral("alerts"))
        return PageId::Alerts;
    if (name == QStringLiteral("simulator"))
        return PageId::Simulator;
    if (name == QStringLiteral("settings"))
        return PageId::Settings;
    return {};
}

void openAsAsked(MainWindow &window, const WindowOptions &options)
{
    if (!options.range.isEmpty())
        window.range().restore(options.range);
    if (const auto page = pageOf(options.page))
        window.openPage(*page);
    if (!options.filter.isEmpty())
        window.openRequests(options.filter);
    if (options.call > 0)
        window.openCall(options.call);
    if (!options.files.isEmpty())
        window.openFiles(options.files);
    if (options.size)
        window.resize(*options.size);
}

/** A second start came to this one: what it asked for, and in front. */
void openForSecondStart(MainWindow &window, const WindowOptions &options)
{
    openAsAsked(window, options);
    if (options.minimized)
        return;
    window.setWindowState(window.windowState() & ~Qt::WindowMinimized);
    window.show();
    window.raise();
    window.activateWindow();
}

void saveScreenshot(MainWindow &window, const QString &file)
{
    const bool saved = window.grab().save(file);
    if (!saved)
        std::fprintf(stderr, "cachescope: the picture could not be written to %s\n", qPrintable(file));
    QCoreApplication::exit(saved ? 0 : 3);
}

} // namespace

void addWindowOptions(QCommandLineParser &parser)
{
    parser.addOption(
        { QStringLiteral("show"),
          QStringLiteral(
              "Open this screen: overview, requests, prompts, cache, spend, alerts, simulator, settings."),
          QStringLiteral("screen") });
    parser.addOption({ QStringLiteral("filter"), QStringLiteral("Open Requests with this filter."),
                       QStringLiteral("expression") });
    parser.addOption({ QStringLiteral("range"), QStringLiteral("Range of time: 15m, 1h, 6h, 24h, 7d, 30d."),
                       QStringLiteral("range") });
    parser.addOption({ QStringLiteral("minimized"), QStringLiteral("Start minimized.") });
    parser.addOption({ QStringLiteral("theme"), QStringLiteral("light or dark; the desktop's by default."),
                       QStringLiteral("theme") });
    parser.addOption(hidden(
        QStringLiteral("call"), QStringLiteral("Open Requests with the detail of this call."),
        QStringLiteral("number")));
    parser.addOption(hidden(QStringLiteral("size"), QStringLiteral("Size of the window."), QStringLiteral("WxH")));
    parser.addOption(
        hidden(QStringLiteral("scale"), QStringLiteral("Device pixel ratio."), QStringLiteral("ratio")));
    parser.addOption(hidden(
        QStringLiteral("screenshot"), QStringLiteral("Draw the window into FILE, then end."),
        QStringLiteral("FILE")));
    QCommandLineOption firstPaint(
        QStringLiteral("report-first-paint"), QStringLiteral("Say on stderr when the window was first painted."));
    firstPaint.setFlags(QCommandLineOption::HiddenFromHelp);
    parser.addOption(firstPaint);
    parser.addOption(hidden(
        QStringLiteral("screenshot-after"), QStringLiteral("Milliseconds to work before that."),
        QStringLiteral("ms")));
}

std::optional<WindowOptions> readWindowOptions(const QCommandLineParser &parser, QString &problem)
{
    WindowOptions options;
    for (const QString &file : parser.positionalArguments()) {
        if (!QFileInfo::exists(file)) {
            problem
                = QStringLiteral("there is no file %1 and no such command; 'cachescope --help' lists the commands")
                      .arg(file);
            return {};
        }
        options.files << QFileInfo(file).absoluteFilePath(); // The window that opens it may stand elsewhere.
    }
    options.page = parser.value(QStringLiteral("show"));
    options.filter = parser.value(QStringLiteral("filter"));
    options.range = parser.value(QStringLiteral("range"));
    options.minimized = parser.isSet(QStringLiteral("minimized"));
    options.theme = parser.value(QStringLiteral("theme"));
    options.screenshotFile = parser.value(QStringLiteral("screenshot"));
    if (!options.page.isEmpty() && !pageOf(options.page)) {
        problem = QStringLiteral("--show: there is no screen '%1'; use overview, requests, prompts, cache, spend, "
                                 "alerts, simulator or settings")
                      .arg(options.page);
        return {};
    }
    if (!options.theme.isEmpty() && preferenceOf(options.theme) == Theme::Preference::System) {
        problem = QStringLiteral("--theme: use light or dark, not '%1'").arg(options.theme);
        return {};
    }
    const QString size = parser.value(QStringLiteral("size"));
    if (!size.isEmpty()) {
        options.size = QSize(size.section(u'x', 0, 0).toInt(), size.section(u'x', 1, 1).toInt());
        if (options.size->isEmpty()) {
            problem = QStringLiteral("--size: use WIDTHxHEIGHT, not '%1'").arg(size);
            return {};
        }
    }
    const QString call = parser.value(QStringLiteral("call"));
    options.call = call.toLongLong();
    if (!call.isEmpty() && options.call <= 0) {
        problem = QStringLiteral("--call: use a call's number in the log, not '%1'").arg(call);
        return {};
    }
    options.scale = parser.value(QStringLiteral("scale")).toDouble();
    options.reportFirstPaint = parser.isSet(QStringLiteral("report-first-paint"));
    if (parser.isSet(QStringLiteral("screenshot-after")))
        options.screenshotAfterMs = parser.value(QStringLiteral("screenshot-after")).toInt();
    return options;
}

void installTranslations(QCoreApplication &application)
{
    const QString folder = QStringLiteral(":/cachescope/translations");
    const auto load = [&application](const QLocale &locale, const QString &name, const QString &from) {
        auto *translator = new QTranslator(&application);
        if (translator->load(locale, name, QStringLiteral("_"), from))
            QCoreApplication::installTranslator(translator);
        else
            delete translator;
    };
    // The later one wins; where it has no words, the English plurals remain.
    load(QLocale(QLocale::English), QStringLiteral("cachescope"), folder);
    load(
        QLocale(), QStringLiteral("qtbase"),
        QLibraryInfo::path(QLibraryInfo::TranslationsPath)); // "Cut", "Paste" …
    load(QLocale(), QStringLiteral("cachescope"), folder);
}

void prepareForWindow(const WindowOptions &options)
{
    if (options.scale > 0)
        qputenv("QT_SCALE_FACTOR", QByteArray::number(options.scale));
    QGuiApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
}

namespace {

/** Once a process: words, theme, icon. */
void dressUp(QApplication &application, const std::string &dataDirectory, const WindowOptions &options)
{
    installTranslations(application);
    const QSettings session(sessionFile(dataDirectory), QSettings::IniFormat);
    const QString saved = session.value(themeKey).toString();
    Theme::install(preferenceOf(options.theme.isEmpty() ? saved : options.theme));
    QGuiApplication::setWindowIcon(QIcon(QStringLiteral(":/cachescope/app/cachescope.svg")));
    application.setQuitOnLastWindowClosed(false); // The engine drains after the window has gone.
}

/** Runs the event loop until the window is closed and the backend has stopped. */
int showWindow(QApplication &application, Backend &backend, const WindowOptions &options)
{
    QSettings session(sessionFile(backend.dataDirectory()), QSettings::IniFormat);
    MainWindow window(backend, session, base::SystemClock::instance());
    window.restoreSession();
    openAsAsked(window, options);
    const HandoverServer handover(format::text(backend.dataDirectory()));
    if (const QString problem = handover.problem(); !problem.isEmpty())
        std::fprintf(stderr, "cachescope: a second start will not find this window: %s\n", qPrintable(problem));
    QObject::connect(&handover, &HandoverServer::asked, &window, [&window](const WindowOptions &asked) {
        openForSecondStart(window, asked);
    });
    QObject::connect(&window, &MainWindow::finished, &application, &QCoreApplication::quit);
    if (options.reportFirstPaint)
        reportFirstPaint(window);
    if (options.minimized)
        window.showMinimized();
    else
        window.show();
    if (!options.screenshotFile.isEmpty()) {
        QTimer::singleShot(options.screenshotAfterMs, &window, [&window, file = options.screenshotFile] {
            saveScreenshot(window, file);
        });
    }
    const int result = QCoreApplication::exec();
    // The session may hold names of models and filters: for its owner only, like everything in that directory.
    session.sync();
    QFile::setPermissions(session.fileName(), QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    return result;
}

} // namespace

int runWindow(QApplication &application, engine::Engine &engine, const WindowOptions &options)
{
    dressUp(application, engine.dataDirectory(), options);
    EngineBackend backend(engine);
    return showWindow(application, backend, options);
}

int runAttachedWindow(
    QApplication &application, engine::Attachment &attachment, const WindowOptions &options,
    const EngineStarter &startEngine)
{
    dressUp(application, attachment.dataDirectory(), options);
    std::unique_ptr<engine::Engine> own;
    const auto takeOver = [&]() -> base::Result<> {
        auto started = startEngine();
        if (!started)
            return tl::unexpected(started.error());
        own = std::move(*started);
        // After whatever was clicked has come to its end.
        QMetaObject::invokeMethod(
            &application, [] { QApplication::closeAllWindows(); }, Qt::QueuedConnection);
        return {};
    };
    int result = 0;
    {
        AttachedBackend backend(attachment, takeOver);
        result = showWindow(application, backend, options);
    }
    if (!own)
        return result;
    EngineBackend backend(*own);
    return showWindow(application, backend, {}); // As the session left it a moment ago.
}

} // namespace cachescope::ui

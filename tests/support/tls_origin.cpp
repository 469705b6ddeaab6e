// SPDX-License-Identifier: MIT
#include "support/tls_origin.h"

#include <QRegularExpression>
#include <QSslCertificate>
#include <QSslConfiguration>

namespace cachescope::test {

TlsOrigin::TlsOrigin(const QString &name, int days, const QStringList &extra)
{
    const QString key = m_directory.filePath(QStringLiteral("key.pem"));
    certificate = m_directory.filePath(QStringLiteral("cert.pem"));
    const QString request = m_directory.filePath(QStringLiteral("request.pem"));
    run({ "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", request, "-subj", "/CN=test",
          "-addext", "subjectAltName=" + name });
    run({ "x509", "-req", "-in", request, "-signkey", key, "-copy_extensions", "copyall", "-days",
          QString::number(days), "-out", certificate });
    m_server.setProcessChannelMode(QProcess::MergedChannels);
    m_server.start(
        QStringLiteral("openssl"),
        QStringList{ QStringLiteral("s_server"), QStringLiteral("-accept"), QStringLiteral("127.0.0.1:0"),
                     QStringLiteral("-cert"), certificate, QStringLiteral("-key"), key, QStringLiteral("-www") }
            + extra);
    QByteArray output;
    static const QRegularExpression accept(QStringLiteral("ACCEPT \\S*:(\\d+)"));
    while (port.isEmpty() && m_server.waitForReadyRead(10'000)) {
        output += m_server.readAll();
        port = accept.match(QString::fromUtf8(output)).captured(1);
    }
}

TlsOrigin::~TlsOrigin()
{
    m_server.kill();
    m_server.waitForFinished();
}

void TlsOrigin::run(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral("openssl"), arguments);
    process.waitForFinished();
}

void trust(const QString &certificateFile)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setCaCertificates(QSslCertificate::fromPath(certificateFile));
    QSslConfiguration::setDefaultConfiguration(configuration);
}

} // namespace cachescope::test

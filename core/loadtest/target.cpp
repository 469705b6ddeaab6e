// SPDX-License-Identifier: MIT
#include "loadtest/target.h"

#include <QHostAddress>
#include <QUrl>

namespace cachescope::loadtest {

namespace {

constexpr std::uint16_t httpPort = 80, httpsPort = 443;

Shape shapeOf(const QString &path)
{
    if (path.endsWith(QLatin1String("/messages")))
        return Shape::Anthropic;
    if (path.endsWith(QLatin1String("/responses")))
        return Shape::OpenAiResponses;
    if (path.contains(QLatin1String(":generateContent")) || path.contains(QLatin1String(":streamGenerateContent")))
        return Shape::Gemini;
    return Shape::OpenAiChat;
}

QString withDefaultPath(QString path)
{
    while (path.endsWith(QLatin1Char('/')))
        path.chop(1);
    if (path.isEmpty())
        return QStringLiteral("/v1/chat/completions");
    if (path.endsWith(QLatin1String("/v1")))
        return path + QStringLiteral("/chat/completions");
    return path;
}

base::Result<Target> wrong(std::string_view url, const char *why)
{
    return base::failure(base::ErrorCode::InvalidInput, "'" + std::string(url) + "' is no URL for load: " + why);
}

} // namespace

bool Target::isLoopback() const
{
    return host == "localhost" || QHostAddress(QString::fromStdString(host)).isLoopback();
}

std::string Target::authority() const
{
    const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
    return name + ":" + std::to_string(port);
}

base::Result<Target> parseTarget(std::string_view url)
{
    QUrl parsed(QString::fromUtf8(url.data(), static_cast<qsizetype>(url.size())), QUrl::StrictMode);
    if (!parsed.isValid()
        || (parsed.scheme() != QLatin1String("http") && parsed.scheme() != QLatin1String("https")))
        return wrong(url, "it wants the form http://HOST:PORT/PATH or https://….");
    if (parsed.host().isEmpty())
        return wrong(url, "it names no host.");
    if (!parsed.userInfo().isEmpty())
        return wrong(url, "it carries a user name or key; name an environment variable with --key-env instead.");
    parsed.setPath(withDefaultPath(parsed.path(QUrl::FullyEncoded)));
    parsed.setFragment({});
    Target target;
    target.tls = parsed.scheme() == QLatin1String("https");
    target.host = parsed.host(QUrl::FullyEncoded).toStdString();
    target.port = static_cast<std::uint16_t>(parsed.port(target.tls ? httpsPort : httpPort));
    target.shape = shapeOf(parsed.path());
    target.path = parsed.path(QUrl::FullyEncoded).toStdString();
    if (parsed.hasQuery())
        target.path += "?" + parsed.query(QUrl::FullyEncoded).toStdString();
    target.url = parsed.toString(QUrl::FullyEncoded).toStdString();
    return target;
}

} // namespace cachescope::loadtest

// SPDX-License-Identifier: MIT
#include "engine/upstream_check.h"

#include "providers/answer.h"

#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTimer>

#include <algorithm>
#include <cstdlib>

namespace cachescope::engine {

namespace {

using Kind = UpstreamVerdict::Kind;

constexpr int timeoutMs = 15'000;

bool wellFormedKey(const std::string &key)
{
    return std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

QNetworkRequest modelsRequest(const std::string &name, const std::string &url, const std::string &key)
{
    const bool gemini = name == "gemini";
    QNetworkRequest request(QUrl(QString::fromStdString(url + (gemini ? "/v1beta/models" : "/v1/models"))));
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setTransferTimeout(timeoutMs);
    request.setRawHeader("Accept", "application/json");
    const QByteArray value = QByteArray::fromStdString(key);
    if (key.empty())
        return request;
    if (gemini) {
        request.setRawHeader("x-goog-api-key", value);
    } else if (name == "anthropic") {
        request.setRawHeader("x-api-key", value);
        request.setRawHeader("anthropic-version", "2023-06-01");
    } else {
        request.setRawHeader("Authorization", "Bearer " + value);
    }
    return request;
}

UpstreamVerdict transportVerdict(
    const std::string &where, QNetworkReply::NetworkError error, const std::string &words)
{
    switch (error) {
    case QNetworkReply::HostNotFoundError:
        return { Kind::NameNotFound,
                 where + ": the name of the host was not found. Check the address and the network." };
    case QNetworkReply::SslHandshakeFailedError:
        return { Kind::TlsFailed, where + ": TLS failed: " + words + "." };
    default:
        return { Kind::Unreachable, where + ": cannot be reached: " + words + "." };
    }
}

UpstreamVerdict answerVerdict(
    const std::string &where, int status, const std::string &location, const QByteArray &body)
{
    const std::string words = providers::errorMessage({ body.constData(), static_cast<std::size_t>(body.size()) });
    const std::string said = words.empty() ? "" : ": " + words;
    const bool badGeminiKey = status == 400 && body.contains("API_KEY_INVALID");
    if (status == 401 || status == 403 || badGeminiKey)
        return { Kind::Unauthorized, where + " refuses the key (" + std::to_string(status) + ")" + said };
    if (status == 429)
        return { Kind::RateLimited, where + " knows the key but limits the rate or the quota (429)" + said };
    if (status >= 300 && status < 400)
        return { Kind::Redirected,
                 where + " redirects to " + location + ". Configure that address if you trust it." };
    if (status != 200)
        return { Kind::OtherStatus, where + " answers " + std::to_string(status) + said };
    if (!QJsonDocument::fromJson(body).isObject())
        return { Kind::NotJson, where + " answers, but not with JSON. Is this the address of an API?" };
    return { Kind::Fine, where + " answers and accepts the key." };
}

} // namespace

UpstreamCheck::UpstreamCheck(std::string name, config::Upstream upstream, Done done)
    : m_name(std::move(name))
    , m_upstream(std::move(upstream))
    , m_done(std::move(done))
    , m_network(std::make_unique<QNetworkAccessManager>())
{
    std::string key;
    if (!m_upstream.keyEnvironment.empty()) {
        if (const char *value = std::getenv(m_upstream.keyEnvironment.c_str())) // NOLINT(concurrency-mt-unsafe)
            key = value;
    }
    UpstreamVerdict verdict;
    if (key.empty() && !m_upstream.keyEnvironment.empty()) {
        verdict = { Kind::NoKey, m_name + ": there is no key. Set " + m_upstream.keyEnvironment + "." };
    } else if (!wellFormedKey(key)) {
        verdict = { Kind::MalformedKey,
                    m_name + ": the key in " + m_upstream.keyEnvironment
                        + " has blanks or other characters that no key has." };
    } else {
        send(key);
        return;
    }
    QTimer::singleShot(0, this, [this, verdict] { m_done(verdict); });
}

UpstreamCheck::~UpstreamCheck() = default;

void UpstreamCheck::send(const std::string &key)
{
    const std::string where = m_name + " (" + m_upstream.url + ")";
    QNetworkReply *reply = m_network->get(modelsRequest(m_name, m_upstream.url, key));
    connect(reply, &QNetworkReply::finished, this, [this, reply, where] {
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        const UpstreamVerdict verdict = status == 0
            ? transportVerdict(where, reply->error(), reply->errorString().toStdString())
            : answerVerdict(where, status, reply->rawHeader("Location").toStdString(), reply->readAll());
        reply->deleteLater();
        m_done(verdict);
    });
}

} // namespace cachescope::engine

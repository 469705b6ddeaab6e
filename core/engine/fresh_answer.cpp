// SPDX-License-Identifier: MIT
#include "engine/fresh_answer.h"

#include "base/redact.h"
#include "base/text.h"
#include "providers/answer.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>

#include <algorithm>
#include <array>
#include <string_view>

namespace cachescope::engine {

namespace {

constexpr int timeoutMs = 600'000; ///< As long as a first byte may take.
/** What decides which answer comes, beside the body. */
constexpr std::array<std::string_view, 5> sentHeaders{ "anthropic-version", "anthropic-beta", "openai-organization",
                                                       "openai-project", "openai-beta" };

void copyHeaders(QNetworkRequest &request, std::string_view head)
{
    for (const std::string_view line : base::split(head, '\n')) {
        const std::size_t colon = line.find(": ");
        if (colon == std::string_view::npos)
            continue;
        const std::string name = base::toLower(line.substr(0, colon));
        if (std::find(sentHeaders.begin(), sentHeaders.end(), name) != sentHeaders.end())
            request.setRawHeader(
                QByteArray::fromStdString(name), QByteArray::fromStdString(std::string(line.substr(colon + 2))));
    }
}

FreshAnswer answerOf(QNetworkReply &reply)
{
    FreshAnswer answer;
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    answer.body = reply.readAll().toStdString();
    answer.contentType = reply.header(QNetworkRequest::ContentTypeHeader).toString().toStdString();
    answer.ok = status == 200 && reply.error() == QNetworkReply::NoError;
    if (answer.ok)
        return answer;
    const std::string words = providers::errorMessage(answer.body);
    answer.problem = status != 0
        ? "The upstream answered " + std::to_string(status) + (words.empty() ? "." : ": " + words)
        : "The upstream could not be asked: " + reply.errorString().toStdString() + ".";
    return answer;
}

} // namespace

std::string whyNotAskable(const FreshQuestion &question)
{
    if (question.body.empty())
        return "The request was not kept, so it cannot be asked again.";
    if (question.body.find(base::redactedMark) != std::string::npos)
        return "The request held what looked like a key, which was hidden when it was stored; asked again it would "
               "be another question.";
    return {};
}

FreshCall::FreshCall(const std::string &proxyUrl, const FreshQuestion &question, Done done)
    : m_done(std::move(done))
    , m_network(std::make_unique<QNetworkAccessManager>())
{
    // To our own listener on loopback: never through the system's proxy.
    m_network->setProxy(QNetworkProxy::NoProxy);
    QNetworkRequest request(QUrl(QString::fromStdString(proxyUrl + "/" + question.upstream + question.target)));
    request.setTransferTimeout(timeoutMs);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    request.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("cachescope-compare"));
    request.setRawHeader("X-Cachescope-Cache", "off");
    copyHeaders(request, question.requestHead);
    QNetworkReply *reply = m_network->post(request, QByteArray::fromStdString(question.body));
    connect(reply, &QNetworkReply::finished, this, [this, reply] {
        reply->deleteLater();
        m_done(answerOf(*reply));
    });
}

FreshCall::~FreshCall() = default;

} // namespace cachescope::engine

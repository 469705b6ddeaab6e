// SPDX-License-Identifier: MIT
#include "engine/test_call.h"

#include "providers/answer.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QTimer>

#include <array>
#include <string_view>

namespace cachescope::engine {

namespace {

constexpr int timeoutMs = 30'000;

/** The cheapest generation model per built-in upstream, from the price book of 2026-10. */
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> cheapModels{
    { { "openai", "gpt-5-mini" },
      { "deepseek", "deepseek-chat" },
      { "mistral", "mistral-small-latest" },
      { "anthropic", "claude-haiku-4-5" },
      { "gemini", "gemini-2.5-flash" } }
};

} // namespace

TestCallPlan planTestCall(const std::string &upstream)
{
    TestCallPlan plan;
    for (const auto &[name, model] : cheapModels) {
        if (name == upstream)
            plan.model = model;
    }
    plan.possible = !plan.model.empty();
    const std::string message = R"("messages":[{"role":"user","content":"Say hello."}])";
    if (upstream == "gemini") {
        plan.target = "/gemini/v1beta/models/" + plan.model + ":generateContent";
        plan.body = R"({"contents":[{"role":"user","parts":[{"text":"Say hello."}]}]})";
    } else if (upstream == "anthropic") {
        plan.target = "/anthropic/v1/messages";
        plan.body = R"({"model":")" + plan.model + R"(","max_tokens":16,)" + message + "}";
    } else {
        plan.target = "/" + upstream + "/v1/chat/completions";
        plan.body = R"({"model":")" + plan.model + R"(",)" + message + "}";
    }
    return plan;
}

TestCall::TestCall(const std::string &proxyUrl, const std::string &upstream, Done done)
    : m_done(std::move(done))
    , m_network(std::make_unique<QNetworkAccessManager>())
{
    const TestCallPlan plan = planTestCall(upstream);
    if (!plan.possible) {
        QTimer::singleShot(0, this, [this, upstream] {
            m_done({ false, "No test call is known for " + upstream + ". Send one from your client." });
        });
        return;
    }
    // To our own listener on loopback: never through the system's proxy.
    m_network->setProxy(QNetworkProxy::NoProxy);
    QNetworkRequest request(QUrl(QString::fromStdString(proxyUrl + plan.target)));
    request.setTransferTimeout(timeoutMs);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    request.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("cachescope-test"));
    if (upstream == "anthropic")
        request.setRawHeader("anthropic-version", "2023-06-01");
    QNetworkReply *reply = m_network->post(request, QByteArray::fromStdString(plan.body));
    connect(reply, &QNetworkReply::finished, this, [this, reply, upstream] {
        reply->deleteLater();
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (status == 200) {
            m_done({ true, upstream + " answered." });
            return;
        }
        const QByteArray body = reply->readAll();
        std::string words = providers::errorMessage({ body.constData(), static_cast<std::size_t>(body.size()) });
        if (words.empty())
            words = reply->errorString().toStdString();
        m_done({ false, upstream + (status ? " answered " + std::to_string(status) : "") + ": " + words });
    });
}

TestCall::~TestCall() = default;

} // namespace cachescope::engine

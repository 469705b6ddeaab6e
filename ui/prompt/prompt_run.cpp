// SPDX-License-Identifier: MIT
#include "ui/prompt/prompt_run.h"

#include "base/clock.h"
#include "prompt/curl_command.h"
#include "prompt/json_escapes.h"
#include "prompt/lint/silence_writer.h"
#include "providers/answer.h"
#include "ui/format/format.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>

namespace cachescope::ui {

using prompt::PromptForm;
using providers::Api;

namespace {

constexpr int timeoutMs = 300'000;

tl::unexpected<base::Error> failed(const QString &message)
{
    return base::failure(base::ErrorCode::InvalidInput, format::utf8(message));
}

/** A text is sent as the one user message of a short call. */
std::string messageCall(const prompt::Prompt &prompt, const ModelChoice &choice)
{
    constexpr const char *limit = "256";
    const std::string text = prompt::jsonEscaped(prompt.bytes());
    if (choice.upstream == "gemini")
        return R"({"contents":[{"role":"user","parts":[{"text":")" + text + R"("}]}]})";
    const std::string head = R"({"model":")" + prompt::jsonEscaped(choice.model) + "\",";
    const std::string tail = R"("messages":[{"role":"user","content":")" + text + R"("}]})";
    return choice.upstream == "anthropic" ? head + R"("max_tokens":)" + limit + "," + tail : head + tail;
}

std::string targetFor(PromptForm form, const ModelChoice &choice, bool streams)
{
    const std::string root = "/" + choice.upstream;
    if (form == PromptForm::AnthropicMessages)
        return root + "/v1/messages";
    if (form == PromptForm::OpenAiResponses)
        return root + "/v1/responses";
    if (form == PromptForm::Gemini)
        return root + "/v1beta/models/" + choice.model
            + (streams ? ":streamGenerateContent?alt=sse" : ":generateContent");
    return root + "/v1/chat/completions";
}

} // namespace

base::Result<RunRequest> planRun(const prompt::Prompt &prompt, const ModelChoice &choice, const ValueSet &values)
{
    if (prompt.problem())
        return failed(PromptRun::tr("This is not a valid request: mend the JSON first."));
    for (const prompt::Variable &variable : prompt.variables()) {
        if (!values.contains(variable.name))
            return failed(PromptRun::tr("{{%1}} has no value yet. Give it one under Values, then run again.")
                              .arg(format::text(variable.name)));
    }
    const auto filled = prompt.withValues(values);
    if (!filled)
        return tl::unexpected(filled.error());
    PromptForm form = prompt.form();
    RunRequest request;
    if (form == PromptForm::PlainText || form == PromptForm::Template) {
        form = choice.upstream == "anthropic" ? PromptForm::AnthropicMessages
            : choice.upstream == "gemini"     ? PromptForm::Gemini
                                              : PromptForm::OpenAiChat;
        request.body = messageCall(**filled, choice);
    } else {
        // Comments for the linter stay here: providers refuse members that they do not know.
        const auto plain = prompt::applyEdits((*filled)->bytes(), prompt::silenceMemberRemovals(**filled));
        const auto sent = plain ? prompt::Prompt::parse(*plain, form) : filled;
        if (!sent)
            return tl::unexpected(sent.error());
        request.body = prompt::requestBody(**sent);
    }
    request.target = targetFor(form, choice, prompt.parameters().stream);
    request.api = providers::classify("POST", request.target.substr(choice.upstream.size() + 1));
    return request;
}

PromptRun::PromptRun(QObject *parent)
    : QObject(parent)
    , m_network(std::make_unique<QNetworkAccessManager>())
{
    m_network->setProxy(QNetworkProxy::NoProxy);
}

PromptRun::~PromptRun()
{
    if (m_reply)
        m_reply->disconnect(this);
}

void PromptRun::start(const QString &proxyAddress, const RunRequest &request)
{
    m_api = request.api;
    QNetworkRequest call(QUrl(QStringLiteral("http://") + proxyAddress + format::text(request.target)));
    call.setTransferTimeout(timeoutMs);
    call.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    call.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("cachescope-editor"));
    // The provider is to be asked: an answer from the own cache would say nothing of its prefix cache.
    call.setRawHeader("Cache-Control", "no-store");
    if (request.api == Api::AnthropicMessages)
        call.setRawHeader("anthropic-version", "2023-06-01");
    m_started = base::SystemClock::instance().monotonic();
    m_reply = m_network->post(call, QByteArray::fromStdString(request.body));
    connect(m_reply, &QNetworkReply::finished, this, &PromptRun::finish);
}

void PromptRun::stop()
{
    if (m_reply)
        m_reply->abort();
}

void PromptRun::finish()
{
    QNetworkReply *reply = std::exchange(m_reply, nullptr);
    reply->deleteLater();
    RunOutcome outcome;
    outcome.micros = base::SystemClock::instance().monotonic() - m_started;
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QByteArray body = reply->readAll();
    const std::string_view bytes(body.constData(), static_cast<std::size_t>(body.size()));
    providers::AnswerObserver observer(
        m_api, status, reply->header(QNetworkRequest::ContentTypeHeader).toString().toStdString());
    observer.feed(bytes);
    const providers::AnswerFacts facts = observer.finish();
    outcome.ok = status >= 200 && status < 300 && !facts.errorInside;
    outcome.usageReported = facts.usage.source == providers::UsageSource::Reported;
    outcome.usage = facts.usage.tokens;
    if (!outcome.ok) {
        const std::string words = facts.errorMessage.empty() ? providers::errorMessage(bytes) : facts.errorMessage;
        outcome.error = words.empty() ? reply->errorString() : format::text(words);
        if (status > 0)
            outcome.error = tr("status %1: %2").arg(status).arg(outcome.error);
    }
    Q_EMIT finished(outcome);
}

} // namespace cachescope::ui

#include "moc_prompt_run.cpp"

// SPDX-License-Identifier: MIT
#pragma once

#include <QObject> // First: see ui/format/format.h.

#include "base/result.h"
#include "providers/usage.h"
#include "ui/prompt/prompt_report.h"

#include <functional>
#include <memory>

class QNetworkAccessManager;
class QNetworkReply;

namespace cachescope::ui {

/** A call as it is to be sent: the path at the proxy, and the body. */
struct RunRequest
{
    std::string target; ///< "/anthropic/v1/messages"
    std::string body;
    providers::Api api = providers::Api::Opaque;
};

/**
 * The call that a prompt makes: a request as it stands, with its values put in; a text as the one user message of a
 * call of the chosen model. Errors say what is missing (values, a model that no upstream is known for).
 */
base::Result<RunRequest> planRun(const prompt::Prompt &prompt, const ModelChoice &choice, const ValueSet &values);

/** What came back. */
struct RunOutcome
{
    bool ok = false;
    QString error; ///< The provider's or the transport's words.
    bool usageReported = false;
    providers::TokenUsage usage;
    std::int64_t micros = 0;
};

/** One call through the proxy on loopback, never through the system's proxy; the proxy adds the key. GUI thread. */
class PromptRun : public QObject
{
    Q_OBJECT

public:
    explicit PromptRun(QObject *parent = nullptr);
    ~PromptRun() override;

    bool isRunning() const { return m_reply != nullptr; }
    void start(const QString &proxyAddress, const RunRequest &request);
    void stop();

Q_SIGNALS:
    void finished(const cachescope::ui::RunOutcome &outcome);

private:
    void finish();

    std::unique_ptr<QNetworkAccessManager> m_network;
    QNetworkReply *m_reply = nullptr;
    providers::Api m_api = providers::Api::Opaque;
    std::int64_t m_started = 0;
};

} // namespace cachescope::ui

// SPDX-License-Identifier: MIT
#pragma once

#include "providers/api.h"

#include <QObject>

#include <functional>
#include <memory>
#include <string>

class QNetworkAccessManager;

namespace cachescope::engine {

/** A logged request that is to be asked once more. */
struct FreshQuestion
{
    std::string upstream, method, target; ///< `target` as the upstream gets it ("/v1/chat/completions").
    std::string requestHead; ///< As logged; only what the API needs of it is sent.
    std::string body; ///< As logged, that is decoded and redacted.
    providers::Api api = providers::Api::Opaque;
};

/** Why a question cannot be asked as it was: something was hidden when it was stored. Empty when it can. */
std::string whyNotAskable(const FreshQuestion &question);

/** What came back. */
struct FreshAnswer
{
    bool ok = false;
    std::string problem; ///< One sentence when it is not.
    std::string body, contentType;
};

/**
 * Asks a question anew through the proxy at `proxyUrl`, past the cache: nothing is served from it, nothing kept.
 * The proxy logs the call and adds the key of the upstream's environment variable; the caller's own key is not
 * known here. It costs what such a call costs: only with the user's consent. Owner's thread; `done` is called there
 * once, unless this is destroyed first.
 */
class FreshCall : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(const FreshAnswer &)>;
    FreshCall(const std::string &proxyUrl, const FreshQuestion &question, Done done);
    ~FreshCall() override;

private:
    Done m_done;
    std::unique_ptr<QNetworkAccessManager> m_network;
};

} // namespace cachescope::engine

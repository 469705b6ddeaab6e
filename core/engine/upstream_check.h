// SPDX-License-Identifier: MIT
#pragma once

#include "config/config.h"

#include <QObject>

#include <functional>
#include <memory>
#include <string>

class QNetworkAccessManager;

namespace cachescope::engine {

/** What a check of key and address found. */
struct UpstreamVerdict
{
    enum class Kind
    {
        Fine,
        NoKey, ///< Neither stored nor in the environment variable.
        MalformedKey, ///< Blanks, control or non-ASCII characters in it.
        Unauthorized, ///< The provider refused the key.
        RateLimited,
        NameNotFound, ///< DNS.
        Unreachable, ///< Connect failed or timed out.
        TlsFailed,
        Redirected,
        NotJson, ///< Something answers, but not an API.
        OtherStatus,
    } kind
        = Kind::Fine;
    std::string message; ///< One sentence: what, where, what to do. Never the key.
};

/**
 * Asks an upstream for its list of models, the cheapest call that needs the key. Not on the way of a client's call,
 * so QNetworkAccessManager serves (redirects off). Owner's thread only; `done` is called there once, unless
 * destroyed first.
 */
class UpstreamCheck : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(const UpstreamVerdict &)>;
    UpstreamCheck(std::string name, config::Upstream upstream, Done done);
    ~UpstreamCheck() override;

private:
    void send(const std::string &key);
    std::string m_name;
    config::Upstream m_upstream;
    Done m_done;
    std::unique_ptr<QNetworkAccessManager> m_network;
};

} // namespace cachescope::engine

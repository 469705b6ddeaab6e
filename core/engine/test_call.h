// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>

#include <functional>
#include <memory>
#include <string>

class QNetworkAccessManager;

namespace cachescope::engine {

/** How the first call went. */
struct TestCallOutcome
{
    bool ok = false;
    std::string message; ///< One sentence.
};

/** What a test call to an upstream asks: the cheapest model that is known for it. */
struct TestCallPlan
{
    std::string model;
    std::string target; ///< Path and query at the proxy: "/openai/v1/chat/completions".
    std::string body;
    bool possible = false; ///< False: no shape is known for this upstream.
};
TestCallPlan planTestCall(const std::string &upstream);

/**
 * One tiny call (a few tokens) through the proxy at `proxyUrl`, as a client makes it; the proxy adds the key of the
 * environment. Owner's thread; `done` is called there once, unless destroyed first.
 */
class TestCall : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(const TestCallOutcome &)>;
    TestCall(const std::string &proxyUrl, const std::string &upstream, Done done);
    ~TestCall() override;

private:
    Done m_done;
    std::unique_ptr<QNetworkAccessManager> m_network;
};

} // namespace cachescope::engine

// SPDX-License-Identifier: MIT
#include "ui/shell/backend.h"

#include "engine/test_call.h"

namespace cachescope::ui {

void Backend::sendTestCall(const std::string &upstream, std::function<void(TestCallResult)> done)
{
    const std::string url = "http://" + proxyState().address;
    auto *holder = new QObject(this);
    auto *call = new engine::TestCall(url, upstream, [holder, done = std::move(done)](const auto &outcome) {
        done({ outcome.ok, outcome.message });
        holder->deleteLater();
    });
    call->setParent(holder);
}

void Backend::askFresh(const engine::FreshQuestion &question, std::function<void(const engine::FreshAnswer &)> done)
{
    const std::string url = "http://" + proxyState().address;
    auto *holder = new QObject(this);
    auto *call = new engine::FreshCall(url, question, [holder, done = std::move(done)](const auto &answer) {
        done(answer);
        holder->deleteLater();
    });
    call->setParent(holder);
}

} // namespace cachescope::ui

#include "moc_backend.cpp"

// SPDX-License-Identifier: MIT
#pragma once

#include <QTcpServer>
#include <QTimer>

#include <functional>

namespace cachescope::proxy {

/** Accepts connections and hands each descriptor on, untouched, to whichever worker is to have it. */
class Listener final : public QTcpServer
{
public:
    using Handler = std::function<void(qintptr)>;
    explicit Listener(Handler handler)
        : m_handler(std::move(handler))
    {
        // Qt stops listening for good when descriptors run out; they come back when calls end.
        connect(this, &QTcpServer::acceptError, this, [this] {
            QTimer::singleShot(pauseMs, this, &QTcpServer::resumeAccepting);
        });
    }

protected:
    void incomingConnection(qintptr descriptor) override { m_handler(descriptor); }

private:
    static constexpr int pauseMs = 100;
    Handler m_handler;
};

} // namespace cachescope::proxy

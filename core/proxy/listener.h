// SPDX-License-Identifier: MIT
#pragma once

#include <QTcpServer>

#include <functional>

namespace cachescope::proxy {

/** Accepts connections and hands each descriptor on, untouched, to whichever worker is to have it. */
class Listener final : public QTcpServer
{
public:
    using Handler = std::function<void(qintptr)>;
    explicit Listener(Handler handler)
        : m_handler(std::move(handler))
    { }

protected:
    void incomingConnection(qintptr descriptor) override { m_handler(descriptor); }

private:
    Handler m_handler;
};

} // namespace cachescope::proxy

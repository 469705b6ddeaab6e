// SPDX-License-Identifier: MIT
#pragma once

#include "proxy/admin_desk.h"
#include "proxy/exchange.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace cachescope::proxy {

class ClientConnection;
class Worker;

/** One request to the admin API under /_cachescope/ (contract, Admin). One worker's thread. */
class AdminExchange final : public Exchange
{
public:
    /** Null when it was answered at once. */
    static std::unique_ptr<Exchange> start(ClientConnection &client, Worker &worker, const std::string &rest);

    AdminExchange(ClientConnection &client, Worker &worker);
    ~AdminExchange() override;

    void requestBody(std::string_view bytes) override;
    void requestEnd(const http::Fields &trailers) override;
    void clientGone() override { m_done = true; }
    /** A live record, for `events`. A reader that is too slow misses records rather than fill memory. */
    void sendEvent(const std::string &record);

private:
    void ask();
    /** Hands the worker what came; from any thread, as long as the worker is there. */
    std::function<void(AdminAnswer)> delivery();
    void askWindow();
    void deliver(const AdminAnswer &answer);
    void beginEvents();

    ClientConnection &m_client;
    Worker &m_worker;
    std::string m_path, m_query, m_body;
    bool m_bodyTooLong = false;
    bool m_events = false;
    bool m_done = false;
    std::int64_t m_missed = 0;
    std::shared_ptr<char> m_alive = std::make_shared<char>();
};

} // namespace cachescope::proxy

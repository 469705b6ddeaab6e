// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "cache/control_api.h"

#include <QNetworkAccessManager>
#include <QNetworkRequest>

#include <memory>
#include <string>

namespace cachescope::engine {

/** Where the program that holds a data directory listens, and what opens its admin API. */
struct AdminAddress
{
    std::string address, token;
};
/** From the files in its directory; Unavailable when its proxy does not listen. */
base::Result<AdminAddress> findAdminAddress(const std::string &dataDirectory);
QNetworkRequest adminRequest(
    const std::string &address, const std::string &token, const cache::ControlQuestion &question);
/** What came back; Unavailable when whatever answers there is no Cachescope. */
base::Result<cache::ControlAnswer> readAdminAnswer(const std::string &address, int status, const std::string &body);

/** The admin API of the program that holds a data directory, asked by a command beside it. Needs a
 * QCoreApplication. One thread. */
class AdminClient
{
public:
    /** Finds the running program by the files in its directory; Unavailable when its proxy does not listen. */
    static base::Result<std::unique_ptr<AdminClient>> find(const std::string &dataDirectory);

    /** Errors are of the transport; what the program has to say is in the answer. */
    base::Result<cache::ControlAnswer> ask(const cache::ControlQuestion &question);

private:
    AdminClient(std::string address, std::string token);

    std::string m_address, m_token;
    QNetworkAccessManager m_network;
};

} // namespace cachescope::engine

// SPDX-License-Identifier: MIT
#pragma once

#include "http/syntax.h"
#include "providers/api.h"
#include "proxy/exchange.h"

#include <memory>
#include <string_view>

namespace cachescope::proxy {

class ClientConnection;
class Worker;

/**
 * Looks at a request's head: guards first, then the route. Returns the exchange that will answer it, or null when
 * it was answered at once.
 */
std::unique_ptr<Exchange> dispatchRequest(ClientConnection &client, Worker &worker);

/** Answers a request that could not be read. The connection is to be closed afterwards. */
void rejectMalformed(ClientConnection &client, const http::ParseError &error);

/** An error of our own on an API path, in the shape of that API (contract, Admin). */
void answerApiError(
    ClientConnection &client, providers::Api api, int status, std::string_view code, std::string_view message,
    const http::Fields &extraFields = {});

/** An error of our own elsewhere: a problem document (RFC 9457). */
void answerProblem(
    ClientConnection &client, int status, std::string_view code, std::string_view message,
    const http::Fields &extraFields = {});

/** Wire shape to answer errors in for a path that need not be a known call: by prefix where the exact call is
 * unknown. */
providers::Api errorShape(std::string_view method, std::string_view target, std::string_view upstream);

} // namespace cachescope::proxy
